"""Open nominations go with the people of a merged unit; those that are decided keep the unit that nominated."""

import sqlalchemy as sa

from ..core.db import db
from ..people import restructuring
from ..people.models import Unit
from .models import Nomination
from .states import State

_OVER = (State.AWARDED, State.INELIGIBLE, State.FAILED, State.DECLINED, State.WITHDRAWN, State.REVOKED)


@restructuring.mover
def move(unit: Unit, into: Unit) -> str:
    """Move the open nominations by a unit; a collective that is nominated stays itself."""
    query = sa.select(Nomination).where(Nomination.unit_id == unit.id, Nomination.state.not_in(_OVER))
    found = db.session.scalars(query).all()
    for one in found:
        one.unit_id = into.id
    return f"{len(found)} hồ sơ khen thưởng" if found else ""
