"""Excel lists of past awards: template, upload, preview of all rows and errors, import in one transaction."""

from flask import Response, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from ..core import files, sheet_files, sheet_uploads
from ..core.access import needs
from ..core.db import db
from ..core.errors import BadFile, DomainError, WrongState
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.sheet_uploads import SheetUpload
from ..core.web import finish
from . import imports, sheet
from .forms import ActForm, ReadingForm, UploadForm
from .routes import blueprint, count_of_upload

SHOWN = 20  # lines of each kind on the preview; all wrong ones are in the workbook


@blueprint.route("/nhap", methods=["GET", "POST"])
@needs(P.HISTORY_WRITE)
def upload() -> Response:
    """Send a workbook; earlier ones below."""
    form, problem = UploadForm(), None
    if form.validate_on_submit():
        try:
            sent = form.file.data
            if not isinstance(sent, FileStorage) or not sent.filename:
                raise BadFile("Hãy chọn tệp Excel (.xlsx) rồi bấm lại.")
            content = sent.stream.read(files.LIMIT + 1)
            kept = sheet_uploads.keep(imports.PURPOSE, sent.filename, content, actor=current_user)
            sheet.read(kept.name, content)
            return finish(url_for("history.preview", upload_id=kept.id))
        except DomainError as error:
            db.session.rollback()
            problem = error
    return render(
        "history/upload.html",
        form=form,
        problem=problem,
        uploads=sheet_uploads.recent(imports.PURPOSE),
        status=422 if problem else 200,
    )


@blueprint.get("/nhap/tep-mau")
@needs(P.HISTORY_WRITE)
def template() -> Response:
    """The empty list with its columns."""
    return sheet_files.template("Mẫu lịch sử khen thưởng", sheet.FIELDS)


def _get(upload_id: int) -> SheetUpload:
    return sheet_uploads.get(imports.PURPOSE, upload_id)


@blueprint.route("/nhap/<int:upload_id>", methods=["GET", "POST"])
@needs(P.HISTORY_WRITE)
def preview(upload_id: int) -> Response:
    """All problems and what would be written; how doubtful cells are read is chosen here."""
    found = _get(upload_id)
    if found.applied_at is not None:
        if request.method == "POST":
            raise WrongState(f"Tệp này đã được nhập: {found.summary}")
        return render("history/imported.html", upload=found, undecided=count_of_upload(found.id))
    form = ReadingForm(data={"days": found.days, "old_font": found.old_font})
    if form.validate_on_submit():
        found.days, found.old_font = form.days.data or "", bool(form.old_font.data)
        return finish(url_for("history.preview", upload_id=found.id), "Đã đọc lại tệp theo lựa chọn.")
    plan = imports.plan(found)
    return render(
        "history/preview.html",
        upload=found,
        form=form,
        act=ActForm(),
        plan=plan,
        summary=imports.summary(plan),
        shown=SHOWN,
        status=422 if form.is_submitted() else 200,
    )


@blueprint.get("/nhap/<int:upload_id>/dong-loi")
@needs(P.HISTORY_WRITE)
def wrong_rows(upload_id: int) -> Response:
    """The wrong rows as a workbook, to mend and send again."""
    return sheet_files.wrong_rows("Dòng cần sửa", imports.plan(_get(upload_id)).sheet)


@blueprint.post("/nhap/<int:upload_id>/ghi")
@needs(P.HISTORY_WRITE)
def apply(upload_id: int) -> Response:
    """Write all of it, once."""
    found = _get(upload_id)
    imports.apply(found, actor=current_user)
    return finish(url_for("history.preview", upload_id=found.id), f"Đã nhập {found.summary}")
