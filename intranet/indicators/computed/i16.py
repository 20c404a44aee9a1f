"""I16: initiatives of each office (phòng chuyên môn) that were recognised in a quarter."""

from typing import Any

import sqlalchemy as sa

from ...core.db import db
from ...core.text import short_date
from ...initiatives.models import Initiative
from ...initiatives.states import State
from ...people.models import Unit, UnitKind
from ..models import IndicatorQuarter
from ..sources import RECORDS_SHOWN, Record, Source, in_quarter, register


def figures(units: set[int] | None) -> Any:
    """Return per quarter and office: recognised initiatives / 1."""
    query = (
        sa.select(
            IndicatorQuarter.id,
            Initiative.unit_id,
            sa.func.count(Initiative.id).label("numerator"),
            sa.literal(1).label("denominator"),
        )
        .select_from(Initiative)
        .join(Unit, Unit.id == Initiative.unit_id)
        .join(IndicatorQuarter, in_quarter(Initiative.recognised_on))
        .where(Initiative.state == State.RECOGNISED, Unit.kind == UnitKind.OFFICE)
        .group_by(IndicatorQuarter.id, Initiative.unit_id)
    )
    return query if units is None else query.where(Initiative.unit_id.in_(units))


def records(quarter: IndicatorQuarter, unit_id: int | None) -> list[Record]:
    """Return the initiatives of offices recognised in a quarter."""
    query = (
        sa.select(Initiative.id, Initiative.title, Initiative.recognised_on, Initiative.decision_number)
        .join(Unit, Unit.id == Initiative.unit_id)
        .where(Initiative.state == State.RECOGNISED, Unit.kind == UnitKind.OFFICE)
        .where(Initiative.recognised_on.between(quarter.starts_on, quarter.ends_on))
        .order_by(Initiative.recognised_on, Initiative.id)
        .limit(RECORDS_SHOWN + 1)
    )
    if unit_id is not None:
        query = query.where(Initiative.unit_id == unit_id)
    return [
        Record(
            row.title, f"{row.decision_number}, ngày {short_date(row.recognised_on)}", f"/sang-kien/{row.id}"
        )
        for row in db.session.execute(query)
    ]


register(
    Source(
        code="I16",
        formula="Đếm sáng kiến của từng phòng chuyên môn được công nhận trong năm; xã đạt khi mọi phòng đều có ít nhất một.",
        figures=figures,
        records=records,
        watches={Initiative: lambda one: {one.unit_id}},
    )
)
