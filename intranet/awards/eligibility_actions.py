"""Acts of eligibility: override a warning, choose more favourable rules, put and lift holds. Nothing here commits."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..core.permissions import Permission as P
from ..parameters import actions as parameters
from ..people.models import Account, Person, Unit
from . import rules
from .checklist import set_checklist
from .eligibility import CHECKS, Finding, HoldKind, Severity
from .eligibility_facts import checks_on, choice_of, findings_for, findings_of, received_on
from .eligibility_models import FindingOverride, Hold, RuleChoice
from .models import Nomination
from .states import State

audit.declare("nomination", warning_overridden=("key", "text"), rules_chosen=("rule_date", "received_on"))
audit.declare("hold", added=("kind", "name", "from_on", "to_on"), lifted=("kind", "name"))


def _check_severities(lines: Any) -> None:
    if any(line["severity"] not in list(Severity) for line in lines):
        words = ", ".join(one.value for one in Severity)
        raise NotReady(f"Mức của mỗi mục phải là một trong: {words}.", ["Giá trị"])
    unknown = [line["text"] for line in lines if line["code"] not in CHECKS]
    if unknown:
        raise NotReady(
            "Phần mềm không có mục kiểm tra này; chỉ sửa lời, điều khoản, mức của mục đã có.", unknown
        )


parameters.CHECKS["eligibility.checks"] = _check_severities


def _require_checker(nomination: Nomination, actor: Account) -> None:
    if not rules.may_check(actor, nomination) and not rules.may_return(actor, nomination):
        raise Barred(
            "Chỉ cơ quan thường trực làm được việc này, khi hồ sơ đang được kiểm tra và không phải của mình."
        )


def override(nomination: Nomination, key: str, *, actor: Account, reason: str) -> FindingOverride:
    """Let a nomination go on against a warning. NotReady for a bar, a finding that is not there, an empty reason."""
    _require_checker(nomination, actor)
    found = next((f for f in findings_of(nomination) if f.key == key), None)
    if found is None:
        raise NotReady("Cảnh báo này không còn nữa. Hãy tải lại trang.")
    if found.check.severity != Severity.WARNING:
        raise NotReady("Đây không phải cảnh báo có thể bỏ qua.", [found.text])
    if found.overridden:
        raise WrongState("Cảnh báo này đã có người ghi lý do bỏ qua.")
    if not reason.strip():
        raise NotReady("Hãy ghi lý do.", ["Lý do"])
    return _keep(nomination, found, actor=actor, reason=reason)


def override_all(nomination: Nomination, *, actor: Account, reason: str) -> None:
    """Let every warning go with one reason: for an award that was decided on paper already."""
    for found in findings_of(nomination):
        if found.check.severity == Severity.WARNING and not found.overridden:
            _keep(nomination, found, actor=actor, reason=reason)


def _keep(nomination: Nomination, found: Finding, *, actor: Account, reason: str) -> FindingOverride:
    row = FindingOverride(
        nomination_id=nomination.id,
        key=found.key,
        text=found.text,
        article=found.check.article,
        reason=reason,
        by_id=actor.id,
        by_name=actor.display_name,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    data = {"key": found.key, "text": found.text}
    audit.record("nomination:warning_overridden", actor=actor, obj=nomination, reason=reason, data=data)
    return row


def choose_rules(nomination: Nomination, day: dt.date, *, actor: Account, reason: str) -> RuleChoice:
    """Follow the rules of another day because they are more favourable (transition of Luật 06/2026/QH16).

    The checklist becomes that of the chosen day. NotReady without a reason, for the day of receipt itself, for a day
    to come, or for a day without rules.
    """
    if not may_choose_rules(actor, nomination):
        raise Barred(
            "Chỉ cơ quan thường trực chọn được quy định, khi hồ sơ đang được kiểm tra và không phải của mình."
        )
    if not reason.strip():
        raise NotReady("Hãy ghi vì sao quy định của ngày đó có lợi hơn.", ["Lý do"])
    if day > clock.today():
        raise NotReady("Quy định của ngày chưa đến chưa áp dụng được.", ["Áp dụng quy định tại ngày"])
    received = received_on(nomination)
    if day == received:
        raise NotReady("Hồ sơ vốn đã theo quy định của ngày tiếp nhận.", ["Áp dụng quy định tại ngày"])
    checks_on(day)  # NotReady when no rule is in force on that day
    row = choice_of(nomination) or RuleChoice(nomination_id=nomination.id)
    row.rule_date, row.reason, row.by_id, row.by_name, row.at = (
        day, reason, actor.id, actor.display_name, clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    set_checklist(nomination)
    data = {"rule_date": day, "received_on": received}
    audit.record("nomination:rules_chosen", actor=actor, obj=nomination, reason=reason, data=data)
    return row


def require_no_bar(nomination: Nomination) -> None:
    """NotReady with rule and article when the law forbids the nomination to go on."""
    if lines := bars_among([nomination], compare_reports=True)[nomination.id]:
        raise NotReady("Quy định không cho khen thưởng.", lines)


def bars_among(nominations: Sequence[Nomination], *, compare_reports: bool = False) -> dict[int, list[str]]:
    """Return by id what forbids each nomination to go on, with its name and article; [] when nothing does."""
    found = findings_for(nominations, compare_reports=compare_reports)
    return {
        one.id: [f"{one.printed_name}: {f.cited}" for f in found[one.id] if f.check.severity == Severity.BAR]
        for one in nominations
    }


def require_settled(nomination: Nomination) -> None:
    """NotReady while there is a bar, or a warning that nobody has overridden with a reason."""
    left = [f for f in findings_of(nomination) if f.stops]
    if left:
        lines = [f"{f.check.severity.value}: {f.cited}" for f in left]
        if any(f.check.severity == Severity.BAR for f in left):
            raise NotReady("Quy định không cho khen thưởng.", lines)
        raise NotReady("Còn vướng mắc theo quy định: trả lại đơn vị, hoặc ghi lý do bỏ qua cảnh báo.", lines)


def _require_holder(actor: Account) -> None:
    if not actor.has(P.HOLDS_WRITE):
        raise Barred("Chỉ cơ quan thường trực ghi được việc tạm dừng xét khen thưởng.")


def add_hold(
    subject: Person | Unit,
    kind: HoldKind,
    *,
    actor: Account,
    from_on: dt.date,
    to_on: dt.date | None,
    source: str,
) -> Hold:
    """Put a person or collective on hold. NotReady for an end before the beginning or a hold without its paper."""
    _require_holder(actor)
    missing = []
    if to_on is not None and to_on < from_on:
        missing.append("Đến hết ngày phải từ ngày bắt đầu trở đi")
    if kind == HoldKind.DISCIPLINE and not source.strip():
        missing.append("Căn cứ: số, ngày văn bản")
    if missing:
        raise NotReady("Chưa ghi được.", missing)
    row = Hold(
        person=subject if isinstance(subject, Person) else None,
        collective=subject if isinstance(subject, Unit) else None,
        kind=kind,
        from_on=from_on,
        to_on=to_on,
        source=source,
        created_at=clock.now(),
        created_by=actor.display_name,
    )
    db.session.add(row)
    db.session.flush()
    data = {"kind": kind.value, "name": row.name, "from_on": from_on, "to_on": to_on}
    audit.record("hold:added", actor=actor, obj=row, data=data)
    return row


def lift_hold(hold: Hold, *, actor: Account, reason: str) -> None:
    """The person was cleared: the hold no longer counts at all (NĐ 152/2025 Điều 4.4). The reason stays."""
    _require_holder(actor)
    if hold.lifted_on is not None:
        raise WrongState("Việc tạm dừng này đã được gỡ.")
    if not reason.strip():
        raise NotReady("Hãy ghi lý do.", ["Lý do"])
    hold.lifted_on, hold.lift_reason = clock.today(), reason
    data = {"kind": hold.kind.value, "name": hold.name}
    audit.record("hold:lifted", actor=actor, obj=hold, reason=reason, data=data)


def may_settle(account: Account, nomination: Nomination) -> bool:
    """Return whether the account may override warnings and choose rules now (for the page)."""
    checking = nomination.state in (State.SUBMITTED, State.ELIGIBLE)
    return checking and (rules.may_check(account, nomination) or rules.may_return(account, nomination))


def may_choose_rules(account: Account, nomination: Nomination) -> bool:
    """Return whether the account may choose more favourable rules now: while the checklist is being answered."""
    return nomination.state == State.SUBMITTED and rules.may_check(account, nomination)
