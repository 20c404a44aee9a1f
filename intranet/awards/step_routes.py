"""Steps of a nomination: hand in, check, return, withdraw."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core.access import needs
from ..core.db import db
from ..core.errors import NotReady
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import clean_prose
from ..core.web import finish
from . import actions, queries, rules
from .forms import NoteForm, ReasonForm, StepForm
from .models import Nomination
from .nomination_routes import page
from .routes import blueprint
from .states import State

NOTE_LIMIT = 1000  # characters of a note on one line of the checklist


def _at(nomination: Nomination) -> str:
    return url_for("awards.show", nomination_id=nomination.id)


def _take(
    nomination_id: int, act: Any, message: str, typed: dict[str, tuple[str, str]] | None = None
) -> Response:
    nomination = queries.get_for(current_user, nomination_id)
    StepForm().validate()
    try:
        act(nomination)
    except NotReady as error:
        db.session.rollback()
        return page(queries.get_for(current_user, nomination_id), status=422, problem=error, typed=typed)
    return finish(_at(nomination), message)


@blueprint.post("/ho-so/<int:nomination_id>/nop")
@needs(P.NOMINATIONS_WRITE)
def submit(nomination_id: int) -> Response:
    """Hand in to the standing body."""
    message = "Đã nộp. Thường trực thi đua sẽ kiểm tra hồ sơ."
    return _take(nomination_id, lambda one: actions.submit(one, actor=current_user), message)


@blueprint.post("/ho-so/<int:nomination_id>/kiem-tra")
@needs(P.NOMINATIONS_CHECK)
def check(nomination_id: int) -> Response:
    """Keep the answers of the checklist; with "Đủ điều kiện" also conclude."""

    typed: dict[str, tuple[str, str]] = {}

    def act(one: Nomination) -> None:
        for line in one.checks:
            note = clean_prose(request.form.get(f"note-{line.code}", ""))
            typed[line.code] = (request.form.get(f"answer-{line.code}", ""), note)
        long = [line.text for line in one.checks if len(typed[line.code][1]) > NOTE_LIMIT]
        if long:
            raise NotReady("Ghi chú dài quá 1.000 ký tự. Hãy viết ngắn lại.", long)
        actions.answer_checklist(one, typed, actor=current_user)
        if request.form.get("then") == "eligible":
            actions.find_eligible(one, actor=current_user)

    done = request.form.get("then") == "eligible"
    message = "Hồ sơ đủ điều kiện, chờ đưa vào chương trình họp." if done else "Đã lưu kết quả kiểm tra."
    return _take(nomination_id, act, message, typed)


_REASONED: dict[str, tuple[Any, Any, str, str, str]] = {
    "tra-lai": (
        actions.send_back,
        rules.may_return,
        "Trả lại hồ sơ",
        "Đơn vị đề nghị được báo kèm lý do, sửa rồi nộp lại.",
        "Đã trả lại. Đơn vị được báo kèm lý do.",
    ),
    "khong-du": (
        actions.find_ineligible,
        rules.may_return,
        "Kết luận không đủ điều kiện",
        "Hồ sơ kết thúc trong đợt này; đơn vị được báo kèm lý do.",
        "Đã kết luận không đủ điều kiện.",
    ),
}


@blueprint.route("/ho-so/<int:nomination_id>/<any('tra-lai','khong-du'):step>", methods=["GET", "POST"])
@needs(P.NOMINATIONS_CHECK)
def reasoned_check(nomination_id: int, step: str) -> Response:
    """Return, or find ineligible, with a reason."""
    act, allowed, label, consequence, message = _REASONED[step]
    nomination = queries.get_for(current_user, nomination_id)
    rules.require(allowed(current_user, nomination), "Hồ sơ này hiện không ở bước bạn làm được việc này.")
    form = ReasonForm()
    if form.validate_on_submit():
        act(nomination, actor=current_user, reason=form.reason.data or "")
        return finish(_at(nomination), message)
    action = url_for("awards.reasoned_check", nomination_id=nomination.id, step=step)
    return _ask(nomination, form, label, consequence, action)


@blueprint.route("/ho-so/<int:nomination_id>/rut", methods=["GET", "POST"])
@needs(P.NOMINATIONS_WRITE)
def withdraw(nomination_id: int) -> Response:
    """Take the file back before the council."""
    nomination = queries.get_for(current_user, nomination_id)
    rules.require(rules.may_withdraw(current_user, nomination), "Hồ sơ này không còn rút được.")
    form = NoteForm() if nomination.state == State.DRAFT else ReasonForm()
    if form.validate_on_submit():
        actions.withdraw(nomination, actor=current_user, reason=form.reason.data or "")
        return finish(url_for("awards.nominations"), "Đã rút hồ sơ.")
    action = url_for("awards.withdraw", nomination_id=nomination.id)
    return _ask(
        nomination, form, "Rút hồ sơ", "Hồ sơ kết thúc, không nộp lại được; có thể lập hồ sơ mới.", action
    )


def _ask(nomination: Nomination, form: Any, label: str, consequence: str, action: str) -> Response:
    return render(
        "awards/reason.html",
        form=form,
        heading=label,
        what=f"{nomination.printed_name}, {nomination.round.title}",
        consequence=consequence,
        action=action,
        back=_at(nomination),
        status=422 if form.is_submitted() else 200,
    )
