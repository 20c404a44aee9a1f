"""Facts of a case, in the words that members read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What a member should know of a case, under one heading: (label, value) lines; a warning is shown as one."""

    title: str
    lines: tuple[tuple[str, str], ...]
    warning: bool = False
