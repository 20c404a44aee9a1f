"""Tóm tắt thành tích of all who are proposed: one table by groups, attached to the tờ trình of the standing body."""

from dataclasses import dataclass

from .. import blocks, package
from ..parts import Column, Group, Letterhead, Signer, Table

COLUMNS = (
    Column("STT", 12, "center"),
    Column("Tên", 34),
    Column("Chức vụ, đơn vị / địa chỉ", 35),
    Column("Tóm tắt thành tích", 58),
    Column("Kết quả xét của Hội đồng", 26),
)


@dataclass(frozen=True)
class SummaryPaper:
    """The summary: groups as in the list of the Decision, cells in the order of COLUMNS."""

    letterhead: Letterhead
    subject: str
    groups: tuple[Group, ...]
    recipients: tuple[str, ...]
    signer: Signer


def render(data: SummaryPaper) -> bytes:
    """Return the summary as .docx."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("TÓM TẮT THÀNH TÍCH", data.subject)
    content.append(blocks.data_table(Table(COLUMNS, data.groups)))
    content += blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))
    return package.build(content, package.section(), title=data.subject)
