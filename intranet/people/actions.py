"""Acts on accounts and roles; those on people and units: `staff_actions`, the commune: `settings_actions`."""

import datetime as dt

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission
from ..core.text import fold
from ..notices import actions as notices
from . import rules, sessions
from .models import Account, Person, RoleHolding
from .phrases import WORDS
from .queries import accounts_with
from .roles import Role

audit.declare(
    "people",
    account_created=("login",),
    account_disabled=(),
    account_enabled=(),
    password_reset=(),
    role_given=("role", "unit_id", "starts_on", "ends_on"),
    own_role_given=("role", "unit_id", "starts_on", "ends_on"),
    role_ended=("role", "unit_id", "ends_on"),
)


def create_account(person: Person, login: str, *, actor: Actor) -> tuple[Account, str]:
    """Make a person's account; return it with its one-time password.

    NotReady when the login is taken or odd, or the person has an account or no longer works here.
    """
    login = fold(login).replace(" ", "")
    plain = login.replace(".", "").replace("-", "").replace("_", "")
    if not 3 <= len(login) <= 60 or not (plain.isascii() and plain.isalnum()):
        raise NotReady("Tên đăng nhập cần 3 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc gạch.")
    if db.session.scalar(sa.select(Account.id).where(Account.login == login)) is not None:
        raise NotReady(f"Tên đăng nhập “{login}” đã có người dùng.")
    if (
        person.id
        and db.session.scalar(sa.select(Account.id).where(Account.person_id == person.id)) is not None
    ):
        raise NotReady("Người này đã có tài khoản.")
    if person.left_on is not None and person.left_on <= clock.today():
        raise NotReady("Người này đã nghỉ công tác, không cấp tài khoản.")
    password = sessions.one_time_password()
    account = Account(person=person, login=login, password_hash="", holdings=[])
    sessions.set_password(account, password, must_change=True)
    db.session.add(account)
    db.session.flush()
    audit.record("people:account_created", actor=actor, obj=account, data={"login": login})
    sessions.changed(account, actor)
    return account, password


def reset_password(account: Account, *, actor: Account) -> str:
    """Give a new one-time password and end all sessions of the account; the password is kept nowhere."""
    rules.require_not_own(account, actor, "đặt lại mật khẩu ở đây; hãy dùng mục Đổi mật khẩu")
    password = sessions.one_time_password()
    sessions.set_password(account, password, must_change=True)
    sessions.end_sessions(account)
    audit.record("people:password_reset", actor=actor, obj=account)
    sessions.changed(account, actor)
    return password


def disable(account: Account, *, actor: Account, reason: str) -> None:
    """Shut an account and end its sessions. WrongState when it is shut already, Barred for the own one."""
    rules.require_not_own(account, actor, "khóa tài khoản của mình")
    if account.disabled_at is not None:
        raise WrongState("Tài khoản này đã bị khóa từ trước.")
    account.disabled_at = clock.now()
    sessions.end_sessions(account)
    audit.record("people:account_disabled", actor=actor, obj=account, reason=reason)


def enable(account: Account, *, actor: Account) -> None:
    """Open a shut account again. WrongState when it is open, NotReady when the person has left."""
    if account.disabled_at is None:
        raise WrongState("Tài khoản này đang mở.")
    if account.person.left_on is not None and account.person.left_on <= clock.today():
        raise NotReady("Người này đã nghỉ công tác. Hãy ghi nhận trở lại công tác trước.")
    account.disabled_at = None
    audit.record("people:account_enabled", actor=actor, obj=account)
    sessions.changed(account, actor)


def give_role(
    account: Account,
    role: Role,
    *,
    actor: Actor,
    unit_id: int | None,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> RoleHolding:
    """Give a role in a unit or (None) the whole commune from a date to a date.

    NotReady when the dates are reversed or the same role is held there at the same time. Who gives herself a
    role is logged as such, and the other administrators and the chairman are told.
    """
    if ends_on is not None and ends_on < starts_on:
        raise NotReady("Ngày kết thúc phải sau ngày bắt đầu.", ["Đến ngày"])
    if any(
        h.role == role and h.unit_id == unit_id and _overlap(h, starts_on, ends_on) for h in account.holdings
    ):
        raise NotReady(f"Vai trò “{WORDS[f'Role.{role.value}']}” đã được giao trong thời gian này.")
    holding = RoleHolding(account=account, role=role, unit_id=unit_id, starts_on=starts_on, ends_on=ends_on)
    db.session.add(holding)
    db.session.flush()
    data = {"role": role.value, "unit_id": unit_id, "starts_on": starts_on, "ends_on": ends_on}
    sessions.changed(account, actor)
    own = account.id == actor.id
    audit.record(f"people:{'own_role_given' if own else 'role_given'}", actor=actor, obj=account, data=data)
    if own:
        watchers = [*accounts_with(Permission.AUDIT_READ), *accounts_with(Permission.DECISIONS_APPROVE)]
        title = f"{actor.display_name} tự giao cho mình vai trò {WORDS[f'Role.{role.value}']}"
        notices.tell({a.id for a in watchers} - {account.id}, title, url="", text="Đã ghi vào nhật ký.")
    return holding


def _overlap(held: RoleHolding, starts_on: dt.date, ends_on: dt.date | None) -> bool:
    if held.ends_on is not None and held.ends_on < starts_on:
        return False
    return ends_on is None or ends_on >= held.starts_on


def end_role(holding: RoleHolding, ends_on: dt.date, *, actor: Account) -> None:
    """End a role with the given last day (yesterday or earlier: it is gone at the next request).

    Barred when an administrator would end her own right to administer.
    """
    if holding.role == Role.ADMIN:
        rules.require_not_own(holding.account, actor, "kết thúc vai trò quản trị của mình")
    if holding.ends_on is not None and holding.ends_on < clock.today():
        raise WrongState("Vai trò này đã kết thúc từ trước.")
    holding.ends_on = ends_on
    data = {"role": holding.role.value, "unit_id": holding.unit_id, "ends_on": ends_on}
    audit.record("people:role_ended", actor=actor, obj=holding.account, data=data)


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
