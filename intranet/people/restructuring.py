"""Units that get another name or are merged: old papers keep the old name, people and open work move on.

A name belongs to days (`name_on`); a merged unit ends and knows its successor. Packages above say in `MOVERS` which
of their open rows go with the people.
"""

import datetime as dt
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.text import clean_line, fold, short_date
from . import rules, sessions
from .models import Account, ChangeKind, Person, RoleHolding, Unit, UnitChange, UnitKind
from .roles import Role

# (dissolved unit, successor) -> how many rows of open work moved, in words ("3 sáng kiến"), or ""
MOVERS: list[Callable[[Unit, Unit], str]] = []

audit.declare(
    "people",
    unit_renamed=("from", "to", "on", "document"),
    unit_merged=("from", "into", "on", "document", "people", "work", "heads"),
)


def mover(function: Callable[[Unit, Unit], str]) -> Callable[[Unit, Unit], str]:
    """Register a package's function that moves its open rows from a dissolved unit to its successor."""
    MOVERS.append(function)
    return function


def rename(unit: Unit, name: str, short_name: str, *, on: dt.date, document: str, actor: Actor) -> UnitChange:
    """Give a unit another name from a day on, by a document; the old name stays known with its days.

    NotReady for a day in the future or before the last change, the same or a taken name; WrongState for an ended unit.
    """
    name = clean_line(name)
    _require_possible(unit, on)
    if name == unit.name:
        raise NotReady("Tên mới trùng tên đang dùng.", ["Tên mới"])
    taken = sa.select(Unit.id).where(Unit.name_fold == fold(name), Unit.id != unit.id)
    if db.session.scalar(taken) is not None:
        raise NotReady("Đã có đơn vị mang tên này.", ["Tên mới"])
    change = UnitChange(
        unit_id=unit.id,
        kind=ChangeKind.RENAMED,
        name=unit.name,
        new_name=name,
        effective_on=on,
        document=document,
    )
    db.session.add(change)
    unit.name, unit.short_name = name, short_name
    data = {"from": change.name, "to": name, "on": on, "document": document}
    audit.record("people:unit_renamed", actor=actor, obj=unit, data=data)
    return change


def merge(unit: Unit, into: Unit, *, on: dt.date, document: str, actor: Actor) -> str:
    """Dissolve a unit into another from a day on; return in words what moved.

    Its last day is the day before. People, units below it, roles and open work go to the successor; a unit head's
    role ends, for the successor has its own. NotReady and WrongState as in `rename`, and for the commune itself.
    """
    if unit.kind == UnitKind.COMMUNE:
        raise NotReady("Không thể sáp nhập chính cơ quan.")
    if unit.id == into.id or rules.below_itself(unit, into):
        raise NotReady("Hãy chọn một đơn vị khác, không trực thuộc đơn vị bị sáp nhập.", ["Sáp nhập vào"])
    if rules.closed(into, on):
        raise NotReady(f"“{into.name}” đã kết thúc hoạt động.", ["Sáp nhập vào"])
    if into.starts_on is not None and into.starts_on > on:
        raise NotReady(
            f"“{into.name}” hoạt động từ {short_date(into.starts_on)}.", ["Sáp nhập vào", "Từ ngày"]
        )
    _require_possible(unit, on)
    unit.ends_on = on - dt.timedelta(days=1)
    db.session.add(
        UnitChange(
            unit_id=unit.id, kind=ChangeKind.MERGED, name=unit.name, new_name=into.name, effective_on=on,
            document=document, successor_id=into.id,
        )
    )  # fmt: skip
    for below in db.session.scalars(sa.select(Unit).where(Unit.parent_id == unit.id)):
        below.parent_id = into.id
    working = sa.or_(Person.left_on.is_(None), Person.left_on > on)
    people = db.session.scalars(sa.select(Person).where(Person.unit_id == unit.id, working)).all()
    for person in people:
        person.unit_id = into.id
    heads = _move_roles(unit, into, on, actor)
    work = [words for words in (move(unit, into) for move in MOVERS) if words]
    data = {
        "from": unit.name, "into": into.name, "on": on, "document": document, "people": len(people), "work": work,
        "heads": heads,
    }  # fmt: skip
    audit.record("people:unit_merged", actor=actor, obj=unit, data=data)
    moved = ", ".join([f"{len(people)} người", *work])
    ended = f" Vai trò Trưởng đơn vị đã kết thúc: {', '.join(heads)}." if heads else ""
    return f"Đã chuyển {moved} sang {into.name}.{ended}"


def _move_roles(unit: Unit, into: Unit, on: dt.date, actor: Actor) -> list[str]:
    """End the roles held in the unit and give them in the successor; return the heads whose role ended."""
    query = sa.select(RoleHolding).where(
        RoleHolding.unit_id == unit.id, sa.or_(RoleHolding.ends_on.is_(None), RoleHolding.ends_on >= on)
    )
    heads: list[str] = []
    touched: dict[int, Account] = {}
    for held in db.session.scalars(query.order_by(RoleHolding.id)).all():
        account, until, since = held.account, held.ends_on, max(held.starts_on, on)
        held.ends_on = max(on - dt.timedelta(days=1), held.starts_on)
        touched[account.id] = account
        if held.role == Role.UNIT_HEAD:
            heads.append(account.display_name)
        elif not any(h.role == held.role and h.unit_id == into.id and h.on(since) for h in account.holdings):
            new = RoleHolding(
                account=account, role=held.role, unit_id=into.id, starts_on=since, ends_on=until
            )
            db.session.add(new)
    db.session.flush()
    for account in touched.values():
        sessions.changed(account, actor)
    return heads


def _require_possible(unit: Unit, on: dt.date) -> None:
    if unit.ends_on is not None:
        raise WrongState(f"Đơn vị này đã kết thúc ngày {short_date(unit.ends_on)}.")
    if on > clock.today():
        raise NotReady("Người và việc chuyển ngay, nên ngày có hiệu lực không được ở tương lai.", ["Từ ngày"])
    if unit.starts_on is not None and on <= unit.starts_on:
        raise NotReady("Ngày có hiệu lực phải sau ngày bắt đầu hoạt động.", ["Từ ngày"])
    last = db.session.scalar(
        sa.select(sa.func.max(UnitChange.effective_on)).where(UnitChange.unit_id == unit.id)
    )
    if last is not None and on <= last:
        raise NotReady(
            f"Lần đổi tên trước có hiệu lực từ {short_date(last)}; ngày mới phải sau đó.", ["Từ ngày"]
        )


def changes_of(units: Sequence[int]) -> list[UnitChange]:
    """Return what happened to these units, and what was merged into them, oldest first."""
    query = sa.select(UnitChange).where(
        sa.or_(UnitChange.unit_id.in_(units), UnitChange.successor_id.in_(units))
    )
    return list(db.session.scalars(query.order_by(UnitChange.effective_on, UnitChange.id)))


def renamings() -> list[UnitChange]:
    """Return all changes of a name (mergers are no change of it), oldest first."""
    query = sa.select(UnitChange).where(UnitChange.kind == ChangeKind.RENAMED)
    return list(db.session.scalars(query.order_by(UnitChange.effective_on, UnitChange.id)))


def former_names() -> dict[int, list[str]]:
    """Return unit id -> its old names and the names of what was merged into it, oldest first; one statement."""
    found: dict[int, list[str]] = {}
    for one in db.session.scalars(sa.select(UnitChange).order_by(UnitChange.effective_on, UnitChange.id)):
        found.setdefault(one.successor_id or one.unit_id, []).append(one.name)
    return found


def successors() -> dict[int, int]:
    """Return merged unit -> the unit it went into."""
    query = sa.select(UnitChange.unit_id, UnitChange.successor_id).where(UnitChange.successor_id.is_not(None))
    return {unit_id: into for unit_id, into in db.session.execute(query) if into is not None}


def name_on(unit: Unit, day: dt.date) -> str:
    """Return the name that a unit had on a day."""
    query = sa.select(UnitChange.name).where(
        UnitChange.unit_id == unit.id, UnitChange.kind == ChangeKind.RENAMED, UnitChange.effective_on > day
    )
    return db.session.scalar(query.order_by(UnitChange.effective_on).limit(1)) or unit.name


def with_predecessors(unit_id: int) -> set[int]:
    """Return the ids of a unit and of all units that were merged into it, directly or before that."""
    tree = sa.select(sa.literal(unit_id).label("id")).cte(recursive=True)
    tree = tree.union(sa.select(UnitChange.unit_id).where(UnitChange.successor_id == tree.c.id))
    return set(db.session.scalars(sa.select(tree.c.id)))
