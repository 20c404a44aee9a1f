"""Pages of the stock ledger."""

from flask import Response, request, url_for

from ..core import clock, tables
from ..core.access import needs
from ..core.errors import NotReady
from ..core.htmx import render
from ..core.text import short_date
from ..core.web import finish
from . import ledger, queries
from .forms import EntryForm
from .models import EntryKind, StockEntry
from .phrases import WORDS
from .routes import PRINTS, actor, blueprint, refused


@blueprint.get("/phoi/<int:stock_id>/so")
@needs(*PRINTS)
def book(stock_id: int) -> Response:
    """The ledger of a stock: its lines and their sums."""
    stock = queries.stock(stock_id)
    kinds = [(one.value, WORDS[f"EntryKind.{one.value}"]) for one in EntryKind]
    listing = tables.Listing(
        query=queries.entries(stock.id),
        columns=[
            tables.Column("on", "Ngày", lambda e: short_date(e.on), sort=StockEntry.on),
            tables.Column("kind", "Loại", lambda e: WORDS[f"EntryKind.{e.kind.value}"]),
            tables.Column("quantity", "Số tờ", lambda e: e.quantity, css="num"),
            tables.Column("note", "Ghi chú", lambda e: e.note),
            tables.Column("by", "Người ghi", lambda e: e.by_name),
        ],
        args=request.args,
        path=url_for("printing.book", stock_id=stock.id),
        filters=[tables.Filter("loai", "Loại", kinds, lambda value: StockEntry.kind == value)],
        default_sort="-on",
        tie=StockEntry.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx(f"Sổ phôi {stock.name}")
    return render(
        "printing/book.html",
        stock=stock,
        listing=listing,
        totals=ledger.totals(stock),
        left=ledger.left(stock),
    )


@blueprint.route("/phoi/<int:stock_id>/so/ghi", methods=["GET", "POST"])
@needs(*PRINTS)
def enter(stock_id: int) -> Response:
    """Write a line: received, spoiled, corrected."""
    stock, problem = queries.stock(stock_id), None
    form = EntryForm(data={"kind": EntryKind.RECEIVED.value, "on": clock.today()})
    if form.validate_on_submit():
        try:
            ledger.book(
                stock,
                EntryKind(form.kind.data),
                form.number,
                actor=actor(),
                on=form.on.data,
                note=form.note.data or "",
            )
            left = ledger.left(stock)
            return finish(url_for("printing.book", stock_id=stock.id), f"Đã ghi sổ phôi. Còn {left} tờ.")
        except NotReady as error:
            problem = refused(error)
    status = 422 if form.is_submitted() else 200
    return render(
        "printing/enter.html",
        form=form,
        stock=stock,
        left=ledger.left(stock),
        problem=problem,
        status=status,
    )
