"""Pages of the movement: read by everybody, edited by the standing body."""

from flask import Blueprint, Response, url_for
from flask_login import current_user

from ..core import audit, edits, nav
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import NotReady
from ..core.htmx import render
from ..core.permissions import Permission
from ..core.web import finish
from . import actions, queries
from .forms import CampaignForm, ThemeForm
from .models import Campaign

blueprint = Blueprint("campaign", __name__, url_prefix="/phong-trao")
nav.entry("Thi đua", "Phong trào thi đua", "campaign.index", SIGNED_IN, order=1)

FIELDS = ("name", "plan_reference", "starts_on", "ends_on", "goal")
THEME_FIELDS = ("title", "summary", "targets")


@blueprint.get("")
@needs(SIGNED_IN)
def index() -> Response:
    """The movement that runs now."""
    return _page(queries.current())


@blueprint.get("/<int:campaign_id>")
@needs(SIGNED_IN)
def show(campaign_id: int) -> Response:
    """One movement."""
    return _page(queries.get_campaign(campaign_id))


def _page(campaign: Campaign | None) -> Response:
    may_edit = current_user.has(Permission.CAMPAIGN_WRITE)
    return render(
        "campaign/show.html",
        campaign=campaign,
        others=[one for one in queries.campaigns() if one is not campaign],
        may_edit=may_edit,
        events=audit.timeline(campaign) if campaign is not None and may_edit else [],
    )


@blueprint.route("/<int:campaign_id>/sua", methods=["GET", "POST"])
@needs(Permission.CAMPAIGN_WRITE)
def edit(campaign_id: int) -> Response:
    """Edit the movement."""
    campaign = queries.get_campaign(campaign_id)
    stored = {name: getattr(campaign, name) for name in FIELDS}
    form = CampaignForm(data=stored | {"version": campaign.version})
    problem, both, status = "", None, 200
    if form.validate_on_submit():
        if edits.is_stale(form, campaign):
            status, both = 409, edits.differences(form, stored)
            form.version.data = str(campaign.version)
        else:
            try:
                actions.edit(campaign, {name: form[name].data for name in FIELDS}, actor=current_user)
            except NotReady as error:
                db.session.rollback()
                problem, status = error.message, error.status
            else:
                return finish(url_for("campaign.show", campaign_id=campaign_id), "Đã lưu phong trào thi đua.")
    elif form.is_submitted():
        status = 422
    return render(
        "campaign/edit.html", form=form, campaign=campaign, problem=problem, both=both, status=status
    )


@blueprint.route("/noi-dung/<int:theme_id>/sua", methods=["GET", "POST"])
@needs(Permission.CAMPAIGN_WRITE)
def edit_theme(theme_id: int) -> Response:
    """Edit one content of the movement."""
    theme = queries.get_theme(theme_id)
    stored = {name: getattr(theme, name) for name in THEME_FIELDS}
    form = ThemeForm(data=stored | {"version": theme.campaign.version})
    both, status = None, 200
    if form.validate_on_submit():
        if not edits.is_stale(form, theme.campaign):
            actions.edit_theme(theme, {name: form[name].data for name in THEME_FIELDS}, actor=current_user)
            back = url_for("campaign.show", campaign_id=theme.campaign_id)
            return finish(back, f"Đã lưu nội dung {theme.number}.")
        status, both = 409, edits.differences(form, stored)
        form.version.data = str(theme.campaign.version)
    elif form.is_submitted():
        status = 422
    return render("campaign/edit_theme.html", form=form, theme=theme, both=both, status=status)
