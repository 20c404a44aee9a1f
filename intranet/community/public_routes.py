"""The public page of the next sessions (story CD6): day, place, contact; no sign-in, no script, small."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from ..core import clock
from ..core.access import PUBLIC, needs
from ..core.forms import number_or_none
from . import queries

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/buoi-huong-dan")
@needs(PUBLIC)
def next_sessions() -> Response:
    """The sessions planned from today on, of one thôn or all."""
    villages, day = queries.villages(), clock.today()
    asked = number_or_none(request.args.get("noi"))
    chosen = next((unit for unit in villages if unit.id == asked), None)
    page = render_template(
        "community/sessions.html",
        villages=villages,
        chosen=chosen,
        events=queries.next_sessions(day, chosen.id if chosen else None, most=60),
        home=url_for("sessions.next_sessions"),
    )
    return make_response(page)
