"""Small charts as numbers for an SVG that the server writes: points, gaps, target line. No colour carries meaning alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT, PAD = 120, 34, 4


@dataclass(frozen=True)
class Spark:
    """A trend: runs of neighbouring points (missing quarters leave a gap), single dots, the height of the target."""

    runs: tuple[str, ...]  # "x,y x,y" for polyline
    dots: tuple[tuple[int, int], ...]
    last: tuple[int, int] | None
    target: int | None
    width: int = WIDTH
    height: int = HEIGHT


def spark(
    points: Sequence[Fraction | None],
    target: Fraction | None,
    *,
    width: int = WIDTH,
    height: int = HEIGHT,
    pad: int = PAD,
) -> Spark:
    """Return the geometry of a trend; the scale holds all points and the target."""
    given = [one for one in points if one is not None]
    span = [*given, *([target] if target is not None else [])]
    low, high = (min(span), max(span)) if span else (Fraction(0), Fraction(1))
    if low == high:
        low, high = low - 1, high + 1
    step = Fraction(width - 2 * pad, max(len(points) - 1, 1))

    def place(at: int, found: Fraction) -> tuple[int, int]:
        down = (high - found) / (high - low)
        return round(pad + step * at), round(pad + down * (height - 2 * pad))

    runs: list[list[tuple[int, int]]] = [[]]
    for at, found in enumerate(points):
        if found is None:
            runs.append([])
        else:
            runs[-1].append(place(at, found))
    dots = tuple(dot for run in runs for dot in run)
    return Spark(
        runs=tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1),
        dots=dots,
        last=dots[-1] if dots and points[-1] is not None else None,
        target=place(0, target)[1] if target is not None else None,
        width=width,
        height=height,
    )
