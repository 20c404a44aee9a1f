"""Which person or unit of our lists a printed name means. Only certain answers are given; the rest is for people.

A name alone is never enough for a person: forty years of lists hold many namesakes. Pure functions, no database.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..core.text import clean_line, fold
from ..people.models import Honorific

_HONOURED = re.compile(r"(?:hộ gia đình |hộ )?(ông|bà)[ .:]+(\S.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """A person of our lists: id, full name, honorific, and all names of the person's unit."""

    id: int
    name: str
    honorific: Honorific | None
    units: tuple[str, ...]


def split_honorific(printed: str) -> tuple[Honorific | None, str]:
    """Return honorific and bare name of "Bà Trần Thị B" or "Hộ gia đình ông Lê C"; (None, text) without one."""
    found = _HONOURED.fullmatch(clean_line(printed))
    if not found:
        return None, clean_line(printed)
    return Honorific(found[1].capitalize()), found[2]


def same_name(one: str, other: str) -> bool:
    """Return whether two names are written alike: accents count, capitals and Unicode forms do not."""
    return clean_line(one).casefold() == clean_line(other).casefold()


def candidates(name: str, people: Iterable[Known]) -> list[Known]:
    """Return who could be meant: the same name, accents aside."""
    return [one for one in people if fold(one.name) == fold(name)]


def certain(name: str, detail: str, honorific: Honorific | None, people: Iterable[Known]) -> int | None:
    """Return the one person that is certainly meant, or None.

    Exactly one person of our lists has this name (accents aside), written alike, with no other honorific, and the
    printed place names the person's unit by its present or a former name.
    """
    found = candidates(name, people)
    if len(found) != 1 or not same_name(found[0].name, name):
        return None
    one, place = found[0], f" {_words(detail)} "
    if honorific is not None and one.honorific is not None and honorific != one.honorific:
        return None
    return one.id if any(f" {_words(unit)} " in place for unit in one.units if _words(unit)) else None


def unit_named(name: str, units: Mapping[str, set[int]]) -> int | None:
    """Return the one unit of this present or former name (`units`: folded name -> ids), or None."""
    found = units.get(fold(name), set())
    return next(iter(found)) if len(found) == 1 else None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
