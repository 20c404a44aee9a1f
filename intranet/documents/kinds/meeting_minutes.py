"""Biên bản họp Hội đồng (NĐ 30/2020, Mẫu 1.9): number, no place-date line; secretary left, chair right."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, package
from ..parts import Column, Group, Letterhead, Signer, Table
from ..xml import one_line, text_paragraph


@dataclass(frozen=True)
class Case:
    """One case: votes of all members, the exact fraction with per cent, the result."""

    name: str
    form: str
    yes: str
    no: str
    blank: str
    share: str
    result: str


@dataclass(frozen=True)
class MinutesPaper:
    """The minutes of a council meeting; times and places in words, people with their seats."""

    letterhead: Letterhead
    subject: str
    started: str
    place: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    guests: tuple[str, ...]
    members_line: str
    chair: str
    secretary: str
    opening: tuple[str, ...]
    discussion: tuple[str, ...]
    vote_lead: str
    cases: tuple[Case, ...]
    conclusion: tuple[str, ...]
    ended: str
    recipients: tuple[str, ...]
    chair_name: str
    secretary_name: str
    tellers: tuple[str, ...] = ()  # sentences about who counts
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (case, what the table cannot tell of it)
    hidden_note: str = ""  # above the text, in a copy from which figures are left out
    title: str = "BIÊN BẢN"
    left_title: str = "THƯ KÝ"
    right_title: str = "CHỦ TỌA"


_COLUMNS = (
    Column("STT", 11, "center"),
    Column("Nội dung", 46),
    Column("Hình thức", 24),
    Column("Đồng ý", 14, "center"),
    Column("Không đồng ý", 15, "center"),
    Column("Không có ý kiến", 15, "center"),
    Column("Tỷ lệ đồng ý", 17, "center"),
    Column("Kết quả", 23, "center"),
)


def _list(lines: tuple[str, ...]) -> list[Any]:
    return [
        text_paragraph(f"{place}. {line}", blocks.BODY, align="both", before=2, left=blocks.FIRST_LINE)
        for place, line in enumerate(filter(None, map(one_line, lines)), start=1)
    ]


def _told(label: str, text: str) -> str:
    """Return "label: text." on one line, ending with one full stop."""
    return f"{label}: {one_line(text).rstrip(' .;/')}."


def render(data: MinutesPaper) -> bytes:
    """Return the minutes as .docx."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title(data.title, data.subject)
    if data.hidden_note:
        content.append(
            text_paragraph(f"({one_line(data.hidden_note)})", 13, italic=True, align="center", after=6)
        )
    content += blocks.lines((_told("Thời gian bắt đầu", data.started), _told("Địa điểm", data.place)))
    content.append(blocks.heading("I. THÀNH PHẦN THAM DỰ"))
    content += blocks.lines((data.members_line,))
    if data.present:
        content += blocks.lines(("Có mặt:",)) + _list(data.present)
        content += (
            blocks.lines(("Vắng mặt:",)) + _list(data.absent)
            if data.absent
            else blocks.lines(("Vắng mặt: không.",))
        )
    if data.guests:
        content += blocks.lines(("Đại biểu mời dự (không biểu quyết):",)) + _list(data.guests)
    people = (_told("Chủ trì (chủ tọa)", data.chair), _told("Thư ký (người ghi biên bản)", data.secretary))
    content += blocks.lines(people)
    told = blocks.lines(data.opening) + blocks.lines(data.discussion)
    if told:
        content += [blocks.heading("II. NỘI DUNG"), *told]
    content.append(blocks.heading(f"{'III' if told else 'II'}. KẾT QUẢ BIỂU QUYẾT"))
    content += blocks.lines((*data.tellers, data.vote_lead))
    rows = tuple(
        (str(place), c.name, c.form, c.yes, c.no, c.blank, c.share, c.result)
        for place, c in enumerate(data.cases, start=1)
    )
    content.append(text_paragraph("", 4, keep_next=True))
    content.append(blocks.data_table(Table(_COLUMNS, (Group("", rows),))))
    content += blocks.case_notes(data.notes)
    content += blocks.lines(data.conclusion)
    content += blocks.keep_with_signature(blocks.lines((f"{data.ended.rstrip(' ./;')}./.",)))
    secretary = Signer((data.left_title,), data.secretary_name)
    left = [*blocks.signature_lines(secretary), text_paragraph("", 12), *blocks.recipients(data.recipients)]
    chair = blocks.signature_lines(Signer((data.right_title,), data.chair_name))
    content += blocks.signature(left, chair, widths=(82.5, 82.5))
    return package.build(content, package.section(), title=data.subject)
