"""Which quarters a report is about, which of them are locked, and which are missing by name."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..campaign.models import Campaign
from ..core.db import db
from ..indicators import queries as indicators
from ..indicators.models import IndicatorQuarter
from .models import MovementReport, ReportKind

FIRST, LAST = 2026, 2030  # of the plan, where no movement is written down yet


@dataclass(frozen=True)
class Period:
    """The locked quarters of a report, oldest first, and what is missing in words."""

    locked: tuple[IndicatorQuarter, ...]
    missing: tuple[str, ...]

    def holds(self, column: Any) -> sa.ColumnElement[bool]:
        """Return the condition that a day lies in a locked quarter."""
        spans = [column.between(one.starts_on, one.ends_on) for one in self.locked]
        return sa.or_(*spans) if spans else sa.false()


def ends_on(year: int, quarter: int) -> dt.date:
    """Return the last day of a quarter."""
    after = dt.date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return after - dt.timedelta(days=1)


def last_ended(today: dt.date) -> tuple[int, int]:
    """Return (year, quarter) of the newest quarter that has ended."""
    quarter = (today.month - 1) // 3
    return (today.year, quarter) if quarter else (today.year - 1, 4)


def of(from_year: int, year: int, quarter: int, *, only: bool = False) -> Period:
    """Return the quarters from the first of `from_year` to the given one (`only` this one)."""
    known = {(one.year, one.quarter): one for one in indicators.quarters()}
    wanted = [(y, q) for y in range(from_year, year + 1) for q in range(1, (quarter if y == year else 4) + 1)]
    locked, missing = [], []
    for key in wanted[-1:] if only else wanted:
        one = known.get(key)
        if one is not None and one.locked:
            locked.append(one)
        else:
            why = "chưa mở" if one is None else "chưa khóa"
            missing.append(f"Số liệu quý {key[1]}/{key[0]} {why}")
    return Period(tuple(locked), tuple(missing))


def of_report(report: MovementReport) -> Period:
    """Return the quarters whose figures a report needs; a quarterly notice tells of the year so far."""
    return of(report.from_year, report.year, report.quarter)


def told_of(report: MovementReport) -> Period:
    """Return the quarters whose work is told: of a quarterly notice the quarter alone."""
    only = report.kind == ReportKind.QUARTER
    return of(report.from_year, report.year, report.quarter, only=only)


def campaign() -> Campaign | None:
    """Return the movement that is reported: the newest."""
    return db.session.scalars(sa.select(Campaign).order_by(Campaign.id.desc()).limit(1)).first()


def years() -> tuple[int, int]:
    """Return the first and the last year of the movement."""
    found = campaign()
    return (found.starts_on.year, found.ends_on.year) if found else (FIRST, LAST)
