"""The components of NĐ 30/2020 Phụ lục I: head, title, body, recipients and signature, annex tables."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..core.text import clean_prose, format_number, long_date, pad_number
from . import markup, metrics
from .package import section
from .parts import Annex, Column, Issuer, Letterhead, Number, PlaceDate, Signer, Table
from .pictures import Picture, box, inline
from .xml import HYPHEN, cell, el, one_line, paragraph, raw, row, rule_paragraph, run, table, text_paragraph

TEXT_WIDTH = 165.0  # A4 less 30 and 15 mm
LEFT, RIGHT = 67.0, 98.0  # the Quốc hiệu is 95.7 mm wide in bold 13
QUOC_HIEU = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
TIEU_NGU = "Độc lập - Tự do - Hạnh phúc"
BODY = 14
FIRST_LINE = 12.7
LINE = 1.1  # NĐ 30/2020: single to 1.5
NBSP = "\u00a0"
# "15/TTr-VHXH" stays on one line; a web address does not
_SYMBOL = re.compile(r"(?<![\w/.-])\d{0,6}(?:/\d{4})?/[A-ZĐ]\w{0,11}-[\w-]{1,12}(?![\w/])")
_GLUE = re.compile(r"\b([Nn]gày|tháng|năm|[Ss]ố|Điều|[Kk]hoản|[Đđ]iểm) (?=\d)|(?<=\d) (?=%)|(?<=\S) (?=- )")
_PAIR = re.compile(r"\S+ \S+ - \S+ \S+")
_BODY_NAME = re.compile(r"ỦY BAN NHÂN DÂN( \S+)?")
_NUMBER_OR_SIGN = re.compile(r"[\d%-]")
# words of a title that no line should tear
_TOGETHER = re.compile(
    r"\b(Chủ tịch|Ủy ban|nhân dân|Giấy khen|tập thể|cá nhân|thành tích|phong trào|thi đua)\b"
)


def glued(text: str) -> str:
    """Return text in which a number stays beside the word before it, and "15/TTr-VHXH" on one line.

    No line begins with a dash between two names ("Văn hóa - Xã hội").
    """
    if "/" in text:  # both searches cost more than the questions whether there is anything to find
        text = _SYMBOL.sub(lambda found: found[0].replace("-", HYPHEN), text)
    if _NUMBER_OR_SIGN.search(text):
        text = _GLUE.sub(lambda found: (found[1] or "") + NBSP, text)
    return text


def number_text(number: Number) -> str:
    """Return "Số: 07/QĐ-UBND", with room where the number is not given yet."""
    shown = pad_number(number.number) if number.number is not None else NBSP * 6
    return f"Số: {shown}/{number.symbol}"


def place_date_text(line: PlaceDate) -> str:
    """Return "Đại Thanh, ngày 05 tháng 02 năm 2026", with room where the day is not given yet."""
    if line.day is not None:
        return glued(f"{one_line(line.place)}, {long_date(line.day)}")
    return f"{one_line(line.place)}, ngày{NBSP * 6}tháng{NBSP * 6}năm {line.year or ''}".rstrip()


def letterhead(head: Letterhead) -> list[Any]:
    """Return the head table: two rows, so that number and place-date share a baseline."""
    left = _issuer(head.issuer)
    right = [
        text_paragraph(QUOC_HIEU, 13, bold=True, align="center"),
        text_paragraph(TIEU_NGU, 14, bold=True, align="center"),
        rule_paragraph(metrics.width(TIEU_NGU, 14, bold=True), RIGHT),
    ]
    rows = [row(cell(LEFT, *left), cell(RIGHT, *right))]
    if head.number is not None or head.place_date is not None:
        number = number_text(head.number) if head.number else ""
        dated = place_date_text(head.place_date) if head.place_date else ""
        rows.append(
            row(
                cell(LEFT, text_paragraph(number, 13, align="center")),
                cell(RIGHT, text_paragraph(dated, 14, italic=True, align="center")),
            )
        )
    return [table((LEFT, RIGHT), rows)]


def _issuer(issuer: Issuer) -> list[Any]:
    content = [text_paragraph(one_line(line).upper(), 13, align="center") for line in issuer.above]
    lines = [
        part
        for line in issuer.lines
        for part in metrics.balanced(_paired(one_line(line).upper()), 13, LEFT - 1, bold=True)
    ]
    content += [text_paragraph(line, 13, bold=True, align="center") for line in lines]
    last = lines[-1] if lines else ""
    content.append(rule_paragraph(metrics.width(last, 13, bold=True) / 2, LEFT))
    return content


def _paired(line: str) -> str:
    """Keep "THI ĐUA - KHEN THƯỞNG" on one line of a name that takes several, where it fits."""
    for found in _PAIR.finditer(line):
        if metrics.width(line, 13, bold=True) > LEFT - 1 >= metrics.width(found[0], 13, bold=True):
            line = line.replace(found[0], found[0].replace(" ", NBSP))
    return line


def title(kind: str, subject: str) -> list[Any]:
    """Return the name of the document, its subject in bold, and the rule of 1/3 to 1/2 of a line."""
    whole = _TOGETHER.sub(lambda found: found[0].replace(" ", NBSP), glued(one_line(subject)))
    broken = metrics.balanced(whole, BODY, TEXT_WIDTH - 20, bold=True)
    longest = max(metrics.width(line, BODY, bold=True) for line in broken)
    return [
        text_paragraph(kind, BODY, bold=True, align="center", before=18, keep_next=True),
        *(text_paragraph(line, BODY, bold=True, align="center", keep_next=True) for line in broken),
        rule_paragraph(longest * 0.4, TEXT_WIDTH, after=10),
    ]


def centred(text: str, *, before: float = 6, after: float = 6) -> Any:
    """Return a centred bold line (THẨM QUYỀN BAN HÀNH, QUYẾT ĐỊNH:)."""
    return text_paragraph(
        one_line(text), BODY, bold=True, align="center", before=before, after=after, keep_next=True
    )


def body(text: str, *, italic: bool = False, keep_next: bool = False) -> list[Any]:
    """Return justified paragraphs, one per line of text; "Điều 1." and a first heading word stay bold."""
    return [_body_line(line, italic, keep_next) for line in clean_prose(text).split("\n") if line]


def _body_line(line: str, italic: bool, keep_next: bool) -> Any:
    line = glued(line)
    article = re.match(rf"Điều[ {NBSP}]\d+\.", line)
    if article:
        runs = [run(article[0], BODY, bold=True), run(line[article.end() :], BODY, italic=italic)]
    else:
        runs = [run(line, BODY, italic=italic)]
    layout: dict[str, Any] = {"align": "both", "before": 6, "first": FIRST_LINE, "line": LINE}
    return paragraph(*runs, keep_next=keep_next, keep_lines=keep_next, **layout)


def heading(text: str) -> Any:
    """Return the heading of a section ("I. THÀNH PHẦN THAM DỰ") in a paper without articles."""
    return text_paragraph(
        one_line(text), BODY, bold=True, align="both", before=8, first=FIRST_LINE, keep_next=True
    )


def lines(texts: Iterable[str]) -> list[Any]:
    """Return the paragraphs of several texts; empty ones are left out."""
    return [part for text in texts for part in body(text)]


def case_notes(notes: Iterable[tuple[str, tuple[str, ...]]]) -> list[Any]:
    """Return what is told of single cases: the name in italics, each sentence a paragraph; nothing for no notes."""
    shown: list[Any] = []
    for name, told in notes:
        if any(line.strip() for line in told):
            shown += body(f"Về {one_line(name)}:", italic=True, keep_next=True) + lines(told)
    return shown


def closed(texts: Iterable[str]) -> list[str]:
    """Return the texts that are not empty; the last ends with "./." (NĐ 30/2020, Mẫu 1.2 and others)."""
    clean = [text.strip() for text in texts if text.strip()]
    return [*clean[:-1], clean[-1].rstrip(" ./;") + "./."] if clean else []


def bases(lines: tuple[str, ...]) -> list[Any]:
    """Return the legal bases in italics: each ends with ";", the last with "." (NĐ 30/2020, II.6)."""
    clean = ended(one_line(line).rstrip(" ;,.") for line in lines)
    return [part for line in clean for part in body(line, italic=True)]


def ended(lines: Iterable[str]) -> list[str]:
    """Return the lines that are not empty as a list in print: each ends with ";", the last with "."."""
    clean = [line for line in lines if line]
    return [f"{line}{';' if place < len(clean) else '.'}" for place, line in enumerate(clean, start=1)]


def keep_with_signature(content: list[Any]) -> list[Any]:
    """Make the last paragraph of the text stay on the page of the signature block."""
    if content:
        content[-1] = _with_keep_next(content[-1])
    return content


def _with_keep_next(node: Any) -> Any:
    properties = node[0]
    for place, tag in enumerate(("keepNext", "keepLines")):
        if properties.find(el(tag).tag) is None:
            properties.insert(place, el(tag))
    return node


def recipients(lines: tuple[str, ...]) -> list[Any]:
    """Return "Nơi nhận:" (12, bold italic) and its lines (11); dashes and ends are set here."""
    clean = ended(one_line(line).lstrip("- ").rstrip(" ;.") for line in lines)
    if not clean:
        return [paragraph(mark_size=11)]
    shown = [text_paragraph("Nơi nhận:", 12, bold=True, italic=True, keep_next=True)]
    return shown + [text_paragraph(glued(f"- {line}"), 11, keep_next=True) for line in clean]


def signature_lines(signer: Signer, *, gap: float = 78) -> list[Any]:
    """Return authority lines, `gap` points for signature and seal, and the name."""
    shown = [
        text_paragraph(one_line(line).upper(), BODY, bold=True, align="center", keep_next=True)
        for line in signer.lines
    ]
    name = one_line(signer.name)
    if signer.office:
        whole = _BODY_NAME.sub(lambda found: found[0].replace(" ", NBSP), one_line(signer.office).upper())
        office = metrics.balanced(whole, BODY, 86, bold=True)
        for place, line in enumerate(office):
            layout: dict[str, Any] = {"align": "center", "before": gap if place == 0 else 0}
            shown.append(text_paragraph(line, BODY, bold=True, keep_next=True, **layout))
        gap = 2
    shown.append(text_paragraph(name, BODY, bold=True, align="center", before=gap))
    return shown


def side_by_side(left: Signer, right: Signer, *, gap: float = 78) -> tuple[list[Any], list[Any]]:
    """Return the lines of two signers, both names on one height."""
    lines = max(len(left.lines), len(right.lines))
    pitch = BODY * 1.15  # points of a single line of Times New Roman
    return (
        signature_lines(left, gap=gap + (lines - len(left.lines)) * pitch),
        signature_lines(right, gap=gap + (lines - len(right.lines)) * pitch),
    )


def signature(left: list[Any], right: list[Any], *, widths: tuple[float, float] = (77, 88)) -> list[Any]:
    """Return the block of two columns that never breaks over pages (recipients left, signer right)."""
    space = paragraph(line=12, exact=True, keep_next=True, mark_size=2)
    return [space, table(widths, [row(cell(widths[0], *left), cell(widths[1], *right))])]


def signature_row(columns: list[list[Any]]) -> list[Any]:
    """Return a block of several signers side by side, each as wide as the others, that never breaks over pages."""
    width = TEXT_WIDTH / len(columns)
    space = paragraph(line=12, exact=True, keep_next=True, mark_size=2)
    return [space, table((width,) * len(columns), [row(*(cell(width, *one) for one in columns))])]


def chart(
    made: Picture, caption: str, told: Iterable[str], shown: list[Picture], *, width: float = TEXT_WIDTH
) -> list[Any]:
    """Return a drawing as wide as the text, caption below, its figures as words for a reader's ears; adds it to `shown`."""
    shown.append(made)
    number = len(shown)
    drawn = inline(number, box(made, width, 230), ident=100 + number, description="; ".join(told))
    return [
        el("p", el("pPr", el("keepNext"), el("spacing", before=120), el("jc", val="center")), raw(drawn)),
        text_paragraph(glued(caption), 13, italic=True, align="center", before=2, after=4),
    ]


def end_of_section(properties: Any) -> Any:
    """Return the paragraph that ends a section: 1 point high, so that a full page makes no blank one."""
    return paragraph(line=1, exact=True, mark_size=1, section=properties)


def data_table(data: Table, *, width: float = TEXT_WIDTH, size: float = 12, air: float = 2) -> Any:
    """Return a bordered table as wide as the text: head on each page, group headings, a total row.

    `air` is the space above and below the words of a row, in points.
    """
    data = _stretched(data, width)
    widths = tuple(column.width for column in data.columns)
    head = row(*(_head_cell(column.label, column.width, size) for column in data.columns), header=True)
    rows = [head]
    for group in data.groups:
        if group.heading:
            heading = text_paragraph(group.heading, size, bold=True, before=2, after=2, keep_next=True)
            rows.append(row(cell(sum(widths), heading, span=len(widths))))
        rows.append(raw(_data_rows(group.rows, data.columns, size, air)))
    if data.total is not None:
        rows.append(_total_row(data))
    return table(widths, rows, borders=True, margin=1.2)


def _stretched(data: Table, width: float) -> Table:
    """Return the table with its columns scaled to `width` mm."""
    factor = width / sum(column.width for column in data.columns)
    return replace(data, columns=tuple(replace(c, width=c.width * factor) for c in data.columns))


def _head_cell(label: str, width: float, size: float) -> Any:
    return cell(width, text_paragraph(label, size, bold=True, align="center", before=2, after=2), middle=True)


def _data_rows(
    rows: tuple[tuple[str, ...], ...], columns: tuple[Column, ...], size: float, air: float
) -> str:
    """Return rows as text, for a list may have thousands of them: only the words of the cells differ."""
    layout: dict[str, Any] = {"before": air, "after": air}
    cells = (
        markup.cell(c.width, markup.text_paragraph("@", size, align=c.align, **layout), middle=True)
        for c in columns
    )
    *seams, end = markup.row(*cells).split(markup.words("@"))
    pieces: list[str] = []
    for values in rows:
        for seam, value in zip(seams, values, strict=True):
            pieces += (seam, markup.words(glued(value)))
        pieces.append(end)
    return "".join(pieces)


def _total_row(data: Table) -> Any:
    label, at, value = data.total or ("", 1, "")
    layout: dict[str, Any] = {"bold": True, "before": 2, "after": 2}
    before = sum(column.width for column in data.columns[:at])
    cells = [
        cell(before, text_paragraph(label, 12, align="center", **layout), span=at),
        cell(data.columns[at].width, text_paragraph(value, 12, align=data.columns[at].align, **layout)),
    ]
    cells += [cell(column.width, text_paragraph("", 12, **layout)) for column in data.columns[at + 1 :]]
    return row(*cells)


def annex(data: Annex) -> list[Any]:
    """Return the content of an annex: label, title in capitals, reference in italics, rule, table."""
    content = (
        [text_paragraph(data.label, BODY, bold=True, align="center", keep_next=True)] if data.label else []
    )
    content += [
        text_paragraph(line, BODY, bold=True, align="center", keep_next=True)
        for line in metrics.balanced(one_line(data.title).upper(), BODY, TEXT_WIDTH - 10, bold=True)
    ]
    content.append(_reference(data.reference))
    content += [rule_paragraph(40, TEXT_WIDTH, after=10), data_table(data.table)]
    for line in data.closing:
        content += [text_paragraph(glued(line), BODY, align="both", before=6)]
    return content


def _reference(text: str) -> Any:
    """Return the line in brackets; indents make its lines of nearly equal length."""
    text = glued(one_line(text))
    lines = metrics.balanced(text, BODY, TEXT_WIDTH - 6, italic=True)
    side = (TEXT_WIDTH - 3 - max(metrics.width(line, BODY, italic=True) for line in lines)) / 2
    side = side if len(lines) > 1 else 0
    return text_paragraph(text, BODY, italic=True, align="center", left=side, right=side, keep_next=True)


def with_annex(main: list[Any], data: Annex | None) -> tuple[list[Any], Any]:
    """Return the whole body and its last section: the annex stands in a section with own page numbers."""
    if data is None:
        return main, section()
    return [*main, end_of_section(section()), *annex(data)], section(restart=True)


def counted(number: int, what: str) -> str:
    """Return "03 tập thể": counts below 10 carry a leading zero."""
    return f"{pad_number(number) if number < 1000 else format_number(number)} {what}"
