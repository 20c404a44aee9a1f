"""I15: civil servants whose newest valid assessment at the end of a quarter is the advanced level."""

from typing import Any

import sqlalchemy as sa

from ...people.models import Person
from ...training.models import Level, SkillAssessment
from ..models import IndicatorQuarter
from ..sources import Record, Source, register
from . import headcount


def _advanced(units: set[int] | None) -> sa.Subquery:
    """Return (quarter_id, person_id) of people at the advanced level at the end of the quarter."""
    # a text that sorts as (day, number) does: the newest assessment is the largest
    place = sa.cast(SkillAssessment.assessed_on, sa.String) + sa.cast(
        SkillAssessment.id + 1_000_000_000, sa.String
    )
    advanced = SkillAssessment.level == Level.ADVANCED
    newest = (
        sa.select(
            IndicatorQuarter.id.label("quarter_id"),
            SkillAssessment.person_id.label("person_id"),
            sa.func.max(sa.case((advanced, place), else_="")).label("reached"),
            sa.func.max(sa.case((advanced, ""), else_=place)).label("other"),
        )
        .select_from(SkillAssessment)
        .join(IndicatorQuarter, SkillAssessment.assessed_on <= IndicatorQuarter.ends_on)
        .where(
            sa.or_(
                SkillAssessment.expires_on.is_(None), SkillAssessment.expires_on >= IndicatorQuarter.ends_on
            )
        )
        .group_by(IndicatorQuarter.id, SkillAssessment.person_id)
    )
    if units is not None:
        newest = newest.where(
            SkillAssessment.person_id.in_(sa.select(Person.id).where(Person.unit_id.in_(units)))
        )
    found = newest.subquery()
    return sa.select(found.c.quarter_id, found.c.person_id).where(found.c.reached > found.c.other).subquery()


def figures(units: set[int] | None) -> Any:
    """Return per quarter and unit: people at the advanced level / civil servants."""
    advanced = _advanced(units)
    return headcount.share(advanced, advanced.c.quarter_id == IndicatorQuarter.id, units)


def records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the civil servants, those below the advanced level first."""
    advanced = _advanced(None if unit_id is None else {unit_id})
    words = ("Đạt chuẩn nâng cao", "Chưa đạt chuẩn nâng cao")
    return headcount.listed(advanced, advanced.c.quarter_id == quarter.id, quarter, unit_id, words)


register(
    Source(
        code="I15",
        formula="Cán bộ, công chức có lần đánh giá kỹ năng số mới nhất còn hiệu lực cuối quý là “nâng cao” / "
        "cán bộ, công chức đang làm việc cuối quý.",
        figures=figures,
        records=records,
        watches={
            SkillAssessment: lambda one: {one.person.unit_id},
            Person: lambda one: {one.unit_id},
        },
    )
)
