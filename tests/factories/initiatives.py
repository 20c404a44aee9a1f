"""Initiatives for tests: complete drafts, and drafts taken along the real way to any state."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from intranet.campaign.models import Theme
from intranet.core.db import db
from intranet.initiatives import actions, applications, drafting
from intranet.initiatives.drafting import Share
from intranet.initiatives.models import Initiative, InitiativeApplication, SolutionKind
from intranet.initiatives.states import State
from intranet.people.models import Account, Unit

TITLE = "Rút ngắn thời gian tiếp nhận hồ sơ tại Điểm phục vụ hành chính công"


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def unit(name: str) -> Unit:
    """Return an example unit by name."""
    return db.session.scalars(sa.select(Unit).where(Unit.name == name)).one()


def values(**changes: Any) -> dict[str, Any]:
    """Return everything that a complete application holds, besides its authors."""
    filled = {
        "title": TITLE,
        "theme_id": db.session.scalars(sa.select(Theme.id).where(Theme.number == 1)).one(),
        "kind": SolutionKind.OPERATION,
        "before": "Người dân phải chờ trung bình 40 phút và đi lại hai lần.",
        "content": "Phân luồng hồ sơ ngay từ bàn hướng dẫn; mẫu tờ khai điền sẵn theo số định danh.",
        "novelty": "Lần đầu được áp dụng tại xã.",
        "conditions": "Một máy tính tại bàn hướng dẫn.",
        "first_applied_on": dt.date(2026, 3, 2),
        "first_applied_at": "Điểm phục vụ hành chính công",
        "benefit": "Thời gian chờ giảm còn 15 phút.",
        "benefit_hours": 600,
    }
    return filled | changes


def draft(
    owner: str = "nhanvien", co_author: str | None = None, *, complete: bool = True, **changes: Any
) -> Initiative:
    """Return a draft of an example person; with a co-author who has confirmed 30 %."""
    writer = account(owner)
    made = drafting.create(actor=writer)
    shares = None
    if co_author:
        shares = [Share(writer.person_id, 70), Share(account(co_author).person_id, 30)]
    drafting.save(made, values(**changes) if complete else changes, shares, actor=writer)
    if co_author:
        drafting.confirm_share(made, 30, actor=account(co_author))
    return made


def at(state: State, owner: str = "nhanvien", co_author: str | None = None, **changes: Any) -> Initiative:
    """Return an initiative that went the real way to a state (endorsed and accepted by whoever may)."""
    made = draft(owner, co_author, **changes)
    writer, desk = account(owner), account("thuongtruc")
    if state == State.DRAFT:
        return made
    if state == State.WITHDRAWN:
        actions.submit(made, actor=writer)
        actions.withdraw(made, actor=writer)
        return made
    actions.submit(made, actor=writer)
    if state == State.SUBMITTED:
        return made
    head = actions.queries.who_has_it(made)[0]
    if state == State.RETURNED:
        actions.send_back(made, actor=head, reason="Nêu rõ số liệu trước khi áp dụng.")
        return made
    actions.endorse(made, actor=head)
    if state == State.ENDORSED:
        return made
    actions.accept(made, actor=desk)
    if state == State.ACCEPTED:
        return made
    actions.put_to_council(made, actor=desk)
    if state == State.IN_COUNCIL:
        return made
    if state == State.NOT_RECOGNISED:
        actions.record_council_result(made, actor=desk, passed=False, note="Giải pháp đã có ở nơi khác.")
        return made
    actions.record_council_result(made, actor=desk, passed=True, note="5/5 thành viên đồng ý.")
    actions.recognise(made, actor=desk, decision_number="15/QĐ-UBND", recognised_on=dt.date(2026, 11, 20))
    if state == State.REVOKED:
        actions.revoke(made, actor=desk, reason="Tác giả khai không đúng.")
    return made


def application(
    made: Initiative, unit_name: str = "Trạm Y tế", *, actor: str = "nhanvien", **changes: Any
) -> InitiativeApplication:
    """Return a record that a unit applies a recognised initiative, without proof and unconfirmed."""
    given = {
        "unit_id": unit(unit_name).id,
        "applied_on": dt.date(2026, 11, 21),
        "place": "Bàn tiếp đón",
        "effect": "Giảm một nửa thời gian chờ.",
    } | changes
    return applications.record(made, given, actor=account(actor))
