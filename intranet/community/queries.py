"""Read outreach events, teams, signatures, difficulties, obligations."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock, files, tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..people.models import Account, Person, Unit, UnitKind
from ..people.queries import units
from . import rules
from .counts import (
    co_organised,
    difficulties,
    held_events,
    in_force,
    obligations,
    people_taught,
    signatures_at,
    teams_at,
)
from .models import CommunityTeam, Difficulty, DigitalSignature, Obligation, OutreachEvent, TeamMember
from .states import DifficultyState, EventState, ObligationState

__all__ = [
    "co_organised",
    "difficulties",
    "held_events",
    "obligations",
    "people_taught",
    "signatures_at",
    "teams_at",
]
VILLAGES = (UnitKind.VILLAGE, UnitKind.QUARTER)


def villages() -> list[Unit]:
    """Return the thôn and tổ dân phố of today."""
    return units(*VILLAGES)


def units_of(account: Account, *kinds: str) -> list[Unit]:
    """Return the units for which the account may write."""
    allowed = account.units_with(P.COMMUNITY_WRITE)
    return [u for u in units(*kinds) if u.parent_id and (allowed is None or u.id in allowed)]


def of_my_units(account: Account, *columns: Any) -> sa.ColumnElement[bool]:
    """Return the condition of rows of units the account may see: all, or its own by any of the columns."""
    if account.has(P.COMMUNITY_READ_ALL):
        return sa.true()
    allowed = account.units_with(P.COMMUNITY_WRITE)
    if allowed is None:
        return sa.true()
    return sa.or_(*(column.in_(allowed) for column in columns))


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the query of events that an account may see; agrees with `rules.may_see_event`."""
    shown = (joinedload(OutreachEvent.unit), joinedload(OutreachEvent.village))
    query = sa.select(OutreachEvent).where(
        of_my_units(account, OutreachEvent.unit_id, OutreachEvent.village_id)
    )
    return query.options(*shown)


def get_for(account: Account, event_id: int) -> OutreachEvent:
    """Return an event that the account may see; NotThere otherwise."""
    return _one(visible_to(account).where(OutreachEvent.id == event_id), "Không tìm thấy buổi này.")


def next_sessions(day: dt.date, village_id: int | None = None, most: int = 200) -> list[OutreachEvent]:
    """Return the planned sessions from a day on, soonest first: what citizens see (CD6)."""
    query = sa.select(OutreachEvent).where(
        OutreachEvent.state == EventState.PLANNED, OutreachEvent.held_on >= day
    )
    if village_id is not None:
        here = OutreachEvent.village_id == village_id
        query = query.where(sa.or_(here, OutreachEvent.village_id.is_(None)))
    query = query.options(joinedload(OutreachEvent.village), joinedload(OutreachEvent.unit))
    return list(db.session.scalars(query.order_by(OutreachEvent.held_on, OutreachEvent.id).limit(most)))


def teams_on(account: Account, day: dt.date) -> list[tuple[Unit, CommunityTeam | None, list[TeamMember]]]:
    """Return each thôn the account may see with its team of a day and the members, in three statements."""
    query = sa.select(CommunityTeam).where(in_force(CommunityTeam, day))
    query = query.options(selectinload(CommunityTeam.members)).order_by(CommunityTeam.id)
    found = {team.unit_id: team for team in db.session.scalars(query)}
    allowed = None if account.has(P.COMMUNITY_READ_ALL) else account.units_with(P.COMMUNITY_WRITE)
    rows = []
    for unit in villages():
        if allowed is None or unit.id in allowed:
            team = found.get(unit.id)
            rows.append((unit, team, team.members_on(day) if team else []))
    return rows


def get_team(account: Account, team_id: int) -> CommunityTeam:
    """Return a team that the account may see; NotThere otherwise."""
    query = sa.select(CommunityTeam).where(
        CommunityTeam.id == team_id, of_my_units(account, CommunityTeam.unit_id)
    )
    return _one(query.options(joinedload(CommunityTeam.unit)), "Không tìm thấy tổ này.")


def signatures_for(account: Account) -> sa.Select[Any]:
    """Return the query of signatures that an account may see: all, its units' people, or its own."""
    shown = joinedload(DigitalSignature.person).joinedload(Person.unit)
    query = sa.select(DigitalSignature).join(DigitalSignature.person).options(shown)
    if account.has(P.SIGNATURES_KEEP):
        return query
    return query.where(
        sa.or_(DigitalSignature.person_id == account.person_id, of_my_units(account, Person.unit_id))
    )


def get_signature(account: Account, signature_id: int) -> DigitalSignature:
    """Return a signature that the account may see; NotThere otherwise."""
    query = signatures_for(account).where(DigitalSignature.id == signature_id)
    return _one(query, "Không tìm thấy chữ ký số này.")


def difficulties_for(account: Account) -> sa.Select[Any]:
    """Return the query of difficulties that an account may see."""
    query = sa.select(Difficulty).where(of_my_units(account, Difficulty.unit_id))
    return query.options(joinedload(Difficulty.unit))


def get_difficulty(account: Account, difficulty_id: int) -> Difficulty:
    """Return a difficulty that the account may see; NotThere otherwise."""
    query = difficulties_for(account).where(Difficulty.id == difficulty_id)
    return _one(query, "Không tìm thấy nội dung vướng mắc này.")


def obligations_of(account: Account, year: int) -> list[Obligation]:
    """Return the plan's obligations of a year that the account may see, in the plan's order."""
    query = sa.select(Obligation).where(Obligation.year == year, of_my_units(account, Obligation.unit_id))
    return list(db.session.scalars(query.options(joinedload(Obligation.unit)).order_by(Obligation.position)))


def get_obligation(account: Account, obligation_id: int) -> Obligation:
    """Return an obligation that the account may see; NotThere otherwise."""
    query = sa.select(Obligation).where(
        Obligation.id == obligation_id, of_my_units(account, Obligation.unit_id)
    )
    return _one(query, "Không tìm thấy nhiệm vụ này.")


def _one(query: sa.Select[Any], message: str) -> Any:
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotThere(message)
    return found


def _read_event(account: Account, event_id: int) -> bool:
    found = db.session.get(OutreachEvent, event_id)
    return found is not None and rules.may_see_event(account, found)


def _read_obligation(account: Account, obligation_id: int) -> bool:
    found = db.session.get(Obligation, obligation_id)
    if found is None:
        return False
    return account.has(P.COMMUNITY_READ_ALL) or rules.may_work_on(account, found)


files.READERS["outreach_event"] = _read_event
files.READERS["obligation"] = _read_obligation


@tasks.provider
def community_tasks(account: Account) -> list[Task]:
    """Sessions and difficulties that wait for the desk; sessions to report and duties of a unit."""
    found: list[Task] = []
    if account.has(P.COMMUNITY_ANSWER):
        found += _desk_tasks(account)
    own = account.units_with(P.COMMUNITY_WRITE)
    if own:  # the whole commune's are on the lists, not on one person's table
        found += _unit_tasks(own)
    return found


def _desk_tasks(account: Account) -> list[Task]:
    waiting = sa.select(OutreachEvent).where(OutreachEvent.state == EventState.HELD)
    waiting = waiting.where(OutreachEvent.created_by.is_distinct_from(account.id))
    asked = sa.select(Difficulty).where(Difficulty.state == DifficultyState.REPORTED)
    return [
        *(
            Task("Xác nhận buổi tuyên truyền", event.title, f"/cong-dong/buoi/{event.id}", "Xem")
            for event in db.session.scalars(waiting.order_by(OutreachEvent.held_on).limit(20))
        ),
        *(
            Task(
                "Trả lời khó khăn, vướng mắc",
                row.title,
                f"/cong-dong/vuong-mac/{row.id}",
                "Trả lời",
                row.due_on,
            )
            for row in db.session.scalars(asked.order_by(Difficulty.due_on).limit(20))
        ),
    ]


def _unit_tasks(own: set[int]) -> list[Task]:
    past = sa.and_(OutreachEvent.state == EventState.PLANNED, OutreachEvent.held_on <= clock.today())
    due = sa.or_(past, OutreachEvent.state == EventState.RETURNED)
    events = sa.select(OutreachEvent).where(due, OutreachEvent.unit_id.in_(own))
    doing = sa.select(Obligation).where(
        Obligation.state == ObligationState.DOING, Obligation.unit_id.in_(own)
    )
    return [
        *(
            Task("Báo kết quả buổi tuyên truyền", event.title, f"/cong-dong/buoi/{event.id}", "Báo kết quả")
            for event in db.session.scalars(events.order_by(OutreachEvent.held_on).limit(20))
        ),
        *(
            Task(
                f"Nhiệm vụ {duty.code} của Kế hoạch",
                duty.title,
                f"/cong-dong/nhiem-vu/{duty.id}",
                "Xem",
                duty.due_on,
            )
            for duty in db.session.scalars(doing.order_by(Obligation.due_on, Obligation.position).limit(20))
        ),
    ]
