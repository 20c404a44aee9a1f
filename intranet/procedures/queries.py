"""Read procedures, reviews, proposals."""

from .counts import (
    days_cut,
    days_saved,
    online_at,
    procedures_at,
    proposals_adopted,
    proposals_sent,
    publicity_at,
    reviews_done,
    rounds_done,
    same_day_at,
)

__all__ = [
    "days_cut",
    "days_saved",
    "online_at",
    "procedures_at",
    "proposals_adopted",
    "proposals_sent",
    "publicity_at",
    "reviews_done",
    "rounds_done",
    "same_day_at",
]
