"""What must come back after a revocation: made when it is numbered, ticked off one by one or several at once."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.text import short_date
from ..core.workflow import perform
from ..decisions import amending
from ..decisions.models import Certificate, Decision
from ..decisions.rules import may_draft, require
from ..parameters.queries import deadline
from ..people.models import Account
from .models import Recovery, RecoveryKind
from .states import WORKFLOW, State, Step

_NOT_YOURS = "Chỉ cơ quan thường trực ghi được kết quả thu hồi."


def begin(decision: Decision, rows: list[dict[str, Any]]) -> None:
    """Open what is to be recovered by a numbered revocation: money of the frozen list, paper, frame.

    A frame only where the paper was handed over; what was never paid or given is waived later, with a reason.
    """
    due = deadline("deadline.recovery", decision.issued_on or clock.today())
    ids = [row["certificate_id"] for row in rows]
    given = set(
        db.session.scalars(
            sa.select(Certificate.id).where(Certificate.id.in_(ids), Certificate.handed_over_on.is_not(None))
        )
    )
    for row in rows:
        one = row["certificate_id"]
        kinds = [RecoveryKind.PAPER]
        if row["amount"]:
            kinds.insert(0, RecoveryKind.MONEY)
        if one in given:
            kinds.append(RecoveryKind.FRAME)
        for kind in kinds:
            amount = row["amount"] if kind == RecoveryKind.MONEY else 0
            db.session.add(
                Recovery(decision=decision, certificate_id=one, kind=kind, amount=amount, due_on=due)
            )
    db.session.flush()


amending.AFTER_REVOCATION.append(begin)


def settle(
    decision: Decision, wanted: Sequence[int], *, actor: Account, settled_on: dt.date, note: str = ""
) -> int:
    """Note that the wanted things of a revocation came back on a day; return how many.

    NotReady for nothing chosen, a thing of another Decision, or an impossible day; WrongState when one of them
    is already settled: then none is.
    """
    require(may_draft(actor), _NOT_YOURS)
    if not wanted:
        raise NotReady("Hãy chọn ít nhất một mục đã thu hồi.", ["Các mục"])
    if settled_on > clock.today():
        raise NotReady("Ngày thu hồi không được ở tương lai.", ["Ngày thu hồi"])
    if decision.issued_on is None or settled_on < decision.issued_on:
        day = short_date(decision.issued_on) if decision.issued_on else ""
        raise NotReady(
            f"Quyết định thu hồi mang ngày {day}; ngày thu hồi không được sớm hơn.", ["Ngày thu hồi"]
        )
    rows = _locked(Recovery.decision_id == decision.id, Recovery.id.in_(wanted))
    if len(rows) != len(set(wanted)):
        raise NotReady("Có mục không thuộc quyết định này. Hãy tải lại trang và chọn lại.", ["Các mục"])
    if any(row.state != State.OPEN for row in rows):
        raise WrongState("Có mục vừa được người khác ghi rồi. Hãy tải lại trang để xem.")
    for row in rows:
        row.settled_on, row.settled_by, row.note = settled_on, actor.display_name, note
        perform(WORKFLOW, row, Step.RECOVER, actor=actor, reason=note)
    return len(rows)


def waive(row: Recovery, *, actor: Account, reason: str) -> None:
    """There is nothing to recover: say why."""
    _step(row, Step.WAIVE, actor, reason)
    row.settled_on, row.settled_by, row.note = clock.today(), actor.display_name, reason


def reopen(row: Recovery, *, actor: Account, reason: str) -> None:
    """A tick was wrong: it is open again; what was noted stays in its log."""
    _step(row, Step.REOPEN, actor, reason)
    row.settled_on, row.settled_by, row.note = None, "", ""


def _step(row: Recovery, step: Step, actor: Account, reason: str) -> None:
    require(may_draft(actor), _NOT_YOURS)
    (locked,) = _locked(Recovery.id == row.id)
    perform(WORKFLOW, locked, step, actor=actor, reason=reason)


def _locked(*conditions: Any) -> list[Recovery]:
    query = sa.select(Recovery).where(*conditions).order_by(Recovery.id)
    return list(db.session.scalars(query.with_for_update().execution_options(populate_existing=True)))
