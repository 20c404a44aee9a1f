"""The comparison of a finished round as a paper to print."""

from ..core import clock
from ..core.text import long_date
from ..documents.kinds import score_comparison
from ..documents.parts import Issuer, Signer
from ..people.queries import organisation
from .models import ScoreRound
from .service import Comparison, ScoreSummary


def file_of(round_: ScoreRound, summary: ScoreSummary, table: Comparison) -> tuple[str, bytes]:
    """Return name and bytes; the caller has guarded who may see the points (`service.summary_of`)."""
    settings = organisation()
    finished = clock.local(round_.finished_at).date() if round_.finished_at else clock.today()
    about = [f"Vòng chấm {round_.number}, xong {long_date(finished)}."]
    if round_.reason:
        about.append(f"Lý do chấm lại: {round_.reason.rstrip(' .')}.")
    outcome = "đạt" if summary.passed else "không đạt"
    conclusion = [
        f"Kết quả: {summary.total}/{summary.maximum} điểm, {outcome} (mức đạt: {summary.pass_mark} điểm)",
    ]
    if summary.needs_check:
        conclusion.insert(0, "Thang điểm này cần được cơ quan kiểm tra trước khi dùng làm căn cứ.")
    paper = score_comparison.ComparisonPaper(
        issuer=Issuer(("Hội đồng Sáng kiến",), above=(settings.short_name,)),
        subject=f"Sáng kiến “{round_.initiative.title}”",
        about=tuple(about),
        markers=table.markers,
        rows=tuple(
            (
                row.name,
                row.maximum,
                tuple(
                    score_comparison.Marked(
                        cell.points,
                        cell.comment,
                        tuple(
                            quote + ("" if found else " (không thấy nguyên văn)")
                            for quote, found in cell.passages
                        ),
                    )
                    for cell in row.cells
                ),
            )
            for row in table.rows
        ),
        totals=table.totals,
        maximum=summary.maximum,
        conclusion=tuple(conclusion),
        recipients=("Hội đồng Sáng kiến", "Lưu: Hồ sơ"),
        signer=Signer(("THƯ KÝ HỘI ĐỒNG",), ""),
    )
    return (
        f"tong-hop-diem-sang-kien-{round_.initiative_id}-vong-{round_.number}.docx",
        score_comparison.render(paper),
    )
