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


@lru_cache(maxsize=4096)
def _units(text: str, style: str) -> int:
    table = _tables()[style]
    units = 0
    for letter in unicodedata.normalize("NFC", text.replace("\u2011", "-")):
        known = table.get(letter)
        units += known if known is not None else 0 if unicodedata.combining(letter) else _UNITS
    return units


def _style(*, bold: bool, italic: bool) -> str:
    return ("bold" if bold else "") + ("italic" if italic else "") or "regular"


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of one line of text in millimetres at a size in points."""
    return _units(text, _style(bold=bold, italic=italic)) / _UNITS * size * MM_PER_POINT


def wrap(text: str, size: float, room: float, *, bold: bool = False, italic: bool = False) -> list[str]:
    """Break text at spaces into lines of at most `room` millimetres; a wider word is broken inside."""
    style = _style(bold=bold, italic=italic)
    limit = int(room / MM_PER_POINT / size * _UNITS)
    space = _units(" ", style)
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for word in (piece for whole in text.split(" ") for piece in _pieces(whole, limit, style)):
        units = _units(word, style)
        if line and used + space + units > limit:
            lines.append(" ".join(line))
            line, used = [], 0
        used += units + (space if line else 0)
        line.append(word)
    return [*lines, " ".join(line)]


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
        broken = wrap(text, size, room, bold=bold, italic=italic)
        if len(broken) <= lines:
            break
    return size, balanced(text, size, room, bold=bold, italic=italic) if len(broken) > 1 else broken
