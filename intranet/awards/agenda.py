"""How nominations get before the award council, and what its result does to them (registered with the council)."""

from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotThere
from ..council import subjects
from ..council.models import CouncilKind
from . import actions, queries
from .models import Nomination


def _nomination(nomination_id: int) -> Nomination:
    found = db.session.get(Nomination, nomination_id)
    if found is None:
        raise NotThere()
    return found


def _case(nomination: Nomination) -> subjects.Case:
    """A nominee does not vote on the own case; a collective has nobody who is it."""
    return subjects.Case(
        kind="nomination",
        id=nomination.id,
        title=nomination.printed_name,
        detail="; ".join(part for part in (nomination.detail, nomination.achievement) if part),
        involved=frozenset({nomination.person_id}) if nomination.person_id else frozenset(),
        url=f"/khen-thuong/ho-so/{nomination.id}",
    )


def _result(nomination_id: int, actor: Actor, passed: bool, note: str) -> None:
    actions.record_council_result(_nomination(nomination_id), actor=actor, passed=passed, note=note)


subjects.register(
    subjects.SubjectKind(
        kind="nomination",
        council=CouncilKind.AWARD,
        label="Hồ sơ khen thưởng",
        threshold_rule=lambda one: f"council.award.threshold.{_nomination(one).award_form}",
        waiting=lambda: [_case(row) for row in queries.for_agenda()],
        case=lambda one: _case(_nomination(one)),
        put_on=lambda one, actor: actions.put_on_agenda(_nomination(one), actor=actor),
        take_back=lambda one, actor: actions.take_back(_nomination(one), actor=actor),
        result=_result,
    )
)
