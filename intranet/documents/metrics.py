"""Widths of text in Times New Roman, for rules as long as a line and for names that must fit.

`metrics.json` holds the advances of Liberation Serif 2 (same widths as Times New Roman), in 1/2048 em, made
by `benchmarks/font_metrics.py`. Signs outside the table (another font draws them) are taken as 1 em, marks
that stand on another letter as nothing.
"""

import json
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

from ..core.text import printable

MM_PER_POINT = 25.4 / 72
_UNITS = 2048


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, int]]:
    return dict(json.loads((Path(__file__).parent / "metrics.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=4096)
def _units(text: str, style: str) -> int:
    table = _tables()[style]
    if all(map(table.__contains__, text)):  # no letter of the tables is a mark: nothing to compose
        return sum(map(table.__getitem__, text))
    units = 0
    for letter in unicodedata.normalize("NFC", text.replace("\u2011", "-")):
        known = table.get(letter)
        units += known if known is not None else 0 if unicodedata.combining(letter) else _UNITS
    return units


def _style(*, bold: bool, italic: bool) -> str:
    return ("bold" if bold else "") + ("italic" if italic else "") or "regular"


@lru_cache(maxsize=1)
def _covered() -> frozenset[int]:
    """Code points that all four styles of the font draw."""
    runs = json.loads((Path(__file__).parent / "font_ranges.json").read_text(encoding="utf-8"))
    return frozenset(code for first, last in runs for code in range(first, last + 1))


def missing(text: str) -> list[str]:
    """Return the letters of a text that the font does not have: another font would draw them, or a box.

    Marks that stand on another letter count with it; what is never printed (control characters) does not count.
    """
    shown = unicodedata.normalize("NFC", printable(text))
    return list(
        dict.fromkeys(letter for letter in shown if letter not in "\n\t" and ord(letter) not in _covered())
    )


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of one line of text in millimetres at a size in points."""
    return _units(text, _style(bold=bold, italic=italic)) / _UNITS * size * MM_PER_POINT


@dataclass(frozen=True, slots=True)
class _Text:
    """A text measured once: its words, and where each would end if all stood on one line."""

    words: list[str]
    ends: list[int]  # ends[n]: the first n words, each with the space after it
    widest: int
    space: int
    style: str

    @classmethod
    def of(cls, words: list[str], style: str) -> "_Text":
        space = _units(" ", style)
        steps = [_units(word, style) + space for word in words]
        return cls(words, list(accumulate(steps, initial=0)), max(steps) - space, space, style)

    def broken(self, size: float, room: float) -> tuple[list[str], list[int]]:
        """Return the words, too wide ones in pieces, and for each line the number of words up to its end."""
        limit = int(room / MM_PER_POINT / size * _UNITS)
        if self.ends[-1] - self.space <= limit:
            return self.words, [0, len(self.words)]
        text = self
        if self.widest > limit:
            pieces = [piece for word in self.words for piece in _pieces(word, limit, self.style)]
            text = _Text.of(pieces, self.style)
        ends, stops, at, last = text.ends, [0], 0, len(text.words)
        step = limit + text.space
        while at < last:
            # at least one word: a single letter may be wider than the room
            at = bisect_right(ends, ends[at] + step, at + 2) - 1
            stops.append(at)
        return text.words, stops

    def balanced(self, size: float, room: float) -> list[str]:
        words, stops = self.broken(size, room)
        low, high = room / 2, room
        while len(stops) > 2 and high - low > 1:
            middle = (low + high) / 2
            # so many lines of this length do not hold the text even if each were full: no need to try
            full = (len(stops) - 1) * (int(middle / MM_PER_POINT / size * _UNITS) + self.space)
            if full < self.ends[-1] or len((tried := self.broken(size, middle))[1]) > len(stops):
                low = middle
            else:
                high, (words, stops) = middle, tried
        return _joined(words, stops)


def _joined(words: list[str], stops: list[int]) -> list[str]:
    return [" ".join(words[start:stop]) for start, stop in pairwise(stops)]


def _measured(text: str, style: str) -> _Text:
    return _Text.of(text.split(" "), style)


def wrap(text: str, size: float, room: float, *, bold: bool = False, italic: bool = False) -> list[str]:
    """Break text at spaces into lines of at most `room` millimetres; a wider word is broken inside."""
    return _joined(*_measured(text, _style(bold=bold, italic=italic)).broken(size, room))


def _pieces(word: str, limit: int, style: str) -> list[str]:
    if _units(word, style) <= limit:
        return [word]
    pieces, piece, used = [], "", 0
    for letter in word:
        units = _units(letter, style)
        if piece and used + units > limit:
            pieces.append(piece)
            piece, used = "", 0
        piece += letter
        used += units
    return [*pieces, piece]


def balanced(text: str, size: float, room: float, *, bold: bool = False, italic: bool = False) -> list[str]:
    """Break text as `wrap` does, into as many lines, but of nearly equal length: no last line of one word."""
    return _measured(text, _style(bold=bold, italic=italic)).balanced(size, room)


def fit(
    text: str, room: float, sizes: tuple[float, ...], lines: int, *, bold: bool = False, italic: bool = False
) -> tuple[float, list[str]]:
    """Return the largest size, and the lines, with which text fits into `lines` lines of `room` millimetres.

    With the smallest size there may be more lines: the caller decides whether that may be printed.
    """
    size, broken = _fit(text, _style(bold=bold, italic=italic), room, sizes, lines)
    return size, list(broken)


@lru_cache(maxsize=2048)  # what stands on every certificate of a batch is measured once
def _fit(
    text: str, style: str, room: float, sizes: tuple[float, ...], lines: int
) -> tuple[float, tuple[str, ...]]:
    measured = _measured(text, style)
    size = sizes[-1]
    for size in sizes:
        if len(measured.broken(size, room)[1]) <= lines + 1:
            break
    return size, tuple(measured.balanced(size, room))
