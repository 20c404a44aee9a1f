"""Read reports."""

from typing import Any

import sqlalchemy as sa

from ..core import tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..people.models import Account
from . import rules
from .models import MovementReport, ReportKind
from .states import State


def visible_to(account: Account) -> sa.Select[Any]:
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


def same(kind: ReportKind, from_year: int, year: int, quarter: int) -> MovementReport | None:
    """Return the report of this kind and period, if there is one."""
    query = sa.select(MovementReport).where(
        MovementReport.kind == kind,
        MovementReport.from_year == from_year,
        MovementReport.year == year,
        MovementReport.quarter == quarter,
    )
    return db.session.scalars(query.limit(1)).first()


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Drafts of the standing body, what the chairman has to approve and the clerk to number."""
    wanted: dict[State, tuple[str, str]] = {}
    if rules.may_write(account):
        wanted[State.DRAFT] = ("Soạn và trình", "Mở báo cáo")
    if account.has(P.DECISIONS_APPROVE):
        wanted[State.SUBMITTED] = ("Duyệt", "Xem và duyệt")
    if account.has(P.REGISTERS_WRITE):
        wanted[State.APPROVED] = ("Cấp số", "Cấp số")
    if not wanted:
        return []
    query = sa.select(MovementReport).where(MovementReport.state.in_(wanted)).order_by(MovementReport.id)
    return [
        Task(f"{wanted[one.state][0]}: {one.title}", "", f"/bao-cao/{one.id}", wanted[one.state][1])
        for one in db.session.scalars(query)
    ]
