"""Quarters and figures for tests, made by the real acts."""

import datetime as dt

import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.indicators import actions, quarter_actions, queries
from intranet.indicators.actions import Entry
from intranet.indicators.models import Indicator, IndicatorQuarter, Restatement, UnitReport
from intranet.people.models import Account, Unit, UnitKind

DESK = "Điểm phục vụ hành chính công"


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def unit(name: str = DESK) -> Unit:
    """Return a unit of the plan."""
    return db.session.scalars(sa.select(Unit).where(Unit.name == name)).one()


def indicator(code: str) -> Indicator:
    """Return an indicator of the plan."""
    return db.session.scalars(sa.select(Indicator).where(Indicator.code == code)).one()


def quarter(number: int = 3, year: int = 2026) -> IndicatorQuarter:
    """Return a quarter; the third of 2026 has ended on any day of the tests."""
    query = sa.select(IndicatorQuarter).where(
        IndicatorQuarter.year == year, IndicatorQuarter.quarter == number
    )
    return db.session.scalars(query).one()


def entries(unit: Unit, quarter: IndicatorQuarter, pair: tuple[int, int] = (90, 100)) -> dict[int, Entry]:
    """Return the same figure for everything that a unit types, explained."""
    return {
        one.id: Entry(*pair, explanation="Theo hệ thống một cửa") for one in queries.asked_of(unit, quarter)
    }


HEADS = {
    DESK: "truongphong",
    "Văn phòng HĐND - UBND": "vanphong",
    "Phòng Văn hóa - Xã hội": "thuongtruc",
    "Phòng Kinh tế": "kinhte",
}


def saved(name: str = DESK, number: int = 3, pair: tuple[int, int] = (90, 100)) -> UnitReport:
    """Return a report with figures that is not handed in."""
    head, where, when = account(HEADS[name]), unit(name), quarter(number)
    made = actions.begin(when, where, actor=head)
    actions.save(made, entries(where, when, pair), actor=head)
    db.session.flush()
    return made


def submitted(name: str = DESK, number: int = 3, pair: tuple[int, int] = (90, 100)) -> UnitReport:
    """Return a report that waits for the standing body."""
    made = saved(name, number, pair)
    actions.submit(made, actor=account(HEADS[name]))
    return made


def accepted(name: str = DESK, number: int = 3, pair: tuple[int, int] = (90, 100)) -> UnitReport:
    """Return an accepted report; the chairman accepts that of the standing body."""
    made = submitted(name, number, pair)
    actions.accept(made, actor=account("chutich" if HEADS[name] == "thuongtruc" else "thuongtruc"))
    return made


def all_accepted(number: int = 3) -> IndicatorQuarter:
    """Return a quarter whose units are all accepted."""
    for name in HEADS:
        accepted(name, number)
    return quarter(number)


def locked(number: int = 3) -> IndicatorQuarter:
    """Return a locked quarter with all figures."""
    made = all_accepted(number)
    quarter_actions.lock(made, actor=account("thuongtruc"))
    return made


def restated(when: IndicatorQuarter, code: str = "I01", name: str = DESK) -> Restatement:
    """Return a restatement of a locked figure: one file more on time."""
    return quarter_actions.restate(
        indicator(code),
        when,
        unit(name),
        Entry(91, 100),
        actor=account("thuongtruc"),
        reason="Đếm sót một hồ sơ",
    )


def new_office(starts_on: dt.date | None = None) -> Unit:
    """Return an office that was set up in mid-year."""
    made = Unit(
        kind=UnitKind.OFFICE,
        name="Phòng Hạ tầng, Đô thị",
        position=90,
        parent_id=queries.commune().id,
        starts_on=starts_on or clock.today(),
    )
    db.session.add(made)
    db.session.flush()
    return made
