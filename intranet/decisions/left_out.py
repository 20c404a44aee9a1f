"""Bars that begin after the council met, and leaving one nominee out of a Decision that has no number yet."""

from ..awards import actions as awards
from ..awards.agenda import notes_among
from ..awards.eligibility_actions import bars_among
from ..awards.models import Nomination
from ..core import audit
from ..core.errors import NotReady, NotThere
from ..core.permissions import Permission as P
from ..people.models import Account
from . import queries, rules
from .models import Decision, DecisionKind
from .states import State

audit.declare("decision", left_out=("name", "bars"))


def bars(decision: Decision) -> dict[int, list[str]]:
    """Return what the law holds against its nominees today, by nomination id: a hold may have begun after the vote.

    Source: NĐ 152/2025 Điều 4.3 (no reward while discipline, inspection or complaint is being looked into).
    """
    found = bars_among(queries.nominations_of(decision)) if decision.kind == DecisionKind.AWARD else {}
    return {one: lines for one, lines in found.items() if lines}


def require_no_bars(decision: Decision) -> None:
    """NotReady with names, rules and articles while the law forbids to reward somebody on the list."""
    if found := bars(decision):
        raise NotReady(
            "Quy định không cho khen thưởng người có tên sau. Hãy đưa ra khỏi danh sách, hoặc chờ hết tạm dừng.",
            [line for lines in found.values() for line in lines],
        )


def exceptions(decision: Decision) -> list[tuple[Nomination, list[str]]]:
    """Return the nominees for whom something was decided against the usual rule, with who and why (story CT2)."""
    if decision.kind != DecisionKind.AWARD:
        return []
    nominations = queries.nominations_of(decision)
    notes = notes_among(nominations)
    return [(one, notes[one.id]) for one in nominations if notes[one.id]]


def may_leave_out(account: Account, decision: Decision, *, barred: bool) -> bool:
    """The chairman, before the number; of a draft the standing body, but only those whom the law bars."""
    if decision.kind != DecisionKind.AWARD:
        return False
    if decision.state == State.DRAFT:
        return barred and rules.may_draft(account)
    waits = decision.state in (State.SUBMITTED, State.APPROVED)
    chairman = waits and account.has(P.DECISIONS_APPROVE)
    return chairman and not queries.rewards(decision, account.person_id)


def nomination_of(decision: Decision, nomination_id: int) -> Nomination:
    """Return one nomination of a Decision; NotThere when it is not on the list."""
    found = next((one for one in queries.nominations_of(decision) if one.id == nomination_id), None)
    if found is None:
        raise NotThere("Người này không có trong danh sách. Hãy tải lại trang.")
    return found


def leave_out(decision: Decision, nomination: Nomination, *, actor: Account, reason: str) -> None:
    """Take one nominee off the list of a Decision without number; the unit is told why, the file ends.

    NotReady for the last one on the list (the whole Decision is declined then) or without a reason.
    """
    against = bars(decision).get(nomination.id, [])
    rules.require(
        may_leave_out(actor, decision, barred=bool(against)),
        "Chỉ Chủ tịch đưa được người ra khỏi danh sách; ở bản dự thảo cơ quan thường trực chỉ đưa ra người bị cấm.",
    )
    if len(queries.nominations_of(decision)) == 1:
        raise NotReady("Danh sách chỉ còn một đối tượng: hãy không duyệt cả quyết định.")
    if not reason.strip():
        raise NotReady("Hãy ghi lý do.", ["Lý do"])
    awards.decline(nomination, actor=actor, reason=reason)
    data = {"name": nomination.printed_name, "bars": against}
    audit.record("decision:left_out", actor=actor, obj=decision, reason=reason, data=data)
