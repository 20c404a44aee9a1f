"""Decisions: list, draft, page, the chairman's and the clerk's acts, files. Certificates: `certificate_routes.py`."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, NotThere
from ..core.files import download
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..people.queries import signers
from ..registers.actions import issued_files, next_number
from . import actions, amended_rows, left_out, papers, queries, rules
from .forms import DraftForm, NumberForm, ReasonForm, StepForm
from .models import FIRST, Decision, DecisionKind
from .phrases import WITH, WORDS
from .states import State

blueprint = Blueprint("decisions", __name__, url_prefix="/quyet-dinh")
_READS = (P.DECISIONS_READ, P.DECISIONS_DRAFT)
nav.entry("Văn bản", "Quyết định", "decisions.index", *_READS, order=10)


@blueprint.get("")
@needs(*_READS)
def index() -> Response:
    """All Decisions that I may see."""
    states = [(s.value, WORDS[f"decision.{s.value}"]) for s in State]
    listing = tables.Listing(
        query=queries.visible_to(current_user),
        columns=[
            tables.Column("title", "Trích yếu", lambda d: d.title),
            tables.Column("number", "Số, ký hiệu", lambda d: d.full_number, sort=Decision.number),
            tables.Column(
                "issued",
                "Ngày ban hành",
                lambda d: short_date(d.issued_on) if d.issued_on else "",
                sort=Decision.issued_on,
            ),
            tables.Column("kind", "Loại", lambda d: WORDS[f"DecisionKind.{d.kind.value}"]),
            tables.Column("state", "Trạng thái", lambda d: WORDS[f"decision.{d.state.value}"]),
        ],
        args=request.args,
        path=url_for("decisions.index"),
        filters=[tables.Filter("trang-thai", "Trạng thái", states, lambda value: Decision.state == value)],
        search_in=[Decision.title_fold],
        tie=Decision.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách quyết định")
    drafts = rules.may_draft(current_user)
    return render(
        "decisions/index.html",
        listing=listing,
        rounds=queries.rounds_ready() if drafts else [],
        meetings=queries.meetings_ready() if drafts else [],
    )


@blueprint.route("/moi/khen-thuong/<int:round_id>", methods=["GET", "POST"])
@needs(P.DECISIONS_DRAFT)
def new_award(round_id: int) -> Response:
    """Draft the Decision of a round."""
    found = next((one for one in queries.rounds_ready() if one.id == round_id), None)
    if found is None:
        raise NotThere("Đợt này chưa có hồ sơ chờ quyết định.")
    return _draft(
        lambda signer: actions.draft_award(found, actor=current_user, signer_id=signer), found.title
    )


@blueprint.route("/moi/sang-kien/<int:meeting_id>", methods=["GET", "POST"])
@needs(P.DECISIONS_DRAFT)
def new_recognition(meeting_id: int) -> Response:
    """Draft the Decision that recognises the initiatives of a meeting."""
    found = next((one for one in queries.meetings_ready() if one.id == meeting_id), None)
    if found is None:
        raise NotThere("Phiên họp này không có sáng kiến chờ công nhận.")
    return _draft(
        lambda signer: actions.draft_recognition(found, actor=current_user, signer_id=signer), found.title
    )


def _signer_choices(form: DraftForm) -> None:
    able = signers("decision", clock.today())
    form.signer.choices = [
        (str(one.id), f"{one.person.addressed} ({one.lines.replace(chr(10), ' / ')})") for one in able
    ]


def _draft(act: Any, what: str) -> Response:
    form, problem = DraftForm(), None
    _signer_choices(form)
    if form.validate_on_submit():
        try:
            made = act(int(form.signer.data))
            return finish(_at(made), "Đã lập dự thảo quyết định và tờ trình. Hãy xem lại rồi trình Chủ tịch.")
        except NotReady as error:
            db.session.rollback()
            problem = error
    status = 422 if form.is_submitted() else 200
    return render(
        "decisions/draft.html", form=form, what=what, action=request.path, problem=problem, status=status
    )


def _at(decision: Decision) -> str:
    return url_for("decisions.show", decision_id=decision.id)


@blueprint.get("/<int:decision_id>")
@needs(*_READS)
def show(decision_id: int) -> Response:
    """A Decision: who has it, its next act, recipients, papers."""
    return page(queries.get_for(current_user, decision_id))


def page(decision: Decision, status: int = 200, problem: DomainError | None = None, **forms: Any) -> Response:
    """Render the page of a Decision (also with what went wrong)."""
    content: dict[str, Any] | None = None
    try:
        content = papers.content_of(decision)
    except DomainError as error:  # also: a declined draft on certificates that were replaced since
        problem = problem or error
    signer_form = DraftForm(formdata=None, data={"signer": str(decision.signer_id or "")})
    _signer_choices(signer_form)
    return render(
        "decisions/show.html",
        decision=decision,
        content=content,
        papers=list(papers.papers_of(decision).values()),
        beside=[one for offer in papers.BESIDE for one in offer(decision)],
        has_dossier=decision.amends_id is None,
        base=queries.earlier_of(decision) if decision.amends_id else None,
        later=queries.later_documents(decision) if decision.kind in FIRST else [],
        issued=decision.kind in FIRST and decision.state in rules.FROZEN,
        kept=issued_files(decision),
        may_draft=rules.may_draft(current_user) and decision.state == State.DRAFT,
        may_approve=rules.may_approve(current_user, decision),
        may_decline=rules.may_decline(current_user, decision),
        **_about_the_list(decision),
        barred=rules.why_not_approve(current_user, decision)
        if decision.state == State.SUBMITTED
        and current_user.has(P.DECISIONS_APPROVE)
        and not rules.may_approve(current_user, decision)
        else "",
        may_number=rules.may_number(current_user, decision),
        may_sign=rules.may_sign(current_user, decision),
        with_whom=WITH.get(decision.state.value, ""),
        next_number=next_number(actions.series_of(decision), clock.today().year),
        timeline=audit.timeline(decision),
        problem=problem,
        changed_label=lambda name, shown: amended_rows.label(
            name, shown["base_kind"] == DecisionKind.AWARD.value
        ),
        changed_text=amended_rows.shown,
        status=status,
        **(
            {"number_form": NumberForm(data={"issued_on": clock.today()}), "signer_form": signer_form} | forms
        ),
    )


def _about_the_list(decision: Decision) -> dict[str, Any]:
    """Return who is barred, what was decided against the usual rule, and who may be left out, for the page."""
    living = decision.state in (State.DRAFT, State.SUBMITTED, State.APPROVED)
    bars = left_out.bars(decision) if living else {}
    return {
        "bars": bars,
        "exceptions": left_out.exceptions(decision),
        "may_leave_out": lambda one: left_out.may_leave_out(current_user, decision, barred=one in bars),
    }


@blueprint.route("/<int:decision_id>/dua-ra/<int:nomination_id>", methods=["GET", "POST"])
@needs(P.DECISIONS_APPROVE, P.DECISIONS_DRAFT)
def leave_out(decision_id: int, nomination_id: int) -> Response:
    """Take one nominee off the list before the number, with a reason."""
    decision = queries.get_for(current_user, decision_id)
    nomination = left_out.nomination_of(decision, nomination_id)
    barred = nomination_id in left_out.bars(decision)
    rules.require(
        left_out.may_leave_out(current_user, decision, barred=barred),
        "Bạn không đưa được người này ra khỏi danh sách ở bước hiện tại.",
    )
    form, problem = ReasonForm(), None
    if form.validate_on_submit():
        try:
            left_out.leave_out(decision, nomination, actor=current_user, reason=form.reason.data or "")
        except NotReady as error:
            db.session.rollback()
            problem = error
        else:
            return finish(_at(decision), "Đã đưa ra khỏi danh sách; đơn vị đề nghị được báo kèm lý do.")
    return render(
        "decisions/reason.html",
        form=form,
        decision=decision,
        problem=problem,
        heading=f"Đưa ra khỏi danh sách: {nomination.printed_name}",
        consequence="Hồ sơ khen thưởng của đối tượng này kết thúc, đơn vị đề nghị được báo lý do; không làm lại được.",
        action=url_for("decisions.leave_out", decision_id=decision.id, nomination_id=nomination.id),
        status=422 if form.is_submitted() else 200,
    )


def _take(decision_id: int, act: Any, message: str, form: Any = None, **forms: Any) -> Response:
    decision = queries.get_for(current_user, decision_id)
    (form or StepForm()).validate()
    try:
        act(decision)
    except NotReady as error:
        db.session.rollback()
        return page(queries.get_for(current_user, decision_id), status=422, problem=error, **forms)
    return finish(_at(decision), message)


@blueprint.post("/<int:decision_id>/nguoi-ky")
@needs(P.DECISIONS_DRAFT)
def choose_signer(decision_id: int) -> Response:
    """Change who signs while it is a draft."""
    form = DraftForm()
    _signer_choices(form)
    if not form.validate_on_submit():
        return page(queries.get_for(current_user, decision_id), status=422, signer_form=form)
    signer = int(form.signer.data)
    return _take(
        decision_id,
        lambda one: actions.choose_signer(one, signer, actor=current_user),
        "Đã đổi người ký.",
        form,
    )


@blueprint.post("/<int:decision_id>/trinh")
@needs(P.DECISIONS_DRAFT)
def submit(decision_id: int) -> Response:
    """Put it before the chairman."""
    return _take(decision_id, lambda one: actions.submit(one, actor=current_user), "Đã trình Chủ tịch.")


@blueprint.post("/<int:decision_id>/duyet")
@needs(P.DECISIONS_APPROVE)
def approve(decision_id: int) -> Response:
    """The chairman approves."""
    message = "Đã duyệt. Văn thư sẽ cấp số và in."
    return _take(decision_id, lambda one: actions.approve(one, actor=current_user), message)


_REASONED: dict[str, tuple[Any, str, str]] = {
    "tra-lai": (
        actions.send_back,
        "Trả lại dự thảo",
        "Cơ quan thường trực được báo kèm lý do, sửa rồi trình lại.",
    ),
    "khong-duyet": (
        actions.decline,
        "Không duyệt",
        "Dự thảo kết thúc, không làm lại được; hồ sơ khen thưởng trong dự thảo kết thúc theo, các đơn vị được báo lý do.",
    ),
}


@blueprint.route("/<int:decision_id>/<any('tra-lai','khong-duyet'):step>", methods=["GET", "POST"])
@needs(P.DECISIONS_APPROVE)
def reasoned_step(decision_id: int, step: str) -> Response:
    """The chairman returns or declines, with a reason."""
    decision = queries.get_for(current_user, decision_id)
    may = rules.may_decline if step == "khong-duyet" else rules.may_approve
    rules.require(may(current_user, decision), rules.why_not_approve(current_user, decision))
    act, label, consequence = _REASONED[step]
    form = ReasonForm()
    if form.validate_on_submit():
        act(decision, actor=current_user, reason=form.reason.data or "")
        target = url_for("decisions.index") if decision.state == State.DRAFT else _at(decision)
        return finish(target, f"{label}: đã báo cho cơ quan thường trực kèm lý do.")
    status = 422 if form.is_submitted() else 200
    return render(
        "decisions/reason.html",
        form=form,
        decision=decision,
        heading=label,
        consequence=consequence,
        action=url_for("decisions.reasoned_step", decision_id=decision.id, step=step),
        status=status,
    )


@blueprint.post("/<int:decision_id>/cap-so")
@needs(P.DECISIONS_NUMBER)
def number(decision_id: int) -> Response:
    """Number, date, freeze; the files are made and kept right after the commit."""
    form = NumberForm()
    if not form.validate_on_submit():
        return page(queries.get_for(current_user, decision_id), status=422, number_form=form)
    response = _take(
        decision_id,
        lambda one: actions.number(one, actor=current_user, issued_on=form.issued_on.data),
        "Đã cấp số và chốt nội dung. Các văn bản đã sẵn sàng để in.",
        form,
        number_form=form,
    )
    if response.status_code < 400:
        # outside the transaction that held the counter: making 200 certificates must not make others wait
        papers.keep_all(queries.get_for(current_user, decision_id))
        db.session.commit()
    return response


@blueprint.post("/<int:decision_id>/da-ky")
@needs(P.DECISIONS_NUMBER)
def sign(decision_id: int) -> Response:
    """Note that the paper was signed and sealed."""

    def act(decision: Decision) -> None:
        actions.sign(decision, actor=current_user)
        papers.keep_all(
            decision
        )  # only what is not kept yet: making the files may have failed after numbering

    return _take(decision_id, act, "Đã ghi nhận ký, đóng dấu.")


@blueprint.get("/<int:decision_id>/van-ban/<paper>.docx")
@needs(*_READS)
def paper_file(decision_id: int, paper: str) -> Response:
    """Download a paper: a preview until the number is given, then always the same file."""
    decision = queries.get_for(current_user, decision_id)
    name, content = papers.file_of(decision, paper, current_user)
    return download(content, name, name.rsplit(".", 1)[1])
