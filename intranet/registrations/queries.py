"""Read registrations: what an account sees, who is late, what somebody was registered for."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock, tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..parameters.queries import deadline
from ..people.models import Account, Unit
from ..people.queries import accounts_with, units
from . import rules
from .models import Registration, RegistrationLine
from .states import State

DONE = (State.HANDED_IN, State.ACCEPTED)


def due(year: int) -> dt.date | None:
    """Return the day by which units hand in, counted from the first of January; None where no term is set."""
    return deadline("deadline.registration", dt.date(year, 1, 1))


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the query of registrations that an account may see; agrees with `rules.may_see`."""
    mine = account.units_with(P.NOMINATIONS_WRITE)
    allowed: list[sa.ColumnElement[bool]] = [sa.true() if mine is None else Registration.unit_id.in_(mine)]
    if account.has(P.NOMINATIONS_READ_ALL):
        allowed.append(Registration.state != State.DRAFT)
    loads = (joinedload(Registration.unit), selectinload(Registration.lines))
    return sa.select(Registration).where(sa.or_(*allowed)).options(*loads)


def get_for(account: Account, registration_id: int) -> Registration:
    """Return a registration that an account may see; NotThere otherwise."""
    row = db.session.scalar(visible_to(account).where(Registration.id == registration_id))
    if row is None:
        raise NotThere()
    return row


def of_unit(unit_id: int, year: int) -> Registration | None:
    """Return the registration of a unit for a year."""
    query = sa.select(Registration).where(Registration.unit_id == unit_id, Registration.year == year)
    return db.session.scalar(query.options(selectinload(Registration.lines)))


def years_of(unit_ids: list[int]) -> set[tuple[int, int]]:
    """Return (unit, year) of all registrations of some units."""
    query = sa.select(Registration.unit_id, Registration.year).where(Registration.unit_id.in_(unit_ids))
    return {(unit, year) for unit, year in db.session.execute(query)}


def own_units(account: Account) -> list[Unit]:
    """Return the units of today for which an account registers, below the commune itself."""
    mine = account.units_with(P.NOMINATIONS_WRITE)
    return [one for one in units() if one.parent_id is not None and (mine is None or one.id in mine)]


def left_behind(row: Registration) -> list[str]:
    """Return the names on last year's registration that a copy did not take over, in their order."""
    before = of_unit(row.unit_id, row.year - 1)
    if before is None:
        return []
    taken = {(line.award_form, line.person_id, line.collective_id) for line in row.lines}
    names = [
        line.name
        for line in before.lines
        if (line.award_form, line.person_id, line.collective_id) not in taken
    ]
    return list(dict.fromkeys(names))


def silent(year: int) -> list[tuple[Unit, State | None]]:
    """Return the units with a head that have handed in nothing for a year, with how far they are (None: not begun)."""
    headed: set[int] = set()
    for account in accounts_with(P.NOMINATIONS_WRITE):
        headed |= account.units_with(P.NOMINATIONS_WRITE) or set()
    states = {
        row.unit_id: row.state
        for row in db.session.execute(
            sa.select(Registration.unit_id, Registration.state).where(Registration.year == year)
        )
    }
    late = {one for one in headed if states.get(one) not in DONE}
    return [(one, states.get(one.id)) for one in units() if one.id in late and one.parent_id is not None]


def registered(year: int, *, person_id: int | None, collective_id: int | None) -> list[str]:
    """Return the forms for which somebody was registered in a year, as handed in."""
    query = (
        sa.select(RegistrationLine.award_form)
        .join(Registration, Registration.id == RegistrationLine.registration_id)
        .where(Registration.year == year, Registration.state.in_(DONE))
    )
    if person_id is not None:
        query = query.where(RegistrationLine.person_id == person_id)
    else:
        query = query.where(RegistrationLine.collective_id == collective_id)
    return list(db.session.scalars(query.order_by(RegistrationLine.id)))


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Returned registrations and this year's that are not handed in, overdue ones too; what waits for the standing body."""
    found: list[Task] = []
    today = clock.today()
    if account.has(P.NOMINATIONS_CHECK):
        waiting = db.session.scalars(
            visible_to(account).where(Registration.state == State.HANDED_IN).order_by(Registration.id)
        ).unique()
        for row in waiting:
            if rules.may_settle(account, row):
                title = f"Đăng ký thi đua năm {row.year} chờ duyệt"
                found.append(Task(title, row.unit.name, f"/dang-ky-thi-dua/{row.id}", "Xem và duyệt"))
    mine = account.units_with(P.NOMINATIONS_WRITE)
    if mine:  # who registers for the whole commune has no unit of the own to remind of
        returned = sa.select(Registration).where(
            Registration.unit_id.in_(mine), Registration.state == State.RETURNED
        )
        for row in db.session.scalars(returned.options(joinedload(Registration.unit))):
            title = f"Đăng ký thi đua năm {row.year} bị trả lại"
            found.append(Task(title, row.unit.name, f"/dang-ky-thi-dua/{row.id}", "Sửa và nộp lại"))
        last = due(today.year)
        if last is not None:  # also when it has passed: what is overdue is still owed
            done = sa.select(Registration.unit_id).where(
                Registration.year == today.year, Registration.state != State.DRAFT
            )
            handed_in = set(db.session.scalars(done))
            for unit in own_units(account):
                if unit.id in handed_in:
                    continue
                title = f"Đăng ký chỉ tiêu, danh hiệu thi đua năm {today.year}"
                found.append(Task(title, unit.name, "/dang-ky-thi-dua", "Lập đăng ký", due=last))
    return found
