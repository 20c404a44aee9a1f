"""Lend the seats and the declared conflicts of the council to the scoring of initiatives, which stands below it."""

import datetime as dt

import sqlalchemy as sa

from ..core.db import db
from ..people.models import Person
from ..scoring import markers
from .models import AgendaItem, Conflict, Council, CouncilKind, CouncilMember, MeetingMember


def seats_on(day: dt.date) -> list[Person]:
    """Return who sits in the initiative council on a day, in the order of the establishing Decision."""
    query = (
        sa.select(Person)
        .join(CouncilMember, CouncilMember.person_id == Person.id)
        .join(Council, Council.id == CouncilMember.council_id)
        .where(Council.kind == CouncilKind.INITIATIVE, Council.founded_on <= day)
        .where(sa.or_(Council.dissolved_on.is_(None), Council.dissolved_on >= day))
        .where(CouncilMember.starts_on <= day)
        .where(sa.or_(CouncilMember.ends_on.is_(None), CouncilMember.ends_on >= day))
    )
    return list(db.session.scalars(query.order_by(CouncilMember.council_id, CouncilMember.position)))


def conflicts_on(initiative_id: int) -> set[int]:
    """Return who declared a conflict, or had one noted, about this initiative in any meeting."""
    query = (
        sa.select(MeetingMember.person_id)
        .join(Conflict, Conflict.member_id == MeetingMember.id)
        .join(AgendaItem, AgendaItem.id == Conflict.item_id)
        .where(AgendaItem.subject_kind == "initiative", AgendaItem.subject_id == initiative_id)
    )
    return set(db.session.scalars(query))


markers.seats_from(seats_on)
markers.conflicts_from(conflicts_on)
