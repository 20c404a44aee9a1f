"""Who guides citizens in online services on which day (obligation O6): a week of a unit at a place. Nothing here commits."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady
from ..core.permissions import Permission as P
from ..core.text import clean_prose, short_date
from ..people.models import Account, Person, Unit
from ..people.queries import staff
from . import rules
from .phrases import WORDS
from .roster_models import Half, RosterSlot

audit.declare("roster", saved=("week", "place", "changed"))
OBLIGATION = "O6"  # of the plan: what these records prove
DAYS = 6  # Monday to Saturday: the one-stop office is open on Saturday mornings
Cell = tuple[dt.date, Half]
Week = dict[Cell, int]  # half a day -> person


def monday(day: dt.date) -> dt.date:
    """Return the Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


def week_of(text: str) -> dt.date:
    """Return the Monday that an address asks for ("2026-11-23"); this week's for anything else."""
    try:
        return monday(dt.date.fromisoformat(text))
    except (ValueError, OverflowError):
        return monday(clock.today())


def cells(start: dt.date) -> list[Cell]:
    """Return the half days of a week in order."""
    days = [start + dt.timedelta(days=number) for number in range(DAYS)]
    return [(day, half) for day in days for half in Half]


def slots(start: dt.date, unit_id: int | None = None) -> list[RosterSlot]:
    """Return who guides in a week: by day, half, place."""
    end = start + dt.timedelta(days=6)
    query = (
        sa.select(RosterSlot).where(RosterSlot.day.between(start, end)).options(joinedload(RosterSlot.unit))
    )
    if unit_id is not None:
        query = query.where(RosterSlot.unit_id == unit_id)
    # "morning" comes after "afternoon" by letters
    order = (RosterSlot.day, RosterSlot.half.desc(), RosterSlot.place, RosterSlot.id)
    return list(db.session.scalars(query.order_by(*order)))


def places(unit_id: int) -> list[str]:
    """Return the places that a unit has used, the newest first."""
    query = (
        sa.select(RosterSlot.place)
        .where(RosterSlot.unit_id == unit_id)
        .group_by(RosterSlot.place)
        .order_by(sa.func.max(RosterSlot.day).desc())
    )
    return list(db.session.scalars(query))


def laid_out(unit_id: int, place: str, start: dt.date) -> Week:
    """Return half a day -> person of a unit's week at a place."""
    return {(one.day, one.half): one.person_id for one in slots(start, unit_id) if one.place == place}


def week_before(unit_id: int, place: str, start: dt.date) -> Week:
    """Return the week before, moved by seven days, without who has left the unit."""
    still = {person.id for person in staff(unit_id)}
    before = laid_out(unit_id, place, start - dt.timedelta(days=7))
    week = dt.timedelta(days=7)
    return {(day + week, half): who for (day, half), who in before.items() if who in still}


def save(
    unit: Unit, place: str, start: dt.date, wanted: Mapping[Cell, int], *, actor: Account, reason: str = ""
) -> int:
    """Lay out a unit's week at a place; return how many half days changed.

    NotReady for somebody of another unit, somebody who stands elsewhere at that time (named), or a change of a day
    that has passed without a reason.
    """
    rules.require(actor.has_in(P.COMMUNITY_WRITE, unit.id), "Bạn chỉ xếp lịch cho đơn vị mình.")
    if not place:
        raise NotReady("Hãy ghi nơi hướng dẫn.", ["Nơi hướng dẫn"])
    now = {(one.day, one.half): one for one in slots(start, unit.id) if one.place == place}
    people = {person.id: person for person in staff(unit.id)}
    changed = [
        cell for cell in cells(start) if wanted.get(cell) != (now[cell].person_id if cell in now else None)
    ]
    if not changed:
        return 0
    if any(wanted[cell] not in people for cell in changed if cell in wanted):
        raise NotReady("Người hướng dẫn phải đang làm việc tại đơn vị này.", ["Người hướng dẫn"])
    if any(day < clock.today() for day, _ in changed) and not clean_prose(reason):
        raise NotReady("Có thay đổi của ngày đã qua: hãy ghi lý do.", ["Lý do"])
    _require_free(unit, place, start, {cell: wanted[cell] for cell in changed if cell in wanted}, people)
    for cell in changed:
        if cell in now:
            db.session.delete(now[cell])
    db.session.flush()
    for day, half in changed:
        if (day, half) in wanted:
            db.session.add(
                RosterSlot(
                    unit_id=unit.id,
                    person_id=wanted[day, half],
                    place=place,
                    day=day,
                    half=half,
                    written_by=actor.display_name,
                    written_at=clock.now(),
                )
            )
    db.session.flush()
    data = {"week": start.isoformat(), "place": place, "changed": len(changed)}
    audit.record("roster:saved", actor=actor, obj=unit, data=data, reason=clean_prose(reason))
    return len(changed)


def _require_free(
    unit: Unit, place: str, start: dt.date, asked: Mapping[Cell, int], people: Mapping[int, Person]
) -> None:
    busy = {
        (one.day, one.half, one.person_id): one
        for one in slots(start)
        if not (one.unit_id == unit.id and one.place == place)
    }
    clashes = [
        f"{people[who].addressed}: {WORDS[f'Half.{half.value}'].lower()} {short_date(day)} đã ở {there.place}"
        for (day, half), who in asked.items()
        if (there := busy.get((day, half, who))) is not None
    ]
    if clashes:
        raise NotReady("Một người không hướng dẫn ở hai nơi cùng lúc.", clashes)


def half_days(year: int) -> int:
    """Return on how many half days of a year, up to today, somebody guided somewhere."""
    begin, end = dt.date(year, 1, 1), min(dt.date(year, 12, 31), clock.today())
    held = sa.select(RosterSlot.day, RosterSlot.half).where(RosterSlot.day.between(begin, end)).distinct()
    return db.session.scalar(sa.select(sa.func.count()).select_from(held.subquery())) or 0
