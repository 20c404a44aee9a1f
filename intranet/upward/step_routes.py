"""Steps of a proposal: to the clerk, back, number, sent, answered, wrong answer taken back, cancelled."""

from collections.abc import Callable

from flask import Response, request, url_for
from flask_login import current_user

from ..core import clock
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..people.queries import get_signer, signers
from . import actions, answers, queries, rules
from .forms import AnswerForm, NumberForm, ReasonForm, SendForm, StepForm
from .models import Channel, CityProposal, Outcome
from .routes import at, blueprint, page

_OFFICE = (P.REGISTERS_WRITE, P.ROUNDS_WRITE)


@blueprint.post("/<int:upward_id>/chuyen-van-thu")
@needs(P.ROUNDS_WRITE)
def hand_over(upward_id: int) -> Response:
    """To the clerk, to be signed and numbered."""
    StepForm().validate()
    proposal = queries.get_for(current_user, upward_id)
    try:
        actions.hand_over(proposal, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return page(queries.get_for(current_user, upward_id), error, 422)
    return finish(at(proposal), "Đã chuyển văn thư trình ký, cấp số.")


def _reasoned(
    proposal: CityProposal, heading: str, done: str, act: Callable[[str], None], action: str
) -> Response:
    form = ReasonForm()

    def step() -> tuple[str, str]:
        act(form.reason.data or "")
        return at(proposal), done

    return form_page(
        form,
        step,
        heading=heading,
        caption=proposal.title,
        back=(at(proposal), proposal.title),
        submit=heading,
        action=action,
    )


@blueprint.route("/<int:upward_id>/tra-lai", methods=["GET", "POST"])
@needs(*_OFFICE)
def send_back(upward_id: int) -> Response:
    """Back to the draft."""
    proposal = queries.get_for(current_user, upward_id)
    rules.require(
        rules.may_return(current_user, proposal), "Tờ trình này không trả lại được ở bước hiện tại."
    )
    return _reasoned(
        proposal,
        "Trả lại để sửa",
        "Đã trả lại thường trực.",
        lambda reason: actions.send_back(proposal, actor=current_user, reason=reason),
        url_for("upward.send_back", upward_id=upward_id),
    )


@blueprint.route("/<int:upward_id>/huy", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def cancel(upward_id: int) -> Response:
    """Give it up before it is sent."""
    proposal = queries.get_for(current_user, upward_id)
    rules.require(rules.may_cancel(current_user, proposal), "Tờ trình đã gửi thì không hủy được.")
    return _reasoned(
        proposal,
        "Hủy tờ trình",
        "Đã hủy tờ trình.",
        lambda reason: actions.cancel(proposal, actor=current_user, reason=reason),
        url_for("upward.cancel", upward_id=upward_id),
    )


@blueprint.route("/<int:upward_id>/cap-so", methods=["GET", "POST"])
@needs(P.REGISTERS_WRITE)
def number(upward_id: int) -> Response:
    """The clerk's number, date and signer."""
    proposal = queries.get_for(current_user, upward_id)
    rules.require(rules.may_number(current_user, proposal), "Tờ trình này không chờ cấp số.")
    form = NumberForm(data={"issued_on": clock.today()})
    able = signers("decision", clock.today())
    form.signer.choices = [
        (str(one.id), f"{one.person.addressed} ({one.lines.replace(chr(10), ' / ')})") for one in able
    ]

    def act() -> tuple[str, str]:
        signer = get_signer(int(form.signer.data))
        actions.give_number(proposal, signer, form.issued_on.data, actor=current_user)
        return at(proposal), f"Đã cấp số {proposal.full_number} và vào sổ."

    return form_page(
        form,
        act,
        heading="Cấp số tờ trình",
        caption=proposal.title,
        back=(at(proposal), proposal.title),
        submit="Cấp số và vào sổ",
        action=url_for("upward.number", upward_id=upward_id),
    )


@blueprint.route("/<int:upward_id>/gui", methods=["GET", "POST"])
@needs(*_OFFICE)
def send(upward_id: int) -> Response:
    """When and how it went out."""
    proposal, form = queries.get_for(current_user, upward_id), SendForm(data={"sent_on": clock.today()})
    rules.require(rules.may_send(current_user, proposal), "Tờ trình chưa có số, hoặc đã gửi rồi.")

    def act() -> tuple[str, str]:
        actions.send(proposal, form.sent_on.data, Channel(form.channel.data), actor=current_user)
        return at(proposal), "Đã ghi ngày gửi. Hạn trả lời hiện ở “Việc của tôi” của thường trực."

    return form_page(
        form,
        act,
        heading="Ghi đã gửi cấp trên",
        caption=f"{proposal.title}, số {proposal.full_number}",
        back=(at(proposal), proposal.title),
        submit="Ghi đã gửi",
        action=url_for("upward.send", upward_id=upward_id),
    )


@blueprint.route("/<int:upward_id>/tra-loi", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def answer(upward_id: int) -> Response:
    """What the city said: tick the lines that one Decision, or one reason, is about."""
    proposal = queries.get_for(current_user, upward_id)
    rules.require(rules.may_answer(current_user, proposal), "Tờ trình này không chờ trả lời.")
    form, ticked = AnswerForm(), set(request.form.getlist("line"))
    problem: DomainError | None = None
    if form.validate_on_submit():
        lines = [line for line in proposal.lines if str(line.id) in ticked]
        try:
            if form.outcome.data == Outcome.GRANTED.value:
                if form.decided_on.data is None:
                    raise NotReady("Hãy ghi ngày quyết định.", ["Ngày quyết định"])
                answers.grant(
                    proposal,
                    lines,
                    form.number.data or "",
                    form.decided_on.data,
                    form.issuer.data or "",
                    actor=current_user,
                )
            else:
                answers.refuse(proposal, lines, form.reason.data or "", actor=current_user)
        except NotReady as error:
            db.session.rollback()
            proposal, problem = queries.get_for(current_user, upward_id), error
        else:
            return finish(at(proposal), f"Đã ghi trả lời của cấp trên cho {len(lines)} dòng.")
    return render(
        "upward/answer.html",
        proposal=proposal,
        names=queries.forms(proposal),
        waiting=[line for line in proposal.lines if line.outcome == Outcome.WAITING],
        form=form,
        ticked=ticked,
        problem=problem,
        status=422 if form.is_submitted() else 200,
    )


@blueprint.route("/<int:upward_id>/dong/<int:line_id>/bo-tra-loi", methods=["GET", "POST"])
@needs(P.ROUNDS_WRITE)
def undo_answer(upward_id: int, line_id: int) -> Response:
    """Take back an answer that was recorded wrongly."""
    proposal = queries.get_for(current_user, upward_id)
    line = queries.line_of(proposal, line_id)
    rules.require(rules.may_undo(current_user, proposal), "Tờ trình này không có trả lời để bỏ.")
    return _reasoned(
        proposal,
        f"Bỏ trả lời ghi sai: {line.printed_name}",
        "Đã bỏ trả lời ghi sai; dòng tương ứng trong lịch sử đã rút.",
        lambda reason: answers.undo(line, actor=current_user, reason=reason),
        url_for("upward.undo_answer", upward_id=upward_id, line_id=line_id),
    )
