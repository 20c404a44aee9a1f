"""Who may do what to an initiative, and what is missing. Deny rules (`barred_...`) win over every role."""

from collections.abc import Sequence

from ..core.errors import Barred, NotReady
from ..core.permissions import Permission as P
from ..people.models import Account
from ..people.queries import accounts_with
from .models import Initiative, InitiativeApplication, InitiativeAuthor
from .states import State

MAX_AUTHORS = 10
EDITABLE = (State.DRAFT, State.RETURNED)
COUNCIL_SEES = (State.IN_COUNCIL, State.RECOGNISED, State.NOT_RECOGNISED, State.REVOKED)
BEFORE_COUNCIL = (State.DRAFT, State.SUBMITTED, State.ENDORSED, State.ACCEPTED, State.RETURNED)

# (attribute, label, anchor on the form): what an application must hold (TT 18/2013, Phụ lục I)
REQUIRED = (
    ("title", "Tên sáng kiến"),
    ("theme_id", "Nội dung thi đua"),
    ("kind", "Loại giải pháp"),
    ("before", "Tình trạng trước khi áp dụng"),
    ("content", "Nội dung giải pháp"),
    ("novelty", "Tính mới"),
    ("conditions", "Điều kiện áp dụng"),
    ("first_applied_on", "Ngày áp dụng lần đầu"),
    ("first_applied_at", "Nơi áp dụng lần đầu"),
    ("benefit", "Hiệu quả"),
)


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def is_owner(account: Account, initiative: Initiative) -> bool:
    """Return whether the account's person writes this initiative."""
    return account.person_id == initiative.owner_id


def is_author(account: Account, initiative: Initiative) -> bool:
    """Return whether the account's person is one of the authors."""
    return any(author.person_id == account.person_id for author in initiative.authors)


def has_left_the_desk(initiative: Initiative) -> bool:
    """Return whether it was ever handed in: others see nothing of a draft, nor of one given up as a draft."""
    if initiative.state == State.WITHDRAWN:
        return initiative.submitted_at is not None
    return initiative.state != State.DRAFT


def may_see(account: Account, initiative: Initiative) -> bool:
    """Owner and authors; reviewers once it is handed in; the council from the agenda on.

    A recognised one is open to all unit heads: they decide whether their unit takes it up.
    """
    if is_owner(account, initiative) or is_author(account, initiative):
        return True
    if not has_left_the_desk(initiative):
        return False
    return (
        account.has(P.INITIATIVES_READ_ALL)
        or (initiative.state in COUNCIL_SEES and account.has(P.COUNCIL_READ))
        or (initiative.state == State.RECOGNISED and account.has(P.INITIATIVES_ENDORSE))
        or account.has_in(P.INITIATIVES_ENDORSE, initiative.unit_id)
    )


def may_edit(account: Account, initiative: Initiative) -> bool:
    """Only who writes it, only while it is a draft or was returned."""
    return is_owner(account, initiative) and initiative.state in EDITABLE


def may_withdraw(account: Account, initiative: Initiative) -> bool:
    """Who writes it at any time before the council; the other authors once it is handed in."""
    if initiative.state not in BEFORE_COUNCIL:
        return False
    handed_in = has_left_the_desk(initiative)
    return is_owner(account, initiative) or (handed_in and is_author(account, initiative))


def shares_total(initiative: Initiative) -> int:
    """Return the sum of the authors' shares in per cent."""
    return sum(author.share for author in initiative.authors)


def shares_problem(shares: Sequence[int]) -> str:
    """Return what is wrong with the shares as a sentence; empty when they are all given and make 100 %."""
    total = sum(shares)
    if not shares:
        return "Cần có ít nhất một tác giả."
    if total < 100:
        return f"Tổng tỷ lệ là {total} %, còn thiếu {100 - total} %"
    if total > 100:
        return f"Tổng tỷ lệ là {total} %, thừa {total - 100} %"
    if min(shares) < 1:
        return "Mỗi tác giả cần có tỷ lệ đóng góp từ 1 % trở lên."
    return ""


def share_to_confirm(account: Account, initiative: Initiative) -> InitiativeAuthor | None:
    """Return the account's own line that waits for confirmation, once the shares make 100 %."""
    if initiative.state not in EDITABLE or shares_total(initiative) != 100:
        return None
    for author in initiative.authors:
        if author.person_id == account.person_id and author.confirmed_at is None:
            return author
    return None


def missing(initiative: Initiative) -> list[tuple[str, str]]:
    """Return what is missing before it can be handed in: (words, anchor of the field on the form)."""
    found = [(label, f"#{name}") for name, label in REQUIRED if getattr(initiative, name) in (None, "")]
    problem = shares_problem([author.share for author in initiative.authors])
    if problem:
        return [*found, (problem, "#authors")]
    for author in initiative.authors:
        if author.declined_reason:
            found.append((f"{author.person.full_name} chưa đồng ý với tỷ lệ {author.share} %", "#authors"))
        elif author.confirmed_at is None:
            found.append((f"{author.person.full_name} xác nhận tỷ lệ {author.share} %", "#authors"))
    return found


def require_complete(initiative: Initiative) -> None:
    """NotReady with the list of what is missing before handing in."""
    lacking = missing(initiative)
    if lacking:
        raise NotReady("Chưa nộp được, còn thiếu một số nội dung.", [words for words, _ in lacking])


def heads(unit_id: int, initiative: Initiative) -> list[Account]:
    """Return who holds the endorsement for a unit and is no author of the initiative."""
    return [
        account
        for account in accounts_with(P.INITIATIVES_ENDORSE)
        if account.has_in(P.INITIATIVES_ENDORSE, unit_id) and not barred_own_work(account, initiative)
    ]


def checkers(initiative: Initiative) -> list[Account]:
    """Return who checks for the standing body and is no author of the initiative."""
    return [a for a in accounts_with(P.INITIATIVES_CHECK) if not barred_own_work(a, initiative)]


def endorsers(unit_id: int, initiative: Initiative) -> list[Account]:
    """Return who may endorse: the unit's heads; the standing body when there is none but authors.

    Nobody endorses own work, and a file must not stand still because the head wrote it.
    """
    return heads(unit_id, initiative) or checkers(initiative)


def holds_endorsement(account: Account, unit_id: int, initiative: Initiative) -> bool:
    """Return whether the account is one of `endorsers`, asking as little as possible."""
    if barred_own_work(account, initiative):
        return False
    if account.has_in(P.INITIATIVES_ENDORSE, unit_id):
        return True
    return account.has(P.INITIATIVES_CHECK) and not heads(unit_id, initiative)


def may_endorse(account: Account, initiative: Initiative) -> bool:
    """Endorse, or return, what was handed in."""
    return initiative.state == State.SUBMITTED and holds_endorsement(account, initiative.unit_id, initiative)


def may_check(account: Account, initiative: Initiative) -> bool:
    """Accept for the council, or return, what was endorsed."""
    if barred_own_work(account, initiative):
        return False
    return initiative.state == State.ENDORSED and account.has(P.INITIATIVES_CHECK)


def may_return(account: Account, initiative: Initiative) -> bool:
    """Return it for correction: whoever has it now."""
    return may_endorse(account, initiative) or may_check(account, initiative)


def may_record_application(account: Account, initiative: Initiative) -> bool:
    """Write down where a recognised initiative is applied: its authors, the standing body, heads of units."""
    if initiative.state != State.RECOGNISED:
        return False
    return (
        is_owner(account, initiative)
        or is_author(account, initiative)
        or account.has(P.INITIATIVES_CHECK)
        or account.has(P.INITIATIVES_ENDORSE)
    )


def may_edit_application(account: Account, application: InitiativeApplication) -> bool:
    """Correct a record or add proof until the applying unit has confirmed it."""
    return application.confirmed_at is None and may_record_application(account, application.initiative)


def may_confirm_application(account: Account, application: InitiativeApplication) -> bool:
    """Confirm that a unit applies it: that unit's head, who is no author of it."""
    return (
        application.confirmed_at is None
        and application.initiative.state == State.RECOGNISED
        and holds_endorsement(account, application.unit_id, application.initiative)
    )


def application_missing(application: InitiativeApplication) -> list[str]:
    """Return what keeps a record from counting as applied."""
    found = []
    if application.proof_count == 0:
        found.append("ít nhất một tệp minh chứng")
    if application.confirmed_at is None:
        found.append(f"xác nhận của người đứng đầu {application.unit.name}")
    return found


def barred_own_work(account: Account, initiative: Initiative) -> bool:
    """Nobody reviews what he or she wrote or has a share in, whatever the role."""
    return is_owner(account, initiative) or is_author(account, initiative)
