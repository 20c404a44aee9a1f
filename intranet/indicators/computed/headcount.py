"""Civil servants at the end of a quarter: the denominator of I14 and I15.

The file of people holds the unit of today and the day of leaving, no day of coming: an open quarter is counted
with the people of now, a locked one keeps what was counted then.
"""

from typing import Any

import sqlalchemy as sa

from ...core.db import db
from ...people.models import Person
from ..models import IndicatorQuarter
from ..sources import RECORDS_SHOWN, Record, whole


def employed(day: Any) -> sa.ColumnElement[bool]:
    """Return the condition that a person is a civil servant of a unit on a day."""
    return sa.and_(
        Person.civil_servant.is_(True),
        Person.unit_id.is_not(None),
        sa.or_(Person.left_on.is_(None), Person.left_on > day),
    )


def share(reached: sa.Subquery, when: Any, units: set[int] | None) -> Any:
    """Return per quarter and unit: people found in `reached` (by person_id) when `when` holds / civil servants."""
    query = (
        sa.select(
            IndicatorQuarter.id,
            Person.unit_id,
            sa.func.count(reached.c.person_id).label("numerator"),
            sa.func.count(Person.id).label("denominator"),
        )
        .select_from(Person)
        .join(IndicatorQuarter, employed(IndicatorQuarter.ends_on))
        .outerjoin(reached, sa.and_(reached.c.person_id == Person.id, when))
        .group_by(IndicatorQuarter.id, Person.unit_id)
    )
    return query if units is None else query.where(Person.unit_id.in_(units))


def listed(
    reached: sa.Subquery, when: Any, quarter: IndicatorQuarter, unit_id: int | None, words: tuple[str, str]
) -> list[Record]:
    """Return the civil servants of a quarter, those who have not reached it first; `words`: (reached, not)."""
    query = (
        sa.select(Person.id, Person.full_name, whole(reached.c.person_id).label("found"))
        .outerjoin(reached, sa.and_(reached.c.person_id == Person.id, when))
        .where(employed(quarter.ends_on))
        .order_by(reached.c.person_id.is_not(None), Person.name_key, Person.id)
        .limit(RECORDS_SHOWN + 1)
    )
    if unit_id is not None:
        query = query.where(Person.unit_id == unit_id)
    return [
        Record(
            row.full_name, words[0] if row.found else words[1], f"/dao-tao/nguoi/{row.id}", bool(row.found)
        )
        for row in db.session.execute(query)
    ]
