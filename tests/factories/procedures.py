"""Procedures, reviews and proposals for tests, made by the real acts."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.procedures import actions, review_actions
from intranet.procedures.models import (
    Opinion,
    Procedure,
    ProposalKind,
    PublicChannel,
    ReformProposal,
    ReviewRound,
)
from intranet.procedures.states import ProposalState
from tests.factories.people import account, unit

POINT = "Điểm phục vụ hành chính công"
SINCE = dt.date(2026, 1, 1)


def procedure(code: str = "1.000894", **changes: Any) -> Procedure:
    """Return a procedure of the service point."""
    values: dict[str, Any] = {
        "code": code,
        "name": f"Đăng ký kết hôn {code}",
        "field": "Hộ tịch",
        "unit_id": unit(POINT).id,
        "common": True,
        "baseline_days": 5,
        "starts_on": SINCE,
    }
    terms = term()
    for name, value in changes.items():
        (values if name in values else terms)[name] = value
    return actions.create(values, terms, actor=account("vanthu"))


def term(**changes: Any) -> dict[str, Any]:
    """Return terms as the form gives them."""
    return {
        "steps": 4,
        "days": 5,
        "fee": 30000,
        "fee_note": "",
        "channel": "Trực tiếp",
        "online_eligible": True,
        "online_full": False,
        "same_day": False,
        "source": "",
    } | changes


def opened(number: int = 1) -> ReviewRound:
    """Return an open round of this year; makes a procedure when there is none."""
    if db.session.scalar(sa.select(Procedure.id).limit(1)) is None:
        procedure()
    today = clock.today()
    due = today + dt.timedelta(days=14)
    return review_actions.open_round(today.year, number, actor=account("vanthu"), starts_on=today, due_on=due)


def proposal(state: ProposalState = ProposalState.DRAFT) -> ReformProposal:
    """Return a proposal that went the real way to a state."""
    clerk, here = account("vanthu"), unit(POINT).id
    made = review_actions.propose(
        actor=account("truongphong"),
        unit_id=here,
        kind=ProposalKind.LAW,
        title="Bỏ bản sao",
        content="Đã có dữ liệu.",
    )
    day = clock.today()
    if state in (ProposalState.SENT, ProposalState.ANSWERED):
        review_actions.send(made, actor=clerk, number="112/UBND-VP", day=day, to="UBND thành phố Hà Nội")
    if state == ProposalState.ANSWERED:
        review_actions.answer(made, actor=clerk, text="Ghi nhận.", day=day, accepted=True)
    elif state == ProposalState.ADOPTED:
        review_actions.adopt(made, actor=clerk, day=day, result="Đã bỏ một bản sao.")
    elif state == ProposalState.DROPPED:
        review_actions.drop(made, actor=clerk, reason="Luật yêu cầu.")
    return made


def everything() -> None:
    """Make one of each: procedures, a checked publicity, an open and a closed round, proposals in every state."""
    rows = [procedure(), procedure("1.000656")]
    clerk, head = account("vanthu"), account("truongphong")
    actions.check_publicity(rows, PublicChannel.PORTAL, {rows[0].id: (True, True, True, True)}, actor=clerk)
    done = opened(1)
    review_actions.look(done.reviews[0], {row.id: (Opinion.KEEP, "") for row in rows}, actor=head)
    review_actions.close_review(done.reviews[0], actor=head)
    review_actions.close_round(done, actor=clerk)
    review_actions.look(opened(2).reviews[0], {rows[0].id: (Opinion.CUT, "Bỏ bước trình ký")}, actor=head)
    for state in ProposalState:
        proposal(state)
