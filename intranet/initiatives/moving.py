"""Open initiatives go with the people of a merged unit; decided ones keep the unit they came from."""

import sqlalchemy as sa

from ..core.db import db
from ..people import restructuring
from ..people.models import Unit
from .models import Initiative
from .states import State

_OVER = (State.RECOGNISED, State.NOT_RECOGNISED, State.WITHDRAWN, State.REVOKED)


@restructuring.mover
def move(unit: Unit, into: Unit) -> str:
    """Move the open initiatives of a unit."""
    query = sa.select(Initiative).where(Initiative.unit_id == unit.id, Initiative.state.not_in(_OVER))
    found = db.session.scalars(query).all()
    for one in found:
        one.unit_id = into.id
    return f"{len(found)} sáng kiến" if found else ""
