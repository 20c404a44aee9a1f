"""Acts on Decisions: draft, submit, approve, number and freeze, sign. Certificates: `printing.py`. Nothing commits."""

import datetime as dt
import hashlib
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from ..awards import actions as awards
from ..awards.models import AwardRound
from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.text import fold, name_sort_key, short_date
from ..core.workflow import perform
from ..council.models import Meeting
from ..initiatives import actions as initiatives
from ..notices.actions import tell
from ..parameters.queries import deadline
from ..people.models import Account
from ..people.queries import accounts_with, organisation
from ..registers import actions as registers
from . import amending, codes, compose, left_out, papers, past, queries, rules
from .models import FIRST, Certificate, Decision, DecisionKind
from .phrasing import letter_symbol
from .states import WORKFLOW, State, Step

SERIES, SUBMISSION_SERIES, LETTER_SERIES = "QD", "TTr", "CV"
_DRAFTS = "Chỉ cơ quan thường trực lập được dự thảo quyết định."
_AUDIENCES = {
    "chairman": P.DECISIONS_APPROVE,
    "clerk": P.DECISIONS_NUMBER,
    "standing": P.DECISIONS_DRAFT,
}

audit.declare("decision", drafted=("kind",), edited=("signer_id",))


def draft_award(round_: AwardRound, *, actor: Account, signer_id: int) -> Decision:
    """Draft the Decision of a round whose files the council has settled, with its numbered submission."""
    if round_ not in queries.rounds_ready():
        raise NotReady(
            "Đợt này chưa có hồ sơ được Hội đồng thông qua, còn nội dung đang xét, hoặc đã có quyết định."
        )
    meeting = queries.meeting_of_round(round_)
    return _draft(DecisionKind.AWARD, actor, signer_id, meeting=meeting, round_=round_)


def draft_recognition(meeting: Meeting, *, actor: Account, signer_id: int) -> Decision:
    """Draft the Decision that recognises the initiatives which a meeting passed."""
    if meeting not in queries.meetings_ready():
        raise NotReady("Phiên họp này không có sáng kiến chờ công nhận, hoặc đã có quyết định.")
    return _draft(DecisionKind.RECOGNITION, actor, signer_id, meeting=meeting)


def draft_later(
    base: Decision, kind: DecisionKind, change: amending.Change, *, actor: Account, signer_id: int
) -> Decision:
    """Draft a document that corrects, amends, re-issues or revokes for some recipients of an issued Decision.

    Raises as `amending.fill`, and NotReady when a text would not fit on its new certificate.
    """
    rules.require(rules.may_draft(actor), _DRAFTS)
    amending.require_issued(base)
    return _draft(kind, actor, signer_id, base=base, change=change)


def rewrite(decision: Decision, change: amending.Change, *, actor: Account, signer_id: int) -> None:
    """Put other recipients or texts into the draft of such a document."""
    rules.require(rules.may_draft(actor), _DRAFTS)
    if decision.state != State.DRAFT or decision.kind in FIRST:
        raise WrongState("Chỉ sửa được bản dự thảo. Hãy tải lại trang.")
    decision.signer_id = signer_id
    amending.fill(decision, change)
    content = compose.snapshot(decision)
    papers.require_fitting(content)
    decision.title, decision.title_fold = content["subject"], fold(content["subject"])
    # the draft itself counts as changed, so that a second person with the old form is told
    decision.note = change.reason
    flag_modified(decision, "note")
    db.session.flush()
    data = {"recipients": [row["name"] for row in content["rows"]]}
    audit.record("decision:rewritten", actor=actor, obj=decision, data=data)


def _draft(
    kind: DecisionKind,
    actor: Account,
    signer_id: int,
    *,
    meeting: Meeting | None = None,
    round_: AwardRound | None = None,
    base: Decision | None = None,
    change: amending.Change | None = None,
) -> Decision:
    rules.require(rules.may_draft(actor), _DRAFTS)
    settings, today = organisation(), clock.today()
    letter = kind == DecisionKind.CORRECTION  # answers for itself: no submission
    decision = Decision(
        kind=kind,
        title="",
        round=round_,
        meeting=meeting,
        amends_id=base.id if base else None,
        signer_id=signer_id,
        symbol=letter_symbol(settings) if letter else settings.decision_symbol,
        created_at=clock.now(),
        submission_on=None if letter else today,
    )
    db.session.add(decision)
    db.session.flush()
    if change is not None:
        amending.fill(decision, change)
    if not letter:
        decision.submission_number = registers.take_number(SUBMISSION_SERIES, today.year)
    content = compose.snapshot(decision)  # also proves that everything it needs is there
    papers.require_fitting(content)
    decision.title, decision.title_fold = content["subject"], fold(content["subject"])
    if decision.submission_number is not None:
        registers.enter(
            decision,
            actor=actor,
            series=SUBMISSION_SERIES,
            number=decision.submission_number,
            symbol=settings.submission_symbol,
            issued_on=today,
            title=_entry("Tờ trình", content["submission"]["subject"]),
            signer=content["submission"]["signer"]["name"],
            recipients=settings.head_title,
        )
    audit.record("decision:drafted", actor=actor, obj=decision, data={"kind": kind.value})
    return decision


def _entry(kind: str, subject: str) -> str:
    """Return the words of the register: "Quyết định về việc ..."."""
    return f"{kind} {subject[:1].lower()}{subject[1:]}"


def choose_signer(decision: Decision, signer_id: int, *, actor: Account) -> None:
    """Change who signs while it is a draft."""
    rules.require(rules.may_draft(actor) and decision.state.value == "draft", "Chỉ sửa được bản dự thảo.")
    decision.signer_id = signer_id
    compose.snapshot(decision)
    audit.record("decision:edited", actor=actor, obj=decision, data={"signer_id": signer_id})


def submit(decision: Decision, *, actor: Account) -> None:
    """Put it before the chairman. NotReady when something could not be printed."""
    rules.require(rules.may_draft(actor), "Chỉ cơ quan thường trực trình được dự thảo.")
    left_out.require_no_bars(decision)
    papers.require_fitting(compose.snapshot(decision))
    decision.due_on = deadline("deadline.decision.approve", clock.today())
    _step(decision, Step.SUBMIT, actor=actor, title=f"Chờ duyệt: {decision.title}", act_needed=True)


def send_back(decision: Decision, *, actor: Account, reason: str) -> None:
    """The chairman wants it changed."""
    rules.require(rules.may_approve(actor, decision), rules.why_not_approve(actor, decision))
    decision.due_on = None
    _step(
        decision,
        Step.RETURN,
        actor=actor,
        reason=reason,
        title=f"Chủ tịch trả lại: {decision.title}",
        act_needed=True,
    )


def approve(decision: Decision, *, actor: Account) -> None:
    """The chairman approves; the nominations of the round and the round itself move on; the clerk is told.

    NotReady while a secret vote on one of its cases can still be objected to, or an objection waits for its answer.
    """
    rules.require(rules.may_approve(actor, decision), rules.why_not_approve(actor, decision))
    if held := queries.held_by_objections(decision):
        raise NotReady(
            "Kết quả bỏ phiếu kín còn trong thời gian khiếu nại hoặc có khiếu nại chưa trả lời.", held
        )
    left_out.require_no_bars(decision)
    decision.approved_by, decision.approved_at = actor.display_name, clock.now()
    decision.due_on = deadline("deadline.decision.number", clock.today())
    _step(decision, Step.APPROVE, actor=actor, title=f"Chờ cấp số: {decision.title}", act_needed=True)
    if decision.round is not None:
        for nomination in queries.nominations_of(decision):
            awards.approve(nomination, actor=actor)
        awards.decide(decision.round, actor=actor)


def decline(decision: Decision, *, actor: Account, reason: str) -> None:
    """The chairman declines the whole: its files and its round end, every nominating unit is told why."""
    rules.require(rules.may_decline(actor, decision), rules.why_not_approve(actor, decision))
    decision.due_on = None
    nominations = queries.nominations_of(decision)
    _step(decision, Step.DECLINE, actor=actor, reason=reason, title=f"Chủ tịch không duyệt: {decision.title}")
    for nomination in nominations:
        awards.decline(nomination, actor=actor, reason=reason)
    if decision.round is not None:
        awards.end_without_award(decision.round, actor=actor, reason=reason)


def number(decision: Decision, *, actor: Account, issued_on: dt.date) -> None:
    """Give the next number and the date, freeze the content, and do all that follows, in one transaction.

    Side effects: register line, one certificate per recipient, nominations awarded or initiatives recognised, the
    round issued, notices. NotReady for a date in the future, before the approval, or before the last number's date.
    """
    rules.require(rules.may_number(actor, decision), "Chỉ văn thư cấp được số cho quyết định đã duyệt.")
    # its own columns only: PostgreSQL locks no row of an outer join
    db.session.refresh(decision, ["state", "number", "version"], with_for_update=True)
    rules.require(rules.may_number(actor, decision), "Quyết định này vừa được cấp số.")
    left_out.require_no_bars(decision)
    _check_date(decision, issued_on)
    series = series_of(decision)
    taken = registers.take_number(series, issued_on.year)
    last = queries.last_issued_on(series, issued_on.year)
    if last is not None and issued_on < last:
        raise NotReady(
            f"Số liền trước đã mang ngày {short_date(last)}; ngày mới không được sớm hơn.", ["Ngày ban hành"]
        )
    content = compose.snapshot(decision, number=taken, issued_on=issued_on)
    papers.require_fitting(content)
    stored = compose.canonical(content)
    decision.series, decision.year, decision.number = series, issued_on.year, taken
    decision.symbol, decision.issued_on, decision.due_on = content["symbol"], issued_on, None
    decision.title, decision.title_fold = content["subject"], fold(content["subject"])
    decision.snapshot, decision.snapshot_sha256 = stored, hashlib.sha256(stored.encode()).hexdigest()
    full = decision.full_number
    details = {"number": full, "sha256": decision.snapshot_sha256}
    _step(decision, Step.NUMBER, actor=actor, details=details, title=f"Đã cấp số {full}: {decision.title}")
    registers.enter(
        decision,
        actor=actor,
        series=series,
        number=taken,
        symbol=content["symbol"],
        issued_on=issued_on,
        title=_entry("Công văn" if series == LETTER_SERIES else "Quyết định", content["subject"]),
        signer=content["signer"]["name"],
        recipients="; ".join(content["recipients"]),
        kept_by=organisation().copies_line,
    )
    if decision.kind not in FIRST:
        amending.carry_out(decision, content, actor=actor)
        return
    for row in content["rows"]:
        db.session.add(_certificate(decision, row))
    codes.give(decision, actor=actor)
    past.write(decision, content, issued_on)
    _carry_out(decision, actor)


def series_of(decision: Decision) -> str:
    """Return the series that numbers a Decision: letters have one of their own."""
    return LETTER_SERIES if decision.kind == DecisionKind.CORRECTION else SERIES


def _check_date(decision: Decision, issued_on: dt.date) -> None:
    if issued_on > clock.today():
        raise NotReady("Ngày ban hành không được ở tương lai.", ["Ngày ban hành"])
    approved = clock.local(decision.approved_at).date() if decision.approved_at else clock.today()
    if issued_on < approved:
        raise NotReady(
            f"Chủ tịch duyệt ngày {short_date(approved)}; ngày ban hành không được sớm hơn.",
            ["Ngày ban hành"],
        )


def _certificate(decision: Decision, row: dict[str, Any]) -> Certificate:
    name = str(row["name"])
    return Certificate(
        decision=decision,
        ordinal=row["ordinal"],
        name=name,
        detail=str(row["detail"]),
        subject_kind="nomination" if decision.kind == DecisionKind.AWARD else "initiative",
        subject_id=row["subject_id"],
        person_id=row["person_id"],
        amount=row["amount"],
        name_fold=fold(name),
        name_key=name_sort_key(name),
    )


def _carry_out(decision: Decision, actor: Account) -> None:
    full, day = decision.full_number, decision.issued_on
    if day is None:
        raise NotReady("Chưa có ngày ban hành.", ["Ngày ban hành"])
    if decision.kind == DecisionKind.RECOGNITION:
        for initiative in queries.initiatives_of(decision):
            initiatives.recognise(initiative, actor=actor, decision_number=full, recognised_on=day)
        return
    amounts = {certificate.subject_id: certificate.amount for certificate in decision.certificates}
    for nomination in queries.nominations_of(decision):
        awards.award(
            nomination, actor=actor, decision_number=full, awarded_on=day, amount=amounts[nomination.id]
        )
    if decision.round is not None:
        awards.issue(decision.round, actor=actor)


def sign(decision: Decision, *, actor: Account) -> None:
    """Note that the numbered paper was signed and sealed."""
    rules.require(rules.may_sign(actor, decision), "Chỉ văn thư ghi được việc ký, đóng dấu.")
    _step(decision, Step.SIGN, actor=actor)


def _step(
    decision: Decision,
    step: Step,
    *,
    actor: Account,
    reason: str = "",
    title: str = "",
    act_needed: bool = False,
    details: dict[str, Any] | None = None,
) -> None:
    perform(WORKFLOW, decision, step, actor=actor, reason=reason, details=details)
    whom = WORKFLOW.by_step[step].notify
    if whom:
        people = [account.id for account in accounts_with(_AUDIENCES[whom])]
        tell(people, title, text=reason, url=f"/quyet-dinh/{decision.id}", act_needed=act_needed)
