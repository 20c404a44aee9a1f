"""Read indicators, quarters, reports and figures."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock, files
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.permissions import Permission as P
from ..core.text import fold
from ..parameters.queries import rule
from ..people.models import Account, Unit, UnitKind
from . import engine, rules
from .models import (
    Indicator,
    IndicatorQuarter,
    IndicatorTarget,
    Measurement,
    Publication,
    Reminder,
    Restatement,
    UnitReport,
)
from .states import ReportState

STRICTER = "chặt hơn"


def indicators() -> list[Indicator]:
    """Return all indicators with their targets, in the order of the plan."""
    query = sa.select(Indicator).options(selectinload(Indicator.targets)).order_by(Indicator.position)
    return list(db.session.scalars(query))


def get_indicator(indicator_id: int) -> Indicator:
    """Return an indicator; NotThere when there is none."""
    found = db.session.get(Indicator, indicator_id, options=[selectinload(Indicator.targets)])
    if found is None:
        raise NotThere("Không tìm thấy chỉ tiêu này.")
    return found


def quarters() -> list[IndicatorQuarter]:
    """Return all quarters, oldest first."""
    query = sa.select(IndicatorQuarter).order_by(IndicatorQuarter.year, IndicatorQuarter.quarter)
    return list(db.session.scalars(query))


def get_quarter(quarter_id: int) -> IndicatorQuarter:
    """Return a quarter; NotThere when there is none."""
    found = db.session.get(IndicatorQuarter, quarter_id)
    if found is None:
        raise NotThere("Không tìm thấy quý này.")
    return found


def visible_quarters() -> list[IndicatorQuarter]:
    """Return the quarters that one can look at, oldest first: begun, or with figures (an example)."""
    figures = set(db.session.scalars(sa.select(Measurement.quarter_id).distinct()))
    today = clock.today()
    return [one for one in quarters() if one.starts_on <= today or one.id in figures]


def current_quarter() -> IndicatorQuarter | None:
    """Return the newest quarter that one can look at; None before a year is open."""
    known = visible_quarters()
    return known[-1] if known else None


def to_report(today: dt.date | None = None) -> IndicatorQuarter | None:
    """Return the quarter whose figures are asked for now: the newest ended one, unless it is locked."""
    day = today or clock.today()
    ended = [one for one in quarters() if one.ends_on < day]
    return ended[-1] if ended and not ended[-1].locked else None


def before(quarter: IndicatorQuarter) -> IndicatorQuarter | None:
    """Return the quarter before, if there is one."""
    earlier = [one for one in quarters() if one.ends_on < quarter.starts_on]
    return earlier[-1] if earlier else None


def units_in(quarter: IndicatorQuarter) -> list[Unit]:
    """Return the units that existed in a quarter, in the commune's order (the commune itself first)."""
    found = db.session.scalars(sa.select(Unit).order_by(Unit.position, Unit.name_key))
    return [unit for unit in found if rules.exists_in(unit, quarter)]


def expected(quarter: IndicatorQuarter) -> list[tuple[Unit, list[Indicator]]]:
    """Return the units that must report in a quarter, each with its typed indicators."""
    every = indicators()
    rows = [(unit, [one for one in every if rules.reports(one, unit)]) for unit in units_in(quarter)]
    return [(unit, theirs) for unit, theirs in rows if theirs]


def asked_of(unit: Unit, quarter: IndicatorQuarter) -> list[Indicator]:
    """Return the indicators that a unit types in a quarter."""
    if not rules.exists_in(unit, quarter):
        return []
    return [one for one in indicators() if rules.reports(one, unit)]


def units_of(account: Account) -> list[Unit]:
    """Return the units for which the account reports."""
    if not account.has(P.INDICATORS_WRITE):
        return []
    allowed = account.units_with(P.INDICATORS_WRITE)
    query = sa.select(Unit).order_by(Unit.position, Unit.name_key)
    return list(db.session.scalars(query if allowed is None else query.where(Unit.id.in_(allowed))))


def get_unit_for(account: Account, unit_id: int) -> Unit:
    """Return a unit whose report the account may read; NotThere otherwise."""
    found = db.session.get(Unit, unit_id)
    if found is None or not rules.may_see_report(account, unit_id):
        raise NotThere("Không tìm thấy báo cáo của đơn vị này.")
    return found


def report_of(quarter: IndicatorQuarter, unit: Unit) -> UnitReport | None:
    """Return the report of a unit for a quarter, if it was begun."""
    return db.session.scalar(
        sa.select(UnitReport).where(UnitReport.quarter_id == quarter.id, UnitReport.unit_id == unit.id)
    )


def get_report_for(account: Account, report_id: int) -> UnitReport:
    """Return a report that the account may read; NotThere otherwise."""
    found = db.session.get(UnitReport, report_id)
    if found is None or not rules.may_see_report(account, found.unit_id):
        raise NotThere("Không tìm thấy báo cáo này.")
    return found


def reports_in(quarter: IndicatorQuarter) -> dict[int, UnitReport]:
    """Return unit -> report of a quarter."""
    rows = db.session.scalars(
        sa.select(UnitReport)
        .where(UnitReport.quarter_id == quarter.id)
        .options(joinedload(UnitReport.unit), joinedload(UnitReport.quarter))
    )
    return {one.unit_id: one for one in rows}


def waiting_for(account: Account) -> list[UnitReport]:
    """Return the reports that the account should accept or return."""
    if not account.has(P.INDICATORS_CHECK):
        return []
    rows = db.session.scalars(
        sa.select(UnitReport)
        .where(UnitReport.state == ReportState.SUBMITTED)
        .options(joinedload(UnitReport.unit), joinedload(UnitReport.quarter))
        .order_by(UnitReport.submitted_at, UnitReport.id)
    )
    return [one for one in rows if rules.may_check(account, one)]


def late(quarter: IndicatorQuarter) -> list[Unit]:
    """Return the units that should have reported and have not (not begun, unfinished, or returned)."""
    done = {
        unit_id
        for unit_id, report in reports_in(quarter).items()
        if report.state in (ReportState.SUBMITTED, ReportState.ACCEPTED)
    }
    return [unit for unit, _ in expected(quarter) if unit.id not in done]


def measured(quarter: IndicatorQuarter, unit_id: int) -> dict[int, Measurement]:
    """Return indicator -> figure of one unit in one quarter."""
    rows = db.session.scalars(
        sa.select(Measurement).where(Measurement.quarter_id == quarter.id, Measurement.unit_id == unit_id)
    )
    return {one.indicator_id: one for one in rows}


def measurement(indicator_id: int, quarter_id: int, unit_id: int) -> Measurement | None:
    """Return one figure, if it is there."""
    return db.session.scalar(
        sa.select(Measurement).where(
            Measurement.indicator_id == indicator_id,
            Measurement.quarter_id == quarter_id,
            Measurement.unit_id == unit_id,
        )
    )


def restatements(quarter_ids: Iterable[int], indicator_id: int | None = None) -> list[Restatement]:
    """Return the restatements of quarters, oldest first; of one indicator when asked."""
    query = sa.select(Restatement).where(Restatement.quarter_id.in_(list(quarter_ids)))
    if indicator_id is not None:
        query = query.where(Restatement.indicator_id == indicator_id)
    return list(db.session.scalars(query.order_by(Restatement.number, Restatement.id)))


def reminders(quarter: IndicatorQuarter) -> list[Reminder]:
    """Return the reminders of a quarter, newest first."""
    query = sa.select(Reminder).where(Reminder.quarter_id == quarter.id).order_by(Reminder.id.desc())
    return list(db.session.scalars(query))


def publications(quarter: IndicatorQuarter) -> list[Publication]:
    """Return what was published of a quarter, oldest first."""
    query = sa.select(Publication).where(Publication.quarter_id == quarter.id)
    return list(db.session.scalars(query.order_by(Publication.published_on, Publication.id)))


def commune() -> Unit:
    """Return the root unit, whose row of a typed figure is a total reported for the whole commune."""
    query = sa.select(Unit).where(Unit.kind == UnitKind.COMMUNE, Unit.parent_id.is_(None))
    found = db.session.scalars(query.order_by(Unit.id)).first()
    if found is None:
        raise NotReady("Chưa khai báo đơn vị gốc của xã.")
    return found


def jump_percent(on: dt.date) -> int:
    """Return by how many per cent a figure may differ from the quarter before without a note (dated parameter)."""
    return int(rule("indicators.jump_percent", on).value)


def settled(on: dt.date) -> dict[str, str]:
    """Return indicator code -> passage that the office chose where the plan's lines differ ("chặt hơn": none)."""
    try:
        return dict(rule("indicators.line", on).value)
    except NotReady:
        return {}


def lines_of(indicator: Indicator, year: int) -> list[IndicatorTarget]:
    """Return what the plan asks in a year; of the newest year before when that year is not open."""
    years = sorted({one.year for one in indicator.targets})
    near = [one for one in years if one <= year] or years[:1]
    return [one for one in indicator.targets if near and one.year == near[-1]]


def judged_line(
    indicator: Indicator, lines: Sequence[IndicatorTarget], chosen: dict[str, str]
) -> tuple[IndicatorTarget, engine.Line]:
    """Return the line by which an indicator is judged: the office's choice, else the stricter one.

    Undecided, it counts every year as soon as one of the passages names no year.
    """
    wanted = chosen.get(indicator.code, STRICTER)
    named = [one for one in lines if fold(one.passage) == fold(wanted)]
    if named:
        return named[0], as_line(named[0])
    plain = [as_line(one) for one in lines]
    place = engine.stricter(plain, lower_is_better=indicator.lower_is_better)
    years = [one.due_year for one in plain]
    due = None if None in years else min(year for year in years if year is not None)
    return lines[place], plain[place]._replace(due_year=due)


def as_line(target: IndicatorTarget) -> engine.Line:
    """Return a stored line as the engine reads it."""
    return engine.Line(target.comparator, target.target, target.upper, target.due_year)


def may_read_files(account: Account, report_id: int) -> bool:
    """Return whether the account reads the evidence of a report."""
    found = db.session.get(UnitReport, report_id)
    return found is not None and rules.may_see_report(account, found.unit_id)


files.READERS["unit_report"] = may_read_files
