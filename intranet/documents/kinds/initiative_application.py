"""Đơn yêu cầu công nhận sáng kiến (TT 18/2013/TT-BKHCN, Phụ lục I)."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, metrics, package
from ..parts import Column, Group, PlaceDate, Signer, Table
from ..xml import paragraph, row, rule_paragraph, run, table, text_paragraph
from ..xml import cell as table_cell


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


def _head() -> list[Any]:
    lines = [
        text_paragraph(blocks.QUOC_HIEU, 13, bold=True, align="center"),
        text_paragraph(blocks.TIEU_NGU, 14, bold=True, align="center"),
        rule_paragraph(metrics.width(blocks.TIEU_NGU, 14, bold=True), blocks.TEXT_WIDTH, after=10),
    ]
    return [*lines, text_paragraph("ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", 14, bold=True, align="center", after=8)]


def _answer(label: str, text: str) -> list[Any]:
    lines = [line for line in text.split("\n") if line.strip()]
    first = [run(f"- {label}: ", blocks.BODY, bold=True), run(blocks.glued(lines[0] if lines else ""), blocks.BODY)]
    head = paragraph(*first, align="both", before=6, first=blocks.FIRST_LINE, line=1.1)
    return [head, *(part for line in lines[1:] for part in blocks.body(line))]


def render(data: ApplicationPaper) -> bytes:
    """Return the application as .docx, with a place for every author's signature."""
    content = _head()
    content.append(text_paragraph(f"Kính gửi: {data.addressee}", 14, align="center", after=6))
    content += blocks.body("Tôi (chúng tôi) ghi tên dưới đây:" if len(data.authors) > 1 else "Tôi ghi tên dưới đây:")
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
        "Tôi (chúng tôi) xin cam đoan mọi thông tin nêu trong đơn là trung thực, đúng sự thật và hoàn toàn chịu "
        "trách nhiệm trước pháp luật./."
    )
    content += blocks.keep_with_signature(blocks.body(promise))
    right = [
        text_paragraph(blocks.place_date_text(data.place_date), 14, italic=True, align="center", keep_next=True),
        text_paragraph("NGƯỜI NỘP ĐƠN", 14, bold=True, align="center", keep_next=True),
        text_paragraph("(Ký và ghi rõ họ tên)", 13, italic=True, align="center", keep_next=True),
    ]
    if len(data.signatures) == 1:
        right.append(text_paragraph(data.signatures[0], 14, bold=True, align="center", before=60))
        content += blocks.signature([paragraph()], right, widths=(70, 95))
        return package.build(content, package.section(), title=data.name)
    content += blocks.signature([paragraph()], right, widths=(70, 95))
    for at in range(0, len(data.signatures), 2):
        pair = [*data.signatures[at : at + 2], ""][:2]
        cells = [table_cell(82.5, text_paragraph(n, 14, bold=True, align="center", before=56)) for n in pair]
        content.append(table((82.5, 82.5), [row(*cells)]))
        content.append(paragraph(line=1, exact=True, mark_size=1))
    return package.build(content, package.section(), title=data.name)
