"""The web guard: every route declares what it needs; a route that declares nothing answers 403."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, flash, request, url_for
from flask_login import current_user

from .errors import Barred
from .htmx import go_to
from .permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"  # anybody, without signing in
SIGNED_IN = "signed-in"  # any account; what it sees is decided by the feature's rules


def needs(*permissions: Permission | str) -> Callable[[View], View]:
    """Declare who may call a view: PUBLIC, SIGNED_IN, or holders of any one of the permissions."""
    if not permissions:
        raise ValueError("say which permission the view needs")

    def declare(view: View) -> View:
        view.needs = permissions  # type: ignore[attr-defined]  # read back by `needed`
        return view

    return declare


def needed(app: Flask, endpoint: str) -> tuple[str, ...]:
    """Return what an endpoint declares; empty when it declares nothing (and is therefore refused)."""
    if endpoint == "static":
        return (PUBLIC,)
    return tuple(str(p) for p in getattr(app.view_functions[endpoint], "needs", ()))


def deny_by_default() -> Response | None:
    """Before each request: refuse undeclared routes, ask strangers to sign in, check the permission."""
    if request.endpoint is None:
        return None  # no such address: 404 follows
    wanted = needed(current_app, request.endpoint)
    if PUBLIC in wanted:
        return None
    if not wanted:
        raise Barred("Trang này chưa được khai báo quyền truy cập.")
    if not current_user.is_authenticated:
        flash("Mời đăng nhập để tiếp tục. Nếu đang soạn dở, bản nháp đã lưu vẫn còn.", "info")
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return go_to(url_for("people.sign_in", next=back))
    if current_user.must_change_password and request.endpoint not in _BEFORE_PASSWORD_CHANGE:
        return go_to(url_for("people.change_password"))
    if SIGNED_IN in wanted or any(current_user.has(p) for p in wanted):
        return None
    raise Barred("Tài khoản của bạn không có quyền mở trang này.")


_BEFORE_PASSWORD_CHANGE = {"people.change_password", "people.sign_out"}
