"""The achievement report of one file as .docx, in the form that its round asks for (NĐ 152/2025, Phụ lục)."""

from ..core import clock
from ..core.permissions import Permission as P
from ..core.text import fold
from ..documents.kinds import achievement_report
from ..documents.kinds.achievement_report import Past, ReportPaper
from ..documents.parts import Issuer, Letterhead, PlaceDate, Signer
from ..history.models import PastAward
from ..history.titles import is_title
from ..parameters import award_forms
from ..people.models import Unit
from ..people.queries import accounts_with, organisation, signers
from . import queries, report, report_facts
from .models import Nomination, RoundKind, SubjectKind
from .report_models import ReportPassage
from .report_models import ReportSection as S

# the form of the report by kind of round
VARIANTS = {
    RoundKind.SUDDEN: achievement_report.SUDDEN,
    RoundKind.THEMATIC: achievement_report.THEMATIC,
    RoundKind.PERIOD: achievement_report.THEMATIC,
    RoundKind.MOVEMENT: achievement_report.THEMATIC,
}
FORMS = {
    achievement_report.COLLECTIVE: "Mẫu 04: báo cáo công trạng của tập thể",
    achievement_report.PERSON: "Mẫu 05: báo cáo công trạng của cá nhân",
    achievement_report.SUDDEN: "Mẫu 06: báo cáo khen thưởng đột xuất",
    achievement_report.THEMATIC: "Mẫu 08: báo cáo khen thưởng phong trào thi đua, chuyên đề",
}


# records that are printed as such are marked in words below or above them
LOCKED = {S.OVERVIEW: "Thông tin chung", S.PAST: "Hai bảng trên"}
LOCKED_IN = {S.OVERVIEW: S.FACTS, S.PAST: S.PAST}


def variant_of(nomination: Nomination) -> str:
    """Return which report the file has: by the kind of its round, else by who is nominated."""
    own = (
        achievement_report.PERSON
        if nomination.subject_kind == SubjectKind.PERSON
        else achievement_report.COLLECTIVE
    )
    return VARIANTS.get(nomination.round.kind, own)


def request_line(nomination: Nomination, head_title: str) -> str:
    """Return "Đề nghị tặng ..." with the form as the rules of the round call it."""
    code, day = nomination.award_form, nomination.round.rule_date
    words = f"Đề nghị tặng {award_forms.named(code, day)}"
    return words if code in award_forms.titles_on(day) else f"{words} của {head_title}"


def past_rows(awards: list[PastAward], *, titles: bool) -> tuple[Past, ...]:
    """Return the rows of one of the two tables: danh hiệu, or hình thức."""
    return tuple(
        Past(str(one.year), one.form, report_facts.decision_words(one))
        for one in awards
        if is_title(one.form) == titles
    )


def _lines(rows: list[ReportPassage], section: S) -> tuple[str, ...]:
    found = [
        f"[{LOCKED[section]}: {report.MARK}]"
        for row in rows
        if row.locked and not row.settled and row.section == LOCKED_IN.get(section)
    ]
    for row in rows:
        if row.section == section and row.text and not row.locked:
            mark = "" if row.settled else f"[{report.MARK}] "
            first, *rest = row.text.split("\n")
            found += [f"{mark}{first}", *rest]
    return tuple(line for line in found if line.strip())


def _unit_head(unit: Unit) -> str:
    """Return who signs for the unit: who nominates for it."""
    heads = accounts_with(P.NOMINATIONS_WRITE, unit.id)
    return heads[0].person.full_name if heads else ""


def paper(nomination: Nomination) -> bytes:
    """Return the report as .docx: what nobody has confirmed yet is marked in it."""
    settings, today = organisation(), clock.today()
    rows = report.passages(nomination)
    handed_in = clock.local(nomination.submitted_at).date() if nomination.submitted_at else None
    if rows:
        overview, results, remarks = (_lines(rows, one) for one in (S.OVERVIEW, S.RESULTS, S.PAST))
    else:
        parts = report_facts.split(nomination.report)
        overview, results, remarks = (tuple(parts[name]) for name in ("I", "II", "III"))
    awards = queries.histories([nomination])[nomination.id]
    chief = next(iter(signers("decision", today)), None)
    return achievement_report.render(
        ReportPaper(
            variant=variant_of(nomination),
            letterhead=Letterhead(
                Issuer((nomination.unit.name,), (settings.short_name,)),
                None,
                PlaceDate(settings.place_name, handed_in, today.year),
            ),
            request=request_line(nomination, settings.head_title),
            name=nomination.printed_name,
            facts=tuple((label, value) for label, value in report_facts.facts(nomination)),
            overview=overview,
            results=results,
            titles=past_rows(awards, titles=True),
            forms=past_rows(awards, titles=False),
            remarks=remarks,
            unit_head=Signer(("THỦ TRƯỞNG ĐƠN VỊ",), _unit_head(nomination.unit)),
            confirmer=Signer(("XÁC NHẬN CỦA", settings.head_title), chief.person.full_name if chief else ""),
        )
    )


def file_name(nomination: Nomination) -> str:
    """Return the name of the file: "bao-cao-thanh-tich-nguyen-thi-lan.docx"."""
    return f"bao-cao-thanh-tich-{fold(nomination.name).replace(' ', '-')[:60]}.docx"
