"""Printed registers (NĐ 30/2020 Điều 16, Phụ lục IV): a cover, the lines with page numbers, the closing of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import blocks, metrics, package
from ..parts import Column, Group, Issuer, PlaceDate, Signer, Table
from ..xml import cell, el, one_line, paragraph, row, rule_paragraph, run, table, text_paragraph

WIDTH = 257.0  # A4 on its side less 25 mm for the binding and 15 mm
_END = "het_so"  # bookmark on the last page, whose number is the number of pages
_MARGINS = (20.0, 15.0, 25.0, 15.0)


@dataclass(frozen=True)
class Form:
    """The form of one register: its name and its columns (width in mm, scaled to the page)."""

    title: str
    columns: tuple[Column, ...]


OUTGOING = Form(
    "Sổ đăng ký văn bản đi",
    (
        Column("Số, ký hiệu văn bản", 31),
        Column("Ngày tháng văn bản", 27, "center"),
        Column("Tên loại và trích yếu nội dung văn bản", 52),
        Column("Người ký", 25),
        Column("Nơi nhận văn bản", 36),
        Column("Đơn vị, người nhận bản lưu", 23),
        Column("Số lượng bản", 17, "center"),
        Column("Ngày chuyển", 27, "center"),
        Column("Ký nhận", 18),
        Column("Ghi chú", 14),
    ),
)
AWARDS = Form(
    "Sổ khen thưởng",
    (
        Column("Số sổ vàng", 14, "center"),
        Column("Tên tập thể, cá nhân, hộ gia đình", 44),
        Column("Chức vụ, đơn vị / địa chỉ", 46),
        Column("Hình thức khen thưởng", 26),
        Column("Thành tích", 48),
        Column("Số, ngày quyết định", 34),
        Column("Tiền thưởng (đồng)", 24, "right"),
        Column("Ngày trao", 27, "center"),
        Column("Ghi chú", 17),
    ),
)
INITIATIVES = Form(
    "Sổ sáng kiến",
    (
        Column("Số", 12, "center"),
        Column("Tên sáng kiến", 62),
        Column("Tác giả, đồng tác giả (tỷ lệ đóng góp)", 58),
        Column("Đơn vị", 36),
        Column("Nội dung thi đua", 40),
        Column("Số, ngày quyết định công nhận", 36),
        Column("Ghi chú", 24),
    ),
)


@dataclass(frozen=True)
class BookPaper:
    """One register of one year. `rows` are cells as printed, in the order of the form's columns.

    `closing` are the sentences of the closing; an open year has none and prints no signatures. A closed
    register may give `numbers` ("57", "01", "57": how many, first, last) and then says its pages too.
    """

    form: Form
    issuer: Issuer
    name: str  # under the title: "Quyết định", "" for registers without series
    year: int
    span: str  # "Từ số 01 đến số 57"
    rows: Sequence[tuple[str, ...]]
    closing: tuple[str, ...] = ()
    place_date: PlaceDate | None = None
    keeper: Signer | None = None
    head: Signer | None = None
    numbers: tuple[str, str, str] | None = None


def _cover(data: BookPaper) -> list[Any]:
    centre: dict[str, Any] = {"align": "center"}
    above = [text_paragraph(one_line(line).upper(), 14, **centre) for line in data.issuer.above]
    issuer = " ".join(one_line(line).upper() for line in data.issuer.lines)
    titles = metrics.balanced(one_line(data.form.title).upper(), 26, WIDTH - 20, bold=True)
    lines = [
        text_paragraph(part, 26, bold=True, before=0 if at else 120, **centre)
        for at, part in enumerate(titles)
    ]
    named = (
        [text_paragraph(f"({one_line(data.name)})", 16, italic=True, before=6, **centre)] if data.name else []
    )
    return [
        *above,
        text_paragraph(issuer, 14, bold=True, **centre),
        rule_paragraph(metrics.width(issuer, 14, bold=True) / 2, WIDTH),
        *lines,
        *named,
        text_paragraph(f"Năm: {data.year}", 18, before=18, **centre),
        text_paragraph(one_line(data.span), 16, before=10, **centre),
        text_paragraph("Quyển số: …………", 16, before=10, **centre),
        blocks.end_of_section(_section(numbered=False)),
    ]


def _section(*, numbered: bool = True) -> Any:
    return package.section(
        landscape=True, margins=_MARGINS, numbered=numbered, restart=numbered, bare_first=False
    )


def _field(code: str, size: float) -> list[Any]:
    """Return the runs of a field that is counted when the file is opened."""
    kinds = ({"fldCharType": "begin", "dirty": "true"}, {"fldCharType": "separate"}, {"fldCharType": "end"})
    begin, middle, end = (run("", size) for _ in kinds)
    for node, attributes in zip((begin, middle, end), kinds, strict=True):
        node.append(el("fldChar", **attributes))
    asked = run("", size)
    words = el("instrText")
    words.text = f" {code} "
    asked.append(words)
    return [begin, asked, middle, run("……", size), end]


def _extent(numbers: tuple[str, str, str]) -> Any:
    """Return "Sổ này gồm 12 trang, 57 số, từ số 01 đến số 57." with the bookmark that its field asks for."""
    count, first, last = (one_line(number) for number in numbers)
    mark = (el("bookmarkStart", id=1, name=_END), el("bookmarkEnd", id=1))
    return paragraph(
        *mark,
        run("Sổ này gồm ", 13),
        *_field(f"PAGEREF {_END}", 13),
        run(blocks.glued(f" trang, {count} số, từ số {first} đến số {last}."), 13),
        align="both",
        before=8,
        first=blocks.FIRST_LINE,
        keep_next=True,
        mark_size=13,
    )


def _closing(data: BookPaper) -> list[Any]:
    if not data.closing and not data.numbers:
        return []
    content = [_extent(data.numbers)] if data.numbers else []
    content += [
        text_paragraph(
            blocks.glued(line), 13, align="both", before=8, first=blocks.FIRST_LINE, keep_next=True
        )
        for line in data.closing
    ]
    half = WIDTH / 2
    dated = data.place_date
    right = (
        [text_paragraph(blocks.place_date_text(dated), 13, italic=True, align="center", keep_next=True)]
        if dated
        else []
    )
    left: list[Any] = [text_paragraph("", 13, keep_next=True)] if dated else []
    if data.keeper:
        left += blocks.signature_lines(data.keeper, gap=60)
    if data.head:
        right += blocks.signature_lines(data.head, gap=60)
    space = paragraph(line=12, exact=True, keep_next=True, mark_size=2)
    block = table((half, half), [row(cell(half, *left), cell(half, *right))])
    return [*content, space, block]


def render(data: BookPaper) -> bytes:
    """Return the register as .docx; an empty one says so."""
    content = _cover(data)
    content.append(
        text_paragraph(
            f"{one_line(data.form.title)} năm {data.year}".upper(), 14, bold=True, align="center", after=8
        )
    )
    rows = tuple(data.rows)
    content.append(blocks.data_table(Table(data.form.columns, (Group("", rows),)), width=WIDTH, size=11))
    if not rows:
        content.append(
            text_paragraph("(Không có văn bản nào trong năm.)", 13, italic=True, align="center", before=8)
        )
    content += _closing(data)
    return package.build(content, _section(), title=f"{data.form.title} năm {data.year}")
