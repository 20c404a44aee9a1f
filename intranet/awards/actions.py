"""Acts on nominations. Rounds: `round_actions.py`. Nothing here commits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock, conflicts, files
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.text import clean_line
from ..core.workflow import NOBODY, perform
from ..notices.actions import tell
from ..parameters import award_forms
from ..parameters.queries import deadline
from ..people.models import Account, Honorific, Person, Unit
from ..people.queries import account_ids_of, accounts_with
from . import dossier, queries, report, rules
from .checklist import set_checklist
from .eligibility_actions import require_no_bar, require_settled
from .models import AwardRound, Nomination, SubjectKind
from .phrases import WORDS
from .round_actions import close, decide, end_without_award, issue, put_to_council
from .states import WORKFLOW, RoundState, State, Step

__all__ = [
    "close",
    "decide",
    "end_without_award",
    "issue",
    "put_to_council",
]  # the steps of a round that other features take

audit.declare("nomination", created=("name", "kind"), checked=("answers",))

TEXTS = ("honorific", "name", "detail", "achievement", "report", "unit_meeting", "initiative_id")


def nominate_person(round_: AwardRound, unit: Unit, person: Person, *, actor: Account) -> Nomination:
    """Begin the nomination of a person: name, position and unit are copied as of today."""
    return _begin(
        round_, unit, actor, kind=SubjectKind.PERSON, person=person, honorific=person.honorific,
        name=person.full_name, detail=person.job,
    )  # fmt: skip


def nominate_collective(round_: AwardRound, unit: Unit, collective: Unit, *, actor: Account) -> Nomination:
    """Begin the nomination of a unit as a collective."""
    detail = collective.parent.name if collective.parent else ""
    return _begin(
        round_,
        unit,
        actor,
        kind=SubjectKind.COLLECTIVE,
        collective=collective,
        name=collective.name,
        detail=detail,
    )


def nominate_household(
    round_: AwardRound, unit: Unit, honorific: Honorific, head: str, address: str, *, actor: Account
) -> Nomination:
    """Begin the nomination of a household by the name of its head and its address."""
    return _begin(
        round_, unit, actor, kind=SubjectKind.HOUSEHOLD, honorific=honorific, name=head, detail=address
    )  # fmt: skip


def _begin(
    round_: AwardRound,
    unit: Unit,
    actor: Account,
    *,
    kind: SubjectKind,
    name: str,
    detail: str,
    person: Person | None = None,
    collective: Unit | None = None,
    honorific: Honorific | None = None,
) -> Nomination:
    """NotReady when the same person or collective is already nominated in this round."""
    db.session.refresh(
        round_, with_for_update=True
    )  # two heads at once: the second sees the first one's file
    if round_.state != RoundState.OPEN:
        raise WrongState("Đợt khen thưởng này không nhận hồ sơ nữa.")
    rules.require(
        rules.may_nominate(actor, round_, unit.id), "Bạn không đề nghị khen thưởng cho đơn vị này được."
    )
    words = WORDS[f"SubjectKind.{kind.value}"]
    award_forms.require_for(round_.award_form, kind.value, round_.rule_date, words)
    person_id, collective_id = (person.id if person else None), (collective.id if collective else None)
    taken = queries.taken_in(round_, person_id=person_id, collective_id=collective_id)
    if taken is not None:
        raise NotReady(f"{taken.printed_name} đã có hồ sơ trong đợt này ({taken.unit.name} đề nghị).")
    nomination = Nomination(
        round=round_,
        unit=unit,
        subject_kind=kind,
        person=person,
        collective=collective,
        honorific=honorific,
        name=clean_line(name),
        detail=clean_line(detail),
        award_form=round_.award_form,
        nominated_by=actor.id,
        created_at=clock.now(),
    )
    db.session.add(nomination)
    db.session.flush()
    data = {"name": nomination.name, "kind": kind.value}
    audit.record("nomination:created", actor=actor, obj=nomination, data=data)
    return nomination


def save(nomination: Nomination, values: dict[str, Any], *, actor: Account) -> None:
    """Store what is written so far, complete or not. NotReady when the initiative is already used elsewhere."""
    rules.require(rules.may_edit(actor, nomination), "Hồ sơ này hiện không sửa được.")
    initiative_id = values.get("initiative_id")
    if initiative_id is not None:
        used = queries.uses_of(initiative_id, but=nomination.id)
        if used:
            raise NotReady(
                f"Sáng kiến này đã dùng trong hồ sơ của {used[0].printed_name} ({used[0].round.title}). "
                "Mỗi sáng kiến chỉ dùng để khen thưởng một lần (Công văn số 5007/BNV-TĐKT).",
                ["Sáng kiến làm căn cứ"],
            )
    if report.has_passages(nomination):  # then the report is written in its passages
        values = {name: value for name, value in values.items() if name != "report"}
    for name in TEXTS:
        if name in values:
            setattr(nomination, name, values[name])
    db.session.flush()


def submit(nomination: Nomination, *, actor: Account) -> None:
    """Hand in, or hand in again, to the standing body. NotReady with the list of what is missing."""
    rules.require(rules.may_withdraw(actor, nomination), "Chỉ đơn vị đề nghị nộp được hồ sơ này.")
    if nomination.state not in rules.EDITABLE:
        raise WrongState("Hồ sơ này đã được nộp rồi.")
    if nomination.round.state != RoundState.OPEN and nomination.state == State.DRAFT:
        raise WrongState("Đợt khen thưởng này không nhận hồ sơ nữa.")
    lacking = report.lacking(
        nomination, evidence=len(files.of(nomination)), voted=dossier.has_vote(nomination)
    )
    if lacking:
        raise NotReady("Chưa nộp được, còn thiếu một số nội dung.", [words for words, _ in lacking])
    require_no_bar(nomination)
    nomination.submitted_at = nomination.submitted_at or clock.now()
    nomination.nominated_by = actor.id
    nomination.due_on = deadline("deadline.nomination.check", clock.today())
    set_checklist(nomination)
    step = Step.SUBMIT if nomination.state == State.DRAFT else Step.RESUBMIT
    take_step(
        nomination, step, actor=actor, title=f"Hồ sơ chờ kiểm tra: {nomination.printed_name}", act_needed=True
    )


def answer_checklist(nomination: Nomination, answers: dict[str, tuple[str, str]], *, actor: Account) -> None:
    """Note the standing body's answers: code -> (yes, no, not_needed or "", note)."""
    rules.require(rules.may_check(actor, nomination), _not_yours(actor, nomination))
    for check in nomination.checks:
        answer, note = answers.get(check.code, (check.answer, check.note))
        if answer not in ("", "yes", "no", "not_needed"):
            raise NotReady("Câu trả lời không có trong danh sách. Hãy chọn lại.", [check.text])
        check.answer, check.note = answer, note
    data = {"answers": {check.code: check.answer for check in nomination.checks}}
    audit.record("nomination:checked", actor=actor, obj=nomination, data=data)


def find_eligible(nomination: Nomination, *, actor: Account) -> None:
    """The file is in order: it may go before the council. NotReady while a line is open or not met."""
    _require_state(nomination, State.SUBMITTED)
    rules.require(rules.may_check(actor, nomination), _not_yours(actor, nomination))
    if rules.unanswered(nomination):
        raise NotReady("Còn mục chưa kiểm tra.", rules.unanswered(nomination))
    if rules.unmet(nomination):
        raise NotReady(
            "Còn mục không đạt: hãy trả lại đơn vị hoặc kết luận không đủ điều kiện.", rules.unmet(nomination)
        )
    require_settled(nomination)
    nomination.due_on = None
    take_step(
        nomination, Step.FIND_ELIGIBLE, actor=actor, title=f"Hồ sơ đủ điều kiện: {nomination.printed_name}"
    )


def find_ineligible(nomination: Nomination, *, actor: Account, reason: str) -> None:
    """The file cannot be rewarded in this round (or is a copy of another one); the unit is told why."""
    if nomination.state not in (State.SUBMITTED, State.ELIGIBLE):
        _require_state(nomination, State.SUBMITTED)
    rules.require(rules.may_return(actor, nomination), _not_yours(actor, nomination))
    nomination.due_on = None
    title = f"Hồ sơ không đủ điều kiện: {nomination.printed_name}"
    take_step(nomination, Step.FIND_INELIGIBLE, actor=actor, reason=reason, title=title)


def send_back(nomination: Nomination, *, actor: Account, reason: str) -> None:
    """Return the file to the unit with a reason."""
    if nomination.state not in (State.SUBMITTED, State.ELIGIBLE):
        _require_state(nomination, State.SUBMITTED)
    rules.require(rules.may_return(actor, nomination), _not_yours(actor, nomination))
    nomination.due_on = None
    title = f"Hồ sơ được trả lại để sửa: {nomination.printed_name}"
    take_step(nomination, Step.RETURN, actor=actor, reason=reason, title=title, act_needed=True)


def withdraw(nomination: Nomination, *, actor: Account, reason: str = "") -> None:
    """The unit takes it back before the council; what was handed in needs a reason (story TT7)."""
    if nomination.state not in rules.BEFORE_COUNCIL:
        raise WrongState("Chỉ rút được hồ sơ trước khi đưa ra Hội đồng.")
    rules.require(rules.may_withdraw(actor, nomination), "Chỉ đơn vị đề nghị rút được hồ sơ này.")
    if nomination.state != State.DRAFT and not reason.strip():
        raise NotReady("Hồ sơ đã nộp: hãy ghi lý do rút.", ["Lý do"])
    nomination.due_on = None
    title = f"Đơn vị rút hồ sơ: {nomination.printed_name}"
    take_step(nomination, Step.WITHDRAW, actor=actor, reason=reason, title=title)


def put_on_agenda(nomination: Nomination, *, actor: Actor) -> None:
    """Called when it goes on the agenda of a council; the first of its round moves the round to the council too."""
    if nomination.round.state == RoundState.CLOSED:
        put_to_council(nomination.round, actor=actor)
    if nomination.round.state != RoundState.IN_COUNCIL:
        raise WrongState(f"Hãy đóng nhận hồ sơ của đợt “{nomination.round.title}” trước khi đưa ra Hội đồng.")
    require_settled(nomination)
    take_step(nomination, Step.PUT_ON_AGENDA, actor=actor)


def take_back(nomination: Nomination, *, actor: Actor) -> None:
    """Called when it is struck from the agenda before the vote; it waits for the next meeting."""
    take_step(nomination, Step.TAKE_BACK, actor=actor)


def record_council_result(nomination: Nomination, *, actor: Actor, passed: bool, note: str) -> None:
    """Called once when the vote is closed; the words of the count are kept on the file."""
    nomination.vote_note = note
    step = Step.PASS if passed else Step.FAIL
    words = "thông qua" if passed else "không thông qua"
    title = f"Hội đồng {words}: {nomination.printed_name}"
    take_step(nomination, step, actor=actor, reason=note, title=title)


def reopen(nomination: Nomination, *, actor: Actor, reason: str) -> None:
    """Called when the council's result is annulled: it waits for a meeting again. WrongState once it is approved."""
    nomination.vote_note = ""
    title = f"Kết quả của Hội đồng đã bị hủy, sẽ xét lại: {nomination.printed_name}"
    take_step(nomination, Step.REOPEN, actor=actor, reason=reason, title=title)


def approve(nomination: Nomination, *, actor: Actor) -> None:
    """Called when the chairman approves the Decision."""
    take_step(nomination, Step.APPROVE, actor=actor)


def decline(nomination: Nomination, *, actor: Actor, reason: str) -> None:
    """Called when the chairman declines; the unit is told why."""
    title = f"Chủ tịch không đồng ý: {nomination.printed_name}"
    take_step(nomination, Step.DECLINE, actor=actor, reason=reason, title=title)


def award(
    nomination: Nomination, *, actor: Actor, decision_number: str, awarded_on: dt.date, amount: int
) -> None:
    """Called when the Decision gets its number; `amount` in đồng. The nominee and the unit are told."""
    nomination.decision_number, nomination.awarded_on, nomination.amount = decision_number, awarded_on, amount
    details = {"decision_number": decision_number, "awarded_on": awarded_on, "amount": amount}
    title = f"Đã khen thưởng: {nomination.printed_name}"
    take_step(nomination, Step.AWARD, actor=actor, details=details, title=title)


def revoke(nomination: Nomination, *, actor: Actor, reason: str) -> None:
    """Called when the award is revoked (Luật TĐKT Điều 93)."""
    take_step(
        nomination,
        Step.REVOKE,
        actor=actor,
        reason=reason,
        title=f"Thu hồi khen thưởng: {nomination.printed_name}",
    )


def _require_state(nomination: Nomination, state: State) -> None:
    if nomination.state != state:
        raise WrongState("Việc này không còn làm được: hồ sơ đã chuyển sang bước khác. Hãy tải lại trang.")


def _not_yours(account: Account, nomination: Nomination) -> str:
    if rules.barred_own_file(account, nomination):
        return "Đây là hồ sơ của bạn hoặc do bạn nộp, nên người khác sẽ kiểm tra."
    return "Bạn không phải là người kiểm tra hồ sơ này ở bước hiện tại."


def take_step(
    nomination: Nomination,
    step: Step,
    *,
    actor: Actor,
    reason: str = "",
    title: str = "",
    act_needed: bool = False,
    details: dict[str, Any] | None = None,
) -> None:
    """Move the state of a nomination, then tell those whom the workflow table names for this step."""
    perform(WORKFLOW, nomination, step, actor=actor, reason=reason, details=details)
    whom = WORKFLOW.by_step[step].notify
    if whom == NOBODY:
        return
    text = f"{nomination.unit.name}, {nomination.round.title}."
    url, audience = f"/khen-thuong/ho-so/{nomination.id}", _audience(nomination, whom)
    away = (
        _in_conflict(nomination, audience) if step in (Step.PASS, Step.FAIL) else set()
    )  # no votes for these
    tell(away, title, text=text, url=url, act_needed=act_needed)
    whole = f"{text} {reason}" if reason else text
    tell([one for one in audience if one not in away], title, text=whole, url=url, act_needed=act_needed)


def _in_conflict(nomination: Nomination, account_ids: list[int]) -> set[int]:
    query = sa.select(Account).where(Account.id.in_(account_ids))
    return {
        one.id
        for one in db.session.scalars(query)
        if conflicts.declared(one.person_id, "nomination", {nomination.id})
    }


def _audience(nomination: Nomination, whom: str) -> list[int]:
    """Return account ids: the standing body, the nominating unit's heads, or these and the nominee."""
    if whom == "standing":
        return [a.id for a in accounts_with(P.NOMINATIONS_CHECK) if not rules.barred_own_file(a, nomination)]
    heads = [a.id for a in accounts_with(P.NOMINATIONS_WRITE, nomination.unit_id)]
    if whom == "nominee" and nomination.person_id is not None:
        return heads + account_ids_of([nomination.person_id])
    return heads
