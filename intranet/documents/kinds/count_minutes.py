"""Biên bản kiểm phiếu (NĐ 30/2020, Mẫu 1.9): number, no place-date line; the tellers sign.

Content as in practice (no statutory form): members by the founding Decision, present, absent; ballots issued,
collected, valid, invalid; per case yes, no, blank and the share of all members; conclusion.
"""

from dataclasses import dataclass, replace
from typing import Any

from .. import blocks, package
from ..parts import Column, Group, Letterhead, Signer, Table
from ..xml import one_line, text_paragraph

BALLOT_COLUMNS = (
    Column("STT", 12, "center"),
    Column("Tên", 53),
    Column("Hình thức", 32),
    Column("Phát ra", 16, "center"),
    Column("Thu về", 16, "center"),
    Column("Hợp lệ", 16, "center"),
    Column("Không hợp lệ", 20, "center"),
)
COLUMNS = (
    Column("STT", 11, "center"),
    Column("Tên", 44),
    Column("Phiếu hợp lệ", 16, "center"),
    Column("Đồng ý", 15, "center"),
    Column("Không đồng ý", 17, "center"),
    Column("Không có ý kiến", 17, "center"),
    Column("Tỷ lệ đồng ý", 20, "center"),
    Column("Kết quả", 25, "center"),
)


@dataclass(frozen=True)
class CountedCase:
    """The count of one case, as printed; `share` is exact ("8/9 (88,9 %)")."""

    name: str
    valid: str
    yes: str
    no: str
    blank: str
    share: str
    result: str
    form: str = ""  # how was voted; with it a table of the ballots is printed
    issued: str = ""
    collected: str = ""
    invalid: str = ""


@dataclass(frozen=True)
class CountMinutesPaper:
    """The minutes of a count. `method` says how was voted; `tellers` as printed, the first is their head."""

    letterhead: Letterhead
    subject: str
    started: str
    place: str
    tellers: tuple[str, ...]
    members_line: str
    method: str
    ballots: tuple[str, ...]  # issued, collected, valid, invalid: one sentence each
    cases: tuple[CountedCase, ...]
    written: tuple[str, ...]  # written opinions of absent members
    conclusion: tuple[str, ...]
    ended: str
    recipients: tuple[str, ...]
    left: Signer
    right: Signer
    middle: Signer | None = None  # the third teller
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (case, what the tables cannot tell of it)
    hidden_note: str = ""  # above the text, in a copy from which figures are left out


def render(data: CountMinutesPaper) -> bytes:
    """Return the minutes of the count as .docx."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("BIÊN BẢN KIỂM PHIẾU", data.subject)
    if data.hidden_note:
        content.append(
            text_paragraph(f"({one_line(data.hidden_note)})", 13, italic=True, align="center", after=6)
        )
    content += blocks.lines(
        (
            f"Thời gian: {one_line(data.started).rstrip(' .')}.",
            f"Địa điểm: {one_line(data.place).rstrip(' .')}.",
        )
    )
    if data.tellers:
        content.append(blocks.heading("I. BAN KIỂM PHIẾU"))
        content += blocks.lines(tuple(f"{n}. {line}" for n, line in enumerate(data.tellers, start=1)))
    else:
        content.append(blocks.heading("I. NGƯỜI KIỂM PHIẾU"))
        content += blocks.lines(("Chủ tọa và thư ký phiên họp kiểm kết quả biểu quyết.",))
    content.append(blocks.heading("II. SỐ THÀNH VIÊN, SỐ PHIẾU"))
    content += blocks.lines((data.members_line, data.method, *data.ballots))
    if any(c.form for c in data.cases):
        ballots = tuple(
            (str(n), c.name, c.form, c.issued, c.collected, c.valid, c.invalid)
            for n, c in enumerate(data.cases, start=1)
        )
        content.append(text_paragraph("", 4, keep_next=True))
        content.append(blocks.data_table(Table(BALLOT_COLUMNS, (Group("", ballots),))))
    content.append(blocks.heading("III. KẾT QUẢ"))
    rows = tuple(
        (str(n), c.name, c.valid, c.yes, c.no, c.blank, c.share, c.result)
        for n, c in enumerate(data.cases, start=1)
    )
    content.append(text_paragraph("", 4, keep_next=True))
    content.append(blocks.data_table(Table(COLUMNS, (Group("", rows),))))
    content += blocks.case_notes(data.notes)
    if data.written:
        content += blocks.lines(("Ý kiến bằng văn bản của thành viên vắng mặt:", *data.written))
    content += blocks.lines(data.conclusion)
    content += blocks.keep_with_signature(blocks.lines((f"{data.ended.rstrip(' ./;')}./.",)))
    content += _signatures(data)
    return package.build(content, package.section(), title=data.subject)


def _signatures(data: CountMinutesPaper) -> list[Any]:
    """Return the block of two or three signers, all names on one height, the recipients below the first."""
    if data.middle is None:
        left, right = blocks.side_by_side(data.left, data.right)
        left += [text_paragraph("", 12), *blocks.recipients(data.recipients)]
        return blocks.signature(left, right, widths=(82.5, 82.5))
    signers = (data.left, data.middle, data.right)
    lines = max(len(one.lines) for one in signers)
    padded = [replace(one, lines=one.lines + ("",) * (lines - len(one.lines))) for one in signers]
    columns = [blocks.signature_lines(one) for one in padded]
    columns[0] += [text_paragraph("", 12), *blocks.recipients(data.recipients)]
    return blocks.signature_row(columns)
