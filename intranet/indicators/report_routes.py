"""Figures of a unit: list of own reports, the form of ten minutes, hand in, accept, return."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, files, nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..people.models import Unit
from . import actions, queries, rules, words
from .blueprint import blueprint
from .engine import Value
from .forms import ActForm, ReportForm, ReturnForm, entries, report_form
from .models import Indicator, IndicatorQuarter, Measurement, UnitReport

nav.entry("Thi đua", "Số liệu của đơn vị", "indicators.reports", P.INDICATORS_WRITE, order=7)
_READERS = (P.INDICATORS_WRITE, P.INDICATORS_CHECK, P.INDICATORS_READ)


@blueprint.get("/bao-cao")
@needs(P.INDICATORS_WRITE)
def reports() -> Response:
    """The reports of my units, the newest quarter first."""
    mine = queries.units_of(current_user)
    asked = queries.to_report()
    rows = []
    for quarter in reversed(queries.visible_quarters()):
        states = queries.reports_in(quarter)
        expected = {unit.id: theirs for unit, theirs in queries.expected(quarter)}
        rows += [
            (quarter, unit, expected[unit.id], states.get(unit.id)) for unit in mine if unit.id in expected
        ]
    return render("indicators/reports.html", rows=rows, asked=asked)


@blueprint.route("/bao-cao/<int:quarter_id>/<int:unit_id>", methods=["GET", "POST"])
@needs(*_READERS)
def report(quarter_id: int, unit_id: int) -> Response:
    """The report of a unit: its form for the head, read-only for who checks."""
    quarter, unit = queries.get_quarter(quarter_id), queries.get_unit_for(current_user, unit_id)
    indicators = queries.asked_of(unit, quarter)
    found = queries.report_of(quarter, unit)
    if not indicators and found is None:
        raise NotThere(f"{unit.name} không có chỉ tiêu phải nhập trong {quarter.name}.")
    there = queries.measured(quarter, unit.id)
    form = report_form(indicators, there, found.version if found else None)
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            return _keep(form, indicators, quarter, unit)
        except DomainError as error:
            db.session.rollback()
            problem = error
            quarter, unit = queries.get_quarter(quarter_id), queries.get_unit_for(current_user, unit_id)
            found = queries.report_of(quarter, unit)
            if (
                error.status == 409 and found is not None
            ):  # what was typed stays; saving again replaces on purpose
                form.version.raw_data, form.version.data = [str(found.version)], str(found.version)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return _page(form, quarter, unit, found=found, problem=problem, status=status)


def _keep(form: ReportForm, indicators: list[Indicator], quarter: IndicatorQuarter, unit: Unit) -> Response:
    """Save; hand in when asked. A file that came along is kept with it."""
    known = queries.report_of(quarter, unit)
    made = actions.begin(quarter, unit, actor=current_user)
    if known is not None:
        actions.check_version(made, form.version.data)
    actions.save(made, entries(form, indicators), actor=current_user)
    files.attach_uploads(made, form.uploads.data or [], actor=current_user)
    here = url_for("indicators.report", quarter_id=quarter.id, unit_id=unit.id)
    if request.form.get("then") != "submit":
        return finish(here, "Đã lưu. Chưa gửi: bấm “Gửi Thường trực” khi đủ.")
    db.session.flush()
    lacking = actions.missing(made)
    if lacking:  # what was typed is kept, and the page says what is still needed
        return finish(here, "Đã lưu, chưa gửi được vì còn thiếu một số nội dung (xem danh sách).", "warning")
    actions.submit(made, actor=current_user)
    return finish(here, "Đã gửi Thường trực. Khi được nhận hoặc trả lại bạn sẽ được báo.")


def _page(
    form: ReportForm,
    quarter: IndicatorQuarter,
    unit: Unit,
    *,
    found: UnitReport | None,
    problem: DomainError | None,
    status: int,
) -> Response:
    indicators = queries.asked_of(unit, quarter)
    before = queries.before(quarter)
    last = queries.measured(before, unit.id) if before else {}
    editable = rules.may_edit(current_user, found) if found else _may_begin(quarter, unit)
    return render(
        "indicators/report.html",
        form=form,
        quarter=quarter,
        unit=unit,
        report=found,
        indicators=indicators,
        there=queries.measured(quarter, unit.id),
        before=before,
        last={one: _value(row) for one, row in last.items()},
        jumped={one.id for one in actions.jumps(
            indicators, queries.measured(quarter, unit.id), last, queries.jump_percent(quarter.ends_on))},
        editable=editable,
        checks=found is not None and rules.may_check(current_user, found),
        missing=actions.missing(found) if found is not None and editable else [],
        evidence=files.of(found) if found else [],
        problem=problem,
        act=ActForm(),
        timeline=audit.timeline(found) if found else [],
        words=words,
        value=_value,
        status=status,
    )  # fmt: skip


def _may_begin(quarter: IndicatorQuarter, unit: Unit) -> bool:
    return not quarter.locked and rules.may_write(current_user, unit.id)


def _value(row: Measurement | None) -> Value | None:
    return None if row is None else Value(row.numerator, row.denominator)


@blueprint.post("/bao-cao/<int:report_id>/bo-tep/<int:attachment_id>")
@needs(P.INDICATORS_WRITE)
def detach(report_id: int, attachment_id: int) -> Response:
    """Take a file off a report that is still being written."""
    ActForm().validate()
    found = queries.get_report_for(current_user, report_id)
    rules.require(rules.may_edit(current_user, found), "Báo cáo đã gửi nên không bỏ tệp được.")
    files.detach(found, attachment_id, actor=current_user)
    return finish(_at(found), "Đã bỏ tệp.")


@blueprint.post("/bao-cao/<int:report_id>/nhan")
@needs(P.INDICATORS_CHECK)
def accept(report_id: int) -> Response:
    """Accept a report."""
    ActForm().validate()
    found = queries.get_report_for(current_user, report_id)
    actions.accept(found, actor=current_user)
    return finish(_at(found), f"Đã nhận số liệu của {found.unit.name}. Các dòng này không sửa được nữa.")


@blueprint.route("/bao-cao/<int:report_id>/tra-lai", methods=["GET", "POST"])
@needs(P.INDICATORS_CHECK)
def send_back(report_id: int) -> Response:
    """Return a report with a reason."""
    found = queries.get_report_for(current_user, report_id)
    form = ReturnForm()
    if form.validate_on_submit():
        actions.send_back(found, actor=current_user, reason=form.reason.data or "")
        return finish(_at(found), f"Đã trả lại {found.unit.name} kèm lý do.")
    status = 422 if form.is_submitted() else 200
    return render("indicators/send_back.html", form=form, report=found, back=_at(found), status=status)


def _at(report: UnitReport) -> str:
    return url_for("indicators.report", quarter_id=report.quarter_id, unit_id=report.unit_id)
