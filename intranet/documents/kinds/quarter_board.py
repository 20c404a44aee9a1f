"""The public board of a quarter on paper: an A4 sheet on its side with every indicator, then what was restated."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, charts, metrics, package
from ..parts import Column, Group, Issuer, Table
from ..pictures import Picture
from ..xml import one_line, rule_paragraph, text_paragraph

WIDTH = 257.0  # A4 on its side less twice 20 mm
_MARGINS = (20.0, 20.0, 20.0, 20.0)
COLUMNS = (
    Column("Mã", 13, "center"),
    Column("Chỉ tiêu", 70),
    Column("Kết quả từ đầu năm", 27, "right"),
    Column("Tử số / mẫu số", 33, "right"),
    Column("Riêng quý", 24, "right"),
    Column("Mức phấn đấu", 35),
    Column("Đánh giá", 55),
)
RESTATED = (
    Column("Mã", 13, "center"),
    Column("Đơn vị", 58),
    Column("Quý", 24, "center"),
    Column("Khi khóa, trước điều chỉnh", 36, "right"),
    Column("Điều chỉnh thành", 36, "right"),
    Column("Lý do", 90),
)


@dataclass(frozen=True)
class QuarterBoardPaper:
    """The board: rows in the order of COLUMNS, restatements in the order of RESTATED, sentences above and below."""

    issuer: Issuer
    title: str
    lead: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    restated: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    trends: tuple[charts.Trend, ...] = ()


def render(data: QuarterBoardPaper) -> bytes:
    """Return the board as .docx; the same data gives the same bytes."""
    issuer = " ".join(one_line(line).upper() for line in data.issuer.lines)
    content: list[Any] = [
        text_paragraph(issuer, 13, bold=True, align="center"),
        rule_paragraph(metrics.width(issuer, 13, bold=True) / 2, WIDTH),
    ]
    content += [
        text_paragraph(line, 15, bold=True, align="center", before=0 if at else 10, keep_next=True)
        for at, line in enumerate(metrics.balanced(one_line(data.title).upper(), 15, WIDTH - 20, bold=True))
    ]
    content += [text_paragraph(one_line(line), 12, align="center", before=4, after=4) for line in data.lead]
    content.append(blocks.data_table(Table(COLUMNS, (Group("", data.rows),)), width=WIDTH, size=11, air=1.5))
    if data.restated:
        content.append(
            text_paragraph("Số điều chỉnh sau khi khóa", 13, bold=True, before=12, after=4, keep_next=True)
        )
        content.append(
            blocks.data_table(Table(RESTATED, (Group("", data.restated),)), width=WIDTH, size=11, air=1.5)
        )
    shown: list[Picture] = []
    if data.trends:
        heading = "Diễn biến từng quý"
        content.append(text_paragraph(heading, 13, bold=True, before=12, after=4, keep_next=True))
        made = charts.trends(data.trends, width=WIDTH, per_line=5)
        caption = "Mỗi biểu đồ có thang riêng; đường đứt nét là mức phấn đấu"
        content += blocks.chart(made, caption, charts.told(data.trends), shown, width=WIDTH)
    content += [text_paragraph(one_line(line), 11, italic=True, before=6) for line in data.closing]
    last = package.section(landscape=True, margins=_MARGINS)
    return package.build(content, last, title=data.title, pictures=shown)
