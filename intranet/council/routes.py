"""The room: meetings, desk, live parts, votes. Making and cancelling meetings: `meeting_routes.py`."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import NotReady
from ..core.files import download
from ..core.forms import Filled, number_or_none, read_hour
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish, unattended
from ..scoring.service import ScoreSummary, summary_for
from . import actions, minutes, queries, reading_pack, rounds, rules, views, voting
from . import desk as desk_steps
from .forms import CloseForm, MethodForm, MinutesForm, ReasonForm, StepForm, VoteForm
from .models import AgendaItem, Choice, Meeting
from .phrases import WORDS
from .states import State

blueprint = Blueprint("council", __name__, url_prefix="/hoi-dong")
nav.entry("Hội đồng", "Phiên họp", "council.index", P.COUNCIL_READ, P.COUNCIL_DESK, order=10)


@blueprint.get("")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
def index() -> Response:
    """All meetings that I may see, newest first; for the desk also what waits for an agenda."""
    columns = [
        tables.Column("title", "Phiên họp", lambda m: m.title),
        tables.Column("council", "Hội đồng", lambda m: m.council.name),
        tables.Column("starts", "Thời gian", _when, sort=Meeting.starts_at),
        tables.Column("cases", "Số nội dung", lambda m: len(m.items)),
        tables.Column("state", "Trạng thái", lambda m: WORDS[f"meeting.{m.state.value}"]),
    ]
    states = [(s.value, WORDS[f"meeting.{s.value}"]) for s in State]
    listing = tables.Listing(
        query=queries.with_lists(queries.visible_to(current_user)),
        columns=columns,
        args=request.args,
        path=url_for("council.index"),
        filters=[tables.Filter("state", "Trạng thái", states, lambda value: Meeting.state == value)],
        default_sort="-starts",
        tie=Meeting.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách phiên họp")
    desk = rules.may_run(current_user)
    councils = [c for c in queries.councils() if c.dissolved_on is None] if desk else []
    waiting = {council.id: queries.waiting_cases(council.kind) for council in councils}
    return render("council/index.html", listing=listing, councils=councils, waiting=waiting)


def _when(meeting: Meeting) -> str:
    local = clock.local(meeting.starts_at)
    return f"{local:%H:%M}, {short_date(local.date())}"


def at(meeting: Meeting) -> str:
    """Return the address of a meeting."""
    return url_for("council.show", meeting_id=meeting.id)


@blueprint.get("/phien-hop/<int:meeting_id>")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
def show(meeting_id: int) -> Response:
    """The meeting: what is next, agenda, roll, results; htmx asks for the live part alone."""
    return _page(queries.get_for(current_user, meeting_id))


def _page(meeting: Meeting, status: int = 200, **forms: Any) -> Response:
    desk = rules.may_run(current_user)
    waiting = queries.waiting_cases(meeting.council.kind) if desk and meeting.state == State.DRAFT else []
    context: dict[str, Any] = {
        "meeting": meeting,
        "desk": desk,
        "waiting": waiting,
        "me": rules.member_of(current_user, meeting),
        "is_chair": rules.is_chair(current_user, meeting),
        "present": rules.taking_part(meeting),
        "quorum": rules.has_quorum(meeting),
        "chair": rules.chair_of(meeting),
        "teller_ids": {teller.person_id for teller in meeting.tellers},
        "views": {item.id: views.of(item, current_user) for item in meeting.items},
        "vote_of": rules.vote_of,
        "result_words": voting.result_words,
        "threshold_words": voting.threshold_words,
        "timeline": audit.timeline(meeting) if desk else [],
        "step": StepForm(),
        "reason_form": ReasonForm(),
        "close_form": CloseForm(data={"discussion": meeting.discussion, "guests": meeting.guests}),
        "minutes_form": MinutesForm(data={"signed_on": clock.today()}),
        "problem": None,
        "beat": views.beat(meeting, clock.now()),
    }
    context["next"] = desk_steps.next_step(meeting, context["views"], clock.now()) if desk else None
    return render("council/show.html", "council/_live.html", status=status, **(context | forms))


@blueprint.get("/phien-hop/<int:meeting_id>/nhip")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
@unattended
def tick(meeting_id: int) -> Response:
    """Ask whether anything changed: 204 when not, else the live part of the page."""
    meeting = queries.get_for(current_user, meeting_id)
    if request.args.get("v") == views.beat(meeting, clock.now()):
        return Response(status=204)
    return _page(meeting)


@blueprint.get("/phien-hop/<int:meeting_id>/man-hinh")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
@unattended
def screen(meeting_id: int) -> Response:
    """The wall of the room: the case at hand, how many have voted, results; nothing to press."""
    meeting = queries.get_for(current_user, meeting_id)
    beat = views.beat(meeting, clock.now())
    if request.args.get("v") == beat:
        return Response(status=204)
    return render(
        "council/screen.html",
        "council/_screen.html",
        meeting=meeting,
        present=rules.taking_part(meeting),
        quorum=rules.has_quorum(meeting),
        views={item.id: views.of(item, current_user) for item in meeting.items},
        # everybody looks at the wall, also who stays out of a case
        hidden={item.id: bool(rules.recused(item, queries.case_of(item).involved)) for item in meeting.items},
        result_words=voting.result_words,
        threshold_words=voting.threshold_words,
        beat=beat,
    )


def run_act(meeting: Meeting, act: Any, message: str, back: str = "", **forms: Any) -> Response:
    """Do an act of the desk and go `back` (to the meeting); what is missing is shown there, typed text is kept."""
    try:
        act()
    except NotReady as error:
        db.session.rollback()
        return _page(queries.get_for(current_user, meeting.id), status=422, problem=error, **forms)
    return finish(back or at(meeting), message)


@blueprint.post("/phien-hop/<int:meeting_id>/them")
@needs(P.COUNCIL_DESK)
def add_cases(meeting_id: int) -> Response:
    """Put the ticked cases on the agenda."""
    meeting = queries.get_for(current_user, meeting_id)
    chosen = [value.partition(":") for value in request.form.getlist("case")]

    def act() -> None:
        if not chosen:
            raise NotReady("Hãy đánh dấu ít nhất một nội dung.")
        for kind, _, number in chosen:
            actions.add_case(meeting, kind, number_or_none(number) or 0, actor=current_user)

    return run_act(meeting, act, f"Đã đưa {len(chosen)} nội dung vào chương trình.")


@blueprint.post("/noi-dung/<int:item_id>/bo")
@needs(P.COUNCIL_DESK)
def remove_case(item_id: int) -> Response:
    """Take a case off the agenda that is being prepared."""
    item = queries.item_for(current_user, item_id)
    return run_act(item.meeting, lambda: actions.remove_case(item, actor=current_user), "Đã bỏ nội dung.")


@blueprint.post("/phien-hop/<int:meeting_id>/trieu-tap")
@needs(P.COUNCIL_DESK)
def convene(meeting_id: int) -> Response:
    """Freeze the roll and invite."""
    meeting = queries.get_for(current_user, meeting_id)
    message = "Đã triệu tập và báo cho các thành viên."
    return run_act(meeting, lambda: actions.convene(meeting, actor=current_user), message)


@blueprint.post("/phien-hop/<int:meeting_id>/khai-mac")
@needs(P.COUNCIL_DESK)
def open_meeting(meeting_id: int) -> Response:
    """Open the session."""
    meeting = queries.get_for(current_user, meeting_id)
    message = "Phiên họp đã khai mạc. Hãy điểm danh, rồi mở biểu quyết từng nội dung."
    return run_act(meeting, lambda: actions.open_meeting(meeting, actor=current_user), message)


@blueprint.post("/phien-hop/<int:meeting_id>/diem-danh")
@needs(P.COUNCIL_DESK)
def attendance(meeting_id: int) -> Response:
    """Note who is here."""
    meeting = queries.get_for(current_user, meeting_id)
    here = set(request.form.getlist("present"))
    presence = {m.id: (str(m.id) in here, request.form.get(f"reason-{m.id}", "")[:200]) for m in meeting.roll}

    def act() -> None:
        times = {}
        for member in meeting.roll:
            if typed := request.form.get(f"time-{member.id}", "").strip():
                try:
                    times[member.id] = read_hour(typed)
                except ValueError as error:
                    raise NotReady(f"{member.name}: {error}", ["Giờ đến, giờ về"]) from None
        actions.take_attendance(meeting, presence, actor=current_user, times=times)

    return run_act(meeting, act, "Đã ghi điểm danh.")


@blueprint.post("/noi-dung/<int:item_id>/mo")
@needs(P.COUNCIL_DESK)
def open_vote(item_id: int) -> Response:
    """Open the vote on a case."""
    item = queries.item_for(current_user, item_id)
    message = f"Đã mở biểu quyết: {item.title}"
    return run_act(item.meeting, lambda: voting.open_vote(item, actor=current_user), message)


@blueprint.route("/noi-dung/<int:item_id>/rut", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def strike(item_id: int) -> Response:
    """Take a case off the running meeting, with a reason for the minutes."""
    item = queries.item_for(current_user, item_id)
    form = ReasonForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        message = "Đã rút nội dung khỏi chương trình."
        return run_act(item.meeting, lambda: voting.strike(item, actor=current_user, reason=reason), message)
    status = 422 if form.is_submitted() else 200
    return render("council/strike.html", item=item, form=form, status=status)


@blueprint.post("/phien-hop/<int:meeting_id>/ket-thuc")
@needs(P.COUNCIL_DESK)
def close_meeting(meeting_id: int) -> Response:
    """Keep what is told for the minutes; close the session."""
    meeting = queries.get_for(current_user, meeting_id)
    form = CloseForm()
    keep = request.form.get("then") == "keep"
    if keep:
        form.discussion.validators = [v for v in form.discussion.validators if not isinstance(v, Filled)]
    if not form.validate_on_submit():
        return _page(meeting, status=422, close_form=form)
    texts = {"discussion": form.discussion.data or "", "guests": form.guests.data or ""}
    if keep:
        save = lambda: actions.edit_meeting(meeting, actor=current_user, **texts)  # noqa: E731
        return run_act(meeting, save, "Đã lưu diễn biến và đại biểu mời.", close_form=form)

    def act() -> None:
        actions.close_meeting(meeting, actor=current_user, **texts)

    message = "Phiên họp đã kết thúc. Biên bản đã sẵn sàng để tải về và ký."
    return run_act(meeting, act, message, close_form=form)


@blueprint.post("/phien-hop/<int:meeting_id>/ky-bien-ban")
@needs(P.COUNCIL_DESK)
def sign_minutes(meeting_id: int) -> Response:
    """Number the signed minutes."""
    meeting = queries.get_for(current_user, meeting_id)
    form = MinutesForm()
    if not form.validate_on_submit():
        return _page(meeting, status=422, minutes_form=form)

    def act() -> None:
        actions.sign_minutes(meeting, actor=current_user, signed_on=form.signed_on.data)
        minutes.keep(meeting)

    return run_act(meeting, act, "Đã cấp số và chốt biên bản.", minutes_form=form)


@blueprint.get("/phien-hop/<int:meeting_id>/bien-ban")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
def minutes_file(meeting_id: int) -> Response:
    """Download the minutes: a draft until they are signed, then always the same file."""
    meeting = queries.get_for(current_user, meeting_id)
    name, content = minutes.file_of(meeting, current_user)
    return download(content, name, "docx")


@blueprint.route("/noi-dung/<int:item_id>", methods=["GET", "POST"])
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
def case(item_id: int) -> Response:
    """One case: what it is about, my vote, or the result."""
    item = queries.item_for(current_user, item_id)
    form = VoteForm()
    if form.validate_on_submit():
        voting.cast(item, Choice(form.choice.data), actor=current_user)
        return finish(at(item.meeting), f"Đã ghi nhận phiếu của bạn cho: {item.title}")
    return _case_page(item, form, 422 if form.is_submitted() else 200)


def _scores(item: AgendaItem, involved: frozenset[int]) -> ScoreSummary | None:
    """Return the marks of an initiative as this reader may see them."""
    if item.subject_kind != "initiative":
        return None
    hidden = rules.hidden_from(current_user, item, involved)
    return summary_for(item.subject_id, current_user, conflicted=hidden)


def _case_page(item: AgendaItem, form: VoteForm, status: int) -> Response:
    one, meeting = queries.case_of(item), item.meeting
    me = rules.member_of(current_user, meeting)
    desk = rules.may_run(current_user)
    return render(
        "council/case.html",
        item=item,
        case=one,
        form=form,
        why_not=rules.barred_from_vote(current_user, item, one.involved, clock.now()),
        mine=rules.vote_of(item, me),
        me=me,
        desk=desk,
        is_chair=rules.is_chair(current_user, meeting),
        is_teller=rules.is_teller(current_user, meeting),
        view=views.of(item, current_user),
        recused=rules.recused(item, one.involved) if desk else [],
        latest=rounds.is_latest(item),
        groups=reading_pack.groups_for(item, current_user),
        summary=_scores(item, one.involved),
        result=voting.result_words(item),
        threshold=voting.threshold_words(item),
        step=StepForm(),
        method_form=MethodForm(formdata=None),
        status=status,
    )
