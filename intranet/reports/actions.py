"""Acts on reports: begin, submit, send back, approve, number. Nothing here commits."""

import datetime as dt
import json

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import accounts_with, organisation
from ..registers import actions as registers
from . import compose, papers, periods, queries, rules, sections
from .compose import Content
from .models import MovementReport, ReportKind
from .states import WORKFLOW, State, Step

audit.declare("movement_report", created=("kind", "span"))
_NO = "Chỉ Thường trực thi đua lập được báo cáo."


def create(
    kind: ReportKind, year: int, quarter: int, from_year: int | None = None, *, actor: Account
) -> MovementReport:
    """Begin a report up to and with a quarter; `from_year` for one about several years.

    NotReady outside of the movement's years, for a quarter that has not ended, or when the same report is being
    written or was issued.
    """
    rules.require(rules.may_write(actor), _NO)
    first, last = periods.years()
    begin = from_year if from_year is not None and kind != ReportKind.QUARTER else year
    if not first <= begin <= year <= last:
        raise NotReady(f"Hãy chọn năm trong thời gian phong trào, từ {first} đến {last}.", ["Năm"])
    if periods.ends_on(year, quarter) >= clock.today():
        raise NotReady("Kỳ báo cáo chưa kết thúc, số liệu chưa khóa được.", ["Đến hết quý"])
    if (same := queries.same(kind, begin, year, quarter)) is not None:
        raise NotReady(f"Đã có văn bản này ({same.title}). Hãy mở trong danh sách.", ["Loại văn bản"])
    report = MovementReport(
        kind=kind,
        from_year=begin,
        year=year,
        quarter=quarter,
        created_by=actor.display_name,
        created_at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    data = {"kind": kind.value, "span": report.span}
    audit.record("movement_report:created", actor=actor, obj=report, data=data)
    return report


def lacking(report: MovementReport, content: Content | None = None) -> list[tuple[str, str]]:
    """Return what is missing before it can be submitted: (words, key of the section or "").

    `content`: of the report as it is now, where it was composed already.
    """
    period = periods.of_report(report)
    last = f"{report.quarter}/{report.year}"
    found: list[tuple[str, str]] = [
        (f"{line}: khóa số liệu trước", "") for line in period.missing if f"quý {last} " in line
    ]
    parts = sections.parts(report, content or compose.content_of(report))
    return found + [(part.section.label, part.section.key) for part in parts if part.empty]


def submit(report: MovementReport, *, actor: Account) -> None:
    """Freeze figures and words, hand it to the chairman. NotReady with every cause or section still empty."""
    rules.require(rules.may_write(actor), _NO)
    db.session.refresh(report, with_for_update=True, attribute_names=["state", "version"])
    if report.state != State.DRAFT:
        raise WrongState("Báo cáo đã trình rồi. Hãy tải lại trang.")
    if gaps := lacking(report):
        raise NotReady("Báo cáo chưa trình được.", [words for words, _ in gaps])
    papers.signer_of(report)  # proves that somebody may sign
    report.content = json.dumps(papers.content_of(report), ensure_ascii=False, sort_keys=True)
    perform(WORKFLOW, report, Step.SUBMIT, actor=actor, details={"content": "figures and words frozen"})
    _tell(report, P.DECISIONS_APPROVE, f"Duyệt {report.title}", act_needed=True)


def send_back(report: MovementReport, *, actor: Account, reason: str) -> None:
    """Back to the draft; the figures follow the locked ones again."""
    rules.require(rules.may_return(actor, report), "Báo cáo này không trả lại được ở bước hiện tại.")
    perform(WORKFLOW, report, Step.RETURN, actor=actor, reason=reason)
    report.content, report.approved_by = None, ""
    db.session.flush()
    _tell(report, P.INDICATORS_LOCK, f"Được trả lại: {report.title}", reason, act_needed=True)


def approve(report: MovementReport, *, actor: Account) -> None:
    """The chairman approves what was submitted."""
    rules.require(rules.may_approve(actor, report), "Báo cáo này không chờ bạn duyệt.")
    report.approved_by = actor.display_name
    perform(WORKFLOW, report, Step.APPROVE, actor=actor)
    _tell(report, P.REGISTERS_WRITE, f"Cấp số: {report.title}", act_needed=True)


def issue(report: MovementReport, issued_on: dt.date, *, actor: Account) -> None:
    """The clerk gives number and date and keeps the file as issued."""
    rules.require(actor.has(P.REGISTERS_WRITE), "Chỉ văn thư cấp được số.")
    db.session.refresh(report, with_for_update=True, attribute_names=["state", "version"])
    if report.state != State.APPROVED:
        raise WrongState("Báo cáo này không chờ cấp số.")
    if issued_on > clock.today():
        raise NotReady("Ngày văn bản không được ở tương lai.", ["Ngày văn bản"])
    if issued_on <= periods.ends_on(report.year, report.quarter):
        raise NotReady("Ngày văn bản phải sau ngày cuối của kỳ báo cáo.", ["Ngày văn bản"])
    report.issued_on = issued_on
    report.series, report.symbol = papers.series_of(report), papers.symbol_of(report)
    report.number = registers.take_number(report.series, issued_on.year)
    texts = papers.content_of(report)["texts"]
    registers.enter(
        report,
        actor=actor,
        series=report.series,
        number=report.number,
        symbol=report.symbol,
        issued_on=issued_on,
        title=texts["subject"],
        signer=papers.signer_of(report).name,
        recipients="; ".join(papers.lines(texts.get("addressees", "") or texts["recipients"])),
        kept_by=organisation().copies_line,
    )
    details = {"number": report.full_number, "issued_on": issued_on.isoformat()}
    perform(WORKFLOW, report, Step.ISSUE, actor=actor, details=details)
    name, made = papers.make(report)
    registers.keep_file(report, document_kind=papers.KIND, name=name, content=made)
    _tell(report, P.INDICATORS_LOCK, f"Đã có số {report.full_number}: {report.title}")


def _tell(
    report: MovementReport, permission: P, title: str, text: str = "", *, act_needed: bool = False
) -> None:
    ids = sorted({account.id for account in accounts_with(permission)})
    tell(ids, title, text=text, url=f"/bao-cao/{report.id}", act_needed=act_needed)
