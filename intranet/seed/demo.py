"""Example people in every role, for a demo database only. One password for all, printed at the start."""

import datetime as dt

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from ..council.models import Council, CouncilKind, CouncilMember, Seat
from ..people import sessions
from ..people.models import Account, Honorific, Person, RoleHolding, Signer, Unit
from ..people.roles import Role

PASSWORD = "sen-no-thang-bay"  # noqa: S105  # printed on the screen: a demo database holds nothing secret

_MR, _MRS = Honorific.MR, Honorific.MRS
_VP, _VHXH, _KT = "Văn phòng HĐND - UBND", "Phòng Văn hóa - Xã hội", "Phòng Kinh tế"
_PVHCC, _ROOT = "Điểm phục vụ hành chính công", "UBND xã Đại Thanh"
_HEALTH, _SCHOOL, _VILLAGE = "Trạm Y tế", "Trường Tiểu học Đại Thanh", "Thôn Tả Thanh Oai"
_R = Role
# login, name, honorific, position, unit, roles as (role, whole commune?)
PEOPLE: tuple[tuple[str, str, Honorific, str, str, tuple[tuple[Role, bool], ...]], ...] = (
    ("chutich", "Nguyễn Văn Hưng", _MR, "Chủ tịch Ủy ban nhân dân xã", _ROOT,
     ((_R.CHAIRMAN, True), (_R.COUNCIL_CHAIR, True))),
    ("phochutich", "Trần Thị Minh Nguyệt", _MRS, "Phó Chủ tịch Ủy ban nhân dân xã", _ROOT,
     ((_R.COUNCIL_MEMBER, True),)),
    ("thuongtruc", "Lê Thị Hạnh", _MRS, "Trưởng phòng", _VHXH,
     ((_R.STANDING, True), (_R.UNIT_HEAD, False), (_R.COUNCIL_MEMBER, True))),
    ("thuky", "Phạm Quang Đạt", _MR, "Phó Trưởng phòng", _VHXH, ((_R.COUNCIL_SECRETARY, True), (_R.STAFF, False))),
    ("truongphong", "Đỗ Đức Thịnh", _MR, "Phụ trách", _PVHCC,
     ((_R.UNIT_HEAD, False), (_R.STAFF, False))),
    ("nhanvien", "Nguyễn Thị Lan Anh", _MRS, "Công chức Tư pháp - Hộ tịch", _PVHCC, ((_R.STAFF, False),)),
    ("nhanvien2", "Vũ Đình Ân", _MR, "Công chức Một cửa", _PVHCC, ((_R.STAFF, False),)),
    ("kinhte", "Hoàng Văn Bách", _MR, "Trưởng phòng", _KT,
     ((_R.UNIT_HEAD, False), (_R.STAFF, False), (_R.COUNCIL_MEMBER, True))),
    ("vanphong", "Ngô Thị Thu Đông", _MRS, "Chánh Văn phòng", _VP,
     ((_R.UNIT_HEAD, False), (_R.STAFF, False), (_R.COUNCIL_MEMBER, True))),
    ("vanthu", "Bùi Thị Yến", _MRS, "Văn thư", _VP, ((_R.CLERK, True), (_R.STAFF, False))),
    ("mattran", "Đặng Văn Khải", _MR, "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam xã",
     "Ủy ban Mặt trận Tổ quốc Việt Nam xã", ((_R.UNIT_HEAD, False), (_R.COUNCIL_MEMBER, True))),
    ("yte", "Trịnh Thị Ngọc Ánh", _MRS, "Trưởng trạm", _HEALTH,
     ((_R.UNIT_HEAD, False), (_R.STAFF, False), (_R.COUNCIL_MEMBER, True))),
    ("hieutruong", "Phan Thị Quế", _MRS, "Hiệu trưởng", _SCHOOL,
     ((_R.UNIT_HEAD, False), (_R.STAFF, False), (_R.COUNCIL_MEMBER, True))),
    ("truongthon", "Lưu Văn Ước", _MR, "Trưởng thôn", _VILLAGE, ((_R.UNIT_HEAD, False),)),
    ("quantri", "Cao Minh Tuấn", _MR, "Chuyên viên công nghệ thông tin", _VP, ((_R.ADMIN, True),)),
)  # fmt: skip

# nine seats of the award council, five of the initiative council, by login
_AWARD_SEATS = (
    ("chutich", Seat.CHAIR), ("phochutich", Seat.VICE_CHAIR), ("thuongtruc", Seat.STANDING),
    ("thuky", Seat.SECRETARY), ("vanphong", Seat.MEMBER), ("kinhte", Seat.MEMBER), ("mattran", Seat.MEMBER),
    ("yte", Seat.MEMBER), ("hieutruong", Seat.MEMBER),
)  # fmt: skip
_INITIATIVE_SEATS = (
    ("chutich", Seat.CHAIR), ("thuongtruc", Seat.STANDING), ("thuky", Seat.SECRETARY), ("vanphong", Seat.MEMBER),
    ("kinhte", Seat.MEMBER),
)  # fmt: skip


def load_demo() -> bool:
    """Load example people, roles, signers and two councils when there is no account yet; say whether it did."""
    if db.session.scalar(sa.select(Account.id).limit(1)) is not None:
        return False
    units = {unit.name: unit for unit in db.session.scalars(sa.select(Unit))}
    since, hashed = dt.date(2026, 1, 1), sessions.hash_password(PASSWORD)
    people: dict[str, Person] = {}
    for login, name, honorific, position, unit, roles in PEOPLE:
        person = Person(full_name=name, honorific=honorific, position=position, unit_id=units[unit].id)
        account = Account(
            person=person, login=login, password_hash=hashed, must_change_password=False,
            password_changed_at=clock.now(),
        )  # fmt: skip
        account.holdings = [
            RoleHolding(role=role, unit_id=None if everywhere else units[unit].id, starts_on=since)
            for role, everywhere in roles
        ]
        db.session.add(account)
        people[login] = person
    db.session.flush()
    signers = (
        ("chutich", "CHỦ TỊCH", "decision"),
        ("phochutich", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "decision"),
        ("thuongtruc", "TRƯỞNG PHÒNG", "submission"),
    )
    for login, lines, purpose in signers:
        db.session.add(Signer(person_id=people[login].id, lines=lines, purpose=purpose, starts_on=since))
    _council(CouncilKind.AWARD, "Hội đồng Thi đua - Khen thưởng xã Đại Thanh", _AWARD_SEATS, people)
    _council(CouncilKind.INITIATIVE, "Hội đồng Sáng kiến xã Đại Thanh", _INITIATIVE_SEATS, people)
    db.session.commit()
    return True


def _council(
    kind: CouncilKind, name: str, seats: tuple[tuple[str, Seat], ...], people: dict[str, Person]
) -> None:
    founded = dt.date(2026, 1, 15)
    council = Council(
        kind=kind, name=name, founded_on=founded,
        founding_decision="Quyết định số 12/QĐ-UBND ngày 15 tháng 01 năm 2026 (ví dụ)",
    )  # fmt: skip
    council.seats = [
        CouncilMember(person_id=people[login].id, seat=seat, position=place, starts_on=founded)
        for place, (login, seat) in enumerate(seats, start=1)
    ]
    db.session.add(council)


def sign_in_help() -> str:
    """Return what the start prints: who may sign in and how."""
    lines = [
        "Sign in with any of these names and the password  " + PASSWORD + "  (example data, marked as such):"
    ]
    lines += [f"  {login:<12} {name}, {position}, {unit}" for login, name, _, position, unit, _ in PEOPLE]
    return "\n".join(lines)
