"""Tables: the commune, its units and people, accounts, roles held, sign-in sessions."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..core import clock
from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.permissions import Permission
from ..core.text import fold, name_sort_key, sort_key
from .roles import ROLE_PERMISSIONS, Role


class UnitKind(enum.StrEnum):
    """What a unit is; decides which targets of the plan apply to it."""

    COMMUNE = "commune"
    OFFICE = "office"  # phòng chuyên môn, Văn phòng
    SERVICE = "service"  # Trung tâm / Điểm phục vụ hành chính công, đơn vị sự nghiệp
    SCHOOL = "school"
    HEALTH = "health"
    VILLAGE = "village"  # thôn
    QUARTER = "quarter"  # tổ dân phố
    FRONT = "front"  # MTTQ và tổ chức thành viên
    OTHER = "other"


class Honorific(enum.StrEnum):
    """How a person is addressed on paper. There is no default: a wrong guess is printed."""

    MR = "Ông"
    MRS = "Bà"


class ChangeKind(enum.StrEnum):
    """What happened to a unit's name."""

    RENAMED = "renamed"
    MERGED = "merged"


class Purpose(enum.StrEnum):
    """Which papers a signer signs."""

    DECISION = "decision"
    SUBMISSION = "submission"


class Organisation(Versioned, Base):
    """The commune: one row with id 1; all documents read from it."""

    __tablename__ = "organisation"
    name: Mapped[str] = mapped_column(Line(200))  # Ủy ban nhân dân xã Đại Thanh
    short_name: Mapped[str] = mapped_column(Line(100))  # UBND xã Đại Thanh
    commune: Mapped[str] = mapped_column(Line(100))  # xã Đại Thanh
    place_name: Mapped[str] = mapped_column(Line(100))  # Đại Thanh
    city: Mapped[str] = mapped_column(Line(100))  # thành phố Hà Nội
    head_title: Mapped[str] = mapped_column(Line(100))  # Chủ tịch Ủy ban nhân dân xã Đại Thanh
    standing_office: Mapped[str] = mapped_column(Line(100))  # Phòng Văn hóa - Xã hội
    decision_symbol: Mapped[str] = mapped_column(Line(30))  # QĐ-UBND
    submission_symbol: Mapped[str] = mapped_column(Line(30))  # TTr-VHXH
    minutes_symbol: Mapped[str] = mapped_column(Line(30))  # BB-HĐTĐKT
    copies_line: Mapped[str] = mapped_column(Line(60))  # Lưu: VT, VHXH
    register_label: Mapped[str] = mapped_column(Line(60))  # Số sổ vàng
    emblem: Mapped[str | None] = mapped_column(sa.String(64))  # SHA-256 of the picture on certificates
    fund_name: Mapped[str] = mapped_column(Line(200))  # Quỹ thi đua, khen thưởng của xã


class Unit(Versioned, Base):
    """A unit of the commune, in a tree; kept with dates, never deleted."""

    __tablename__ = "unit"
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind))
    name: Mapped[str] = mapped_column(Line(200), unique=True)
    short_name: Mapped[str] = mapped_column(Line(60), default="")
    position: Mapped[int] = mapped_column(default=0)  # order in lists, as on the commune's papers
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    name_key: Mapped[str] = mapped_column(sa.Text, default="")
    name_fold: Mapped[str] = mapped_column(sa.Text, default="")
    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id")

    @property
    def dissolved_on(self) -> dt.date | None:
        """Return the first day on which a unit is no more: from then it gets no rewards (TT 15/2025/TT-BNV)."""
        return self.ends_on + dt.timedelta(days=1) if self.ends_on else None

    @validates("name")
    def _keys(self, _key: str, name: str) -> str:
        self.name_key, self.name_fold = sort_key(name), fold(name)
        return name


class UnitChange(Base):
    """A unit got another name, or was merged into another one, on a day and by a document. `name` is the old name."""

    __tablename__ = "unit_change"
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind))
    name: Mapped[str] = mapped_column(Line(200))
    new_name: Mapped[str] = mapped_column(Line(200))
    effective_on: Mapped[dt.date]  # first day of the new name or unit
    document: Mapped[str] = mapped_column(Line(200))  # Nghị quyết, quyết định: number and date
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name_fold: Mapped[str] = mapped_column(sa.Text, default="", index=True)
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    successor: Mapped[Unit | None] = relationship(foreign_keys=[successor_id])
    __table_args__ = (
        sa.CheckConstraint("(kind = 'merged') = (successor_id IS NOT NULL)", name="merged_into_somebody"),
    )

    @validates("name")
    def _keys(self, _key: str, name: str) -> str:
        self.name_fold = fold(name)
        return name


class Person(Versioned, Base):
    """Somebody with a name: civil servant, teacher, village head, or a citizen who is only a recipient."""

    __tablename__ = "person"
    full_name: Mapped[str] = mapped_column(Line(120))
    honorific: Mapped[Honorific | None] = mapped_column(choice(Honorific))
    born_on: Mapped[dt.date | None]
    title: Mapped[str] = mapped_column(Line(120), default="")  # chức danh: Công chức Tư pháp - Hộ tịch
    position: Mapped[str] = mapped_column(Line(120), default="")  # chức vụ: Phó Trưởng phòng
    qualification: Mapped[str] = mapped_column(Line(120), default="")  # trình độ chuyên môn
    address: Mapped[str] = mapped_column(Line(200), default="")
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    civil_servant: Mapped[bool] = mapped_column(default=True)  # counts in "cán bộ, công chức" of the plan
    left_on: Mapped[dt.date | None]
    name_key: Mapped[str] = mapped_column(sa.Text, default="", index=True)
    name_fold: Mapped[str] = mapped_column(sa.Text, default="")
    unit: Mapped[Unit | None] = relationship()
    account: Mapped["Account | None"] = relationship(viewonly=True)

    @validates("full_name")
    def _keys(self, _key: str, name: str) -> str:
        self.name_key, self.name_fold = name_sort_key(name), fold(name)
        return name

    @property
    def addressed(self) -> str:
        """Return "Ông Nguyễn Văn A", or the bare name while the honorific is not known."""
        return f"{self.honorific.value} {self.full_name}" if self.honorific else self.full_name

    @property
    def job(self) -> str:
        """Return the line below a name on paper: position or title, and unit."""
        what = self.position or self.title
        return ", ".join(part for part in (what, self.unit.name if self.unit else "") if part)


class Signer(Base):
    """Who signs, and with which lines above the name (CHỦ TỊCH; KT. CHỦ TỊCH / PHÓ CHỦ TỊCH), with dates."""

    __tablename__ = "signer"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    lines: Mapped[str] = mapped_column(Prose)  # one line of the signature block per line
    purpose: Mapped[str] = mapped_column(sa.String(20), default="decision")  # decision, submission
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    person: Mapped[Person] = relationship()


class Account(Base):
    """What signs in. Also the `actor` of acts: has an id and a display name."""

    __tablename__ = "account"
    __allow_unmapped__ = True  # for session_token, which is no column
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    login: Mapped[str] = mapped_column(sa.String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    password_changed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    disabled_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    large_text: Mapped[bool] = mapped_column(default=False)
    person: Mapped[Person] = relationship(lazy="joined")
    holdings: Mapped[list["RoleHolding"]] = relationship(lazy="selectin", back_populates="account")

    # what Flask-Login asks; the session row, not the account, is what signs in (see sessions.py)
    is_authenticated = True
    is_anonymous = False
    session_token: str | None = None

    @property
    def is_active(self) -> bool:
        """Return whether the account may be used today."""
        left = self.person.left_on
        return self.disabled_at is None and (left is None or left > clock.today())

    def get_id(self) -> str:
        """Return what the signed cookie carries: the token of the session row."""
        return self.session_token or ""

    @property
    def display_name(self) -> str:
        """Return the person's name."""
        return self.person.full_name

    def holds(self, role: Role) -> bool:
        """Return whether a role is held today, in any unit."""
        return any(h.role == role for h in self.current_holdings())

    def current_holdings(self) -> list["RoleHolding"]:
        """Return the roles held today."""
        today = clock.today()
        return [h for h in self.holdings if h.on(today)]

    def has(self, permission: Permission | str) -> bool:
        """Return whether any role held today carries the permission (in whatever unit)."""
        return any(permission in ROLE_PERMISSIONS[h.role] for h in self.current_holdings())

    def permissions(self) -> frozenset[Permission]:
        """Return all permissions of the roles held today: for a page that asks many times."""
        return frozenset(one for h in self.current_holdings() for one in ROLE_PERMISSIONS[h.role])

    def units_with(self, permission: Permission) -> set[int] | None:
        """Return the ids of units in which the permission is held; None means the whole commune."""
        found = [h for h in self.current_holdings() if permission in ROLE_PERMISSIONS[h.role]]
        if any(h.unit_id is None for h in found):
            return None
        return {unit_id for h in found for unit_id in h.covers()}

    def has_in(self, permission: Permission, unit_id: int | None) -> bool:
        """Return whether the permission is held for this unit (or the whole commune)."""
        units = self.units_with(permission)
        return units is None or unit_id in units


class RoleHolding(Base):
    """A role of an account, in a unit with its sub-units or in the whole commune, from a date to a date."""

    __tablename__ = "role_holding"
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    account: Mapped[Account] = relationship(back_populates="holdings")
    unit: Mapped[Unit | None] = relationship()

    def on(self, day: dt.date) -> bool:
        """Return whether the role is held on a day (the end date is the last day)."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def covers(self) -> set[int]:
        """Return the ids of the unit and all units below it; empty for a commune-wide role."""
        if self.unit_id is None:
            return set()
        session = sa.orm.object_session(self)
        if session is None:
            return {self.unit_id}
        tree = sa.select(Unit.id).where(Unit.id == self.unit_id).cte(recursive=True)
        tree = tree.union_all(sa.select(Unit.id).where(Unit.parent_id == tree.c.id))
        return set(session.scalars(sa.select(tree.c.id)))


class LoginSession(Base):
    """A signed-in browser. Deleting the row ends it, whatever cookie is still around."""

    __tablename__ = "login_session"
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    seen_at: Mapped[dt.datetime] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(sa.String(60), default="")
    agent: Mapped[str] = mapped_column(Line(200), default="")


class SignInFailure(Base):
    """A failed sign-in, for throttling per login name and per address; old rows are removed."""

    __tablename__ = "sign_in_failure"
    login: Mapped[str] = mapped_column(sa.String(60), index=True)
    address: Mapped[str] = mapped_column(sa.String(60), index=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)
