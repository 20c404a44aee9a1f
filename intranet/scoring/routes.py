"""Rounds of scores: list, open, page of a round with its comparison, more markers, cancel. Sheets: `sheet_routes.py`."""

from typing import Any

from flask import Response, url_for
from flask_login import current_user

from ..core import audit, clock, nav
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import DomainError, NotReady
from ..core.files import download
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.tables import workbook
from ..core.web import finish
from ..initiatives.models import Initiative
from ..initiatives.queries import get_for
from ..parameters.queries import deadline
from . import actions, comparison, markers, queries, rubric, rules, service
from .blueprint import blueprint
from .forms import MarkerForm, OpenForm, ReasonForm
from .models import ScoreRound
from .states import SEALED, State

nav.entry("Hội đồng", "Chấm điểm sáng kiến", "scoring.index", P.COUNCIL_READ, P.COUNCIL_DESK, order=20)


@blueprint.get("")
@needs(P.COUNCIL_READ, P.COUNCIL_DESK)
def index() -> Response:
    """My sheets, what waits for a round (for the desk), all rounds that I may see."""
    desk = current_user.has(P.COUNCIL_DESK)
    waiting = queries.waiting_initiatives() if desk else []
    away = markers.hidden_among(current_user.person_id, waiting)
    waiting = [one for one in waiting if one.id not in away]
    rounds = queries.rounds_for(current_user)
    rows = list(zip(rounds, service.summaries(rounds, current_user), strict=True))
    return render(
        "scoring/index.html",
        mine=queries.sheets_to_do(current_user),
        waiting=waiting,
        rows=rows,
        desk=desk,
    )


@blueprint.route("/sang-kien/<int:initiative_id>/moi", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def open_round(initiative_id: int) -> Response:
    """Open a round: the fair choice of markers is marked beforehand."""
    initiative = _initiative(initiative_id)
    rules.require_desk(current_user, initiative)
    wanted = rubric.read(rubric.on_day(clock.today()))
    found = markers.candidates(initiative, wanted)
    again = queries.newest(initiative_id) is not None
    start = {
        "markers": markers.suggest(found, wanted.markers),
        "due_on": deadline("deadline.initiative.score", clock.today()),
    }
    form = OpenForm(found, data=start)
    problem: NotReady | None = None
    if form.validate_on_submit():
        try:
            made = actions.open_round(
                initiative,
                form.markers.data or [],
                actor=current_user,
                due_on=form.due_on.data,
                reason=form.reason.data or "",
            )
            return finish(
                url_for("scoring.show", score_round_id=made.id),
                "Đã lập vòng chấm. Người chấm được báo; điểm giữ kín đến khi mọi người nộp.",
            )
        except NotReady as error:
            db.session.rollback()
            initiative, problem = _initiative(initiative_id), error
            found = markers.candidates(initiative, wanted)
    return render(
        "scoring/open.html",
        initiative=initiative,
        form=form,
        found=found,
        rubric=wanted,
        again=again,
        problem=problem,
        status=422 if form.is_submitted() else 200,
    )


def _initiative(initiative_id: int) -> Initiative:
    """Return an initiative that the desk may see; the desk sees what waits for the council."""
    found = db.session.get(Initiative, initiative_id)
    if found is not None and current_user.has(P.COUNCIL_DESK) and found.state in rules.SCORED_IN:
        return found
    return get_for(current_user, initiative_id)


@blueprint.get("/<int:score_round_id>")
@needs(SIGNED_IN)
def show(score_round_id: int) -> Response:
    """A round: who has handed in; when all have, the comparison; to a conflicted viewer only that it is hidden."""
    round_ = queries.round_for(current_user, score_round_id)
    summary = service.summary_of(round_, current_user)
    own = rules.sheet_of(current_user, round_)
    runs = rules.may_run(current_user, round_.initiative)
    return render(
        "scoring/show.html",
        round=round_,
        summary=summary,
        own=own,
        may_mark=own is not None and rules.may_mark(current_user, own),
        runs=runs,
        running=round_.state in SEALED,
        again=runs and round_.state == State.FINISHED and rules.may_score(round_.initiative),
        others=[]
        if summary.hidden
        else [one for one in queries.rounds_of(round_.initiative_id) if one.id != round_.id],
        timeline=[] if summary.hidden else audit.timeline(round_),
    )


@blueprint.get("/<int:score_round_id>/so-sanh.xlsx")
@needs(SIGNED_IN)
def comparison_file(score_round_id: int) -> Response:
    """The comparison as a workbook, under the same guards as the page."""
    round_, summary, table = _compared(score_round_id)
    labels = ["Tiêu chí", "Điểm tối đa"]
    for name in table.markers:
        labels += [name, f"Nhận xét của {name}", f"Đoạn trích của {name}"]
    rows: list[list[Any]] = []
    for row in table.rows:
        line = [row.name, row.maximum]
        for cell in row.cells:
            line += [cell.points, cell.comment, "; ".join(quote for quote, _ in cell.passages)]
        rows.append(line)
    totals = ["Tổng", summary.maximum]
    for total in table.totals:
        totals += [total, "", ""]
    outcome = "Đạt" if summary.passed else "Không đạt"
    rows += [totals, ["Kết quả", summary.total], ["Điểm đạt", summary.pass_mark], ["Kết luận", outcome]]
    return workbook(f"So sánh điểm sáng kiến {round_.initiative_id} vòng {round_.number}", labels, rows)


@blueprint.get("/<int:score_round_id>/so-sanh.docx")
@needs(SIGNED_IN)
def comparison_paper(score_round_id: int) -> Response:
    """The comparison as a paper to print and sign, under the same guards."""
    name, content = comparison.file_of(*_compared(score_round_id))
    return download(content, name, "docx")


def _compared(score_round_id: int) -> tuple[ScoreRound, service.ScoreSummary, service.Comparison]:
    """Return a finished round with its table; NotReady in a conflict and while the round is sealed."""
    round_ = queries.round_for(current_user, score_round_id)
    summary = service.summary_of(round_, current_user)
    if summary.hidden:
        raise NotReady(f"Điểm của sáng kiến này {rules.HIDDEN}.")
    if summary.comparison is None:
        raise NotReady("Điểm còn được giữ kín đến khi mọi người chấm nộp phiếu.")
    return round_, summary, summary.comparison


@blueprint.route("/<int:score_round_id>/them-nguoi", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def add_marker(score_round_id: int) -> Response:
    """Name a marker for a free place."""
    round_ = _run(score_round_id)
    wanted = rules.rubric_of(round_)
    found = markers.candidates(round_.initiative, wanted, round_)
    first = markers.suggest(found, 1)
    form = MarkerForm(found, data={"person": str(first[0]) if first else ""})
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            sheet = actions.add_marker(round_, number_or_none(form.person.data) or 0, actor=current_user)
            return finish(
                url_for("scoring.show", score_round_id=score_round_id),
                f"Đã cử {sheet.name}. Người chấm không thấy điểm của người khác.",
            )
        except NotReady as error:
            db.session.rollback()
            round_, problem = _run(score_round_id), error
    return render(
        "scoring/add_marker.html",
        round=round_,
        form=form,
        found=found,
        problem=problem,
        status=422 if form.is_submitted() else 200,
    )


@blueprint.route("/<int:score_round_id>/huy", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def cancel(score_round_id: int) -> Response:
    """Stop a round that runs."""
    round_ = _run(score_round_id)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.cancel(round_, actor=current_user, reason=form.reason.data or "")
        return finish(url_for("scoring.index"), "Đã hủy vòng chấm. Phiếu đã nộp vẫn được giữ kín.")
    status = 422 if form.is_submitted() else 200
    return render("scoring/cancel.html", round=round_, form=form, status=status)


def _run(score_round_id: int) -> ScoreRound:
    round_ = queries.round_for(current_user, score_round_id)
    rules.require_desk(current_user, round_.initiative)
    return round_
