"""The builders of `xml.py` once more, as text: a page that is printed a thousand times is not built as a tree.

Every opening part is serialised once from the builder of the same name, so both give the same XML; only what
differs from page to page (text, spaces) is put in.
"""

from functools import lru_cache
from html import escape
from typing import Any

from lxml import etree

from . import xml

_TEXT = '<w:t xml:space="preserve">'
_BREAK, _HYPHEN = f"</w:t><w:br/>{_TEXT}", f"</w:t><w:noBreakHyphen/>{_TEXT}"
_EMPTY = f"{_TEXT}</w:t>"


def text_of(node: Any) -> str:
    """Return an element of `xml.py`, or one of a picture, as text that may stand inside w:body.

    Declarations of the prefixes w and r are left out: the root of the document has them.
    """
    shown = str(etree.tostring(node, encoding="unicode"))
    for prefix in {"w", "r"} & node.nsmap.keys():
        shown = shown.replace(f' xmlns:{prefix}="{node.nsmap[prefix]}"', "", 1)
    return shown


def run(text: str, size: float, *, bold: bool = False, italic: bool = False, color: str = "000000") -> str:
    """Return w:r as `xml.run` does, with the same cleaning of text."""
    return f"{_run_head(size, bold, italic, color)}{words(text)}</w:r>"


def words(text: str) -> str:
    """Return the content of a run: w:t, with w:br and w:noBreakHyphen where the text asks for them."""
    shown = escape(xml.clean(text), quote=False)
    if "\n" in shown or xml.HYPHEN in shown:
        shown = shown.replace("\n", _BREAK).replace(xml.HYPHEN, _HYPHEN)
        return f"{_TEXT}{shown}</w:t>".replace(_EMPTY, "")
    return f"{_TEXT}{shown}</w:t>" if shown else ""


@lru_cache(maxsize=256)
def _run_head(size: float, bold: bool, italic: bool, color: str) -> str:
    return text_of(xml.run("", size, bold=bold, italic=italic, color=color)).removesuffix("</w:r>")


def paragraph(
    *runs: str,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
    exact: bool = False,
    **layout: Any,
) -> str:
    """Return w:p as `xml.paragraph` does; `runs` are text already."""
    exact = exact and line is not None
    pitch = round(line * 20) if exact and line is not None else round((line or 1) * 240)
    head = _paragraph_head(exact=exact, **layout) % (round(before * 20), round(after * 20), pitch)
    return f"{head}{''.join(runs)}</w:p>"


@lru_cache(maxsize=512)
def _paragraph_head(*, exact: bool, **layout: Any) -> str:
    node = xml.paragraph(line=1, exact=exact, **layout)
    spacing = next(node.iter("{*}spacing"))
    for name in ("before", "after", "line"):
        spacing.set(f"{{{node.nsmap['w']}}}{name}", "%d")
    return text_of(node).removesuffix("</w:p>")


def text_paragraph(
    text: str,
    size: float = 14,
    *,
    bold: bool = False,
    italic: bool = False,
    color: str = "000000",
    **layout: Any,
) -> str:
    """Return a paragraph of one run."""
    return paragraph(run(text, size, bold=bold, italic=italic, color=color), mark_size=size, **layout)


@lru_cache(maxsize=64)
def rule_paragraph(length: float, room: float, *, before: float = 3, after: float = 4) -> str:
    """Return a centred rule of `length` mm in a column of `room` mm."""
    return text_of(xml.rule_paragraph(length, room, before=before, after=after))


def table(widths: tuple[float, ...], rows: list[str]) -> str:
    """Return w:tbl without borders."""
    return f"{_table_head(widths)}{''.join(rows)}</w:tbl>"


@lru_cache(maxsize=64)
def _table_head(widths: tuple[float, ...]) -> str:
    return text_of(xml.table(widths, [])).removesuffix("</w:tbl>")


def row(*cells: str) -> str:
    """Return w:tr that never breaks over pages."""
    return f"{_row_head()}{''.join(cells)}</w:tr>"


@lru_cache(maxsize=1)
def _row_head() -> str:
    return text_of(xml.row()).removesuffix("</w:tr>")


def cell(width_mm: float, *content: str, middle: bool = False) -> str:
    """Return w:tc of paragraphs (at least one)."""
    return f"{_cell_head(width_mm, middle)}{''.join(content) or paragraph(mark_size=2)}</w:tc>"


@lru_cache(maxsize=256)
def _cell_head(width_mm: float, middle: bool) -> str:
    whole = text_of(xml.cell(width_mm, etree.Comment(""), middle=middle))
    return whole.removesuffix("<!----></w:tc>")
