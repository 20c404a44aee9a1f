"""How a printer moves and scales a page: a ruled sheet to measure, what follows from the distances, a proof.

Only the two crosses are measured, from the edges of the paper, so the sheet may be printed on any paper of the size
of the stock. All places are millimetres as one reads the paper, whatever the feed.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import cos, pi, sin

from . import overlay, package, shapes
from .markup import paragraph
from .overlay import EXACT, Box, Printer, Stock
from .shapes import Pen, Point

INSET = 20.0  # mm from the edges to the crosses: outside of what printers leave white, near the corners
LEAST = 50.0  # mm; two crosses nearer than that tell nothing about the scale
_ARM = 6.0  # mm
_RULER, _PROOF, _CROSS = Pen(0.1), Pen(0.15, "7F7F7F", dashed=True), Pen(0.2)
_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0)
LABELS = {
    "awarder": "Chức danh người tặng",
    "title": "Tên giấy",
    "name": "Họ tên",
    "detail": "Chức vụ, đơn vị hoặc nơi ở",
    "achievement": "Thành tích",
    "decision": "Số, ngày Quyết định",
    "register": "Số sổ vàng",
    "place_date": "Nơi, ngày ký",
    "signer_title": "Chức vụ người ký",
    "signer_name": "Họ tên người ký",
}


def crosses(stock: Stock, printer: Printer = EXACT) -> tuple[Point, Point]:
    """Return where the crosses of the ruled sheet belong: 1 top left, 2 bottom right.

    A ruled sheet made with a printer profile prints them there if the profile is right.
    """
    del printer  # the profile moves the page so that they land where they belong
    inset = min(INSET, stock.width / 5, stock.height / 5)
    return (inset, inset), (stock.width - inset, stock.height - inset)


def solve(
    stock: Stock,
    measured: tuple[float, float, float, float],
    rotation: int = 0,
    *,
    before: Printer = EXACT,
) -> Printer:
    """Return the profile with which everything lands right.

    `measured`: millimetres from the left and from the top edge to cross 1, then to cross 2, on a sheet printed with
    the profile `before`. ValueError when the second does not lie right of and below the first.
    """
    one, two = crosses(stock)
    dx, scale_x = _solved(
        (one[0] * before.scale_x + before.dx, two[0] * before.scale_x + before.dx), measured[0::2]
    )
    dy, scale_y = _solved(
        (one[1] * before.scale_y + before.dy, two[1] * before.scale_y + before.dy), measured[1::2]
    )
    return Printer(dx, dy, scale_x, scale_y, rotation)


def _solved(sent: tuple[float, float], landed: tuple[float, ...]) -> tuple[float, float]:
    """Return offset and scale that undo what the printer does: landed = moved + stretched * sent."""
    first, second = landed
    if second - first < (sent[1] - sent[0]) / 2:
        raise ValueError("the second cross must lie right of and below the first")
    stretched = (second - first) / (sent[1] - sent[0])
    moved = first - stretched * sent[0]
    return -moved / stretched, 1 / stretched


def ruled_sheet(stock: Stock, printer: Printer = EXACT) -> bytes:
    """Return a page with two marked crosses, rulers in millimetres through them, and lines to note the distances."""
    one, two = crosses(stock)
    ruler = [*_ruler(stock, one[1], across=True), *_ruler(stock, one[0], across=False)]
    marks = [path for at in (one, two) for path in _cross(at)]
    drawn = ((ruler, _RULER), (marks, _CROSS))
    return _page(stock, printer, drawn, _words(stock, one, two), "Trang đo máy in")


def _words(stock: Stock, one: Point, two: Point) -> "Written":
    """Return what is written on the ruled sheet: names of the crosses, numbers of the rulers, what to do."""
    given = [
        (Box("1", one[0] + 2, one[1] + 4, 12, 8, (16.0,), align="left", bold=True), "1"),
        (Box("2", two[0] - 14, two[1] - 12, 12, 8, (16.0,), align="right", bold=True), "2"),
    ]
    for number in range(1, int(max(stock.width, stock.height) // 10) + 1):
        place, text = number * 10, str(number * 10)
        if place < stock.width - 5 and abs(place - one[0]) > 4:
            given.append((Box(f"x{place}", place - 5, one[1] - 7.5, 10, 4, (7.0,)), text))
        if place < stock.height - 5 and abs(place - one[1]) > 4:
            given.append((Box(f"y{place}", one[0] - 14, place - 2, 10, 4, (7.0,), align="right"), text))
    lines = (
        "TRANG ĐO MÁY IN",
        f"{stock.name}, khổ {_number(stock.width)} x {_number(stock.height)} mm. Máy in để 100 %, không “vừa trang giấy”.",
        "Dùng thước đo từ mép giấy đến tâm hai dấu chữ thập (đến nửa mi-li-mét), rồi nhập bốn số vào máy.",
        "Dấu 1: cách mép trái ................ mm, cách mép trên ................ mm",
        "Dấu 2: cách mép trái ................ mm, cách mép trên ................ mm",
    )
    left = one[0] + 10
    for row, line in enumerate(lines):
        box = Box(
            f"line {row}", left, stock.height / 2 - 25 + row * 10, stock.width - 2 * left, 8, (13.0, *_SIZES)
        )
        given.append((box, line))
    return given


def _number(value: float) -> str:
    return f"{round(value, 1):g}".replace(".", ",")


def proof(stock: Stock, printer: Printer) -> bytes:
    """Return a page with the outlines of the boxes, the names of their fields, and the two crosses."""
    outlines = [_outline(box) for box in stock.boxes]
    marks = [path for at in crosses(stock) for path in _cross(at)]
    names = [
        (Box(str(number), box.x, box.y, box.width, box.height, _SIZES), LABELS.get(box.field, box.field))
        for number, box in enumerate(stock.boxes)
    ]
    return _page(stock, printer, ((outlines, _PROOF), (marks, _CROSS)), names, "Bản in thử")


Lines = list[Point]
Drawn = tuple[tuple[list[Lines], Pen], ...]
Written = list[tuple[Box, str]]  # box.field is a name of its own


def _outline(box: Box) -> Lines:
    right, bottom = box.x + box.width, box.y + box.height
    return [(box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom), (box.x, box.y)]


def _cross(at: Point) -> Iterator[Lines]:
    x, y = at
    yield [(x - _ARM, y), (x + _ARM, y)]
    yield [(x, y - _ARM), (x, y + _ARM)]
    turns = [n * pi / 16 for n in range(33)]
    yield [(x + _ARM / 2 * cos(turn), y + _ARM / 2 * sin(turn)) for turn in turns]


def _ruler(stock: Stock, other: float, *, across: bool) -> Iterator[Lines]:
    """Yield a line with a mark at each millimetre, longer ones at 5 and 10."""
    length = int(stock.width if across else stock.height)
    yield _turn([(0, other), (length, other)], across)
    for place in range(1, length):
        mark = 3.0 if place % 10 == 0 else 2.2 if place % 5 == 0 else 1.4
        yield _turn([(place, other - mark), (place, other)], across)


def _turn(line: Lines, across: bool) -> Lines:
    return line if across else [(y, x) for x, y in line]


def _page(stock: Stock, printer: Printer, drawn: Drawn, written: Written, title: str) -> bytes:
    """Return one page: lines behind, texts as an overlay prints them."""
    shape = replace(stock, boxes=tuple(box for box, _text in written))
    texts = {box.field: text for box, text in written}
    sheet = overlay.sheet_size(stock, printer.rotation)
    art = [
        shapes.drawing(
            [shapes.move([overlay.on_sheet(stock, at, printer) for at in line]) for line in lines],
            pen,
            sheet,
            ident=number,
            height=number,
        )
        for number, (lines, pen) in enumerate(drawn, start=1)
    ]
    body = [
        paragraph(*art, line=1, exact=True, mark_size=1),
        overlay.page(shape, texts, printer),
        overlay.sheet_section(stock, printer.rotation),
    ]
    return package.written(body, title=title)
