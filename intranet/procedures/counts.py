"""Plain counts for the indicators: by unit, in a constant number of statements."""

import datetime as dt
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from ..core.db import db
from .models import (
    Procedure,
    ProcedureTerm,
    PublicChannel,
    PublicityCheck,
    ReformProposal,
    ReviewRound,
    UnitReview,
)
from .states import ProposalState, ReviewState


def _by_unit(query: Any) -> dict[Any, int]:
    return {row[0]: row[1] for row in db.session.execute(query)}


def in_force(day: dt.date) -> sa.ColumnElement[bool]:
    """Return the condition that a procedure is handled on a day."""
    ended = sa.or_(Procedure.ends_on.is_(None), Procedure.ends_on >= day)
    return sa.and_(Procedure.starts_on <= day, ended)


def term_on(day: dt.date) -> sa.ColumnElement[bool]:
    """Return the condition that a term is the one in force of its procedure on a day."""
    other = sa.orm.aliased(ProcedureTerm)
    newest = (
        sa.select(sa.func.max(other.starts_on))
        .where(other.procedure_id == ProcedureTerm.procedure_id, other.starts_on <= day)
        .scalar_subquery()
    )
    return ProcedureTerm.starts_on == newest


def _current(day: dt.date, *columns: Any) -> sa.Select[Any]:
    query = sa.select(Procedure.unit_id, *columns).join(
        ProcedureTerm, ProcedureTerm.procedure_id == Procedure.id
    )
    return query.where(in_force(day), term_on(day))


def _yes(flag: Any) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((flag, 1), else_=0)), 0)


def procedures_at(day: dt.date) -> dict[int, int]:
    """Return unit -> procedures that it handles on a day."""
    query = sa.select(Procedure.unit_id, sa.func.count()).where(in_force(day)).group_by(Procedure.unit_id)
    return _by_unit(query)


def online_at(day: dt.date) -> dict[int, tuple[int, int]]:
    """Return unit -> (fully online, eligible for it) of its procedures on a day (I03)."""
    full = sa.and_(ProcedureTerm.online_full, ProcedureTerm.online_eligible)
    query = _current(day, _yes(full), _yes(ProcedureTerm.online_eligible)).group_by(Procedure.unit_id)
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def same_day_at(day: dt.date) -> dict[int, tuple[int, int]]:
    """Return unit -> (settled on the same day, all) of its procedures on a day (O2)."""
    query = _current(day, _yes(ProcedureTerm.same_day), sa.func.count()).group_by(Procedure.unit_id)
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def reviews_done(start: dt.date, end: dt.date) -> dict[int, int]:
    """Return unit -> reviews of all its procedures closed from day to day (X1: at least 2 a year)."""
    query = sa.select(UnitReview.unit_id, sa.func.count()).where(
        UnitReview.state == ReviewState.CLOSED, UnitReview.closed_on.between(start, end)
    )
    return _by_unit(query.group_by(UnitReview.unit_id))


def rounds_done(start: dt.date, end: dt.date) -> tuple[int, int]:
    """Return (rounds in which every unit finished, all rounds) by their closing or starting day."""
    rounds = sa.select(ReviewRound.id, ReviewRound.closed_on).where(
        sa.func.coalesce(ReviewRound.closed_on, ReviewRound.starts_on).between(start, end)
    )
    found = db.session.execute(rounds).all()
    return sum(closed is not None for _, closed in found), len(found)


def proposals_sent(start: dt.date, end: dt.date) -> dict[int, int]:
    """Return unit -> reform proposals sent upward with an outgoing number, by the paper's date (I09)."""
    query = sa.select(ReformProposal.unit_id, sa.func.count()).where(
        ReformProposal.state.in_((ProposalState.SENT, ProposalState.ANSWERED)),
        ReformProposal.sent_on.between(start, end),
    )
    return _by_unit(query.group_by(ReformProposal.unit_id))


def proposals_adopted(start: dt.date, end: dt.date) -> dict[int, int]:
    """Return unit -> proposals carried out by the commune itself from day to day (O1)."""
    query = sa.select(ReformProposal.unit_id, sa.func.count()).where(
        ReformProposal.state == ProposalState.ADOPTED, ReformProposal.adopted_on.between(start, end)
    )
    return _by_unit(query.group_by(ReformProposal.unit_id))


def days_cut(day: dt.date, share: Fraction = Fraction(1, 5)) -> dict[int, tuple[int, int]]:
    """Return unit -> (common procedures whose time is cut by at least `share`, common ones with a baseline) (X2)."""
    kept_parts, parts = share.denominator - share.numerator, share.denominator
    cut = ProcedureTerm.days * parts <= Procedure.baseline_days * kept_parts
    query = _current(day, _yes(cut), sa.func.count()).where(Procedure.common, Procedure.baseline_days > 0)
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query.group_by(Procedure.unit_id))}


def days_saved(day: dt.date) -> dict[int, tuple[int, int]]:
    """Return unit -> (working days saved, baseline working days) summed over its common procedures (X2)."""
    before: Any = Procedure.baseline_days
    query = _current(day, sa.func.sum(before - ProcedureTerm.days), sa.func.sum(before))
    query = query.where(Procedure.common, Procedure.baseline_days > 0).group_by(Procedure.unit_id)
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def publicity_at(day: dt.date) -> dict[int, tuple[int, int]]:
    """Return unit -> (procedure and place pairs published in full, all pairs) on a day (X6).

    The newest check up to the day counts; a pair that nobody checked counts as not published.
    """
    other = sa.orm.aliased(PublicityCheck)
    newest = (
        sa.select(sa.func.max(other.checked_on))
        .where(
            other.procedure_id == PublicityCheck.procedure_id,
            other.channel == PublicityCheck.channel,
            other.checked_on <= day,
        )
        .scalar_subquery()
    )
    whole = sa.and_(
        PublicityCheck.listed,
        PublicityCheck.process,
        PublicityCheck.time,
        PublicityCheck.fee,
        PublicityCheck.checked_on == newest,
    )
    query = (
        sa.select(Procedure.unit_id, _yes(whole), sa.func.count(sa.distinct(Procedure.id)))
        .outerjoin(PublicityCheck, PublicityCheck.procedure_id == Procedure.id)
        .where(in_force(day))
        .group_by(Procedure.unit_id)
    )
    return {row[0]: (row[1], row[2] * len(PublicChannel)) for row in db.session.execute(query)}
