"""Acts on review rounds, unit reviews and proposals. Nothing here commits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, NotThere, WrongState
from ..core.permissions import Permission as P
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import accounts_with
from . import actions, rules
from .counts import in_force
from .models import (
    Opinion,
    Procedure,
    ProposalKind,
    ReformProposal,
    ReviewLine,
    ReviewRound,
    UnitReview,
)
from .states import (
    PROPOSAL,
    REVIEW,
    ROUND,
    ProposalState,
    ProposalStep,
    ReviewState,
    ReviewStep,
    RoundState,
    RoundStep,
)

audit.declare("review_round", opened=("units",))
audit.declare("unit_review", looked=("number",))
audit.declare("reform_proposal", made=("unit_id",))
_ONLY_OFFICE = "Chỉ Văn phòng hoặc cơ quan thường trực làm được việc này."


def procedures_of(unit_id: int, day: dt.date) -> list[Procedure]:
    """Return the procedures that a unit handles on a day, by field and name."""
    query = sa.select(Procedure).where(Procedure.unit_id == unit_id, in_force(day))
    return list(db.session.scalars(query.order_by(Procedure.field, Procedure.name_key, Procedure.id)))


def open_round(year: int, number: int, *, actor: Account, starts_on: dt.date, due_on: dt.date) -> ReviewRound:
    """Open a round for all units that handle procedures; their heads are told."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    if due_on < starts_on:
        raise NotReady("Hạn hoàn thành phải từ ngày bắt đầu trở đi.", ["Hạn hoàn thành"])
    same = sa.select(ReviewRound.id).where(ReviewRound.year == year, ReviewRound.number == number)
    if db.session.scalar(same) is not None:
        raise NotReady(f"Đã có đợt rà soát lần {number} năm {year}.", ["Lần"])
    units = list(db.session.scalars(sa.select(Procedure.unit_id).where(in_force(starts_on)).distinct()))
    if not units:
        raise NotReady("Danh mục chưa có thủ tục nào, nên chưa rà soát được.")
    row = ReviewRound(state=RoundState.OPEN, year=year, number=number, starts_on=starts_on, due_on=due_on)
    row.reviews = [UnitReview(state=ReviewState.OPEN, unit_id=unit_id) for unit_id in sorted(units)]
    db.session.add(row)
    db.session.flush()
    audit.record("review_round:opened", actor=actor, obj=row, data={"units": len(units)})
    for review in row.reviews:
        heads = [a.id for a in accounts_with(P.PROCEDURES_REVIEW, review.unit_id)]
        tell(heads, row.title, text="Rà soát toàn bộ thủ tục của đơn vị.", url=_at(review), act_needed=True)
    return row


def look(review: UnitReview, opinions: dict[int, tuple[Opinion, str]], *, actor: Account) -> int:
    """Note the unit's opinion of procedures (procedure id -> opinion, note). Returns how many are looked at now.

    NotThere for a procedure that the unit does not handle; NotReady for an opinion of change without a note.
    """
    rules.require(rules.may_review(actor, review), "Bạn không rà soát được thủ tục của đơn vị này.")
    mine = {row.id: row for row in procedures_of(review.unit_id, clock.today())}
    known = {line.procedure_id: line for line in review.lines}
    bare = [
        mine[one].name
        for one, (opinion, note) in opinions.items()
        if one in mine and opinion != Opinion.KEEP and not note.strip()
    ]
    if bare:
        raise NotReady("Ý kiến khác “giữ nguyên” cần ghi đề xuất cụ thể.", bare[:5])
    for procedure_id, (opinion, note) in opinions.items():
        if procedure_id not in mine:
            raise NotThere("Thủ tục này không thuộc đơn vị.")
        line = known.get(procedure_id)
        if line is None:
            line = ReviewLine(procedure_id=procedure_id)
            review.lines.append(line)
            db.session.add(line)
        line.opinion, line.note = opinion, note
        line.looked_at, line.looked_by = clock.now(), actor.display_name
    db.session.flush()
    number = len({line.procedure_id for line in review.lines} & mine.keys())
    audit.record("unit_review:looked", actor=actor, obj=review, data={"number": number})
    return number


def close_review(review: UnitReview, *, actor: Account) -> None:
    """Close the unit's part. NotReady, naming what is left, until every procedure was looked at."""
    rules.require(
        actor.has_in(P.PROCEDURES_REVIEW, review.unit_id), "Bạn không rà soát được thủ tục của đơn vị này."
    )
    if review.round.state != RoundState.OPEN:
        raise WrongState("Đợt rà soát này đã kết thúc.")
    mine = procedures_of(review.unit_id, clock.today())
    seen = {line.procedure_id for line in review.lines}
    left = [row.name for row in mine if row.id not in seen]
    if left:
        done = len(mine) - len(left)
        raise NotReady(
            f"Mới rà soát {done}/{len(mine)} thủ tục. Phải xem đủ 100 % mới hoàn thành được.", left[:10]
        )
    if not mine:
        raise NotReady("Đơn vị không có thủ tục nào để rà soát.")
    review.closed_on, review.closed_by, review.procedures = clock.today(), actor.display_name, len(mine)
    perform(REVIEW, review, ReviewStep.CLOSE, actor=actor, details={"procedures": len(mine)})
    office = [a.id for a in accounts_with(P.PROCEDURES_WRITE)]
    tell(office, f"{review.unit.name} đã rà soát xong", text=review.round.title, url=_at(review))


def reopen_review(review: UnitReview, *, actor: Account, reason: str) -> None:
    """The office wants more; it no longer counts until it is closed again."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    if review.round.state != RoundState.OPEN:
        raise WrongState("Đợt rà soát này đã kết thúc.")
    perform(REVIEW, review, ReviewStep.REOPEN, actor=actor, reason=reason)
    review.closed_on = review.procedures = None
    heads = [a.id for a in accounts_with(P.PROCEDURES_REVIEW, review.unit_id)]
    tell(heads, "Mở lại để rà soát tiếp", text=reason, url=_at(review), act_needed=True)


def close_round(row: ReviewRound, *, actor: Account) -> None:
    """Close the round. NotReady, naming the units, until all have finished."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    left = [review.unit.name for review in row.reviews if review.state != ReviewState.CLOSED]
    if left:
        raise NotReady(f"Còn {len(left)} đơn vị chưa rà soát xong.", left)
    row.closed_on = clock.today()
    perform(ROUND, row, RoundStep.CLOSE, actor=actor)


def reopen_round(row: ReviewRound, *, actor: Account, reason: str) -> None:
    """Open a closed round again."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    perform(ROUND, row, RoundStep.REOPEN, actor=actor, reason=reason)
    row.closed_on = None


def propose(
    *,
    actor: Account,
    unit_id: int,
    kind: ProposalKind,
    title: str,
    content: str,
    procedure_id: int | None = None,
    line: ReviewLine | None = None,
) -> ReformProposal:
    """Make a proposal, of its own or from a line of a review."""
    rules.require(rules.may_propose(actor, unit_id), "Bạn chỉ đề xuất cho đơn vị mình.")
    row = ReformProposal(
        state=ProposalState.DRAFT,
        unit_id=unit_id,
        procedure_id=line.procedure_id if line else procedure_id,
        line_id=line.id if line else None,
        kind=kind,
        title=title,
        content=content,
        made_on=clock.today(),
        made_by=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("reform_proposal:made", actor=actor, obj=row, data={"unit_id": unit_id})
    return row


def send(row: ReformProposal, *, actor: Account, number: str, day: dt.date, to: str) -> None:
    """Note that it went to a higher authority with an outgoing number."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    if day > clock.today():
        raise NotReady("Ngày văn bản không được ở tương lai.", ["Ngày văn bản"])
    row.outgoing_number, row.sent_on, row.sent_to = number, day, to
    perform(PROPOSAL, row, ProposalStep.SEND, actor=actor)
    _tell_maker(row, "Kiến nghị đã gửi cấp trên")


def answer(row: ReformProposal, *, actor: Account, text: str, day: dt.date, accepted: bool) -> None:
    """Note the answer from above."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    if row.sent_on is not None and day < row.sent_on:
        raise NotReady("Ngày trả lời phải từ ngày gửi trở đi.", ["Ngày trả lời"])
    row.answer, row.answered_on, row.accepted = text, day, accepted
    perform(PROPOSAL, row, ProposalStep.ANSWER, actor=actor, details={"accepted": accepted})
    _tell_maker(row, "Cấp trên đã trả lời kiến nghị")


def adopt(
    row: ReformProposal, *, actor: Account, day: dt.date, result: str, changes: dict[str, Any] | None = None
) -> None:
    """Carry it out within the commune's own power; `changes` (steps, days) become terms of its procedure that day."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    if changes and row.procedure is not None:
        term = row.procedure.term_on(day)
        if term is None:
            raise NotReady("Thủ tục chưa có điều kiện vào ngày này.", ["Áp dụng từ ngày"])
        kept = {name: getattr(term, name) for name in actions.TERMS}
        actions.set_term(row.procedure, day, kept | changes, actor=actor)
    row.adopted_on, row.result = day, result
    perform(PROPOSAL, row, ProposalStep.ADOPT, actor=actor)
    _tell_maker(row, "Đề xuất đã được áp dụng")


def drop(row: ReformProposal, *, actor: Account, reason: str) -> None:
    """Do not pursue it."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    perform(PROPOSAL, row, ProposalStep.DROP, actor=actor, reason=reason)


def _tell_maker(row: ReformProposal, title: str) -> None:
    if row.made_by is not None:
        tell([row.made_by], title, text=row.title, url=f"/thu-tuc/de-xuat/{row.id}")


def _at(review: UnitReview) -> str:
    return f"/thu-tuc/ra-soat/don-vi/{review.id}"
