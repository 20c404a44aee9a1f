"""Read past awards: search, and all awards of a person, a unit, a household. Constant numbers of statements."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core import tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.tasks import Task
from ..core.text import fold
from ..people import restructuring
from ..people.models import Account, Person, Unit
from . import rules
from .matching import Known
from .models import PastAward, RecipientKind


def search(words: str) -> sa.Select[Any]:
    """Return the query of all rows that were not withdrawn; the exact name first, then the newest."""
    wanted = fold(words)
    query = sa.select(PastAward).where(PastAward.withdrawn_at.is_(None))
    order: list[Any] = [PastAward.year.desc(), PastAward.name_key]
    if wanted:
        near = sa.case(
            (PastAward.name_fold == wanted, 0),
            (PastAward.name_fold.contains(wanted, autoescape=True), 1),
            else_=2,
        )
        order.insert(0, near)
    return query.order_by(*order)


def years() -> list[int]:
    """Return the years that have awards, newest first."""
    return list(db.session.scalars(sa.select(PastAward.year).distinct().order_by(PastAward.year.desc())))


def get(award_id: int) -> PastAward:
    """Return a row, withdrawn ones too; NotThere when there is none."""
    found = db.session.get(
        PastAward, award_id, options=[joinedload(PastAward.person), joinedload(PastAward.unit)]
    )
    if found is None:
        raise NotThere()
    return found


def _newest(query: sa.Select[Any]) -> list[PastAward]:
    query = query.where(PastAward.withdrawn_at.is_(None))
    order = (PastAward.year.desc(), PastAward.awarded_on.desc().nulls_last(), PastAward.id.desc())
    return list(db.session.scalars(query.order_by(*order)))


def of_person(person_id: int) -> list[PastAward]:
    """Return all awards of a person, newest first: entered, imported, and by Decisions issued here."""
    return _newest(sa.select(PastAward).where(PastAward.person_id == person_id))


def of_people(ids: Collection[int]) -> dict[int, list[PastAward]]:
    """Return person id -> awards in force, newest first; one statement for all."""
    found: dict[int, list[PastAward]] = {one: [] for one in ids}
    for row in _newest(sa.select(PastAward).where(PastAward.person_id.in_(ids), PastAward.revoked == "")):
        found[row.person_id or 0].append(row)
    return found


def of_unit(unit_id: int) -> list[PastAward]:
    """Return all awards of a unit under all its names, and of the units merged into it, newest first."""
    ids = restructuring.with_predecessors(unit_id)
    return _newest(sa.select(PastAward).where(PastAward.unit_id.in_(ids)))


def of_units(ids: Collection[int]) -> dict[int, list[PastAward]]:
    """Return unit id -> awards in force, also of what was merged into it, newest first; two statements for all."""
    successor = restructuring.successors()
    found: dict[int, list[PastAward]] = {one: [] for one in ids}
    heirs: dict[int, set[int]] = {}
    for one in {*ids, *successor}:
        at: int | None = one
        while at is not None:  # a unit ends once, so the way up has no circle
            if at in found:
                heirs.setdefault(one, set()).add(at)
            at = successor.get(at)
    for row in _newest(sa.select(PastAward).where(PastAward.unit_id.in_(heirs), PastAward.revoked == "")):
        for heir in heirs[row.unit_id or 0]:
            found[heir].append(row)
    return found


def of_heads(names: Collection[str]) -> list[PastAward]:
    """Return the awards in force of households whose head has one of these names (folded), newest first."""
    query = sa.select(PastAward).where(
        PastAward.kind == RecipientKind.HOUSEHOLD, PastAward.name_fold.in_(names), PastAward.revoked == ""
    )
    return _newest(query) if names else []


def of_household(award: PastAward) -> list[PastAward]:
    """Return the awards of the same household: the same head at the same address, accents aside."""
    return _newest(
        sa.select(PastAward).where(
            PastAward.kind == RecipientKind.HOUSEHOLD,
            PastAward.name_fold == award.name_fold,
            PastAward.detail_fold == award.detail_fold,
        )
    )


def namesakes(award: PastAward) -> list[PastAward]:
    """Return the other rows of the same kind and name, accents aside."""
    same = sa.select(PastAward).where(PastAward.kind == award.kind, PastAward.name_fold == award.name_fold)
    return _newest(same.where(PastAward.id != award.id).limit(50))


def undecided() -> sa.Select[Any]:
    """Return the query of people's rows without a link whose name stands in our lists: somebody has to say who it is."""
    return (
        sa.select(PastAward)
        .where(PastAward.kind == RecipientKind.PERSON, PastAward.person_id.is_(None))
        .where(PastAward.decided_at.is_(None), PastAward.withdrawn_at.is_(None))
        .where(PastAward.name_fold.in_(sa.select(Person.name_fold)))
        .order_by(PastAward.name_key, PastAward.year, PastAward.id)
    )


def undecided_count() -> int:
    """Return how many rows wait for a decision."""
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(undecided().order_by(None).subquery())) or 0
    )


def people_named(folds: Iterable[str]) -> dict[str, list[Person]]:
    """Return folded name -> people of our lists with that name; one statement."""
    query = sa.select(Person).where(Person.name_fold.in_(set(folds))).options(joinedload(Person.unit))
    found: dict[str, list[Person]] = {}
    for person in db.session.scalars(query.order_by(Person.name_key, Person.id)):
        found.setdefault(person.name_fold, []).append(person)
    return found


def known_people() -> dict[str, list[Known]]:
    """Return folded name -> people with all names of their units; two statements, for imports."""
    former = restructuring.former_names()
    query = sa.select(
        Person.id, Person.full_name, Person.honorific, Person.name_fold, Unit.id, Unit.name, Unit.short_name
    ).outerjoin(Unit, Unit.id == Person.unit_id)
    found: dict[str, list[Known]] = {}
    for number, name, honorific, folded, unit_id, unit, short in db.session.execute(query):
        names = tuple(one for one in (unit, short, *former.get(unit_id or 0, [])) if one)
        found.setdefault(folded, []).append(Known(number, name, honorific, names))
    return found


def known_units() -> dict[str, set[int]]:
    """Return folded name -> units that have or had it; a merged unit's name means that unit, not its successor."""
    found: dict[str, set[int]] = {}
    for number, folded in db.session.execute(sa.select(Unit.id, Unit.name_fold)):
        found.setdefault(folded, set()).add(number)
    for one in restructuring.renamings():
        found.setdefault(one.name_fold, set()).add(one.unit_id)
    return found


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Rows whose person has to be named."""
    if not rules.may_write(account) or not (count := undecided_count()):
        return []
    title = f"Xác định người được khen thưởng: {count} dòng"
    return [Task(title, "Lịch sử khen thưởng", "/lich-su-khen-thuong/can-xac-dinh", "Xác định")]
