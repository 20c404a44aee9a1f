"""From rows to what documents/overlay.py and documents/calibration.py work with."""

from typing import Any

from ..documents import calibration, overlay
from .models import BoxAlign, Calibration, PrinterProfile, StockBox, StockField, StockProfile

_ORDER = {field: place for place, field in enumerate(StockField)}


def sizes_of(box: Any) -> tuple[float, ...]:
    """Return the sizes of letters in points, from large to small."""
    return tuple(float(one) for one in box.sizes.split())


def ordered(stock: StockProfile) -> list[StockBox]:
    """Return the boxes in the order of the fields."""
    return sorted(stock.boxes, key=lambda box: _ORDER[box.field])


def as_box(box: Any) -> overlay.Box:
    """Return a box; also one that is only being typed."""
    return overlay.Box(
        field=StockField(box.field).value,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        sizes=sizes_of(box),
        lines=box.lines,
        align=BoxAlign(box.align).value,
        bold=box.bold,
        italic=box.italic,
        color=box.color,
    )


def as_stock(stock: StockProfile) -> overlay.Stock:
    """Return the paper with its boxes."""
    return overlay.Stock(stock.name, stock.width, stock.height, tuple(as_box(box) for box in ordered(stock)))


def as_printer(printer: PrinterProfile) -> overlay.Printer:
    """Return what the printer does to a page; only its feed while it is not calibrated."""
    found = printer.calibration
    if found is None:
        return uncalibrated(printer.rotation)
    return calibrated(found)


def uncalibrated(rotation: int) -> overlay.Printer:
    """Return a printer of which only the feed is known."""
    return overlay.Printer(rotation=rotation)


def calibrated(row: Calibration) -> overlay.Printer:
    """Return what a calibration says of its printer."""
    return overlay.Printer(row.dx, row.dy, row.scale_x, row.scale_y, row.rotation)


def crosses(stock: StockProfile, rotation: int) -> tuple[tuple[float, float], ...]:
    """Return where the two crosses of the ruled sheet stand, in mm from the left and the top edge."""
    return tuple(calibration.crosses(as_stock(stock), uncalibrated(rotation)))


def solved(
    stock: StockProfile, rotation: int, measured: tuple[float, float, float, float]
) -> overlay.Printer:
    """Return what a printer does, from the distances measured on its ruled sheet; ValueError when they cannot be."""
    return calibration.solve(as_stock(stock), measured, rotation)
