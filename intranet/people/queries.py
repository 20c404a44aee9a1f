"""Read the organisation, units, people and accounts."""

import datetime as dt
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock
from ..core.db import Base, db
from ..core.errors import NotReady, NotThere
from ..core.permissions import Permission
from ..notices import outbox
from .models import Account, Organisation, Person, RoleHolding, Signer, Unit
from .roles import ROLE_PERMISSIONS

Row = TypeVar("Row", bound=Base)


def organisation_or_none() -> Organisation | None:
    """Return the commune, or None on a fresh install."""
    return db.session.get(Organisation, 1)


def organisation() -> Organisation:
    """Return the commune; NotReady on a fresh install."""
    found = organisation_or_none()
    if found is None:
        raise NotReady("Chưa khai báo thông tin cơ quan. Quản trị cần vào mục Cơ quan để khai báo.")
    return found


def accounts_with(permission: Permission, unit_id: int | None = None) -> list[Account]:
    """Return the active accounts that hold a permission today, commune-wide or for the given unit.

    With a unit, holders in that unit or above it count; commune-wide holders only when nobody nearer does.
    """
    roles = [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    today = clock.today()
    found = db.session.scalars(
        sa.select(Account)
        .join(RoleHolding)
        .where(RoleHolding.role.in_(roles), RoleHolding.starts_on <= today)
        .where(sa.or_(RoleHolding.ends_on.is_(None), RoleHolding.ends_on >= today))
        .options(selectinload(Account.holdings))
        .distinct()
    )
    active = [account for account in found if account.is_active]
    if unit_id is None:
        return active
    near = [a for a in active if (units := a.units_with(permission)) is not None and unit_id in units]
    return near or [a for a in active if a.units_with(permission) is None]


def account_of(person_id: int) -> Account | None:
    """Return a person's account, if there is one."""
    return db.session.scalar(sa.select(Account).where(Account.person_id == person_id))


def account_ids_of(person_ids: list[int]) -> list[int]:
    """Return the ids of the accounts of these people."""
    return list(db.session.scalars(sa.select(Account.id).where(Account.person_id.in_(person_ids))))


def units(*kinds: str, on: dt.date | None = None) -> list[Unit]:
    """Return the units that exist on a day (today), of the given kinds or all, in the commune's own order."""
    day = on or clock.today()
    query = sa.select(Unit).where(
        sa.or_(Unit.starts_on.is_(None), Unit.starts_on <= day),
        sa.or_(Unit.ends_on.is_(None), Unit.ends_on >= day),
    )
    if kinds:
        query = query.where(Unit.kind.in_(kinds))
    return list(db.session.scalars(query.order_by(Unit.position, Unit.name_key)))


def staff(unit_id: int | None = None) -> list[Person]:
    """Return the people who work here today, by given name; of one unit when asked."""
    query = sa.select(Person).where(
        Person.unit_id.is_not(None), sa.or_(Person.left_on.is_(None), Person.left_on > clock.today())
    )
    if unit_id is not None:
        query = query.where(Person.unit_id == unit_id)
    return list(db.session.scalars(query.order_by(Person.name_key, Person.id)))


def signers(purpose: str, on: dt.date) -> list[Signer]:
    """Return who may sign papers of a purpose ("decision", "submission") on a day, head first."""
    query = sa.select(Signer).where(
        Signer.purpose == purpose,
        Signer.starts_on <= on,
        sa.or_(Signer.ends_on.is_(None), Signer.ends_on >= on),
    )
    return list(db.session.scalars(query.order_by(Signer.id)))


def get_person(person_id: int) -> Person:
    """Return a person; NotThere when there is none."""
    return _get(Person, person_id)


def get_unit(unit_id: int) -> Unit:
    """Return a unit; NotThere when there is none."""
    return _get(Unit, unit_id)


def get_account(account_id: int) -> Account:
    """Return an account; NotThere when there is none."""
    return _get(Account, account_id)


def get_holding(holding_id: int) -> RoleHolding:
    """Return a role held; NotThere when there is none."""
    return _get(RoleHolding, holding_id)


def get_signer(signer_id: int) -> Signer:
    """Return a signer; NotThere when there is none."""
    return _get(Signer, signer_id)


def _get(model: type[Row], row_id: int) -> Row:
    found = db.session.get(model, row_id)
    if found is None:
        raise NotThere
    return found


def unit_tree() -> list[tuple[int, Unit]]:
    """Return (depth, unit) of all units, ended ones too, in the commune's own order from the top down."""
    children: dict[int | None, list[Unit]] = {}
    for unit in db.session.scalars(sa.select(Unit).order_by(Unit.position, Unit.name_key)):
        children.setdefault(unit.parent_id, []).append(unit)
    rows: list[tuple[int, Unit]] = []

    def add(parent_id: int | None, depth: int) -> None:
        for unit in children.get(parent_id, []):
            rows.append((depth, unit))
            add(unit.id, depth + 1)

    add(None, 0)
    return rows


def head_counts() -> dict[int, int]:
    """Return unit id -> how many people work there today (units without people are left out)."""
    working = sa.or_(Person.left_on.is_(None), Person.left_on > clock.today())
    query = sa.select(Person.unit_id, sa.func.count()).where(Person.unit_id.is_not(None), working)
    rows = db.session.execute(query.group_by(Person.unit_id))
    return {unit_id: number for unit_id, number in rows if unit_id is not None}


def all_signers() -> list[Signer]:
    """Return all signers with their people, by purpose; within it those who may still sign first."""
    query = sa.select(Signer).options(joinedload(Signer.person))
    rows = db.session.scalars(query.order_by(Signer.purpose, Signer.starts_on, Signer.id))
    return sorted(rows, key=lambda s: (s.purpose, s.ends_on is not None and s.ends_on < clock.today()))


outbox.failures_to(lambda: [account.id for account in accounts_with(Permission.SETTINGS_WRITE)])
