"""Pages of printers and the calibration wizard: ruled sheet, measured distances, proof."""

from typing import Any

from flask import Response, url_for

from ..core import audit, edits
from ..core.access import needs
from ..core.errors import DomainError, NotReady
from ..core.files import download
from ..core.htmx import render
from ..core.text import fold
from ..core.web import finish
from ..documents import calibration as calibration_sheets
from . import printer_actions, profiles, queries
from .forms import MeasureForm, PaperForm, PrinterForm, StepForm
from .models import PrinterProfile
from .routes import PRINTS, actor, blueprint, chosen, refused


def _at(printer: PrinterProfile) -> str:
    return url_for("printing.printer", printer_id=printer.id)


@blueprint.route("/may-in/moi", methods=["GET", "POST"])
@needs(*PRINTS)
def new_printer() -> Response:
    """Add a printer."""
    form, problem = PrinterForm(), None
    if form.validate_on_submit():
        try:
            made = printer_actions.add(
                form.name.data or "", form.place.data or "", int(form.rotation.data), actor=actor()
            )
            return finish(_at(made), "Đã thêm máy in. Bước tiếp theo: can chỉnh để chữ rơi đúng chỗ.")
        except NotReady as error:
            problem = refused(error)
    status = 422 if form.is_submitted() else 200
    return render(
        "printing/printer_form.html", form=form, printer=None, both=None, problem=problem, status=status
    )


@blueprint.get("/may-in/<int:printer_id>")
@needs(*PRINTS)
def printer(printer_id: int) -> Response:
    """A printer, its calibration in force and the earlier ones."""
    found = queries.printer(printer_id)
    return render(
        "printing/printer.html",
        printer=found,
        history=[one for one in reversed(found.calibrations) if one.accepted_at is not None],
        timeline=audit.timeline(found),
    )


@blueprint.route("/may-in/<int:printer_id>/sua", methods=["GET", "POST"])
@needs(*PRINTS)
def edit_printer(printer_id: int) -> Response:
    """Change name, place or feed."""
    found = queries.printer(printer_id)
    form, both, status = PrinterForm(obj=found), None, 200
    if not form.is_submitted():
        form.rotation.data = str(found.rotation)
    problem: DomainError | None = None
    if form.validate_on_submit():
        values: dict[str, Any] = {"name": form.name.data, "place": form.place.data or ""}
        values["rotation"] = int(form.rotation.data)
        if edits.is_stale(form, found):
            status, both = 409, edits.differences(form, {name: getattr(found, name) for name in values})
            form.version.data = str(found.version)
        else:
            try:
                printer_actions.edit(found, values, actor=actor())
                return finish(_at(found), "Đã lưu máy in.")
            except NotReady as error:
                problem, status = refused(error), 422
    elif form.is_submitted():
        status = 422
    return render(
        "printing/printer_form.html",
        form=form,
        printer=queries.printer(printer_id),
        both=both,
        problem=problem,
        status=status,
    )


@blueprint.post("/may-in/<int:printer_id>/<any('cat-di','dung-lai'):step>")
@needs(*PRINTS)
def put_printer_away(printer_id: int, step: str) -> Response:
    """Take a printer out of use, or back into it."""
    found = queries.printer(printer_id)
    StepForm().validate()
    printer_actions.edit(found, {"active": step == "dung-lai"}, actor=actor())
    return finish(_at(found), "Đã cất máy in." if step == "cat-di" else "Đã đưa máy in vào dùng lại.")


@blueprint.route("/may-in/<int:printer_id>/can-chinh", methods=["GET", "POST"])
@needs(*PRINTS)
def calibrate(printer_id: int) -> Response:
    """Before step 1: on which paper."""
    found, form, stocks = queries.printer(printer_id), PaperForm(), queries.stocks(active=True)
    form.stock.choices = [(str(one.id), one.name) for one in stocks]
    if form.validate_on_submit():
        stock = queries.stock(chosen(form.stock.data))
        return finish(url_for("printing.ruled", printer_id=found.id, stock_id=stock.id))
    status = 422 if form.is_submitted() else 200
    return render("printing/calibrate.html", form=form, printer=found, stocks=stocks, status=status)


@blueprint.get("/may-in/<int:printer_id>/can-chinh/<int:stock_id>")
@needs(*PRINTS)
def ruled(printer_id: int, stock_id: int) -> Response:
    """Step 1: take the ruled sheet and print it."""
    return render("printing/ruled.html", printer=queries.printer(printer_id), stock=queries.stock(stock_id))


@blueprint.get("/may-in/<int:printer_id>/can-chinh/<int:stock_id>/to-ke.docx")
@needs(*PRINTS)
def ruled_file(printer_id: int, stock_id: int) -> Response:
    """The ruled sheet: fed as this printer wants it, neither moved nor scaled."""
    found, stock = queries.printer(printer_id), queries.stock(stock_id)
    content = calibration_sheets.ruled_sheet(profiles.as_stock(stock), profiles.uncalibrated(found.rotation))
    return download(content, f"to-ke-{_slug(found)}.docx", "docx")


@blueprint.route("/may-in/<int:printer_id>/can-chinh/<int:stock_id>/so-do", methods=["GET", "POST"])
@needs(*PRINTS)
def measure(printer_id: int, stock_id: int) -> Response:
    """Step 2: type what was measured."""
    found, stock = queries.printer(printer_id), queries.stock(stock_id)
    form = MeasureForm()
    problem: NotReady | None = None
    if form.validate_on_submit():
        measured = tuple(form[name].data for name in ("first_left", "first_top", "second_left", "second_top"))
        try:
            made = printer_actions.measure(found, stock, measured, actor=actor())
            return finish(url_for("printing.proof", calibration_id=made.id), "Đã tính xong. Hãy in tờ thử.")
        except NotReady as error:
            problem = error
            refused(error)
    status = 422 if form.is_submitted() else 200
    return render(
        "printing/measure.html",
        form=form,
        printer=queries.printer(printer_id),
        stock=queries.stock(stock_id),
        crosses=profiles.crosses(stock, found.rotation),
        problem=problem,
        status=status,
    )


@blueprint.get("/can-chinh/<int:calibration_id>")
@needs(*PRINTS)
def proof(calibration_id: int) -> Response:
    """Step 3: print the proof; save, or measure again."""
    return render("printing/proof.html", row=queries.calibration(calibration_id))


@blueprint.get("/can-chinh/<int:calibration_id>/to-thu.docx")
@needs(*PRINTS)
def proof_file(calibration_id: int) -> Response:
    """The proof: outlines of the boxes, moved and scaled as this calibration says."""
    row = queries.calibration(calibration_id)
    content = calibration_sheets.proof(profiles.as_stock(row.stock), profiles.calibrated(row))
    return download(content, f"to-thu-{_slug(row.printer)}.docx", "docx")


@blueprint.post("/can-chinh/<int:calibration_id>/luu")
@needs(*PRINTS)
def accept(calibration_id: int) -> Response:
    """Put the calibration in force."""
    row = queries.calibration(calibration_id)
    StepForm().validate()
    printer_actions.accept(row, actor=actor())
    return finish(_at(row.printer), "Đã lưu can chỉnh. Từ nay các lượt in lên phôi dùng số liệu này.")


def _slug(printer: PrinterProfile) -> str:
    return "-".join(fold(printer.name).split()) or "may-in"
