"""Open outreach work goes with the people of a merged unit: sessions, teams, difficulties, duties, remedies."""

from typing import Any

import sqlalchemy as sa

from ..core.db import db
from ..people import restructuring
from ..people.models import Unit
from .models import CommunityTeam, Difficulty, Obligation, OutreachEvent, Remedy
from .states import DifficultyState, EventState, ObligationState, RemedyState


@restructuring.mover
def move(unit: Unit, into: Unit) -> str:
    """Move what is open; confirmed sessions and answered difficulties keep the unit that did them."""
    over = (EventState.CONFIRMED, EventState.CANCELLED)
    wanted: tuple[tuple[Any, Any, str], ...] = (
        (OutreachEvent, OutreachEvent.state.not_in(over), "buổi tuyên truyền"),
        (CommunityTeam, CommunityTeam.ends_on.is_(None), "tổ công nghệ số"),
        (Difficulty, Difficulty.state == DifficultyState.REPORTED, "khó khăn, vướng mắc"),
        (Obligation, Obligation.state != ObligationState.DONE, "nhiệm vụ"),
        (Remedy, Remedy.state == RemedyState.OPEN, "việc chấn chỉnh"),
    )
    words = []
    for model, still_open, name in wanted:
        found = db.session.scalars(sa.select(model).where(model.unit_id == unit.id, still_open)).all()
        for one in found:
            one.unit_id = into.id
        if found:
            words.append(f"{len(found)} {name}")
    return ", ".join(words)
