"""The ornamental border of our own certificates, made for this project: `benchmarks/border_art.py` draws its pieces.

NĐ 98/2023/NĐ-CP Điều 104: it resembles no state award; nothing stands outside of it at the corners, and no block joins
it to the emblem. A plait runs between lines, a flower of eight petals closes each corner inside. The pieces are
pictures of 300 dots to an inch, stored once: LibreOffice needs a tenth of a second a page for the same as curves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import pictures
from .pictures import Picture
from .shapes import Point, picture
from .xml import el, points

_ART = Path(__file__).parent / "art"
_PIECES = ("across", "down")
_DOTS_PER_MM = 11.63
_DEPTH = 104 / _DOTS_PER_MM  # mm, of a piece: the plait and the two lines inside
_CLEAR = 1.1  # mm, from the outer line to the pieces
_FIRST_ID = 100_000  # above any that pages use for other pictures
_ID = "@"


@dataclass(frozen=True)
class Border:
    """Where the border begins (mm from the edges of the paper) and the colour of its outer line."""

    outer: float = 7.0
    color: str = "B8860B"


PLAIT = Border()


@lru_cache(maxsize=1)
def art() -> tuple[Picture, ...]:
    """Return the pieces of which the border is put together."""
    return tuple(pictures.read((_ART / f"{name}.png").read_bytes()) for name in _PIECES)


@lru_cache(maxsize=8)
def _runs(style: Border, page: tuple[float, float]) -> list[str]:
    """Return the border as runs of a paragraph, split where the id of each piece stands."""
    drawn = [
        picture(pictures.relation(_PIECES.index(name) + 1), size, at, ident=_ID, flip=flip)
        for name, size, at, flip in _placed(style, page)
    ]
    return "".join(drawn).split(_ID)


def border(style: Border, page: tuple[float, float], number: int) -> str:
    """Return the border as runs of a paragraph on page `number`; the file's first pictures are those of `art`.

    It stands on each page, not in the header: LibreOffice draws 300 headers ten times slower than 300 pages.
    """
    runs = _runs(style, page)
    first = _FIRST_ID + number * len(runs)
    return runs[0] + "".join(f"{first + place}{run}" for place, run in enumerate(runs[1:]))


def edge(style: Border) -> Any:
    """Return the outer line: w:pgBorders of a section."""
    line = {"val": "single", "sz": 20, "space": round(points(style.outer)), "color": style.color}
    return el(
        "pgBorders", *(el(side, **line) for side in ("top", "left", "bottom", "right")), offsetFrom="page"
    )


def _placed(
    style: Border, page: tuple[float, float]
) -> Iterator[tuple[str, tuple[float, float], Point, str]]:
    """Yield the pieces: name, size, place, in mm, and how they are mirrored."""
    start = style.outer + _CLEAR
    wide, high = page[0] - 2 * start, page[1] - 2 * start
    far = page[0] - start - _DEPTH, page[1] - start - _DEPTH
    yield "across", (wide, _DEPTH), (start, start), ""
    yield "across", (wide, _DEPTH), (start, far[1]), "V"
    yield "down", (_DEPTH, high - 2 * _DEPTH), (start, start + _DEPTH), ""
    yield "down", (_DEPTH, high - 2 * _DEPTH), (far[0], start + _DEPTH), "H"
