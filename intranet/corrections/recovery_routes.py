"""Recovery after a revocation: the list of what is open, the checklist of one Decision, its ticks."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import format_number, short_date
from ..core.web import finish
from ..decisions import queries as decisions
from ..decisions.models import Certificate, Decision, DecisionKind
from ..decisions.rules import may_draft
from . import queries, recovery
from .forms import SettleForm, WhyForm
from .models import Recovery
from .phrases import WORDS
from .routes import blueprint
from .states import State

_READS = (P.DECISIONS_READ, P.DECISIONS_DRAFT)
nav.entry("Văn bản", "Thu hồi còn dở", "corrections.recoveries", P.DECISIONS_DRAFT, order=40)


@blueprint.get("/thu-hoi")
@needs(*_READS)
def recoveries() -> Response:
    """Everything to be recovered; open first unless a state is chosen."""
    args = request.args.to_dict()
    states = [(s.value, WORDS[f"recovery.{s.value}"]) for s in State]
    args.setdefault("trang-thai", State.OPEN.value)
    listing = tables.Listing(
        query=queries.recoveries(),
        columns=[
            tables.Column("name", "Tên", lambda r: r.certificate.name, sort=Certificate.name_key),
            tables.Column("kind", "Thu hồi", lambda r: WORDS[f"RecoveryKind.{r.kind.value}"]),
            tables.Column(
                "amount", "Số tiền (đồng)", lambda r: format_number(r.amount) if r.amount else "", css="num"
            ),
            tables.Column("number", "Quyết định", lambda r: r.decision.full_number, sort=Decision.number),
            tables.Column(
                "due", "Hạn", lambda r: short_date(r.due_on) if r.due_on else "", sort=Recovery.due_on
            ),
            tables.Column("state", "Trạng thái", lambda r: WORDS[f"recovery.{r.state.value}"]),
            tables.Column("day", "Ngày", lambda r: short_date(r.settled_on) if r.settled_on else ""),
            tables.Column("who", "Người ghi", lambda r: r.settled_by),
            tables.Column("note", "Ghi chú", lambda r: r.note),
        ],
        args=args,
        path=url_for("corrections.recoveries"),
        filters=[tables.Filter("trang-thai", "Trạng thái", states, lambda value: Recovery.state == value)],
        search_in=[Certificate.name_fold],
        default_sort="due",
        tie=Recovery.id,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Thu hồi hiện vật, tiền thưởng")
    return render("corrections/recoveries.html", listing=listing)


@blueprint.get("/thu-hoi/<int:decision_id>")
@needs(*_READS)
def checklist(decision_id: int) -> Response:
    """What one revocation recovers, with ticks."""
    return _checklist(_revocation(decision_id))


def _revocation(decision_id: int) -> Decision:
    found = decisions.get_for(current_user, decision_id)
    if found.kind != DecisionKind.REVOCATION or found.number is None:
        raise NotThere("Không tìm thấy quyết định hủy bỏ, thu hồi này.")
    return found


def _checklist(
    decision: Decision, form: SettleForm | None = None, problem: NotReady | None = None, status: int = 200
) -> Response:
    rows = queries.of_decision(decision)
    return render(
        "corrections/checklist.html",
        decision=decision,
        base=decisions.earlier_of(decision),
        rows=rows,
        State=State,
        left=sum(row.state == State.OPEN for row in rows),
        form=form or SettleForm(data={"settled_on": clock.today()}),
        may_write=may_draft(current_user),
        problem=problem,
        status=status,
    )


@blueprint.post("/thu-hoi/<int:decision_id>")
@needs(P.DECISIONS_DRAFT)
def settle(decision_id: int) -> Response:
    """Note that the chosen things came back."""
    decision, form = _revocation(decision_id), SettleForm()
    form.items.choices = [(str(row.id), row.certificate.name) for row in queries.of_decision(decision)]
    if not form.validate_on_submit():
        return _checklist(decision, form, status=422)
    try:
        number = recovery.settle(
            decision,
            [int(one) for one in form.items.data or []],
            actor=current_user,
            settled_on=form.settled_on.data,
            note=form.note.data or "",
        )
    except NotReady as error:
        db.session.rollback()
        return _checklist(_revocation(decision_id), form, error, status=422)
    return finish(url_for("corrections.checklist", decision_id=decision.id), f"Đã ghi thu hồi {number} mục.")


_REASONED: dict[str, tuple[Any, str, str]] = {
    "khong-phai-thu-hoi": (
        recovery.waive,
        "Không phải thu hồi",
        "Dùng khi tiền chưa chi, giấy chưa trao. Mục này được coi là xong, kèm lý do.",
    ),
    "mo-lai": (
        recovery.reopen,
        "Mở lại mục thu hồi",
        "Dùng khi đã ghi nhầm. Mục này trở lại danh sách còn dở; lần ghi trước vẫn còn trong nhật ký.",
    ),
}


@blueprint.route(
    "/thu-hoi/muc/<int:recovery_id>/<any('khong-phai-thu-hoi','mo-lai'):step>", methods=["GET", "POST"]
)
@needs(P.DECISIONS_DRAFT)
def reasoned(recovery_id: int, step: str) -> Response:
    """Waive or reopen one thing, with a reason."""
    row = queries.get_recovery(recovery_id)
    act, label, consequence = _REASONED[step]
    form, back = WhyForm(), url_for("corrections.checklist", decision_id=row.decision_id)
    if form.validate_on_submit():
        act(row, actor=current_user, reason=form.reason.data or "")
        return finish(back, f"{label}: đã ghi cho {row.certificate.name}.")
    return render(
        "corrections/reason.html",
        form=form,
        row=row,
        heading=label,
        consequence=consequence,
        back_url=back,
        timeline=audit.timeline(row),
        status=422 if form.is_submitted() else 200,
    )
