"""Who may mark an initiative: seats of the initiative council on a day, without anybody in a conflict; a fair choice.

The council stands above this package: it registers its seats and its declared conflicts here.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core import clock, conflicts
from ..core.db import db
from ..core.errors import NotReady
from ..initiatives.models import Initiative
from ..people.models import Account, Person
from .models import ScoreRound, ScoreSheet
from .rubric import Rubric
from .states import State

_SEATS: list[Callable[[dt.date], Sequence[Person]]] = []
_CONFLICTS: list[Callable[[int], set[int]]] = []


def seats_from(source: Callable[[dt.date], Sequence[Person]]) -> None:
    """Register who gives the seats of the initiative council on a day, in their order."""
    _SEATS.append(source)


def conflicts_from(source: Callable[[int], set[int]]) -> None:
    """Register who knows conflicts of interest: initiative id -> ids of people."""
    _CONFLICTS.append(source)


@dataclass(frozen=True)
class Candidate:
    """A seat that may mark, or why it may not; `load` counts sheets that wait to be handed in."""

    person: Person
    barred: str
    load: int
    ever: int


def authors_of(initiative: Initiative) -> set[int]:
    """Return the people whose own work it is."""
    return {initiative.owner_id, *(author.person_id for author in initiative.authors)}


def in_conflict(initiative: Initiative) -> set[int]:
    """Return the people who must not see its scores: authors, and whoever declared a conflict, here or in council."""
    declared = db.session.scalars(
        sa.select(ScoreSheet.person_id)
        .join(ScoreRound)
        .where(ScoreRound.initiative_id == initiative.id, ScoreSheet.conflict.is_(True))
    )
    found = authors_of(initiative) | set(declared)
    for source in _CONFLICTS:
        found |= source(initiative.id)
    return found


def hidden_among(person_id: int, initiatives: Iterable[Initiative]) -> set[int]:
    """Return which of these initiatives are hidden from one person; as `in_conflict`, in two statements for a list."""
    by_id = {one.id: one for one in initiatives}
    found = {number for number, one in by_id.items() if person_id in authors_of(one)}
    query = sa.select(ScoreRound.initiative_id).join(ScoreSheet, ScoreSheet.round_id == ScoreRound.id)
    mine = query.where(ScoreSheet.person_id == person_id, ScoreSheet.conflict.is_(True))
    found |= set(db.session.scalars(mine)).intersection(by_id)
    return found | conflicts.declared(person_id, "initiative", list(by_id))


def candidates(
    initiative: Initiative, rubric: Rubric, within: ScoreRound | None = None, on: dt.date | None = None
) -> list[Candidate]:
    """Return all seats of the day with what bars them; `within` bars who already has a sheet in that round."""
    people = list(dict.fromkeys(p for source in _SEATS for p in source(on or clock.today())))
    ids = [person.id for person in people]
    query = sa.select(Account).where(Account.person_id.in_(ids)).options(joinedload(Account.person))
    accounts = {account.person_id for account in db.session.scalars(query) if account.is_active}
    waiting, ever = _loads(ids)
    own, hidden = authors_of(initiative), in_conflict(initiative)
    units = {initiative.unit_id, *(author.person.unit_id for author in initiative.authors)}
    named = {sheet.person_id for sheet in within.sheets} if within is not None else set()

    def barred(person: Person) -> str:
        if person.id in own:
            return "là tác giả hoặc người viết"
        if person.id in hidden:
            return "đã khai xung đột lợi ích"
        if person.id in named:
            return "đã có tên trong vòng chấm này"
        if rubric.unit_barred and person.unit_id in units:
            return "cùng đơn vị với tác giả"
        return "" if person.id in accounts else "chưa có tài khoản"

    return [
        Candidate(person, barred(person), waiting.get(person.id, 0), ever.get(person.id, 0))
        for person in people
    ]


def _loads(ids: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return person -> sheets still to hand in, and person -> all sheets so far that he or she did not leave."""
    open_now = sa.and_(ScoreSheet.handed_in_at.is_(None), ScoreRound.state == State.MARKING)
    query = (
        sa.select(
            ScoreSheet.person_id,
            sa.func.sum(sa.case((open_now, 1), else_=0)),
            sa.func.count(),
        )
        .join(ScoreRound)
        .where(ScoreSheet.person_id.in_(ids), ScoreSheet.left_at.is_(None))
        .group_by(ScoreSheet.person_id)
    )
    rows = db.session.execute(query).all()
    return {one: int(now) for one, now, _ in rows}, {one: total for one, _, total in rows}


def suggest(found: Sequence[Candidate], number: int) -> list[int]:
    """Return the people who should mark: those with the fewest sheets to do, then the fewest ever, then by seat."""
    free = [one for one in found if not one.barred]
    free.sort(key=lambda one: (one.load, one.ever))  # stable: seats of equal load keep their order
    return [one.person.id for one in free[:number]]


def chosen(found: Sequence[Candidate], person_ids: Sequence[int]) -> list[Person]:
    """Return the people with these ids; NotReady with the reason when one may not mark."""
    by_id = {one.person.id: one for one in found}
    unknown = [one for one in person_ids if one not in by_id]
    if unknown:
        raise NotReady("Người chấm phải là thành viên Hội đồng Sáng kiến vào ngày cử.", ["Người chấm"])
    wrong = [f"{by_id[i].person.addressed}: {by_id[i].barred}" for i in person_ids if by_id[i].barred]
    if wrong:
        raise NotReady("Có người không được chấm sáng kiến này.", wrong)
    return [by_id[one].person for one in dict.fromkeys(person_ids)]
