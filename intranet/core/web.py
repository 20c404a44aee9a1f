"""The frame of every request: transaction mode, security headers, error pages, `finish`."""

import logging
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, flash, jsonify, make_response, render_template, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from . import clock, once
from .db import db, may_write
from .errors import DomainError, Stale
from .htmx import go_to

log = logging.getLogger("intranet")
View = TypeVar("View", bound=Callable[..., Any])

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
_ERROR_PAGES = (403, 404, 405, 409, 413, 419, 422, 429, 500)


class RowNumber(IntegerConverter):
    """`<int:...>` in an address: a number that can be a row's; a longer one is no address at all (404)."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002  # Werkzeug's name
        super().__init__(map, *args, **({"max": 2**31 - 1} | kwargs))


def unattended(view: View) -> View:
    """Mark a view that open pages ask by themselves: such a request is no visit, so it keeps no session alive."""
    view.unattended = True  # type: ignore[attr-defined]
    return view


def cacheable(view: View) -> View:
    """Mark a public view that says itself how long caches may keep its answer; nothing of a session is in it."""
    view.cacheable = True  # type: ignore[attr-defined]
    return view


def _is_cacheable() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "cacheable", False)


class _Sessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie; what caches may keep carries none and does not depend on one."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, unless the answer is the same for everybody."""
        if not _is_cacheable():
            super().save_session(app, session, response)


def is_visit() -> bool:
    """Return whether somebody asked for this page, not an open page by itself."""
    view = current_app.view_functions.get(request.endpoint or "")
    return not getattr(view, "unattended", False)


def finish(url: str, message: str = "", kind: str = "success") -> Response:
    """Commit the one transaction of this request, say what happened, go on to `url`.

    The only commit of a web request. A repeated sending of the same form is answered with the same address.
    """
    once.settle(url)
    db.session.commit()
    if message:
        flash(message, kind)
    return go_to(url)


def autosaved(keep: Callable[[], Any]) -> Response:
    """Answer a form that saves itself: `keep` stores what is typed and returns the row with its new version.

    Commits. JSON {"saved_at", "fields"}; for a refusal {"message"} with its status, and nothing is stored.
    """
    try:
        row = keep()
    except DomainError as error:
        db.session.rollback()
        refused = jsonify(message=error.message)
        refused.status_code = error.status
        return refused
    db.session.commit()
    return jsonify(saved_at=f"{clock.local(clock.now()):%H:%M}", fields={"version": str(row.version)})


def _begin() -> None:
    may_write.set(request.method not in ("GET", "HEAD", "OPTIONS"))
    if request.mimetype == "application/x-www-form-urlencoded":  # Werkzeug limits only the other kind of form
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if _is_cacheable() and "Cache-Control" in headers:
        pass  # decided by the view
    elif request.endpoint != "static":
        headers["Cache-Control"] = "no-store"  # downloads too: Flask would say no-cache
    elif response.status_code == 200 and ("v" in request.args or "/vendor/" in request.path):
        headers["Cache-Control"] = (
            "public, max-age=31536000, immutable"  # the address carries version or hash
        )
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _page(status: int, message: str = "", missing: list[str] | None = None, reference: str = "") -> Response:
    template = f"errors/{status if status in _ERROR_PAGES else 500 if status >= 500 else 404}.html"
    values = {"message": message, "missing": missing or [], "reference": reference}
    if status >= 500:  # without the frame's context: that asks the database, which may be what has failed
        return make_response(current_app.jinja_env.get_template(template).render(values), status)
    return make_response(render_template(template, **values), status)


def _on_domain_error(error: DomainError) -> Response:
    db.session.rollback()
    return _page(error.status, error.message, getattr(error, "missing", None))


def _on_http_error(error: HTTPException) -> Response:
    db.session.rollback()
    if error.code is not None and error.code < 400:
        return make_response(error.get_response())
    return _page(error.code or 500)


def _on_csrf(_error: CSRFError) -> Response:
    db.session.rollback()
    return _page(419)


def _on_stale(_error: StaleDataError) -> Response:
    return _on_domain_error(Stale("Người khác vừa sửa nội dung này. Hãy tải lại trang để xem bản mới."))


def _on_conflict(error: IntegrityError) -> Response:
    log.warning("refused by the database: %s", error.orig)
    return _on_domain_error(
        Stale(
            "Dữ liệu vừa được người khác thay đổi cùng lúc, nên chưa lưu được. Hãy tải lại trang và thử lại."
        )
    )


def _on_anything(error: Exception) -> Response:
    db.session.rollback()
    reference = secrets.token_hex(4)
    log.error("unexpected error %s", reference, exc_info=error)
    try:
        return _page(500, reference=reference)
    except Exception:
        log.exception("the error page failed too")
        return make_response("Hệ thống gặp lỗi. Hãy thử lại sau ít phút.", 500)


def _on_busy(error: OperationalError) -> Response:
    if "locked" not in str(error.orig):
        return _on_anything(error)
    return _on_domain_error(Stale("Hệ thống đang bận ghi dữ liệu khác, nên chưa lưu được. Hãy bấm gửi lại."))


def setup(app: Flask) -> None:
    """Register the frame on the application, before any route."""
    app.url_map.converters["int"] = RowNumber
    app.session_interface = _Sessions()
    app.before_request(_begin)
    app.after_request(_headers)
    app.register_error_handler(DomainError, _on_domain_error)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(StaleDataError, _on_stale)
    app.register_error_handler(IntegrityError, _on_conflict)
    app.register_error_handler(OperationalError, _on_busy)
    if not app.testing or app.config.get("CATCH_ERRORS"):
        app.register_error_handler(Exception, _on_anything)
