"""Acts on the report of a unit: keep figures, hand in, accept, return. Figures are two whole numbers, never a rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from ..core import audit, clock, files
from ..core.db import db
from ..core.errors import NotReady, Stale, WrongState
from ..core.permissions import Permission as P
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account, Unit
from ..people.queries import accounts_with
from . import engine, queries, rules
from .engine import Kind, Value
from .models import Indicator, IndicatorQuarter, Measurement, Origin, UnitReport
from .states import REPORTS, ReportState, ReportStep

audit.declare("unit_report", saved=("figures",))


@dataclass(frozen=True)
class Entry:
    """What a head types for one indicator: two numbers, or that nothing arose; None in both: nothing typed."""

    numerator: int | None = None
    denominator: int | None = None
    nothing: bool = False
    note: str = ""
    explanation: str = ""

    @property
    def empty(self) -> bool:
        """Return whether no figure was typed."""
        return not self.nothing and self.numerator is None and self.denominator is None


def begin(quarter: IndicatorQuarter, unit: Unit, *, actor: Account) -> UnitReport:
    """Return the report of a unit for a quarter, made when there is none; its head begins it."""
    rules.require(rules.may_write(actor, unit.id), "Chỉ người đứng đầu đơn vị nhập số liệu của đơn vị.")
    found = queries.report_of(quarter, unit)
    if found is not None:
        return found
    if quarter.locked:
        raise WrongState(
            f"Số liệu {quarter.name} đã khóa. Có sai sót thì đề nghị Thường trực lập số điều chỉnh."
        )
    if not queries.asked_of(unit, quarter):
        raise NotReady(f"{unit.name} không có chỉ tiêu phải nhập cho {quarter.name}.")
    made = UnitReport(quarter_id=quarter.id, unit_id=unit.id)
    made.quarter, made.unit = quarter, unit
    db.session.add(made)
    db.session.flush()
    return made


def check_version(report: UnitReport, version: str | None) -> None:
    """Stale when the report was changed after the form was opened."""
    if str(version or "") != str(report.version):
        raise Stale("Người khác vừa sửa báo cáo này. Hãy xem lại số đang hiện rồi gửi lại.")


def to_value(indicator: Indicator, entry: Entry) -> Value:
    """Return the two numbers of an entry; NotReady when they are impossible."""
    if entry.nothing:
        if entry.numerator or entry.denominator:
            raise NotReady(
                f"{indicator.code}: đã chọn “không phát sinh” thì bỏ trống các số.", [indicator.code]
            )
        return Value(0, 0)
    if indicator.kind == Kind.COUNT:
        if entry.numerator is None:
            raise NotReady(f"{indicator.code}: cần nhập số.", [indicator.code])
        return Value(entry.numerator, 1)
    if entry.numerator is None or entry.denominator is None:
        raise NotReady(f"{indicator.code}: cần nhập cả hai số.", [indicator.code])
    if entry.denominator == 0:
        raise NotReady(
            f"{indicator.code}: mẫu số bằng 0 thì chọn “không phát sinh trong quý”.", [indicator.code]
        )
    if entry.numerator > entry.denominator:
        raise NotReady(
            f"{indicator.code}: “{indicator.numerator_words}” ({entry.numerator}) không thể lớn hơn "
            f"“{indicator.denominator_words}” ({entry.denominator}).",
            [indicator.code],
        )
    return Value(entry.numerator, entry.denominator)


def save(report: UnitReport, entries: Mapping[int, Entry], *, actor: Account) -> None:
    """Keep what is typed, complete or not (indicator id -> entry); an empty entry removes the figure.

    NotReady when one is impossible: then nothing is kept.
    """
    _require_editable(report, actor)
    asked = {one.id: one for one in queries.asked_of(report.unit, report.quarter)}
    there = queries.measured(report.quarter, report.unit_id)
    kept: dict[str, str] = {}
    if not set(entries) <= set(asked):
        raise NotReady("Có chỉ tiêu không thuộc đơn vị này. Hãy tải lại trang.")
    _require_possible([(asked[one], entry) for one, entry in entries.items() if not entry.empty])
    for indicator_id, entry in entries.items():
        indicator, row = asked[indicator_id], there.get(indicator_id)
        if entry.empty:
            if row is not None:
                db.session.delete(row)
                kept[indicator.code] = ""
            continue
        value = to_value(indicator, entry)
        if row is None:
            row = Measurement(
                indicator_id=indicator_id,
                quarter_id=report.quarter_id,
                unit_id=report.unit_id,
                origin=Origin.TYPED,
            )
        if _unchanged(row, value, entry):
            continue
        changed = (row.numerator, row.denominator) != value
        row.numerator, row.denominator = value
        row.note, row.explanation = entry.note, entry.explanation
        if changed:
            row.origin = Origin.TYPED
        row.entered_by, row.entered_at = actor.display_name, clock.now()
        db.session.add(row)
        kept[indicator.code] = f"{value.numerator}/{value.denominator}"
    if kept:
        flag_modified(report, "submitted_by")  # raises the version: two editors at once are noticed
        audit.record("unit_report:saved", actor=actor, obj=report, data={"figures": kept})


def _require_possible(given: Sequence[tuple[Indicator, Entry]]) -> None:
    """NotReady with all that is impossible, so that a head mends it at once."""
    wrong = []
    for indicator, entry in given:
        try:
            to_value(indicator, entry)
        except NotReady as error:
            wrong.append(error)
    if wrong:
        codes = [code for error in wrong for code in error.missing]
        raise NotReady(" ".join(error.message for error in wrong), codes)


def _unchanged(row: Measurement, value: Value, entry: Entry) -> bool:
    return row.id is not None and (row.numerator, row.denominator, row.note, row.explanation) == (
        value.numerator,
        value.denominator,
        entry.note,
        entry.explanation,
    )


def _require_editable(report: UnitReport, actor: Account) -> None:
    rules.require(
        rules.may_write(actor, report.unit_id), "Chỉ người đứng đầu đơn vị nhập số liệu của đơn vị."
    )
    if not rules.may_edit(actor, report):
        raise WrongState("Báo cáo đã gửi hoặc quý đã khóa, nên không sửa được nữa. Hãy tải lại trang.")


def jumps(
    indicators: Sequence[Indicator],
    now: Mapping[int, Measurement],
    last: Mapping[int, Measurement],
    percent: int,
) -> list[Indicator]:
    """Return the indicators whose figure differs from the quarter before by more than `percent` per cent of it.

    From 0 any change is a jump; where one of the two is missing or did not arise there is nothing to compare.
    """
    found = []
    for indicator in indicators:
        new, old = now.get(indicator.id), last.get(indicator.id)
        if new is None or old is None or not new.denominator or not old.denominator:
            continue
        ratio = indicator.kind != Kind.COUNT
        after = engine.amount(Value(new.numerator, new.denominator), ratio=ratio)
        before = engine.amount(Value(old.numerator, old.denominator), ratio=ratio)
        if abs(after - before) * 100 > before * percent:
            found.append(indicator)
    return found


def missing(report: UnitReport) -> list[tuple[str, str]]:
    """Return what keeps a report from being handed in: (words, anchor of the field)."""
    asked = queries.asked_of(report.unit, report.quarter)
    now = queries.measured(report.quarter, report.unit_id)
    before = queries.before(report.quarter)
    last = queries.measured(before, report.unit_id) if before else {}
    evidence = bool(files.of(report))
    jumped = {one.id for one in jumps(asked, now, last, queries.jump_percent(report.quarter.ends_on))}
    found = []
    for indicator in asked:
        row = now.get(indicator.id)
        if row is None:
            found.append(
                (
                    f"{indicator.code}: chưa có số liệu (hoặc chọn “không phát sinh”)",
                    f"#f{indicator.id}_numerator",
                )
            )
            continue
        if indicator.id in jumped and not row.note:
            found.append(
                (f"{indicator.code}: lệch nhiều so với quý trước, cần ghi lý do", f"#f{indicator.id}_note")
            )
        if not evidence and not row.explanation:
            words = f"{indicator.code}: cần tệp minh chứng chung hoặc giải trình nguồn số liệu"
            found.append((words, f"#f{indicator.id}_explanation"))
    return found


def submit(report: UnitReport, *, actor: Account) -> None:
    """Hand the report in to the standing body. NotReady with the list of what is missing."""
    _require_editable(report, actor)
    lacking = missing(report)
    if lacking:
        raise NotReady("Chưa gửi được, còn thiếu một số nội dung.", [words for words, _ in lacking])
    step = ReportStep.SUBMIT if report.state == ReportState.DRAFT else ReportStep.RESUBMIT
    report.submitted_at, report.submitted_by, report.submitter_id = clock.now(), actor.display_name, actor.id
    perform(REPORTS, report, step, actor=actor)
    checkers = [
        one.id for one in accounts_with(P.INDICATORS_LOCK) if not rules.barred_own_report(one, report)
    ]
    if not checkers:  # the standing body's own figures go to whoever else may accept them
        checkers = [one.id for one in accounts_with(P.INDICATORS_CHECK) if one.id != actor.id]
    title = f"Số liệu {report.quarter.name}: {report.unit.name} đã gửi"
    tell(checkers, title, url=f"/chi-tieu/bao-cao/{report.quarter_id}/{report.unit_id}", act_needed=True)


def accept(report: UnitReport, *, actor: Account) -> None:
    """Accept a report: its rows can no longer be edited."""
    _require_check(report, actor)
    report.accepted_at, report.accepted_by = clock.now(), actor.display_name
    perform(REPORTS, report, ReportStep.ACCEPT, actor=actor)
    _tell_head(report, f"Số liệu {report.quarter.name} đã được nhận")


def send_back(report: UnitReport, *, actor: Account, reason: str) -> None:
    """Return a report with a reason that its head sees."""
    _require_check(report, actor)
    report.return_reason = reason
    perform(REPORTS, report, ReportStep.RETURN, actor=actor, reason=reason)
    _tell_head(report, f"Số liệu {report.quarter.name} được trả lại: cần sửa")


def _tell_head(report: UnitReport, title: str) -> None:
    heads = [one.id for one in accounts_with(P.INDICATORS_WRITE, report.unit_id)]
    tell(heads, title, url=f"/chi-tieu/bao-cao/{report.quarter_id}/{report.unit_id}")


def _require_check(report: UnitReport, actor: Account) -> None:
    rules.require(actor.has(P.INDICATORS_CHECK), "Chỉ Thường trực thi đua nhận hoặc trả lại số liệu.")
    rules.require(
        not rules.barred_own_report(actor, report), "Bạn đã gửi báo cáo này nên người khác phải nhận."
    )
    if not rules.may_check(actor, report):
        raise WrongState("Báo cáo này không còn chờ kiểm tra. Hãy tải lại trang.")
