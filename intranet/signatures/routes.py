"""The signed PDF of a numbered Decision: add, confirm, see what it carries, take it away."""

from flask import Blueprint, Response, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from ..core import files, once
from ..core.access import needs
from ..core.db import db
from ..core.errors import BadFile, Barred, DomainError, NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..decisions import papers
from ..decisions import queries as decisions
from ..decisions.models import Decision
from ..decisions.rules import FROZEN, require
from . import actions, queries, reading, rules, verdicts
from .forms import ConfirmForm, SignedForm

blueprint = Blueprint("signatures", __name__, url_prefix="/quyet-dinh/<int:decision_id>/ban-ky")
_READS = (P.DECISIONS_READ, P.DECISIONS_DRAFT)


def _beside(decision: Decision) -> list[papers.Beside]:
    labels = {one.key: one.label for one in queries.papers_to_sign(decision)}
    return [
        papers.Beside(
            f"{labels[key]}: bản đã ký",
            url_for("signatures.download", decision_id=decision.id, signed_id=one.id),
            f"PDF, {_SIGNED_AS[bool(one.found['signatures'])]}",
        )
        for key, one in queries.current(decision).items()
        if not _hidden(decision, key)
    ]


def _hidden(decision: Decision, paper: str) -> bool:
    """Whether a signed paper tells votes that the reader must not see: a PDF cannot be made an extract."""
    return paper == "to-trinh" and papers.hides(decision, current_user)


papers.BESIDE.append(_beside)
_SIGNED_AS = {True: "có chữ ký số", False: "bản quét hoặc không có chữ ký số"}


def _decision(decision_id: int) -> Decision:
    found = decisions.get_for(current_user, decision_id)
    if found.state not in FROZEN:
        raise NotThere("Quyết định này chưa được cấp số.")
    return found


def _at(decision: Decision) -> str:
    return url_for("signatures.show", decision_id=decision.id)


def _form(decision: Decision) -> SignedForm:
    form = SignedForm()
    form.paper.choices = [(one.key, one.label) for one in queries.papers_to_sign(decision)]
    return form


def _page(decision: Decision, form: SignedForm, problem: str = "", status: int = 200) -> Response:
    current = queries.current(decision)
    history = queries.files_of(decision)
    used = {one.id for one in current.values()}
    history.sort(key=lambda one: one.id not in used)  # those in use first, each group newest first
    return render(
        "signatures/show.html",
        decision=decision,
        form=form,
        problem=problem,
        history=history,
        used=used,
        waiting={one.id for one in history if queries.waits(one, current)},
        labels={one.key: one.label for one in queries.papers_to_sign(decision)},
        signatures={one.id: [verdicts.describe(s) for s in one.found["signatures"]] for one in history},
        may_add=rules.may_add(current_user, decision),
        status=status,
    )


@blueprint.get("")
@needs(*_READS)
def show(decision_id: int) -> Response:
    """The signed files of a Decision, what was found in each, and the form for a new one."""
    decision = _decision(decision_id)
    return _page(decision, _form(decision))


@blueprint.post("/dua-vao")
@needs(P.DECISIONS_NUMBER)
def add(decision_id: int) -> Response:
    """Read a PDF, then keep it; nobody waits for the database while it is being read."""
    decision = _decision(decision_id)
    require(rules.may_add(current_user, decision), "Chỉ văn thư đưa được bản đã ký vào hệ thống.")
    form = _form(decision)
    if not form.validate_on_submit():
        return _page(decision, form, status=422)
    try:
        name, content = _taken(form.file.data)
        db.session.rollback()  # lets the lock of this writing request go: reading takes seconds
        found = reading.read(name, content)
        if (answered := once.claim()) is not None:
            return answered
        decision = _decision(decision_id)
        row = actions.add(decision, form.paper.data or "", name, content, found, actor=current_user)
    except DomainError as error:
        db.session.rollback()
        decision = _decision(decision_id)
        return _page(decision, form, error.message, error.status)
    message = "Đã nhận bản đã ký: nội dung khớp với bản đã cấp số."
    if not row.counts:
        return finish(_at(decision), "Đã giữ tệp. Tệp chờ bạn xem lại và xác nhận.", "warning")
    return finish(_at(decision), message)


def _taken(upload: FileStorage | None) -> tuple[str, bytes]:
    if upload is None or not upload.filename:
        raise BadFile("Hãy chọn tệp PDF.")
    name, content = files.clean_name(upload.filename), upload.stream.read(files.LIMIT + 1)
    if not name.lower().endswith(".pdf"):
        raise BadFile(f"Tệp “{name}” không phải PDF. Bản quét hoặc bản ký số phải là tệp .pdf.")
    files.check(name, content)
    return name, content


@blueprint.route("/<int:signed_id>/xac-nhan", methods=["GET", "POST"])
@needs(P.DECISIONS_NUMBER)
def confirm(decision_id: int, signed_id: int) -> Response:
    """Take a scan or a file with differences for the signed paper, with a reason."""
    decision = _decision(decision_id)
    row, form = queries.get(decision, signed_id), ConfirmForm()
    if form.validate_on_submit():
        actions.confirm(row, actor=current_user, reason=form.reason.data or "")
        return finish(_at(decision), "Đã xác nhận. Tệp này là bản đã ký của quyết định.")
    status = 422 if form.is_submitted() else 200
    return render(
        "signatures/confirm.html",
        decision=decision,
        row=row,
        waits=queries.waits(row, queries.current(decision)),
        form=form,
        status=status,
    )


@blueprint.get("/<int:signed_id>.pdf")
@needs(*_READS)
def download(decision_id: int, signed_id: int) -> Response:
    """The PDF, byte by byte as it came."""
    decision = _decision(decision_id)
    row = queries.get(decision, signed_id)
    if _hidden(decision, row.paper):
        raise Barred("Bản đã ký của tờ trình có tổng số liên quan hồ sơ mà bạn có xung đột lợi ích.")
    return files.download(files.get(row.sha256), row.name, "pdf")
