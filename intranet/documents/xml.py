"""Small builders of WordprocessingML. One place cleans text and keeps children in the order of the schema."""

import re
from copy import deepcopy
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized

from docx.oxml.ns import qn
from lxml import etree

from ..core.text import clean_line, printable
from .metrics import MM_PER_POINT

TWIPS_PER_MM = 1440 / 25.4
FONT = "Times New Roman"
HYPHEN = "\u2011"  # a hyphen at which no line may end
_W = qn("w:x")[:-1]
_NAMESPACES = {"w": _W[1:-1]}
RAW = "raw"
_SIGNS = {"\n": "br", HYPHEN: "noBreakHyphen"}


def twips(millimetres: float) -> int:
    """Return millimetres as twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


def el(tag: str, *children: Any, **attributes: Any) -> Any:
    """Return an element of the main namespace: el("jc", val="center"). None children are left out."""
    node = etree.Element(_W + tag, nsmap=_NAMESPACES)
    for name, value in attributes.items():
        node.set(_W + name.rstrip("_"), str(value))
    node.extend(child for child in children if child is not None)
    return node


def raw(text: str) -> Any:
    """Return XML that is text already, to stand in a tree: `package.build` puts it in as it is."""
    return etree.ProcessingInstruction(RAW, text)


def clean(text: str) -> str:
    """Return text without what XML or paper must not hold, tabs as spaces."""
    return text if _is_clean(text) else printable(text).replace("\t", " ")


def _is_clean(text: str) -> bool:
    """Return whether there is nothing to clean: no control, no sign of direction, only plain spaces, composed.

    Python's "printable" leaves out all characters of Unicode's groups C and Z but the space.
    """
    return text.isprintable() and is_normalized("NFC", text)


def run_properties(size: float, *, bold: bool = False, italic: bool = False, color: str = "000000") -> Any:
    """Return w:rPr with the font in all four slots, size in points for both scripts, explicit colour."""
    return deepcopy(_run_prototype(size, bold, italic, color))  # a copy is ten times cheaper than making it


@lru_cache(maxsize=256)
def _run_prototype(size: float, bold: bool, italic: bool, color: str) -> Any:
    half = round(size * 2)
    return el(
        "rPr",
        el("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT),
        el("b") if bold else None,
        el("bCs") if bold else None,
        el("i") if italic else None,
        el("iCs") if italic else None,
        el("color", val=color),
        el("sz", val=half),
        el("szCs", val=half),
    )


def run(text: str, size: float, *, bold: bool = False, italic: bool = False, color: str = "000000") -> Any:
    """Return a run; a new line in the text becomes a line break, U+2011 a hyphen that keeps its line.

    What XML or paper must not hold is dropped here whatever the caller did.
    """
    node = el("r", run_properties(size, bold=bold, italic=italic, color=color))
    for piece in re.split(f"([\n{HYPHEN}])", clean(text)):
        if piece in _SIGNS:
            node.append(el(_SIGNS[piece]))
        elif piece:
            words = el("t")
            words.text = piece
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            node.append(words)
    return node


def paragraph(
    *runs: Any,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    line: float | None = None,
    exact: bool = False,
    first: float = 0,
    left: float = 0,
    right: float = 0,
    keep_next: bool = False,
    keep_lines: bool = False,
    page_break_before: bool = False,
    rule: bool = False,
    mark_size: float = 14,
    section: Any = None,
) -> Any:
    """Return a paragraph. Spaces in points, indents in mm; `first` below 0 hangs.

    `line` is a multiple, or points when `exact`. `rule` draws a line below it;
    `section` ends a section with this paragraph.
    """
    properties = deepcopy(
        _paragraph_prototype(
            align=align, before=before, after=after, line=line, exact=exact, first=first, left=left,
            right=right, keep_next=keep_next, keep_lines=keep_lines, page_break_before=page_break_before,
            rule=rule, mark_size=mark_size,
        )
    )  # fmt: skip
    if section is not None:
        properties.append(section)
    return el("p", properties, *runs)


@lru_cache(maxsize=512)
def _paragraph_prototype(
    *, align: str, before: float, after: float, line: float | None, exact: bool, first: float, left: float,
    right: float, keep_next: bool, keep_lines: bool, page_break_before: bool, rule: bool, mark_size: float,
) -> Any:  # fmt: skip
    spacing: dict[str, Any] = {"before": round(before * 20), "after": round(after * 20)}
    if exact and line is not None:
        spacing |= {"line": round(line * 20), "lineRule": "exact"}
    else:
        spacing |= {"line": round((line or 1) * 240), "lineRule": "auto"}
    indents = {"left": twips(left), "right": twips(right), "firstLine": twips(first)}
    if first < 0:
        indents |= {"firstLine": 0, "hanging": twips(-first)}
    indents = {name: value for name, value in indents.items() if value}
    border = el("pBdr", el("bottom", val="single", sz=6, space=0, color="000000")) if rule else None
    return el(
        "pPr",
        el("keepNext") if keep_next else None,
        el("keepLines") if keep_lines else None,
        el("pageBreakBefore") if page_break_before else None,
        el("widowControl"),
        border,
        el("spacing", **spacing),
        el("ind", **indents) if indents else None,
        el("jc", val=align),
        run_properties(mark_size),
    )


def text_paragraph(
    text: str,
    size: float = 14,
    *,
    bold: bool = False,
    italic: bool = False,
    color: str = "000000",
    **layout: Any,
) -> Any:
    """Return a paragraph of one run; see `run` and `paragraph`."""
    return paragraph(run(text, size, bold=bold, italic=italic, color=color), mark_size=size, **layout)


def rule_paragraph(length: float, room: float, *, before: float = 3, after: float = 4) -> Any:
    """Return a centred rule of `length` mm in a column of `room` mm: an empty paragraph with a border."""
    side = max((room - length) / 2, 0)
    return paragraph(
        line=2, exact=True, before=before, after=after, left=side, right=side, rule=True, mark_size=1
    )


def table(widths: tuple[float, ...], rows: list[Any], *, borders: bool = False, margin: float = 0) -> Any:
    """Return a table of fixed layout: widths in mm on the grid and on every cell, cell margins in mm."""
    line = {"val": "single", "sz": 4, "space": 0, "color": "000000"}
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    properties = el(
        "tblPr",
        el("tblW", w=sum(twips(w) for w in widths), type="dxa"),
        el("tblInd", w=0, type="dxa"),
        el("tblBorders", *(el(edge, **line) for edge in edges)) if borders else None,
        el("tblLayout", type="fixed"),
        el("tblCellMar", el("left", w=twips(margin), type="dxa"), el("right", w=twips(margin), type="dxa")),
    )
    return el("tbl", properties, el("tblGrid", *(el("gridCol", w=twips(w)) for w in widths)), *rows)


def row(*cells: Any, header: bool = False) -> Any:
    """Return a row that never breaks over pages; `header` repeats it on each page."""
    properties = el("trPr", el("cantSplit"), el("tblHeader") if header else None)
    return el("tr", properties, *cells)


def cell(width_mm: float, *content: Any, span: int = 1, middle: bool = False) -> Any:
    """Return a cell of paragraphs (at least one, as the schema asks)."""
    return el(
        "tc", deepcopy(_cell_prototype(width_mm, span, middle)), *(content or (paragraph(mark_size=2),))
    )


@lru_cache(maxsize=256)
def _cell_prototype(width_mm: float, span: int, middle: bool) -> Any:
    return el(
        "tcPr",
        el("tcW", w=twips(width_mm), type="dxa"),
        el("gridSpan", val=span) if span > 1 else None,
        el("vAlign", val="center") if middle else None,
    )


def points(millimetres: float) -> float:
    """Return millimetres in points."""
    return millimetres / MM_PER_POINT


def one_line(text: str) -> str:
    """Return text for places that hold one line."""
    if _is_clean(text) and "  " not in text and text == text.strip():
        return text
    return clean_line(text)
