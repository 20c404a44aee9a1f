"""The quarters of a year as dates, and opening a year as a clone of the one before (story TT1)."""

import datetime as dt

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..parameters.queries import rule
from .models import Indicator, IndicatorQuarter, IndicatorTarget, IndicatorYear

audit.declare("indicator_year", opened=("year", "lines"))
audit.declare("indicator", edited=("year", "changes"))

DEFAULT_REPORT_DAYS = 10  # after the end of the quarter, when no rule says otherwise


def report_days(on: dt.date) -> int:
    """Return within how many days after a quarter its figures are due (dated parameter)."""
    try:
        return int(rule("indicators.report_days", on).value)
    except NotReady:
        return DEFAULT_REPORT_DAYS


def quarters_of(year: int) -> list[IndicatorQuarter]:
    """Return the four quarters of a year as new rows."""
    starts = [dt.date(year, month, 1) for month in (1, 4, 7, 10)] + [dt.date(year + 1, 1, 1)]
    ends = [following - dt.timedelta(days=1) for following in starts[1:]]
    return [
        IndicatorQuarter(
            year=year,
            quarter=number,
            starts_on=start,
            ends_on=end,
            due_on=end + dt.timedelta(days=report_days(end)),
        )
        for number, (start, end) in enumerate(zip(starts, ends, strict=False), start=1)
    ]


def opened_years() -> list[int]:
    """Return the opened years, oldest first."""
    return list(db.session.scalars(sa.select(IndicatorYear.year).order_by(IndicatorYear.year)))


def open_next(*, actor: Actor, year: int) -> IndicatorYear:
    """Open the year after the last one: its targets are cloned, its four quarters made.

    WrongState when another year comes next (a second click). Milestones (2028, 2030) belong to the indicators.
    """
    years = opened_years()
    if not years or year != years[-1] + 1:
        raise WrongState(f"Năm {year} đã mở rồi hoặc chưa tới lượt mở. Hãy tải lại trang.")
    last = db.session.scalars(sa.select(IndicatorTarget).where(IndicatorTarget.year == years[-1]))
    copies = [
        IndicatorTarget(
            indicator_id=one.indicator_id,
            year=year,
            number=one.number,
            passage=one.passage,
            words=one.words,
            comparator=one.comparator,
            target=one.target,
            upper=one.upper,
            due_year=one.due_year,
        )
        for one in last
    ]
    made = IndicatorYear(year=year, opened_at=clock.now(), opened_by=actor.display_name)
    db.session.add_all([made, *copies, *quarters_of(year)])
    db.session.flush()
    audit.record("indicator_year:opened", actor=actor, obj=made, data={"year": year, "lines": len(copies)})
    return made


def edit_targets(
    indicator: Indicator, year: int, values: dict[int, int], *, actor: Actor
) -> dict[int, list[int]]:
    """Set the targets of one year (number of the line -> target); return those that changed.

    WrongState when a quarter of the year is locked: what was judged stays judged as it was.
    """
    locked = sa.select(IndicatorQuarter.id).where(
        IndicatorQuarter.year == year, IndicatorQuarter.locked_at.is_not(None)
    )
    if db.session.scalar(locked.limit(1)) is not None:
        raise WrongState(f"Năm {year} đã có quý khóa số liệu nên không đổi được mức phấn đấu.")
    changes: dict[int, list[int]] = {}
    for line in indicator.targets:
        if line.year != year or line.number not in values or values[line.number] == line.target:
            continue
        if line.upper is not None and values[line.number] > line.upper:
            raise NotReady("Mức dưới không được lớn hơn mức trên.", ["Mức phấn đấu"])
        changes[line.number] = [line.target, values[line.number]]
        line.target = values[line.number]
    if changes:
        data = {"year": year, "changes": {str(number): pair for number, pair in changes.items()}}
        audit.record("indicator:edited", actor=actor, obj=indicator, data=data)
    return changes
