"""The bell: list, open (and so read), read all."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import nav, tables
from ..core.access import SIGNED_IN, needs
from ..core.htmx import render
from ..core.paths import own_path
from ..core.web import finish
from . import actions, queries
from .models import Notice

blueprint = Blueprint("notices", __name__, url_prefix="/thong-bao")
nav.entry("Của tôi", "Thông báo", "notices.index", SIGNED_IN, order=90)

UNREAD, TO_DO = "chua-doc", "can-xu-ly"


@blueprint.get("")
@needs(SIGNED_IN)
def index() -> Response:
    """My notices, the newest first."""
    listing = tables.Listing(
        queries.own(current_user.id),
        [
            tables.Column("at", "Lúc", lambda n: n.at, Notice.at),
            tables.Column("title", "Nội dung", lambda n: n.title),
        ],
        request.args,
        url_for("notices.index"),
        filters=[
            tables.Filter("xem", "Xem", [(UNREAD, "Chưa đọc"), (TO_DO, "Cần xử lý")], _condition),
        ],
        default_sort="-at",
        tie=Notice.id.desc(),
    )
    return render("notices/index.html", listing=listing, unread=actions.unread_count(current_user.id))


def _condition(value: str) -> Any:
    return Notice.read_at.is_(None) if value == UNREAD else Notice.act_needed.is_(True)


@blueprint.post("/<int:notice_id>/mo")
@needs(SIGNED_IN)
def open_notice(notice_id: int) -> Response:
    """Mark a notice as read and go to what it speaks of."""
    notice = queries.get_own(current_user.id, notice_id)
    actions.mark_read(current_user.id, notice_id)
    return finish(own_path(notice.url) or url_for("notices.index"))


@blueprint.post("/doc-het")
@needs(SIGNED_IN)
def read_all() -> Response:
    """Mark all my notices as read."""
    actions.mark_read(current_user.id)
    return finish(url_for("notices.index"), "Đã đánh dấu tất cả là đã đọc.")
