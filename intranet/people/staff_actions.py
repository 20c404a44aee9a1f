"""Acts on units and people. Nothing is ever deleted: units and people end on a date."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.edits import apply
from ..core.errors import NotReady, WrongState
from ..core.text import clean_line, fold, short_date
from . import rules, sessions
from .models import Account, Person, Unit, UnitKind

PRIVATE = ("born_on", "address")  # of these the log keeps only that they changed

audit.declare(
    "people",
    unit_made=("name",),
    unit_changed=("changes",),
    unit_closed=("ends_on",),
    person_made=("name",),
    person_changed=("changes",),
    person_left=("left_on", "roles_ended"),
    person_returned=(),
)


def make_unit(values: dict[str, Any], *, actor: Actor) -> Unit:
    """Add a unit from its fields by name. NotReady when the name is taken or the parent has ended."""
    _check_name(values["name"], None)
    _check_parent(None, values.get("parent_id"))
    unit = Unit(**values)
    db.session.add(unit)
    db.session.flush()
    audit.record("people:unit_made", actor=actor, obj=unit, data={"name": unit.name})
    return unit


def change_unit(unit: Unit, values: dict[str, Any], *, actor: Actor) -> None:
    """Change a unit or its place in the tree; NotReady when the name is taken or it would be below itself."""
    _check_name(values["name"], unit)
    _check_parent(unit, values.get("parent_id"))
    if changes := apply(unit, values):
        audit.record("people:unit_changed", actor=actor, obj=unit, data={"changes": changes})


def _check_name(name: str, unit: Unit | None) -> None:
    query = sa.select(Unit.id).where(Unit.name_fold == fold(clean_line(name)))
    if unit is not None:
        query = query.where(Unit.id != unit.id)
    if db.session.scalar(query) is not None:
        raise NotReady("Đã có đơn vị mang tên này.", ["Tên đơn vị"])


def _check_parent(unit: Unit | None, parent_id: int | None) -> None:
    parent = db.session.get(Unit, parent_id) if parent_id else None
    if unit is not None and rules.below_itself(unit, parent):
        raise NotReady(
            "Một đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó.", ["Trực thuộc"]
        )
    if parent is not None and rules.closed(parent, clock.today()):
        raise NotReady(f"“{parent.name}” đã kết thúc hoạt động.", ["Trực thuộc"])


def close_unit(unit: Unit, ends_on: dt.date, *, actor: Actor) -> None:
    """End a unit with its last day; it stays in all old papers.

    NotReady (naming them) while units or people still belong to it, or for the commune itself.
    """
    if unit.ends_on is not None:
        raise WrongState(f"Đơn vị này đã kết thúc ngày {short_date(unit.ends_on)}.")
    if unit.kind == UnitKind.COMMUNE:
        raise NotReady("Không thể kết thúc chính cơ quan.")
    if unit.starts_on is not None and ends_on < unit.starts_on:
        raise NotReady("Ngày kết thúc phải sau ngày bắt đầu hoạt động.")
    below = db.session.scalars(
        sa.select(Unit.name)
        .where(Unit.parent_id == unit.id, sa.or_(Unit.ends_on.is_(None), Unit.ends_on > ends_on))
        .order_by(Unit.position)
    )
    people = db.session.scalars(
        sa.select(Person.full_name)
        .where(Person.unit_id == unit.id)
        .where(sa.or_(Person.left_on.is_(None), Person.left_on > ends_on + dt.timedelta(days=1)))
        .order_by(Person.name_key)
    )
    if left := [*below, *people]:
        raise NotReady("Hãy chuyển các đơn vị trực thuộc và những người sau sang đơn vị khác trước.", left)
    unit.ends_on = ends_on
    audit.record("people:unit_closed", actor=actor, obj=unit, data={"ends_on": ends_on})


def make_person(values: dict[str, Any], *, actor: Actor) -> Person:
    """Add a person from the fields by name; NotReady when somebody of the staff has no honorific."""
    _check_honorific(values)
    person = Person(**values)
    db.session.add(person)
    db.session.flush()
    audit.record("people:person_made", actor=actor, obj=person, data={"name": person.full_name})
    return person


def change_person(person: Person, values: dict[str, Any], *, actor: Actor) -> None:
    """Change a person's fields; papers already issued keep their own text."""
    _check_honorific(values)
    if changes := apply(person, values, private=PRIVATE):
        audit.record("people:person_changed", actor=actor, obj=person, data={"changes": changes})


def _check_honorific(values: dict[str, Any]) -> None:
    if rules.honorific_missing(
        values["honorific"], civil_servant=values["civil_servant"], unit_id=values["unit_id"]
    ):
        raise NotReady(
            "Người thuộc đơn vị hoặc là cán bộ, công chức phải có danh xưng Ông hoặc Bà.", ["Danh xưng"]
        )


def leave(person: Person, left_on: dt.date, *, actor: Actor) -> None:
    """Note that a person no longer works here from a day on: one act that ends roles and, if due, sessions.

    Roles end with the day before. The account stays for the records; it stops working on the day itself.
    """
    if person.left_on is not None:
        raise WrongState(f"Người này đã được ghi nhận nghỉ từ {short_date(person.left_on)}.")
    account = db.session.scalar(sa.select(Account).where(Account.person_id == person.id))
    if account is not None and account.id == actor.id:
        rules.require_not_own(account, account, "ghi nhận nghỉ công tác cho mình")
    person.left_on, ended, last_day = left_on, 0, left_on - dt.timedelta(days=1)
    if account is not None:
        for holding in account.holdings:
            if holding.ends_on is None or holding.ends_on > last_day:
                holding.ends_on = last_day
                ended += 1
        if left_on <= clock.today():
            sessions.end_sessions(account)
    data = {"left_on": left_on, "roles_ended": ended}
    audit.record("people:person_left", actor=actor, obj=person, data=data)


def come_back(person: Person, *, actor: Actor) -> None:
    """Undo a leaving (a wrong date, or the person came back). Roles stay ended: they are given anew."""
    if person.left_on is None:
        raise WrongState("Người này đang công tác.")
    person.left_on = None
    audit.record("people:person_returned", actor=actor, obj=person)
