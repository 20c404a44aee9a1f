"""The ornamental border of our own certificates, drawn for this project as vectors.

NĐ 98/2023/NĐ-CP Điều 104: it resembles no state award; nothing stands outside of it at the corners, and no block joins
it to the emblem. A plait of two waves runs between two lines, a flower of eight petals closes each corner inside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin

from .shapes import Pen, Point, curve, drawing, move, rectangle

_UNITS = 10  # of the paths, in a millimetre: short numbers keep the file small
_STEP = 1.1  # length of half a wave, in widths of the band
_FIRST_ID = 900_001  # above any that pages use


@dataclass(frozen=True)
class Border:
    """Where the border runs (mm from the edges of the paper) and its colours."""

    outer: float = 7.0
    inner: float = 15.5
    color: str = "B8860B"
    accent: str = "C8102E"


PLAIT = Border()


Bend = tuple[Point, Point, Point]


@dataclass(frozen=True)
class _Side:
    """One side of the band between the corners: its place on the page, its length, the number of half waves."""

    at: Point
    size: tuple[float, float]
    waves: int

    @property
    def ends(self) -> tuple[Point, Point]:
        """Return the ends of its middle line, from its own corner."""
        wide, high = self.size
        return ((0, high / 2), (wide, high / 2)) if wide > high else ((wide / 2, 0), (wide / 2, high))


@lru_cache(maxsize=8)
def border(style: Border, page: tuple[float, float]) -> str:
    """Return the border as runs of a paragraph, for the header of the page.

    Opposite sides are the same shape at two places, which keeps the deflated file small.
    """
    band = style.inner - style.outer
    gold, red = Pen(0, fill=style.color), Pen(0, fill=style.accent)
    drawn: list[tuple[list[str], Pen, tuple[float, float], Point]] = [
        ([_inset(style.outer, page)], Pen(0.9, style.color), page, (0, 0)),
        ([_inset(style.inner, page), _inset(style.inner + 1.2, page)], Pen(0.25, style.color), page, (0, 0)),
    ]
    sides = _sides(style, page)
    for side in sides:
        waves = [path for swing in (band * 0.3, -band * 0.3) for path in _wave(*side.ends, side.waves, swing)]
        drawn.append((waves, Pen(0.25, style.color), side.size, side.at))
    drawn += [
        (list(_pearls(*side.ends, side.waves, band * 0.085)), red, side.size, side.at) for side in sides
    ]
    middle, square = (band / 2, band / 2), (band, band)
    flower = list(_flower(middle, band * 0.46))
    far = page[0] - style.inner, page[1] - style.inner
    corners = [(x, y) for x in (style.outer, far[0]) for y in (style.outer, far[1])]
    drawn += [(flower, gold, square, at) for at in corners]
    drawn += [([_diamond(middle, band * 0.1)], red, square, at) for at in corners]
    return "".join(
        drawing(paths, pen, size, ident=_FIRST_ID + place, at=at, units=_UNITS)
        for place, (paths, pen, size, at) in enumerate(drawn)
    )


def _inset(at: float, page: tuple[float, float]) -> str:
    return rectangle(at, at, page[0] - 2 * at, page[1] - 2 * at, units=_UNITS)


def _sides(style: Border, page: tuple[float, float]) -> list[_Side]:
    band = style.inner - style.outer
    start = style.inner + 0.5
    wide, high = page[0] - 2 * start, page[1] - 2 * start
    across, down = round(wide / (band * _STEP)), round(high / (band * _STEP))
    return [
        _Side((start, style.outer), (wide, band), across),
        _Side((start, page[1] - style.inner), (wide, band), across),
        _Side((style.outer, start), (band, high), down),
        _Side((page[0] - style.inner, start), (band, high), down),
    ]


def _knots(start: Point, end: Point, number: int) -> list[Point]:
    """Return the places where the waves of a side cross."""
    (x, y), (to_x, to_y) = start, end
    return [(x + (to_x - x) * place / number, y + (to_y - y) * place / number) for place in range(number + 1)]


def _wave(start: Point, end: Point, number: int, swing: float) -> Iterator[str]:
    """Yield a wave of so many halves, twice: a ribbon."""
    level = start[1] == end[1]
    for high in (swing, swing * 0.72):
        bends: list[Bend] = []
        for place, ((x, y), (to_x, to_y)) in enumerate(pairwise(_knots(start, end, number))):
            out = high * 4 / 3 * (1 if place % 2 == 0 else -1)
            third = (to_x - x + to_y - y) * 0.37
            if level:
                bends.append(((x + third, y + out), (to_x - third, y + out), (to_x, to_y)))
            else:
                bends.append(((x + out, y + third), (x + out, to_y - third), (to_x, to_y)))
        yield curve(start, bends, units=_UNITS)


def _pearls(start: Point, end: Point, number: int, size: float) -> Iterator[str]:
    """Yield a diamond in each eye of the plait."""
    for (x, y), (to_x, to_y) in pairwise(_knots(start, end, number)):
        yield _diamond(((x + to_x) / 2, (y + to_y) / 2), size)


def _diamond(at: Point, size: float) -> str:
    x, y = at
    return move([(x - size, y), (x, y - size), (x + size, y), (x, y + size)], closed=True, units=_UNITS)


def _flower(at: Point, size: float) -> Iterator[str]:
    """Yield eight petals round a place."""

    def around(turn: float, far: float) -> Point:
        return at[0] + far * size * cos(turn), at[1] + far * size * sin(turn)

    for petal in range(8):
        turn = petal * pi / 4
        tip, root = around(turn, 1), around(turn, 0.3)
        wide = pi / 7
        bends = [
            (around(turn - wide, 0.5), around(turn - wide * 0.8, 0.85), tip),
            (around(turn + wide * 0.8, 0.85), around(turn + wide, 0.5), root),
        ]
        yield curve(root, bends, closed=True, units=_UNITS)
