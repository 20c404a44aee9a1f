"""Sign-in: argon2id passwords, throttling, one row per signed-in browser that logout deletes."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..core import audit, clock
from ..core.db import db, may_write
from ..core.errors import NotReady, NotThere, TooOften
from ..core.text import fold
from .models import Account, LoginSession, SignInFailure

IDLE = dt.timedelta(minutes=60)
ABSOLUTE = dt.timedelta(hours=12)
TRIES = 5  # per account in WINDOW; the sixth is refused
TRIES_PER_ADDRESS = 60  # a whole office shares an address
WINDOW = dt.timedelta(minutes=5)
MIN_PASSWORD, MAX_PASSWORD = 10, 128

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
_NOBODY_HASH = _hasher.hash(secrets.token_urlsafe(16))  # same work for a login that does not exist

audit.declare(
    "people",
    signed_in=("address",),
    sign_in_failed=("login", "address"),
    signed_out=(),
    session_ended=(),
    password_changed=(),
)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password (64 MiB, t=3, p=4)."""
    return _hasher.hash(password)


def check_new_password(password: str, account: Account) -> None:
    """NotReady (in Vietnamese) when a new password is too short, too long, known or about the person."""
    folded = fold(password).replace(" ", "")
    words = [account.login, *fold(account.person.full_name).split()]
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise NotReady(
            f"Mật khẩu cần từ {MIN_PASSWORD} đến {MAX_PASSWORD} ký tự. Một câu dài dễ nhớ là tốt nhất."
        )
    common = any(word in folded for word in _COMMON) or len(set(folded)) < 5
    own = any(len(word) > 3 and word in folded and len(folded) < len(word) + 8 for word in words)
    if common or own:
        raise NotReady(
            "Mật khẩu này quá dễ đoán. Hãy chọn một câu riêng của bạn, ví dụ bốn từ không liên quan."
        )


_COMMON = (
    "matkhau",
    "password",
    "123456",
    "12345678",
    "qwerty",
    "daithanh",
    "ubnd",
    "abc123",
    "iloveyou",
    "admin",
)


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(
    login: str, password: str, *, address: str, agent: str, open_session: bool = True
) -> Account | None:
    """Check a login; return the account with a fresh session token, or None (and note the failure).

    TooOften when this account or address failed too often in the last minutes. Unknown and disabled logins
    cost the same work and give the same answer as a wrong password. `open_session=False` only checks.
    """
    login = fold(login).replace(" ", "")[:60]
    since = clock.now() - WINDOW
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.at < since))
    count = sa.select(sa.func.count()).select_from(SignInFailure)
    by_login = db.session.scalar(count.where(SignInFailure.login == login)) or 0
    by_address = db.session.scalar(count.where(SignInFailure.address == address)) or 0
    if by_login >= TRIES or by_address >= TRIES_PER_ADDRESS:
        raise TooOften(
            "Đã nhập sai nhiều lần. Hãy đợi 5 phút rồi thử lại, hoặc nhờ quản trị đặt lại mật khẩu."
        )
    account = db.session.scalar(sa.select(Account).where(Account.login == login))
    try:
        stored = account.password_hash if account else _NOBODY_HASH
        right = bool(_hasher.verify(stored, password[: MAX_PASSWORD * 4]))
    except (VerificationError, InvalidHashError):
        right = False
    if account is None or not right or not account.is_active:
        db.session.add(SignInFailure(login=login, address=address, at=clock.now()))
        data = {"login": login, "address": address}
        audit.record("people:sign_in_failed", actor=audit.SYSTEM, data=data)
        return None
    if _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.login == login))
    if not open_session:
        return account
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.execute(sa.delete(LoginSession).where(expired(now)))
    db.session.add(
        LoginSession(
            token_hash=_token_hash(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            address=address,
            agent=agent[:200],
        )
    )
    audit.record("people:signed_in", actor=account, obj=account, data={"address": address})
    account.session_token = token
    return account


def step_up(account: Account, password: str, *, address: str) -> bool:
    """Check the password of a signed-in person once more; wrong ones count like those of the sign-in page.

    TooOften when this account or address failed too often. The caller commits also for a wrong one: it is noted.
    """
    signed = sign_in(account.login, password, address=address, agent="step-up", open_session=False)
    return signed is not None


def load(token: str, *, visit: bool = True) -> Account | None:
    """Return the account of a session token, or None when the session has ended in any way.

    Notes the visit at most every five minutes, on a connection of its own: reading pages stay reading. A page that
    asks by itself whether something changed is no `visit`.
    """
    if not token:
        return None
    row = db.session.scalar(sa.select(LoginSession).where(LoginSession.token_hash == _token_hash(token)))
    now = clock.now()
    if row is None or now - row.created_at > ABSOLUTE or now - row.seen_at > IDLE:
        return None
    account = db.session.get(Account, row.account_id)
    if account is None or not account.is_active:
        return None
    account.session_token = token
    if visit and now - row.seen_at > dt.timedelta(minutes=5):
        _note_visit(row.id, now)
    return account


def _note_visit(session_id: int, now: dt.datetime) -> None:
    if may_write.get():
        db.session.execute(sa.update(LoginSession).where(LoginSession.id == session_id).values(seen_at=now))
        return
    # the reading transaction would hold the lock that this write waits for
    db.session.rollback()
    marker = may_write.set(True)
    try:
        with db.engine.begin() as connection:
            connection.execute(
                sa.update(LoginSession).where(LoginSession.id == session_id).values(seen_at=now)
            )
    finally:
        may_write.reset(marker)


def sign_out(token: str, *, actor: Account) -> None:
    """End this browser's session: a copy of its cookie is worth nothing afterwards."""
    db.session.execute(sa.delete(LoginSession).where(LoginSession.token_hash == _token_hash(token)))
    audit.record("people:signed_out", actor=actor, obj=actor)


def own_sessions(account: Account) -> list[LoginSession]:
    """Return the account's sessions that have not ended, the last used first."""
    query = sa.select(LoginSession).where(LoginSession.account_id == account.id, ~expired(clock.now()))
    return list(db.session.scalars(query.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())))


def is_current(row: LoginSession, account: Account) -> bool:
    """Return whether a session row is the one through which the account speaks now."""
    return row.token_hash == _token_hash(account.session_token or "")


def end_one(account: Account, session_id: int, *, actor: Account) -> None:
    """End one of the account's own sessions; NotThere when it is none of them or has ended already."""
    query = sa.delete(LoginSession).where(
        LoginSession.id == session_id, LoginSession.account_id == account.id
    )
    ended = db.session.execute(query.returning(LoginSession.id)).scalar()
    if ended is None:
        raise NotThere("Thiết bị này đã đăng xuất rồi.")
    audit.record("people:session_ended", actor=actor, obj=account)


def end_others(account: Account) -> None:
    """End all sessions of the account but the one through which it speaks now."""
    end_sessions(account, except_token=account.session_token)
    audit.record("people:session_ended", actor=account, obj=account)


def end_sessions(account: Account, *, except_token: str | None = None) -> None:
    """End all sessions of an account, or all but one (after a password change)."""
    query = sa.delete(LoginSession).where(LoginSession.account_id == account.id)
    if except_token:
        query = query.where(LoginSession.token_hash != _token_hash(except_token))
    db.session.execute(query)


def change_password(account: Account, old: str, new: str, *, actor: Account) -> None:
    """Change the own password, end all other sessions; NotReady for a wrong old or a weak new one."""
    try:
        _hasher.verify(account.password_hash, old)
    except (VerificationError, InvalidHashError):
        raise NotReady("Mật khẩu hiện tại chưa đúng.", ["Mật khẩu hiện tại"]) from None
    check_new_password(new, account)
    if old == new:
        raise NotReady("Mật khẩu mới phải khác mật khẩu hiện tại.", ["Mật khẩu mới"])
    set_password(account, new, must_change=False)
    end_sessions(account, except_token=account.session_token)
    audit.record("people:password_changed", actor=actor, obj=account)
    changed(account, actor)


# told when an account changes hands, perhaps: password, role, opening; secret ballots hold it then
WATCHERS: list[Callable[[Account, audit.Actor], None]] = []


def changed(account: Account, actor: audit.Actor) -> None:
    """Tell the watchers that somebody changed this account."""
    for watcher in WATCHERS:
        watcher(account, actor)


def set_password(account: Account, password: str, *, must_change: bool) -> None:
    """Store a new password hash."""
    account.password_hash = hash_password(password)
    account.must_change_password = must_change
    account.password_changed_at = clock.now()


def one_time_password() -> str:
    """Return a random first password that can be read out on the phone: must be changed at first sign-in."""
    alphabet = "abcdefghkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def expired(now: dt.datetime) -> Any:
    """Return the condition of sessions that have ended by time (for the sweeper)."""
    return sa.or_(LoginSession.created_at < now - ABSOLUTE, LoginSession.seen_at < now - IDLE)
