"""Proposals to the city: list, page, choosing whom, fields of a line, files. Steps: `step_routes.py`."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..awards.models import SubjectKind
from ..core import audit, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, Stale
from ..core.files import download
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..people.queries import get_person, get_unit, staff, units
from ..previews import routes as previews
from . import actions, papers, queries, rules
from .forms import FormForm, LineForm, ProposalForm, StepForm, SubjectForm
from .models import CityProposal, Ground, Outcome
from .phrases import WITH, WORDS
from .states import State

blueprint = Blueprint("upward", __name__, url_prefix="/trinh-cap-tren")
nav.entry("Thi đua", "Trình cấp trên khen thưởng", "upward.index", *rules.READS, order=44)


def at(proposal: CityProposal) -> str:
    """Return the address of a proposal."""
    return url_for("upward.show", upward_id=proposal.id)


@blueprint.get("")
@needs(*rules.READS)
def index() -> Response:
    """All proposals to the city, newest first."""
    states = [(s.value, WORDS[f"city_proposal.{s.value}"]) for s in State]
    listing = tables.Listing(
        query=queries.proposals(),
        columns=[
            tables.Column("title", "Tờ trình", lambda p: p.title),
            tables.Column("ground", "Khen thưởng về", lambda p: WORDS[f"Ground.{p.ground.value}"]),
            tables.Column("lines", "Số đề nghị", lambda p: len(p.lines)),
            tables.Column("number", "Số, ký hiệu", lambda p: p.full_number, sort=CityProposal.number),
            tables.Column(
                "sent", "Ngày gửi", lambda p: short_date(p.sent_on) if p.sent_on else "",
                sort=CityProposal.sent_on,
            ),
            tables.Column(
                "due", "Hạn trả lời", lambda p: short_date(p.due_on) if p.due_on else "",
                sort=CityProposal.due_on,
            ),
            tables.Column("state", "Trạng thái", lambda p: WORDS[f"city_proposal.{p.state.value}"]),
        ],
        args=request.args,
        path=url_for("upward.index"),
        filters=[tables.Filter("trang-thai", "Trạng thái", states, lambda v: CityProposal.state == v)],
        search_in=[CityProposal.title_fold],
        tie=CityProposal.id.desc(),
    )  # fmt: skip
    if listing.wants_xlsx():
        return listing.xlsx("Tờ trình cấp trên khen thưởng")
    return render("upward/index.html", listing=listing, may_write=rules.may_write(current_user))


@blueprint.route("/moi", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def new() -> Response:
    """Begin a proposal."""
    form = ProposalForm()

    def act() -> tuple[str, str]:
        made = actions.create(form.title.data or "", Ground(form.ground.data), actor=current_user)
        return at(made), "Đã lập dự thảo tờ trình. Hãy chọn tập thể, cá nhân đề nghị."

    return form_page(
        form,
        act,
        heading="Tờ trình cấp trên khen thưởng",
        back=(url_for("upward.index"), "Trình cấp trên khen thưởng"),
        submit="Lập dự thảo",
        action=url_for("upward.new"),
    )


@blueprint.get("/<int:upward_id>")
@needs(*rules.READS)
def show(upward_id: int) -> Response:
    """A proposal with its list and next act."""
    return page(queries.get_for(current_user, upward_id))


def page(proposal: CityProposal, problem: DomainError | None = None, status: int = 200) -> Response:
    """Render the page of a proposal (also with what went wrong)."""
    who, names = current_user, queries.forms(proposal)
    draft = proposal.state == State.DRAFT
    return render(
        "upward/show.html",
        proposal=proposal,
        names=names,
        columns=queries.fields(proposal),
        lacking=actions.lacking(proposal) if draft and rules.may_write(who, proposal) else [],
        with_whom=WITH.get(proposal.state.value, ""),
        may_write=rules.may_write(who, proposal),
        may_number=rules.may_number(who, proposal),
        may_return=rules.may_return(who, proposal),
        may_send=rules.may_send(who, proposal),
        may_answer=rules.may_answer(who, proposal),
        may_undo=rules.may_undo(who, proposal),
        may_cancel=rules.may_cancel(who, proposal),
        waiting=sum(1 for line in proposal.lines if line.outcome == Outcome.WAITING),
        rule=rules.NO_GROUND if proposal.ground == Ground.MERIT else "",
        timeline=audit.timeline(proposal),
        problem=problem,
        status=status,
    )


def _draft(upward_id: int) -> CityProposal:
    proposal = queries.get_for(current_user, upward_id)
    rules.require(rules.may_write(current_user, proposal), "Tờ trình này hiện không sửa được.")
    return proposal


def _forms_of(proposal: CityProposal) -> list[tuple[str, str]]:
    return [("", "— Chọn —"), *queries.forms(proposal).items()]


@blueprint.route("/<int:upward_id>/chon", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def choose(upward_id: int) -> Response:
    """Tick settled nominations of the rounds that may be a ground."""
    proposal = _draft(upward_id)
    form, ticked = FormForm(), set(request.form.getlist("nomination"))
    form.award_form.choices = _forms_of(proposal)
    offered = queries.candidates(proposal)
    problem: DomainError | None = None
    if form.validate_on_submit():
        chosen = [one for one in offered if str(one.id) in ticked]
        try:
            if not chosen:
                raise NotReady("Hãy đánh dấu ít nhất một hồ sơ.", ["Hồ sơ"])
            made = actions.add_nominations(proposal, chosen, form.award_form.data, actor=current_user)
            return finish(at(proposal), f"Đã đưa {len(made)} hồ sơ vào danh sách.")
        except NotReady as error:
            db.session.rollback()
            proposal, problem = _draft(upward_id), error
            offered = queries.candidates(proposal)
    return render(
        "upward/choose.html",
        proposal=proposal,
        form=form,
        offered=offered,
        ticked=ticked,
        rule=rules.NO_GROUND if proposal.ground == Ground.MERIT else "",
        problem=problem,
        status=422 if form.is_submitted() else 200,
    )


@blueprint.route("/<int:upward_id>/them/<any(person,unit):what>", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def add(upward_id: int, what: str) -> Response:
    """Put a person or a unit on the list without a nomination."""
    proposal, form = _draft(upward_id), SubjectForm()
    if what == "person":
        choices = [(str(one.id), f"{one.addressed}, {one.job}") for one in staff()]
        form.subject.label.text = "Cá nhân"
    else:
        choices = [(str(one.id), one.name) for one in units()]
        form.subject.label.text = "Tập thể"
    form.subject.choices = [("", "— Chọn —"), *choices]
    form.award_form.choices = _forms_of(proposal)

    def act() -> tuple[str, str]:
        number, asked = int(form.subject.data), form.award_form.data
        if what == "person":
            line = actions.add_person(proposal, get_person(number), asked, actor=current_user)
        else:
            line = actions.add_collective(proposal, get_unit(number), asked, actor=current_user)
        return url_for(
            "upward.edit_line", upward_id=upward_id, line_id=line.id
        ), "Đã thêm. Hãy điền các mục còn thiếu."

    return form_page(
        form,
        act,
        heading="Thêm cá nhân" if what == "person" else "Thêm tập thể",
        caption=proposal.title,
        back=(at(proposal), proposal.title),
        submit="Thêm vào danh sách",
        action=url_for("upward.add", upward_id=upward_id, what=what),
    )


@blueprint.route("/<int:upward_id>/dong/<int:line_id>", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def edit_line(upward_id: int, line_id: int) -> Response:
    """The fields of one line."""
    proposal = _draft(upward_id)
    line = queries.line_of(proposal, line_id)
    given: dict[str, Any] = {name: getattr(line, name) for name in ("version", *actions.EDITED)}
    given["award_form"] = line.form
    given["honorific"] = line.honorific.value if line.honorific else None
    form = LineForm(data=given)
    form.award_form.choices = _forms_of(proposal)
    if line.kind == SubjectKind.COLLECTIVE:
        del form.honorific
    if line.kind != SubjectKind.PERSON:
        del form.born_year, form.gender
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            version = str(form.version.data or "")
            actions.edit_line(line, form.values(line), version=version, actor=current_user)
            return finish(at(proposal), f"Đã lưu: {line.printed_name}.")
        except Stale as error:
            db.session.rollback()
            proposal, problem = _draft(upward_id), error
            line = queries.line_of(proposal, line_id)
            form.version.data = line.version
            form.version.raw_data = [str(line.version)]
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render(
        "upward/line.html",
        proposal=proposal,
        line=line,
        form=form,
        gaps=rules.missing(line, queries.fields(proposal)),
        problem=problem,
        status=status,
    )


@blueprint.post("/<int:upward_id>/dong/<int:line_id>/bo")
@needs(P.ROUNDS_WRITE)
def remove_line(upward_id: int, line_id: int) -> Response:
    """Take a line from the list."""
    StepForm().validate()
    proposal = _draft(upward_id)
    line = queries.line_of(proposal, line_id)
    name = line.printed_name
    actions.remove_line(line, actor=current_user)
    return finish(at(proposal), f"Đã bỏ khỏi danh sách: {name}.")


@blueprint.get("/<int:upward_id>/to-trinh.docx")
@needs(*rules.READS)
def paper_file(upward_id: int) -> Response:
    """Download the tờ trình with its list."""
    name, content = papers.file_of(queries.get_for(current_user, upward_id))
    return download(content, name, "docx")


@blueprint.post("/<int:upward_id>/xem-truoc")
@needs(*rules.READS)
def paper_preview(upward_id: int) -> Response:
    """Show the pages of the tờ trình as they will be printed."""
    StepForm().validate()
    proposal = queries.get_for(current_user, upward_id)
    name, content = papers.file_of(proposal)
    return previews.start(content, name, back=at(proposal))


@blueprint.get("/<int:upward_id>/danh-sach.xlsx")
@needs(*rules.READS)
def sheet(upward_id: int) -> Response:
    """Download the list as a workbook."""
    proposal = queries.get_for(current_user, upward_id)
    heads, rows = papers.sheet_rows(proposal)
    return tables.workbook(f"Danh sách đề nghị {proposal.full_number or 'dự thảo'}", heads, rows)
