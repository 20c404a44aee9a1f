"""What everybody reads: no sign-in, no cookie, no script; caches may keep a page for a minute."""

import hashlib

from flask import Blueprint, Response, request

from ..core.access import PUBLIC, needs
from ..core.errors import NotThere
from ..core.web import cacheable
from . import contents, data, pages, queries
from .models import Release
from .states import State

blueprint = Blueprint("public", __name__, url_prefix="/cong-khai")


def _answer(body: str | bytes, status: int = 200, mimetype: str = "text/html") -> Response:
    """Return an answer that caches may keep for a minute and then ask about by its ETag."""
    raw = body.encode() if isinstance(body, str) else body
    response = Response(raw, status, mimetype=mimetype)
    if status != 200:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
    response.set_etag(hashlib.sha256(raw).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _gone(release: Release) -> Response:
    return _answer(pages.render("publishing/withdrawn.html", pages.online(), release=release), 410)


@blueprint.get("")
@needs(PUBLIC)
@cacheable
def start() -> Response:
    """Everything that is public, with links to remarks, lessons and the check of certificates."""
    return _answer(pages.start(pages.online(), queries.public(), queries.withdrawn()))


@blueprint.get("/<slug>")
@needs(PUBLIC)
@cacheable
def show(slug: str) -> Response:
    """One release; 410 with the notice when it was withdrawn, 404 when it never was public."""
    return _part(slug, "")


@blueprint.get("/<slug>/<part>")
@needs(PUBLIC)
@cacheable
def part(slug: str, part: str) -> Response:
    """A further page of a release, or its data file (so-lieu.csv, so-lieu.json)."""
    return _part(slug, part)


def _part(slug: str, part: str) -> Response:
    try:
        release = queries.by_slug(slug)
    except NotThere:
        return _unknown()
    if release.state == State.WITHDRAWN:
        return _gone(release)
    if part in data.NAMES:
        return _file(release, part)
    body = pages.shown(release, part, pages.online(), queries.slugs())
    return _unknown() if body is None else _answer(body)


def _unknown() -> Response:
    """Return the 404 of the public site: the house's own sends people to its sign-in."""
    return _answer(pages.render("publishing/unknown.html", pages.online()), 404)


def _file(release: Release, name: str) -> Response:
    content = contents.read(release)
    made = data.as_csv(content) if name.endswith(".csv") else data.as_json(release, content)
    response = _answer(made, mimetype="text/csv" if name.endswith(".csv") else "application/json")
    response.headers["Content-Disposition"] = f"attachment; filename={release.slug}{name[name.index('.') :]}"
    return response
