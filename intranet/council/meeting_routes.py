"""Meetings are made, edited, given more time, cancelled. What happens in the room: `routes.py`."""

from typing import Any

from flask import Response
from flask_login import current_user

from ..core import clock
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, Stale
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import actions, queries, written
from .forms import EditMeetingForm, ExtendForm, MeetingForm, ReasonForm
from .models import Council, Meeting, MeetingKind
from .routes import at, blueprint, run_act

WRITTEN_PLACE = "Lấy ý kiến bằng văn bản"


def _form_page(form: EditMeetingForm, council: Council, meeting: Meeting | None, **more: Any) -> Response:
    status = 422 if form.is_submitted() else 200
    return render(
        "council/meeting_form.html", form=form, council=council, meeting=meeting, status=status, **more
    )


@blueprint.route("/<int:council_id>/phien-hop-moi", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def new_meeting(council_id: int) -> Response:
    """Prepare a meeting of a council, or a written procedure."""
    council, form = queries.get_council(council_id), MeetingForm()
    problem: DomainError | None = None
    if form.validate_on_submit():
        in_writing = form.kind.data == MeetingKind.WRITTEN.value
        try:
            made = actions.make_meeting(
                council,
                form.title.data or "",
                form.starts_at(),
                (form.place.data or "") if not in_writing else WRITTEN_PLACE,
                actor=current_user,
                answers_until=form.answers_until() if in_writing else None,
            )
        except NotReady as error:
            db.session.rollback()
            council, problem = queries.get_council(council_id), error
        else:
            return finish(at(made), "Đã lập phiên họp. Bây giờ hãy đưa nội dung vào chương trình.")
    return _form_page(form, council, None, problem=problem)


def _values(meeting: Meeting) -> dict[str, Any]:
    local = clock.local(meeting.starts_at)
    found = {"title": meeting.title, "day": local.date(), "time": local.time(), "version": meeting.version}
    if meeting.answers_until is None:
        return found | {"place": meeting.place}
    until = clock.local(meeting.answers_until)
    return found | {"until_day": until.date(), "until_time": until.time()}


@blueprint.route("/phien-hop/<int:meeting_id>/sua", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def edit_meeting(meeting_id: int) -> Response:
    """Change title, time and place while the meeting is prepared."""
    meeting = queries.get_for(current_user, meeting_id)
    in_writing = meeting.kind == MeetingKind.WRITTEN
    form = EditMeetingForm(data=_values(meeting))
    for name in ("place",) if in_writing else ("until_day", "until_time"):
        delattr(form, name)
    problem: DomainError | None = None
    if form.validate_on_submit():
        if str(form.version.data) != str(meeting.version):
            raise Stale("Người khác vừa sửa phiên họp này. Hãy mở lại trang để xem bản mới.")
        values: dict[str, Any] = {"title": form.title.data, "starts_at": form.starts_at()}
        values |= {"answers_until": form.answers_until()} if in_writing else {"place": form.place.data}
        try:
            actions.edit_meeting(meeting, actor=current_user, **values)
        except NotReady as error:
            db.session.rollback()
            meeting, problem = queries.get_for(current_user, meeting_id), error
        else:
            return finish(at(meeting), "Đã lưu thông tin phiên họp.")
    return _form_page(form, meeting.council, meeting, problem=problem)


@blueprint.route("/phien-hop/<int:meeting_id>/gia-han", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def extend_answers(meeting_id: int) -> Response:
    """Give the members of a written procedure more time."""
    meeting = queries.get_for(current_user, meeting_id)
    form = ExtendForm()
    if form.validate_on_submit():
        act = lambda: written.extend(meeting, form.answers_until(), actor=current_user)  # noqa: E731
        return run_act(meeting, act, "Đã gia hạn và báo cho thành viên chưa trả lời.")
    status = 422 if form.is_submitted() else 200
    return render("council/extend.html", meeting=meeting, form=form, status=status)


@blueprint.route("/phien-hop/<int:meeting_id>/huy", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def cancel(meeting_id: int) -> Response:
    """Call the meeting off, with a reason for the members."""
    meeting = queries.get_for(current_user, meeting_id)
    form = ReasonForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        act = lambda: actions.cancel(meeting, actor=current_user, reason=reason)  # noqa: E731
        return run_act(meeting, act, "Đã hủy phiên họp và báo cho các thành viên.")
    status = 422 if form.is_submitted() else 200
    return render("council/cancel.html", meeting=meeting, form=form, status=status)
