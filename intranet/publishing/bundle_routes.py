"""The bundle: what is in it, which PDFs are ready, its download."""

from flask import Response, url_for
from flask_login import current_user

from ..core import clock, files
from ..core.access import needs
from ..core.htmx import render
from ..core.web import finish
from ..previews import service
from . import bundle, contents, papers, queries
from .models import ReleaseKind
from .routes import READS, blueprint


@blueprint.get("/goi")
@needs(*READS)
def bundle_page() -> Response:
    """What the bundle holds now."""
    made = bundle.make(owner=current_user.id)
    return render(
        "publishing/bundle.html",
        made=made,
        public=queries.public(),
        size=sum(len(raw) for raw in made.files.values()),
        available=service.available(),
    )


@blueprint.post("/goi/pdf")
@needs(*READS)
def make_pdfs() -> Response:
    """Ask LibreOffice for the PDFs of the public boards."""
    asked = 0
    for one in queries.public(contents_too=True):
        if one.kind == ReleaseKind.BOARD:
            name = f"{one.slug}.docx"
            service.request(
                papers.board(one, contents.read(one)), name, owner=current_user.id, back="/cong-bo/goi"
            )
            asked += 1
    words = f"Đang tạo {asked} tệp PDF, mỗi tệp vài giây. Tải lại trang này rồi tải gói."
    return finish(
        url_for("publishing.bundle_page"), words if asked else "Chưa có bảng chỉ tiêu nào công khai."
    )


@blueprint.get("/goi/cong-khai.zip")
@needs(*READS)
def bundle_file() -> Response:
    """Download the bundle."""
    content = bundle.make(owner=current_user.id).packed()
    return files.download(content, f"cong-khai-{clock.today():%Y-%m-%d}.zip", "zip")
