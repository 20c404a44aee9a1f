"""Widths of text in Times New Roman, for rules as long as a line and for names that must fit.

`metrics.json` holds the advances of Liberation Serif 2 (same widths as Times New Roman), in 1/2048 em, made by
`benchmarks/font_metrics.py`. Letters outside the table are taken as wide as "m".
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
    wide = table["m"]
    letters = unicodedata.normalize("NFC", text)
    return sum(table.get(letter, wide) for letter in letters) / _UNITS * size * MM_PER_POINT


def wrap(text: str, size: float, room: float, *, bold: bool = False, italic: bool = False) -> list[str]:
    """Break text at spaces into lines of at most `room` millimetres, as a word processor does."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold, italic=italic) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def fit(
    text: str, room: float, sizes: tuple[float, ...], lines: int, *, bold: bool = False, italic: bool = False
) -> tuple[float, list[str]]:
    """Return the largest size, and the lines, with which text fits into `lines` lines of `room` millimetres.

    The smallest size is used when nothing fits: the caller decides whether that may be printed (`fits`).
    """
    broken: list[str] = []
    for size in sizes:
        broken = wrap(text, size, room, bold=bold, italic=italic)
        if len(broken) <= lines and all(width(x, size, bold=bold, italic=italic) <= room for x in broken):
            return size, broken
    return sizes[-1], broken
