"""The list of procedures: list, form, terms, publicity. Excel, reviews and proposals: the other `*_routes.py`."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.form_page import form_page
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..people.queries import units
from . import actions, queries
from .forms import EndForm, FactsForm, NewForm, PlaceForm, StepForm, TermForm, unit_choices
from .models import Procedure, PublicChannel

blueprint = Blueprint("procedures", __name__, url_prefix="/thu-tuc")
_READERS = (P.PROCEDURES_REVIEW, P.PROCEDURES_READ_ALL)
nav.entry("Thi đua", "Thủ tục hành chính", "procedures.index", *_READERS, order=36)


def _now(row: Procedure, name: str) -> Any:
    term = row.term_on(clock.today())
    return getattr(term, name) if term else None


def _cut(row: Procedure) -> str:
    days = _now(row, "days")
    if days is None or not row.baseline_days:
        return ""
    return f"{row.baseline_days} → {days}"


@blueprint.get("")
@needs(*_READERS)
def index() -> Response:
    """All procedures that I may see."""
    fields = sorted(set(db.session.scalars(db.select(Procedure.field).distinct())))
    own = unit_choices(queries.handling_units(), None)
    listing = tables.Listing(
        query=queries.visible_to(current_user),
        columns=[
            tables.Column("name", "Thủ tục", lambda r: r.name, sort=Procedure.name_key),
            tables.Column("code", "Mã", lambda r: r.code, sort=Procedure.code),
            tables.Column("field", "Lĩnh vực", lambda r: r.field, sort=Procedure.field),
            tables.Column("unit", "Đơn vị", lambda r: r.unit.name),
            tables.Column("days", "Số ngày", lambda r: _now(r, "days"), css="num"),
            tables.Column("cut", "Mốc → nay", _cut, css="num"),
            tables.Column("online", "Toàn trình", lambda r: "Có" if _now(r, "online_full") else ""),
        ],
        args=request.args,
        path=url_for("procedures.index"),
        filters=[
            tables.Filter("don-vi", "Đơn vị", own, lambda v: Procedure.unit_id == int(v)),
            tables.Filter(
                "linh-vuc", "Lĩnh vực", [(one, one) for one in fields], lambda v: Procedure.field == v
            ),
        ],
        search_in=[Procedure.search_text],
        default_sort="name",
        tie=Procedure.id,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh mục thủ tục hành chính")
    may_write = current_user.has(P.PROCEDURES_WRITE)
    return render("procedures/index.html", listing=listing, may_write=may_write)


def _back() -> tuple[str, str]:
    return url_for("procedures.index"), "Thủ tục hành chính"


def _units() -> list[tuple[str, str]]:
    return unit_choices(unit for unit in units() if unit.parent_id)


@blueprint.route("/moi", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def new() -> Response:
    """Type one procedure."""
    form = NewForm(data={"starts_on": clock.today()})
    form.unit.choices = _units()

    def act() -> tuple[str, str]:
        values = form.values() | {"starts_on": form.starts_on.data}
        row = actions.create(values, form.term(), actor=current_user)
        return _at(row), "Đã ghi thủ tục."

    return form_page(
        form,
        act,
        heading="Ghi thủ tục hành chính",
        back=_back(),
        submit="Ghi vào danh mục",
        action=url_for("procedures.new"),
    )


@blueprint.get("/<int:procedure_id>")
@needs(*_READERS)
def show(procedure_id: int) -> Response:
    """One procedure with its terms of all times and where it is published."""
    row = queries.get_for(current_user, procedure_id)
    checks = queries.newest_checks([row.id], clock.today())
    return render(
        "procedures/show.html",
        row=row,
        term=row.term_on(clock.today()),
        places=[(one, checks.get((row.id, one))) for one in PublicChannel],
        may_write=current_user.has(P.PROCEDURES_WRITE),
        timeline=audit.timeline(row),
    )


def _at(row: Procedure) -> str:
    return url_for("procedures.show", procedure_id=row.id)


@blueprint.route("/<int:procedure_id>/sua", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def edit(procedure_id: int) -> Response:
    """Change what does not depend on time."""
    row = queries.get_for(current_user, procedure_id)
    data = {name: getattr(row, name) for name in ("code", "name", "field", "baseline_days", "common")}
    form = FactsForm(data=data | {"unit": str(row.unit_id)})
    form.unit.choices = _units()

    def act() -> tuple[str, str]:
        actions.edit(row, form.values(), actor=current_user)
        return _at(row), "Đã lưu."

    return form_page(
        form,
        act,
        heading="Sửa thủ tục",
        back=(_at(row), row.name),
        submit="Lưu",
        action=url_for("procedures.edit", procedure_id=procedure_id),
    )


@blueprint.route("/<int:procedure_id>/thay-doi", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def set_term(procedure_id: int) -> Response:
    """New steps, days, fee or channel from a day on."""
    row = queries.get_for(current_user, procedure_id)
    newest = row.terms[-1] if row.terms else None
    data = {name: getattr(newest, name) for name in actions.TERMS} if newest else {}
    form = TermForm(data=data | {"starts_on": clock.today(), "source": ""})

    def act() -> tuple[str, str]:
        actions.set_term(row, form.starts_on.data, form.term(), actor=current_user)
        return _at(row), "Đã ghi thay đổi. Điều kiện trước ngày đó được giữ."

    return form_page(
        form,
        act,
        heading="Ghi thay đổi về bước, thời gian, phí",
        caption=row.name,
        back=(_at(row), row.name),
        submit="Ghi thay đổi",
        action=url_for("procedures.set_term", procedure_id=procedure_id),
    )


@blueprint.route("/<int:procedure_id>/ket-thuc", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def end(procedure_id: int) -> Response:
    """The commune no longer handles it."""
    row = queries.get_for(current_user, procedure_id)
    form = EndForm(data={"ends_on": clock.today()})

    def act() -> tuple[str, str]:
        reason = form.reason.data or ""
        actions.end(row, actor=current_user, ends_on=form.ends_on.data, reason=reason)
        return _at(row), "Đã ghi ngày cuối cùng."

    return form_page(
        form,
        act,
        heading="Thủ tục không còn thực hiện",
        caption=row.name,
        back=(_at(row), row.name),
        submit="Ghi ngày cuối cùng",
        action=url_for("procedures.end", procedure_id=procedure_id),
    )


@blueprint.get("/cong-khai")
@needs(P.PROCEDURES_READ_ALL)
def publicity() -> Response:
    """What is published where: one unit and one place at a time."""
    place = PlaceForm(formdata=request.args)
    own = queries.handling_units()
    place.unit.choices = unit_choices(own, None)
    unit_id, channel = _asked(request.args, [unit.id for unit in own])
    place.unit.data, place.channel.data = str(unit_id or ""), channel.value
    rows = queries.procedures_of(unit_id, clock.today()) if unit_id else []
    checks = queries.newest_checks([row.id for row in rows], clock.today())
    return render(
        "procedures/publicity.html",
        place=place,
        rows=[(row, checks.get((row.id, channel))) for row in rows],
        unit_id=unit_id,
        channel=channel,
        form=StepForm(formdata=None),
        may_write=current_user.has(P.PROCEDURES_WRITE),
    )


def _asked(args: Any, known: list[int]) -> tuple[int | None, PublicChannel]:
    unit_id = number_or_none(args.get("unit"))
    channels = {one.value: one for one in PublicChannel}
    channel = channels.get(args.get("channel", ""), PublicChannel.SERVICE_POINT)
    return (unit_id if unit_id in known else known[0] if known else None), channel


@blueprint.post("/cong-khai/ghi")
@needs(P.PROCEDURES_WRITE)
def check_publicity() -> Response:
    """Keep what was ticked for all procedures of the unit in this place, as of today."""
    StepForm().validate()
    unit_id, channel = _asked(request.form, [unit.id for unit in queries.handling_units()])
    rows = queries.procedures_of(unit_id, clock.today()) if unit_id else []
    ticked = {name: set(request.form.getlist(name)) for name in ("listed", "process", "time", "fee")}
    found = {
        row.id: (
            str(row.id) in ticked["listed"],
            str(row.id) in ticked["process"],
            str(row.id) in ticked["time"],
            str(row.id) in ticked["fee"],
        )
        for row in rows
    }
    number = actions.check_publicity(rows, channel, found, actor=current_user)
    url = url_for("procedures.publicity", unit=unit_id, channel=channel.value)
    return finish(url, f"Đã ghi kết quả kiểm tra {number} thủ tục.")
