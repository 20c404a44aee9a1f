"""Phiếu bầu: no statutory form exists. One sheet with several cases as rows; no name; room for the small seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import blocks, metrics, package
from ..parts import Column, Group, Issuer, Letterhead, Table
from ..xml import cell, one_line, paragraph, row, table, text_paragraph

COLUMNS = (
    Column("STT", 12, "center"),
    Column("Tên", 52),
    Column("Chức vụ, đơn vị / địa chỉ", 45),
    Column("Đồng ý", 26, "center"),
    Column("Không đồng ý", 30, "center"),
)
RULES = (
    "Đánh dấu X vào một trong hai ô “Đồng ý” hoặc “Không đồng ý” của mỗi dòng. "
    "Dòng để trống cả hai ô được tính là không có ý kiến.",
    "Dòng đánh dấu cả hai ô là không hợp lệ. Phiếu không do Hội đồng phát, phiếu không có dấu, phiếu có ghi tên "
    "hoặc ký hiệu riêng là phiếu không hợp lệ.",
)


@dataclass(frozen=True)
class BallotPaper:
    """One form of ballot: `cases` are (name, position and unit or address); printed `copies` times, one per page."""

    issuer: Issuer
    subject: str
    meeting: str  # "Phiên họp ngày 01 tháng 12 năm 2026"
    cases: Sequence[tuple[str, str]]
    rules: tuple[str, ...] = RULES
    copies: int = 1


def _sheet(data: BallotPaper, *, first: bool) -> list[Any]:
    head = blocks.letterhead(Letterhead(data.issuer, None, None))
    if not first:
        head.insert(0, paragraph(line=1, exact=True, mark_size=1, page_break_before=True))
    content = head + blocks.title("PHIẾU BẦU", data.subject)
    content.append(
        text_paragraph(blocks.glued(one_line(data.meeting)), 13, italic=True, align="center", after=8)
    )
    rows = tuple((str(n), name, detail, "", "") for n, (name, detail) in enumerate(data.cases, start=1))
    content.append(blocks.data_table(Table(COLUMNS, (Group("", rows),))))
    content += [
        text_paragraph(f"{n}. {one_line(rule)}", 12, italic=True, align="both", before=4)
        for n, rule in enumerate(data.rules, start=1)
    ]
    seal = metrics.width("(Đóng dấu treo của Hội đồng)", 12, italic=True) + 20
    note = text_paragraph("(Đóng dấu treo của Hội đồng)", 12, italic=True, align="center", before=10)
    rest = blocks.TEXT_WIDTH - seal
    content.append(table((seal, rest), [row(cell(seal, note), cell(rest, text_paragraph("", 12)))]))
    return content


def render(data: BallotPaper) -> bytes:
    """Return the ballots as .docx, one page or more per copy. ValueError without a case or a copy."""
    if not data.cases or not 0 < data.copies <= 200:
        raise ValueError("a ballot needs a case, and from 1 to 200 copies")
    content = [part for n in range(data.copies) for part in _sheet(data, first=n == 0)]
    return package.build(
        content, package.section(numbered=False), title=f"Phiếu bầu {one_line(data.subject)}"
    )
