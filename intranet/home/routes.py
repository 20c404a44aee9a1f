"""Home: "Việc của tôi"; the log is in `audit_routes`."""

from flask import Response
from flask_login import current_user

from ..core import nav
from ..core.access import PUBLIC, SIGNED_IN, needs
from ..core.htmx import render
from ..core.tasks import tasks_for
from . import audit_routes, queries
from .blueprint import blueprint

__all__ = ["VIEWS", "blueprint"]

VIEWS = (audit_routes,)  # imported for the views that it declares

nav.entry("Của tôi", "Việc của tôi", "home.index", SIGNED_IN, order=1)


@blueprint.get("/")
@needs(SIGNED_IN)
def index() -> Response:
    """What waits for me, then what I wait for, then what the year expects of me."""
    tasks = tasks_for(current_user)
    return render(
        "home/index.html",
        mine=[task for task in tasks if not task.waiting_for],
        others=[task for task in tasks if task.waiting_for],
        this_year=queries.this_year(current_user),
    )


@blueprint.get("/suc-khoe")
@needs(PUBLIC)
def health() -> Response:
    """Answer that the server works (for monitors and the benchmark's floor)."""
    return Response("ok", 200, {"Content-Type": "text/plain; charset=utf-8"})
