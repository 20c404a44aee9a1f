"""What waits for a person because of initiatives; shown on the home page."""

import sqlalchemy as sa

from ..core import tasks
from ..core.db import db
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..people.models import Account
from . import queries, rules
from .models import Initiative, InitiativeApplication
from .phrases import WITH
from .states import State

_UNNAMED = "Sáng kiến chưa đặt tên"
_IN_REVIEW = (State.SUBMITTED, State.ENDORSED, State.ACCEPTED, State.IN_COUNCIL)


def _url(initiative: Initiative, page: str = "") -> str:
    return f"/sang-kien/{initiative.id}{page}"


@tasks.provider
def mine(account: Account) -> list[Task]:
    """Shares to confirm, what came back, drafts, and what of the own waits for others."""
    query = sa.select(Initiative).where(queries.own(account)).order_by(Initiative.id)
    query = query.where(Initiative.state.in_((*rules.EDITABLE, *_IN_REVIEW)))
    found = []
    for one in db.session.scalars(queries.with_lists(query)).unique():
        title = one.title or _UNNAMED
        share = rules.share_to_confirm(account, one)
        if share is not None and not share.declined_reason:
            words = f"{one.owner.full_name} ghi bạn đóng góp {share.share} %"
            found.append(Task(f"Xác nhận tỷ lệ: {title}", words, _url(one), "Xem và xác nhận"))
        elif not rules.is_owner(account, one):
            continue
        elif one.state == State.RETURNED:
            words = "Được trả lại kèm lý do. Sửa xong, nộp lại."
            found.append(Task(f"Sửa sáng kiến: {title}", words, _url(one), "Xem lý do và sửa"))
        elif one.state == State.DRAFT:
            words = "Bản nháp đang viết dở"
            found.append(Task(f"Viết tiếp: {title}", words, _url(one, "/viet"), "Viết tiếp"))
        else:
            who = WITH[one.state.value]
            found.append(Task(title, "Sáng kiến của bạn", _url(one), "", due=one.due_on, waiting_for=who))
    return found


@tasks.provider
def reviews(account: Account) -> list[Task]:
    """What the account should endorse or check."""
    if not (account.has(P.INITIATIVES_ENDORSE) or account.has(P.INITIATIVES_CHECK)):
        return []
    query = queries.with_lists(queries.waiting_for(account)).order_by(Initiative.id)
    found = []
    for one in db.session.scalars(query).unique():
        endorse = one.state == State.SUBMITTED
        verb = "Xem và xác nhận" if endorse else "Kiểm tra"
        words = f"{one.owner.full_name}, {one.unit.name}"
        found.append(Task(f"{verb} sáng kiến: {one.title}", words, _url(one), verb, due=one.due_on))
    return found


@tasks.provider
def applied(account: Account) -> list[Task]:
    """Records of application that the head of the applying unit should confirm."""
    if not account.has(P.INITIATIVES_ENDORSE):
        return []
    units = account.units_with(P.INITIATIVES_ENDORSE)
    query = (
        sa.select(InitiativeApplication)
        .join(Initiative)
        .where(Initiative.state == State.RECOGNISED, InitiativeApplication.confirmed_at.is_(None))
        .where(InitiativeApplication.proof_count > 0, sa.not_(queries.own(account)))
        .order_by(InitiativeApplication.id)
    )
    if units is not None:
        query = query.where(InitiativeApplication.unit_id.in_(units))
    rows = db.session.scalars(query.options(sa.orm.joinedload(InitiativeApplication.initiative)))
    return [
        Task(
            f"Xác nhận áp dụng: {row.initiative.title}",
            f"{row.recorded_by} ghi ngày áp dụng {row.applied_on:%d/%m/%Y}",
            _url(row.initiative, "#ap-dung"),
            "Xem và xác nhận",
        )
        for row in rows
    ]
