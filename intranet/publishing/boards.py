"""The contents of a quarter board for everybody: read from the board of the house, so both say the same numbers."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from ..core.errors import NotReady
from ..core.text import short_date
from ..indicators import board, engine, figures, queries, words
from ..indicators.board import Row
from ..indicators.engine import Value
from ..indicators.models import IndicatorQuarter, Measurement, Origin, Restatement
from ..indicators.states import ReportState
from ..people.models import Unit
from ..surveys import counts
from . import small

_SURVEYED = ("I06",)  # computed from replies to surveys: units with few replies are hidden
SOURCES = {
    Origin.TYPED: "Báo cáo của đơn vị, Thường trực thi đua đã nhận",
    Origin.IMPORTED: "Hệ thống thông tin một cửa",
    Origin.COMPUTED: "Tính từ hồ sơ trên hệ thống",
}
Pair = list[int] | None


def slug(quarter: IndicatorQuarter) -> str:
    """Return the public address of a quarter's board."""
    return f"chi-tieu-quy-{quarter.quarter}-{quarter.year}"


def require_final(quarter: IndicatorQuarter) -> None:
    """NotReady unless the quarter, and every earlier one of its year that has figures, is locked."""
    if not quarter.locked:
        raise NotReady(f"Chỉ công bố số liệu đã khóa. Hãy khóa {quarter.name} trước.", [quarter.name])
    used = set(db.session.scalars(sa.select(Measurement.quarter_id).distinct()))
    open_ = [
        one.name
        for one in queries.quarters()
        if one.year == quarter.year and one.quarter < quarter.quarter and not one.locked and one.id in used
    ]
    if open_:
        raise NotReady(
            f"Số liệu từ đầu năm của {quarter.name} gồm cả {', '.join(open_)} chưa khóa. Hãy khóa trước "
            "(quý chưa phát động phong trào: khóa kèm lý do ngoại lệ).",
            open_,
        )


def bases(quarters: Iterable[IndicatorQuarter]) -> dict[int, str]:
    """Return quarter -> what its contents depend on besides locked figures: the restatements of the year so far."""
    query = (
        sa.select(
            IndicatorQuarter.year,
            IndicatorQuarter.quarter,
            sa.func.count(Restatement.id),
            sa.func.max(Restatement.id),
        )
        .join(Restatement, Restatement.quarter_id == IndicatorQuarter.id)
        .group_by(IndicatorQuarter.year, IndicatorQuarter.quarter)
    )
    rows = db.session.execute(query).all()
    found = {}
    for one in quarters:
        theirs = [row for row in rows if row[0] == one.year and row[1] <= one.quarter]
        found[one.id] = f"{sum(row[2] for row in theirs)}:{max((row[3] for row in theirs), default=0)}"
    return found


def compose(quarter: IndicatorQuarter) -> dict[str, Any]:
    """Return everything that the public board of a locked quarter shows, as plain JSON.

    NotReady for a quarter that is not locked. What a unit did not hand in before the lock is missing and named.
    """
    require_final(quarter)
    rows = board.rows(quarter.year, quarter.quarter)
    mine = [one for one in queries.quarters() if one.year == quarter.year and one.quarter <= quarter.quarter]
    indicators = [row.indicator for row in rows]
    units = {one.id: one for one in queries.units_in(quarter)}
    sealed = figures.of_commune(indicators, [quarter], restated=False)
    per_unit = figures.by_unit(indicators, [quarter])
    restated = _restated(mine, units)
    few = small.hidden_in_any(counts.people(quarter.starts_on, quarter.ends_on).values())
    found = board.counted(rows)
    return {
        "kind": "board",
        "title": f"Kết quả thực hiện chỉ tiêu thi đua đến hết {quarter.name}",
        "year": quarter.year,
        "quarter": quarter.quarter,
        "period": quarter.name,
        "ends_on": short_date(quarter.ends_on),
        "locked_on": short_date(clock.local(quarter.locked_at).date()) if quarter.locked_at else "",
        "lacking": _lacking(quarter) if quarter.exception else [],
        "met": found[engine.Verdict.MET],
        "red": sum(found[one] for one in engine.RED),
        "rows": [
            _row(row, quarter, sealed.get((row.indicator.id, quarter.id)), restated, few)
            | {"units": _units(row, quarter, units, per_unit, few)}
            for row in rows
        ],
    }


def _lacking(quarter: IndicatorQuarter) -> list[str]:
    """Return the units without accepted figures at the lock."""
    reports = queries.reports_in(quarter)
    done = {key for key, one in reports.items() if one.state == ReportState.ACCEPTED}
    return [unit.name for unit, _ in queries.expected(quarter) if unit.id not in done]


def _pair(value: Value | None) -> Pair:
    return None if value is None else [value.numerator, value.denominator]


def _row(
    row: Row,
    quarter: IndicatorQuarter,
    sealed: Value | None,
    restated: dict[int, list[tuple[Restatement, str, str]]],
    few: frozenset[int],
) -> dict[str, Any]:
    one = row.indicator
    share = row.ratio and not one.every_unit and one.kind != engine.Kind.RANGE
    source = SOURCES[one.origin]
    if one.origin != Origin.COMPUTED and one.reporter_words:
        source = f"{one.reporter_words}. {source}"
    return {
        "code": one.code,
        "name": one.name,
        "measure": one.measure,
        "numerator_words": one.numerator_words,
        "denominator_words": one.denominator_words,
        "target": words.row_target(row),
        "passage": row.target.passage,
        "value": _pair(row.value),
        "value_text": words.amount(row.value, ratio=row.ratio, line=row.line),
        "fraction": words.fraction(row.value),
        "quarter": _pair(row.now),
        "quarter_text": words.quarter_amount(one, row.now),
        "quarter_fraction": words.fraction(row.now),
        "locked": _pair(sealed),
        "locked_text": words.quarter_amount(one, sealed),
        "locked_fraction": words.fraction(sealed),
        "state": words.state(row, quarter.year),
        "tone": words.ICONS[row.judgement.verdict][0],
        "source": source,
        "remark": one.remark,
        "line": [row.line.target, 1] if share else None,
        "ratio": one.kind != engine.Kind.COUNT,
        "trend": [
            {
                "slug": slug(when),
                "period": when.name,
                "amount": None if amount is None else [amount.numerator, amount.denominator],
            }
            for when, amount in row.trend
            if when.locked
        ],
        "restated": [_change(row, *given, few) for given in restated.get(one.id, [])],
    }


def _restated(
    mine: list[IndicatorQuarter], units: dict[int, Unit]
) -> dict[int, list[tuple[Restatement, str, str]]]:
    """Return indicator -> its restatements of the year so far with quarter and unit, oldest first."""
    periods = {one.id: one.name for one in mine}
    found: dict[int, list[tuple[Restatement, str, str]]] = {}
    for one in queries.restatements(periods):
        unit = units[one.unit_id].name if one.unit_id in units else "Đơn vị cũ"
        found.setdefault(one.indicator_id, []).append((one, periods[one.quarter_id], unit))
    return found


def _change(row: Row, one: Restatement, period: str, unit: str, few: frozenset[int]) -> dict[str, Any]:
    hide = row.indicator.code in _SURVEYED and one.unit_id in few
    before = None
    if one.old_numerator is not None and one.old_denominator is not None:
        before = Value(one.old_numerator, one.old_denominator)
    after = Value(one.numerator, one.denominator)
    return {
        "period": period,
        "unit": unit,
        "hidden": hide,
        "before": None if hide else _pair(before),
        "after": None if hide else _pair(after),
        "before_text": "" if hide else words.fraction(before),
        "after_text": "" if hide else words.fraction(after),
        "reason": one.reason,
        "on": short_date(clock.local(one.made_at).date()),
    }


def _units(
    row: Row,
    quarter: IndicatorQuarter,
    units: dict[int, Unit],
    per_unit: dict[tuple[int, int, int], Value],
    few: frozenset[int],
) -> list[dict[str, Any]]:
    """Return the figures of the quarter by unit: those asked and those with a figure, without the commune itself."""
    one = row.indicator
    asked = {unit.id for unit in figures.scope(one, quarter, list(units.values()))}
    found = []
    for unit_id, unit in units.items():
        value = per_unit.get((one.id, quarter.id, unit_id))
        if unit.parent_id is None or (value is None and unit_id not in asked):
            continue
        hide = one.code in _SURVEYED and unit_id in few
        found.append(
            {
                "unit": unit.name,
                "hidden": hide,
                "value": None if hide else _pair(value),
                "text": "" if hide else words.quarter_amount(one, value),
                "fraction": "" if hide else words.fraction(value),
            }
        )
    return found
