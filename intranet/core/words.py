"""Where the Vietnamese words of states, steps and events stand together; `intranet/phrases.py` fills it."""

from .audit import AuditEvent

WORDS: dict[str, str] = {}


def event_words(event: AuditEvent) -> str:
    """Return what happened, in words (the event's own name while nobody has written them)."""
    return WORDS.get(event.event, event.event)
