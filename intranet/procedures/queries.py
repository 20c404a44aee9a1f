"""Read procedures, reviews, proposals."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock, tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..people.models import Account, Unit
from ..people.queries import units
from .counts import (
    days_cut,
    days_saved,
    in_force,
    online_at,
    procedures_at,
    proposals_adopted,
    proposals_sent,
    publicity_at,
    reviews_done,
    rounds_done,
    same_day_at,
)
from .models import (
    Procedure,
    PublicChannel,
    PublicityCheck,
    ReformProposal,
    ReviewLine,
    ReviewRound,
    UnitReview,
)
from .review_actions import procedures_of
from .states import ReviewState, RoundState

__all__ = [
    "days_cut",
    "days_saved",
    "online_at",
    "procedures_at",
    "procedures_of",
    "proposals_adopted",
    "proposals_sent",
    "publicity_at",
    "reviews_done",
    "rounds_done",
    "same_day_at",
]


@dataclass(frozen=True)
class Looked:
    """A procedure in a unit's review, with its line once somebody looked."""

    procedure: Procedure
    line: ReviewLine | None


def _mine(account: Account, column: Any) -> sa.ColumnElement[bool]:
    if account.has(P.PROCEDURES_READ_ALL):
        return sa.true()
    allowed = account.units_with(P.PROCEDURES_REVIEW)
    return sa.true() if allowed is None else column.in_(allowed)


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the query of procedures that an account may see; agrees with `rules.may_see`."""
    query = sa.select(Procedure).where(_mine(account, Procedure.unit_id))
    return query.options(joinedload(Procedure.unit), selectinload(Procedure.terms))


def get_for(account: Account, procedure_id: int) -> Procedure:
    """Return a procedure that the account may see; NotThere otherwise."""
    return _one(visible_to(account).where(Procedure.id == procedure_id), "Không tìm thấy thủ tục này.")


def handling_units() -> list[Unit]:
    """Return the units that handle procedures today."""
    known = set(db.session.scalars(sa.select(Procedure.unit_id).where(in_force(clock.today())).distinct()))
    return [unit for unit in units() if unit.id in known]


def newest_checks(procedure_ids: list[int], day: dt.date) -> dict[tuple[int, PublicChannel], PublicityCheck]:
    """Return (procedure, place) -> its newest publicity check up to a day, in one statement."""
    query = sa.select(PublicityCheck).where(
        PublicityCheck.procedure_id.in_(procedure_ids), PublicityCheck.checked_on <= day
    )
    rows = db.session.scalars(query.order_by(PublicityCheck.checked_on))
    return {(row.procedure_id, row.channel): row for row in rows}


def rounds() -> list[ReviewRound]:
    """Return all rounds with their units' parts, the newest first."""
    query = sa.select(ReviewRound).options(selectinload(ReviewRound.reviews).joinedload(UnitReview.unit))
    return list(db.session.scalars(query.order_by(ReviewRound.year.desc(), ReviewRound.number.desc())))


def get_round(review_round_id: int) -> ReviewRound:
    """Return a round; NotThere when there is none."""
    query = sa.select(ReviewRound).where(ReviewRound.id == review_round_id)
    return _one(query, "Không tìm thấy đợt rà soát này.")


def looked_counts(row: ReviewRound) -> dict[int, int]:
    """Return review -> how many procedures were looked at, in one statement."""
    query = (
        sa.select(ReviewLine.review_id, sa.func.count()).join(UnitReview).where(UnitReview.round_id == row.id)
    )
    return {found[0]: found[1] for found in db.session.execute(query.group_by(ReviewLine.review_id))}


def get_review(account: Account, review_id: int) -> UnitReview:
    """Return a unit's review that the account may see; NotThere otherwise."""
    query = sa.select(UnitReview).where(UnitReview.id == review_id, _mine(account, UnitReview.unit_id))
    query = query.options(
        joinedload(UnitReview.unit), joinedload(UnitReview.round), selectinload(UnitReview.lines)
    )
    return _one(query, "Không tìm thấy phần rà soát này.")


def looked(review: UnitReview) -> list[Looked]:
    """Return every procedure of the unit with its line; of a closed review those that were looked at."""
    lines = {line.procedure_id: line for line in review.lines}
    if review.state == ReviewState.OPEN:
        rows = procedures_of(review.unit_id, clock.today())
    else:
        query = sa.select(Procedure).where(Procedure.id.in_(lines))
        rows = list(db.session.scalars(query.order_by(Procedure.field, Procedure.name_key, Procedure.id)))
    return [Looked(row, lines.get(row.id)) for row in rows]


def proposals_for(account: Account) -> sa.Select[Any]:
    """Return the query of proposals that an account may see."""
    query = sa.select(ReformProposal).where(_mine(account, ReformProposal.unit_id))
    return query.options(joinedload(ReformProposal.unit), joinedload(ReformProposal.procedure))


def get_proposal(account: Account, proposal_id: int) -> ReformProposal:
    """Return a proposal that the account may see; NotThere otherwise."""
    return _one(proposals_for(account).where(ReformProposal.id == proposal_id), "Không tìm thấy đề xuất này.")


def units_of(account: Account) -> list[Unit]:
    """Return the units for which the account may propose."""
    if account.has(P.PROCEDURES_WRITE):
        return [unit for unit in units() if unit.parent_id]
    allowed = account.units_with(P.PROCEDURES_REVIEW)
    return [u for u in units() if u.parent_id and (allowed is None or u.id in allowed)]


def _one(query: sa.Select[Any], message: str) -> Any:
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotThere(message)
    return found


@tasks.provider
def procedure_tasks(account: Account) -> list[Task]:
    """Reviews that a unit still owes."""
    own = account.units_with(P.PROCEDURES_REVIEW)
    if not own:
        return []
    query = (
        sa.select(UnitReview)
        .join(UnitReview.round)
        .where(
            UnitReview.unit_id.in_(own),
            UnitReview.state == ReviewState.OPEN,
            ReviewRound.state == RoundState.OPEN,
        )
    )
    rows = db.session.scalars(query.options(joinedload(UnitReview.round)).order_by(UnitReview.id).limit(20))
    return [
        Task(
            "Rà soát thủ tục hành chính",
            one.round.title,
            f"/thu-tuc/ra-soat/don-vi/{one.id}",
            "Rà soát",
            one.round.due_on,
        )
        for one in rows
    ]
