"""A report as .docx: frozen content once it was submitted, else as it would be now."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..core import clock, files
from ..core.errors import NotReady
from ..core.text import fold
from ..documents.charts import Bar, Trend
from ..documents.kinds import movement_report
from ..documents.kinds.movement_report import Chapter, MovementReportPaper, Unmet
from ..documents.parts import Annex, Column, Group, Issuer, Letterhead, Number, PlaceDate, Signer, Table
from ..indicators import words
from ..people.queries import organisation, signers
from ..registers.actions import issued_files
from . import compose, sections
from .compose import Content
from .models import MovementReport, ReportKind
from .sections import CAUSE, SOLUTION

KIND = "bao-cao-phong-trao"
TRENDS = 12  # small charts on paper: four lines of three
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
# mm of indicator, target, each figure and state, by the number of figures; 12 mm for the code make 165
_WIDTHS = {1: (60, 26, 30, 37), 2: (42, 26, 27, 31), 3: (27, 17, 29, 22)}
_PLAIN = (Column("Nội dung", 130), Column("Số lượng", 35, "right"))
_AWARDS = (
    Column("Hình thức", 80),
    Column("Đối tượng", 35),
    Column("Số lượng", 20, "right"),
    Column("Tiền thưởng (đồng)", 30, "right"),
)
_DUTIES = (Column("Mã", 13, "center"), Column("Nhiệm vụ", 77), Column("Chủ trì", 43), Column("Kết quả", 32))
_OFFICES = (Column("Đơn vị", 95), Column("Tỷ lệ", 30, "right"), Column("Số hồ sơ", 40, "right"))


def content_of(report: MovementReport) -> Content:
    """Return figures and `texts` of a report: frozen from the submission on."""
    if report.content is not None:
        found: Content = json.loads(report.content)
        return found
    live = compose.content_of(report)
    return live | {"texts": {part.section.key: part.text for part in sections.parts(report, live)}}


def symbol_of(report: MovementReport) -> str:
    """Return the symbol of the number, "BC-UBND" or "TB-UBND"."""
    settings = organisation()
    return f"{series_of(report)}-{settings.decision_symbol.partition('-')[2] or settings.decision_symbol}"


def series_of(report: MovementReport) -> str:
    """Return the series of numbers: notices and reports have one each."""
    return "TB" if report.kind == ReportKind.QUARTER else "BC"


def signer_of(report: MovementReport) -> Signer:
    """Return who signs. NotReady without a signer of the day."""
    able = signers("decision", report.issued_on or clock.today())
    if not able:
        raise NotReady("Chưa có người ký hợp lệ cho ngày này. Hãy khai báo trong mục Người ký.", ["Người ký"])
    return Signer(("TM. ỦY BAN NHÂN DÂN", *able[0].lines.split("\n")), able[0].person.full_name)


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def make(report: MovementReport) -> tuple[str, bytes]:
    """Return name and bytes of the paper as the report stands now."""
    settings, content = organisation(), content_of(report)
    said: dict[str, str] = content["texts"]
    year = (report.issued_on or clock.today()).year
    symbol = report.symbol or symbol_of(report)
    paper = MovementReportPaper(
        letterhead=Letterhead(
            Issuer(("Ủy ban nhân dân", settings.commune)),
            Number(report.number, symbol),
            PlaceDate(settings.place_name, report.issued_on, year),
        ),
        kind="THÔNG BÁO" if report.kind == ReportKind.QUARTER else "BÁO CÁO",
        subject=said["subject"],
        addressees=lines(said.get("addressees", "")),
        bases=lines(said["bases"]),
        opening=said["opening"],
        chapters=tuple(_chapters(report, content)),
        recipients=lines(said["recipients"]),
        signer=signer_of(report),
        annexes=_annexes(report, content),
        warning=_warning(report, content),
    )
    number = fold(f"{report.number}/{symbol}").replace("/", "-") if report.number else "du-thao"
    name = "thong-bao" if report.kind == ReportKind.QUARTER else "bao-cao"
    return f"{name}-{number}-{year}.docx", movement_report.render(paper)


def file_of(report: MovementReport) -> tuple[str, bytes]:
    """Return the file as it was issued, else as it would be now."""
    kept = [row for row in issued_files(report) if row.document_kind == KIND]
    return (kept[-1].name, files.get(kept[-1].sha256)) if kept else make(report)


def _warning(report: MovementReport, content: Content) -> str:
    if report.content is not None:
        return ""
    gaps = [words.lower(line) for line in content["missing"]]
    empty = [one["code"] for one in content["unmet"] if not content["texts"].get(f"{CAUSE}-{one['code']}")]
    if empty:
        gaps.append(f"chưa ghi nguyên nhân của {', '.join(empty)}")
    return f"Dự thảo; {'; '.join(gaps)}" if gaps else "Dự thảo"


def _notes(content: Content) -> tuple[str, ...]:
    """Return what is said below the table of figures: missing, restated, not counted."""
    notes = []
    if content["nodata"]:
        notes.append(f"Chưa có số liệu: {'; '.join(content['nodata'])}.")
    if content["restated"]:
        notes.append("Số có dấu * đã được điều chỉnh sau khi khóa:")
        notes += [f"- {line.rstrip('.')}." for line in content["restated"]]
    if content["missing"]:
        notes.append(f"Không tính trong văn bản này: {'; '.join(content['missing'])}.")
    return tuple(notes)


def _chapters(report: MovementReport, content: Content) -> list[Chapter]:
    said = content["texts"]
    found = [*_measured(report, content), *_done(report, content)]
    if content["unmet"]:
        boxes = tuple(
            Unmet(
                one["name"],
                said.get(f"{CAUSE}-{one['code']}", ""),
                said.get(f"{SOLUTION}-{one['code']}", ""),
            )
            for one in content["unmet"]
        )
        found.append(Chapter("Chỉ tiêu chưa đạt: nguyên nhân và giải pháp", unmet=boxes))
    for key, heading in (
        ("limits", "Tồn tại, hạn chế khác"),
        ("directions", "Phương hướng, nhiệm vụ"),
        ("proposals", "Kiến nghị, đề xuất"),
    ):
        if said.get(key, "").strip():
            found.append(Chapter(heading, lines(said[key])))
    numbered = [
        replace(one, heading=f"{roman}. {one.heading.upper()}")
        for roman, one in zip(_ROMAN, found, strict=False)
    ]
    numbered[-1] = replace(numbered[-1], closing=(*numbered[-1].closing, *lines(said["closing"])))
    return numbered


def _measured(report: MovementReport, content: Content) -> list[Chapter]:
    """Return the chapters of the figures: table, bars, trends, offices one by one."""
    found = [
        Chapter(
            "Kết quả thực hiện các chỉ tiêu",
            lines(content["texts"]["assessment"]),
            table=_figures(content["rows"], quarterly=report.kind == ReportKind.QUARTER)
            if content["rows"]
            else None,
            closing=_notes(content),
        )
    ]
    if content["bars"]:
        caption = "Biểu đồ 1. Kết quả so với mức phấn đấu (vạch đậm); cột trắng là chưa đạt"
        found.append(Chapter("So sánh với mức phấn đấu", bars=_bars(content["bars"]), caption=caption))
    if content["trends"]:
        caption = "Biểu đồ 2. Kết quả từng quý của chỉ tiêu tỷ lệ; đường đứt nét là mức phấn đấu"
        shown = _trends(content["trends"][:TRENDS])
        found.append(Chapter("Diễn biến theo quý", trends=shown, caption=caption))
    if content["offices"]:
        rows = _table(_OFFICES, content["offices"])
        found.append(Chapter("Kết quả giải quyết hồ sơ đúng và trước hạn của từng đơn vị", table=rows))
    return found


def _done(report: MovementReport, content: Content) -> list[Chapter]:
    """Return the chapters of the work: activities, awards, obligations of the plan."""
    work = _table(_PLAIN, content["movement"])
    found = [Chapter("Kết quả các hoạt động của phong trào", table=work)]
    if content["awards"]:
        found.append(Chapter("Khen thưởng", table=_table(_AWARDS, content["awards"])))
    elif report.kind != ReportKind.QUARTER:
        found.append(Chapter("Khen thưởng", ("Trong kỳ chưa có khen thưởng.",)))
    if content["duties"]:
        found.append(Chapter("Nhiệm vụ của kế hoạch", table=_table(_DUTIES, content["duties"])))
    return found


def _table(columns: tuple[Column, ...], rows: list[list[str]]) -> Table:
    return Table(columns, (Group("", tuple(tuple(row) for row in rows)),))


def _figures(rows: list[dict[str, str]], *, quarterly: bool) -> Table:
    """Return the table of indicators; the column of the year before only where there is one."""
    named = {
        "now": "Riêng quý",
        "before": "Quý trước" if quarterly else "Cùng kỳ năm trước",
        "value": "Từ đầu năm" if quarterly else "Kết quả",
    }
    order = ("now", "before", "value") if quarterly else ("value", "before")
    shown = [key for key in order if any(row[key] for row in rows)]
    name, target, figure, state = _WIDTHS[len(shown)]
    columns = (
        Column("Mã", 12, "center"),
        Column("Chỉ tiêu", name),
        Column("Mức phấn đấu", target),
        *(Column(named[key], figure, "right") for key in shown),
        Column("Đánh giá", state),
    )
    lines_ = tuple(
        (
            row["code"],
            row["name"],
            row["target"],
            *(row[key] or "–" for key in shown),
            row["state"].replace("điểm %", "điểm\u00a0%"),
        )
        for row in rows
    )
    return Table(columns, (Group("", lines_),))


def _bars(found: list[dict[str, Any]]) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            one["label"],
            Fraction(one["share"]),
            None if one["target"] is None else Fraction(one["target"]),
            one["words"],
            one["met"],
        )
        for one in found
    )


def _trends(found: list[dict[str, Any]]) -> tuple[Trend, ...]:
    return tuple(
        Trend(
            one["label"],
            tuple(None if point is None else Fraction(point) for point in one["points"]),
            one["first"],
            one["last"],
            one["words"],
            None if one["target"] is None else Fraction(one["target"]),
        )
        for one in found
    )


def _annexes(report: MovementReport, content: Content) -> tuple[Annex, ...]:
    """Return the years side by side where a report is about several."""
    if not content["years"]:
        return ()
    years = content["years"]["years"]
    wide = 83.0 / len(years)
    columns = (
        Column("Mã", 12, "center"),
        Column("Chỉ tiêu", 45),
        Column("Mức phấn đấu", 25),
        *(Column(str(year), wide, "right") for year in years),
    )
    rows = tuple(tuple(cell or "–" for cell in row) for row in content["years"]["rows"])
    number = f"{report.number or '…'}/{report.symbol or symbol_of(report)}"
    return (
        Annex(
            title=f"Kết quả các chỉ tiêu theo từng năm {years[0]} - {years[-1]}",
            reference=f"(Kèm theo Báo cáo số {number})",
            table=Table(columns, (Group("", rows),)),
        ),
    )
