"""The register of outgoing documents (sổ đăng ký văn bản đi, NĐ 30/2020 Phụ lục IV)."""

import sqlalchemy as sa
from flask import Blueprint, Response, request, url_for

from ..core import clock, nav, tables
from ..core.access import needs
from ..core.db import db
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from .models import RegisterEntry
from .phrases import WORDS

blueprint = Blueprint("registers", __name__, url_prefix="/so")
nav.entry("Văn bản", "Sổ văn bản đi", "registers.index", P.REGISTERS_READ, order=30)

PRINT_LIMIT = 5000


def _columns() -> list[tables.Column]:
    """The ten columns of the decree."""
    return [
        tables.Column(
            "number", "Số, ký hiệu", lambda e: f"{e.number:02d}/{e.symbol}", sort=RegisterEntry.number
        ),
        tables.Column(
            "issued", "Ngày tháng", lambda e: short_date(e.issued_on), sort=RegisterEntry.issued_on
        ),
        tables.Column("title", "Tên loại và trích yếu nội dung", lambda e: e.title),
        tables.Column("signer", "Người ký", lambda e: e.signer),
        tables.Column("recipients", "Nơi nhận", lambda e: e.recipients),
        tables.Column("kept", "Đơn vị, người nhận bản lưu", lambda e: e.kept_by),
        tables.Column("copies", "Số lượng bản", lambda e: e.copies, css="num"),
        tables.Column("sent", "Ngày chuyển", lambda e: short_date(e.sent_on) if e.sent_on else ""),
        tables.Column("received", "Ký nhận", lambda e: e.received_by),
        tables.Column("note", "Ghi chú", lambda e: e.note),
    ]


@blueprint.get("/van-ban-di")
@needs(P.REGISTERS_READ)
def index() -> Response:
    """The register by series and year; printable."""
    years = list(
        db.session.scalars(sa.select(RegisterEntry.year).distinct().order_by(RegisterEntry.year.desc()))
    )
    series = list(
        db.session.scalars(sa.select(RegisterEntry.series).distinct().order_by(RegisterEntry.series))
    )
    names = [(one, WORDS.get(f"Series.{one}", one)) for one in series]
    printing = request.args.get("in") == "1"
    listing = tables.Listing(
        query=sa.select(RegisterEntry),
        columns=_columns(),
        args=request.args,
        path=url_for("registers.index"),
        filters=[
            tables.Filter(
                "nam", "Năm", [(str(y), str(y)) for y in years], lambda v: RegisterEntry.year == int(v)
            ),
            tables.Filter("so", "Loại văn bản", names, lambda v: RegisterEntry.series == v),
        ],
        search_in=[RegisterEntry.title_fold],
        default_sort="-issued",
        tie=RegisterEntry.number.desc(),
        per_page=PRINT_LIMIT if printing else tables.PER_PAGE,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Sổ đăng ký văn bản đi")
    return render("registers/index.html", listing=listing, printing=printing, today=clock.today())
