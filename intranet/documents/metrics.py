"""Widths of text in Times New Roman, for rules as long as a line and for names that must fit.

`metrics.json` holds the advances of Liberation Serif 2 (same widths as Times New Roman), in 1/2048 em, made
by `benchmarks/font_metrics.py`. Signs outside the table (another font draws them) are taken as 1 em, marks
that stand on another letter as nothing.
"""

import json
import unicodedata
from functools import lru_cache
from pathlib import Path

MM_PER_POINT = 25.4 / 72
_UNITS = 2048


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, int]]:
    return dict(json.loads((Path(__file__).parent / "metrics.json").read_text(encoding="utf-8")))


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of one line of text in millimetres at a size in points."""
    table = _tables()[("bold" if bold else "") + ("italic" if italic else "") or "regular"]
    units = 0
    for letter in unicodedata.normalize("NFC", text):
        known = table.get(letter)
        units += known if known is not None else 0 if unicodedata.combining(letter) else _UNITS
    return units / _UNITS * size * MM_PER_POINT


def wrap(text: str, size: float, room: float, *, bold: bool = False, italic: bool = False) -> list[str]:
    """Break text at spaces into lines of at most `room` millimetres; a wider word is broken inside."""
    lines: list[str] = []
    line = ""
    words = [
        piece for word in text.split(" ") for piece in _pieces(word, size, room, bold=bold, italic=italic)
    ]
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold, italic=italic) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _pieces(word: str, size: float, room: float, *, bold: bool, italic: bool) -> list[str]:
    pieces, piece = [], ""
    if width(word, size, bold=bold, italic=italic) <= room:
        return [word]
    for letter in word:
        if piece and width(piece + letter, size, bold=bold, italic=italic) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def balanced(text: str, size: float, room: float, *, bold: bool = False, italic: bool = False) -> list[str]:
    """Break text as `wrap` does, into as many lines, but of nearly equal length: no last line of one word."""
    broken = wrap(text, size, room, bold=bold, italic=italic)
    low, high = room / 2, room
    while len(broken) > 1 and high - low > 1:
        middle = (low + high) / 2
        tried = wrap(text, size, middle, bold=bold, italic=italic)
        if len(tried) > len(broken):
            low = middle
        else:
            high, broken = middle, tried
    return broken


def fit(
    text: str, room: float, sizes: tuple[float, ...], lines: int, *, bold: bool = False, italic: bool = False
) -> tuple[float, list[str]]:
    """Return the largest size, and the lines, with which text fits into `lines` lines of `room` millimetres.

    With the smallest size there may be more lines: the caller decides whether that may be printed.
    """
    size, broken = sizes[-1], [""]
    for size in sizes:
        broken = balanced(text, size, room, bold=bold, italic=italic)
        if len(broken) <= lines:
            break
    return size, broken
