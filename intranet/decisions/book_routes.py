"""Printed registers as files; money by fund."""

from flask import Response, request

from ..core import clock
from ..core.access import needs
from ..core.files import download
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from . import books, funds
from .routes import blueprint


@blueprint.get("/so/van-ban-di/<int:year>/<series>.docx")
@needs(P.REGISTERS_READ)
def outgoing_book(year: int, series: str) -> Response:
    """The register of outgoing documents of a series of a year."""
    name, content = books.outgoing(series, year)
    return download(content, name, "docx")


@blueprint.get("/so/<any('khen-thuong','sang-kien'):book>/<int:year>.docx")
@needs(P.REGISTERS_READ)
def award_book(book: str, year: int) -> Response:
    """The register of awards, or of initiatives, of a year."""
    name, content = books.certificates(book, year)
    return download(content, name, "docx")


@blueprint.get("/tien-thuong")
@needs(P.DECISIONS_READ, P.DECISIONS_DRAFT)
def funds_of_year() -> Response:
    """What the awards of a year cost, by fund."""
    year = number_or_none(request.args.get("nam")) or clock.today().year
    return render("decisions/funds.html", year=year, years=funds.years(), funds=funds.of_year(year))
