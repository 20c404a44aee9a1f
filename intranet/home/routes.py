"""Home: "Việc của tôi"."""

from flask import Blueprint, Response
from flask_login import current_user

from ..core import nav
from ..core.access import PUBLIC, SIGNED_IN, needs
from ..core.htmx import render
from ..core.tasks import tasks_for

blueprint = Blueprint("home", __name__)
nav.entry("Của tôi", "Việc của tôi", "home.index", SIGNED_IN, order=1)


@blueprint.get("/")
@needs(SIGNED_IN)
def index() -> Response:
    """What waits for me, then what I wait for."""
    tasks = tasks_for(current_user)
    mine = [task for task in tasks if not task.waiting_for]
    others = [task for task in tasks if task.waiting_for]
    return render("home/index.html", mine=mine, others=others)


@blueprint.get("/suc-khoe")
@needs(PUBLIC)
def health() -> Response:
    """Answer that the server works (for monitors and the benchmark's floor)."""
    return Response("ok", 200, {"Content-Type": "text/plain; charset=utf-8"})
