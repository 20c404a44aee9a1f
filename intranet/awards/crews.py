"""The people of a collective that is proposed for Tập thể lao động tiên tiến: who has LĐTT, who was disciplined."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core.db import db
from ..core.text import short_date
from ..history import queries as history
from ..history.models import PastAward
from ..parameters.award_forms import LDTT, code_of
from ..people.models import Person
from .eligibility import HoldKind, overlap
from .eligibility_models import Hold
from .models import Nomination
from .states import State

_SETTLED = (State.PASSED, State.APPROVED, State.AWARDED)


@dataclass(frozen=True)
class Crew:
    """`members`: how many people, and how many of them with LĐTT for the same time."""

    members: tuple[int, int]
    disciplined: tuple[str, ...]


def crews_of(nominations: Sequence[Nomination]) -> dict[int, Crew]:
    """Return nomination id -> the people of its collective, in four statements for all of them.

    LĐTT counts when the council has passed it in this program, or when the history knows it for the same time.
    """
    units = {one.collective_id for one in nominations if one.collective_id}
    if not units:
        return {}
    people = list(
        db.session.scalars(sa.select(Person).where(Person.unit_id.in_(units), Person.left_on.is_(None)))
    )
    ids = {person.id for person in people}
    settled = db.session.scalars(
        sa.select(Nomination)
        .where(Nomination.person_id.in_(ids), Nomination.award_form == LDTT, Nomination.state.in_(_SETTLED))
        .options(joinedload(Nomination.round))
    ).all()
    past = history.of_people(ids)
    holds = db.session.scalars(
        sa.select(Hold).where(
            Hold.person_id.in_(ids), Hold.kind == HoldKind.DISCIPLINE, Hold.lifted_on.is_(None)
        )
    ).all()
    found = {}
    for one in nominations:
        start, end = one.round.counted
        mine = {person.id: person for person in people if person.unit_id == one.collective_id}
        advanced = {
            row.person_id
            for row in settled
            if row.person_id in mine and overlap(start, end, *row.round.counted)
        }
        advanced |= {
            number for number in mine if any(_is_ldtt(row, start.year, end.year) for row in past[number])
        }
        disciplined = tuple(
            f"{mine[row.person_id].full_name}, từ {short_date(row.from_on)}"
            for row in holds
            if row.person_id in mine and overlap(start, end, row.from_on, row.to_on or end)
        )
        found[one.id] = Crew((len(mine), len(advanced)), disciplined)
    return found


def _is_ldtt(row: PastAward, first: int, last: int) -> bool:
    return first <= row.year <= last and code_of(row.form) == LDTT
