"""The desk for remarks of citizens."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from . import queries, remark_actions
from .forms import AnswerForm, ReasonForm
from .models import CitizenRemark
from .phrases import WORDS
from .routes import blueprint
from .states import RemarkState

nav.entry("Thi đua", "Góp ý của người dân", "surveys.remarks", P.SURVEYS_ANSWER, order=44)


@blueprint.get("/gop-y")
@needs(P.SURVEYS_ANSWER)
def remarks() -> Response:
    """All remarks, newest first."""
    states = [(s.value, WORDS[f"citizen_remark.{s.value}"]) for s in RemarkState]
    listing = tables.Listing(
        query=queries.remarks(),
        columns=[
            tables.Column("receipt", "Mã góp ý", lambda r: r.receipt),
            tables.Column("about", "Về việc", lambda r: r.about),
            tables.Column(
                "day",
                "Ngày nhận",
                lambda r: short_date(clock.local(r.received_at).date()),
                sort=CitizenRemark.received_at,
            ),
            tables.Column("due", "Hạn trả lời", lambda r: short_date(r.due_on)),
            tables.Column("state", "Trạng thái", lambda r: WORDS[f"citizen_remark.{r.state.value}"]),
        ],
        args=request.args,
        path=url_for("surveys.remarks"),
        filters=[tables.Filter("trang-thai", "Trạng thái", states, lambda v: CitizenRemark.state == v)],
        default_sort="-day",
        tie=CitizenRemark.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Góp ý của người dân")
    return render("surveys/remarks.html", listing=listing)


@blueprint.get("/gop-y/<int:remark_id>")
@needs(P.SURVEYS_ANSWER)
def remark(remark_id: int) -> Response:
    """One remark."""
    row = queries.get_remark(remark_id)
    return render("surveys/remark_desk.html", row=row, timeline=audit.timeline(row))


def _at(row: CitizenRemark) -> str:
    return url_for("surveys.remark", remark_id=row.id)


@blueprint.route("/gop-y/<int:remark_id>/tra-loi", methods=["GET", "POST"])
@needs(P.SURVEYS_ANSWER)
def answer_remark(remark_id: int) -> Response:
    """Answer; anybody with the receipt number reads it."""
    row, form = queries.get_remark(remark_id), AnswerForm()

    def act() -> tuple[str, str]:
        remark_actions.answer(row, actor=current_user, text=form.answer.data or "")
        return _at(row), "Đã trả lời. Người dân xem được bằng mã góp ý."

    return form_page(
        form,
        act,
        heading="Trả lời góp ý",
        caption=row.about,
        back=(_at(row), row.receipt),
        submit="Trả lời",
        action=url_for("surveys.answer_remark", remark_id=remark_id),
    )


_REASONED: dict[str, tuple[Any, str]] = {
    "khong-xu-ly": (remark_actions.set_aside, "Không xử lý góp ý này"),
    "mo-lai": (remark_actions.reopen, "Mở lại góp ý"),
}


@blueprint.route("/gop-y/<int:remark_id>/<any('khong-xu-ly','mo-lai'):step>", methods=["GET", "POST"])
@needs(P.SURVEYS_ANSWER)
def remark_step(remark_id: int, step: str) -> Response:
    """Set aside, or take up once more."""
    row, form = queries.get_remark(remark_id), ReasonForm()
    taken, heading = _REASONED[step]

    def act() -> tuple[str, str]:
        taken(row, actor=current_user, reason=form.reason.data or "")
        return _at(row), f"{heading}: đã ghi."

    return form_page(
        form,
        act,
        heading=heading,
        caption=row.about,
        back=(_at(row), row.receipt),
        submit=heading,
        action=url_for("surveys.remark_step", remark_id=remark_id, step=step),
    )
