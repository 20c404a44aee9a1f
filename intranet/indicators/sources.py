"""Where computed figures come from: each indicator's own module in `computed/` registers its source here.

A source gives SQL for all quarters and units at once, or counts of one quarter from the feature that keeps the records.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from .models import IndicatorQuarter

# object that changed -> the units whose figures change with it; None: all units
Touched = Callable[[Any], set[int] | None]


@dataclass(frozen=True)
class Record:
    """One record behind a figure."""

    label: str
    detail: str
    url: str = ""
    counts: bool = True  # False: it is in the denominator only


@dataclass(frozen=True)
class Source:
    """How one indicator is computed from records.

    Either `figures(units)` returns a SELECT of (quarter_id, unit_id, numerator, denominator), one row per quarter and unit,
    joined with IndicatorQuarter and not yet limited to some quarters; `units` limits it to some units. Or
    `counts(quarter)` returns unit -> (numerator, denominator) of one quarter.
    `records(quarter, unit_id)` returns what stands behind a figure, at most `RECORDS_SHOWN` + 1.
    """

    code: str
    formula: str
    records: Callable[[IndicatorQuarter, int | None], list[Record]]
    figures: Callable[[set[int] | None], Any] | None = None
    counts: Callable[[IndicatorQuarter], Mapping[int, tuple[int, int]]] | None = None
    watches: Mapping[type, Touched] = field(default_factory=dict)
    scope: Callable[[IndicatorQuarter], set[int]] | None = (
        None  # units that must reach it, if not all of the kinds
    )

    def __post_init__(self) -> None:
        if (self.figures is None) == (self.counts is None):
            raise ValueError(f"{self.code}: give figures or counts")


RECORDS_SHOWN = 200
SOURCES: dict[str, Source] = {}
WATCHERS: dict[type, list[Source]] = {}
# an estimate beside a typed figure: code -> (quarter) -> (words, numerator, denominator) or None
ESTIMATES: dict[str, Callable[[IndicatorQuarter], tuple[str, int, int] | None]] = {}


def register(source: Source) -> Source:
    """Register the source of an indicator."""
    SOURCES[source.code] = source
    for model in source.watches:
        WATCHERS.setdefault(model, []).append(source)
    return source


def in_quarter(day: Any) -> sa.ColumnElement[bool]:
    """Return the condition that a date column lies in the joined quarter."""
    return day.between(IndicatorQuarter.starts_on, IndicatorQuarter.ends_on)


def whole(counted: Any) -> Any:
    """Return a count or sum as a whole number, 0 for none (PostgreSQL sums to numeric)."""
    return sa.cast(sa.func.coalesce(counted, 0), sa.BigInteger)


def every_unit(_row: Any) -> None:
    """Say that a record may change the figures of any unit."""
