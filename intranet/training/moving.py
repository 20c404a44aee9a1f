"""Training records that wait for confirmation go with the people of a merged unit: its head is no more."""

import sqlalchemy as sa

from ..core.db import db
from ..people import restructuring
from ..people.models import Unit
from .models import TrainingRecord
from .states import State

_OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)


@restructuring.mover
def move(unit: Unit, into: Unit) -> str:
    """Move the open records of a unit."""
    query = sa.select(TrainingRecord).where(
        TrainingRecord.unit_id == unit.id, TrainingRecord.state.in_(_OPEN)
    )
    found = db.session.scalars(query).all()
    for one in found:
        one.unit_id = into.id
    return f"{len(found)} hồ sơ đào tạo" if found else ""
