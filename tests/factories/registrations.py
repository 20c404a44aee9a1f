"""Registrations of units, brought to each state by the real acts."""

import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.people.models import Unit
from intranet.registrations import actions
from intranet.registrations.models import Registration
from intranet.registrations.states import State
from tests.factories.awards import UNIT, account

HEAD, DESK = "truongphong", "thuongtruc"


def unit() -> Unit:
    """Return the unit of truongphong."""
    return db.session.scalars(sa.select(Unit).where(Unit.name == UNIT)).one()


def written(year: int | None = None) -> Registration:
    """Return a draft with targets, two people and the unit itself."""
    row = actions.begin(unit(), year or clock.today().year, actor=account(HEAD))
    people = {account(login).person_id for login in ("nhanvien", "nhanvien2")}
    actions.save(
        row, "100 % hồ sơ đúng hạn\n02 sáng kiến được công nhận",
        {"ldtt": people, "cstdcs": {account("nhanvien").person_id}}, {"ttldtt": {row.unit_id}},
        actor=account(HEAD), version=str(row.version),
    )  # fmt: skip
    return row


def at(state: State, year: int | None = None) -> Registration:
    """Return a registration in a state."""
    row = written(year)
    if state == State.DRAFT:
        return row
    actions.submit(row, actor=account(HEAD))
    if state == State.ACCEPTED:
        actions.accept(row, actor=account(DESK))
    elif state == State.RETURNED:
        actions.send_back(row, actor=account(DESK), reason="Ghi rõ chỉ tiêu")
    return row
