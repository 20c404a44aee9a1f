"""Printed registers as files."""

from flask import Response

from ..core.access import needs
from ..core.files import download
from ..core.permissions import Permission as P
from . import books
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
