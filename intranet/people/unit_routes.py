"""The tree of units: list, add, edit, move, end."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, edits, nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import clean_line
from ..core.web import finish
from . import queries, restructuring, rules, staff_actions
from .blueprint import blueprint
from .forms import EndForm, UnitForm
from .models import Unit, UnitKind

nav.entry("Quản trị", "Đơn vị", "people.unit_list", P.PEOPLE_READ, order=20)


@blueprint.get("/quan-tri/don-vi")
@needs(P.PEOPLE_READ)
def unit_list() -> Response:
    """The tree in the commune's order; ended units below it. A search finds units by their old names too."""
    today = clock.today()
    search = clean_line(request.args.get("q", ""))[:100]
    former = restructuring.former_names()
    tree = [
        (0 if search else depth, unit)
        for depth, unit in queries.unit_tree()
        if rules.named(search, [unit.name, unit.short_name, *former.get(unit.id, [])])
    ]
    return render(
        "people/units.html",
        tree=[(depth, unit) for depth, unit in tree if not rules.closed(unit, today)],
        ended=[unit for _, unit in tree if rules.closed(unit, today)],
        heads=queries.head_counts(),
        may_edit=current_user.has(P.PEOPLE_WRITE),
        search=search,
        former=former,
    )


@blueprint.route("/quan-tri/don-vi/them", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def new_unit() -> Response:
    """Add a unit."""
    tree = queries.unit_tree()
    root = next((unit for depth, unit in tree if depth == 0 and unit.kind == UnitKind.COMMUNE), None)
    place = 1 + max((unit.position for _, unit in tree), default=0)
    form = UnitForm(
        data={"parent": str(root.id) if root else "", "position": place, "starts_on": clock.today()}
    )
    return _unit_page(form, None)


@blueprint.route("/quan-tri/don-vi/<int:unit_id>", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def edit_unit(unit_id: int) -> Response:
    """Edit a unit or move it in the tree."""
    unit = queries.get_unit(unit_id)
    return _unit_page(UnitForm(data=_stored(unit) | {"version": unit.version}), unit)


def _stored(unit: Unit) -> dict[str, Any]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind.value,
        "parent": str(unit.parent_id or ""),
        "position": unit.position,
        "starts_on": unit.starts_on,
    }


def _unit_page(form: UnitForm, unit: Unit | None) -> Response:
    form.parent.choices = [
        ("", "Không trực thuộc đơn vị nào"),
        *(
            (str(one.id), f"{'— ' * depth}{one.name}")
            for depth, one in queries.unit_tree()
            if one is not unit
        ),
    ]
    problem: DomainError | None = None
    status, both = 200, None
    if form.validate_on_submit():
        if unit is not None and edits.is_stale(form, unit):
            status, both = 409, edits.differences(form, _stored(unit))
            form.version.data = str(unit.version)
        else:
            try:
                message = _save(form, unit)
            except DomainError as error:
                db.session.rollback()
                problem, status = error, error.status
            else:
                return finish(url_for("people.unit_list"), message)
    elif form.is_submitted():
        status = 422
    events = audit.timeline(unit) if unit is not None else []
    return render(
        "people/unit_form.html",
        form=form, unit=unit, problem=problem, both=both, events=events, status=status,
        changes=restructuring.changes_of([unit.id]) if unit is not None else [],
    )  # fmt: skip


def _save(form: UnitForm, unit: Unit | None) -> str:
    values = {
        "name": form.name.data,
        "short_name": form.short_name.data or "",
        "kind": UnitKind(form.kind.data),
        "parent_id": number_or_none(form.parent.data),
        "position": form.position.data,
        "starts_on": form.starts_on.data,
    }
    if unit is None:
        staff_actions.make_unit(values, actor=current_user)
        return f"Đã thêm đơn vị {values['name']}."
    staff_actions.change_unit(unit, values, actor=current_user)
    return f"Đã lưu đơn vị {unit.name}."


@blueprint.route("/quan-tri/don-vi/<int:unit_id>/ket-thuc", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def close_unit(unit_id: int) -> Response:
    """End a unit with a date."""
    unit = queries.get_unit(unit_id)
    form = EndForm(data={"ends_on": clock.today()})
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            staff_actions.close_unit(unit, form.ends_on.data, actor=current_user)
        except DomainError as error:
            db.session.rollback()
            problem = error
        else:
            return finish(
                url_for("people.unit_list"), f"{unit.name} kết thúc hoạt động. Hồ sơ cũ giữ nguyên."
            )
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("people/close_unit.html", form=form, unit=unit, problem=problem, status=status)
