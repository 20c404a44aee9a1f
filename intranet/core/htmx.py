"""What a view needs to answer a page or, for htmx, only its piece. No rule may depend on these headers."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request


def is_htmx() -> bool:
    """Return whether htmx asks for a piece of the page (not a boosted or restored whole page)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def go_to(url: str) -> Response:
    """Send the browser to another address of ours: 303 for a form, HX-Redirect for htmx."""
    if is_htmx():
        return Response("", 200, {"HX-Redirect": url})
    return make_response(redirect(url, 303))


def render(page: str, piece: str | None = None, status: int = 200, **context: Any) -> Response:
    """Render a page, or for htmx the piece that the page includes, with the same context."""
    template = piece if piece and is_htmx() else page
    response = make_response(render_template(template, **context), status)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response
