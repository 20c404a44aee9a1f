"""Báo cáo thành tích (NĐ 152/2025, Phụ lục: Mẫu 04 tập thể, 05 cá nhân, 06 đột xuất, 08 chuyên đề).

Head of the nominating unit, title, I. circumstances, II. achievements, III. earlier awards in two tables, two
signatures: the head of the unit, and the authority that confirms. A report on a sudden act keeps to the act.
"""

from dataclasses import dataclass
from typing import Any

from .. import blocks, package
from ..parts import Column, Group, Letterhead, Signer, Table
from ..xml import one_line, text_paragraph

PERSON, COLLECTIVE, SUDDEN, THEMATIC = "person", "collective", "sudden", "thematic"
_FIRST = {
    PERSON: "I. SƠ LƯỢC LÝ LỊCH",
    COLLECTIVE: "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH",
    SUDDEN: "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH",
    THEMATIC: "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH",
}
_SECOND = {
    PERSON: "II. THÀNH TÍCH ĐẠT ĐƯỢC",
    COLLECTIVE: "II. THÀNH TÍCH ĐẠT ĐƯỢC",
    SUDDEN: "II. THÀNH TÍCH ĐỘT XUẤT",
    THEMATIC: "II. THÀNH TÍCH TRONG PHONG TRÀO THI ĐUA",
}


@dataclass(frozen=True)
class Past:
    """An earlier award: year, title or form, number and date of the Decision and who issued it."""

    year: str
    form: str
    decision: str


@dataclass(frozen=True)
class ReportPaper:
    """One report. `request` is the line under the title ("Đề nghị tặng Giấy khen ..."); facts are (label, value)."""

    variant: str
    letterhead: Letterhead
    request: str
    name: str
    facts: tuple[tuple[str, str], ...]
    overview: tuple[str, ...]
    results: tuple[str, ...]
    titles: tuple[Past, ...]  # danh hiệu thi đua
    forms: tuple[Past, ...]  # hình thức khen thưởng
    unit_head: Signer
    confirmer: Signer
    remarks: tuple[str, ...] = ()  # what the unit wrote under III


def _line(text: str) -> Any:
    return text_paragraph(
        blocks.glued(one_line(text)), blocks.BODY, align="both", before=4, first=blocks.FIRST_LINE
    )


def _table(label: str, rows: tuple[Past, ...]) -> list[Any]:
    columns = (
        Column("Năm", 18, "center"),
        Column(label, 60),
        Column("Số, ngày, tháng, năm của quyết định; cơ quan ban hành", 87),
    )
    cells = tuple((one.year, one.form, one.decision) for one in rows) or (("", "Chưa có", ""),)
    return [text_paragraph("", 4, keep_next=True), blocks.data_table(Table(columns, (Group("", cells),)))]


def _past(data: ReportPaper) -> list[Any]:
    content = [blocks.heading("III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG")]
    for place, (label, rows) in enumerate(
        (("Danh hiệu thi đua", data.titles), ("Hình thức khen thưởng", data.forms)), start=1
    ):
        content.append(
            text_paragraph(
                f"{place}. {label}:", blocks.BODY, before=6, first=blocks.FIRST_LINE, keep_next=True
            )
        )
        content += _table(label, rows)
    return content + [_line(text) for text in data.remarks]


def render(data: ReportPaper) -> bytes:
    """Return the report as .docx. ValueError for an unknown variant."""
    if data.variant not in _FIRST:
        raise ValueError(f"no such report: {data.variant}")
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("BÁO CÁO THÀNH TÍCH", data.request)
    content.append(_line(f"{'Họ và tên' if data.variant == PERSON else 'Tên'}: {one_line(data.name)}."))
    content.append(blocks.heading(_FIRST[data.variant]))
    content += [_line(f"{label}: {one_line(value).rstrip(' .')}.") for label, value in data.facts]
    content += [part for line in data.overview for part in blocks.body(line)]
    content.append(blocks.heading(_SECOND[data.variant]))
    content += [part for line in data.results for part in blocks.body(line)]
    if data.variant != SUDDEN:
        content += _past(data)
    content += blocks.keep_with_signature(
        [_line("Trên đây là báo cáo thành tích, kính đề nghị cấp có thẩm quyền xem xét./.")]
    )
    left, right = blocks.side_by_side(data.confirmer, data.unit_head)
    content += blocks.signature(left, right, widths=(82.5, 82.5))
    return package.build(content, package.section(), title=f"Báo cáo thành tích {one_line(data.name)}")
