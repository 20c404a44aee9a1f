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


_COLUMNS = (
    Column("STT", 12, "center"),
    Column("Nội dung", 46),
    Column("Hình thức", 24),
    Column("Đồng ý", 14, "center"),
    Column("Không đồng ý", 15, "center"),
    Column("Không có ý kiến", 15, "center"),
    Column("Tỷ lệ đồng ý", 19, "center"),
    Column("Kết quả", 16, "center"),
)


def _list(lines: tuple[str, ...]) -> list[Any]:
    return [
        text_paragraph(f"{place}. {line}", blocks.BODY, align="both", before=2, left=blocks.FIRST_LINE)
        for place, line in enumerate(filter(None, map(one_line, lines)), start=1)
    ]


def _told(label: str, text: str) -> str:
    """Return "label: text." on one line, ending with one full stop."""
    return f"{label}: {one_line(text).rstrip(' .;/')}."


def _heading(text: str) -> Any:
    return text_paragraph(
        text, blocks.BODY, bold=True, align="both", before=8, first=blocks.FIRST_LINE, keep_next=True
    )


def _text(lines: tuple[str, ...]) -> list[Any]:
    return [part for line in lines for part in blocks.body(line)]


def render(data: MinutesPaper) -> bytes:
    """Return the minutes as .docx."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("BIÊN BẢN", data.subject)
    content += _text((_told("Thời gian bắt đầu", data.started), _told("Địa điểm", data.place)))
    content.append(_heading("I. THÀNH PHẦN THAM DỰ"))
    content += _text((data.members_line, "Có mặt:"))
    content += _list(data.present)
    content += _text(("Vắng mặt:",)) + _list(data.absent) if data.absent else _text(("Vắng mặt: không.",))
    if data.guests:
        content += _text(("Đại biểu mời dự (không biểu quyết):",)) + _list(data.guests)
    people = (_told("Chủ trì (chủ tọa)", data.chair), _told("Thư ký (người ghi biên bản)", data.secretary))
    content += _text(people)
    content.append(_heading("II. NỘI DUNG"))
    content += _text(data.opening) + _text(data.discussion)
    content.append(_heading("III. KẾT QUẢ BIỂU QUYẾT"))
    content += _text((data.vote_lead,))
    rows = tuple(
        (str(place), c.name, c.form, c.yes, c.no, c.blank, c.share, c.result)
        for place, c in enumerate(data.cases, start=1)
    )
    content.append(text_paragraph("", 4))
    content.append(blocks.data_table(Table(_COLUMNS, (Group("", rows),))))
    content += _text(data.conclusion)
    content += blocks.keep_with_signature(_text((f"{data.ended.rstrip(' ./;')}./.",)))
    secretary = Signer(("THƯ KÝ",), data.secretary_name)
    left = [*blocks.signature_lines(secretary), text_paragraph("", 12), *blocks.recipients(data.recipients)]
    chair = blocks.signature_lines(Signer(("CHỦ TỌA",), data.chair_name))
    content += blocks.signature(left, chair, widths=(82.5, 82.5))
    return package.build(content, package.section(), title=data.subject)
