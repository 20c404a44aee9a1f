"""Who may do what to events, teams, signatures, difficulties, obligations. Deny rules win over every role."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account, Person
from .models import CommunityTeam, Difficulty, DigitalSignature, Obligation, OutreachEvent
from .states import DifficultyState, EventState

SMALLEST_TEAM, LARGEST_TEAM = 3, 5  # plan III.5
OPEN = (EventState.PLANNED, EventState.RETURNED)


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def may_see_event(account: Account, event: OutreachEvent) -> bool:
    """Its organising unit, the thôn where it takes place, and who reads all."""
    if account.has(P.COMMUNITY_READ_ALL) or account.has_in(P.COMMUNITY_WRITE, event.unit_id):
        return True
    return event.village_id is not None and account.has_in(P.COMMUNITY_WRITE, event.village_id)


def may_edit_event(account: Account, event: OutreachEvent) -> bool:
    """The head of the organising unit, until it is reported or when it was returned."""
    return event.state in OPEN and account.has_in(P.COMMUNITY_WRITE, event.unit_id)


def may_confirm_event(account: Account, event: OutreachEvent) -> bool:
    """The standing body or the office, for a session that somebody else reported."""
    return (
        event.state == EventState.HELD
        and account.has(P.COMMUNITY_ANSWER)
        and not barred_own_event(account, event)
    )


def may_take_back_event(account: Account, event: OutreachEvent) -> bool:
    """Return a reported or confirmed session to its unit."""
    return event.state in (EventState.HELD, EventState.CONFIRMED) and account.has(P.COMMUNITY_ANSWER)


def may_see_team(account: Account, team: CommunityTeam) -> bool:
    """The head of the thôn and who reads all."""
    return account.has(P.COMMUNITY_READ_ALL) or account.has_in(P.COMMUNITY_WRITE, team.unit_id)


def may_keep_team(account: Account, team: CommunityTeam) -> bool:
    """The head of the thôn and the standing body, while the team exists."""
    return team.ends_on is None and account.has_in(P.COMMUNITY_WRITE, team.unit_id)


def may_confirm_use(account: Account, signature: DigitalSignature) -> bool:
    """The head of the person's unit, never for the own signature."""
    person: Person = signature.person
    if barred_own_signature(account, signature):
        return False
    return person.unit_id is not None and account.has_in(P.COMMUNITY_WRITE, person.unit_id)


def may_see_difficulty(account: Account, difficulty: Difficulty) -> bool:
    """The unit that reported it and who reads all."""
    return account.has(P.COMMUNITY_READ_ALL) or account.has_in(P.COMMUNITY_WRITE, difficulty.unit_id)


def may_answer(account: Account, difficulty: Difficulty) -> bool:
    """The standing body or the office, as long as it waits."""
    return difficulty.state == DifficultyState.REPORTED and account.has(P.COMMUNITY_ANSWER)


def may_work_on(account: Account, obligation: Obligation) -> bool:
    """The owner unit adds evidence and finishes; so does the standing body."""
    return obligation.unit_id is not None and account.has_in(P.COMMUNITY_WRITE, obligation.unit_id)


def barred_own_event(account: Account, event: OutreachEvent) -> bool:
    """Nobody confirms the session that he reported."""
    return event.created_by == account.id


def barred_own_signature(account: Account, signature: DigitalSignature) -> bool:
    """Nobody confirms the use of the own signature."""
    return signature.person_id == account.person_id
