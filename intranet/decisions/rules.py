"""Who may do what to a Decision."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account
from . import queries
from .models import Decision
from .states import State

FROZEN = (State.NUMBERED, State.SIGNED, State.AMENDED, State.REVOKED)


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def may_see(account: Account, decision: Decision) -> bool:
    """The offices that make it; everybody else waits for the paper."""
    if decision.state == State.DRAFT:
        return account.has(P.DECISIONS_DRAFT)
    return account.has(P.DECISIONS_READ)


def may_draft(account: Account) -> bool:
    """Draft and submit: the standing body."""
    return account.has(P.DECISIONS_DRAFT)


def may_approve(account: Account, decision: Decision) -> bool:
    """Approve, return or decline what was submitted: the chairman, unless the list has the own name."""
    waits = decision.state == State.SUBMITTED and account.has(P.DECISIONS_APPROVE)
    return waits and not queries.rewards(decision, account.person_id)


def may_decline(account: Account, decision: Decision) -> bool:
    """Decline what was submitted or approved, before it has its number: the chairman, unless the list has the own name."""
    waits = decision.state in (State.SUBMITTED, State.APPROVED) and account.has(P.DECISIONS_APPROVE)
    return waits and not queries.rewards(decision, account.person_id)


def why_not_approve(account: Account, decision: Decision) -> str:
    """Return in words why an account may not approve."""
    if account.has(P.DECISIONS_APPROVE) and queries.rewards(decision, account.person_id):
        return (
            "Bạn có tên trong danh sách nên không tự duyệt quyết định này được. "
            "Hãy để người được ủy quyền duyệt."
        )
    return "Chỉ Chủ tịch duyệt, trả lại hoặc từ chối được dự thảo đang trình."


def may_number(account: Account, decision: Decision) -> bool:
    """Give number and date to what was approved: the clerk."""
    return decision.state == State.APPROVED and account.has(P.DECISIONS_NUMBER)


def may_sign(account: Account, decision: Decision) -> bool:
    """Note that the numbered paper was signed and sealed: the clerk."""
    return decision.state == State.NUMBERED and account.has(P.DECISIONS_NUMBER)


def may_print(account: Account, decision: Decision) -> bool:
    """Note prints and handing over: the clerk and the standing body."""
    return decision.state in FROZEN and (account.has(P.DECISIONS_NUMBER) or account.has(P.DECISIONS_DRAFT))


def may_number_notice(account: Account, decision: Decision) -> bool:
    """Give the notice of the result its number: the clerk, once the Decision has its own."""
    return decision.state in FROZEN and account.has(P.DECISIONS_NUMBER)
