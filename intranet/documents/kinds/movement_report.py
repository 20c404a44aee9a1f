"""Báo cáo and thông báo of the movement (NĐ 30/2020, Mẫu 1.4): sections, tables, charts, causes of what is not reached."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, charts, package, pictures
from ..parts import Annex, Letterhead, Signer, Table
from ..xml import cell, el, one_line, table, text_paragraph
from .submission import addressee_lines

_WHOLE = 1500  # characters of cause and solution up to which a box is not broken
_EMPTY = 3  # lines of a box that waits for its words
_CAUSES = ("Nguyên nhân", "Giải pháp")


@dataclass(frozen=True)
class Unmet:
    """An indicator that is not reached: how it stands, and why; empty words print an empty box."""

    name: str
    cause: str
    solution: str


@dataclass(frozen=True)
class Chapter:
    """A section: heading, paragraphs, then a table, a chart with its caption, boxes of causes, closing paragraphs."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    bars: tuple[charts.Bar, ...] = ()
    trends: tuple[charts.Trend, ...] = ()
    caption: str = ""
    unmet: tuple[Unmet, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True)
class MovementReportPaper:
    """The report; `kind` as printed ("BÁO CÁO", "THÔNG BÁO"). `warning`: what a draft still lacks, above the text."""

    letterhead: Letterhead
    kind: str
    subject: str
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    opening: str
    chapters: tuple[Chapter, ...]
    recipients: tuple[str, ...]
    signer: Signer
    annexes: tuple[Annex, ...] = ()
    warning: str = ""


def render(data: MovementReportPaper) -> bytes:
    """Return the paper as .docx; the last paragraph ends with "./." and stays with the signature."""
    shown: list[pictures.Picture] = []
    content = blocks.letterhead(data.letterhead)
    content += blocks.title(data.kind, data.subject)
    if data.warning:
        content.append(
            text_paragraph(f"({one_line(data.warning)})", 13, italic=True, align="center", after=6)
        )
    content += addressee_lines(data.addressees)
    content += blocks.bases(data.bases)
    content += blocks.lines((data.opening,))
    for place, one in enumerate(data.chapters):
        content += _chapter(one, shown, last=place == len(data.chapters) - 1)
    content += blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))
    for annex in data.annexes:
        content += [
            blocks.end_of_section(package.section(restart=annex is not data.annexes[0])),
            *blocks.annex(annex),
        ]
    last = package.section(restart=bool(data.annexes))
    return package.build(content, last, title=data.subject, pictures=shown)


def _chapter(one: Chapter, shown: list[pictures.Picture], *, last: bool) -> list[Any]:
    content = [blocks.heading(one.heading)]
    closing = blocks.closed((*one.paragraphs, *one.closing)) if last else []
    paragraphs = closing[: len(one.paragraphs)] if last else list(one.paragraphs)
    ending = closing[len(one.paragraphs) :] if last else list(one.closing)
    content += blocks.lines(paragraphs)
    if one.table is not None:
        content += [text_paragraph("", 4, keep_next=True), blocks.data_table(one.table, size=11, air=1)]
    if one.bars:
        content += blocks.chart(charts.bars(one.bars), one.caption, charts.told(one.bars), shown)
    if one.trends:
        content += blocks.chart(charts.trends(one.trends), one.caption, charts.told(one.trends), shown)
    for unmet in one.unmet:
        content += [text_paragraph("", 4, keep_next=True), _box(unmet)]
    content += blocks.lines(ending)
    return blocks.keep_with_signature(content) if last else content


def _box(one: Unmet) -> Any:
    """Return the box of one indicator: its state, then the cause and what will be done; both may be empty.

    A box of usual length stays on one page; a long one may break, for a row taller than a page loses its end.
    """
    whole = len(one.cause) + len(one.solution) < _WHOLE
    wide = (32.0, blocks.TEXT_WIDTH - 32)
    head = text_paragraph(blocks.glued(one.name), 12, bold=True, before=2, after=2, keep_next=True)
    rows = [el("tr", cell(blocks.TEXT_WIDTH, head, span=2))]
    for label, words in zip(_CAUSES, (one.cause, one.solution), strict=True):
        kept: dict[str, Any] = {"before": 2, "after": 2, "keep_next": whole and label == _CAUSES[0]}
        lines = [line for line in words.split("\n") if line.strip()] or [""] * _EMPTY
        told = [text_paragraph(blocks.glued(line), 12, align="both", **kept) for line in lines]
        cells = (cell(wide[0], text_paragraph(label, 12, **kept)), cell(wide[1], *told))
        rows.append(el("tr", el("trPr", el("cantSplit")), *cells) if whole else el("tr", *cells))
    return table(wide, rows, borders=True, margin=1.2)
