"""A stock as a picture for the screen: the paper, its boxes, an example text in each exactly as it would be printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..documents import overlay
from ..documents.metrics import MM_PER_POINT
from . import defaults, profiles
from .models import BoxAlign, StockField, StockProfile

_ANCHORS = {BoxAlign.LEFT: "start", BoxAlign.CENTER: "middle", BoxAlign.RIGHT: "end"}
_SHARES = {BoxAlign.LEFT: 0.0, BoxAlign.CENTER: 0.5, BoxAlign.RIGHT: 1.0}


@dataclass(frozen=True)
class Text:
    """One line of example text; lengths in mm, `y` is its baseline."""

    words: str
    x: float
    y: float
    size: float
    anchor: str


@dataclass(frozen=True)
class Drawn:
    """A box and the text in it."""

    box: Any  # a StockBox, or what is being typed of one
    texts: tuple[Text, ...]


def picture(stock: StockProfile, boxes: Iterable[Any]) -> list[Drawn]:
    """Return the boxes as they are drawn on this paper."""
    return [_drawn(stock, box) for box in boxes]


def _drawn(stock: StockProfile, box: Any) -> Drawn:
    field, align = StockField(box.field), BoxAlign(box.align)
    paper = overlay.Stock(stock.name, stock.width, stock.height, (profiles.as_box(box),))
    x = round(box.x + box.width * _SHARES[align], 2)
    texts = [
        Text(line, x, round(baseline, 2), round(one.size * MM_PER_POINT, 3), _ANCHORS[align])
        for one in overlay.placed(paper, {field.value: defaults.SAMPLES[field]})
        for line, baseline in zip(one.lines, one.baselines, strict=True)
    ]
    return Drawn(box, tuple(texts))
