"""Own profile: what is recorded about me, size of text, my devices."""

from flask import Response, url_for
from flask_login import current_user

from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.htmx import render
from ..core.web import finish
from . import sessions
from .blueprint import blueprint
from .devices import device_words
from .forms import ProfileForm
from .models import Person


@blueprint.route("/ho-so-cua-toi", methods=["GET", "POST"])
@needs(SIGNED_IN)
def profile() -> Response:
    """My record and my choices."""
    form = ProfileForm(data={"large_text": current_user.large_text})
    if form.validate_on_submit():
        current_user.large_text = bool(form.large_text.data)
        return finish(url_for("people.profile"), "Đã lưu cỡ chữ.")
    devices = [
        (row, device_words(row.agent), sessions.is_current(row, current_user))
        for row in sessions.own_sessions(current_user)
    ]
    person = db.session.get_one(Person, current_user.person_id)
    status = 422 if form.is_submitted() else 200
    return render("people/profile.html", form=form, person=person, devices=devices, status=status)


@blueprint.post("/ho-so-cua-toi/thiet-bi/<int:session_id>/dang-xuat")
@needs(SIGNED_IN)
def end_session(session_id: int) -> Response:
    """Sign one of my other devices out."""
    sessions.end_one(current_user, session_id, actor=current_user)
    return finish(url_for("people.profile"), "Đã đăng xuất thiết bị đó.")


@blueprint.post("/ho-so-cua-toi/thiet-bi/dang-xuat-het")
@needs(SIGNED_IN)
def end_other_sessions() -> Response:
    """Sign all my other devices out."""
    sessions.end_others(current_user)
    return finish(url_for("people.profile"), "Đã đăng xuất mọi thiết bị khác. Thiết bị này vẫn dùng được.")
