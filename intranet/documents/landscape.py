"""The A4 landscape page that certificates share: exact line heights, so that every page is full to the same point.

Form of the Giấy khen: NĐ 98/2023/NĐ-CP Điều 104 (A4 landscape, ornamental border that resembles no state award,
red title lines, bold italic lines at the bottom). It may change: colours, labels and lines are given by the kinds.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.shared import Mm

from . import metrics, package
from .blocks import QUOC_HIEU, TIEU_NGU, glued, place_date_text
from .parts import PlaceDate, Signer
from .xml import cell, el, one_line, paragraph, points, row, rule_paragraph, table, text_paragraph

RED, GOLD, BLACK = "C8102E", "B8860B", "000000"
WIDTH = 237.0  # 297 less twice 30
_MARGINS = (17.0, 13.0, 30.0, 30.0)
HEIGHT = points(210 - _MARGINS[0] - _MARGINS[1]) - 6  # points; a little room for the end of the page
EMBLEM = 20.0  # mm, kept free on top when the office has given no picture
PAGES_LIMIT = 2000


@dataclass(frozen=True)
class Line:
    """One centred text: sizes to try from large to small, at most `rows` lines; `space` points above it."""

    text: str
    sizes: tuple[float, ...]
    rows: int = 1
    bold: bool = False
    italic: bool = False
    color: str = BLACK
    space: float = 0


@dataclass(frozen=True)
class Page:
    """One certificate: the lines in the middle, two or more lines bottom left, place and date, signer."""

    lines: tuple[Line, ...]
    left: tuple[str, ...]
    place_date: PlaceDate
    signer: Signer


def _broken(line: Line) -> tuple[float, list[str], bool]:
    """Return size, lines, and whether the text fits."""
    style = {"bold": line.bold, "italic": line.italic}
    size, broken = metrics.fit(one_line(line.text), WIDTH, line.sizes, line.rows, **style)
    wide = any(metrics.width(part, size, **style) > WIDTH for part in broken)
    return size, broken, len(broken) <= line.rows and not wide


def _height(line: Line) -> float:
    size, broken, _fits = _broken(line)
    return line.space + round(size * 1.28) * len(broken)


def _set(line: Line, air: float) -> list[Any]:
    """Return the paragraphs of a text with `air` points above it."""
    size, broken, _fits = _broken(line)
    look: dict[str, Any] = {"bold": line.bold, "italic": line.italic, "color": line.color}
    layout: dict[str, Any] = {"align": "center", "line": round(size * 1.28), "exact": True}
    return [
        text_paragraph(part, size, before=line.space + air if place == 0 else 0, **look, **layout)
        for place, part in enumerate(broken)
    ]


def overflowing(page: Page) -> list[str]:
    """Return the texts of a page that do not fit even at their smallest size; such a page must not be printed."""
    return [one_line(line.text) for line in page.lines if not _broken(line)[2]]


def _head(picture: Any, first: bool) -> tuple[list[Any], float]:
    emblem = points(EMBLEM)
    top = paragraph(
        picture, align="center", line=emblem, exact=picture is None, page_break_before=not first, mark_size=2
    )
    if picture is not None:  # an exact line would cut the picture off
        top = paragraph(picture, align="center", page_break_before=not first, mark_size=2)
    lines = [
        top,
        text_paragraph(QUOC_HIEU, 14, bold=True, align="center", line=19, exact=True),
        text_paragraph(TIEU_NGU, 15, bold=True, align="center", line=20, exact=True),
        rule_paragraph(metrics.width(TIEU_NGU, 15, bold=True), WIDTH, before=2, after=4),
    ]
    return lines, emblem + 19 + 20 + 8


def _foot(page: Page) -> tuple[Any, float]:
    left_width, right_width = 115.0, WIDTH - 115.0
    style: dict[str, Any] = {"bold": True, "italic": True, "line": 19, "exact": True}
    dated = text_paragraph(place_date_text(page.place_date), 14, align="center", **style)
    titles = [
        text_paragraph(one_line(line).upper(), 14, bold=True, align="center", line=19, exact=True)
        for line in page.signer.lines
    ]
    gap = 66
    name = text_paragraph(
        one_line(page.signer.name), 15, bold=True, align="center", before=gap, line=20, exact=True
    )
    right = [dated, *titles, name]
    lower = 19 + 19 * len(titles) + gap + 20
    # the left lines stand on the bottom of the block, level with the name
    lift = max(lower - 19 * len(page.left) - 1, 0)
    left = [text_paragraph(glued(t), 13, before=lift if n == 0 else 0, **style) for n, t in enumerate(page.left)]
    foot = table((left_width, right_width), [row(cell(left_width, *left), cell(right_width, *right))])
    return foot, lower


def _page(page: Page, picture: Any, *, first: bool) -> list[Any]:
    head, used = _head(picture, first)
    foot, lower = _foot(page)
    room = max(HEIGHT - used - lower - sum(_height(line) for line in page.lines), 1)
    # spare room goes between the lines first, so that a short certificate does not look empty below
    air = min(room * 0.6 / max(len(page.lines), 1), 14)
    middle = [part for line in page.lines for part in _set(line, air)]
    filler = paragraph(line=max(room - air * len(page.lines), 1), exact=True, mark_size=1)
    return [*head, *middle, filler, foot]


def _border() -> Any:
    edges = (
        el(edge, val="thinThickThinMediumGap", sz=36, space=22, color=GOLD) for edge in ("top", "left", "bottom", "right")
    )
    return el("pgBorders", *edges, offsetFrom="page")


def render(pages: Iterable[Page], *, title: str, emblem: bytes | None = None) -> bytes:
    """Return one .docx with a page per certificate, at most PAGES_LIMIT (ValueError above, or for none).

    `emblem` is a PNG that the office gave; it is stored once, whatever the number of pages.
    """
    given: Sequence[Page] = list(pages)
    if not 0 < len(given) <= PAGES_LIMIT:
        raise ValueError(f"from 1 to {PAGES_LIMIT} certificates in one file")
    if emblem is not None:
        return _render_with_picture(given, title, emblem)
    content = [part for number, page in enumerate(given) for part in _page(page, None, first=number == 0)]
    return package.build([*content, _end()], _section(), title=title)


def _section() -> Any:
    return package.section(landscape=True, margins=_MARGINS, numbered=False, borders=_border())


def _end() -> Any:
    return paragraph(line=1, exact=True, mark_size=1)


def _render_with_picture(given: Sequence[Page], title: str, emblem: bytes) -> bytes:
    document = Document(io.BytesIO(package.template()))
    content: list[Any] = []
    for number, page in enumerate(given):
        holder = document.add_paragraph().add_run()
        drawing = holder.add_picture(io.BytesIO(emblem), height=Mm(EMBLEM - 1))
        drawing._inline.docPr.set("id", str(number + 1))  # noqa: SLF001  # ids must be unique in the file
        content += _page(page, holder._r, first=number == 0)  # noqa: SLF001  # its element moves into our paragraph
    return package.build([*content, _end()], _section(), title=title, document=document)
