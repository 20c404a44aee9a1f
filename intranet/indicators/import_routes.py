"""The one-stop system's Excel: upload, look, apply."""

from flask import Response, url_for
from flask_login import current_user

from ..core import files, sheet_files
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import forms, imports, quarter_actions, queries, words
from .blueprint import blueprint


@blueprint.get("/mot-cua/mau")
@needs(P.INDICATORS_LOCK)
def import_template() -> Response:
    """The empty file with its columns."""
    return sheet_files.template("Số liệu một cửa", imports.FIELDS)


@blueprint.route("/quy/<int:quarter_id>/mot-cua", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def import_file(quarter_id: int) -> Response:
    """Take a file in; nothing is entered before it was looked at."""
    quarter, form, problem = queries.get_quarter(quarter_id), forms.SheetForm(), None
    if form.validate_on_submit():
        try:
            upload = form.upload.data
            content = upload.stream.read(files.LIMIT + 1)
            imports.read(quarter, upload.filename, content)
            stored = imports.keep(quarter, upload.filename, content, actor=current_user)
            db.session.flush()
            return finish(
                url_for("indicators.import_look", quarter_id=quarter_id, attachment_id=stored.id),
                "Đã đọc tệp, chưa nhập gì. Hãy xem rồi bấm “Nhập các số này”.",
            )
        except DomainError as error:
            db.session.rollback()
            problem, quarter = error, queries.get_quarter(quarter_id)
    elif not form.is_submitted():
        quarter_actions.require_open(quarter)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("indicators/import.html", form=form, quarter=quarter, problem=problem, status=status)


@blueprint.get("/quy/<int:quarter_id>/mot-cua/<int:attachment_id>")
@needs(P.INDICATORS_LOCK)
def import_look(quarter_id: int, attachment_id: int) -> Response:
    """What a stored file would enter, row by row."""
    quarter = queries.get_quarter(quarter_id)
    stored = imports.kept(quarter, attachment_id)
    preview = imports.read(quarter, stored.name, files.get(stored.sha256))
    return render("indicators/import_look.html", quarter=quarter, stored=stored, preview=preview, words=words)


@blueprint.post("/quy/<int:quarter_id>/mot-cua/<int:attachment_id>/nhap")
@needs(P.INDICATORS_LOCK)
def import_apply(quarter_id: int, attachment_id: int) -> Response:
    """Enter all figures of a stored file, or none."""
    forms.ActForm().validate()
    quarter = queries.get_quarter(quarter_id)
    made = imports.apply(quarter, imports.kept(quarter, attachment_id), actor=current_user)
    said = (
        f"Đã nhập {made} số từ tệp. Đơn vị xem lại và gửi." if made else "Các số này đã được nhập từ trước."
    )
    return finish(url_for("indicators.quarter", quarter_id=quarter_id), said)
