"""Acts of the standing body on a quarter: remind who is late, lock, restate after the lock, log a publication."""

import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.text import clean_prose, short_date
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account, Unit
from ..people.queries import accounts_with
from . import actions, figures, queries, rules
from .actions import Entry
from .models import (
    Indicator,
    IndicatorQuarter,
    Measurement,
    Publication,
    Reminder,
    Restatement,
    Subject,
    UnitReport,
)
from .refresh import refresh
from .states import QUARTERS, QuarterStep, ReportState

audit.declare(
    "indicator_quarter",
    reminded=("units",),
    restated=("indicator", "unit", "before", "after"),
    published=("subject", "day", "place"),
    imported=("rows", "file"),
)
# asked before a publication is logged: (quarter, subject) -> may it be public? The feature that publishes says so
PUBLIC: list[Callable[[IndicatorQuarter, Subject], bool]] = []
_ONLY_STANDING = "Chỉ Thường trực thi đua thực hiện được việc này."


def require_desk(actor: Account) -> None:
    """Raise Barred unless the actor leads the quarters."""
    rules.require(actor.has(P.INDICATORS_LOCK), _ONLY_STANDING)


def require_open(quarter: IndicatorQuarter) -> None:
    """WrongState when the quarter is locked."""
    if quarter.locked:
        raise WrongState(f"Số liệu {quarter.name} đã khóa. Thay đổi sau khi khóa phải lập số điều chỉnh.")


def reminder_words(unit: Unit, quarter: IndicatorQuarter, address: str) -> str:
    """Return what is pasted into Zalo: greeting, what, until when, where."""
    late = "đã quá hạn" if clock.today() > quarter.due_on else "hạn"
    return (
        f"Kính gửi {unit.name}: đề nghị gửi số liệu chỉ tiêu thi đua {quarter.name} ({late} "
        f"{short_date(quarter.due_on)}). Nhập khoảng 10 phút tại: {address} . "
        "Không phát sinh thì chọn “không phát sinh”. Trân trọng cảm ơn."
    )


def remind(quarter: IndicatorQuarter, unit: Unit, words: str, *, actor: Account) -> Reminder:
    """Log a reminder of a late unit and tell its head; WrongState when its report has come meanwhile."""
    require_desk(actor)
    require_open(quarter)
    if unit.id not in {one.id for one in queries.late(quarter)}:
        raise WrongState(f"{unit.name} đã gửi số liệu, không cần nhắc nữa.")
    made = Reminder(
        quarter_id=quarter.id, unit_id=unit.id, words=words, sent_by=actor.display_name, sent_at=clock.now()
    )
    db.session.add(made)
    heads = [one.id for one in accounts_with(P.INDICATORS_WRITE, unit.id)]
    url = f"/chi-tieu/bao-cao/{quarter.id}/{unit.id}"
    tell(heads, f"Nhắc gửi số liệu {quarter.name}", url=url, text=words, act_needed=True)
    audit.record("indicator_quarter:reminded", actor=actor, obj=quarter, data={"units": [unit.name]})
    return made


def unready(quarter: IndicatorQuarter) -> list[str]:
    """Return the units whose figures are not accepted, as words."""
    reports = queries.reports_in(quarter)
    words = {
        None: "chưa bắt đầu",
        ReportState.DRAFT: "chưa gửi",
        ReportState.RETURNED: "được trả lại, chưa gửi lại",
        ReportState.SUBMITTED: "đã gửi, chưa được nhận",
    }
    found = []
    for unit, _ in queries.expected(quarter):
        report = reports.get(unit.id)
        state = report.state if report is not None else None
        if state in words:
            found.append(f"{unit.name}: {words[state]}")
    return found


def lock(quarter: IndicatorQuarter, *, actor: Account, exception: str = "") -> None:
    """Seal all figures of a quarter for good.

    NotReady before its end, or when a unit's figures are not accepted and no exception is written.
    """
    require_desk(actor)
    require_open(quarter)
    if quarter.ends_on >= clock.today():
        raise NotReady(f"{quarter.name.capitalize()} chưa kết thúc ({short_date(quarter.ends_on)}).")
    lacking = unready(quarter)
    if lacking and not clean_prose(exception):
        raise NotReady("Chưa khóa được: còn đơn vị chưa xong. Ghi lý do ngoại lệ nếu vẫn cần khóa.", lacking)
    refresh(quarters=[quarter.id])
    pending = sa.select(UnitReport.unit_id).where(
        UnitReport.quarter_id == quarter.id, UnitReport.state != ReportState.ACCEPTED
    )
    # what was not accepted is no figure of the quarter: it comes later as a restatement
    unaccepted = sa.and_(Measurement.origin == "typed", Measurement.unit_id.in_(pending))
    db.session.execute(
        sa.update(Measurement)
        .where(Measurement.quarter_id == quarter.id, sa.not_(unaccepted))
        .values(sealed=True),
        execution_options={"synchronize_session": False},
    )
    db.session.expire_all()
    quarter.exception = clean_prose(exception) if lacking else ""
    quarter.locked_at, quarter.locked_by = clock.now(), actor.display_name
    perform(
        QUARTERS,
        quarter,
        QuarterStep.LOCK,
        actor=actor,
        reason=quarter.exception,
        details={"without": lacking},
    )


def restate(
    indicator: Indicator,
    quarter: IndicatorQuarter,
    unit: Unit,
    entry: Entry,
    *,
    actor: Account,
    reason: str,
) -> Restatement:
    """Put another figure beside one of a locked quarter, with the reason; the old one stays and both are shown."""
    require_desk(actor)
    if not quarter.locked:
        raise WrongState(f"Số liệu {quarter.name} chưa khóa: sửa trong báo cáo của đơn vị.")
    if not clean_prose(reason):
        raise NotReady("Cần ghi lý do điều chỉnh.", ["Lý do"])
    value = actions.to_value(indicator, entry)
    old = figures.by_unit([indicator], [quarter], unit.id).get((indicator.id, quarter.id, unit.id))
    if old == value:
        raise NotReady("Số điều chỉnh giống số đang có.", ["Số liệu"])
    earlier = [one for one in queries.restatements([quarter.id], indicator.id) if one.unit_id == unit.id]
    made = Restatement(
        indicator_id=indicator.id,
        quarter_id=quarter.id,
        unit_id=unit.id,
        number=len(earlier) + 1,
        old_numerator=old.numerator if old else None,
        old_denominator=old.denominator if old else None,
        numerator=value.numerator,
        denominator=value.denominator,
        reason=reason,
        made_by=actor.display_name,
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    data = {
        "indicator": indicator.code,
        "unit": unit.name,
        "before": f"{old.numerator}/{old.denominator}" if old else "",
        "after": f"{value.numerator}/{value.denominator}",
    }
    audit.record("indicator_quarter:restated", actor=actor, obj=quarter, reason=reason, data=data)
    return made


def publish(
    quarter: IndicatorQuarter, subject: Subject, day: dt.date, place: str, *, actor: Account
) -> Publication:
    """Log that the standing body made results of a quarter public somewhere (see `log_publication`)."""
    require_desk(actor)
    for allows in PUBLIC:
        if not allows(quarter, subject):
            what = "kết quả khảo sát" if subject == Subject.SURVEY else "bảng chỉ tiêu"
            raise NotReady(f"Chủ tịch chưa cho phép công bố {what} {quarter.name}.", ["Cho phép công bố"])
    return log_publication(quarter, subject, day, place, actor=actor)


def log_publication(
    quarter: IndicatorQuarter,
    subject: Subject,
    day: dt.date,
    place: str,
    *,
    actor: Actor,
    final: bool = False,
) -> Publication:
    """Log that results of a quarter were made public; only locked figures, not before the lock.

    `final`: results that are final by themselves (a closed survey wave) need not wait for the lock.
    """
    if not quarter.locked and not final:
        raise NotReady(f"Chỉ công bố số liệu đã khóa. Hãy khóa {quarter.name} trước.")
    if day > clock.today() or (day < quarter.ends_on and not final):
        raise NotReady("Ngày công bố phải sau khi hết quý và không ở tương lai.", ["Ngày công bố"])
    made = Publication(
        quarter_id=quarter.id,
        subject=subject,
        published_on=day,
        place=place,
        logged_by=actor.display_name,
        logged_at=clock.now(),
    )
    made.quarter = quarter
    db.session.add(made)
    db.session.flush()
    data = {"subject": subject.value, "day": day, "place": place}
    audit.record("indicator_quarter:published", actor=actor, obj=quarter, data=data)
    return made
