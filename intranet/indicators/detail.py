"""What opens when a number is clicked: formula, units that sum to it, quarters, records, history since the lock."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from ..core.db import db
from ..people.models import Account, Unit
from . import board, engine, figures, queries, refresh, rules
from .engine import Value
from .models import Indicator, IndicatorQuarter, Measurement, Origin, Restatement
from .sources import ESTIMATES, RECORDS_SHOWN, SOURCES, Record


@dataclass(frozen=True)
class UnitLine:
    """One unit's figure in the quarter, with who entered it."""

    unit: Unit
    value: Value | None
    measurement: Measurement | None
    restated: Restatement | None


@dataclass
class Page:
    """All that the page of an indicator shows."""

    row: board.Row | None
    formula: str
    lines: list[UnitLine]
    total: Value | None  # sum of the units
    commune: Value | None  # what the board shows for the quarter
    difference: tuple[int, int] | None  # commune - sum of units, when they differ
    records: list[Record] = field(default_factory=list)
    records_cut: bool = False
    may_see_records: bool = False
    history: list[Restatement] = field(default_factory=list)
    drift: list[tuple[Unit, Value | None, Value | None]] = field(default_factory=list)  # sealed, counted now
    estimate: tuple[str, int, int] | None = None


def page_of(indicator: Indicator, quarter: IndicatorQuarter, unit: Unit | None, viewer: Account) -> Page:
    """Return what stands behind an indicator in a quarter, for one unit or the commune."""
    rows = (
        board.of_unit(unit, quarter.year, quarter.quarter)
        if unit
        else board.rows(quarter.year, quarter.quarter)
    )
    units = {one.id: one for one in queries.units_in(quarter)}
    lines = _lines(indicator, quarter, units)
    root = queries.commune()
    typed = indicator.origin == Origin.TYPED
    parts = [one.value for one in lines if one.value is not None and not (typed and one.unit.id == root.id)]
    total = engine.together(indicator.kind, parts)
    commune = figures.of_commune([indicator], [quarter]).get((indicator.id, quarter.id))
    source = SOURCES.get(indicator.code)
    page = Page(
        row=next((one for one in rows if one.indicator.id == indicator.id), None),
        formula=source.formula if source else "",
        lines=[one for one in lines if unit is None or one.unit.id == unit.id],
        total=total,
        commune=commune,
        difference=_difference(total, commune),
        history=queries.restatements([quarter.id], indicator.id),
        may_see_records=rules.may_see_records(viewer, unit.id if unit else None),
    )
    if source is not None and page.may_see_records:
        found = source.records(quarter, unit.id if unit else None)
        page.records, page.records_cut = found[:RECORDS_SHOWN], len(found) > RECORDS_SHOWN
    if source is not None and quarter.locked:
        page.drift = _drift(indicator, quarter, units, {one.unit.id: one.value for one in lines})
    if indicator.code in ESTIMATES:
        page.estimate = ESTIMATES[indicator.code](quarter)
    return page


def _difference(total: Value | None, commune: Value | None) -> tuple[int, int] | None:
    if total is None or commune is None or total == commune:
        return None
    if commune.numerator == total.numerator and {commune.denominator, total.denominator} <= {0, 1}:
        return None
    return commune.numerator - total.numerator, commune.denominator - total.denominator


def _lines(indicator: Indicator, quarter: IndicatorQuarter, units: dict[int, Unit]) -> list[UnitLine]:
    values = figures.by_unit([indicator], [quarter])
    rows = {
        one.unit_id: one
        for one in db.session.scalars(
            sa.select(Measurement).where(
                Measurement.indicator_id == indicator.id, Measurement.quarter_id == quarter.id
            )
        )
        if one.sealed or not quarter.locked
    }
    restated = {key[2]: one for key, one in figures.newest_restatements([quarter.id], indicator.id).items()}
    asked = {one.id for one in figures.scope(indicator, quarter, list(units.values()))}
    found = []
    for unit_id, unit in units.items():
        value = values.get((indicator.id, quarter.id, unit_id))
        if value is None and unit_id not in asked:
            continue
        found.append(UnitLine(unit, value, rows.get(unit_id), restated.get(unit_id)))
    return found


def _drift(
    indicator: Indicator,
    quarter: IndicatorQuarter,
    units: dict[int, Unit],
    sealed: dict[int, Value | None],
) -> list[tuple[Unit, Value | None, Value | None]]:
    """Return where the records say something else now than what was sealed or restated."""
    now = {unit_id: Value(*one) for unit_id, one in refresh.counted(SOURCES[indicator.code], quarter).items()}
    return [
        (unit, sealed.get(unit_id), now.get(unit_id))
        for unit_id, unit in units.items()
        if sealed.get(unit_id) != now.get(unit_id)
    ]
