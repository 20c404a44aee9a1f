"""I11, I17, I18 and X5: digital signatures, community digital teams, outreach sessions."""

from typing import Any

import sqlalchemy as sa

from ...community import counts
from ...community.models import CommunityTeam, DigitalSignature, OutreachEvent, TeamMember
from ...community.states import EventState
from ...core.db import db
from ...core.text import short_date
from ...people.models import Person, Unit, UnitKind
from .. import rules
from ..models import IndicatorQuarter
from ..sources import RECORDS_SHOWN, Record, Source, every_unit, in_quarter, register
from . import headcount

Figures = dict[int, tuple[int, int]]
IN_TEAM = range(3, 6)  # members that the plan asks of a team (III.5)


def _signers() -> sa.Subquery:
    """Return (quarter_id, person_id) of people with a valid signature that their unit confirmed in use."""
    end = IndicatorQuarter.ends_on
    return (
        sa.select(IndicatorQuarter.id.label("quarter_id"), DigitalSignature.person_id.label("person_id"))
        .select_from(DigitalSignature)
        .join(
            IndicatorQuarter,
            sa.and_(
                DigitalSignature.issued_on <= end,
                DigitalSignature.valid_to >= end,
                DigitalSignature.used_since <= end,
                sa.or_(DigitalSignature.ended_on.is_(None), DigitalSignature.ended_on > end),
            ),
        )
        .distinct()
        .subquery()
    )


def i11(units: set[int] | None) -> Any:
    """Return per quarter and unit: civil servants who sign digitally in their work / civil servants."""
    signers = _signers()
    return headcount.share(signers, signers.c.quarter_id == IndicatorQuarter.id, units)


def i11_records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the civil servants, those without a signature in use first."""
    signers = _signers()
    words = ("Chữ ký số còn hiệu lực, đang dùng", "Chưa có chữ ký số còn hiệu lực được xác nhận dùng")
    return headcount.listed(signers, signers.c.quarter_id == quarter.id, quarter, unit_id, words)


def _villages(quarter: IndicatorQuarter) -> list[Unit]:
    query = sa.select(Unit).where(Unit.kind.in_((UnitKind.VILLAGE, UnitKind.QUARTER))).order_by(Unit.position)
    return [unit for unit in db.session.scalars(query) if rules.exists_in(unit, quarter)]


def i17(quarter: IndicatorQuarter) -> Figures:
    """Return thôn, tổ dân phố -> has a team by Decision at the end of the quarter / 1."""
    teams = counts.teams_at(quarter.ends_on)
    return {unit.id: (int(unit.id in teams), 1) for unit in _villages(quarter)}


def x5(quarter: IndicatorQuarter) -> Figures:
    """Return thôn, tổ dân phố -> its team has 3 to 5 members / 1; places without a team are left out."""
    return {unit: (int(size in IN_TEAM), 1) for unit, size in counts.teams_at(quarter.ends_on).items()}


def team_records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the places with the size of their team."""
    teams = counts.teams_at(quarter.ends_on)
    query = sa.select(CommunityTeam.unit_id, CommunityTeam.id, CommunityTeam.decision_number)
    rows = {
        row.unit_id: row
        for row in db.session.execute(query.where(counts.in_force(CommunityTeam, quarter.ends_on)))
    }
    return [
        Record(
            unit.name,
            f"{teams[unit.id]} thành viên, {rows[unit.id].decision_number}"
            if unit.id in rows
            else "Chưa có tổ",
            f"/cong-dong/to/{rows[unit.id].id}" if unit.id in rows else "",
            unit.id in teams,
        )
        for unit in _villages(quarter)
        if unit_id in (None, unit.id)
    ]


def i18(units: set[int] | None) -> Any:
    """Return per quarter and organising unit: confirmed sessions / 1."""
    query = (
        sa.select(
            IndicatorQuarter.id,
            OutreachEvent.unit_id,
            sa.func.count(OutreachEvent.id).label("numerator"),
            sa.literal(1).label("denominator"),
        )
        .select_from(OutreachEvent)
        .join(IndicatorQuarter, in_quarter(OutreachEvent.held_on))
        .where(OutreachEvent.state == EventState.CONFIRMED)
        .group_by(IndicatorQuarter.id, OutreachEvent.unit_id)
    )
    return query if units is None else query.where(OutreachEvent.unit_id.in_(units))


def i18_records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the confirmed sessions of a quarter."""
    query = (
        sa.select(OutreachEvent)
        .where(OutreachEvent.state == EventState.CONFIRMED)
        .where(OutreachEvent.held_on.between(quarter.starts_on, quarter.ends_on))
        .order_by(OutreachEvent.held_on, OutreachEvent.id)
        .limit(RECORDS_SHOWN + 1)
    )
    if unit_id is not None:
        query = query.where(OutreachEvent.unit_id == unit_id)
    return [
        Record(
            one.title,
            f"{short_date(one.held_on)}, {one.place}, {one.taught or 0} người được hướng dẫn",
            f"/cong-dong/buoi/{one.id}",
        )
        for one in db.session.scalars(query)
    ]


register(
    Source(
        code="I11",
        formula="Cán bộ, công chức có chữ ký số còn hiệu lực cuối quý và đơn vị đã xác nhận dùng trong công việc / "
        "cán bộ, công chức đang làm việc cuối quý.",
        figures=i11,
        records=i11_records,
        watches={DigitalSignature: lambda one: {one.person.unit_id}, Person: lambda one: {one.unit_id}},
    )
)
for _code, _counts, _formula in (
    (
        "I17",
        i17,
        "Thôn, tổ dân phố có tổ được thành lập bằng quyết định, còn hoạt động cuối quý / thôn, tổ dân phố.",
    ),
    ("X5", x5, "Tổ có từ 3 đến 5 thành viên cuối quý / tổ đang hoạt động."),
):
    register(
        Source(
            code=_code,
            formula=_formula,
            counts=_counts,
            records=team_records,
            watches={CommunityTeam: every_unit, TeamMember: every_unit, Unit: every_unit},
        )
    )
register(
    Source(
        code="I18",
        formula="Đếm buổi tuyên truyền, hướng dẫn đã tổ chức trong quý và đã được xác nhận, theo đơn vị tổ chức.",
        figures=i18,
        records=i18_records,
        watches={OutreachEvent: lambda one: {one.unit_id}},
    )
)
