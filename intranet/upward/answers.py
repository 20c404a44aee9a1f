"""The city's answer, line by line, and what the history gets of it. Nothing here commits."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ..awards.models import SubjectKind
from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.text import clean_line
from ..core.workflow import perform
from ..history import actions as history
from ..history.models import PastAward, RecipientKind, keys
from ..people.models import Account
from . import queries, rules
from .models import CityLine, CityProposal, Outcome
from .states import WORKFLOW, State, Step

_NO = "Chỉ cơ quan thường trực ghi được trả lời của cấp trên, khi tờ trình đã gửi."
audit.declare(
    "city_proposal", granted=("name", "number", "decided_on"), refused=("name",), answer_undone=("name",)
)


def grant(
    proposal: CityProposal,
    lines: Sequence[CityLine],
    number: str,
    day: dt.date,
    issuer: str,
    *,
    actor: Account,
) -> None:
    """The city granted these lines by one Decision: each goes into the history, linked to its person or unit."""
    _require(proposal, lines, actor)
    gaps = [
        words
        for words, given in (("Số quyết định", number), ("Cơ quan ban hành", issuer))
        if not clean_line(given)
    ]
    if day > clock.today() or (proposal.sent_on and day < proposal.sent_on):
        gaps.append("Ngày quyết định phải từ ngày gửi tờ trình đến hôm nay")
    if gaps:
        raise NotReady("Chưa ghi được kết quả.", gaps)
    names = queries.forms(proposal)
    for line in lines:
        line.outcome, line.decision_number, line.decided_on = Outcome.GRANTED, number, day
        line.issuer = issuer
        line.award_id = _remember(line, names.get(line.form, line.form), actor).id
        data = {"name": line.printed_name, "number": number, "decided_on": day}
        audit.record("city_proposal:granted", actor=actor, obj=proposal, data=data)
    _close(proposal, actor)


def refuse(proposal: CityProposal, lines: Sequence[CityLine], reason: str, *, actor: Account) -> None:
    """The city refused these lines. NotReady without its reason."""
    _require(proposal, lines, actor)
    if not reason.strip():
        raise NotReady("Hãy ghi lý do cấp trên nêu.", ["Lý do"])
    for line in lines:
        line.outcome, line.refusal = Outcome.REFUSED, reason
        data = {"name": line.printed_name}
        audit.record("city_proposal:refused", actor=actor, obj=proposal, reason=reason, data=data)
    _close(proposal, actor)


def undo(line: CityLine, *, actor: Account, reason: str) -> None:
    """Take back an answer that was recorded wrongly; its row of the history is withdrawn with the reason."""
    proposal = line.proposal
    rules.require(rules.may_undo(actor, proposal), _NO)
    if line.outcome == Outcome.WAITING:
        raise WrongState("Dòng này chưa có trả lời.")
    if not reason.strip():
        raise NotReady("Hãy ghi lý do.", ["Lý do"])
    award = db.session.get(PastAward, line.award_id) if line.award_id else None
    if award is not None and award.withdrawn_at is None:
        history.withdraw(award, actor=actor, reason=reason)
    line.outcome, line.decision_number, line.decided_on = Outcome.WAITING, "", None
    line.issuer = line.refusal = ""
    line.award_id = None
    data = {"name": line.printed_name}
    audit.record("city_proposal:answer_undone", actor=actor, obj=proposal, reason=reason, data=data)
    if proposal.state == State.ANSWERED:
        proposal.answered_on = None
        perform(WORKFLOW, proposal, Step.REOPEN, actor=actor, reason=reason)
    db.session.flush()


def _require(proposal: CityProposal, lines: Sequence[CityLine], actor: Account) -> None:
    db.session.refresh(proposal, with_for_update=True, attribute_names=["state", "version"])
    rules.require(rules.may_answer(actor, proposal), _NO)
    if not lines:
        raise NotReady("Hãy chọn ít nhất một dòng.", ["Danh sách"])
    done = [line.printed_name for line in lines if line.outcome != Outcome.WAITING]
    if done:
        raise NotReady("Đã có trả lời rồi.", done)


def _close(proposal: CityProposal, actor: Account) -> None:
    db.session.flush()
    if all(line.outcome != Outcome.WAITING for line in proposal.lines):
        proposal.answered_on = clock.today()
        perform(WORKFLOW, proposal, Step.ANSWER, actor=actor)


def _remember(line: CityLine, form: str, actor: Account) -> PastAward:
    """Return the row of the history: entered now, or the one that somebody had entered already."""
    detail = ", ".join(part for part in (line.job, line.unit) if part)
    given: dict[str, Any] = {
        "kind": RecipientKind(line.kind.value),
        "honorific": line.honorific if line.kind != SubjectKind.COLLECTIVE else None,
        "name": line.name,
        "detail": detail,
        "form": form,
        "number": line.decision_number,
        "awarded_on": line.decided_on,
        "year": line.decided_on.year if line.decided_on else None,
        "issuer": line.issuer,
        "achievement": line.summary[:900],
        "amount": None,
    }
    same = sa.select(PastAward).where(PastAward.identity == keys(given)["identity"])
    award = db.session.scalar(same) or history.enter(given, actor=actor)
    if line.person is not None and award.person_id is None and line.person.name_fold == award.name_fold:
        history.link(award, line.person, actor=actor)
    if line.collective_id is not None and award.unit_id is None:
        award.unit_id = line.collective_id
    return award
