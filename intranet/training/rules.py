"""Who may do what to training records, courses and levels. Deny rules win over every role."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account, Person
from ..people.queries import accounts_with
from .models import TrainingRecord
from .states import State

EDITABLE = (State.DRAFT, State.RETURNED)
REQUIRED = (
    ("title", "Tên lớp, khóa học"),
    ("content_class", "Loại nội dung"),
    ("topic", "Chủ đề theo kế hoạch"),
    ("format", "Hình thức"),
    ("provider", "Đơn vị tổ chức"),
    ("starts_on", "Từ ngày"),
    ("ends_on", "Đến ngày"),
    ("periods", "Số tiết"),
)


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def is_owner(account: Account, record: TrainingRecord) -> bool:
    """Return whether the record is the account's own."""
    return record.person_id == account.person_id


def may_see(account: Account, record: TrainingRecord) -> bool:
    """The owner; once handed in, the unit's head and who reads all records."""
    if is_owner(account, record):
        return True
    if record.state == State.DRAFT:
        return False
    return account.has(P.TRAINING_READ_ALL) or account.has_in(P.TRAINING_CONFIRM, record.unit_id)


def may_edit(account: Account, record: TrainingRecord) -> bool:
    """The owner, while it is a draft or was returned."""
    return is_owner(account, record) and record.state in EDITABLE


def missing(record: TrainingRecord, *, evidence: int) -> list[tuple[str, str]]:
    """Return what is missing before it can be handed in: (words, anchor)."""
    found = [(label, f"#{name}") for name, label in REQUIRED if getattr(record, name) in (None, "")]
    if not evidence:
        found.append(("Ít nhất một tệp: giấy chứng nhận, quyết định cử đi học hoặc ảnh chụp", "#tep"))
    return found


def heads(record: TrainingRecord) -> list[Account]:
    """Return the heads of the record's unit who are not its owner."""
    return [
        account
        for account in accounts_with(P.TRAINING_CONFIRM)
        if account.has_in(P.TRAINING_CONFIRM, record.unit_id) and not barred_own_record(account, record)
    ]


def confirmers(record: TrainingRecord) -> list[Account]:
    """Return who may confirm: the unit's heads; for a head's own record (or without a head) the standing body."""
    return heads(record) or [
        account for account in accounts_with(P.TRAINING_COURSES) if not barred_own_record(account, record)
    ]


def confirmer_words(record: TrainingRecord) -> str:
    """Return who confirms, in the words of the office."""
    return "Trưởng đơn vị" if heads(record) else "Thường trực thi đua"


def may_confirm(account: Account, record: TrainingRecord) -> bool:
    """Confirm, return or reject what was handed in."""
    if record.state != State.SUBMITTED or barred_own_record(account, record):
        return False
    if account.has_in(P.TRAINING_CONFIRM, record.unit_id):
        return True
    return account.has(P.TRAINING_COURSES) and not heads(record)


def may_assess(account: Account, person: Person) -> bool:
    """Record somebody's skill level: the unit's head or the standing body, never the own."""
    if barred_own_level(account, person):
        return False
    return account.has(P.TRAINING_COURSES) or account.has_in(P.TRAINING_CONFIRM, person.unit_id)


def may_see_person(account: Account, person: Person) -> bool:
    """See a person's training history: the person, the unit's head, who reads all."""
    return (
        person.id == account.person_id
        or account.has(P.TRAINING_READ_ALL)
        or account.has_in(P.TRAINING_CONFIRM, person.unit_id)
    )


def barred_own_record(account: Account, record: TrainingRecord) -> bool:
    """Nobody confirms the own record."""
    return is_owner(account, record)


def barred_own_level(account: Account, person: Person) -> bool:
    """Nobody records the own level."""
    return person.id == account.person_id
