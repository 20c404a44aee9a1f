"""The stock ledger (sổ phôi): lines are only added; what is left is always summed, never typed, never below zero."""

import datetime as dt

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady
from ..core.text import format_number
from ..decisions.rules import require
from ..people.models import Account
from . import rules
from .models import EntryKind, PrintRun, StockEntry, StockProfile

audit.declare("stock", entered=("kind", "quantity", "left"))
NOT_YOURS = "Chỉ văn thư hoặc cơ quan thường trực làm việc này được."


def left(stock: StockProfile) -> int:
    """Return how many blanks are left: the sum of all lines."""
    query = sa.select(sa.func.coalesce(sa.func.sum(StockEntry.quantity), 0))
    return int(db.session.scalar(query.where(StockEntry.stock_id == stock.id)) or 0)


def totals(stock: StockProfile) -> dict[EntryKind, int]:
    """Return the sum of each kind; used and spoiled as they are counted, above zero."""
    query = sa.select(StockEntry.kind, sa.func.sum(StockEntry.quantity)).group_by(StockEntry.kind)
    rows = db.session.execute(query.where(StockEntry.stock_id == stock.id))
    found = {kind: int(total) for kind, total in rows}
    out = (EntryKind.USED, EntryKind.SPOILED)
    return {kind: found.get(kind, 0) * (-1 if kind in out else 1) for kind in EntryKind}


def lock(stock: StockProfile) -> None:
    """Make others who book on this stock wait until the transaction ends."""
    db.session.execute(sa.select(StockProfile.id).where(StockProfile.id == stock.id).with_for_update())


def book(
    stock: StockProfile,
    kind: EntryKind,
    quantity: int,
    *,
    actor: Account,
    on: dt.date | None = None,
    note: str = "",
    run: PrintRun | None = None,
) -> StockEntry:
    """Add a line and return it; used and spoiled are given above zero and take away, a correction has its sign.

    NotReady when nothing would change, the day is yet to come, a correction has no note, or less than nothing
    would be left. The stock is locked until the transaction ends.
    """
    require(rules.may_print(actor), NOT_YOURS)
    day = on or clock.today()
    if day > clock.today():
        raise NotReady("Ngày ghi sổ không được ở tương lai.", ["Ngày"])
    if quantity == 0 or (quantity < 0 and kind != EntryKind.CORRECTED):
        raise NotReady("Số tờ phải từ 1 trở lên.", ["Số tờ"])
    if kind in (EntryKind.CORRECTED, EntryKind.SPOILED) and not note.strip():
        raise NotReady("Cần ghi lý do hỏng hoặc điều chỉnh.", ["Ghi chú"])
    change = -quantity if kind in (EntryKind.USED, EntryKind.SPOILED) else quantity
    lock(stock)
    before = left(stock)
    if before + change < 0:
        raise NotReady(
            f"Sổ phôi “{stock.name}” còn {format_number(before)} tờ, không đủ để trừ {format_number(-change)} tờ. "
            "Hãy ghi nhập phôi hoặc điều chỉnh sổ trước."
        )
    row = StockEntry(
        stock_id=stock.id,
        kind=kind,
        quantity=change,
        on=day,
        note=note,
        run_id=run.id if run is not None else None,
        by_id=actor.id,
        by_name=actor.display_name,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    data = {"kind": kind.value, "quantity": change, "left": before + change}
    audit.record("stock:entered", actor=actor, obj=stock, reason=note, data=data)
    return row
