"""Read training: records that an account may see, courses, levels, who lacks what."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock, files, tasks
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..parameters.queries import rule
from ..people.models import Account, Person, Unit
from ..people.queries import accounts_with, staff
from . import rules
from .models import Attendance, ContentClass, Course, Level, PlanTopic, SkillAssessment, TrainingRecord
from .states import State


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the query of records that an account may see; agrees with `rules.may_see`."""
    allowed: list[sa.ColumnElement[bool]] = []
    if account.has(P.TRAINING_READ_ALL):
        allowed.append(sa.true())
    if account.has(P.TRAINING_CONFIRM):
        units = account.units_with(P.TRAINING_CONFIRM)
        allowed.append(sa.true() if units is None else TrainingRecord.unit_id.in_(units))
    handed_in = sa.and_(TrainingRecord.state != State.DRAFT, sa.or_(sa.false(), *allowed))
    return sa.select(TrainingRecord).where(sa.or_(TrainingRecord.person_id == account.person_id, handed_in))


def with_lists(query: sa.Select[Any]) -> sa.Select[Any]:
    """Load what a list row shows in a fixed number of statements."""
    return query.options(joinedload(TrainingRecord.person), joinedload(TrainingRecord.unit))


def get_for(account: Account, record_id: int) -> TrainingRecord:
    """Return a record that the account may see; NotThere otherwise."""
    found = db.session.scalar(with_lists(visible_to(account)).where(TrainingRecord.id == record_id))
    if found is None:
        raise NotThere("Không tìm thấy hồ sơ đào tạo này.")
    return found


def may_read_files(account: Account, record_id: int) -> bool:
    """Return whether the account may read the evidence of a record."""
    found = db.session.get(TrainingRecord, record_id)
    return found is not None and rules.may_see(account, found)


def may_read_proof(account: Account, assessment_id: int) -> bool:
    """Return whether the account may read the proof of an assessed level."""
    found = db.session.get(SkillAssessment, assessment_id)
    return found is not None and rules.may_see_person(account, found.person)


files.READERS["training_record"] = may_read_files
files.READERS["skill_assessment"] = may_read_proof


def courses() -> sa.Select[Any]:
    """Return the query of courses with their attendance lists."""
    return sa.select(Course).options(selectinload(Course.attendees))


def get_course(course_id: int) -> Course:
    """Return a course; NotThere when there is none."""
    found = db.session.scalar(courses().where(Course.id == course_id))
    if found is None:
        raise NotThere("Không tìm thấy lớp này.")
    return found


def attendance(course: Course) -> list[Attendance]:
    """Return the attendance list by given name."""
    return sorted(course.attendees, key=lambda row: (row.person.name_key, row.person.id))


def levels(person_ids: list[int], on: dt.date | None = None) -> dict[int, Level]:
    """Return person id -> level on a day: the newest assessment that has not expired; else not assessed."""
    day = on or clock.today()
    found = dict.fromkeys(person_ids, Level.NOT_ASSESSED)
    query = sa.select(SkillAssessment.person_id, SkillAssessment.level).where(
        SkillAssessment.person_id.in_(person_ids),
        SkillAssessment.assessed_on <= day,
        sa.or_(SkillAssessment.expires_on.is_(None), SkillAssessment.expires_on >= day),
    )
    for person_id, level in db.session.execute(
        query.order_by(SkillAssessment.assessed_on, SkillAssessment.id)
    ):
        found[person_id] = level
    return found


def assessments(person: Person) -> list[SkillAssessment]:
    """Return all assessments of a person, newest first."""
    query = sa.select(SkillAssessment).where(SkillAssessment.person_id == person.id)
    return list(
        db.session.scalars(query.order_by(SkillAssessment.assessed_on.desc(), SkillAssessment.id.desc()))
    )


def records_of(person_id: int, *, drafts: bool) -> list[TrainingRecord]:
    """Return a person's records, newest first; drafts only for the person."""
    query = sa.select(TrainingRecord).where(TrainingRecord.person_id == person_id)
    if not drafts:
        query = query.where(TrainingRecord.state != State.DRAFT)
    return list(db.session.scalars(query.order_by(TrainingRecord.starts_on.desc(), TrainingRecord.id.desc())))


@dataclass(frozen=True)
class Standing:
    """What one person of a unit has and lacks this year."""

    person: Person
    level: Level
    periods: int
    basic_digital: bool
    lacks: tuple[str, ...]


def minimum_periods(on: dt.date) -> int:
    """Return the yearly minimum of training in periods (NĐ 171/2025 Điều 16.3); 0 when there is no rule."""
    try:
        return int(rule("training.hours_minimum", on).value)
    except NotReady:
        return 0


def standings(unit: Unit, year: int) -> list[Standing]:
    """Return who of a unit lacks what in a year, by given name; a constant number of statements."""
    people = staff(unit.id)
    ids = [person.id for person in people]
    level = levels(ids)
    minimum = minimum_periods(clock.today())
    hours, digital = _verified(ids, year)
    found = []
    for person in people:
        lacks = []
        if person.id not in digital:
            lacks.append("đào tạo kỹ năng số cơ bản")
        if level[person.id] == Level.NOT_ASSESSED:
            lacks.append("đánh giá mức kỹ năng số")
        if hours.get(person.id, 0) < minimum:
            lacks.append(f"{minimum - hours.get(person.id, 0)} tiết bồi dưỡng năm {year}")
        found.append(
            Standing(person, level[person.id], hours.get(person.id, 0), person.id in digital, tuple(lacks))
        )
    return found


def _verified(ids: list[int], year: int) -> tuple[dict[int, int], set[int]]:
    """Return periods of the year per person, and who ever was trained in digital skills."""
    base = sa.select(TrainingRecord.person_id).where(
        TrainingRecord.person_id.in_(ids), TrainingRecord.state == State.VERIFIED
    )
    hours = base.add_columns(sa.func.sum(TrainingRecord.periods)).where(
        sa.extract("year", TrainingRecord.starts_on) == year
    )
    digital = base.where(
        sa.or_(
            TrainingRecord.topic == PlanTopic.DIGITAL_SKILL,
            TrainingRecord.content_class == ContentClass.DIGITAL,
        )
    )
    totals = {
        person: int(total or 0)
        for person, total in db.session.execute(hours.group_by(TrainingRecord.person_id))
    }
    return totals, set(db.session.scalars(digital))


def units_of(account: Account) -> list[Unit]:
    """Return the units whose training the account looks after."""
    query = sa.select(Unit).order_by(Unit.position)
    if account.has(P.TRAINING_READ_ALL):
        return list(db.session.scalars(query.where(Unit.parent_id.is_not(None))))
    units = account.units_with(P.TRAINING_CONFIRM)
    return list(db.session.scalars(query if units is None else query.where(Unit.id.in_(units))))


def get_person_for(account: Account, person_id: int) -> Person:
    """Return a person whose history the account may see; NotThere otherwise."""
    found = db.session.get(Person, person_id)
    if found is None or not rules.may_see_person(account, found):
        raise NotThere("Không tìm thấy người này.")
    return found


def headless(account: Account) -> list[int]:
    """Return handed-in records that the standing body confirms because no head can."""
    if not account.has(P.TRAINING_COURSES):
        return []
    waiting = db.session.execute(
        sa.select(TrainingRecord.id, TrainingRecord.person_id, TrainingRecord.unit_id).where(
            TrainingRecord.state == State.SUBMITTED
        )
    ).all()
    if not waiting:
        return []
    heads = [
        (head.person_id, head.units_with(P.TRAINING_CONFIRM)) for head in accounts_with(P.TRAINING_CONFIRM)
    ]
    return [
        record_id
        for record_id, person_id, unit_id in waiting
        if not any(head != person_id and (units is None or unit_id in units) for head, units in heads)
    ]


def waiting_for(account: Account) -> sa.Select[Any]:
    """Return the query of records that the account should confirm now; never its own."""
    acts: list[sa.ColumnElement[bool]] = [TrainingRecord.id.in_(headless(account))]
    if account.has(P.TRAINING_CONFIRM):
        units = account.units_with(P.TRAINING_CONFIRM)
        acts.append(sa.true() if units is None else TrainingRecord.unit_id.in_(units))
    return sa.select(TrainingRecord).where(
        TrainingRecord.state == State.SUBMITTED,
        TrainingRecord.person_id != account.person_id,
        sa.or_(*acts),
    )


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Records to confirm; own ones that came back, are unfinished or wait."""
    found: list[Task] = []
    who: dict[int, str] = {}
    if account.has(P.TRAINING_CONFIRM) or account.has(P.TRAINING_COURSES):
        for one in db.session.scalars(with_lists(waiting_for(account)).order_by(TrainingRecord.id)):
            title = f"Xác nhận hồ sơ đào tạo: {one.person.full_name}"
            found.append(Task(title, one.title, f"/dao-tao/{one.id}", "Xem và xác nhận", due=one.due_on))
    mine = sa.select(TrainingRecord).where(
        TrainingRecord.person_id == account.person_id,
        TrainingRecord.state.in_([State.DRAFT, State.RETURNED, State.SUBMITTED]),
    )
    for one in db.session.scalars(mine.order_by(TrainingRecord.id)):
        title = one.title or "Hồ sơ đào tạo chưa đặt tên"
        if one.state == State.RETURNED:
            found.append(
                Task(
                    f"Sửa hồ sơ đào tạo: {title}",
                    "Được trả lại kèm lý do",
                    f"/dao-tao/{one.id}",
                    "Xem lý do và sửa",
                )
            )
        elif one.state == State.DRAFT:
            found.append(Task(f"Viết tiếp: {title}", "Hồ sơ đào tạo", f"/dao-tao/{one.id}/viet", "Viết tiếp"))
        else:
            if one.unit_id not in who:  # asked once: the owner is the same, so only the unit decides
                who[one.unit_id] = rules.confirmer_words(one)
            found.append(
                Task(
                    title,
                    "Hồ sơ đào tạo của bạn",
                    f"/dao-tao/{one.id}",
                    "",
                    due=one.due_on,
                    waiting_for=who[one.unit_id],
                )
            )
    return found
