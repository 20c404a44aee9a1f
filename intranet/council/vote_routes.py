"""Pages of one vote: method, conflicts, paper counts, written opinions, closing by two people, second votes."""

from collections.abc import Callable
from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, NotThere
from ..core.forms import BaseForm, number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import conflicts, paper, queries, rounds, rules, views, voting, written
from .forms import (
    ConfirmForm,
    ConflictForm,
    DecidingForm,
    MethodForm,
    OpinionForm,
    PaperForm,
    ReasonForm,
    StepForm,
)
from .models import AgendaItem, Choice, Conflict, MeetingMember, Method, WrittenOpinion
from .routes import blueprint, run_act

_ROOM = (P.COUNCIL_VOTE, P.COUNCIL_DESK)


def _item(item_id: int) -> AgendaItem:
    return queries.item_for(current_user, item_id)


def _case_url(item: AgendaItem) -> str:
    return url_for("council.case", item_id=item.id)


def _ask(item: AgendaItem, form: BaseForm, act: Callable[[], Any], done: str, **words: Any) -> Response:
    """Show a page that asks; when it is sent, do the act. What is refused keeps what was typed."""
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            act()
        except DomainError as error:
            db.session.rollback()
            problem, item = error, _item(item.id)
        else:
            return finish(words.pop("back", None) or _case_url(item), done)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    words.pop("back", None)
    return render("council/ask.html", item=item, form=form, problem=problem, status=status, **words)


@blueprint.post("/noi-dung/<int:item_id>/hinh-thuc")
@needs(P.COUNCIL_DESK)
def choose_method(item_id: int) -> Response:
    """Choose how a case is voted on."""
    item, form = _item(item_id), MethodForm()

    def act() -> None:
        if not form.validate():
            raise NotReady("Hãy chọn hình thức biểu quyết.")
        voting.choose_method(item, Method(form.method.data), actor=current_user)

    return run_act(item.meeting, act, "Đã chọn hình thức biểu quyết.", back=_case_url(item))


@blueprint.post("/phien-hop/<int:meeting_id>/to-kiem-phieu")
@needs(P.COUNCIL_DESK)
def tellers(meeting_id: int) -> Response:
    """Write down whom the meeting elected to count."""
    meeting = queries.get_for(current_user, meeting_id)
    chosen = {number_or_none(value) for value in request.form.getlist("teller")}
    members = [member for member in meeting.roll if member.id in chosen]
    return run_act(
        meeting, lambda: paper.name_tellers(meeting, members, actor=current_user), "Đã ghi tổ kiểm phiếu."
    )


@blueprint.route("/noi-dung/<int:item_id>/dong", methods=["GET", "POST"])
@needs(*_ROOM)
def close_vote(item_id: int) -> Response:
    """The first person asks to close, the second one closes for good."""
    item, form = _item(item_id), StepForm()
    view = views.of(item, current_user)
    if view.hidden or not (rules.may_close(current_user, item.meeting) or view.presides):
        raise NotThere()
    asked = voting.closing_asked(item)
    if form.validate_on_submit():
        if asked and item.closing_by_id != current_user.id:
            return run_act(
                item.meeting, lambda: voting.close_vote(item, actor=current_user), f"Đã đóng: {item.title}"
            )
        message = (
            "Đã đề nghị đóng. Người thứ hai (Chủ tọa, thư ký hoặc tổ kiểm phiếu) xác nhận trong 10 phút."
        )
        return run_act(item.meeting, lambda: voting.request_close(item, actor=current_user), message)
    spoke = {b.member_id for b in item.ballots} | {o.member_id for o in item.opinions if o.confirmed_at}
    involved = queries.case_of(item).involved
    silent = [m for m in rules.entitled(item, involved) if m.present and m.id not in spoke]
    return render(
        "council/close_vote.html",
        item=item,
        form=form,
        silent=silent if item.method == Method.OPEN else [],
        voted=len(spoke),
        asked=asked,
        mine=asked and item.closing_by_id == current_user.id,
        on_paper=item.method == Method.PAPER,
        counted=len(item.counts),
        differ=paper.differ(item),
    )


@blueprint.route("/noi-dung/<int:item_id>/xung-dot", methods=["GET", "POST"])
@needs(*_ROOM)
def conflict(item_id: int) -> Response:
    """A member declares a conflict of interest; the desk notes one that was declared aloud."""
    item = _item(item_id)
    me, desk = rules.member_of(current_user, item.meeting), rules.may_run(current_user)
    if me is None and not desk:
        raise NotThere()
    form = ConflictForm(data={"member": str(me.id) if me else ""})
    form.member.choices = [(str(m.id), m.name) for m in item.meeting.roll if desk or m is me]

    def act() -> None:
        member = db.session.get(MeetingMember, number_or_none(form.member.data or "") or 0) or me
        if member is None or member.meeting_id != item.meeting_id:
            raise NotReady("Hãy chọn thành viên.", ["Thành viên"])
        conflicts.declare(item, member, form.reason.data or "", actor=current_user)

    return _ask(
        item,
        form,
        act,
        "Đã ghi xung đột lợi ích.",
        back=url_for("council.show", meeting_id=item.meeting_id),
        heading="Khai báo xung đột lợi ích",
        consequence="Từ lúc này thành viên đó không biểu quyết, không xem điểm và kết quả của nội dung này.",
        label="Ghi xung đột lợi ích",
        fields=("member", "reason") if desk else ("reason",),
        action=url_for("council.conflict", item_id=item.id),
    )


@blueprint.post("/xung-dot/<int:conflict_id>/rut")
@needs(*_ROOM)
def withdraw_conflict(conflict_id: int) -> Response:
    """Take back a conflict that was noted by mistake."""
    row = db.session.get(Conflict, conflict_id)
    if row is None:
        raise NotThere()
    item = _item(row.item_id)
    return run_act(item.meeting, lambda: conflicts.withdraw(row, actor=current_user), "Đã rút khai báo.")


@blueprint.route("/noi-dung/<int:item_id>/kiem-phieu", methods=["GET", "POST"])
@needs(*_ROOM)
def count_paper(item_id: int) -> Response:
    """A teller types what was counted, without seeing the other teller's figures."""
    item, form = _item(item_id), PaperForm()
    if not rules.is_teller(current_user, item.meeting):
        raise NotThere()

    def act() -> None:
        paper.enter(item, {name: form[name].data for name in paper.FIELDS}, actor=current_user)

    return _ask(
        item,
        form,
        act,
        "Đã ghi số liệu của bạn.",
        heading="Kết quả kiểm phiếu giấy",
        consequence="Hai thành viên tổ kiểm phiếu nhập riêng, không xem của nhau; hai bên phải khớp từng số.",
        label="Ghi số liệu",
        fields=paper.FIELDS,
        action=url_for("council.count_paper", item_id=item.id),
        warning="Hai thành viên đang nhập khác nhau. Hãy kiểm lại phiếu." if paper.differ(item) else "",
    )


@blueprint.route("/noi-dung/<int:item_id>/y-kien", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def opinion(item_id: int) -> Response:
    """Type the written opinion of an absent member."""
    item, form = _item(item_id), OpinionForm()
    out = rules.recused(item, queries.case_of(item).involved)
    heard = {ballot.member_id for ballot in item.ballots}
    absent = [m for m in item.meeting.roll if not m.present and m not in out and m.id not in heard]
    form.member.choices = [("", "— Chọn —"), *((str(m.id), m.name) for m in absent)]

    def act() -> None:
        member = next(m for m in absent if str(m.id) == form.member.data)
        written.enter(item, member, Choice(form.choice.data), form.note.data or "", actor=current_user)

    return _ask(
        item,
        form,
        act,
        "Đã nhập ý kiến. Thành viên đó hoặc người thứ hai xác nhận thì ý kiến mới được tính.",
        heading="Ý kiến gửi bằng văn bản",
        consequence="Ý kiến ghi tên, tính vào kết quả sau khi người thứ hai xác nhận đúng với văn bản.",
        label="Nhập ý kiến",
        fields=("member", "choice", "note"),
        action=url_for("council.opinion", item_id=item.id),
    )


@blueprint.route("/y-kien/<int:opinion_id>/xac-nhan", methods=["GET", "POST"])
@needs(*_ROOM)
def confirm_opinion(opinion_id: int) -> Response:
    """A second person types the choice again from the paper; the page does not tell the first one."""
    row = db.session.get(WrittenOpinion, opinion_id)
    if row is None:
        raise NotThere()
    item, form = _item(row.item_id), ConfirmForm()
    written.require_confirmer(row, current_user)
    return _ask(
        item,
        form,
        lambda: written.confirm(row, Choice(form.choice.data), actor=current_user),
        "Đã xác nhận ý kiến.",
        heading=f"Ý kiến bằng văn bản của {row.member.name}",
        consequence="Đọc văn bản gốc và nhập lại; hai lần nhập phải giống nhau thì ý kiến mới được tính.",
        label="Xác nhận",
        fields=("choice",),
        action=url_for("council.confirm_opinion", opinion_id=row.id),
    )


@blueprint.route("/noi-dung/<int:item_id>/quyet-dinh", methods=["GET", "POST"])
@needs(*_ROOM)
def decide(item_id: int) -> Response:
    """The chair decides equal votes."""
    item, form = _item(item_id), DecidingForm()
    rules.require_chair(current_user, item.meeting)
    return _ask(
        item,
        form,
        lambda: voting.cast_deciding(item, Choice(form.choice.data), actor=current_user),
        "Đã ghi quyết định của Chủ tọa.",
        heading="Quyết định khi số phiếu ngang nhau",
        consequence="Quyết định ghi tên Chủ tọa vào biên bản và không sửa được.",
        label="Ghi quyết định",
        fields=("choice",),
        action=url_for("council.decide", item_id=item.id),
    )


_REASONS: dict[str, tuple[Callable[..., Any], str, str, str]] = {
    "bieu-quyet-lai": (
        rounds.second_vote,
        "Biểu quyết lại",
        "Lần trước được giữ nguyên trong biên bản; nội dung này chờ mở biểu quyết lần mới.",
        "Cho biểu quyết lại",
    ),
    "huy-lan": (
        rounds.call_off,
        "Hủy lần biểu quyết đang mở",
        "Phiếu đã gửi trong lần này bị xóa; nội dung chờ mở biểu quyết lần mới. Lý do ghi vào biên bản.",
        "Hủy lần này",
    ),
    "huy-ket-qua": (
        rounds.order_annulment,
        "Hủy kết quả",
        "Kết quả cũ vẫn nằm trong biên bản đã lập; cần biên bản mới và hồ sơ chờ phiên họp khác.",
        "Hủy kết quả",
    ),
}


def _with_reason(item_id: int, which: str) -> Response:
    item, form = _item(item_id), ReasonForm()
    rules.require_chair(current_user, item.meeting)
    act, heading, consequence, label = _REASONS[which]
    return _ask(
        item,
        form,
        lambda: act(item, actor=current_user, reason=form.reason.data or ""),
        f"{heading}: đã ghi.",
        back=url_for("council.show", meeting_id=item.meeting_id),
        heading=heading,
        consequence=consequence,
        label=label,
        fields=("reason",),
        action=request.path,
        kind="danger",
    )


@blueprint.route("/noi-dung/<int:item_id>/bieu-quyet-lai", methods=["GET", "POST"])
@needs(*_ROOM)
def second_vote(item_id: int) -> Response:
    """The chair orders a second vote."""
    return _with_reason(item_id, "bieu-quyet-lai")


@blueprint.route("/noi-dung/<int:item_id>/huy-lan", methods=["GET", "POST"])
@needs(*_ROOM)
def call_off(item_id: int) -> Response:
    """The chair aborts a vote that cannot be closed."""
    return _with_reason(item_id, "huy-lan")


@blueprint.route("/noi-dung/<int:item_id>/huy-ket-qua", methods=["GET", "POST"])
@needs(*_ROOM)
def annul(item_id: int) -> Response:
    """The chair annuls a result after the meeting."""
    return _with_reason(item_id, "huy-ket-qua")
