"""Steps of a report: to the chairman, back, approved, numbered."""

from flask import Response, url_for
from flask_login import current_user

from ..core import clock
from ..core.access import needs
from ..core.db import db
from ..core.errors import NotReady
from ..core.form_page import form_page
from ..core.permissions import Permission as P
from ..core.web import finish
from . import actions, queries, rules
from .blueprint import blueprint
from .forms import NumberForm, ReasonForm, StepForm
from .routes import at, page


@blueprint.post("/<int:movement_id>/trinh")
@needs(P.INDICATORS_LOCK)
def submit(movement_id: int) -> Response:
    """Freeze it and hand it to the chairman."""
    StepForm().validate()
    report = queries.get_for(current_user, movement_id)
    try:
        actions.submit(report, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return page(queries.get_for(current_user, movement_id), error, 422)
    return finish(at(report), "Đã trình Chủ tịch. Số liệu và lời văn được giữ nguyên từ lúc này.")


@blueprint.post("/<int:movement_id>/duyet")
@needs(P.DECISIONS_APPROVE)
def approve(movement_id: int) -> Response:
    """The chairman approves."""
    StepForm().validate()
    report = queries.get_for(current_user, movement_id)
    actions.approve(report, actor=current_user)
    return finish(at(report), "Đã duyệt. Văn thư sẽ cấp số.")


@blueprint.route("/<int:movement_id>/tra-lai", methods=["GET", "POST"])
@needs(P.DECISIONS_APPROVE)
def send_back(movement_id: int) -> Response:
    """Back to the draft, with a reason."""
    report = queries.get_for(current_user, movement_id)
    rules.require(rules.may_return(current_user, report), "Báo cáo này không trả lại được ở bước hiện tại.")
    form = ReasonForm()

    def act() -> tuple[str, str]:
        actions.send_back(report, actor=current_user, reason=form.reason.data or "")
        return at(report), "Đã trả lại Thường trực thi đua."

    return form_page(
        form,
        act,
        heading="Trả lại để sửa",
        caption=report.title,
        back=(at(report), report.title),
        submit="Trả lại để sửa",
        action=url_for("reports.send_back", movement_id=movement_id),
    )


@blueprint.route("/<int:movement_id>/cap-so", methods=["GET", "POST"])
@needs(P.REGISTERS_WRITE)
def issue(movement_id: int) -> Response:
    """The clerk's number and date."""
    report = queries.get_for(current_user, movement_id)
    rules.require(rules.may_issue(current_user, report), "Báo cáo này không chờ cấp số.")
    form = NumberForm(data={"issued_on": clock.today()})

    def act() -> tuple[str, str]:
        actions.issue(report, form.issued_on.data, actor=current_user)
        return at(report), f"Đã cấp số {report.full_number} và vào sổ."

    return form_page(
        form,
        act,
        heading="Cấp số",
        caption=report.title,
        back=(at(report), report.title),
        submit="Cấp số và vào sổ",
        action=url_for("reports.issue", movement_id=movement_id),
    )
