"""Steps: hand in, endorse, accept, return, withdraw; confirm or decline a share."""

from flask import Response, url_for
from flask_login import current_user

from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import NotReady, Stale
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import weekday_date
from ..core.web import finish
from . import actions, drafting, queries, rules
from .blueprint import blueprint
from .draft_routes import check_page
from .forms import NoteForm, ReasonForm, ShareForm, StepForm
from .models import Initiative
from .states import State


def _page(initiative: Initiative) -> str:
    return url_for("initiatives.show", initiative_id=initiative.id)


def _until(initiative: Initiative) -> str:
    return f" trước {weekday_date(initiative.due_on)}" if initiative.due_on else ""


@blueprint.post("/<int:initiative_id>/nop")
@needs(P.INITIATIVES_WRITE)
def submit(initiative_id: int) -> Response:
    """Hand in what the person has just checked."""
    initiative = queries.get_for(current_user, initiative_id)
    form = StepForm()
    try:
        seen = number_or_none(form.version.data)
        if seen is not None and rules.may_edit(current_user, initiative):
            drafting.check_version(initiative, seen)
        actions.submit(initiative, actor=current_user)
    except (NotReady, Stale) as error:
        db.session.rollback()
        initiative = queries.get_for(current_user, initiative_id)
        return check_page(initiative, problem=error.message, status=error.status)
    who = "Trưởng đơn vị" if initiative.state == State.SUBMITTED else "Thường trực thi đua"
    return finish(_page(initiative), f"Đã nộp. {who} sẽ xem{_until(initiative)}.")


@blueprint.post("/<int:initiative_id>/xac-nhan")
@needs(P.INITIATIVES_ENDORSE, P.INITIATIVES_CHECK)
def endorse(initiative_id: int) -> Response:
    """The head's word; goes to the standing body."""
    initiative, opinion = _reviewed(initiative_id)
    actions.endorse(initiative, actor=current_user, reason=opinion)
    return finish(_page(initiative), f"Đã xác nhận. Thường trực thi đua sẽ kiểm tra{_until(initiative)}.")


@blueprint.post("/<int:initiative_id>/tiep-nhan")
@needs(P.INITIATIVES_CHECK)
def accept(initiative_id: int) -> Response:
    """In order: it waits for the council."""
    initiative, opinion = _reviewed(initiative_id)
    actions.accept(initiative, actor=current_user, reason=opinion)
    return finish(_page(initiative), "Đã tiếp nhận. Sáng kiến chờ được đưa vào chương trình họp Hội đồng.")


def _reviewed(initiative_id: int) -> tuple[Initiative, str]:
    initiative = queries.get_for(current_user, initiative_id)
    form = NoteForm()
    if not form.validate():
        raise NotReady(" ".join(str(e) for errors in form.errors.values() for e in errors))
    return initiative, form.reason.data or ""


@blueprint.route("/<int:initiative_id>/tra-lai", methods=["GET", "POST"])
@needs(P.INITIATIVES_ENDORSE, P.INITIATIVES_CHECK)
def send_back(initiative_id: int) -> Response:
    """Return for correction, with the reason that the authors will read."""
    initiative = queries.get_for(current_user, initiative_id)
    rules.require(
        rules.may_return(current_user, initiative), "Sáng kiến này hiện không ở bước bạn trả lại được."
    )
    form = ReasonForm()
    if form.validate_on_submit():
        actions.send_back(initiative, actor=current_user, reason=form.reason.data or "")
        return finish(_page(initiative), "Đã trả lại. Tác giả được báo kèm lý do.")
    status = 422 if form.errors else 200
    return render("initiatives/send_back.html", initiative=initiative, form=form, status=status)


@blueprint.route("/<int:initiative_id>/rut", methods=["GET", "POST"])
@needs(P.INITIATIVES_WRITE)
def withdraw(initiative_id: int) -> Response:
    """Withdraw before the council, or give up a draft."""
    initiative = queries.get_for(current_user, initiative_id)
    rules.require(rules.may_withdraw(current_user, initiative), "Sáng kiến này không còn rút được.")
    form = NoteForm()
    if form.validate_on_submit():
        actions.withdraw(initiative, actor=current_user, reason=form.reason.data or "")
        return finish(url_for("initiatives.mine"), "Đã rút sáng kiến.")
    status = 422 if form.errors else 200
    return render("initiatives/withdraw.html", initiative=initiative, form=form, status=status)


@blueprint.post("/<int:initiative_id>/ty-le/xac-nhan")
@needs(SIGNED_IN)
def confirm_share(initiative_id: int) -> Response:
    """Confirm the own share, the very one that was shown."""
    initiative = queries.get_for(current_user, initiative_id)
    form = ShareForm()
    drafting.confirm_share(initiative, number_or_none(form.share.data), actor=current_user)
    return finish(_page(initiative), "Đã xác nhận tỷ lệ đóng góp của bạn.")


@blueprint.route("/<int:initiative_id>/ty-le/khong-dong-y", methods=["GET", "POST"])
@needs(SIGNED_IN)
def decline_share(initiative_id: int) -> Response:
    """Decline the own share, with the reason for who writes the initiative."""
    initiative = queries.get_for(current_user, initiative_id)
    share = rules.share_to_confirm(current_user, initiative)
    if share is None:
        raise Stale("Hiện không có tỷ lệ nào chờ bạn xác nhận.")
    form = ReasonForm()
    if form.validate_on_submit():
        drafting.decline_share(initiative, actor=current_user, reason=form.reason.data or "")
        return finish(_page(initiative), "Đã báo người viết. Khi tỷ lệ được sửa, bạn sẽ được hỏi lại.")
    status = 422 if form.errors else 200
    return render("initiatives/decline.html", initiative=initiative, form=form, share=share, status=status)
