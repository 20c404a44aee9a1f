"""Who sees and who changes past awards."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account, Person
from .models import PastAward, Source


def may_read_all(account: Account) -> bool:
    """Search everybody's awards: clerk, standing body, chairman."""
    return account.has(P.HISTORY_READ)


def may_write(account: Account) -> bool:
    """Enter, import, correct, withdraw."""
    return account.has(P.HISTORY_WRITE)


def may_see_person(account: Account, person: Person) -> bool:
    """See a person's awards: the person, who reads all, who nominates for the person's unit."""
    if account.person_id == person.id or may_read_all(account):
        return True
    return person.unit_id is not None and account.has_in(P.NOMINATIONS_WRITE, person.unit_id)


def may_see_unit(account: Account, unit_id: int) -> bool:
    """See a unit's awards: who reads all, who nominates for it, who works there."""
    if may_read_all(account) or account.person.unit_id == unit_id:
        return True
    return account.has_in(P.NOMINATIONS_WRITE, unit_id)


def may_change(account: Account, award: PastAward) -> bool:
    """Change a row: not those of our own Decisions (they change by a document), not a withdrawn one."""
    return may_write(account) and award.source != Source.DECISION and award.withdrawn_at is None


def may_link(account: Account, award: PastAward) -> bool:
    """Say which person of the lists it was."""
    return may_change(account, award) and award.kind.value == "person"


def require(allowed: bool, why: str) -> None:
    """Barred with a reason unless allowed."""
    if not allowed:
        raise Barred(why)
