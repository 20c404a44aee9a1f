"""Read outreach events, teams, signatures, difficulties, obligations."""

from .counts import (
    co_organised,
    difficulties,
    held_events,
    obligations,
    people_taught,
    signatures_at,
    teams_at,
)

__all__ = [
    "co_organised",
    "difficulties",
    "held_events",
    "obligations",
    "people_taught",
    "signatures_at",
    "teams_at",
]
