"""Registrations of a year: list, begin or copy, write, hand in, accept or return, print."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, NotThere, Stale
from ..core.files import download
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import format_number
from ..core.web import finish
from ..parameters import award_forms
from ..people.queries import staff
from . import actions, paper, queries, rules
from .forms import ReasonForm, RegistrationForm, StepForm
from .models import Registration
from .phrases import WORDS
from .states import State

blueprint = Blueprint("registrations", __name__, url_prefix="/dang-ky-thi-dua")
_READERS = (P.NOMINATIONS_WRITE, P.NOMINATIONS_READ_ALL)
nav.entry("Thi đua", "Đăng ký thi đua", "registrations.index", *_READERS, order=39)


@blueprint.get("")
@needs(*_READERS)
def index() -> Response:
    """All registrations that I may see; what my unit can begin; who is late."""
    today = clock.today()
    years = (today.year, today.year + 1)
    listing = tables.Listing(
        query=queries.visible_to(current_user),
        columns=[
            tables.Column("unit", "Đơn vị", lambda r: r.unit.name),
            tables.Column("year", "Năm", lambda r: r.year, sort=Registration.year),
            tables.Column("lines", "Lượt đăng ký", lambda r: format_number(len(r.lines)), css="num"),
            tables.Column("state", "Trạng thái", lambda r: WORDS[f"registration.{r.state.value}"]),
        ],
        args=request.args,
        path=url_for("registrations.index"),
        filters=[
            tables.Filter(
                "nam",
                "Năm",
                [(str(year), str(year)) for year in range(today.year + 1, today.year - 5, -1)],
                lambda v: Registration.year == int(v),
            ),
            tables.Filter(
                "trang-thai",
                "Trạng thái",
                [(s.value, WORDS[f"registration.{s.value}"]) for s in State],
                lambda v: Registration.state == v,
            ),
        ],
        default_sort="-year",
        tie=Registration.id,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Đăng ký thi đua")
    own = queries.own_units(current_user) if current_user.has(P.NOMINATIONS_WRITE) else []
    there = queries.years_of([unit.id for unit in own])
    here = [
        (unit, year, (unit.id, year - 1) in there)
        for unit in own
        for year in years
        if (unit.id, year) not in there
    ]
    desk = current_user.has(P.NOMINATIONS_CHECK)
    return render(
        "registrations/index.html",
        listing=listing,
        to_begin=here,
        form=StepForm(),
        year=today.year,
        due=queries.due(today.year),
        today=today,
        silent=queries.silent(today.year) if desk else [],
        desk=desk,
    )


def _at(row: Registration) -> str:
    return url_for("registrations.show", registration_id=row.id)


@blueprint.post("/don-vi/<int:unit_id>/lap")
@needs(P.NOMINATIONS_WRITE)
def begin(unit_id: int) -> Response:
    """Begin a registration, empty or after last year's."""
    unit = next((one for one in queries.own_units(current_user) if one.id == unit_id), None)
    if unit is None:
        raise NotThere()
    StepForm().validate()
    year = number_or_none(request.form.get("year")) or clock.today().year
    copy = request.form.get("copy") == "1"
    row = actions.begin(unit, year, actor=current_user, copy=copy)
    done = f"Đã lập đăng ký năm {year}."
    if copy and (names := queries.left_behind(row)):
        done += f" Không chép (đã nghỉ, đã kết thúc hoặc không còn hình thức này): {', '.join(names)}."
    return finish(url_for("registrations.edit", registration_id=row.id), done)


@blueprint.get("/<int:registration_id>")
@needs(*_READERS)
def show(registration_id: int) -> Response:
    """One registration with its next act."""
    return _page(queries.get_for(current_user, registration_id))


def _page(row: Registration, problem: DomainError | None = None) -> Response:
    return render(
        "registrations/show.html",
        row=row,
        names={
            code: name.split(" của Chủ tịch")[0] for code, name in award_forms.forms_on(clock.today()).items()
        },
        may_edit=rules.may_edit(current_user, row),
        may_settle=rules.may_settle(current_user, row),
        State=State,
        due=queries.due(row.year),
        today=clock.today(),
        problem=problem,
        timeline=audit.timeline(row),
        status=422 if problem else 200,
    )


def _ticked(prefix: str) -> dict[str, set[int]]:
    """Return form -> ids of the check boxes named "person-ldtt", "collective-ttldtt"."""
    found: dict[str, set[int]] = {}
    for name in request.form:
        if name.startswith(f"{prefix}-"):
            values = (number_or_none(value) for value in request.form.getlist(name))
            found[name.removeprefix(f"{prefix}-")] = {value for value in values if value is not None}
    return found


@blueprint.route("/<int:registration_id>/sua", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def edit(registration_id: int) -> Response:
    """Write the targets, tick who is registered for what."""
    row = queries.get_for(current_user, registration_id)
    rules.require(rules.may_edit(current_user, row), "Đăng ký này hiện không sửa được.")
    form = RegistrationForm(data={"version": row.version, "targets": row.targets})
    problem: DomainError | None = None
    people, collectives = _ticked("person"), _ticked("collective")
    if form.validate_on_submit():
        try:
            version = str(form.version.data)
            actions.save(
                row, form.targets.data or "", people, collectives, actor=current_user, version=version
            )
            return finish(_at(row), "Đã lưu đăng ký.")
        except (NotReady, Stale) as error:
            db.session.rollback()
            row, problem = queries.get_for(current_user, registration_id), error
            form.version.data = row.version
            form.version.raw_data = [str(row.version)]
    elif not form.is_submitted():
        for line in row.lines:
            chosen, number = (people, line.person_id) if line.person_id else (collectives, line.collective_id)
            chosen.setdefault(line.award_form, set()).add(number or 0)
    day = clock.today()
    forms = {code: name.split(" của Chủ tịch")[0] for code, name in award_forms.forms_on(day).items()}
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render(
        "registrations/edit.html",
        row=row,
        form=form,
        problem=problem,
        staff=staff(row.unit_id),
        units=actions.units_of(row),
        for_people={
            code: name for code, name in forms.items() if "person" in award_forms.subjects_of(code, day)
        },
        for_units={
            code: name for code, name in forms.items() if "collective" in award_forms.subjects_of(code, day)
        },
        people=people,
        collectives=collectives,
        status=status,
    )


def _take(registration_id: int, act: Callable[[Registration], Any], done: str) -> Response:
    row = queries.get_for(current_user, registration_id)
    StepForm().validate()
    try:
        act(row)
    except NotReady as error:
        db.session.rollback()
        return _page(queries.get_for(current_user, registration_id), error)
    return finish(_at(row), done)


@blueprint.post("/<int:registration_id>/nop")
@needs(P.NOMINATIONS_WRITE)
def submit(registration_id: int) -> Response:
    """Hand in."""
    return _take(registration_id, lambda row: actions.submit(row, actor=current_user), "Đã nộp đăng ký.")


@blueprint.post("/<int:registration_id>/duyet")
@needs(P.NOMINATIONS_CHECK)
def accept(registration_id: int) -> Response:
    """Accept."""
    return _take(registration_id, lambda row: actions.accept(row, actor=current_user), "Đã duyệt đăng ký.")


@blueprint.route("/<int:registration_id>/tra-lai", methods=["GET", "POST"])
@needs(P.NOMINATIONS_CHECK)
def send_back(registration_id: int) -> Response:
    """Return with a reason."""
    row = queries.get_for(current_user, registration_id)
    rules.require(rules.may_settle(current_user, row), "Chỉ cơ quan thường trực trả lại được đăng ký này.")
    form = ReasonForm()
    if form.validate_on_submit():
        actions.send_back(row, actor=current_user, reason=form.reason.data or "")
        return finish(_at(row), "Đã trả lại đăng ký. Đơn vị được báo kèm lý do.")
    return render(
        "registrations/send_back.html", row=row, form=form, status=422 if form.is_submitted() else 200
    )


@blueprint.get("/<int:registration_id>/ban-dang-ky.docx")
@needs(*_READERS)
def print_out(registration_id: int) -> Response:
    """Download the sheet to sign."""
    name, content = paper.file_of(queries.get_for(current_user, registration_id))
    return download(content, name, "docx")
