"""I14: civil servants trained in basic digital skills, at the end of a quarter."""

from typing import Any

import sqlalchemy as sa

from ...people.models import Person
from ...training.models import ContentClass, PlanTopic, TrainingRecord
from ...training.states import State
from ..models import IndicatorQuarter
from ..sources import Record, Source, register
from . import headcount


def _trained(units: set[int] | None) -> sa.Subquery:
    """Return person -> last day of the first confirmed training in digital skills."""
    query = (
        sa.select(
            TrainingRecord.person_id.label("person_id"),
            sa.func.min(sa.func.coalesce(TrainingRecord.ends_on, TrainingRecord.starts_on)).label("day"),
        )
        .where(TrainingRecord.state == State.VERIFIED)
        .where(
            sa.or_(
                TrainingRecord.topic == PlanTopic.DIGITAL_SKILL,
                TrainingRecord.content_class == ContentClass.DIGITAL,
            )
        )
        .group_by(TrainingRecord.person_id)
    )
    if units is not None:
        query = query.where(
            TrainingRecord.person_id.in_(sa.select(Person.id).where(Person.unit_id.in_(units)))
        )
    return query.subquery()


def figures(units: set[int] | None) -> Any:
    """Return per quarter and unit: trained people / civil servants."""
    trained = _trained(units)
    return headcount.share(trained, trained.c.day <= IndicatorQuarter.ends_on, units)


def records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the civil servants, those who were not trained first."""
    trained = _trained(None if unit_id is None else {unit_id})
    words = ("Đã được đào tạo", "Chưa được đào tạo kỹ năng số")
    return headcount.listed(trained, trained.c.day <= quarter.ends_on, quarter, unit_id, words)


register(
    Source(
        code="I14",
        formula="Cán bộ, công chức có ít nhất một hồ sơ đào tạo kỹ năng số đã xác nhận, kết thúc đến hết quý / "
        "cán bộ, công chức đang làm việc cuối quý.",
        figures=figures,
        records=records,
        watches={
            TrainingRecord: lambda one: {one.person.unit_id},
            Person: lambda one: {one.unit_id},
        },
    )
)
