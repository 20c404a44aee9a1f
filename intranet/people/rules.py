"""What holds for people, units and accounts, whoever asks."""

import datetime as dt
from collections.abc import Iterable

from ..core.errors import Barred
from ..core.text import fold
from .models import Account, Honorific, Unit


def needs_honorific(*, civil_servant: bool, unit_id: int | None) -> bool:
    """Return whether a person must have an honorific: everybody of the staff or of a unit.

    A wrong guess is printed on a certificate, so there is no default. Only a citizen (no unit, no civil
    servant) may wait: lists of citizens come without it, and papers then carry the bare name.
    """
    return civil_servant or unit_id is not None


def honorific_missing(honorific: Honorific | None, *, civil_servant: bool, unit_id: int | None) -> bool:
    """Return whether the honorific is still to be chosen."""
    return honorific is None and needs_honorific(civil_servant=civil_servant, unit_id=unit_id)


def below_itself(unit: Unit, parent: Unit | None) -> bool:
    """Return whether `parent` is the unit itself or lies below it."""
    while parent is not None:
        if parent.id == unit.id:
            return True
        parent = parent.parent
    return False


def closed(unit: Unit, on: dt.date) -> bool:
    """Return whether a unit has ended before a day."""
    return unit.ends_on is not None and unit.ends_on < on


def named(search: str, names: Iterable[str]) -> bool:
    """Return whether one of the names holds all words of a search, accents aside; an empty search finds all."""
    wanted = fold(search).split()
    return any(all(word in fold(name) for word in wanted) for name in names)


def require_not_own(account: Account, actor: Account, what: str) -> None:
    """Barred when somebody would shut herself out: the other administrator has to do that."""
    if account.id == actor.id:
        raise Barred(f"Bạn không thể tự {what}. Hãy nhờ một quản trị khác.")
