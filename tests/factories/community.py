"""Outreach events, teams, signatures, difficulties, duties for tests, made by the real acts."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from intranet.community import (
    duty_actions,
    event_actions,
    remedies,
    roster_actions,
    signature_actions,
    team_actions,
)
from intranet.community.models import (
    CommunityTeam,
    Difficulty,
    DigitalSignature,
    Obligation,
    OutreachEvent,
    OutreachTopic,
    Remedy,
    RemedySource,
    SignatureKind,
)
from intranet.community.states import EventState, RemedyState
from intranet.core import clock, files
from intranet.core.db import db
from intranet.people.models import Unit
from tests.factories.people import account, unit

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
VILLAGE = "Thôn Tả Thanh Oai"
FOUNDED = dt.date(2026, 3, 2)


def village() -> Unit:
    """Return the example thôn."""
    return unit(VILLAGE)


def values(**changes: Any) -> dict[str, Any]:
    """Return everything that a planned session holds."""
    return {
        "village_id": village().id,
        "topic": OutreachTopic.SMARTPHONE,
        "title": "Hướng dẫn dùng điện thoại thông minh",
        "held_on": clock.today() - dt.timedelta(days=3),
        "place": "Nhà văn hóa thôn",
    } | changes


def planned(owner: str = "truongthon", **changes: Any) -> OutreachEvent:
    """Return a session on the calendar of the owner's unit."""
    writer = account(owner)
    return event_actions.create(values(**changes), actor=writer, unit_id=writer.person.unit_id or 0)


def at(state: EventState, owner: str = "truongthon", taught: int = 30, **changes: Any) -> OutreachEvent:
    """Return a session that went the real way to a state."""
    made, writer, desk = planned(owner, **changes), account(owner), account("vanthu")
    if state == EventState.CANCELLED:
        event_actions.cancel(made, actor=writer, reason="Mưa lớn, hoãn sang tháng sau.")
    if state in (EventState.PLANNED, EventState.CANCELLED):
        return made
    files.attach(made, "anh.png", PNG, actor=writer, purpose=event_actions.PHOTO)
    event_actions.report(made, actor=writer, taught=taught)
    if state == EventState.CONFIRMED:
        event_actions.confirm(made, actor=desk)
    elif state == EventState.RETURNED:
        event_actions.send_back(made, actor=desk, reason="Ảnh mờ, không thấy người dự.")
    return made


def team(members: int = 3, unit_id: int | None = None, **changes: Any) -> CommunityTeam:
    """Return the team of the example thôn with some members since its Decision."""
    desk = account("thuongtruc")
    given = {"decision_number": "45/QĐ-UBND", "decided_on": FOUNDED, "starts_on": FOUNDED} | changes
    made = team_actions.found(unit_id or village().id, actor=desk, **given)
    for number in range(members):
        team_actions.add_member(made, member(f"Thành viên số {number + 1}"), actor=desk)
    return made


def member(name: str, **changes: Any) -> dict[str, Any]:
    """Return a member as the form gives it."""
    return {
        "name": name,
        "job": "Bí thư Chi đoàn",
        "phone": "",
        "leader": False,
        "starts_on": FOUNDED,
        "decision_number": "45/QĐ-UBND",
        "decided_on": FOUNDED,
    } | changes


def signature(login: str = "nhanvien", *, used: bool = False, **changes: Any) -> DigitalSignature:
    """Return a signature of an example person; confirmed in use by the head when asked."""
    given = {
        "kind": SignatureKind.TOKEN,
        "serial": f"TK-{login}",
        "provider": "Ban Cơ yếu Chính phủ",
        "issued_on": dt.date(2026, 2, 1),
        "valid_to": dt.date(2031, 1, 31),
    } | changes
    made = signature_actions.issue(account(login).person, given, actor=account("vanthu"))
    if used:
        signature_actions.confirm_use(made, actor=account("thuongtruc"))
    return made


def difficulty(owner: str = "truongthon") -> Difficulty:
    """Return a difficulty that waits for its answer."""
    writer = account(owner)
    return duty_actions.report(
        actor=writer,
        unit_id=writer.person.unit_id or 0,
        title="Nhà văn hóa thôn chưa có mạng",
        body="Đề nghị lắp đường truyền.",
    )


def obligations(year: int = 2026) -> list[Obligation]:
    """Return the duties of a year."""
    duty_actions.open_year(year, actor=account("thuongtruc"))
    return list(db.session.scalars(sa.select(Obligation).order_by(Obligation.position)))


def remedy(state: RemedyState = RemedyState.OPEN, unit_id: int | None = None, **changes: Any) -> Remedy:
    """Return something to set right that the standing body gave to the example thôn, in a state."""
    desk = account("thuongtruc")
    given = {
        "title": "Hẹn lại đúng ngày",
        "wrong": "Hồ sơ trả muộn 12 ngày.",
        "source": RemedySource.INDICATOR,
        "source_words": "Quý III năm 2026, chỉ tiêu I01",
        "source_path": "/chi-tieu",
        "person_id": None,
        "due_on": clock.today() + dt.timedelta(days=10),
    } | changes
    made = remedies.open_remedy(given, actor=desk, unit_id=unit_id or village().id)
    if state == RemedyState.DONE:
        remedies.finish(made, actor=desk, result="Đã phân công lại.", finished_on=clock.today())
    elif state == RemedyState.CANCELLED:
        remedies.cancel(made, actor=desk, reason="Giao nhầm đơn vị.")
    return made


def roster(start: dt.date | None = None, login: str = "truongphong", place: str = "Một cửa") -> int:
    """Lay out a week of the head's unit, every half day by the head; return how many half days changed."""
    head = account(login)
    monday = start or roster_actions.monday(clock.today() + dt.timedelta(days=7))
    wanted = dict.fromkeys(roster_actions.cells(monday), head.person_id)
    return roster_actions.save(head.person.unit, place, monday, wanted, actor=head)
