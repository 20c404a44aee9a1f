"""Read reports."""

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..people.models import Account
from . import rules
from .models import MovementReport
from .states import State


def visible_to(account: Account) -> sa.Select[tuple[MovementReport]]:
    """Return the reports that the account may read, newest first."""
    query = sa.select(MovementReport).order_by(MovementReport.id.desc())
    if account.has(P.INDICATORS_READ):
        return query
    if account.has(P.REGISTERS_WRITE):
        return query.where(MovementReport.state.in_([State.APPROVED, State.ISSUED]))
    return query.where(sa.false())


def get_for(account: Account, report_id: int) -> MovementReport:
    """Return a report that the account may read; NotThere otherwise."""
    found = db.session.get(MovementReport, report_id)
    if found is None or not rules.may_see(account, found):
        raise NotThere("Không tìm thấy báo cáo này.")
    return found


def in_state(state: State) -> list[MovementReport]:
    """Return the reports in a state, oldest first."""
    query = sa.select(MovementReport).where(MovementReport.state == state).order_by(MovementReport.id)
    return list(db.session.scalars(query))
