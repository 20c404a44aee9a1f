"""Acts on community digital teams. Nothing here commits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..core import audit
from ..core.db import db
from ..core.errors import NotReady
from ..core.permissions import Permission as P
from ..people.models import Account
from . import rules
from .models import CommunityTeam, TeamMember

audit.declare(
    "community_team",
    founded=("unit_id", "decision"),
    ended=("ends_on",),
    joined=("member", "decision"),
    left=("member", "ends_on"),
)
_NOT_YOURS = "Bạn chỉ ghi được tổ của thôn, tổ dân phố mình."


def found(
    unit_id: int,
    *,
    actor: Account,
    decision_number: str,
    decided_on: dt.date,
    starts_on: dt.date,
    contact: str = "",
) -> CommunityTeam:
    """Set up the team of a thôn by a Decision. NotReady when it has one at that time already."""
    rules.require(actor.has_in(P.COMMUNITY_WRITE, unit_id), _NOT_YOURS)
    if starts_on < decided_on:
        raise NotReady("Ngày bắt đầu phải từ ngày Quyết định trở đi.", ["Hoạt động từ ngày"])
    others = sa.select(CommunityTeam.id).where(
        CommunityTeam.unit_id == unit_id,
        sa.or_(CommunityTeam.ends_on.is_(None), CommunityTeam.ends_on >= starts_on),
    )
    if db.session.scalar(others.limit(1)) is not None:
        raise NotReady("Thôn, tổ dân phố này đã có tổ. Hãy kết thúc tổ cũ trước khi lập tổ mới.", ["Đơn vị"])
    team = CommunityTeam(
        unit_id=unit_id,
        decision_number=decision_number,
        decided_on=decided_on,
        starts_on=starts_on,
        contact=contact,
    )
    db.session.add(team)
    db.session.flush()
    data = {"unit_id": unit_id, "decision": decision_number}
    audit.record("community_team:founded", actor=actor, obj=team, data=data)
    return team


def add_member(team: CommunityTeam, values: dict[str, Any], *, actor: Account) -> TeamMember:
    """Take somebody in from a day, by a Decision. NotReady when the team would have more than five."""
    rules.require(rules.may_keep_team(actor, team), _NOT_YOURS)
    starts_on: dt.date = values["starts_on"]
    if starts_on < team.starts_on:
        raise NotReady("Thành viên tham gia từ ngày tổ hoạt động trở đi.", ["Tham gia từ ngày"])
    later = [m for m in team.members if m.ends_on is None or m.ends_on >= starts_on]
    if any(m.name == values["name"] for m in later):
        raise NotReady(f"{values['name']} đã là thành viên của tổ.", ["Họ và tên"])
    if len(later) >= rules.LARGEST_TEAM:
        raise NotReady(
            f"Mỗi tổ có từ {rules.SMALLEST_TEAM} đến {rules.LARGEST_TEAM} thành viên (Kế hoạch, mục III.5)."
        )
    member = TeamMember(**values)
    team.members.append(member)
    db.session.add(member)
    db.session.flush()
    data = {"member": member.name, "decision": member.decision_number}
    audit.record("community_team:joined", actor=actor, obj=team, data=data)
    return member


def remove_member(
    team: CommunityTeam, member_id: int, *, actor: Account, ends_on: dt.date, ended_by: str
) -> None:
    """Note the last day of a member, with the Decision or reason; the past stays."""
    rules.require(rules.may_keep_team(actor, team), _NOT_YOURS)
    member = next((m for m in team.members if m.id == member_id and m.ends_on is None), None)
    if member is None:
        raise NotReady("Người này không còn là thành viên của tổ.")
    if ends_on < member.starts_on:
        raise NotReady("Ngày thôi tham gia phải từ ngày tham gia trở đi.", ["Ngày thôi tham gia"])
    member.ends_on, member.ended_by = ends_on, ended_by
    audit.record(
        "community_team:left",
        actor=actor,
        obj=team,
        reason=ended_by,
        data={"member": member.name, "ends_on": ends_on.isoformat()},
    )


def end(team: CommunityTeam, *, actor: Account, ends_on: dt.date, reason: str) -> None:
    """Note the last day of the team and of all its members."""
    rules.require(rules.may_keep_team(actor, team), _NOT_YOURS)
    if ends_on < team.starts_on:
        raise NotReady("Ngày kết thúc phải từ ngày tổ hoạt động trở đi.", ["Ngày kết thúc"])
    for member in team.members:
        if member.ends_on is None:
            member.ends_on, member.ended_by = max(ends_on, member.starts_on), reason
    team.ends_on = ends_on
    audit.record(
        "community_team:ended", actor=actor, obj=team, reason=reason, data={"ends_on": ends_on.isoformat()}
    )
