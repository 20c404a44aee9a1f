"""The commune's own data and who signs its papers."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, edits, files, nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import BadFile, DomainError, NotThere
from ..core.files import download
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import queries, settings_actions
from .blueprint import blueprint
from .forms import NONE_YET, EmblemForm, EndForm, OrganisationForm, SignerForm, StepForm, typed
from .models import Purpose

nav.entry("Quản trị", "Cơ quan", "people.organisation", P.SETTINGS_WRITE, order=10)
nav.entry("Quản trị", "Người ký", "people.signers", P.SETTINGS_WRITE, order=11)

FIELDS = (
    "name", "short_name", "commune", "place_name", "city", "head_title", "standing_office", "decision_symbol",
    "submission_symbol", "minutes_symbol", "copies_line", "register_label", "fund_name",
)  # fmt: skip


@blueprint.route("/quan-tri/co-quan", methods=["GET", "POST"])
@needs(P.SETTINGS_WRITE)
def organisation() -> Response:
    """All fields of the commune, each with what it is printed on."""
    row = queries.organisation_or_none()
    stored = {name: getattr(row, name) if row else "" for name in FIELDS}
    form = OrganisationForm(data=stored | {"version": row.version if row else 0})
    status, both = 200, None
    if form.validate_on_submit():
        if row is not None and edits.is_stale(form, row):
            status, both = 409, edits.differences(form, stored)
            form.version.data = str(row.version)
        else:
            settings_actions.save_organisation(row, typed(form, *FIELDS), actor=current_user)
            return finish(url_for("people.organisation"), "Đã lưu. Văn bản soạn từ nay dùng thông tin mới.")
    elif form.is_submitted():
        status = 422
    events = audit.timeline(row) if row else []
    return render("people/organisation.html", form=form, both=both, events=events, status=status)


@blueprint.route("/quan-tri/co-quan/quoc-huy", methods=["GET", "POST"])
@needs(P.SETTINGS_WRITE)
def emblem() -> Response:
    """The picture on top of certificates."""
    row, form, problem = queries.organisation(), EmblemForm(), None
    if form.validate_on_submit():
        given = request.files.get("file")
        try:
            if given is None or not given.filename:
                raise BadFile("Hãy chọn tệp ảnh.")
            settings_actions.set_emblem(row, given.read(), actor=current_user)
            return finish(url_for("people.emblem"), "Đã nhận ảnh. Giấy soạn từ nay in ảnh này.")
        except BadFile as error:
            problem = error
    status = 422 if form.is_submitted() else 200
    return render("people/emblem.html", form=form, row=row, problem=problem, status=status)


@blueprint.post("/quan-tri/co-quan/quoc-huy/bo")
@needs(P.SETTINGS_WRITE)
def remove_emblem() -> Response:
    """Print no picture from now on."""
    StepForm().validate()
    settings_actions.set_emblem(queries.organisation(), None, actor=current_user)
    return finish(url_for("people.emblem"), "Đã bỏ ảnh.")


@blueprint.get("/quan-tri/co-quan/quoc-huy.png")
@needs(P.SETTINGS_WRITE)
def emblem_picture() -> Response:
    """The picture itself."""
    found = queries.organisation().emblem
    if found is None:
        raise NotThere("Chưa có ảnh.")
    return download(files.get(found), "quoc-huy.png", "png")


@blueprint.get("/quan-tri/nguoi-ky")
@needs(P.SETTINGS_WRITE)
def signers() -> Response:
    """Who signs what, as the block will be printed."""
    return render("people/signers.html", signers=queries.all_signers(), purposes=list(Purpose))


@blueprint.route("/quan-tri/nguoi-ky/them", methods=["GET", "POST"])
@needs(P.SETTINGS_WRITE)
def new_signer() -> Response:
    """Let somebody sign."""
    form = SignerForm(data={"starts_on": clock.today()})
    form.person.choices = [NONE_YET, *((str(p.id), f"{p.full_name}, {p.job}") for p in queries.staff())]
    problem: DomainError | None = None
    if form.validate_on_submit():
        person = queries.get_person(int(form.person.data))
        try:
            settings_actions.give_signer(
                person,
                Purpose(form.purpose.data),
                form.lines.data or "",
                actor=current_user,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
            )
        except DomainError as error:
            db.session.rollback()
            problem = error
        else:
            return finish(url_for("people.signers"), f"Đã thêm người ký {person.full_name}.")
    status = 422 if form.is_submitted() else 200
    return render("people/signer_form.html", form=form, problem=problem, status=status)


@blueprint.route("/quan-tri/nguoi-ky/<int:signer_id>/ket-thuc", methods=["GET", "POST"])
@needs(P.SETTINGS_WRITE)
def end_signer(signer_id: int) -> Response:
    """End a signer."""
    signer = queries.get_signer(signer_id)
    form = EndForm(data={"ends_on": clock.today()})
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            settings_actions.end_signer(signer, form.ends_on.data, actor=current_user)
        except DomainError as error:
            db.session.rollback()
            problem = error
        else:
            return finish(url_for("people.signers"), "Đã ghi ngày kết thúc. Văn bản cũ không thay đổi.")
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("people/end_signer.html", form=form, signer=signer, problem=problem, status=status)
