"""Acts on a movement and its themes. Indicators and targets as data come with their own issue."""

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from ..core import audit, edits
from ..core.audit import Actor
from ..core.errors import NotReady
from .models import Campaign, Theme

audit.declare("campaign", edited=("changes",), theme_edited=("number", "changes"))


def edit(campaign: Campaign, values: dict[str, Any], *, actor: Actor) -> None:
    """Change a movement's fields by name. NotReady when it would end before it starts."""
    if values["ends_on"] < values["starts_on"]:
        raise NotReady("Ngày kết thúc phải sau ngày bắt đầu.", ["Đến ngày"])
    if changes := edits.apply(campaign, values):
        audit.record("campaign:edited", actor=actor, obj=campaign, data={"changes": changes})


def edit_theme(theme: Theme, values: dict[str, Any], *, actor: Actor) -> None:
    """Change a theme's words; the movement's version rises, so that two editors at once are noticed."""
    if changes := edits.apply(theme, values):
        flag_modified(theme.campaign, "name")
        data = {"number": theme.number, "changes": changes}
        audit.record("campaign:theme_edited", actor=actor, obj=theme.campaign, data=data)
