"""Read recoveries and the editions of certificates; grounds that may be chosen; open recoveries as tasks."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core import clock, tasks
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..decisions.models import Certificate, Decision
from ..parameters.queries import Rule, rule
from ..people.models import Account
from .models import Recovery
from .states import State

CAUSES = ("spoilt", "lost", "misprint")  # of a re-issue; words in phrases.py


def grounds(base: Decision) -> Rule:
    """Return the grounds of a revocation in force today (Luật Thi đua, khen thưởng Điều 93.2, or of initiatives)."""
    return rule(f"revocation.grounds.{base.kind.value}", clock.today())


def ground(base: Decision, code: str) -> dict[str, str]:
    """Return one ground: code, text, article; NotReady when it is none of them."""
    for one in grounds(base).value:
        if one["code"] == code:
            return dict(one)
    raise NotReady("Căn cứ đã chọn không có trong danh sách. Hãy chọn lại.", ["Căn cứ"])


def recoveries() -> sa.Select[Any]:
    """Return the query of all recoveries with their certificates and Decisions."""
    return (
        sa.select(Recovery)
        .options(joinedload(Recovery.certificate), joinedload(Recovery.decision))
        .join(Certificate, Certificate.id == Recovery.certificate_id)
        .join(Decision, Decision.id == Recovery.decision_id)
    )


def of_decision(decision: Decision) -> list[Recovery]:
    """Return what one revocation recovers, in the order of the list."""
    query = recoveries().where(Recovery.decision_id == decision.id)
    return list(db.session.scalars(query.order_by(Certificate.ordinal, Recovery.id)))


def get_recovery(recovery_id: int) -> Recovery:
    """Return one recovery; NotThere when there is none."""
    found = db.session.scalar(recoveries().where(Recovery.id == recovery_id))
    if found is None:
        raise NotThere("Không tìm thấy mục thu hồi này.")
    return found


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """One task of the standing body per revocation with open recoveries."""
    if not account.has(P.DECISIONS_DRAFT):
        return []
    query = (
        sa.select(Decision.id, Decision.title, sa.func.count(Recovery.id), sa.func.min(Recovery.due_on))
        .join(Recovery, Recovery.decision_id == Decision.id)
        .where(Recovery.state == State.OPEN)
        .group_by(Decision.id, Decision.title)
        .order_by(Decision.id)
    )
    return [
        Task(
            f"Thu hồi còn dở: {number} mục",
            title,
            f"/dinh-chinh/thu-hoi/{one}",
            "Ghi kết quả thu hồi",
            due=due,
        )
        for one, title, number, due in db.session.execute(query)
    ]
