"""The page of a preview: how far it is, its pages as pictures, its files. `start` is for views of other features."""

import io
from collections.abc import Sequence

from flask import Blueprint, Response, send_file, url_for
from flask_login import current_user

from ..core import files
from ..core.access import SIGNED_IN, needs
from ..core.htmx import render
from ..core.paths import own_path
from ..core.web import finish
from . import service

blueprint = Blueprint("previews", __name__, url_prefix="/xem-truoc")


def start(
    content: bytes,
    name: str,
    *,
    background: bytes | None = None,
    back: str = "",
    labels: Sequence[str] = (),
) -> Response:
    """Ask for the pages of a .docx and send the reader to them; the last line of a POST view.

    `background` is a picture of pre-printed stock for the screen, `back` the path that the page leads back to,
    `labels` say whose page each is: a list beside the pages.
    Finishes the request (commits).
    """
    key = service.request(
        content,
        name,
        owner=current_user.id,
        background=background,
        back=own_path(back) or "",
        labels=labels,
    )
    return finish(url_for("previews.show", key=key))


@blueprint.get("/<key>")
@needs(SIGNED_IN)
def show(key: str) -> Response:
    """Show how far the preview is, or its pages; htmx asks for the piece every second until it is finished."""
    return render(
        "previews/show.html",
        "previews/_live.html",
        key=key,
        progress=service.status(key, owner=current_user.id),
        job=service.job(key, owner=current_user.id),
        available=service.available(),
        has_pdf=service.has_pdf(key, owner=current_user.id),
    )


@blueprint.post("/<key>/dung")
@needs(SIGNED_IN)
def cancel(key: str) -> Response:
    """Stop making the preview."""
    service.cancel(key, owner=current_user.id)
    return finish(url_for("previews.show", key=key))


@blueprint.post("/<key>/lam-lai")
@needs(SIGNED_IN)
def again(key: str) -> Response:
    """Make a preview that failed or was stopped once more."""
    service.again(key, owner=current_user.id)
    return finish(url_for("previews.show", key=key))


@blueprint.get("/<key>/pdf")
@needs(SIGNED_IN)
def pdf(key: str) -> Response:
    """Give out the PDF under the document's name."""
    name = service.job(key, owner=current_user.id).name.removesuffix(".docx")
    return files.download(service.pdf(key, owner=current_user.id), f"{name}.pdf", "pdf")


@blueprint.get("/<key>/tep")
@needs(SIGNED_IN)
def document(key: str) -> Response:
    """Give out the .docx; it is there in every state."""
    name = service.job(key, owner=current_user.id).name.removesuffix(".docx")
    return files.download(service.document(key, owner=current_user.id), f"{name}.docx", "docx")


@blueprint.get("/<key>/trang/<int:number>")
@needs(SIGNED_IN)
def page(key: str, number: int) -> Response:
    """Give out the picture of one page."""
    return send_file(io.BytesIO(service.page(key, number, owner=current_user.id)), "image/png")


@blueprint.get("/<key>/nen")
@needs(SIGNED_IN)
def background(key: str) -> Response:
    """Give out the picture of the pre-printed stock."""
    kind = service.job(key, owner=current_user.id).background
    content = service.background(key, owner=current_user.id)
    return send_file(io.BytesIO(content), files.KINDS.get(kind, "application/octet-stream"))
