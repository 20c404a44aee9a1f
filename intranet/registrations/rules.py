"""Who may do what to a registration."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account
from .models import Registration
from .states import State

EDITABLE = (State.DRAFT, State.RETURNED)


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def may_see(account: Account, row: Registration) -> bool:
    """The heads of the unit; who reads all files, once it was handed in."""
    if account.has_in(P.NOMINATIONS_WRITE, row.unit_id):
        return True
    return row.state != State.DRAFT and account.has(P.NOMINATIONS_READ_ALL)


def may_edit(account: Account, row: Registration) -> bool:
    """The heads of the unit, until it is handed in or when it was returned."""
    return row.state in EDITABLE and account.has_in(P.NOMINATIONS_WRITE, row.unit_id)


def may_settle(account: Account, row: Registration) -> bool:
    """Accept or return: the standing body, but not what the account could hand in itself."""
    return account.has(P.NOMINATIONS_CHECK) and not account.has_in(P.NOMINATIONS_WRITE, row.unit_id)
