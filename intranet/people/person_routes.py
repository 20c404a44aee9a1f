"""People: list, page of one, add, edit, leaving."""

from typing import Any

import sqlalchemy as sa
from flask import Response, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from ..core import audit, clock, edits, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from . import queries, staff_actions
from .blueprint import blueprint
from .forms import UNKNOWN, LeaveForm, PersonForm, typed
from .models import Honorific, Person, Unit

nav.entry("Quản trị", "Cán bộ, công chức", "people.person_list", P.PEOPLE_READ, order=30)

FIELDS = ("full_name", "title", "position", "civil_servant", "born_on", "qualification", "address")
WORKING, LEFT, OUTSIDE = "dang-cong-tac", "da-nghi", "cong-dan"


@blueprint.get("/quan-tri/nguoi")
@needs(P.PEOPLE_READ)
def person_list() -> Response:
    """Everybody, by given name."""
    listing = _listing()
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách cán bộ, công chức")
    return render("people/people.html", listing=listing, may_edit=current_user.has(P.PEOPLE_WRITE))


def _listing() -> tables.Listing:
    columns = [
        tables.Column("name", "Họ và tên", lambda p: p.full_name, Person.name_key),
        tables.Column("honorific", "Danh xưng", lambda p: p.honorific.value if p.honorific else ""),
        tables.Column("job", "Chức vụ, chức danh", lambda p: p.position or p.title),
        tables.Column("unit", "Đơn vị", lambda p: p.unit.name if p.unit else "", Unit.position),
        tables.Column("login", "Tên đăng nhập", lambda p: p.account.login if p.account else ""),
        tables.Column("state", "Tình trạng", _state_words),
    ]
    if not current_user.has(P.PEOPLE_WRITE):
        columns = [column for column in columns if column.key != "login"]
    units = [(str(unit.id), unit.name) for _, unit in queries.unit_tree()]
    kinds = [(WORKING, "Đang công tác"), (LEFT, "Đã nghỉ"), (OUTSIDE, "Công dân")]
    query = sa.select(Person).outerjoin(Person.unit)
    return tables.Listing(
        query.options(joinedload(Person.unit), selectinload(Person.account)),
        columns,
        request.args,
        url_for("people.person_list"),
        filters=[
            tables.Filter("don-vi", "Đơn vị", units, lambda value: Person.unit_id == int(value)),
            tables.Filter("tinh-trang", "Tình trạng", kinds, _in_state),
        ],
        search_in=[Person.name_fold],
        default_sort="name",
        tie=Person.id,
    )


def _in_state(value: str) -> Any:
    gone = sa.and_(Person.left_on.is_not(None), Person.left_on <= clock.today())
    if value == LEFT:
        return gone
    inside = Person.unit_id.is_not(None) if value == WORKING else Person.unit_id.is_(None)
    return sa.and_(inside, sa.or_(Person.left_on.is_(None), Person.left_on > clock.today()))


def _state_words(person: Person) -> str:
    if person.left_on is None:
        return "Đang công tác" if person.unit_id else "Công dân"
    return f"Nghỉ từ {short_date(person.left_on)}"


@blueprint.get("/quan-tri/nguoi/<int:person_id>")
@needs(P.PEOPLE_READ)
def person(person_id: int) -> Response:
    """One person with account, roles and what was done to them."""
    found = queries.get_person(person_id)
    events = audit.timeline(found)
    if found.account is not None:
        events = sorted([*events, *audit.timeline(found.account)], key=lambda e: e.id)
    may_edit = current_user.has(P.PEOPLE_WRITE)
    return render(
        "people/person.html",
        person=found,
        account=found.account,
        state=_state_words(found),
        events=events[-30:] if may_edit else [],
        may_edit=may_edit,
    )


@blueprint.route("/quan-tri/nguoi/them", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def new_person() -> Response:
    """Add a person."""
    return _person_page(PersonForm(data={"civil_servant": True}), None)


@blueprint.route("/quan-tri/nguoi/<int:person_id>/sua", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def edit_person(person_id: int) -> Response:
    """Edit a person."""
    found = queries.get_person(person_id)
    return _person_page(PersonForm(data=_stored(found) | {"version": found.version}), found)


def _stored(found: Person) -> dict[str, Any]:
    honorific = found.honorific.value if found.honorific else UNKNOWN
    unit = str(found.unit_id or "")
    return {"honorific": honorific, "unit": unit} | {name: getattr(found, name) for name in FIELDS}


def _person_page(form: PersonForm, found: Person | None) -> Response:
    keep = found.unit_id if found is not None else None
    open_units = {unit.id for unit in queries.units()} | ({keep} if keep else set())
    form.unit.choices = [
        ("", "Không thuộc đơn vị nào (công dân)"),
        *((str(unit.id), unit.name) for _, unit in queries.unit_tree() if unit.id in open_units),
    ]
    problem: DomainError | None = None
    status, both = 200, None
    if form.validate_on_submit():
        if found is not None and edits.is_stale(form, found):
            status, both = 409, edits.differences(form, _stored(found))
            form.version.data = str(found.version)
        else:
            try:
                saved = _save(form, found)
            except DomainError as error:
                db.session.rollback()
                problem, status = error, error.status
            else:
                return finish(url_for("people.person", person_id=saved.id), f"Đã lưu {saved.addressed}.")
    elif form.is_submitted():
        status = 422
    return render(
        "people/person_form.html", form=form, person=found, problem=problem, both=both, status=status
    )


def _save(form: PersonForm, found: Person | None) -> Person:
    values = typed(form, *FIELDS)
    values["honorific"] = None if form.honorific.data == UNKNOWN else Honorific(form.honorific.data)
    values["unit_id"] = number_or_none(form.unit.data)
    for name in ("title", "position", "qualification", "address"):
        values[name] = values[name] or ""
    if found is None:
        return staff_actions.make_person(values, actor=current_user)
    staff_actions.change_person(found, values, actor=current_user)
    return found


@blueprint.route("/quan-tri/nguoi/<int:person_id>/nghi", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def leave(person_id: int) -> Response:
    """Note that a person leaves."""
    found = queries.get_person(person_id)
    form = LeaveForm(data={"left_on": clock.today()})
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            staff_actions.leave(found, form.left_on.data, actor=current_user)
        except DomainError as error:
            db.session.rollback()
            problem = error
        else:
            message = f"{found.addressed} nghỉ từ {short_date(form.left_on.data)}. Các vai trò đã kết thúc."
            return finish(url_for("people.person", person_id=person_id), message)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("people/leave.html", form=form, person=found, problem=problem, status=status)


@blueprint.post("/quan-tri/nguoi/<int:person_id>/tro-lai")
@needs(P.PEOPLE_WRITE)
def come_back(person_id: int) -> Response:
    """Undo a leaving."""
    found = queries.get_person(person_id)
    staff_actions.come_back(found, actor=current_user)
    message = f"{found.addressed} trở lại công tác. Hãy giao lại vai trò nếu cần."
    return finish(url_for("people.person", person_id=person_id), message)
