"""Who reports which typed indicator: kinds of units or one unit, set by the standing body while nothing contradicts it."""

from collections.abc import Sequence

import sqlalchemy as sa

from ..core import audit
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..people.models import Account, Unit, UnitKind
from . import quarter_actions, queries, rules
from .models import Indicator, IndicatorQuarter, Measurement, Origin, UnitReport
from .states import QuarterState, ReportState

audit.declare("indicator", assigned=("before", "after"))


def assign(
    indicator: Indicator, unit: Unit | None, kinds: Sequence[UnitKind], words: str, *, actor: Account
) -> None:
    """Set who types an indicator: one unit, or all units of some kinds; `words` is how the pages say it.

    WrongState for computed indicators (the records say whose they are). NotReady when neither or both are given, when a
    unit that would no longer report has a figure in an open quarter (it would be counted twice), or when a unit that would
    newly report has already handed in an open quarter.
    """
    quarter_actions.require_desk(actor)
    if indicator.origin != Origin.TYPED:
        raise WrongState(f"{indicator.code} được tính từ hồ sơ, không có đơn vị nhập số.")
    if (unit is None) == (not kinds):
        raise NotReady("Chọn một đơn vị, hoặc một hay nhiều loại đơn vị; không chọn cả hai.", ["Ai báo cáo"])
    before = indicator.reporter_words
    was = _asked(indicator)
    indicator.reporter_id, indicator.reporter = (unit.id, unit) if unit else (None, None)
    indicator.reporter_kinds = " ".join(one.value for one in UnitKind if one in kinds)
    indicator.reporter_words = words
    now = _asked(indicator)
    problems = _counted_twice(indicator, was - now) + _handed_in(now - was)
    if problems:
        raise NotReady(
            "Chưa đổi được: quý đang mở đã có số liệu. Khóa quý đó, hoặc để đơn vị xóa số, trả lại báo cáo trước.",
            problems,
        )
    db.session.flush()
    data = {"before": before, "after": words}
    audit.record("indicator:assigned", actor=actor, obj=indicator, data=data)


def _open() -> list[IndicatorQuarter]:
    return [one for one in queries.quarters() if one.state == QuarterState.OPEN]


def _asked(indicator: Indicator) -> set[tuple[int, int]]:
    """Return (quarter, unit) of all open quarters in which the indicator is asked."""
    return {
        (quarter.id, unit.id)
        for quarter in _open()
        for unit in queries.units_in(quarter)
        if rules.in_scope(indicator, unit)
    }


def _named(pairs: set[tuple[int, int]], suffix: str) -> list[str]:
    quarters = {one.id: one.name for one in queries.quarters()}
    units = {one.id: one.name for one in db.session.scalars(sa.select(Unit))}
    return [f"{units[unit]}: {suffix} {quarters[quarter]}" for quarter, unit in sorted(pairs)]


def _counted_twice(indicator: Indicator, gone: set[tuple[int, int]]) -> list[str]:
    rows = db.session.execute(
        sa.select(Measurement.quarter_id, Measurement.unit_id).where(
            Measurement.indicator_id == indicator.id,
            Measurement.quarter_id.in_({quarter for quarter, _ in gone}),
        )
    )
    return _named({(row[0], row[1]) for row in rows} & gone, "đã có số của")


def _handed_in(new: set[tuple[int, int]]) -> list[str]:
    done = (ReportState.SUBMITTED, ReportState.ACCEPTED)
    rows = db.session.execute(
        sa.select(UnitReport.quarter_id, UnitReport.unit_id).where(
            UnitReport.state.in_(done), UnitReport.quarter_id.in_({quarter for quarter, _ in new})
        )
    )
    return _named({(row[0], row[1]) for row in rows} & new, "đã gửi báo cáo")
