"""What the nomination desk of a unit shows beside each person, in a fixed number of statements, and whom it suggests."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock
from ..core.db import db
from ..core.errors import DomainError
from ..core.text import short_date
from ..history import queries as history
from ..initiatives.models import Initiative, InitiativeAuthor
from ..initiatives.states import State as InitiativeState
from ..people.models import Account, Person, Unit
from ..training import queries as training
from ..training.models import Level
from . import actions, queries
from .eligibility_facts import DEAD, holds_of
from .models import AwardRound, Nomination

LOOKS_BACK = 3  # years of awards that are shown


@dataclass
class Line:
    """One person on the desk."""

    person: Person
    nominated: Nomination | None = None
    awards: list[str] = field(default_factory=list)  # of the last years, newest first
    ideas: int = 0  # recognised initiatives
    applied: int = 0
    unused: int = 0  # recognised, not yet used for an award
    trainings: int = 0
    level: Level | None = None
    held: bool = False

    @property
    def hints(self) -> list[str]:
        """Return why somebody who is not nominated may have been missed; reasons, no score."""
        if self.nominated is not None or self.held:
            return []
        found = []
        if self.unused:
            found.append(f"có {self.unused} sáng kiến được công nhận, chưa dùng để khen thưởng")
        if self.level == Level.ADVANCED and not self.awards:
            found.append(f"đạt chuẩn kỹ năng số nâng cao, {LOOKS_BACK} năm nay chưa được khen")
        return found


def lines(round_: AwardRound, people: Sequence[Person]) -> list[Line]:
    """Return the people of a unit in their order, with history, initiatives, level and holds."""
    ids = {person.id for person in people}
    found = {person.id: Line(person) for person in people}
    _awards(found, ids)
    _ideas(found, ids)
    for person_id, facts in queries.known_about(list(people)).items():
        found[person_id].trainings = facts["trainings"]
    for person_id, level in training.levels(sorted(ids)).items():
        found[person_id].level = level
    today = clock.today()
    for hold in holds_of(ids, set()):
        if hold.person_id in found and hold.from_on <= today and (hold.to_on is None or hold.to_on >= today):
            found[hold.person_id].held = True
    taken = sa.select(Nomination).where(
        Nomination.round_id == round_.id, Nomination.person_id.in_(ids), Nomination.state.not_in(DEAD)
    )
    for nomination in db.session.scalars(taken.options(joinedload(Nomination.unit))):
        found[nomination.person_id or 0].nominated = nomination
    return [found[person.id] for person in people]


def _awards(found: dict[int, Line], ids: set[int]) -> None:
    since = clock.today().year - LOOKS_BACK
    for person_id, past in history.of_people(ids).items():
        found[person_id].awards = [
            f"{short_date(one.awarded_on) if one.awarded_on else one.year}: {one.form}"
            for one in past
            if one.year >= since
        ]


def _ideas(found: dict[int, Line], ids: set[int]) -> None:
    query = (
        sa.select(InitiativeAuthor.person_id, Initiative)
        .join(Initiative)
        .where(InitiativeAuthor.person_id.in_(ids), Initiative.state == InitiativeState.RECOGNISED)
        .options(selectinload(Initiative.applications))
    )
    rows = db.session.execute(query).all()
    used = set(
        db.session.scalars(
            sa.select(Nomination.initiative_id).where(
                Nomination.initiative_id.in_({idea.id for _, idea in rows}), Nomination.state.not_in(DEAD)
            )
        )
    )
    for person_id, idea in rows:
        line = found[person_id]
        line.ideas += 1
        line.applied += any(one.counts for one in idea.applications)
        line.unused += idea.id not in used


def nominate(
    round_: AwardRound, unit: Unit, people: Sequence[Person], *, actor: Account
) -> tuple[list[Nomination], list[str]]:
    """Begin the files of all ticked people; return those made, and why others were not (each stands alone)."""
    made, refused = [], []
    for person in people:
        try:
            made.append(actions.nominate_person(round_, unit, person, actor=actor))
        except DomainError as error:
            if not made and len(people) == 1:
                raise
            refused.append(error.message)
    return made, refused
