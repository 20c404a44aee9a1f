"""Vietnamese words of this feature's states, steps, events and choices."""

WORDS: dict[str, str] = {}
TONES: dict[str, str] = {}
