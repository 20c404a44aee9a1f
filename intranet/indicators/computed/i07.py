"""I07: initiatives applied in practice: recognised, with proof, confirmed by the applying unit.

An initiative counts once, in the quarter of its first counting application, for the unit that wrote it; so the
quarters of a year, and the units of the commune, add up.
"""

from typing import Any

import sqlalchemy as sa

from ...core.db import db
from ...core.text import short_date
from ...initiatives.models import Initiative, InitiativeApplication
from ...initiatives.states import State
from ..models import IndicatorQuarter
from ..sources import RECORDS_SHOWN, Record, Source, in_quarter, register


def _first_applied() -> sa.Subquery:
    """Return initiative -> day of its first application that counts."""
    counts = (InitiativeApplication.proof_count > 0, InitiativeApplication.confirmed_at.is_not(None))
    return (
        sa.select(
            InitiativeApplication.initiative_id.label("initiative_id"),
            sa.func.min(InitiativeApplication.applied_on).label("day"),
        )
        .where(*counts)
        .group_by(InitiativeApplication.initiative_id)
        .subquery()
    )


def figures(units: set[int] | None) -> Any:
    """Return per quarter and unit: applied initiatives / 1."""
    first = _first_applied()
    query = (
        sa.select(
            IndicatorQuarter.id,
            Initiative.unit_id,
            sa.func.count(Initiative.id).label("numerator"),
            sa.literal(1).label("denominator"),
        )
        .select_from(Initiative)
        .join(first, first.c.initiative_id == Initiative.id)
        .join(IndicatorQuarter, in_quarter(first.c.day))
        .where(Initiative.state == State.RECOGNISED)
        .group_by(IndicatorQuarter.id, Initiative.unit_id)
    )
    return query if units is None else query.where(Initiative.unit_id.in_(units))


def records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the initiatives that count in a quarter."""
    first = _first_applied()
    query = (
        sa.select(Initiative.id, Initiative.title, Initiative.decision_number, first.c.day)
        .join(first, first.c.initiative_id == Initiative.id)
        .where(Initiative.state == State.RECOGNISED)
        .where(first.c.day.between(quarter.starts_on, quarter.ends_on))
        .order_by(first.c.day, Initiative.id)
        .limit(RECORDS_SHOWN + 1)
    )
    if unit_id is not None:
        query = query.where(Initiative.unit_id == unit_id)
    return [
        Record(row.title, f"Áp dụng từ {short_date(row.day)}, {row.decision_number}", f"/sang-kien/{row.id}")
        for row in db.session.execute(query)
    ]


register(
    Source(
        code="I07",
        formula="Đếm sáng kiến đã được công nhận, có ít nhất một nơi áp dụng đã được người đứng đầu nơi đó xác nhận và "
        "có minh chứng; tính một lần, vào quý áp dụng đầu tiên.",
        figures=figures,
        records=records,
        watches={
            Initiative: lambda one: {one.unit_id},
            InitiativeApplication: lambda one: {one.initiative.unit_id},
        },
    )
)
