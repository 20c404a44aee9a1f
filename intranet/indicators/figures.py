"""Figures as the board reads them: of the commune and of units, restatements applied, always two whole numbers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ..core.db import db
from ..people.models import Unit
from . import engine, queries, rules
from .engine import Kind, Value
from .models import Indicator, IndicatorQuarter, Measurement, Origin, Restatement
from .sources import SOURCES, whole

Key = tuple[int, int]  # indicator, quarter


def newest_restatements(
    quarter_ids: Iterable[int], indicator_id: int | None = None
) -> dict[tuple[int, int, int], Restatement]:
    """Return (indicator, quarter, unit) -> the newest restatement."""
    rows = queries.restatements(quarter_ids, indicator_id)
    return {(one.indicator_id, one.quarter_id, one.unit_id): one for one in rows}


def _normal(kind: Kind, numerator: int, denominator: int) -> Value:
    """Return a sum of rows as one value: a count has denominator 1 as soon as one row has something to count."""
    if kind == Kind.COUNT:
        return Value(numerator, 1) if denominator else Value(0, 0)
    return Value(numerator, denominator)


def by_unit(
    indicators: Sequence[Indicator], quarters: Sequence[IndicatorQuarter], unit_id: int | None = None
) -> dict[tuple[int, int, int], Value]:
    """Return (indicator, quarter, unit) -> figure in force; locked quarters give only what was sealed or restated."""
    ids = [one.id for one in quarters]
    locked = {one.id for one in quarters if one.locked}
    query = sa.select(
        Measurement.indicator_id,
        Measurement.quarter_id,
        Measurement.unit_id,
        Measurement.numerator,
        Measurement.denominator,
        Measurement.sealed,
    ).where(Measurement.quarter_id.in_(ids), Measurement.indicator_id.in_([one.id for one in indicators]))
    if unit_id is not None:
        query = query.where(Measurement.unit_id == unit_id)
    found = {
        (row[0], row[1], row[2]): Value(row[3], row[4])
        for row in db.session.execute(query)
        if row.sealed or row[1] not in locked
    }
    wanted = {one.id for one in indicators}
    for key, one in newest_restatements(ids).items():
        if key[0] in wanted and unit_id in (None, key[2]):
            found[key] = Value(one.numerator, one.denominator)
    return found


def of_commune(
    indicators: Sequence[Indicator], quarters: Sequence[IndicatorQuarter], *, restated: bool = True
) -> dict[Key, Value]:
    """Return (indicator, quarter) -> figure of the commune, summed by the database.

    `restated=False` gives what was sealed at the lock, without later restatements.

    A total that was reported for the commune itself stands for the sum of a typed indicator. A connected computed
    indicator without any record is 0 (a count) or nothing (a ratio) in a quarter that has begun; an unconnected one
    is missing.
    """
    root = queries.commune().id
    ids = [one.id for one in quarters]
    is_root = sa.case((Measurement.unit_id == root, 1), else_=0)
    query = (
        sa.select(
            Measurement.indicator_id,
            Measurement.quarter_id,
            is_root,
            whole(sa.func.sum(Measurement.numerator)),
            whole(sa.func.sum(Measurement.denominator)),
        )
        .join(IndicatorQuarter, IndicatorQuarter.id == Measurement.quarter_id)
        .where(Measurement.quarter_id.in_(ids))
        .where(sa.or_(IndicatorQuarter.locked_at.is_(None), Measurement.sealed.is_(True)))
        .group_by(Measurement.indicator_id, Measurement.quarter_id, is_root)
    )
    sums: dict[tuple[int, int, bool], list[int]] = {}
    for indicator_id, quarter_id, own, numerator, denominator in db.session.execute(query):
        sums[indicator_id, quarter_id, bool(own)] = [int(numerator), int(denominator)]
    # all of them, not the newest: each says what changed since the one before
    for one in queries.restatements(ids) if restated else []:
        total = sums.setdefault((one.indicator_id, one.quarter_id, one.unit_id == root), [0, 0])
        total[0] += one.numerator - _first(one.old_numerator)
        total[1] += one.denominator - _first(one.old_denominator)
    found: dict[Key, Value] = {}
    for indicator in indicators:
        typed = indicator.origin == Origin.TYPED
        for quarter_id in ids:
            own, others = (
                sums.get((indicator.id, quarter_id, True)),
                sums.get((indicator.id, quarter_id, False)),
            )
            if own and others and not typed:
                others, own = [own[0] + others[0], own[1] + others[1]], None
            chosen = own or others
            if chosen is not None:
                found[indicator.id, quarter_id] = _normal(indicator.kind, *chosen)
            elif not typed and indicator.code in SOURCES:
                found[indicator.id, quarter_id] = Value(0, 1 if indicator.kind == Kind.COUNT else 0)
    return found


def _first(number: int | None) -> int:
    return number or 0


def scope(indicator: Indicator, quarter: IndicatorQuarter, units: Sequence[Unit]) -> list[Unit]:
    """Return the units of which an indicator asks a figure of their own in a quarter."""
    source = SOURCES.get(indicator.code)
    if source is not None and source.scope is not None:
        asked = source.scope(quarter)
        return [unit for unit in units if unit.id in asked]
    return [unit for unit in units if rules.exists_in(unit, quarter) and rules.in_scope(indicator, unit)]


def year_by_unit(
    indicator: Indicator, quarters: Sequence[IndicatorQuarter], units: Sequence[Unit]
) -> dict[int, Value | None]:
    """Return unit -> figure of the year so far, for the units that the indicator asks and those with figures.

    For what every unit must reach, a connected source without a record means 0, not missing.
    """
    number = {one.id: one.quarter for one in quarters}
    rows: dict[int, dict[int, Value]] = defaultdict(dict)
    for (_, quarter_id, unit_id), value in by_unit([indicator], quarters).items():
        rows[unit_id][number[quarter_id]] = value
    found = {unit_id: engine.of_year(indicator.kind, values) for unit_id, values in rows.items()}
    if quarters:
        for unit in scope(indicator, quarters[-1], units):
            zero = Value(0, 1) if indicator.every_unit and indicator.code in SOURCES else None
            found.setdefault(unit.id, zero)
    return found
