"""Charts on paper: a bar for each indicator beside its target, a line for each trend. No colour: printers have none."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from . import metrics
from .emf import Canvas
from .pictures import Picture

WIDE = 165.0
_LABEL, _BAR, _ROW = 62.0, 62.0, 6.2  # columns of the bars and the height of a row, in mm
_SIZE = 10.0
_PER_LINE, _BOX, _GAP = 3, 28.0, 5.0  # small charts beside each other, their height, between them


@dataclass(frozen=True)
class Bar:
    """One indicator in per cent: name, share and target from 0 to 100 and beyond, words at the end, whether it is met."""

    label: str
    share: Fraction
    target: Fraction | None
    words: str
    met: bool


@dataclass(frozen=True)
class Trend:
    """One indicator over quarters: amounts (None: no figure), names of the first and the last quarter, words of the last."""

    label: str
    points: tuple[Fraction | None, ...]
    first: str
    last: str
    words: str
    target: Fraction | None = None


def told(rows: Sequence[Bar] | Sequence[Trend]) -> list[str]:
    """Return what a chart says, for who cannot see it."""
    return [f"{row.label}: {row.words}" for row in rows]


def bars(rows: Sequence[Bar]) -> Picture:
    """Return a bar for each indicator on one scale from 0 to 100 per cent; what is not met is hollow."""
    canvas = Canvas(WIDE, len(rows) * _ROW + 6)
    for place, row in enumerate(rows):
        top = place * _ROW
        base = top + _ROW - 2
        canvas.words(shortened(row.label, _LABEL - 2), 0, base, _SIZE)
        share = min(max(row.share, Fraction(0)), Fraction(100))
        wide = float(share) * _BAR / 100
        if wide > 0:
            canvas.rectangle(_LABEL, top + 1, wide, _ROW - 2.2, grey=150 if row.met else 255)
        if row.target is not None:
            at = _LABEL + float(min(row.target, Fraction(100))) * _BAR / 100
            canvas.line([(at, top + 0.2), (at, top + _ROW - 0.4)], width=0.6)
        canvas.words(shortened(row.words, WIDE - _LABEL - _BAR - 2), _LABEL + _BAR + 2, base, _SIZE)
    bottom = len(rows) * _ROW + 0.5
    canvas.line([(_LABEL, 0), (_LABEL, bottom)], width=0.2)
    canvas.line([(_LABEL, bottom), (_LABEL + _BAR, bottom)], width=0.2)
    for mark in (0, 25, 50, 75, 100):
        at = _LABEL + mark * _BAR / 100
        canvas.line([(at, bottom), (at, bottom + 1)], width=0.2)
        canvas.words(f"{mark} %", at, bottom + 4.6, 8, align="center")
    return canvas.picture()


def trends(rows: Sequence[Trend], *, width: float = WIDE, per_line: int = _PER_LINE) -> Picture:
    """Return small charts in lines of `per_line` on `width` mm, each on its own scale."""
    wide = (width - _GAP * (per_line - 1)) / per_line
    lines = -(-len(rows) // per_line)
    canvas = Canvas(width, lines * (_BOX + _GAP) - _GAP)
    for place, row in enumerate(rows):
        line, column = divmod(place, per_line)
        _trend(canvas, row, column * (wide + _GAP), line * (_BOX + _GAP), wide)
    return canvas.picture()


def _trend(canvas: Canvas, row: Trend, x: float, y: float, wide: float) -> None:
    canvas.words(shortened(row.label, wide, bold=True), x, y + 3.4, _SIZE, bold=True)
    canvas.words(shortened(row.words, wide), x, y + 7.4, _SIZE)
    top, high = y + 9.5, _BOX - 14
    canvas.line([(x, top + high + 0.8), (x + wide, top + high + 0.8)], width=0.2)
    given = [one for one in row.points if one is not None]
    span = [*given, *([row.target] if row.target is not None else [])]
    low, most = (min(span), max(span)) if span else (Fraction(0), Fraction(1))
    if low == most:
        low, most = low - 1, most + 1

    def down(found: Fraction) -> float:
        return top + float((most - found) / (most - low)) * high

    if row.target is not None:
        canvas.line([(x, down(row.target)), (x + wide, down(row.target))], width=0.2, dashed=True)
    step = (wide - 3) / max(len(row.points) - 1, 1)
    run: list[tuple[float, float]] = []
    for at, found in enumerate([*row.points, None]):
        if found is not None:
            run.append((x + 1.5 + at * step, down(found)))
            continue
        if len(run) > 1:
            canvas.line(run, width=0.4)
        for place in run:
            canvas.dot(*place, 0.6)
        run = []
    canvas.words(row.first, x, y + _BOX - 0.4, 8)
    if len(row.points) > 1:
        canvas.words(row.last, x + wide, y + _BOX - 0.4, 8, align="right")


def shortened(text: str, room: float, *, size: float = _SIZE, bold: bool = False) -> str:
    """Return text that fits into `room` mm, cut at a word with "..." when it is too long."""
    if metrics.width(text, size, bold=bold) <= room:
        return text
    words = text.split()
    while len(words) > 1 and metrics.width(" ".join(words) + "...", size, bold=bold) > room:
        words.pop()
    return " ".join(words) + "..."
