"""The dossier of a Decision: all its papers, one archive, the check of every file, the notice."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core import files
from ..core.access import needs
from ..core.errors import BadFile, NotReady, NotThere
from ..core.files import download
from ..core.forms import BaseForm, FileField, Filled, PickField
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..documents.check import Result
from ..previews import routes as previews
from . import dossier, notice, papers, queries, rules
from .forms import StepForm
from .models import Decision
from .routes import blueprint

_READS = (P.DECISIONS_READ, P.DECISIONS_DRAFT)


class CheckForm(BaseForm):
    """A paper that was edited outside, to be compared with the list."""

    paper = PickField("Văn bản", required=True)
    file = FileField("Tệp Word đã sửa", validators=[Filled("Hãy chọn tệp.")])


def _decision(decision_id: int) -> Decision:
    decision = queries.get_for(current_user, decision_id)
    if not dossier.has_dossier(decision):
        raise NotThere("Văn bản này không có hồ sơ riêng.")
    return decision


@blueprint.get("/<int:decision_id>/ho-so")
@needs(*_READS)
def dossier_page(decision_id: int) -> Response:
    """All papers of the dossier, each compared with the frozen list."""
    return _page(_decision(decision_id), CheckForm())


def _page(decision: Decision, form: CheckForm, status: int = 200, **more: Any) -> Response:
    problem: NotReady | None = None
    found: list[dossier.DossierFile] = []
    result: Result | None = None
    slips: list[dossier.Slips] = []
    hidden = False
    try:
        found = dossier.files_of(decision, viewer=current_user)
        result, slips = dossier.check_all(found, decision, current_user)
        hidden = papers.hides(decision, current_user)
    except NotReady as error:
        problem = error
    form.paper.choices = [(one.read.name, one.label) for one in found]
    return render(
        "decisions/dossier.html",
        decision=decision,
        files=found,
        result=result,
        slips=slips,
        problem=problem,
        form=form,
        notice_line=notice.line_of(decision),
        hidden=hidden,
        may_number_notice=rules.may_number_notice(current_user, decision),
        status=status,
        **more,
    )


@blueprint.get("/<int:decision_id>/ho-so.zip")
@needs(*_READS)
def dossier_archive(decision_id: int) -> Response:
    """The whole dossier as one archive."""
    name, content = dossier.archive(_decision(decision_id), current_user)
    return download(content, name, "zip")


@blueprint.get("/<int:decision_id>/ho-so/<path:name>")
@needs(*_READS)
def dossier_file(decision_id: int, name: str) -> Response:
    """One file of the dossier."""
    return download(_file(_decision(decision_id), name).read.content, name.rsplit("/", 1)[-1], "docx")


def _file(decision: Decision, name: str) -> dossier.DossierFile:
    reports = name.startswith(dossier.REPORTS)
    shown = dossier.files_of(decision, reports=reports, viewer=current_user)
    found = next((one for one in shown if one.read.name == name), None)
    if found is None:
        raise NotThere("Hồ sơ không có văn bản này.")
    return found


@blueprint.post("/<int:decision_id>/ho-so/xem-truoc")
@needs(*_READS)
def dossier_preview(decision_id: int) -> Response:
    """Show the pages of one file as they will be printed."""
    StepForm().validate()
    name = request.form.get("file", "")
    decision = _decision(decision_id)
    found = _file(decision, name)
    labels = _names(decision)[found.read.sheets] if found.read.stack else ()
    back = url_for("decisions.dossier_page", decision_id=decision_id)
    return previews.start(found.read.content, name.rsplit("/", 1)[-1], back=back, labels=labels)


def _names(decision: Decision) -> list[str]:
    """Return whose each certificate of the stack is."""
    return [f"{row['ordinal']:02d}. {row['name']}" for row in papers.content_of(decision)["rows"]]


@blueprint.post("/<int:decision_id>/van-ban/<paper>/xem-truoc")
@needs(*_READS)
def paper_preview(decision_id: int, paper: str) -> Response:
    """Show the pages of one paper as they will be printed."""
    StepForm().validate()
    decision = queries.get_for(current_user, decision_id)
    name, content = papers.file_of(decision, paper, current_user)
    if name.endswith(".zip"):
        raise NotReady("Tập giấy này gồm nhiều tệp. Hãy xem từng phần trong trang Cả hồ sơ.")
    labels = _names(decision) if paper in papers.STACKS else ()
    back = url_for("decisions.show", decision_id=decision_id)
    return previews.start(content, name, back=back, labels=labels)


@blueprint.post("/<int:decision_id>/ho-so/kiem-tra")
@needs(*_READS)
def check_changed(decision_id: int) -> Response:
    """Compare an edited file with the list; nothing is stored."""
    decision, form = _decision(decision_id), CheckForm()
    form.paper.choices = [
        (one.read.name, one.label) for one in dossier.files_of(decision, viewer=current_user)
    ]
    if not form.validate():
        return _page(decision, form, 422)
    given = request.files.get("file")
    name, content = (given.filename or "", given.read()) if given else ("", b"")
    try:
        if files.check(name, content) != "docx":
            raise BadFile(f"Tệp “{name}” không phải tệp Word (.docx).")
        result, slips = dossier.check_changed(decision, form.paper.data or "", content, current_user)
    except (BadFile, NotReady) as error:
        form.file.errors = [error.message]
        return _page(decision, form, 422)
    return _page(decision, form, changed=name, changed_result=result, changed_slips=slips)


@blueprint.post("/<int:decision_id>/thong-bao/cap-so")
@needs(P.DECISIONS_NUMBER)
def number_notice(decision_id: int) -> Response:
    """Give the notice of the result its number."""
    decision = _decision(decision_id)
    StepForm().validate()
    line = notice.number(decision, actor=current_user)
    return finish(
        url_for("decisions.dossier_page", decision_id=decision.id),
        f"Đã cấp số {line.number:02d}/{line.symbol} cho thông báo.",
    )
