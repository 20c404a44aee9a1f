"""Find the people who may be authors, by what is typed: name, or name and unit, with or without accents."""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core import clock
from ..core.db import db
from ..core.text import fold
from ..people.models import Account, Person
from .models import Initiative


@dataclass(frozen=True)
class AuthorChoice:
    """A person as offered on the form: the label names exactly one person."""

    person_id: int
    label: str
    folded: str


def choices(initiative: Initiative | None = None) -> list[AuthorChoice]:
    """Return who may be named as author, by given name: people with an account, for they have to confirm.

    The authors that the initiative already has stay in the list, even if they have left since.
    """
    today = clock.today()
    working = sa.and_(Account.disabled_at.is_(None), sa.or_(Person.left_on.is_(None), Person.left_on > today))
    if initiative is not None:
        working = sa.or_(working, Person.id.in_([author.person_id for author in initiative.authors]))
    people = db.session.scalars(
        sa.select(Person)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(working, Person.unit_id.is_not(None))
        .options(joinedload(Person.unit))
        .order_by(Person.name_key, Person.id)
    ).all()
    plain = Counter(_label(person) for person in people)
    found = []
    for person in people:
        label = _label(person)
        if plain[label] > 1:  # same name in the same unit: the row number tells them apart
            label = f"{label}, {person.position or person.title or 'cán bộ'}, mã {person.id}"
        found.append(AuthorChoice(person.id, label, fold(label)))
    return found


def _label(person: Person) -> str:
    return f"{person.full_name} - {person.unit.name}" if person.unit else person.full_name


def find(typed: str, among: list[AuthorChoice]) -> tuple[AuthorChoice | None, str]:
    """Return the one person that the words mean, or None and what to do about it in words for the user."""
    exact = [one for one in among if one.label.casefold() == typed.casefold()]
    if len(exact) == 1:
        return exact[0], ""
    words = fold(typed).split()
    near = [one for one in among if all(word in one.folded for word in words)]
    if len(near) == 1:
        return near[0], ""
    if not near:
        return None, f"Không tìm thấy “{typed}” trong danh sách cán bộ. Hãy gõ tên rồi chọn trong danh sách."
    some = "; ".join(one.label for one in near[:4])
    more = " ..." if len(near) > 4 else ""
    return None, f"Có {len(near)} người khớp với “{typed}”: {some}{more}. Hãy chọn đúng một người."
