"""Reports: list, new, page, the words of a section, the file. Steps: `step_routes.py`; years: `year_routes.py`."""

from collections.abc import Mapping

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, WrongState
from ..core.files import download
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import clean_prose, short_date
from ..core.web import finish
from ..previews import routes as previews
from . import actions, compose, papers, periods, queries, rules, sections
from .blueprint import blueprint
from .forms import ReportForm, SectionForm, StepForm
from .models import MovementReport, ReportKind
from .phrases import WITH, WORDS
from .states import State

READS = (P.INDICATORS_READ, P.REGISTERS_WRITE)
nav.entry("Thi đua", "Báo cáo phong trào", "reports.index", *READS, order=7)


def at(report: MovementReport, anchor: str = "") -> str:
    """Return the address of a report."""
    return url_for("reports.show", movement_id=report.id, _anchor=anchor or None)


@blueprint.get("")
@needs(*READS)
def index() -> Response:
    """All reports that the account may read, newest first."""
    states = [(s.value, WORDS[f"movement_report.{s.value}"]) for s in State]
    kinds = [(k.value, WORDS[f"ReportKind.{k.value}"]) for k in ReportKind]
    listing = tables.Listing(
        query=queries.visible_to(current_user),
        columns=[
            tables.Column("title", "Văn bản", lambda r: r.title),
            tables.Column("number", "Số, ký hiệu", lambda r: r.full_number, sort=MovementReport.number),
            tables.Column(
                "issued", "Ngày", lambda r: short_date(r.issued_on) if r.issued_on else "",
                sort=MovementReport.issued_on,
            ),
            tables.Column("state", "Trạng thái", lambda r: WORDS[f"movement_report.{r.state.value}"]),
        ],
        args=request.args,
        path=url_for("reports.index"),
        filters=[
            tables.Filter("loai", "Loại", kinds, lambda v: MovementReport.kind == v),
            tables.Filter("trang-thai", "Trạng thái", states, lambda v: MovementReport.state == v),
        ],
    )  # fmt: skip
    if listing.wants_xlsx():
        return listing.xlsx("Báo cáo phong trào")
    return render("reports/index.html", listing=listing, may_write=rules.may_write(current_user))


@blueprint.route("/moi", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def new() -> Response:
    """Begin a report: kind and period; the last quarter that has ended is proposed."""
    ended = periods.last_ended(clock.today())
    form = ReportForm(
        data={"kind": ReportKind.QUARTER.value, "year": str(ended[0]), "quarter": str(ended[1])}
    )
    first, last = periods.years()
    years = [(str(year), str(year)) for year in range(first, last + 1)]
    form.year.choices = years
    form.from_year.choices = [("", "Cùng năm"), *years]

    def act() -> tuple[str, str]:
        report = actions.create(
            ReportKind(form.kind.data),
            int(form.year.data),
            int(form.quarter.data),
            int(form.from_year.data) if form.from_year.data else None,
            actor=current_user,
        )
        return at(report), "Đã lập dự thảo từ số liệu đã khóa. Hãy ghi nguyên nhân, giải pháp còn trống."

    return form_page(
        form,
        act,
        heading="Lập báo cáo",
        back=(url_for("reports.index"), "Báo cáo phong trào"),
        submit="Lập dự thảo",
        action=url_for("reports.new"),
    )


@blueprint.get("/<int:movement_id>")
@needs(*READS)
def show(movement_id: int) -> Response:
    """A report: figures as they will be printed, the words around them, the next act."""
    return page(queries.get_for(current_user, movement_id))


def page(report: MovementReport, problem: DomainError | None = None, status: int = 200) -> Response:
    """Render the page of a report (also with what went wrong)."""
    who, draft = current_user, report.state == State.DRAFT
    live = compose.content_of(report) if draft else papers.content_of(report)
    content = live if "texts" in live else live | {"texts": {}}
    parts = sections.parts(report, content)
    lacking = actions.lacking(report, live) if draft and rules.may_write(who) else []
    return render(
        "reports/show.html",
        report=report,
        content=content,
        parts=[part for part in parts if not part.section.about],
        explained=_by_indicator(parts),
        lacking=[one for one in lacking if not _explains(one[1])],
        unexplained=sorted({key.split("-", 1)[1] for _, key in lacking if _explains(key)}),
        with_whom=WITH.get(report.state.value, ""),
        draft=draft,
        quarterly=report.kind == ReportKind.QUARTER,
        may_write=draft and rules.may_write(who),
        may_approve=rules.may_approve(who, report),
        may_return=rules.may_return(who, report),
        may_issue=rules.may_issue(who, report),
        timeline=audit.timeline(report),
        problem=problem,
        status=status,
    )


def _explains(key: str) -> bool:
    return key.startswith((sections.CAUSE, sections.SOLUTION))


def _by_indicator(parts: list[sections.Part]) -> list[tuple[str, str, list[sections.Part]]]:
    """Return (code, indicator with figure, its cause and solution) of what is not reached."""
    found: dict[str, tuple[str, str, list[sections.Part]]] = {}
    for part in parts:
        if part.section.about:
            code = part.section.key.split("-", 1)[1]
            found.setdefault(code, (code, part.section.about, []))[2].append(part)
    return list(found.values())


@blueprint.route("/<int:movement_id>/nguyen-nhan", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def causes(movement_id: int) -> Response:
    """Causes and solutions of all that is not reached, on one page; what was left empty stays empty."""
    report = queries.get_for(current_user, movement_id)
    if report.state != State.DRAFT:
        raise WrongState(sections.CLOSED)
    form, given, problem = StepForm(), request.form, None
    if form.validate_on_submit():
        try:
            kept = sections.write_many(report, _typed(given), actor=current_user)
        except (NotReady, WrongState) as error:
            db.session.rollback()
            report, problem = queries.get_for(current_user, movement_id), error
        else:
            words = (
                f"Đã lưu {kept} mục lúc {clock.local(clock.now()):%H:%M}."
                if kept
                else "Không có gì thay đổi."
            )
            return finish(at(report, "chua-dat"), words)
    parts = sections.parts(report, compose.content_of(report))
    return render(
        "reports/causes.html",
        report=report,
        explained=_by_indicator(parts),
        given=given,
        form=form,
        problem=problem,
        status=problem.status if problem else 200,
    )


def _typed(given: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Return section -> (words, version that was on the screen) of the fields of the page of causes."""
    found = {}
    for name, text in given.items():
        if _explains(name):
            base = given.get(f"base-{name}", "")
            found[name] = (clean_prose(text), int(base) if base.isdecimal() and len(base) < 9 else -1)
    return found


@blueprint.route("/<int:movement_id>/phan/<section>", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def edit(movement_id: int, section: str) -> Response:
    """The words of one section; figures stay as words in braces that follow the locked ones."""
    report = queries.get_for(current_user, movement_id)
    part = sections.part(sections.parts(report, compose.content_of(report)), section)
    if report.state != State.DRAFT:
        raise WrongState(sections.CLOSED)
    shown = part.section.template if part.own is None else part.own
    form = SectionForm(data={"base": str(part.last.number if part.last else 0), "text": shown})
    problem: DomainError | None = None
    if form.validate_on_submit():
        own = None if request.form.get("then") == "composed" else form.text.data or ""
        base = form.base.data or ""
        try:
            number = int(base) if base.isdecimal() and len(base) < 9 else -1
            sections.write(report, section, own, base=number, actor=current_user)
        except (NotReady, WrongState) as error:
            db.session.rollback()
            report, problem = queries.get_for(current_user, movement_id), error
            part = sections.part(sections.parts(report, compose.content_of(report)), section)
            form.base.data = str(part.last.number if part.last else 0)
            form.base.raw_data = [form.base.data]
        else:
            return finish(at(report, section), f"Đã lưu lúc {clock.local(clock.now()):%H:%M}.")
    return render(
        "reports/section.html",
        report=report,
        part=part,
        versions=sections.versions(report, section),
        form=form,
        problem=problem,
        status=problem.status if problem else 422 if form.is_submitted() else 200,
    )


@blueprint.get("/<int:movement_id>/van-ban.docx")
@needs(*READS)
def paper_file(movement_id: int) -> Response:
    """Download the paper: the issued file, or a draft that says so."""
    name, content = papers.file_of(queries.get_for(current_user, movement_id))
    return download(content, name, "docx")


@blueprint.post("/<int:movement_id>/xem-truoc")
@needs(*READS)
def paper_preview(movement_id: int) -> Response:
    """Show the pages as they will be printed."""
    StepForm().validate()
    report = queries.get_for(current_user, movement_id)
    name, content = papers.file_of(report)
    return previews.start(content, name, back=at(report))
