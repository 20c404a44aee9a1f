"""Pages of a secret ballot: vote with a receipt, opening by two tellers, list of codes, objections."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import clock
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..people import sessions
from . import counting, rules, service, traces
from .forms import AnswerForm, ObjectionForm, PasswordForm, SealedForm, StepForm, VoidForm
from .guides import guide_of
from .models import Poll, PollElector, PollObjection
from .states import PollState

blueprint = Blueprint("ballots", __name__, url_prefix="/phieu-kin")
_ROOM = (P.COUNCIL_VOTE, P.COUNCIL_DESK)


def finish_closed() -> int:
    """After a closing is stored, and at every start: destroy keys, rewrite files; return how many polls. Commits."""
    ended = counting.destroy_secrets()
    db.session.commit()
    if ended and traces.rewrite_files():  # else the next closing or start does it
        counting.note_destroyed(ended)
        db.session.commit()
    return len(ended)


def _context(poll: Poll) -> dict[str, Any]:
    guide = guide_of(poll)
    return {
        "poll": poll,
        "back": guide.path(poll.subject_id),
        "is_chair": guide.is_chair(poll.subject_id, current_user),
        "is_desk": guide.is_desk(poll.subject_id, current_user),
        "teller": rules.teller_of(current_user, poll),
        "elector": rules.is_elector(current_user, poll),
        "closing": poll.state == PollState.OPEN and rules.closing_asked(poll, clock.now()),
        "step": StepForm(),
    }


def _vote_page(
    poll: Poll, form: SealedForm, status: int = 200, problem: DomainError | None = None
) -> Response:
    context = _context(poll)
    watches = context["is_chair"] or context["is_desk"]
    return render(
        "ballots/vote.html",
        form=form,
        problem=problem,
        why_not=rules.barred_from_vote(current_user, poll, clock.now()),
        recorded=service.last_recorded(poll, current_user),
        count=service.votes_cast(poll),
        entitled=sum(not e.removed for e in poll.electors),
        small=sum(not e.removed for e in poll.electors) < rules.SMALL_BOX,
        status=status,
        missing=service.missing(poll) if watches else [],
        held=service.held(poll) if watches else [],
        **context,
    )


@blueprint.route("/<int:poll_id>", methods=["GET", "POST"])
@needs(*_ROOM)
def vote(poll_id: int) -> Response:
    """The vote; the answer to a sent ballot shows its code once and looks the same whatever was chosen."""
    poll = service.get_for(current_user, poll_id)
    form = SealedForm()
    if not form.validate_on_submit():
        return _vote_page(poll, form, 422 if form.is_submitted() else 200)
    try:
        code = service.cast(poll, form.choice.data, form.own_code.data or "", actor=current_user)
    except DomainError as error:
        db.session.rollback()
        return _vote_page(
            service.get_for(current_user, poll_id), SealedForm(formdata=None), error.status, error
        )
    finish(url_for("ballots.vote", poll_id=poll_id))
    return render("ballots/receipt.html", code=code, poll=poll, back=guide_of(poll).path(poll.subject_id))


@blueprint.route("/khoa", methods=["GET", "POST"])
@needs(*_ROOM)
def key() -> Response:
    """A teller's own key."""
    form, problem = PasswordForm(), None
    if form.validate_on_submit():
        if sessions.step_up(current_user, form.password.data or "", address=request.remote_addr or ""):
            try:
                service.make_key(current_user, form.password.data or "")
            except DomainError as error:
                db.session.rollback()
                problem = error
            else:
                return finish(url_for("ballots.key"), "Đã tạo khóa kiểm phiếu của bạn.")
        else:
            db.session.commit()  # a wrong password is noted
            form.password.errors = ["Mật khẩu chưa đúng."]
    status = 422 if form.is_submitted() else 200
    made = service.key_of(current_user)
    return render("ballots/key.html", form=form, made=made, problem=problem, status=status)


@blueprint.post("/<int:poll_id>/kiem-phieu")
@needs(*_ROOM)
def request_close(poll_id: int) -> Response:
    """The chair asks the tellers to open the box."""
    poll = service.get_for(current_user, poll_id)
    counting.request_close(poll, actor=current_user)
    message = (
        "Đã đề nghị kiểm phiếu. Hai thành viên tổ kiểm phiếu nhập mật khẩu trên máy của mình trong 10 phút."
    )
    return finish(url_for("ballots.vote", poll_id=poll_id), message)


@blueprint.route("/<int:poll_id>/mo", methods=["GET", "POST"])
@needs(*_ROOM)
def open_box(poll_id: int) -> Response:
    """A teller opens the box with the own password; the second one's answer is the result."""
    poll = service.get_for(current_user, poll_id)
    if rules.teller_of(current_user, poll) is None:
        raise NotThere()
    form, problem = PasswordForm(), None
    if form.validate_on_submit():
        password = form.password.data or ""
        if sessions.step_up(current_user, password, address=request.remote_addr or ""):
            try:
                counted = counting.confirm_close(poll, password, actor=current_user)
            except DomainError as error:
                db.session.rollback()
                problem, poll = error, service.get_for(current_user, poll_id)
            else:
                return _opened(poll_id, counted)
        else:
            db.session.commit()  # a wrong password is noted
            form.password.errors = ["Mật khẩu chưa đúng."]
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("ballots/open.html", form=form, problem=problem, status=status, **_context(poll))


def _opened(poll_id: int, counted: bool) -> Response:
    if not counted:
        message = "Đã ghi nhận xác nhận của bạn. Phiếu mở khi thành viên thứ hai của tổ kiểm phiếu xác nhận."
        return finish(url_for("ballots.open_box", poll_id=poll_id), message)
    answer = finish(url_for("ballots.result", poll_id=poll_id), "Đã mở phiếu và kiểm phiếu xong.")
    finish_closed()
    return answer


@blueprint.post("/xac-nhan/<int:elector_id>")
@needs(*_ROOM)
def release(elector_id: int) -> Response:
    """Chair and desk confirm an account that changed during the vote."""
    elector = db.session.get(PollElector, elector_id)
    if elector is None:
        raise NotThere()
    poll = service.get_for(current_user, elector.poll_id)
    both = service.release(poll, elector, actor=current_user)
    message = "Tài khoản này bỏ phiếu được." if both else "Đã ghi nhận. Cần thêm xác nhận của người còn lại."
    return finish(url_for("ballots.vote", poll_id=poll.id), message)


@blueprint.route("/<int:poll_id>/huy", methods=["GET", "POST"])
@needs(*_ROOM)
def void(poll_id: int) -> Response:
    """The chair declares the vote void."""
    poll = service.get_for(current_user, poll_id)
    rules.require_chair(current_user, poll)
    form = VoidForm()
    if form.validate_on_submit():
        rules.require_open(poll)
        service.void(poll, actor=current_user, reason=form.reason.data or "")
        answer = finish(
            guide_of(poll).path(poll.subject_id), "Đã hủy cuộc bỏ phiếu; mọi phiếu chưa mở đã xóa."
        )
        finish_closed()
        return answer
    return render(
        "ballots/void.html", form=form, status=422 if form.is_submitted() else 200, **_context(poll)
    )


@blueprint.route("/<int:poll_id>/ket-qua", methods=["GET", "POST"])
@needs(*_ROOM)
def result(poll_id: int) -> Response:
    """The opened list for electors, the tally for the room, objections."""
    poll = service.get_for(current_user, poll_id)
    form = ObjectionForm()
    if form.validate_on_submit():
        service.object_to(poll, form.text.data or "", actor=current_user)
        return finish(url_for("ballots.result", poll_id=poll_id), "Đã gửi khiếu nại tới Chủ tọa và thư ký.")
    may_object = (
        poll.state == PollState.CLOSED
        and rules.is_elector(current_user, poll)
        and poll.objections_until is not None
        and clock.now() <= poll.objections_until
    )
    return render(
        "ballots/result.html",
        form=form,
        lines=service.lines_for(poll, current_user),
        unchanged=poll.state == PollState.CLOSED and counting.check_list(poll),
        objections=service.objections(poll),
        may_object=may_object,
        answer_form=AnswerForm(formdata=None),
        status=422 if form.is_submitted() else 200,
        **_context(poll),
    )


@blueprint.post("/khieu-nai/<int:objection_id>")
@needs(*_ROOM)
def answer(objection_id: int) -> Response:
    """The chair settles an objection."""
    objection = db.session.get(PollObjection, objection_id)
    if objection is None:
        raise NotThere()
    poll = service.get_for(current_user, objection.poll_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return finish(url_for("ballots.result", poll_id=poll.id), "Hãy chọn kết luận và ghi căn cứ.", "error")
    proven = form.proven.data == "yes"
    service.answer(poll, objection, actor=current_user, proven=proven, text=form.text.data or "")
    return finish(url_for("ballots.result", poll_id=poll.id), "Đã ghi kết luận khiếu nại.")
