"""A marker's sheet: read, score, save as a draft, hand in, declare a conflict; the desk takes a sheet back."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import files
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import NotReady
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import autosaved, finish
from . import actions, queries, rules
from .blueprint import blueprint
from .forms import ReasonForm, SheetForm, for_sheet
from .models import ScoreSheet


@blueprint.route("/phieu/<int:sheet_id>", methods=["GET", "POST"])
@needs(SIGNED_IN)
def sheet(sheet_id: int) -> Response:
    """My sheet; "then" says whether to keep a draft or to hand in."""
    mine = queries.sheet_for(current_user, sheet_id)
    if request.method == "GET" and not rules.may_mark(current_user, mine):
        return render("scoring/my_sheet.html", sheet=mine, rubric=rules.rubric_of(mine.round))
    form = for_sheet(mine)
    problem: NotReady | None = None
    if request.method == "POST":
        rules.require_marker(current_user, mine)
        if form.validate():
            try:
                return _keep(mine, form)
            except NotReady as error:
                db.session.rollback()
                mine, problem = queries.sheet_for(current_user, sheet_id), error
    status = 422 if request.method == "POST" else 200
    return _page(mine, form, problem, status)


def _keep(mine: ScoreSheet, form: SheetForm) -> Response:
    actions.save(mine, form.given(), actor=current_user, version=number_or_none(form.version.data))
    here = url_for("scoring.sheet", sheet_id=mine.id)
    if request.form.get("then") != "hand_in":
        return finish(here, "Đã lưu nháp. Chưa nộp, chưa ai thấy điểm của bạn.")
    actions.hand_in(mine, actor=current_user)
    return finish(
        url_for("scoring.show", score_round_id=mine.round_id),
        "Đã nộp phiếu chấm. Bảng so sánh mở khi mọi người chấm đã nộp.",
    )


def _page(mine: ScoreSheet, form: SheetForm, problem: NotReady | None, status: int) -> Response:
    return render(
        "scoring/sheet.html",
        sheet=mine,
        form=form,
        rubric=rules.rubric_of(mine.round),
        attachments=files.of(mine.round.initiative),
        problem=problem,
        status=status,
    )


@blueprint.post("/phieu/<int:sheet_id>/luu-nhap")
@needs(SIGNED_IN)
def autosave(sheet_id: int) -> Response:
    """Keep the draft, called by the page itself."""

    def keep() -> ScoreSheet:
        mine = queries.sheet_for(current_user, sheet_id)
        form = for_sheet(mine)
        if not form.validate():
            raise NotReady(f"Chưa lưu được: {'; '.join(form.missing())}.")
        return actions.save(mine, form.given(), actor=current_user, version=number_or_none(form.version.data))

    return autosaved(keep)


@blueprint.route("/phieu/<int:sheet_id>/xung-dot", methods=["GET", "POST"])
@needs(SIGNED_IN)
def declare_conflict(sheet_id: int) -> Response:
    """I should not mark this one: somebody else is named."""
    mine = queries.sheet_for(current_user, sheet_id)
    rules.require_marker(current_user, mine)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.declare_conflict(mine, form.reason.data or "", actor=current_user)
        return finish(
            url_for("scoring.show", score_round_id=mine.round_id),
            "Đã ghi xung đột lợi ích. Bạn không còn thấy điểm của sáng kiến này; thư ký cử người khác.",
        )
    status = 422 if form.is_submitted() else 200
    return render("scoring/conflict.html", sheet=mine, form=form, status=status)


@blueprint.route("/phieu/<int:sheet_id>/doi-nguoi", methods=["GET", "POST"])
@needs(P.COUNCIL_DESK)
def release(sheet_id: int) -> Response:
    """Take a sheet back from a marker who cannot hand in."""
    one = queries.sheet_of_desk(current_user, sheet_id)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.release(one, form.reason.data or "", actor=current_user)
        return finish(
            url_for("scoring.add_marker", score_round_id=one.round_id), "Đã cho thôi chấm. Hãy cử người thay."
        )
    status = 422 if form.is_submitted() else 200
    return render("scoring/release.html", sheet=one, form=form, status=status)
