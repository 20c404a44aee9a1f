"""Law and wording on the screen: dated rules with their source, texts of documents with versions, holidays."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, url_for
from flask_login import current_user

from ..core import clock, nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.forms import BaseForm, DayField, LineField, ProseField
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import format_number
from ..core.web import finish
from . import actions, notation
from .models import Confidence, Holiday, Parameter
from .phrases import WORDS

blueprint = Blueprint("parameters", __name__)
nav.entry("Quản trị", "Tham số theo luật", "parameters.index", P.PARAMETERS_READ, order=40)
nav.entry("Quản trị", "Ngày nghỉ", "parameters.holidays", P.PARAMETERS_READ, order=41)


class StepForm(BaseForm):
    """One button."""


class ParameterForm(BaseForm):
    """A new rule from a day on."""

    value = ProseField("Giá trị", limit=20_000, required=True)
    effective_from = DayField("Từ ngày", required=True)
    source = LineField("Nguồn (văn bản, điều, khoản)", limit=500, required=True)
    note = ProseField("Ghi chú", limit=2000)


class HolidayForm(BaseForm):
    """A holiday."""

    day = DayField("Ngày nghỉ", required=True)
    name = LineField("Tên ngày nghỉ", limit=100, required=True)


def words_of(value: Any) -> str:
    """Return a parameter's value as people read it."""
    if isinstance(value, int):
        return format_number(value)
    if isinstance(value, dict) and set(value) == {"fraction", "strict"}:
        share = f"{value['fraction'][0]}/{value['fraction'][1]} tổng số thành viên"
        return f"trên {share}" if value["strict"] else f"từ {share} trở lên"
    if isinstance(value, dict) and set(value) == {"mode", "unit"}:
        return f"{notation.MODES[value['mode']]}, đơn vị {format_number(value['unit'])} đồng"
    if isinstance(value, dict):
        return notation.write(value).replace("\n", "; ")
    if isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) for n in value):
        return f"ít nhất {value[0]}/{value[1]}"
    if isinstance(value, list):
        lines = enumerate(value, start=1)
        if "levels" in value[0]:
            return "\n".join(
                f"{n}. {x['text']}: tối đa {x['points']} điểm, hệ số {x['weight']} ({x['levels']})"
                for n, x in lines
            )
        return "\n".join(
            f"{n}. {line['text']} ({line['article']})"
            + (f": {line['severity']}" if "severity" in line else "")
            for n, line in lines
        )
    return str(value)


@blueprint.get("/tham-so")
@needs(P.PARAMETERS_READ)
def index() -> Response:
    """All rules in force today, with source and how sure we are."""
    today = clock.today()
    rows = db.session.scalars(
        sa.select(Parameter)
        .where(sa.or_(Parameter.effective_to.is_(None), Parameter.effective_to >= today))
        .order_by(Parameter.key, Parameter.effective_from)
    ).all()
    sure = (Confidence.VERIFIED.value, Confidence.CONFIRMED.value)
    shown = [
        (row, WORDS.get(f"Key.{row.key}", row.key), words_of(row.value), row.confidence not in sure)
        for row in rows
    ]
    shown.sort(key=lambda line: line[1])
    return render("parameters/index.html", rows=shown, today=today)


@blueprint.route("/tham-so/<key>", methods=["GET", "POST"])
@needs(P.PARAMETERS_READ)
def show(key: str) -> Response:
    """One rule through time; add the next one."""
    rows = actions.history(key)
    if not rows:
        raise NotThere("Không có tham số này.")
    form = ParameterForm(data={"value": notation.write(rows[0].value)})
    problem: NotReady | None = None
    may_write = current_user.has(P.PARAMETERS_WRITE)
    if form.is_submitted() and not may_write:
        raise NotThere()
    if form.validate_on_submit():
        try:
            actions.add_parameter(
                key,
                notation.read(form.value.data or "", rows[0].value),
                actor=current_user,
                effective_from=form.effective_from.data,
                source=form.source.data or "",
                note=form.note.data or "",
            )
            return finish(url_for("parameters.show", key=key), "Đã thêm quy định. Hồ sơ cũ giữ quy định cũ.")
        except NotReady as error:
            db.session.rollback()
            rows, problem = actions.history(key), error
    status = 422 if form.is_submitted() else 200
    return render(
        "parameters/show.html",
        key=key,
        label=WORDS.get(f"Key.{key}", key),
        rows=[(row, words_of(row.value)) for row in rows],
        form=form,
        hint=notation.hint(rows[0].value),
        may_write=may_write,
        problem=problem,
        status=status,
    )


@blueprint.post("/tham-so/dong/<int:parameter_id>/xac-nhan")
@needs(P.PARAMETERS_WRITE)
def confirm(parameter_id: int) -> Response:
    """The office has checked this rule."""
    row = db.session.get(Parameter, parameter_id)
    if row is None:
        raise NotThere()
    StepForm().validate()
    actions.confirm_parameter(row, actor=current_user)
    return finish(url_for("parameters.show", key=row.key), "Đã ghi nhận: cơ quan đã kiểm tra quy định này.")


@blueprint.route("/ngay-nghi", methods=["GET", "POST"])
@needs(P.PARAMETERS_READ)
def holidays() -> Response:
    """The holidays that deadlines in working days count with."""
    form, problem = HolidayForm(), None
    if form.is_submitted() and not current_user.has(P.PARAMETERS_WRITE):
        raise NotThere()
    if form.validate_on_submit():
        try:
            actions.add_holiday(form.day.data, form.name.data or "", actor=current_user)
            return finish(url_for("parameters.holidays"), "Đã thêm ngày nghỉ.")
        except NotReady as error:
            db.session.rollback()
            problem = error
    rows = list(db.session.scalars(sa.select(Holiday).order_by(Holiday.day.desc())))
    status = 422 if form.is_submitted() else 200
    return render(
        "parameters/holidays.html",
        rows=rows,
        form=form,
        may_write=current_user.has(P.PARAMETERS_WRITE),
        problem=problem,
        status=status,
    )


@blueprint.post("/ngay-nghi/<int:holiday_id>/bo")
@needs(P.PARAMETERS_WRITE)
def remove_holiday(holiday_id: int) -> Response:
    """Remove a wrongly entered holiday."""
    StepForm().validate()
    actions.remove_holiday(holiday_id, actor=current_user)
    return finish(url_for("parameters.holidays"), "Đã bỏ ngày nghỉ.")
