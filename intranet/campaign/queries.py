"""Read the movements and their themes."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ..core import clock
from ..core.db import db
from ..core.errors import NotThere
from .models import Campaign, Theme


def campaigns() -> list[Campaign]:
    """Return all movements with their themes, the newest first."""
    query = sa.select(Campaign).options(selectinload(Campaign.themes))
    return list(db.session.scalars(query.order_by(Campaign.starts_on.desc(), Campaign.id.desc())))


def current() -> Campaign | None:
    """Return the movement that runs today, else the newest, else None."""
    today, found = clock.today(), campaigns()
    return next((c for c in found if c.starts_on <= today <= c.ends_on), found[0] if found else None)


def get_campaign(campaign_id: int) -> Campaign:
    """Return a movement; NotThere when there is none."""
    found = db.session.get(Campaign, campaign_id)
    if found is None:
        raise NotThere("Không tìm thấy phong trào thi đua này.")
    return found


def get_theme(theme_id: int) -> Theme:
    """Return a theme; NotThere when there is none."""
    found = db.session.get(Theme, theme_id)
    if found is None:
        raise NotThere("Không tìm thấy nội dung thi đua này.")
    return found
