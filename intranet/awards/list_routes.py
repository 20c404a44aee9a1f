"""The Excel list of a unit's nominees: template, upload, preview, files of all rows at once."""

from flask import Response, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from ..core import files, sheet_files, sheet_uploads
from ..core.access import needs
from ..core.db import db
from ..core.errors import BadFile, DomainError, NotReady, WrongState
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import list_sheet
from .forms import ListFileForm, OldFontForm, StepForm
from .nomination_routes import round_and_unit
from .routes import blueprint


@blueprint.route("/dot/<int:round_id>/don-vi/<int:unit_id>/tu-excel", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def list_upload(round_id: int, unit_id: int) -> Response:
    """Send a list; earlier ones below."""
    round_, unit = round_and_unit(round_id, unit_id)
    form, problem = ListFileForm(), None
    if form.validate_on_submit():
        try:
            sent = form.file.data
            if not isinstance(sent, FileStorage) or not sent.filename:
                raise BadFile("Hãy chọn tệp Excel (.xlsx) rồi bấm lại.")
            content = sent.stream.read(files.LIMIT + 1)
            kept = sheet_uploads.keep(
                list_sheet.purpose(round_, unit), sent.filename, content, actor=current_user
            )
            list_sheet.read(kept.name, content, round_, unit, actor=current_user)
            return finish(
                url_for("awards.list_preview", round_id=round_id, unit_id=unit_id, upload_id=kept.id)
            )
        except DomainError as error:
            db.session.rollback()
            (round_, unit), problem = round_and_unit(round_id, unit_id), error
    return render(
        "awards/list_upload.html",
        form=form,
        round=round_,
        unit=unit,
        problem=problem,
        uploads=sheet_uploads.recent(list_sheet.purpose(round_, unit)),
        status=422 if form.is_submitted() else 200,
    )


@blueprint.get("/dot/<int:round_id>/don-vi/<int:unit_id>/tu-excel/tep-mau")
@needs(P.NOMINATIONS_WRITE)
def list_template(round_id: int, unit_id: int) -> Response:
    """The empty list with its columns."""
    round_and_unit(round_id, unit_id)
    return sheet_files.template("Mẫu danh sách đề nghị khen thưởng", list_sheet.FIELDS)


@blueprint.route("/dot/<int:round_id>/don-vi/<int:unit_id>/tu-excel/<int:upload_id>", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def list_preview(round_id: int, unit_id: int, upload_id: int) -> Response:
    """All rows, what is wrong with them, and whom each means; text of old fonts is accepted here."""
    round_, unit = round_and_unit(round_id, unit_id)
    found = sheet_uploads.get(list_sheet.purpose(round_, unit), upload_id)
    here = url_for("awards.list_preview", round_id=round_id, unit_id=unit_id, upload_id=upload_id)
    if found.applied_at is not None:
        if request.method == "POST":
            raise WrongState(f"Tệp này đã được nhập: {found.summary}")
        return finish(_drafts(round_id), f"Tệp {found.name} đã được nhập. {found.summary}")
    form = OldFontForm(data={"old_font": found.old_font})
    if form.validate_on_submit():
        found.old_font = bool(form.old_font.data)
        return finish(here, "Đã đọc lại tệp theo lựa chọn.")
    return _preview(round_id, unit_id, upload_id, form)


def _preview(
    round_id: int, unit_id: int, upload_id: int, form: OldFontForm, problem: DomainError | None = None
) -> Response:
    round_, unit = round_and_unit(round_id, unit_id)
    found = sheet_uploads.get(list_sheet.purpose(round_, unit), upload_id)
    return render(
        "awards/list_preview.html",
        round=round_,
        unit=unit,
        upload=found,
        form=form,
        act=StepForm(),
        plan=list_sheet.plan(found, round_, unit, actor=current_user),
        problem=problem,
        status=422 if problem or form.is_submitted() else 200,
    )


@blueprint.get("/dot/<int:round_id>/don-vi/<int:unit_id>/tu-excel/<int:upload_id>/dong-loi")
@needs(P.NOMINATIONS_WRITE)
def list_wrong_rows(round_id: int, unit_id: int, upload_id: int) -> Response:
    """The wrong rows as a workbook, to mend and send again."""
    round_, unit = round_and_unit(round_id, unit_id)
    found = sheet_uploads.get(list_sheet.purpose(round_, unit), upload_id)
    return sheet_files.wrong_rows(
        "Dòng cần sửa", list_sheet.plan(found, round_, unit, actor=current_user).sheet
    )


@blueprint.post("/dot/<int:round_id>/don-vi/<int:unit_id>/tu-excel/<int:upload_id>/lap-ho-so")
@needs(P.NOMINATIONS_WRITE)
def list_apply(round_id: int, unit_id: int, upload_id: int) -> Response:
    """Make the files of all rows, once."""
    round_, unit = round_and_unit(round_id, unit_id)
    found = sheet_uploads.get(list_sheet.purpose(round_, unit), upload_id)
    StepForm().validate()
    try:
        made = list_sheet.apply(found, round_, unit, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return _preview(round_id, unit_id, upload_id, OldFontForm(formdata=None), error)
    return finish(_drafts(round_id), f"Đã lập {len(made)} hồ sơ từ tệp {found.name}.")


def _drafts(round_id: int) -> str:
    return url_for("awards.nominations", dot=round_id) + "&trang-thai=draft"
