"""The clerk's page: papers of the council that wait for a number, and those that have one."""

from flask import Response, url_for
from flask_login import current_user

from ..core import nav
from ..core.access import needs
from ..core.files import download
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import paper_numbers
from .forms import StepForm
from .routes import blueprint

nav.entry("Văn bản", "Văn bản Hội đồng chờ số", "council.numbers", P.REGISTERS_WRITE, order=36)


@blueprint.get("/van-ban-cho-so")
@needs(P.REGISTERS_WRITE)
def numbers() -> Response:
    """Giấy mời, thông báo and minutes of annulments without a number; below, the newest with one."""
    waiting = paper_numbers.waiting()
    return render(
        "council/numbers.html",
        waiting=waiting,
        next_numbers=paper_numbers.next_numbers(waiting),
        numbered=paper_numbers.numbered(),
    )


@blueprint.get("/van-ban-cho-so/<int:meeting_id>/<name>")
@needs(P.REGISTERS_WRITE)
def number_file(meeting_id: int, name: str) -> Response:
    """Download a paper that gets a number, as it stands."""
    one = paper_numbers.paper_for(current_user, meeting_id, name)
    shown, content = paper_numbers.file_of(one, current_user)
    return download(content, shown, "docx")


@blueprint.post("/van-ban-cho-so/<int:meeting_id>/<name>/cap-so")
@needs(P.REGISTERS_WRITE)
def give_number(meeting_id: int, name: str) -> Response:
    """Give a paper its number of today and keep its file."""
    StepForm().validate()
    one = paper_numbers.paper_for(current_user, meeting_id, name)
    line = paper_numbers.give(one, actor=current_user)
    return finish(
        url_for("council.numbers"), f"Đã cấp số {line.number:02d}/{line.symbol} và vào sổ: {one.label}."
    )
