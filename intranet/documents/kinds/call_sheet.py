"""Danh sách xướng tên: who is called at a ceremony, in the order of the stack of certificates, in large letters."""

from dataclasses import dataclass

from .. import blocks, package
from ..parts import Column, Group, Letterhead, Table
from ..xml import one_line, text_paragraph

SIZE = 16  # points: read standing, at arm's length
COLUMNS = (
    Column("STT", 14, "center"),
    Column("Số sổ vàng", 16, "center"),
    Column("Tên", 60),
    Column("Chức vụ, đơn vị / địa chỉ", 40),
    Column("Thành tích", 35),
)


@dataclass(frozen=True)
class CallSheetPaper:
    """The sheet. `groups` as printed, cells in the order of COLUMNS; `notes` stand below the table."""

    letterhead: Letterhead
    subject: str
    reference: str  # "(Theo Quyết định số 07/QĐ-UBND ...)"
    groups: tuple[Group, ...]
    notes: tuple[str, ...] = ()


def render(data: CallSheetPaper) -> bytes:
    """Return the sheet as .docx; nobody signs it."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("DANH SÁCH XƯỚNG TÊN", data.subject)
    content.append(
        text_paragraph(blocks.glued(one_line(data.reference)), 13, italic=True, align="center", after=8)
    )
    content.append(blocks.data_table(Table(COLUMNS, data.groups), size=SIZE))
    content += blocks.lines(data.notes)
    return package.build(content, package.section(), title=f"Danh sách xướng tên {one_line(data.subject)}")
