"""Records of application: write, correct, prove, confirm."""

from typing import Any

import sqlalchemy as sa
from flask import Response, request, url_for
from flask_login import current_user

from ..core import files
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import BadFile
from ..core.files import Attachment
from ..core.htmx import render
from ..core.web import finish
from . import applications, queries, rules
from .blueprint import blueprint
from .forms import ApplicationForm
from .models import Initiative, InitiativeApplication


def _back(initiative: Initiative) -> str:
    return url_for("initiatives.show", initiative_id=initiative.id) + "#ap-dung"


def shown(initiative: Initiative) -> list[dict[str, Any]]:
    """Return the records of an initiative with their proof, what is missing, and what I may do."""
    rows = initiative.applications
    proof: dict[int, list[Attachment]] = {row.id: [] for row in rows}
    query = sa.select(Attachment).where(
        Attachment.owner_kind == InitiativeApplication.__tablename__, Attachment.owner_id.in_(proof)
    )
    for file in db.session.scalars(query.order_by(Attachment.id)) if rows else ():
        proof[file.owner_id].append(file)
    return [
        {
            "row": row,
            "files": proof[row.id],
            "missing": rules.application_missing(row),
            "may_edit": rules.may_edit_application(current_user, row),
            "may_confirm": row.proof_count > 0 and rules.may_confirm_application(current_user, row),
        }
        for row in rows
    ]


@blueprint.route("/<int:initiative_id>/ap-dung/moi", methods=["GET", "POST"])
@needs(SIGNED_IN)
def record(initiative_id: int) -> Response:
    """Write down where a recognised initiative is applied."""
    initiative = queries.get_for(current_user, initiative_id)
    allowed = rules.may_record_application(current_user, initiative)
    rules.require(allowed, "Chỉ ghi áp dụng cho sáng kiến đã được công nhận, bởi tác giả hoặc Trưởng đơn vị.")
    form = ApplicationForm(initiative)
    if form.validate_on_submit():
        try:
            applications.record(initiative, form.values(), actor=current_user, uploads=form.files.data)
        except BadFile as error:
            db.session.rollback()
            form.files.errors = [error.message]
        else:
            return finish(_back(initiative), "Đã ghi. Trưởng đơn vị áp dụng sẽ xác nhận.")
    initiative = queries.get_for(current_user, initiative_id)
    return _form_page(initiative, form, None)


@blueprint.route("/<int:initiative_id>/ap-dung/<int:application_id>", methods=["GET", "POST"])
@needs(SIGNED_IN)
def edit_application(initiative_id: int, application_id: int) -> Response:
    """Correct a record or add proof, until it is confirmed."""
    application = queries.get_application_for(current_user, initiative_id, application_id)
    allowed = rules.may_edit_application(current_user, application)
    rules.require(allowed, "Nội dung áp dụng này không sửa được nữa.")
    form = ApplicationForm(application.initiative, application)
    if form.validate_on_submit():
        try:
            applications.change(application, form.values(), actor=current_user, uploads=form.files.data)
        except BadFile as error:
            db.session.rollback()
            form.files.errors = [error.message]
        else:
            return finish(_back(application.initiative), "Đã lưu nội dung áp dụng.")
    application = queries.get_application_for(current_user, initiative_id, application_id)
    return _form_page(application.initiative, form, application)


def _form_page(
    initiative: Initiative, form: ApplicationForm, application: InitiativeApplication | None
) -> Response:
    proof = files.of(application) if application is not None else []
    return render(
        "initiatives/application.html",
        initiative=initiative,
        form=form,
        application=application,
        proof=proof,
        status=422 if request.method == "POST" else 200,
    )


@blueprint.post("/<int:initiative_id>/ap-dung/<int:application_id>/tep/<int:attachment_id>/bo")
@needs(SIGNED_IN)
def remove_proof(initiative_id: int, application_id: int, attachment_id: int) -> Response:
    """Remove one proof file of a record that is not confirmed yet."""
    application = queries.get_application_for(current_user, initiative_id, application_id)
    applications.remove_proof(application, attachment_id, actor=current_user)
    target = url_for(
        "initiatives.edit_application", initiative_id=initiative_id, application_id=application_id
    )
    return finish(target, "Đã bỏ tệp.")


@blueprint.post("/<int:initiative_id>/ap-dung/<int:application_id>/xac-nhan")
@needs(SIGNED_IN)
def confirm_application(initiative_id: int, application_id: int) -> Response:
    """The head's word that the unit applies it."""
    application = queries.get_application_for(current_user, initiative_id, application_id)
    applications.confirm(application, actor=current_user)
    return finish(_back(application.initiative), "Đã xác nhận. Sáng kiến được tính là đã áp dụng ở đơn vị.")
