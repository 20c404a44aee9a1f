"""Acts on people, accounts and roles."""

import datetime as dt

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady
from ..core.text import fold
from . import sessions
from .models import Account, Person, RoleHolding
from .roles import Role

audit.declare("people", account_created=("login",), role_given=("role", "unit_id", "starts_on", "ends_on"))


def create_account(person: Person, login: str, *, actor: Actor) -> tuple[Account, str]:
    """Make a person's account; return it with its one-time password. NotReady when the login is taken or odd."""
    login = fold(login).replace(" ", "")
    if not 3 <= len(login) <= 60 or not login.replace(".", "").replace("-", "").replace("_", "").isalnum():
        raise NotReady("Tên đăng nhập cần 3 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc gạch.")
    if db.session.scalar(sa.select(Account.id).where(Account.login == login)) is not None:
        raise NotReady(f"Tên đăng nhập “{login}” đã có người dùng.")
    password = sessions.one_time_password()
    account = Account(person=person, login=login, password_hash="", holdings=[])
    sessions.set_password(account, password, must_change=True)
    db.session.add(account)
    db.session.flush()
    audit.record("people:account_created", actor=actor, obj=account, data={"login": login})
    return account, password


def give_role(
    account: Account,
    role: Role,
    *,
    actor: Actor,
    unit_id: int | None,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> RoleHolding:
    """Give a role in a unit or (None) the whole commune from a date to a date. NotReady when the dates are reversed."""
    if ends_on is not None and ends_on < starts_on:
        raise NotReady("Ngày kết thúc phải sau ngày bắt đầu.", ["Đến ngày"])
    holding = RoleHolding(account=account, role=role, unit_id=unit_id, starts_on=starts_on, ends_on=ends_on)
    db.session.add(holding)
    db.session.flush()
    data = {"role": role.value, "unit_id": unit_id, "starts_on": starts_on, "ends_on": ends_on}
    audit.record("people:role_given", actor=actor, obj=account, data=data)
    return holding


def create_first_admin(full_name: str, login: str, *, actor: Actor) -> str | None:
    """Make the first administrator; return the one-time password, or None when there is one already."""
    has_admin = sa.select(RoleHolding.id).where(RoleHolding.role == Role.ADMIN).limit(1)
    if db.session.scalar(has_admin) is not None:
        return None
    person = Person(full_name=full_name, civil_servant=False)
    db.session.add(person)
    account, password = create_account(person, login, actor=actor)
    give_role(account, Role.ADMIN, actor=actor, unit_id=None, starts_on=clock.today())
    return password
