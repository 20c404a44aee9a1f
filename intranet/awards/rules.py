"""Who may do what to rounds and nominations, and what is missing. Deny rules (`barred_...`) win over every role."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account
from .models import AwardRound, Nomination, SubjectKind
from .states import RoundState, State

EDITABLE = (State.DRAFT, State.RETURNED)
BEFORE_COUNCIL = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ELIGIBLE)
BEFORE_DECISION = (*BEFORE_COUNCIL, State.ON_AGENDA, State.PASSED)
COUNCIL_SEES = (
    State.ON_AGENDA,
    State.PASSED,
    State.APPROVED,
    State.AWARDED,
    State.FAILED,
    State.DECLINED,
    State.REVOKED,
)


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def may_run_rounds(account: Account) -> bool:
    """Open, close and check rounds: the standing body."""
    return account.has(P.ROUNDS_WRITE)


def may_nominate(account: Account, round_: AwardRound, unit_id: int | None) -> bool:
    """Nominate for a unit while the round takes nominations."""
    return round_.state == RoundState.OPEN and account.has_in(P.NOMINATIONS_WRITE, unit_id)


def is_nominee(account: Account, nomination: Nomination) -> bool:
    """Return whether the account's person is the one nominated."""
    return nomination.person_id is not None and nomination.person_id == account.person_id


def may_see(account: Account, nomination: Nomination) -> bool:
    """The unit's head; the nominee once handed in; the standing body and the chairman; the council from its agenda on."""
    if account.has_in(P.NOMINATIONS_WRITE, nomination.unit_id):
        return True
    if nomination.state == State.DRAFT:
        return False
    return (
        is_nominee(account, nomination)
        or account.has(P.NOMINATIONS_READ_ALL)
        or (account.has(P.COUNCIL_READ) and nomination.state in COUNCIL_SEES)
    )


def may_edit(account: Account, nomination: Nomination) -> bool:
    """The nominating unit's head, while it is a draft or was returned."""
    return nomination.state in EDITABLE and account.has_in(P.NOMINATIONS_WRITE, nomination.unit_id)


def may_withdraw(account: Account, nomination: Nomination) -> bool:
    """The nominating unit's head, before the council."""
    return nomination.state in BEFORE_COUNCIL and account.has_in(P.NOMINATIONS_WRITE, nomination.unit_id)


def may_check(account: Account, nomination: Nomination) -> bool:
    """Check the file for the standing body; not the own file."""
    if barred_own_file(account, nomination):
        return False
    return nomination.state == State.SUBMITTED and account.has(P.NOMINATIONS_CHECK)


def may_return(account: Account, nomination: Nomination) -> bool:
    """Return it to the unit until it is on an agenda."""
    if barred_own_file(account, nomination):
        return False
    return nomination.state in (State.SUBMITTED, State.ELIGIBLE) and account.has(P.NOMINATIONS_CHECK)


def missing(nomination: Nomination, *, evidence: int, voted: bool = False) -> list[tuple[str, str]]:
    """Return what is missing before it can be handed in: (words, anchor on the form).

    The result of the unit's meeting comes from its minutes when they tell the vote about this nominee (`voted`), else
    as words with a file of the signed minutes.
    """
    found = []
    if nomination.honorific is None and nomination.subject_kind != SubjectKind.COLLECTIVE:
        found.append(("Danh xưng Ông hoặc Bà (không được đoán)", "#honorific"))
    for name, label in (
        ("name", "Tên in trên Giấy khen"),
        ("detail", "Chức vụ, đơn vị hoặc địa chỉ"),
        ("achievement", "Thành tích ghi trên Giấy khen"),
        ("report", "Báo cáo thành tích"),
        ("unit_meeting", "Kết quả bình xét của đơn vị"),
    ):
        if not getattr(nomination, name):
            found.append((label, f"#{name}"))
    if not evidence and not voted:
        found.append(("Biên bản bình xét của đơn vị: lập ở trang của đợt, hoặc đính tệp bản đã ký", "#tep"))
    return found


def unanswered(nomination: Nomination) -> list[str]:
    """Return the lines of the checklist without an answer."""
    return [check.text for check in nomination.checks if not check.answer]


def unmet(nomination: Nomination) -> list[str]:
    """Return the lines of the checklist that are not met, with their article."""
    return [f"{check.text} ({check.article})" for check in nomination.checks if check.answer == "no"]


def barred_own_file(account: Account, nomination: Nomination) -> bool:
    """Nobody checks a file that is about them or that they handed in."""
    return is_nominee(account, nomination) or nomination.nominated_by == account.id
