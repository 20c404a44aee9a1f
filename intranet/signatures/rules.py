"""Who may add and confirm signed files."""

from ..core.permissions import Permission as P
from ..decisions.models import Decision
from ..decisions.rules import FROZEN
from ..people.models import Account


def may_add(account: Account, decision: Decision) -> bool:
    """Add or confirm the signed PDF of a numbered Decision: the clerk."""
    return decision.state in FROZEN and account.has(P.DECISIONS_NUMBER)
