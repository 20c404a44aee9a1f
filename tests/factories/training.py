"""Training records, courses and levels for tests, made by the real acts."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from intranet.core import files
from intranet.core.db import db
from intranet.people.models import Account, Person
from intranet.training import actions, course_actions, rules
from intranet.training.models import (
    ContentClass,
    Course,
    Format,
    Level,
    PlanTopic,
    SkillAssessment,
    TrainingRecord,
)
from intranet.training.states import State

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
TITLE = "Kỹ năng số cơ bản cho cán bộ, công chức"


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def person(login: str) -> Person:
    """Return the person of an example account."""
    return account(login).person


def values(**changes: Any) -> dict[str, Any]:
    """Return everything that a complete record holds."""
    return {
        "title": TITLE,
        "content_class": ContentClass.DIGITAL,
        "topic": PlanTopic.DIGITAL_SKILL,
        "digital_groups": "abe",
        "format": Format.ONSITE,
        "provider": "Sở Nội vụ thành phố Hà Nội",
        "starts_on": dt.date(2026, 6, 1),
        "ends_on": dt.date(2026, 6, 5),
        "periods": 40,
    } | changes


def draft(owner: str = "nhanvien", *, proof: bool = True, **changes: Any) -> TrainingRecord:
    """Return a draft of an example person, complete unless told otherwise."""
    writer = account(owner)
    made = actions.create(actor=writer)
    actions.save(made, values(**changes), actor=writer)
    if proof:
        files.attach(made, "giay-chung-nhan.png", PNG, actor=writer)
    return made


def at(state: State, owner: str = "nhanvien", **changes: Any) -> TrainingRecord:
    """Return a record that went the real way to a state."""
    made = draft(owner, **changes)
    if state == State.DRAFT:
        return made
    actions.submit(made, actor=account(owner))
    if state == State.SUBMITTED:
        return made
    head = rules.confirmers(made)[0]
    if state == State.VERIFIED:
        actions.verify(made, actor=head)
    elif state == State.RETURNED:
        actions.send_back(made, actor=head, reason="Bổ sung ảnh giấy chứng nhận rõ hơn.")
    else:
        actions.reject(made, actor=head, reason="Lớp này không thuộc nội dung bồi dưỡng.")
    return made


def course(*logins: str, **changes: Any) -> Course:
    """Return an open course with some example people on its list."""
    desk = account("thuongtruc")
    made = course_actions.create(values(place="Hội trường UBND xã") | changes, actor=desk)
    if logins:
        course_actions.add_people(made, [person(login) for login in logins], actor=desk)
    return made


def level(login: str = "nhanvien", reached: Level = Level.BASIC, **changes: Any) -> SkillAssessment:
    """Return an assessment of an example person, recorded by the standing body."""
    given = {"assessed_on": dt.date(2026, 7, 1), "evidence_kind": "vneid"} | changes
    return actions.assess(person(login), reached, actor=account("thuongtruc"), **given)
