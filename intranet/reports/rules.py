"""Who may do what to a report."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account
from .models import MovementReport
from .states import State


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def may_write(account: Account) -> bool:
    """Write and submit: the standing body, which locks the figures."""
    return account.has(P.INDICATORS_LOCK)


def may_see(account: Account, report: MovementReport) -> bool:
    """The standing body and the chairman; the clerk from the approval on."""
    if account.has(P.INDICATORS_READ):
        return True
    return account.has(P.REGISTERS_WRITE) and report.state in (State.APPROVED, State.ISSUED)


def may_approve(account: Account, report: MovementReport) -> bool:
    """Approve what was submitted: the chairman."""
    return report.state == State.SUBMITTED and account.has(P.DECISIONS_APPROVE)


def may_return(account: Account, report: MovementReport) -> bool:
    """Send back before the number: the chairman."""
    return report.state in (State.SUBMITTED, State.APPROVED) and account.has(P.DECISIONS_APPROVE)


def may_issue(account: Account, report: MovementReport) -> bool:
    """Give the number: the clerk."""
    return report.state == State.APPROVED and account.has(P.REGISTERS_WRITE)
