"""The books: series by year, their closing; delivery of single documents."""

from flask import Response, url_for
from flask_login import current_user

from ..core import audit, nav
from ..core.access import needs
from ..core.errors import NotReady
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import actions, queries
from .forms import CloseForm, DeliveryForm
from .phrases import WORDS
from .routes import blueprint

nav.entry("Văn bản", "In sổ, khóa sổ", "registers.books", P.REGISTERS_READ, order=35)


@blueprint.get("/cac-nam")
@needs(P.REGISTERS_READ)
def books() -> Response:
    """All series by year: lines, last number, open or closed, the printed book."""
    shown = [(book, WORDS.get(f"Series.{book.series}", book.series)) for book in queries.books()]
    return render("registers/books.html", books=shown, form=CloseForm())


@blueprint.route("/cac-nam/<int:year>/<series>/khoa", methods=["GET", "POST"])
@needs(P.REGISTERS_WRITE)
def close(year: int, series: str) -> Response:
    """Close a past year for good."""
    form, back, problem = CloseForm(), url_for("registers.books"), None
    if form.validate_on_submit():
        try:
            row = actions.close_year(series, year, actor=current_user)
            return finish(back, f"Đã khóa sổ năm {row.year}: {row.lines} dòng, số cuối {row.last}.")
        except NotReady as error:
            problem = error
    book = next((one for one in queries.books() if (one.series, one.year) == (series, year)), None)
    return render(
        "registers/close.html",
        form=form,
        book=book,
        label=WORDS.get(f"Series.{series}", series),
        series=series,
        year=year,
        back=back,
        problem=problem,
        status=422 if form.is_submitted() else 200,
    )


@blueprint.get("/van-ban-di/<int:entry_id>")
@needs(P.REGISTERS_READ)
def entry(entry_id: int) -> Response:
    """One line with all its columns."""
    row = queries.get_entry(entry_id)
    closing = queries.closing_of(row.series, row.year)
    return render(
        "registers/entry.html",
        row=row,
        closing=closing,
        may_write=current_user.has(P.REGISTERS_WRITE) and closing is None,
        label=WORDS.get(f"Series.{row.series}", row.series),
        timeline=audit.timeline(row),
    )


@blueprint.route("/van-ban-di/<int:entry_id>/chuyen", methods=["GET", "POST"])
@needs(P.REGISTERS_WRITE)
def deliver(entry_id: int) -> Response:
    """Fill the columns of the delivery."""
    row, problem = queries.get_entry(entry_id), None
    form = DeliveryForm(data={"sent_on": row.sent_on, "received_by": row.received_by, "note": row.note})
    back = url_for("registers.entry", entry_id=row.id)
    if form.validate_on_submit():
        try:
            actions.note_delivery(
                row,
                actor=current_user,
                sent_on=form.sent_on.data,
                received_by=form.received_by.data or "",
                note=form.note.data or "",
            )
            return finish(back, "Đã ghi vào sổ.")
        except NotReady as error:
            problem = error
    status = 422 if form.is_submitted() else 200
    return render("registers/deliver.html", row=row, form=form, back=back, problem=problem, status=status)
