"""Bảng tổng hợp điểm chấm sáng kiến: no statutory form exists. All markers side by side, their words below."""

from dataclasses import dataclass

from .. import blocks, package
from ..parts import Column, Group, Issuer, Letterhead, Signer, Table
from ..xml import one_line, text_paragraph


@dataclass(frozen=True)
class Marked:
    """One marker's mark of one criterion; `passages` are quotes from the application."""

    points: str
    comment: str = ""
    passages: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparisonPaper:
    """All sheets of a finished round: `rows` are (criterion, most points, one mark for each marker)."""

    issuer: Issuer
    subject: str
    about: tuple[str, ...]
    markers: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Marked, ...]], ...]
    totals: tuple[str, ...]
    maximum: str
    conclusion: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: Signer


def _columns(data: ComparisonPaper) -> tuple[Column, ...]:
    each = (blocks.TEXT_WIDTH - 12 - 50 - 20) / max(len(data.markers), 1)
    markers = tuple(Column(one_line(name), each, "center") for name in data.markers)
    return (
        Column("STT", 12, "center"),
        Column("Tiêu chí", 50),
        Column("Điểm tối đa", 20, "center"),
        *markers,
    )


def render(data: ComparisonPaper) -> bytes:
    """Return the comparison as .docx."""
    content = blocks.letterhead(Letterhead(data.issuer, None, None))
    content += blocks.title("BẢNG TỔNG HỢP ĐIỂM CHẤM", data.subject)
    content += blocks.lines(data.about)
    rows = [
        (str(n), name, maximum, *(mark.points for mark in marks))
        for n, (name, maximum, marks) in enumerate(data.rows, start=1)
    ]
    rows.append(("", "Tổng (có hệ số)", data.maximum, *data.totals))
    content.append(text_paragraph("", 4, keep_next=True))
    content.append(blocks.data_table(Table(_columns(data), (Group("", tuple(rows)),))))
    for place, name in enumerate(data.markers):
        said = [_words(criterion, marks[place]) for criterion, _most, marks in data.rows]
        said = [line for line in said if line]
        if said:
            content += blocks.body(f"Nhận xét của {one_line(name)}:", italic=True, keep_next=True)
            content += blocks.lines(said)
    content += blocks.keep_with_signature(blocks.lines(blocks.closed(data.conclusion)))
    content += blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))
    return package.build(content, package.section(), title=f"Tổng hợp điểm {one_line(data.subject)}")


def _words(criterion: str, mark: Marked) -> str:
    quotes = "; ".join(f"“{one_line(quote)}”" for quote in mark.passages)
    told = " ".join(part for part in (one_line(mark.comment), f"Trích: {quotes}." if quotes else "") if part)
    return f"- {criterion}: {told}" if told else ""
