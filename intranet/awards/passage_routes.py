"""The achievement report of a file, passage by passage: draft, confirm, edit, leave out, add, download."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import clock
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, NotThere, Stale
from ..core.files import download
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..previews import routes as previews
from . import dossier, eligibility_facts, queries, report, report_paper, rules
from .forms import PassageForm, StepForm
from .models import Nomination
from .nomination_routes import _SEES
from .report_models import ReportPassage
from .report_models import ReportSection as S
from .routes import blueprint


def _own(nomination_id: int) -> Nomination:
    """Return a file whose unit the account nominates for; 404 for any other."""
    nomination = queries.get_for(current_user, nomination_id)
    if not current_user.has_in(P.NOMINATIONS_WRITE, nomination.unit_id):
        raise NotThere()
    return nomination


def _at(nomination: Nomination, anchor: str = "") -> str:
    return url_for("awards.report_page", nomination_id=nomination.id, _anchor=anchor or None)


@blueprint.get("/ho-so/<int:nomination_id>/bao-cao")
@needs(P.NOMINATIONS_WRITE)
def report_page(nomination_id: int) -> Response:
    """The report by sections; what a machine drafted is marked until somebody confirms or edits it."""
    return _page(_own(nomination_id))


def _page(nomination: Nomination, problem: DomainError | None = None, status: int = 200) -> Response:
    rows = report.passages(nomination)
    alike = [one for one in eligibility_facts.findings_of(nomination) if one.check.code == "similar_report"]
    awards = queries.histories([nomination])[nomination.id]
    return render(
        "awards/report.html",
        nomination=nomination,
        sections=[(section, [row for row in rows if row.section == section]) for section in S],
        rows=rows,
        waiting=sum(1 for row in rows if not row.settled),
        mark=report.MARK,
        form_name=report_paper.FORMS[report_paper.variant_of(nomination)],
        tables=[
            (label, report_paper.past_rows(awards, titles=titles))
            for label, titles in (("Danh hiệu thi đua", True), ("Hình thức khen thưởng", False))
        ],
        own_word=dossier.answer_of(nomination),
        alike=alike,
        open=rules.may_edit(current_user, nomination),
        problem=problem,
        status=status,
    )


@blueprint.post("/ho-so/<int:nomination_id>/bao-cao/soan")
@needs(P.NOMINATIONS_WRITE)
def draft_report(nomination_id: int) -> Response:
    """Draft from the records, or bring the report up to date."""
    StepForm().validate()
    nomination = _own(nomination_id)
    report.draft(nomination, actor=current_user)
    return finish(_at(nomination), report.DRAFTED)


@blueprint.post("/ho-so/<int:nomination_id>/bao-cao/phan/<any(facts,overview,results,past):section>/xac-nhan")
@needs(P.NOMINATIONS_WRITE)
def confirm_section(nomination_id: int, section: str) -> Response:
    """Confirm all passages of a section that wait for it."""
    StepForm().validate()
    nomination = _own(nomination_id)
    rows = [row for row in report.passages(nomination) if row.section == S(section)]
    return _confirm(nomination, rows, section)


@blueprint.post("/ho-so/<int:nomination_id>/bao-cao/doan/<int:passage_id>/xac-nhan")
@needs(P.NOMINATIONS_WRITE)
def confirm_passage(nomination_id: int, passage_id: int) -> Response:
    """Confirm one passage as it stands."""
    StepForm().validate()
    nomination = _own(nomination_id)
    row = report.passage_of(nomination, passage_id)
    return _confirm(nomination, [row], f"doan-{row.id}")


def _confirm(nomination: Nomination, rows: list[ReportPassage], anchor: str) -> Response:
    try:
        report.confirm(nomination, rows, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return _page(_own(nomination.id), error, 422)
    left = report.unconfirmed(nomination)
    words = f"Đã xác nhận. Còn {left} đoạn chờ xác nhận." if left else "Đã xác nhận mọi đoạn của báo cáo."
    return finish(_at(nomination, anchor), words)


@blueprint.route("/ho-so/<int:nomination_id>/bao-cao/doan/<int:passage_id>", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def edit_passage(nomination_id: int, passage_id: int) -> Response:
    """Write a passage in own words, take the newly drafted words, or leave it out."""
    nomination = _own(nomination_id)
    row = report.passage_of(nomination, passage_id)
    rules.require(rules.may_edit(current_user, nomination), "Hồ sơ này hiện không sửa được.")
    form = PassageForm(data={"version": row.version, "text": row.text})
    problem: DomainError | None = None
    if form.validate_on_submit():
        then = request.form.get("then", "")
        text = row.drafted if then == "drafted" else "" if then == "drop" else form.text.data or ""
        try:
            report.write(nomination, row, text, version=str(form.version.data or ""), actor=current_user)
        except (NotReady, Stale) as error:
            db.session.rollback()
            nomination = _own(nomination_id)
            row, problem = report.passage_of(nomination, passage_id), error
            if isinstance(error, Stale):
                form.version.data = row.version
                form.version.raw_data = [str(row.version)]
        else:
            words = (
                f"Đã lưu lúc {clock.local(clock.now()):%H:%M}." if text else "Đã bỏ đoạn này khỏi báo cáo."
            )
            return finish(_at(nomination, f"doan-{passage_id}"), words)
    return render(
        "awards/report_passage.html",
        nomination=nomination,
        row=row,
        section=row.section,
        form=form,
        problem=problem,
        status=problem.status if problem else 422 if form.is_submitted() else 200,
    )


@blueprint.route(
    "/ho-so/<int:nomination_id>/bao-cao/phan/<any(overview,results,past):section>/them",
    methods=["GET", "POST"],
)
@needs(P.NOMINATIONS_WRITE)
def add_passage(nomination_id: int, section: str) -> Response:
    """Add a passage in the unit's own words."""
    nomination = _own(nomination_id)
    rules.require(rules.may_edit(current_user, nomination), "Hồ sơ này hiện không sửa được.")
    form = PassageForm()
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            row = report.add(nomination, S(section), form.text.data or "", actor=current_user)
        except NotReady as error:
            db.session.rollback()
            nomination, problem = _own(nomination_id), error
        else:
            return finish(_at(nomination, f"doan-{row.id}"), "Đã thêm đoạn.")
    return render(
        "awards/report_passage.html",
        nomination=nomination,
        row=None,
        section=S(section),
        form=form,
        problem=problem,
        status=422 if form.is_submitted() else 200,
    )


def _readable(nomination_id: int) -> Nomination:
    """Return a file whose report the account may read: not the nominee, who sees the own data only."""
    nomination = queries.get_for(current_user, nomination_id)
    if rules.is_nominee(current_user, nomination) and not current_user.has(P.NOMINATIONS_READ_ALL):
        raise NotThere()
    return nomination


@blueprint.get("/ho-so/<int:nomination_id>/bao-cao.docx")
@needs(*_SEES)
def report_file(nomination_id: int) -> Response:
    """Download the report to sign."""
    nomination = _readable(nomination_id)
    return download(report_paper.paper(nomination), report_paper.file_name(nomination), "docx")


@blueprint.post("/ho-so/<int:nomination_id>/bao-cao/xem-truoc")
@needs(*_SEES)
def report_preview(nomination_id: int) -> Response:
    """Show the pages of the report as they will be printed."""
    StepForm().validate()
    nomination = _readable(nomination_id)
    back = url_for("awards.show", nomination_id=nomination.id)
    return previews.start(report_paper.paper(nomination), report_paper.file_name(nomination), back=back)
