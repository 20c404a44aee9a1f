"""Plain counts for the indicators: by unit and period, each in one statement whatever the number of units."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..core.db import db
from ..people.models import Person
from .models import CommunityTeam, Difficulty, DigitalSignature, Obligation, OutreachEvent, TeamMember
from .states import DifficultyState, EventState, ObligationState


def _by_unit(query: Any) -> dict[Any, int]:
    return {row[0]: row[1] for row in db.session.execute(query)}


def in_force(model: Any, day: dt.date) -> sa.ColumnElement[bool]:
    """Return the condition that a dated row holds on a day (its end date is its last day)."""
    return sa.and_(model.starts_on <= day, sa.or_(model.ends_on.is_(None), model.ends_on >= day))


def _held(start: dt.date, end: dt.date, *, confirmed: bool) -> sa.ColumnElement[bool]:
    states = (EventState.CONFIRMED,) if confirmed else (EventState.HELD, EventState.CONFIRMED)
    return sa.and_(OutreachEvent.state.in_(states), OutreachEvent.held_on.between(start, end))


def held_events(
    start: dt.date, end: dt.date, *, confirmed: bool = True, by_village: bool = False
) -> dict[int | None, int]:
    """Return organising unit (or thôn, None: commune-wide) -> sessions held from day to day (I18, O5)."""
    unit = OutreachEvent.village_id if by_village else OutreachEvent.unit_id
    query = sa.select(unit, sa.func.count()).where(_held(start, end, confirmed=confirmed)).group_by(unit)
    return _by_unit(query)


def people_taught(start: dt.date, end: dt.date) -> dict[int, int]:
    """Return organising unit -> people taught in its confirmed sessions from day to day."""
    query = sa.select(OutreachEvent.unit_id, sa.func.sum(OutreachEvent.taught))
    query = query.where(_held(start, end, confirmed=True)).group_by(OutreachEvent.unit_id)
    return {unit_id: number or 0 for unit_id, number in db.session.execute(query)}


def co_organised(start: dt.date, end: dt.date) -> int:
    """Return the confirmed sessions with MTTQ or a member organisation (O17)."""
    with_others = sa.or_(OutreachEvent.co_unit_id.is_not(None), OutreachEvent.co_organiser != "")
    query = sa.select(sa.func.count()).where(_held(start, end, confirmed=True), with_others)
    return db.session.scalar(query) or 0


def teams_at(day: dt.date) -> dict[int, int]:
    """Return thôn or tổ dân phố -> members of its community digital team on a day (I17, X5: 3 to 5).

    A unit without a team set up by a Decision in force is left out; a team without members counts 0.
    """
    belongs = sa.and_(TeamMember.team_id == CommunityTeam.id, in_force(TeamMember, day))
    query = (
        sa.select(CommunityTeam.unit_id, sa.func.count(TeamMember.id))
        .outerjoin(TeamMember, belongs)
        .where(in_force(CommunityTeam, day))
        .group_by(CommunityTeam.unit_id)
    )
    return _by_unit(query)


def signatures_at(day: dt.date, *, used: bool = True) -> dict[int, int]:
    """Return unit -> civil servants there with a valid signature on a day (`used`: and confirmed in use) (I11).

    By the unit people belong to now; those who had left by that day are not counted.
    """
    valid = sa.and_(
        DigitalSignature.issued_on <= day,
        DigitalSignature.valid_to >= day,
        sa.or_(DigitalSignature.ended_on.is_(None), DigitalSignature.ended_on > day),
    )
    if used:
        valid = sa.and_(valid, DigitalSignature.used_since <= day)
    query = (
        sa.select(Person.unit_id, sa.func.count(sa.distinct(Person.id)))
        .join(DigitalSignature, DigitalSignature.person_id == Person.id)
        .where(valid, Person.civil_servant, Person.unit_id.is_not(None))
        .where(sa.or_(Person.left_on.is_(None), Person.left_on > day))
        .group_by(Person.unit_id)
    )
    return {unit_id: number for unit_id, number in db.session.execute(query) if unit_id is not None}


def difficulties(start: dt.date, end: dt.date) -> dict[int, tuple[int, int]]:
    """Return unit -> (answered, reported) of the difficulties reported from day to day (O18)."""
    answered = sa.case((Difficulty.state == DifficultyState.ANSWERED, 1), else_=0)
    query = sa.select(Difficulty.unit_id, sa.func.sum(answered), sa.func.count())
    query = query.where(Difficulty.reported_on.between(start, end)).group_by(Difficulty.unit_id)
    return {unit_id: (done, number) for unit_id, done, number in db.session.execute(query)}


def obligations(year: int) -> tuple[int, int]:
    """Return (done, all) of the plan's obligations in a year."""
    done = sa.case((Obligation.state == ObligationState.DONE, 1), else_=0)
    query = sa.select(sa.func.coalesce(sa.func.sum(done), 0), sa.func.count(Obligation.id))
    found = db.session.execute(query.where(Obligation.year == year)).one()
    return found[0], found[1]
