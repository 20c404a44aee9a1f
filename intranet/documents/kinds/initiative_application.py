"""Đơn yêu cầu công nhận sáng kiến (TT 18/2013/TT-BKHCN, Phụ lục I)."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, metrics, package
from ..parts import Column, Group, PlaceDate, Table
from ..xml import one_line, paragraph, rule_paragraph, run, text_paragraph


@dataclass(frozen=True)
class Author:
    """One author as the form wants them; `share` as "60"."""

    name: str
    born: str
    workplace: str
    title: str
    qualification: str
    share: str


@dataclass(frozen=True)
class ApplicationPaper:
    """The application: addressee, authors, then labelled answers in the order of the form."""

    addressee: str
    authors: tuple[Author, ...]
    name: str
    answers: tuple[tuple[str, str], ...]  # (label, text of one or more paragraphs)
    place_date: PlaceDate
    signatures: tuple[str, ...]  # names of all authors


_COLUMNS = (
    Column("STT", 12, "center"),
    Column("Họ và tên", 35),
    Column("Ngày sinh", 23, "center"),
    Column("Nơi công tác", 33),
    Column("Chức danh", 24),
    Column("Trình độ chuyên môn", 20),
    Column("Tỷ lệ (%)", 15, "center"),
)
_TOGETHER = 12  # signatures that stay on one page


def _head() -> list[Any]:
    lines = [
        text_paragraph(blocks.QUOC_HIEU, 13, bold=True, align="center"),
        text_paragraph(blocks.TIEU_NGU, 14, bold=True, align="center"),
        rule_paragraph(metrics.width(blocks.TIEU_NGU, 14, bold=True), blocks.TEXT_WIDTH, after=10),
    ]
    return [*lines, text_paragraph("ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", 14, bold=True, align="center", after=8)]


def _answer(label: str, text: str) -> list[Any]:
    lines = [line for line in text.split("\n") if line.strip()]
    first = [
        run(f"- {label}: ", blocks.BODY, bold=True),
        run(blocks.glued(lines[0] if lines else ""), blocks.BODY),
    ]
    head = paragraph(*first, align="both", before=6, first=blocks.FIRST_LINE, line=blocks.LINE)
    return [head, *(part for line in lines[1:] for part in blocks.body(line))]


def render(data: ApplicationPaper) -> bytes:
    """Return the application as .docx, with a place for every author's signature."""
    content = _head()
    content.append(text_paragraph(f"Kính gửi: {data.addressee}", 14, align="center", after=6))
    who = "Chúng tôi" if len(data.authors) > 1 else "Tôi"
    content += blocks.body(f"{who} ghi tên dưới đây:")
    rows = tuple(
        (str(n), a.name, a.born, a.workplace, a.title, a.qualification, a.share)
        for n, a in enumerate(data.authors, start=1)
    )
    content += [text_paragraph("", 4), blocks.data_table(Table(_COLUMNS, (Group("", rows),)))]
    together = "Là nhóm tác giả" if len(data.authors) > 1 else "Là tác giả"
    content += blocks.body(f"{together} đề nghị xét công nhận sáng kiến: {data.name}.")
    for label, text in data.answers:
        content += _answer(label, text)
    promise = (
        f"{who} xin cam đoan mọi thông tin nêu trong đơn là trung thực, đúng sự thật và hoàn toàn chịu "
        "trách nhiệm trước pháp luật./."
    )
    content += blocks.keep_with_signature(blocks.body(promise))
    content += _signatures(data)
    return package.build(content, package.section(), title=data.name)


def _signatures(data: ApplicationPaper) -> list[Any]:
    """Return date, heading and the names in two columns; up to `_TOGETHER` names stay on one page."""
    heading = [
        text_paragraph(
            blocks.place_date_text(data.place_date), 14, italic=True, align="center", keep_next=True
        ),
        text_paragraph("NGƯỜI NỘP ĐƠN", 14, bold=True, align="center", keep_next=True),
        text_paragraph("(Ký và ghi rõ họ tên)", 13, italic=True, align="center", keep_next=True),
    ]
    if len(data.signatures) < 2:
        names = [_name(name) for name in data.signatures]
        return blocks.signature([paragraph()], [*heading, *names], widths=(70, 95))
    empty = [text_paragraph("", size, align="center", keep_next=True) for size in (14, 14, 13)]
    shown: list[Any] = []
    for at in range(0, len(data.signatures), _TOGETHER):
        names = [_name(name) for name in data.signatures[at : at + _TOGETHER]]
        left, right = (
            ([*empty, *names[::2]], [*heading, *names[1::2]]) if at == 0 else (names[::2], names[1::2])
        )
        shown += blocks.signature(left, right, widths=(82.5, 82.5))
    return shown


def _name(name: str) -> Any:
    # one line each, so that the names of both columns stand level
    size, lines = metrics.fit(one_line(name), 80, (14, 13, 12, 11, 10), 1, bold=True)
    return text_paragraph(
        lines[0] if len(lines) == 1 else one_line(name), size, bold=True, align="center", before=56
    )
