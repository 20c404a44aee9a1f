"""Who may do what to procedures, reviews, proposals."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account
from .models import Procedure, ReformProposal, UnitReview
from .states import ProposalState, ReviewState, RoundState


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def may_see(account: Account, procedure: Procedure) -> bool:
    """Its unit's head and who reads all."""
    return account.has(P.PROCEDURES_READ_ALL) or account.has_in(P.PROCEDURES_REVIEW, procedure.unit_id)


def may_review(account: Account, review: UnitReview) -> bool:
    """The head of the unit, while review and round are open."""
    is_open = review.state == ReviewState.OPEN and review.round.state == RoundState.OPEN
    return is_open and account.has_in(P.PROCEDURES_REVIEW, review.unit_id)


def may_reopen_review(account: Account, review: UnitReview) -> bool:
    """The office, while the round is open."""
    is_open = review.state == ReviewState.CLOSED and review.round.state == RoundState.OPEN
    return is_open and account.has(P.PROCEDURES_WRITE)


def may_propose(account: Account, unit_id: int) -> bool:
    """The unit's head, and the office for any unit."""
    return account.has(P.PROCEDURES_WRITE) or account.has_in(P.PROCEDURES_REVIEW, unit_id)


def may_settle(account: Account, proposal: ReformProposal) -> bool:
    """The office sends it upward, adopts it or drops it."""
    return proposal.state == ProposalState.DRAFT and account.has(P.PROCEDURES_WRITE)
