"""Acts on courses that the standing body ran: list of attendees, closing makes verified records."""

import datetime as dt
from typing import Any

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..notices.actions import tell
from ..people.models import Account, Person
from ..people.queries import account_ids_of
from . import rules
from .models import Attendance, Course, TrainingRecord
from .states import State

audit.declare(
    "course",
    created=("title",),
    edited=("title",),
    listed=("number",),
    closed=("number",),
    late=("person_id",),
)
audit.declare("training_record", born=("course_id",))

RESULT_LIMIT, NUMBER_LIMIT = 100, 60  # as the columns
_ONLY_STANDING = "Chỉ cơ quan thường trực lập được lớp và danh sách học viên."
FIELDS = (
    "title", "content_class", "topic", "digital_groups", "format", "provider", "place", "starts_on", "ends_on",
    "periods",
)  # fmt: skip


def create(values: dict[str, Any], *, actor: Account) -> Course:
    """Make a course."""
    rules.require(actor.has(P.TRAINING_COURSES), _ONLY_STANDING)
    _check(values)
    course = Course(**values)
    db.session.add(course)
    db.session.flush()
    audit.record("course:created", actor=actor, obj=course, data={"title": course.title})
    return course


def edit(course: Course, values: dict[str, Any], *, actor: Account) -> None:
    """Change a course until its list is closed."""
    rules.require(actor.has(P.TRAINING_COURSES), _ONLY_STANDING)
    _require_open(course)
    _check(values)
    for name, value in values.items():
        setattr(course, name, value)
    audit.record("course:edited", actor=actor, obj=course, data={"title": course.title})


def _check(values: dict[str, Any]) -> None:
    if values["ends_on"] < values["starts_on"]:
        raise NotReady("“Đến ngày” phải từ “Từ ngày” trở đi.", ["Đến ngày"])


def _require_open(course: Course) -> None:
    if course.closed_at is not None:
        raise WrongState("Danh sách lớp này đã chốt. Người đến muộn được bổ sung riêng, kèm lý do.")


def add_people(course: Course, people: list[Person], *, actor: Account) -> int:
    """Put people on the list; those already on it stay as they are. Returns how many are new."""
    rules.require(actor.has(P.TRAINING_COURSES), _ONLY_STANDING)
    _require_open(course)
    known = {row.person_id for row in course.attendees}
    new = [person for person in people if person.id not in known]
    for person in new:
        course.attendees.append(Attendance(person=person, attended=True))
    db.session.flush()
    audit.record("course:listed", actor=actor, obj=course, data={"number": len(course.attendees)})
    return len(new)


def mark(course: Course, marks: dict[int, tuple[bool, str, str]], *, actor: Account) -> None:
    """Note attendance id -> (attended, result, certificate number). NotReady when one is too long."""
    rules.require(actor.has(P.TRAINING_COURSES), _ONLY_STANDING)
    _require_open(course)
    for row in course.attendees:
        _, result, number = marks.get(row.id, (True, "", ""))
        if len(result) > RESULT_LIMIT or len(number) > NUMBER_LIMIT:
            raise NotReady(
                f"Kết quả (tối đa {RESULT_LIMIT} ký tự) hoặc số chứng nhận (tối đa {NUMBER_LIMIT} ký tự) của "
                f"{row.person.full_name} dài quá. Hãy viết ngắn lại.",
                ["Kết quả, số chứng nhận"],
            )
    for row in course.attendees:
        if row.id in marks:
            row.attended, row.result, row.certificate_number = marks[row.id]
    audit.record("course:listed", actor=actor, obj=course, data={"number": len(course.attendees)})


def remove(course: Course, attendance_id: int, *, actor: Account) -> None:
    """Take somebody off the list."""
    rules.require(actor.has(P.TRAINING_COURSES), _ONLY_STANDING)
    _require_open(course)
    course.attendees = [row for row in course.attendees if row.id != attendance_id]
    audit.record("course:listed", actor=actor, obj=course, data={"number": len(course.attendees)})


def close(course: Course, *, actor: Account, at: dt.datetime | None = None) -> int:
    """Close the list: everybody who attended gets a verified record. Returns how many records were made."""
    rules.require(actor.has(P.TRAINING_COURSES), _ONLY_STANDING)
    _require_open(course)
    present = [row for row in course.attendees if row.attended]
    if not present:
        raise NotReady("Danh sách chưa có ai dự lớp, nên chưa chốt được.", ["Danh sách học viên"])
    if course.ends_on > clock.today():
        raise NotReady("Lớp chưa kết thúc. Hãy chốt danh sách sau ngày kết thúc.", ["Đến ngày"])
    course.closed_at, course.closed_by = at or clock.now(), actor.display_name
    for row in present:
        _make_record(course, row, actor)
    audit.record("course:closed", actor=actor, obj=course, data={"number": len(present)})
    people = account_ids_of([row.person_id for row in present])
    tell(people, f"Đã ghi hồ sơ đào tạo: {course.title}", url="/dao-tao")
    return len(present)


def add_late(course: Course, person: Person, *, actor: Account, reason: str) -> None:
    """Add somebody who was forgotten after the list was closed, with a reason for the log."""
    rules.require(actor.has(P.TRAINING_COURSES), _ONLY_STANDING)
    if course.closed_at is None:
        raise WrongState("Danh sách chưa chốt: hãy thêm người như bình thường.")
    if not reason.strip():
        raise NotReady("Cần ghi lý do bổ sung.", ["Lý do"])
    if any(row.person_id == person.id and row.attended for row in course.attendees):
        raise NotReady(f"{person.full_name} đã có trong danh sách.", ["Học viên"])
    course.attendees = [row for row in course.attendees if row.person_id != person.id]
    db.session.flush()
    row = Attendance(person=person, attended=True)
    course.attendees.append(row)
    db.session.flush()
    _make_record(course, row, actor)
    audit.record("course:late", actor=actor, obj=course, reason=reason, data={"person_id": person.id})
    tell(account_ids_of([person.id]), f"Đã ghi hồ sơ đào tạo: {course.title}", url="/dao-tao")


def _make_record(course: Course, row: Attendance, actor: Account) -> None:
    """Make the verified record that is born from a line of the list."""
    if row.person.unit_id is None:
        raise NotReady(f"{row.person.full_name} chưa thuộc đơn vị nào.", [row.person.full_name])
    record = TrainingRecord(
        state=State.VERIFIED,
        person=row.person,
        unit_id=row.person.unit_id,
        course=course,
        title=course.title,
        content_class=course.content_class,
        topic=course.topic,
        digital_groups=course.digital_groups,
        format=course.format,
        provider=course.provider,
        starts_on=course.starts_on,
        ends_on=course.ends_on,
        periods=course.periods,
        result=row.result,
        certificate_number=row.certificate_number,
        verified_by=actor.display_name,
        verified_at=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    audit.record(
        "training_record:born", actor=actor, obj=record, to_state="verified", data={"course_id": course.id}
    )
