"""Write: the form, saving by itself, checking before handing in, attachments."""

import datetime as dt
from typing import Any

from flask import Response, jsonify, request, url_for
from flask_login import current_user

from ..core import clock, files
from ..core.access import needs
from ..core.db import db
from ..core.errors import BadFile, DomainError, NotReady
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import format_number, short_date
from ..core.web import finish
from . import drafting, queries, rules
from .blueprint import blueprint
from .forms import FIELDS, FilesForm, InitiativeForm, StepForm, without_row
from .models import Initiative
from .phrases import LABELS

_NEXT = {"check": "initiatives.check", "files": "initiatives.edit_files"}


def _own_draft(initiative_id: int) -> Initiative:
    initiative = queries.get_for(current_user, initiative_id)
    drafting.require_editable(initiative, current_user)
    return initiative


@blueprint.route("/<int:initiative_id>/viet", methods=["GET", "POST"])
@needs(P.INITIATIVES_WRITE)
def edit(initiative_id: int) -> Response:
    """The form; "Lưu nháp" keeps it complete or not, the other buttons save and go on."""
    initiative = _own_draft(initiative_id)
    if request.method == "GET":
        return _form_page(initiative, InitiativeForm(initiative))
    if "add_author" in request.form or "remove_author" in request.form:
        return _change_rows(initiative)
    form = InitiativeForm(initiative)
    wanted = request.form.get("then", "")
    form.exact = wanted == "check"
    if not form.validate_on_submit():
        return _form_page(initiative, form, status=422)
    if form.opened_version != initiative.version:
        return _conflict_page(initiative, form)
    try:
        drafting.save(initiative, form.values(), form.shares, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return _form_page(
            queries.get_for(current_user, initiative_id), form, status=422, problem=error.message
        )
    message = f"Đã lưu lúc {clock.local(clock.now()):%H:%M}." if wanted not in _NEXT else ""
    return finish(url_for(_NEXT.get(wanted, "initiatives.edit"), initiative_id=initiative.id), message)


def _change_rows(initiative: Initiative) -> Response:
    """Show the form again with an author row more or less; nothing is stored, everything typed stays."""
    given = without_row(request.form, request.form.get("remove_author", ""))
    form = InitiativeForm(initiative, formdata=given)
    if "add_author" in request.form and len(form.authors) < rules.MAX_AUTHORS:
        form.authors.append_entry()
    return _form_page(initiative, form)


def _form_page(initiative: Initiative, form: InitiativeForm, status: int = 200, **more: Any) -> Response:
    return render(
        "initiatives/edit.html",
        initiative=initiative,
        form=form,
        missing=rules.missing(initiative),
        max_authors=rules.MAX_AUTHORS,
        status=status,
        **more,
    )


def _conflict_page(initiative: Initiative, form: InitiativeForm) -> Response:
    """Show both texts of what differs (409); the typed one stays in the form and can be saved on purpose."""
    stored = InitiativeForm(initiative, formdata=None)
    names = [name for name in (*FIELDS, "authors") if _shown(form, name) != _shown(stored, name)]
    labels = LABELS | {"theme_id": LABELS["theme"]}
    both = [(labels[name], _shown(stored, name), _shown(form, name)) for name in names]
    form.version.data = initiative.version
    return _form_page(initiative, form, status=409, both=both)


def _shown(form: InitiativeForm, name: str) -> str:
    """Return a field as the person reads it."""
    if name == "authors":
        rows = [entry.form for entry in form.authors if not entry.form.empty]
        return "\n".join(f"{row.person.data}: {row.share.data or ''} %" for row in rows)
    field = form[name]
    if name in ("kind", "theme_id"):
        labels = {str(value): str(label) for value, label, *_ in field.iter_choices() if value}
        return labels.get(str(field.data or ""), "")
    if isinstance(field.data, dt.date):
        return short_date(field.data)
    return format_number(field.data) if isinstance(field.data, int) else field.data or ""


@blueprint.post("/<int:initiative_id>/luu-nhap")
@needs(P.INITIATIVES_WRITE)
def autosave(initiative_id: int) -> Response:
    """Keep what is typed so far, called by the page itself: {"saved_at", "message", "fields"} or {"message"}.

    What cannot be kept (a date that is none, a name still half typed) is named and left as stored.
    """
    try:
        initiative = _own_draft(initiative_id)
        form = InitiativeForm(initiative)
        if form.opened_version != initiative.version:
            message = "nội dung này đã được sửa ở một thẻ khác. Bấm “Lưu nháp” để xem cả hai bản."
            return _refused(message, 409)
        form.validate()
        if form.csrf_token.errors:
            return _refused("phiên làm việc đã đổi. Hãy tải lại trang.", 419)
        shares = None if form.authors.errors else form.shares
        drafting.save(initiative, form.values(valid_only=True), shares, actor=current_user)
    except DomainError as error:
        db.session.rollback()
        return _refused(error.message, error.status)
    db.session.commit()
    saved_at = f"{clock.local(clock.now()):%H:%M}"
    unkept = "; ".join(form.missing())
    message = f"Đã lưu lúc {saved_at}" + (f". Chưa lưu: {unkept}." if unkept else "")
    return jsonify(saved_at=saved_at, message=message, fields={"version": str(initiative.version)})


def _refused(message: str, status: int) -> Response:
    response = jsonify(message=message)
    response.status_code = status
    return response


@blueprint.get("/<int:initiative_id>/kiem-tra")
@needs(P.INITIATIVES_WRITE)
def check(initiative_id: int) -> Response:
    """Everything as the reviewers will read it, what is missing, and the button that hands it in."""
    return check_page(_own_draft(initiative_id))


def check_page(initiative: Initiative, *, problem: str = "", status: int = 200) -> Response:
    """Render the page before handing in (also with what went wrong)."""
    return render(
        "initiatives/check.html",
        initiative=initiative,
        missing=rules.missing(initiative),
        attachments=files.of(initiative),
        form=StepForm(data={"version": initiative.version}),
        problem=problem,
        status=status,
    )


@blueprint.route("/<int:initiative_id>/tep-dinh-kem", methods=["GET", "POST"])
@needs(P.INITIATIVES_WRITE)
def edit_files(initiative_id: int) -> Response:
    """The attachments: add some, remove some."""
    initiative = _own_draft(initiative_id)
    form, status = FilesForm(), 200
    if form.validate_on_submit():
        try:
            added = files.attach_uploads(initiative, form.files.data, actor=current_user)
        except BadFile as error:
            db.session.rollback()
            initiative = _own_draft(initiative_id)
            form.files.errors = [error.message]
        else:
            target = url_for("initiatives.edit_files", initiative_id=initiative.id)
            return finish(target, f"Đã thêm {len(added)} tệp.")
    if form.errors:
        status = 422
    rows = files.of(initiative)
    return render("initiatives/files.html", initiative=initiative, form=form, attachments=rows, status=status)


@blueprint.post("/<int:initiative_id>/tep-dinh-kem/<int:attachment_id>/bo")
@needs(P.INITIATIVES_WRITE)
def remove_file(initiative_id: int, attachment_id: int) -> Response:
    """Remove one attachment of a draft."""
    initiative = _own_draft(initiative_id)
    files.detach(initiative, attachment_id, actor=current_user)
    return finish(url_for("initiatives.edit_files", initiative_id=initiative.id), "Đã bỏ tệp.")
