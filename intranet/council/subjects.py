"""What a council decides about: each kind of case says how it gets on the agenda and what a result does to it.

Kinds of packages above this one (nominations) register themselves here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import joinedload, selectinload

from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotThere
from ..initiatives import actions as initiative_actions
from ..initiatives.models import Initiative
from ..initiatives.states import State as InitiativeState
from ..scoring import service as scoring
from . import initiative_facts
from .case_facts import Facts
from .models import CouncilKind


@dataclass(frozen=True)
class Case:
    """One case as the agenda shows it. `involved` are the people whose own case it is: they do not vote on it."""

    kind: str
    id: int
    title: str
    detail: str
    involved: frozenset[int]
    url: str
    warnings: tuple[str, ...] = ()  # what the desk should know before the vote; never a figure


@dataclass(frozen=True)
class SubjectKind:
    """The acts of one kind of case; `kind` is the name of its table."""

    kind: str
    council: CouncilKind
    label: str
    threshold_rule: Callable[[int], str]  # id -> parameter key
    waiting: Callable[[], Sequence[Case]]  # may go on an agenda now
    case: Callable[[int], Case]
    put_on: Callable[[int, Actor], None]
    take_back: Callable[[int, Actor], None]
    result: Callable[[int, Actor, bool, str], None]
    reopen: Callable[[int, Actor, str], None]  # a result was annulled: the case waits for a council again
    ballot_rule: Callable[[int], str] | None = None  # id -> parameter that says whether a ballot is demanded
    facts: Callable[[int], Sequence[Facts]] | None = (
        None  # file, history, warnings: web page and reading pack
    )
    notes: Callable[[int], Sequence[str]] | None = (
        None  # decided against the usual rule, why: into the minutes
    )


__all__ = ["KINDS", "Case", "Facts", "SubjectKind", "facts_of", "kinds_for", "notes_of", "register"]

KINDS: dict[str, SubjectKind] = {}


def facts_of(kind: str, subject_id: int) -> list[Facts]:
    """Return what members read about a case before they vote; empty for a kind that tells nothing."""
    handler = KINDS[kind]
    return [one for one in handler.facts(subject_id) if one.lines] if handler.facts else []


def notes_of(kind: str, subject_id: int) -> list[str]:
    """Return what was decided about a case against the usual rule, as the minutes say it."""
    handler = KINDS[kind]
    return list(handler.notes(subject_id)) if handler.notes else []


def register(kind: SubjectKind) -> None:
    """Make a kind of case known."""
    KINDS[kind.kind] = kind


def kinds_for(council: CouncilKind) -> list[SubjectKind]:
    """Return the kinds of cases that a council decides."""
    return [kind for kind in KINDS.values() if kind.council == council]


def _initiative(initiative_id: int) -> Initiative:
    found = db.session.get(Initiative, initiative_id)
    if found is None:
        raise NotThere()
    return found


def _initiative_case(initiative: Initiative, warnings: tuple[str, ...] | None = None) -> Case:
    names = ", ".join(f"{a.person.full_name} ({a.share} %)" for a in initiative.authors)
    return Case(
        kind="initiative",
        id=initiative.id,
        title=initiative.title,
        detail=f"{names}; {initiative.unit.name}",
        involved=frozenset(author.person_id for author in initiative.authors) | {initiative.owner_id},
        url=f"/sang-kien/{initiative.id}",
        warnings=scoring.warnings(initiative.id) if warnings is None else warnings,
    )


def _waiting_initiatives() -> list[Case]:
    query = db.select(Initiative).where(Initiative.state == InitiativeState.ACCEPTED)
    whole = query.options(selectinload(Initiative.authors), joinedload(Initiative.unit))
    rows = list(db.session.scalars(whole.order_by(Initiative.title_key)))
    warned = scoring.warnings_among([row.id for row in rows])
    return [_initiative_case(row, warned.get(row.id, ())) for row in rows]


def _put_initiative_on(initiative_id: int, actor: Actor) -> None:
    scoring.require_vote_allowed(initiative_id)
    initiative_actions.put_to_council(_initiative(initiative_id), actor=actor)


def _initiative_result(initiative_id: int, actor: Actor, passed: bool, note: str) -> None:
    initiative_actions.record_council_result(
        _initiative(initiative_id), actor=actor, passed=passed, note=note
    )


register(
    SubjectKind(
        kind="initiative",
        council=CouncilKind.INITIATIVE,
        label="Sáng kiến",
        threshold_rule=lambda _id: "council.initiative.threshold",
        waiting=_waiting_initiatives,
        case=lambda one: _initiative_case(_initiative(one)),
        put_on=_put_initiative_on,
        take_back=lambda one, actor: initiative_actions.take_back(_initiative(one), actor=actor),
        result=_initiative_result,
        reopen=lambda one, actor, reason: initiative_actions.reopen(
            _initiative(one), actor=actor, reason=reason
        ),
        facts=lambda one: initiative_facts.facts(_initiative(one)),
    )
)
