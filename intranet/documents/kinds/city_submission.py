"""Tờ trình to the city (NĐ 152/2025, Phụ lục, Mẫu 01; form of NĐ 30/2020, Mẫu 1.4) with its list on A4 landscape."""

from dataclasses import dataclass

from .. import blocks, metrics, package
from ..parts import Table
from ..xml import one_line, rule_paragraph, text_paragraph
from . import submission
from .submission import SubmissionPaper

_WIDTH = 252.0  # mm: 297 less the margins of NĐ 30/2020
_MARGINS = (20.0, 20.0, 30.0, 15.0)
SIZE = 11  # points
ROWS = 33  # lines of a row that a page holds below the head; a row never breaks over pages
_PADDING = 4.0  # mm of a cell that words do not take


@dataclass(frozen=True)
class CitySubmissionPaper:
    """The tờ trình, and its list with the columns that the city asks for."""

    paper: SubmissionPaper
    annex_title: str
    reference: str
    table: Table


def too_long(table: Table) -> list[str]:
    """Return the rows, by their second cell, that a page does not hold: word processors would lose their end."""
    factor = _WIDTH / sum(column.width for column in table.columns)
    rooms = [column.width * factor - _PADDING for column in table.columns]
    return [
        row[1]
        for group in table.groups
        for row in group.rows
        if any(
            len(metrics.wrap(blocks.glued(c), SIZE, room)) > ROWS for c, room in zip(row, rooms, strict=True)
        )
    ]


def render(data: CitySubmissionPaper) -> bytes:
    """Return tờ trình and list as one .docx."""
    content = [*submission.body(data.paper), blocks.end_of_section(package.section())]
    content += [
        text_paragraph(line, blocks.BODY, bold=True, align="center", keep_next=True)
        for line in metrics.balanced(one_line(data.annex_title).upper(), blocks.BODY, _WIDTH - 10, bold=True)
    ]
    content += [
        text_paragraph(
            blocks.glued(one_line(data.reference)), blocks.BODY, italic=True, align="center", keep_next=True
        ),
        rule_paragraph(40, _WIDTH, after=10),
        blocks.data_table(data.table, width=_WIDTH, size=SIZE),
    ]
    last = package.section(landscape=True, margins=_MARGINS, restart=True)
    return package.build(content, last, title=data.paper.subject)
