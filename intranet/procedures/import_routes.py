"""The list of procedures from Excel: template, upload, preview of all rows and errors, import in one transaction."""

from flask import Response, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from ..core import clock, files, sheet_files, sheet_uploads, sheets
from ..core.access import needs
from ..core.db import db
from ..core.errors import BadFile, DomainError, WrongState
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.sheet_uploads import SheetUpload
from ..core.web import finish
from . import importing
from .forms import ApplyForm, FontForm, ImportForm
from .routes import blueprint

SHOWN = 50  # lines of each kind on the preview; all wrong ones are in the workbook


@blueprint.get("/mau-nhap")
@needs(P.PROCEDURES_WRITE)
def template() -> Response:
    """The empty Excel list."""
    return sheet_files.template("Danh mục thủ tục", importing.FIELDS)


@blueprint.route("/nhap", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def import_list() -> Response:
    """Send a workbook; nothing is stored before it was looked at. Earlier ones below."""
    form, problem = ImportForm(), None
    if form.validate_on_submit():
        try:
            sent = form.sheet.data
            if not isinstance(sent, FileStorage) or not sent.filename:
                raise BadFile("Hãy chọn tệp Excel (.xlsx) rồi bấm lại.")
            content = sent.stream.read(files.LIMIT + 1)
            kept = sheet_uploads.keep(importing.PURPOSE, sent.filename, content, actor=current_user)
            sheets.read(kept.name, content, importing.FIELDS, limit=importing.LIMIT)
            return finish(url_for("procedures.preview", upload_id=kept.id))
        except DomainError as error:
            db.session.rollback()
            problem = error
    return render(
        "procedures/import.html",
        form=form,
        problem=problem,
        uploads=sheet_uploads.recent(importing.PURPOSE),
        status=422 if problem else 200,
    )


def _get(upload_id: int) -> SheetUpload:
    return sheet_uploads.get(importing.PURPOSE, upload_id)


@blueprint.route("/nhap/<int:upload_id>", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def preview(upload_id: int) -> Response:
    """All problems and what would be written; text of old fonts is accepted here."""
    found = _get(upload_id)
    if found.applied_at is not None:
        if request.method == "POST":
            raise WrongState(f"Tệp này đã được nhập: {found.summary}")
        return render("procedures/imported.html", upload=found)
    form = FontForm(data={"old_font": found.old_font})
    if form.validate_on_submit():
        found.old_font = bool(form.old_font.data)
        return finish(url_for("procedures.preview", upload_id=found.id), "Đã đọc lại tệp theo lựa chọn.")
    return _page(found, form, ApplyForm(formdata=None, data={"starts_on": clock.today()}), None)


def _page(found: SheetUpload, form: FontForm, act: ApplyForm, problem: DomainError | None) -> Response:
    return render(
        "procedures/preview.html",
        upload=found,
        form=form,
        act=act,
        problem=problem,
        plan=importing.plan(found),
        shown=SHOWN,
        status=problem.status if problem else 422 if act.errors else 200,
    )


@blueprint.get("/nhap/<int:upload_id>/dong-loi")
@needs(P.PROCEDURES_WRITE)
def wrong_rows(upload_id: int) -> Response:
    """The wrong rows as a workbook, to mend and send again."""
    return sheet_files.wrong_rows("Dòng cần sửa", importing.plan(_get(upload_id)).sheet)


@blueprint.post("/nhap/<int:upload_id>/ghi")
@needs(P.PROCEDURES_WRITE)
def apply(upload_id: int) -> Response:
    """Write all of it, once."""
    found, form, problem = _get(upload_id), ApplyForm(), None
    if form.validate():
        try:
            new, changed = importing.apply(found, form.starts_on.data, actor=current_user)
            here = url_for("procedures.preview", upload_id=upload_id)
            return finish(here, f"Đã nhập {new} thủ tục mới, cập nhật {changed} thủ tục đã có.")
        except WrongState:
            raise
        except DomainError as error:
            db.session.rollback()
            found, problem = _get(upload_id), error
    return _page(found, FontForm(formdata=None, data={"old_font": found.old_font}), form, problem)
