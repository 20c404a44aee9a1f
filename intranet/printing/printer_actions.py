"""Acts on printers: add, edit, measure a ruled sheet, accept what follows from it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.edits import apply
from ..core.errors import NotReady, WrongState
from ..core.text import clean_line
from ..decisions.rules import require
from ..people.models import Account
from . import profiles, rules
from .ledger import NOT_YOURS
from .models import Calibration, PrinterProfile, StockProfile

audit.declare(
    "printer",
    created=("name",),
    edited=("changes",),
    measured=("dx", "dy", "scale_x", "scale_y"),
    calibrated=("dx", "dy", "scale_x", "scale_y"),
)


def _free_name(name: str, but: PrinterProfile | None = None) -> str:
    cleaned = clean_line(name)
    taken = db.session.scalar(sa.select(PrinterProfile).where(PrinterProfile.name == cleaned))
    if taken is not None and taken is not but:
        raise NotReady(f"Đã có máy in tên “{cleaned}”. Hãy đặt tên khác.", ["Tên"])
    return cleaned


def add(name: str, place: str, rotation: int, *, actor: Account) -> PrinterProfile:
    """Add a printer; `rotation` in degrees says how paper is fed. NotReady when the name is taken."""
    require(rules.may_print(actor), NOT_YOURS)
    made = PrinterProfile(name=_free_name(name), place=place, rotation=rotation, created_at=clock.now())
    db.session.add(made)
    db.session.flush()
    audit.record("printer:created", actor=actor, obj=made, data={"name": made.name})
    return made


def edit(printer: PrinterProfile, values: Mapping[str, Any], *, actor: Account) -> None:
    """Change name, place, feed or whether it is in use. NotReady when the name is taken."""
    require(rules.may_print(actor), NOT_YOURS)
    if "name" in values:
        values = dict(values) | {"name": _free_name(values["name"], but=printer)}
    changes = apply(printer, values)
    if changes:
        audit.record("printer:edited", actor=actor, obj=printer, data={"changes": changes})


def measure(
    printer: PrinterProfile,
    stock: StockProfile,
    measured: tuple[float, float, float, float],
    *,
    actor: Account,
) -> Calibration:
    """Keep the four distances read off the ruled sheet and what follows from them; it is not in force yet.

    `measured`: mm from the left and from the top edge to the first, then to the second cross. NotReady, listing
    what is not believable, when the distances cannot come from this sheet.
    """
    require(rules.may_print(actor), NOT_YOURS)
    try:
        found = profiles.solved(stock, printer.rotation, measured)
    except ValueError:
        raise NotReady(
            "Hai dấu chữ thập đo được trùng chỗ nhau. Hãy đo lại: dấu 1 ở góc trên bên trái, dấu 2 ở góc dưới bên phải."
        ) from None
    doubts = rules.implausible(found.dx, found.dy, found.scale_x, found.scale_y)
    if doubts:
        raise NotReady("Số đo chưa hợp lý, chưa lưu được.", doubts)
    row = Calibration(
        printer_id=printer.id,
        stock_id=stock.id,
        rotation=printer.rotation,
        first_left=measured[0],
        first_top=measured[1],
        second_left=measured[2],
        second_top=measured[3],
        dx=found.dx,
        dy=found.dy,
        scale_x=found.scale_x,
        scale_y=found.scale_y,
        measured_by=actor.display_name,
        measured_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("printer:measured", actor=actor, obj=printer, data=_facts(row))
    return row


def _facts(row: Calibration) -> dict[str, float]:
    return {"dx": row.dx, "dy": row.dy, "scale_x": row.scale_x, "scale_y": row.scale_y}


def accept(calibration: Calibration, *, actor: Account) -> None:
    """Put a calibration in force for its printer; the earlier ones stay in the history.

    WrongState when it was accepted already, or the feed was turned or another one accepted since.
    """
    require(rules.may_print(actor), NOT_YOURS)
    printer = calibration.printer
    db.session.execute(sa.select(PrinterProfile.id).where(PrinterProfile.id == printer.id).with_for_update())
    db.session.refresh(calibration)
    newest = printer.calibration
    if calibration.accepted_at is not None:
        raise WrongState("Kết quả này đã được lưu cho máy in.")
    if calibration.rotation != printer.rotation or (newest is not None and newest.id > calibration.id):
        raise WrongState("Máy in đã đổi chiều nạp giấy hoặc được can chỉnh lại sau lần đo này. Hãy đo lại.")
    calibration.accepted_at = clock.now()
    calibration.accepted_by = actor.display_name
    db.session.flush()
    audit.record("printer:calibrated", actor=actor, obj=printer, data=_facts(calibration))
