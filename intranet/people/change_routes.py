"""A unit gets another name or is merged into another one, by a document."""

from flask import Response, url_for
from flask_login import current_user

from ..core import clock
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import queries, restructuring
from .blueprint import blueprint
from .forms import MergeForm, RenameForm


@blueprint.route("/quan-tri/don-vi/<int:unit_id>/doi-ten", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def rename_unit(unit_id: int) -> Response:
    """Another name from a day on."""
    unit = queries.get_unit(unit_id)
    form = RenameForm(data={"name": unit.name, "short_name": unit.short_name, "on": clock.today()})
    problem: DomainError | None = None
    if form.validate_on_submit():
        old = unit.name
        try:
            restructuring.rename(
                unit,
                form.name.data,
                form.short_name.data or "",
                on=form.on.data,
                document=form.document.data,
                actor=current_user,
            )
            return finish(
                url_for("people.edit_unit", unit_id=unit.id),
                f"{old} nay là {unit.name}. Văn bản và lịch sử khen thưởng trước đó giữ tên cũ.",
            )
        except DomainError as error:
            db.session.rollback()
            problem = error
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("people/rename_unit.html", form=form, unit=unit, problem=problem, status=status)


@blueprint.route("/quan-tri/don-vi/<int:unit_id>/sap-nhap", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def merge_unit(unit_id: int) -> Response:
    """Into which unit, from which day."""
    unit = queries.get_unit(unit_id)
    form = MergeForm(data={"on": clock.today()})
    form.into.choices = [
        ("", "— Chọn —"),
        *((str(one.id), one.name) for one in queries.units() if one.id != unit.id),
    ]
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            into = queries.get_unit(number_or_none(form.into.data) or 0)
            words = restructuring.merge(
                unit, into, on=form.on.data, document=form.document.data, actor=current_user
            )
            return finish(url_for("people.unit_list"), f"{unit.name} đã sáp nhập. {words}")
        except DomainError as error:
            db.session.rollback()
            problem = error
    status = problem.status if problem else 422 if form.is_submitted() else 200
    heads = queries.head_counts().get(unit.id, 0)
    return render(
        "people/merge_unit.html", form=form, unit=unit, problem=problem, people=heads, status=status
    )
