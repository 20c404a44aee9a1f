"""Bản đăng ký thi đua of a unit: its targets, and who aims at which title or form."""

from dataclasses import dataclass

from .. import blocks, package
from ..parts import Column, Group, Letterhead, Signer, Table

COLUMNS = (
    Column("STT", 12, "center"),
    Column("Tên tập thể, họ và tên", 55),
    Column("Chức vụ, đơn vị", 53),
    Column("Danh hiệu, hình thức đăng ký", 45),
)


@dataclass(frozen=True)
class RegistrationPaper:
    """The sheet: targets as written, groups with cells in the order of COLUMNS."""

    letterhead: Letterhead
    subject: str
    targets: tuple[str, ...]
    groups: tuple[Group, ...]
    recipients: tuple[str, ...]
    signer: Signer


def render(data: RegistrationPaper) -> bytes:
    """Return the sheet as .docx."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("BẢN ĐĂNG KÝ THI ĐUA", data.subject)
    content.append(blocks.heading("1. Chỉ tiêu thi đua"))
    content += blocks.lines(blocks.ended(f"- {line}" for line in data.targets))
    content.append(blocks.heading("2. Danh hiệu thi đua, hình thức khen thưởng"))
    content.append(blocks.data_table(Table(COLUMNS, data.groups)))
    content += blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))
    return package.build(content, package.section(), title=data.subject)
