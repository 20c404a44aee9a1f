"""Proposals to cut or simplify: from a review's line or of their own; sent upward with a number, or adopted here."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.form_page import form_page
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from . import queries, review_actions, rules
from .forms import (
    AdoptForm,
    AnswerForm,
    ProposalForm,
    ReasonForm,
    SendForm,
    unit_choices,
)
from .models import Opinion, ProposalKind, ReformProposal, ReviewLine
from .phrases import WORDS
from .routes import blueprint
from .states import ProposalState

_READERS = (P.PROCEDURES_REVIEW, P.PROCEDURES_READ_ALL)
_WRITERS = (P.PROCEDURES_REVIEW, P.PROCEDURES_WRITE)
nav.entry("Thi đua", "Đề xuất cải cách", "procedures.proposals", *_READERS, order=38)
_KIND_OF = {
    Opinion.SIMPLIFY: ProposalKind.PAPERS,
    Opinion.CUT: ProposalKind.STEPS,
    Opinion.AMEND: ProposalKind.LAW,
    Opinion.ABOLISH: ProposalKind.LAW,
}


@blueprint.get("/de-xuat")
@needs(*_READERS)
def proposals() -> Response:
    """All proposals that I may see, newest first."""
    states = [(s.value, WORDS[f"reform_proposal.{s.value}"]) for s in ProposalState]
    listing = tables.Listing(
        query=queries.proposals_for(current_user),
        columns=[
            tables.Column("title", "Đề xuất", lambda p: p.title),
            tables.Column("unit", "Đơn vị", lambda p: p.unit.name),
            tables.Column("day", "Ngày", lambda p: short_date(p.made_on), sort=ReformProposal.made_on),
            tables.Column("number", "Số văn bản đi", lambda p: p.outgoing_number or ""),
            tables.Column("state", "Trạng thái", lambda p: WORDS[f"reform_proposal.{p.state.value}"]),
        ],
        args=request.args,
        path=url_for("procedures.proposals"),
        filters=[tables.Filter("trang-thai", "Trạng thái", states, lambda v: ReformProposal.state == v)],
        search_in=[ReformProposal.search_text],
        default_sort="-day",
        tie=ReformProposal.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Đề xuất cải cách thủ tục")
    may_write = current_user.has(P.PROCEDURES_REVIEW) or current_user.has(P.PROCEDURES_WRITE)
    return render("procedures/proposals.html", listing=listing, may_write=may_write)


@blueprint.route("/de-xuat/moi", methods=["GET", "POST"])
@needs(*_WRITERS)
def new_proposal() -> Response:
    """Make a proposal; `ra-soat` and `thu-tuc` name the line of a review that it comes from."""
    line = _line()
    own = queries.units_of(current_user)
    data = {"unit": str(own[0].id)} if len(own) == 1 else {}
    if line is not None:
        procedure = line.procedure
        kind = _KIND_OF.get(line.opinion, ProposalKind.STEPS)
        data = {"unit": str(procedure.unit_id), "kind": kind.value, "content": line.note}
        data["title"] = f"{WORDS[f'ProposalKind.{kind.value}']}: {procedure.name}"[:300]
    form = ProposalForm(data=data)
    form.unit.choices = unit_choices(own)

    def act() -> tuple[str, str]:
        row = review_actions.propose(
            actor=current_user,
            unit_id=int(form.unit.data),
            kind=ProposalKind(form.kind.data),
            title=form.title.data or "",
            content=form.content.data or "",
            line=line,
        )
        return _at(row), "Đã ghi đề xuất. Văn phòng gửi cấp trên hoặc áp dụng tại xã."

    where: dict[str, Any] = {"ra-soat": line.review_id, "thu-tuc": line.procedure_id} if line else {}
    return form_page(
        form,
        act,
        heading="Đề xuất cải cách thủ tục",
        caption=line.procedure.name if line else "",
        back=(url_for("procedures.proposals"), "Đề xuất cải cách"),
        submit="Ghi đề xuất",
        action=url_for("procedures.new_proposal", **where),
    )


def _line() -> ReviewLine | None:
    review_id = number_or_none(request.args.get("ra-soat"))
    if review_id is None:
        return None
    asked = number_or_none(request.args.get("thu-tuc"))
    found = queries.get_review(current_user, review_id)
    return next((line for line in found.lines if line.procedure_id == asked), None)


def _at(row: ReformProposal) -> str:
    return url_for("procedures.proposal", proposal_id=row.id)


@blueprint.get("/de-xuat/<int:proposal_id>")
@needs(*_READERS)
def proposal(proposal_id: int) -> Response:
    """One proposal with its next act."""
    row = queries.get_proposal(current_user, proposal_id)
    return render(
        "procedures/proposal.html",
        row=row,
        may_settle=rules.may_settle(current_user, row),
        may_answer=row.state == ProposalState.SENT and current_user.has(P.PROCEDURES_WRITE),
        timeline=audit.timeline(row),
    )


@blueprint.route("/de-xuat/<int:proposal_id>/gui", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def send(proposal_id: int) -> Response:
    """Sent upward."""
    row, form = queries.get_proposal(current_user, proposal_id), SendForm()

    def act() -> tuple[str, str]:
        review_actions.send(
            row,
            actor=current_user,
            number=form.outgoing_number.data or "",
            day=form.sent_on.data,
            to=form.sent_to.data or "",
        )
        return _at(row), "Đã ghi gửi cấp trên. Kiến nghị được tính vào chỉ tiêu của năm."

    return _step(row, form, act, "Ghi gửi cấp trên", "procedures.send")


@blueprint.route("/de-xuat/<int:proposal_id>/tra-loi", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def answer_proposal(proposal_id: int) -> Response:
    """The answer from above."""
    row, form = queries.get_proposal(current_user, proposal_id), AnswerForm()

    def act() -> tuple[str, str]:
        review_actions.answer(
            row,
            actor=current_user,
            text=form.answer.data or "",
            day=form.answered_on.data,
            accepted=form.accepted.data == "1",
        )
        return _at(row), "Đã ghi trả lời của cấp trên."

    return _step(row, form, act, "Ghi trả lời của cấp trên", "procedures.answer_proposal")


@blueprint.route("/de-xuat/<int:proposal_id>/ap-dung", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def adopt(proposal_id: int) -> Response:
    """Done by the commune itself."""
    row, form = queries.get_proposal(current_user, proposal_id), AdoptForm(data={"adopted_on": clock.today()})
    if row.procedure is None:
        del form.steps, form.days

    def act() -> tuple[str, str]:
        given = {name: form[name].data for name in ("steps", "days") if name in form}
        changes = {name: value for name, value in given.items() if value is not None}
        review_actions.adopt(
            row,
            actor=current_user,
            day=form.adopted_on.data,
            result=form.result.data or "",
            changes=changes,
        )
        return _at(row), "Đã ghi áp dụng tại xã."

    return _step(row, form, act, "Áp dụng tại xã", "procedures.adopt")


@blueprint.route("/de-xuat/<int:proposal_id>/khong-thuc-hien", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def drop(proposal_id: int) -> Response:
    """Not pursued."""
    row, form = queries.get_proposal(current_user, proposal_id), ReasonForm()

    def act() -> tuple[str, str]:
        review_actions.drop(row, actor=current_user, reason=form.reason.data or "")
        return _at(row), "Đã ghi không thực hiện."

    return _step(row, form, act, "Không thực hiện đề xuất", "procedures.drop")


def _step(row: ReformProposal, form: Any, act: Any, heading: str, endpoint: str) -> Response:
    return form_page(
        form,
        act,
        heading=heading,
        caption=row.title,
        back=(_at(row), row.title),
        submit=heading,
        action=url_for(endpoint, proposal_id=row.id),
    )
