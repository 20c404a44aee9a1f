"""Only the texts of a certificate, placed by millimetre, for paper on which all else is printed already.

Every text is a text frame (w:framePr, ISO/IEC 29500-1 17.3.1.11) with exact place and size, anchored to the page, and
lines of exact height: Word and LibreOffice need no judgement of their own. Frames never reach out of their boxes.
A page is: an empty paragraph that opens it, its frames, an empty paragraph to which the frames belong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from . import metrics, package
from .landscape import PAGES_LIMIT
from .markup import paragraph, text_of, words
from .xml import clean, el, one_line, points, run_properties, twips

FIELDS = (
    "awarder", "title", "name", "detail", "achievement", "decision", "register", "place_date", "signer_title",
    "signer_name",
)  # fmt: skip
ROOM = 0.98  # of its box that a line may fill: word processors differ a little
PITCH = 1.2  # height of a line, in sizes of its letters; holds Ẵ and g
ASCENT = 0.8  # of a line of exact height that stands above the baseline
CAPITAL = 0.655  # height of H, in sizes of the letters
_MARGIN = 10.0  # mm; less than a printer can print makes Word ask at every job
_ROTATIONS = (0, 90, 180, 270)
_TURNED = {90: "tbRl", 270: "btLr"}


@dataclass(frozen=True)
class Box:
    """The place of one field: millimetres from the top left corner of the paper as one reads it.

    `sizes` in points from large to small, `lines` at most, `align` left, center or right.
    """

    field: str
    x: float
    y: float
    width: float
    height: float
    sizes: tuple[float, ...]
    lines: int = 1
    align: str = "center"
    bold: bool = False
    italic: bool = False
    color: str = "000000"


@dataclass(frozen=True)
class Stock:
    """Pre-printed paper: its size in millimetres as one reads it, and where each field belongs."""

    name: str
    width: float
    height: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Printer:
    """What is done to a page so that it lands right: place * scale + offset (mm), as one reads the paper.

    `rotation` in degrees clockwise: how far the text is turned on the sheet that is fed. 90 and 270 make a page with
    width and height exchanged. 180 gives the same file as 0: the stack is turned in the tray.
    """

    dx: float = 0
    dy: float = 0
    scale_x: float = 1
    scale_y: float = 1
    rotation: int = 0


EXACT = Printer()  # prints everything where it belongs


@dataclass(frozen=True)
class Placed:
    """A text as it will stand: its lines, their size in points, and its frame in mm as one reads the paper."""

    box: Box
    lines: tuple[str, ...]
    size: float
    x: float
    y: float
    width: float
    whole: bool  # nothing was left out, no word torn

    @property
    def pitch(self) -> float:
        """Return the height of a line in millimetres."""
        return _pitch(self.size) / twips(1000) * 1000

    @property
    def height(self) -> float:
        """Return the height of all lines in millimetres."""
        return self.pitch * len(self.lines)

    @property
    def baselines(self) -> tuple[float, ...]:
        """Return where the lines stand, in millimetres from the top of the paper."""
        return tuple(self.y + self.pitch * (n + ASCENT) for n in range(len(self.lines)))


def _pitch(size: float) -> int:
    """Return the height of a line in twentieths of a point."""
    return round(size * PITCH * 20)


@lru_cache(maxsize=4096)
def _fitted(box: Box, text: str) -> tuple[float, tuple[str, ...], bool]:
    """Return size and lines of a text, and whether all of it is there.

    Up to two lines it first shrinks, then breaks; longer texts break first. Lines break at spaces and are balanced.
    """
    given = [line for line in map(one_line, clean(text).split("\n")) if line]
    if not given:
        return box.sizes[0], (), True
    counts = range(len(given), box.lines + 1) if box.lines <= 2 else [box.lines]
    for count in counts:
        for size in box.sizes:
            lines, torn = _broken(box, given, size)
            high = _pitch(size) / 20 * len(lines) <= points(box.height) + 0.01
            if not torn and high and len(lines) <= count:
                return size, lines, True
    size = box.sizes[-1]
    lines, _torn = _broken(box, given, size)
    kept = max(1, min(box.lines, int(points(box.height) * 20 / _pitch(size))))
    if len(lines) > kept:
        lines = (*lines[: kept - 1], f"{lines[kept - 1][:-1].rstrip()}…")
    return size, lines, False


def _broken(box: Box, given: list[str], size: float) -> tuple[tuple[str, ...], bool]:
    style = {"bold": box.bold, "italic": box.italic}
    room = box.width * ROOM
    lines = tuple(part for text in given for part in metrics.balanced(text, size, room, **style))
    return lines, sum(line.count(" ") + 1 for line in lines) != sum(text.count(" ") + 1 for text in given)


def placed(stock: Stock, values: Mapping[str, str], printer: Printer = EXACT) -> list[Placed]:
    """Return the texts of one sheet as they will stand; empty ones are left out.

    Capital letters of a single line, the whole block of several, stand in the middle of the height of their box.
    """
    return list(_placed(stock, values, printer))


def _placed(stock: Stock, values: Mapping[str, str], printer: Printer) -> Iterator[Placed]:
    for box in stock.boxes:
        size, lines, whole = _fitted(box, values.get(box.field) or "")
        if not lines:
            continue
        pitch = _pitch(size) / 20 * metrics.MM_PER_POINT
        middle = (box.y + box.height / 2) * printer.scale_y + printer.dy
        # from the top of the first line to the middle between first capitals' top and last baseline
        capital = CAPITAL * size * metrics.MM_PER_POINT
        down = (ASCENT * pitch - capital + (len(lines) - 1 + ASCENT) * pitch) / 2
        share = {"left": 0.0, "right": 1.0}.get(box.align, 0.5)
        anchor = (box.x + box.width * share) * printer.scale_x + printer.dx
        yield Placed(box, lines, size, anchor - box.width * share, middle - down, box.width, whole)


def overflowing(stock: Stock, values: Mapping[str, str]) -> list[str]:
    """Return the fields that do not fit into their boxes at their smallest size, in the order of the boxes."""
    return [one.box.field for one in _placed(stock, values, Printer()) if not one.whole]


def _frame(stock: Stock, one: Placed, rotation: int) -> str:
    """Return the paragraph of a text."""
    x, y, width, height = _on_sheet(stock, one, rotation)
    # Word takes a place of 0 as none
    place = f'w:w="{width}" w:h="{height}" w:x="{max(x, 1)}" w:y="{max(y, 1)}"'
    head, middle = _around(one.box, one.size, rotation)
    content = "<w:br/>".join(words(line) for line in one.lines)
    return f"{head}{place}{middle}{content}</w:r></w:p>"


def _on_sheet(stock: Stock, one: Placed, rotation: int) -> tuple[int, int, int, int]:
    """Return left, top, width and height of a frame on the sheet as it is fed, in twips."""
    x, y, width = twips(one.x), twips(one.y), twips(one.width)
    height = _pitch(one.size) * len(one.lines)
    if rotation == 90:
        return twips(stock.height) - y - height, x, height, width
    if rotation == 270:
        return y, twips(stock.width) - x - width, height, width
    return x, y, width, height


@lru_cache(maxsize=256)
def _around(box: Box, size: float, rotation: int) -> tuple[str, str]:
    """Return what stands before the place of a frame, and between it and the words."""
    whole = text_of(
        el(
            "p",
            el(
                "pPr",
                el(
                    "framePr", mark="@", hRule="exact", hSpace=0, vSpace=0, wrap="around", vAnchor="page",
                    hAnchor="page",
                ),
                el("spacing", before=0, after=0, line=_pitch(size), lineRule="exact"),
                el("jc", val=box.align),
                el("textDirection", val=_TURNED[rotation]) if rotation in _TURNED else None,
                run_properties(size),
            ),
            el("r", run_properties(size, bold=box.bold, italic=box.italic, color=box.color)),
        )
    )  # fmt: skip
    head, _, rest = whole.partition('w:mark="@"')
    return head, rest.removesuffix("/></w:p>").removesuffix("</w:r></w:p>")


@lru_cache(maxsize=2)
def _empty(first: bool) -> str:
    return paragraph(line=1, exact=True, mark_size=1, page_break_before=not first)


def page(stock: Stock, values: Mapping[str, str], printer: Printer = EXACT) -> str:
    """Return the frames of one sheet and the paragraph to which they belong, as text for w:body."""
    frames = (_frame(stock, one, printer.rotation) for one in _placed(stock, values, printer))
    return "".join([*frames, _empty(True)])


def _pages(stock: Stock, sheets: Iterable[Mapping[str, str]], printer: Printer) -> Iterator[str]:
    for number, values in enumerate(sheets, start=1):
        yield _empty(number == 1) + page(stock, values, printer)


def sheet_size(stock: Stock, rotation: int) -> tuple[float, float]:
    """Return width and height in mm of the sheet as it is fed. ValueError for a rotation that is no quarter turn."""
    if rotation not in _ROTATIONS:
        raise ValueError(f"rotation of {rotation} degrees")
    return (stock.height, stock.width) if rotation in _TURNED else (stock.width, stock.height)


def on_sheet(stock: Stock, at: tuple[float, float], printer: Printer) -> tuple[float, float]:
    """Return where a place of the paper (mm, as one reads it) is printed on the sheet as it is fed."""
    x, y = at[0] * printer.scale_x + printer.dx, at[1] * printer.scale_y + printer.dy
    return {90: (stock.height - y, x), 270: (y, stock.width - x)}.get(printer.rotation, (x, y))


def render(
    stock: Stock,
    sheets: Sequence[Mapping[str, str]],
    *,
    printer: Printer = EXACT,
    title: str = "Giấy khen",
) -> bytes:
    """Return one .docx with a page per sheet (field -> text), in the given order.

    ValueError for no sheet or more than PAGES_LIMIT, and for a rotation that is no quarter turn. What does not fit is
    cut with "…": ask `overflowing` before.
    """
    if not 0 < len(sheets) <= PAGES_LIMIT:
        raise ValueError(f"from 1 to {PAGES_LIMIT} sheets in one file")
    return package.written(
        chain(_pages(stock, sheets, printer), [sheet_section(stock, printer.rotation)]), title=title
    )


@lru_cache(maxsize=64)
def sheet_section(stock: Stock, rotation: int = 0) -> str:
    """Return w:sectPr of the sheet as it is fed. ValueError for a rotation that is no quarter turn."""
    wide, high = sheet_size(stock, rotation)
    size = {"w": twips(wide), "h": twips(high)} | ({"orient": "landscape"} if wide > high else {})
    margin = twips(min(_MARGIN, wide / 8, high / 8))
    return text_of(
        el(
            "sectPr",
            el("type", val="nextPage"),
            el("pgSz", **size),
            el("pgMar", top=margin, right=margin, bottom=margin, left=margin, header=0, footer=0, gutter=0),
        )
    )
