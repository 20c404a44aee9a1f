"""Letters: the own address; for the administrator what waits or could not be sent."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import mail, nav, tables
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import outbox
from .forms import AddressForm, StepForm
from .mail_models import OutgoingMail
from .routes import blueprint

nav.entry("Quản trị", "Thư điện tử", "notices.letters", P.SETTINGS_WRITE, order=80)


@blueprint.route("/nhan-thu", methods=["GET", "POST"])
@needs(SIGNED_IN)
def address() -> Response:
    """Where I get letters, and whether I want them."""
    row = outbox.address_of(current_user.id)
    form = AddressForm(data={"address": row.address if row else "", "wanted": row.wanted if row else True})
    if form.validate_on_submit():
        try:
            outbox.set_address(current_user.id, form.address.data or "", wanted=bool(form.wanted.data))
            return finish(url_for("notices.address"), "Đã lưu địa chỉ nhận thư.")
        except NotReady as error:
            form.address.errors = [error.message]
    status = 422 if form.is_submitted() else 200
    return render("notices/address.html", form=form, sends=mail.settings() is not None, status=status)


@blueprint.get("/thu-dien-tu")
@needs(P.SETTINGS_WRITE)
def letters() -> Response:
    """Letters that wait or were given up, with the reason."""
    listing = tables.Listing(
        outbox.unsent(),
        [
            tables.Column("queued", "Lúc", lambda m: m.queued_at, OutgoingMail.queued_at),
            tables.Column("address", "Tới", lambda m: m.address),
        ],
        request.args,
        url_for("notices.letters"),
        default_sort="-queued",
        tie=OutgoingMail.id.desc(),
    )
    return render("notices/letters.html", listing=listing, sends=mail.settings() is not None)


@blueprint.post("/thu-dien-tu/<int:letter_id>/gui-lai")
@needs(P.SETTINGS_WRITE)
def send_again(letter_id: int) -> Response:
    """Try a letter that was given up once more."""
    StepForm().validate()
    row = db.session.get(OutgoingMail, letter_id)
    if row is None:
        raise NotThere("Không tìm thấy thư này.")
    outbox.again(row)
    return finish(url_for("notices.letters"), "Thư sẽ được gửi lại trong ít phút.")
