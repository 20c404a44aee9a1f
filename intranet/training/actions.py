"""Acts on training records and skill levels. Courses: `course_actions.py`. Nothing here commits."""

import datetime as dt
from typing import Any

from ..core import audit, clock, files
from ..core.db import db
from ..core.errors import NotReady, Stale, WrongState
from ..core.workflow import perform
from ..notices.actions import tell
from ..parameters.queries import deadline
from ..people.models import Account, Person
from ..people.queries import account_ids_of
from . import rules
from .models import Level, SkillAssessment, TrainingRecord
from .states import WORKFLOW, State, Step

audit.declare("training_record", created=())
audit.declare("skill", assessed=("person_id", "level", "evidence"))

FIELDS = (
    "title", "content_class", "topic", "digital_groups", "format", "provider", "starts_on", "ends_on", "periods",
    "result", "certificate_number",
)  # fmt: skip
_NOT_YOURS = "Bạn không phải là người xác nhận hồ sơ này."


def create(*, actor: Account) -> TrainingRecord:
    """Begin a draft of the actor's own. NotReady when the actor belongs to no unit: nobody could confirm it."""
    person = actor.person
    if person.unit_id is None:
        raise NotReady("Hồ sơ của bạn chưa ghi đơn vị, nên chưa ghi được đào tạo. Hãy báo quản trị bổ sung.")
    record = TrainingRecord(
        person_id=person.id, unit_id=person.unit_id, state=State.DRAFT, created_at=clock.now()
    )
    record.title = ""
    db.session.add(record)
    db.session.flush()
    audit.record("training_record:created", actor=actor, obj=record)
    return record


def save(record: TrainingRecord, values: dict[str, Any], *, actor: Account) -> None:
    """Store what is written so far, complete or not. NotReady for dates in the wrong order."""
    rules.require(
        rules.may_edit(actor, record), "Chỉ người ghi sửa được, khi hồ sơ chưa nộp hoặc được trả lại."
    )
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if starts and ends and ends < starts:
        raise NotReady("“Đến ngày” phải từ “Từ ngày” trở đi.", ["Đến ngày"])
    if record.state != State.DRAFT and not (values.get("title") and starts):
        raise NotReady("Hồ sơ đã nộp phải có tên lớp và ngày bắt đầu.", ["Tên lớp, khóa học", "Từ ngày"])
    for name in FIELDS:
        if name in values:
            setattr(record, name, values[name])
    db.session.flush()


def check_version(record: TrainingRecord, version: str | None) -> None:
    """Raise Stale when the form was opened on another version than the stored one."""
    if str(version) != str(record.version):
        raise Stale("Hồ sơ này đã được sửa ở nơi khác từ lúc bạn mở trang.")


def submit(record: TrainingRecord, *, actor: Account) -> None:
    """Hand in, or hand in again. NotReady with the list of what is missing; the unit's head is told."""
    rules.require(rules.is_owner(actor, record), "Chỉ người ghi nộp được hồ sơ này.")
    if record.state not in rules.EDITABLE:
        raise WrongState("Hồ sơ này đã được nộp rồi.")
    lacking = rules.missing(record, evidence=len(files.of(record)))
    if lacking:
        raise NotReady("Chưa nộp được, còn thiếu một số nội dung.", [words for words, _ in lacking])
    if record.ends_on is not None and record.ends_on > clock.today():
        raise NotReady("Lớp chưa kết thúc. Hãy nộp sau ngày kết thúc lớp.", ["Đến ngày"])
    record.submitted_at = record.submitted_at or clock.now()
    record.due_on = deadline("deadline.training.confirm", clock.today())
    step = Step.SUBMIT if record.state == State.DRAFT else Step.RESUBMIT
    perform(WORKFLOW, record, step, actor=actor)
    people = [account.id for account in rules.confirmers(record)]
    title = f"Hồ sơ đào tạo chờ xác nhận: {record.person.full_name}"
    tell(people, title, text=record.title, url=_url(record), act_needed=True)


def verify(record: TrainingRecord, *, actor: Account) -> None:
    """Confirm that the training took place; the owner is told. Barred for the owner and for others."""
    _require_waiting(record, actor)
    record.verified_by, record.verified_at, record.due_on = actor.display_name, clock.now(), None
    perform(WORKFLOW, record, Step.VERIFY, actor=actor)
    _tell_owner(record, "Hồ sơ đào tạo đã được xác nhận")


def send_back(record: TrainingRecord, *, actor: Account, reason: str) -> None:
    """Return it to the owner with a reason."""
    _require_waiting(record, actor)
    record.due_on = None
    perform(WORKFLOW, record, Step.RETURN, actor=actor, reason=reason)
    _tell_owner(record, "Hồ sơ đào tạo được trả lại để sửa", reason, act_needed=True)


def reject(record: TrainingRecord, *, actor: Account, reason: str) -> None:
    """Do not confirm it, for good, with a reason."""
    _require_waiting(record, actor)
    record.due_on = None
    perform(WORKFLOW, record, Step.REJECT, actor=actor, reason=reason)
    _tell_owner(record, "Hồ sơ đào tạo không được xác nhận", reason)


def _require_waiting(record: TrainingRecord, actor: Account) -> None:
    if record.state != State.SUBMITTED:
        raise WrongState("Việc này không còn làm được: hồ sơ đã chuyển sang bước khác. Hãy tải lại trang.")
    own = rules.barred_own_record(actor, record)
    rules.require(not own, "Đây là hồ sơ của chính bạn, nên người khác sẽ xác nhận.")
    rules.require(rules.may_confirm(actor, record), _NOT_YOURS)


def _tell_owner(record: TrainingRecord, title: str, reason: str = "", *, act_needed: bool = False) -> None:
    text = f"{record.title}. {reason}" if reason else record.title
    tell(account_ids_of([record.person_id]), title, text=text, url=_url(record), act_needed=act_needed)


def _url(record: TrainingRecord) -> str:
    return f"/dao-tao/{record.id}"


def assess(
    person: Person,
    level: Level,
    *,
    actor: Account,
    assessed_on: dt.date,
    evidence_kind: str,
    evidence_note: str = "",
    expires_on: dt.date | None = None,
) -> SkillAssessment:
    """Record a reached skill level with its proof (apart from attendance). Not the own, not in the future."""
    own = rules.barred_own_level(actor, person)
    rules.require(not own, "Không ai tự ghi mức kỹ năng của mình. Trưởng đơn vị hoặc thường trực sẽ ghi.")
    rules.require(rules.may_assess(actor, person), "Bạn không ghi mức kỹ năng của người này được.")
    if assessed_on > clock.today():
        raise NotReady("Ngày đánh giá không được ở tương lai.", ["Ngày đánh giá"])
    if expires_on is not None and expires_on <= assessed_on:
        raise NotReady("Ngày hết hạn phải sau ngày đánh giá.", ["Có giá trị đến"])
    row = SkillAssessment(
        person=person,
        level=level,
        assessed_on=assessed_on,
        evidence_kind=evidence_kind,
        evidence_note=evidence_note,
        expires_on=expires_on,
        recorded_by=actor.display_name,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    data = {"person_id": person.id, "level": level.value, "evidence": evidence_kind}
    audit.record("skill:assessed", actor=actor, obj=row, data=data)
    tell(account_ids_of([person.id]), "Mức kỹ năng số của bạn đã được ghi", url="/dao-tao")
    return row
