"""Procedures in force and open proposals go with a merged unit; its reviews stay, for they say who looked and when."""

from typing import Any

import sqlalchemy as sa

from ..core.db import db
from ..people import restructuring
from ..people.models import Unit
from .models import Procedure, ReformProposal
from .states import ProposalState


@restructuring.mover
def move(unit: Unit, into: Unit) -> str:
    """Move the procedures that the unit handles and the proposals that wait for an answer."""
    waiting = (ProposalState.DRAFT, ProposalState.SENT)
    wanted: tuple[tuple[Any, Any, str], ...] = (
        (Procedure, Procedure.ends_on.is_(None), "thủ tục hành chính"),
        (ReformProposal, ReformProposal.state.in_(waiting), "kiến nghị"),
    )
    words = []
    for model, still_open, name in wanted:
        found = db.session.scalars(sa.select(model).where(model.unit_id == unit.id, still_open)).all()
        for one in found:
            one.unit_id = into.id
        if found:
            words.append(f"{len(found)} {name}")
    return ", ".join(words)
