"""Read Decisions and certificates."""

import hashlib

import sqlalchemy as sa

from ..core.db import db
from .models import Decision


def broken_snapshots() -> list[str]:
    """Return the numbers of frozen Decisions whose snapshot does not have its hash."""
    frozen = db.session.scalars(sa.select(Decision).where(Decision.snapshot.is_not(None)))
    return [
        decision.full_number
        for decision in frozen
        if hashlib.sha256((decision.snapshot or "").encode()).hexdigest() != decision.snapshot_sha256
    ]
