"""The years of the movement side by side, per indicator, unit and person, from locked quarters only (story TT10)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core.db import db
from ..history.models import PastAward
from ..indicators import board, queries, words
from ..indicators.engine import Verdict
from ..initiatives.models import Initiative, InitiativeAuthor
from ..initiatives.states import State as InitiativeState
from ..people.models import Person, Unit
from ..training.models import TrainingRecord
from ..training.states import State as TrainingState
from . import compose, movement, periods
from .periods import Period

_NO_FIGURE = (Verdict.NOTHING, Verdict.MISSING, Verdict.RUNNING)


@dataclass(frozen=True)
class Years:
    """A table: years, one row of cells each, a row's address number (unit or indicator), and what is not locked."""

    years: tuple[int, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    missing: tuple[str, ...]


def span() -> tuple[int, ...]:
    """Return the years of the movement."""
    first, last = periods.years()
    return tuple(range(first, last + 1))


def _missing() -> tuple[str, ...]:
    years = span()
    return periods.of(years[0], years[-1], 4).missing


def of_indicators() -> Years:
    """Return (name, target, figure of each year) of every indicator for the commune."""
    years = span()
    found = compose.commune_years(years[0], years[-1])
    ids = {one.code: one.id for one in queries.indicators()}
    rows = [(ids[row[0]], (f"{row[0]} {row[1]}", *row[2:])) for row in found["rows"]]
    return Years(years, tuple(rows), _missing())


def of_unit(unit: Unit) -> Years:
    """Return the same of one unit: what each year asked of it."""
    years = span()
    by_year = {
        year: {row.indicator.id: row for row in board.of_units([unit], year, locked=True).get(unit.id, [])}
        for year in years
    }
    rows = []
    for indicator in queries.indicators():
        given = [by_year[year].get(indicator.id) for year in years]
        newest = next((one for one in reversed(given) if one is not None), None)
        if newest is None:
            continue
        cells = ["" if one is None else compose.shown(one) for one in given]
        rows.append(
            (
                indicator.id,
                (f"{indicator.code} {indicator.name}", words.row_target(newest, short=True), *cells),
            )
        )
    return Years(years, tuple(rows), _missing())


def of_units() -> Years:
    """Return (unit, "met/judged" of each year) of every unit that a locked quarter asked."""
    years = span()
    period = periods.of(years[0], years[-1], 4)
    units = [unit for unit in queries.units_in(period.locked[-1]) if unit.parent_id] if period.locked else []
    by_year = {year: board.of_units(units, year, locked=True) if units else {} for year in years}
    rows = []
    for unit in units:
        cells = []
        for year in years:
            judged = [r for r in by_year[year].get(unit.id, []) if r.judgement.verdict not in _NO_FIGURE]
            met = sum(one.judgement.verdict == Verdict.MET for one in judged)
            cells.append(f"{met}/{len(judged)}" if judged else "")
        if any(cells):
            rows.append((unit.id, (unit.name, *cells)))
    return Years(years, tuple(rows), period.missing)


def people() -> tuple[sa.Select[Any], Any]:
    """Return the query of everybody with a recognised initiative, training or award, and how many of them there are."""
    years = span()
    every = sa.union_all(*_work(periods.of(years[0], years[-1], 4))).subquery()
    total = (
        sa.select(every.c.person_id, sa.func.sum(every.c.number).label("number"))
        .group_by(every.c.person_id)
        .subquery()
    )
    query = sa.select(Person).join(total, total.c.person_id == Person.id)
    return query.options(joinedload(Person.unit)), total.c.number


def work_of_people() -> tuple[dict[int, dict[int, list[int]]], tuple[str, ...]]:
    """Return person -> year -> [initiatives recognised, trainings confirmed, awards that stand], and what is not locked."""
    years = span()
    period = periods.of(years[0], years[-1], 4)
    counts: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for place, query in enumerate(_work(period)):
        for person_id, year, number in db.session.execute(query):
            counts[person_id][int(year)][place] += int(number)
    return {who: dict(found) for who, found in counts.items()}, period.missing


def told(counts: list[int]) -> str:
    """Return the work of one year as "SK 1, BD 2, KT 1"."""
    return ", ".join(f"{word} {n}" for word, n in zip(("SK", "BD", "KT"), counts, strict=False) if n)


def _work(period: Period) -> list[sa.Select[Any, Any, Any]]:
    """Return the three counts per person and year; the day of each lies in a locked quarter."""
    number = sa.func.count().label("number")
    recognised = sa.extract("year", Initiative.recognised_on)
    trained = sa.extract("year", TrainingRecord.starts_on)
    awarded = sa.extract("year", PastAward.awarded_on)
    return [
        sa.select(InitiativeAuthor.person_id, recognised, number)
        .join(Initiative, Initiative.id == InitiativeAuthor.initiative_id)
        .where(Initiative.state == InitiativeState.RECOGNISED, period.holds(Initiative.recognised_on))
        .group_by(InitiativeAuthor.person_id, recognised),
        sa.select(TrainingRecord.person_id, trained, number)
        .where(TrainingRecord.state == TrainingState.VERIFIED, period.holds(TrainingRecord.starts_on))
        .group_by(TrainingRecord.person_id, trained),
        sa.select(PastAward.person_id, awarded, number)
        .where(PastAward.person_id.is_not(None), movement.in_force(period))
        .group_by(PastAward.person_id, awarded),
    ]
