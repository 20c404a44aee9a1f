"""The way of an initiative: handed in, reviewed, before the council, recognised. Nothing here commits."""

import datetime as dt
from typing import Any

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.text import clean_line, short_date
from ..core.workflow import NOBODY, perform
from ..notices.actions import tell
from ..parameters.queries import deadline
from ..people.models import Account
from . import queries, rules, versions
from .models import Initiative
from .states import WORKFLOW, State, Step

audit.declare("initiative", council_result=("passed", "note"))

PASSED, FAILED = "passed", "failed"
_NOT_YOURS = "Bạn không phải là người xem xét sáng kiến này ở bước hiện tại."
_OWN_WORK = "Bạn là tác giả của sáng kiến này nên không xem xét được. Người khác sẽ xem."


def submit(initiative: Initiative, *, actor: Account, at: dt.datetime | None = None) -> None:
    """Hand in, or hand in again: the latter goes straight to the step that returned it.

    Side effects: keeps a version, sets the deadline of the next step, tells who has it now. NotReady with the
    list when something is missing, Barred for others than who writes it, WrongState when it is already in.
    """
    rules.require(rules.is_owner(actor, initiative), "Chỉ người viết nộp được sáng kiến.")
    if initiative.state not in rules.EDITABLE:
        raise WrongState("Sáng kiến này đã được nộp rồi.")
    rules.require_complete(initiative)
    step = Step.SUBMIT if initiative.state == State.DRAFT else Step.RESUBMIT
    target = State.SUBMITTED if step == Step.SUBMIT else State(initiative.returned_from or State.SUBMITTED)
    initiative.submitted_at = initiative.submitted_at or at or clock.now()
    version = versions.keep(initiative, actor=actor)
    what = "endorse" if target == State.SUBMITTED else "check"
    initiative.due_on = deadline(f"deadline.initiative.{what}", clock.today())
    details = {"version": version.number, "sha256": version.sha256}
    _step(initiative, step, actor=actor, to=target, details=details, title="Sáng kiến chờ bạn xem")
    initiative.returned_from = None
    db.session.flush()


def endorse(initiative: Initiative, *, actor: Account, reason: str = "") -> None:
    """The head's word that it is true; goes on to the standing body. `reason` is an optional opinion.

    Side effects: deadline of the check, notice to the standing body. Barred for authors and non-holders.
    """
    _require_state(initiative, State.SUBMITTED)
    _require_reviewer(initiative, actor, rules.may_endorse(actor, initiative))
    initiative.due_on = deadline("deadline.initiative.check", clock.today())
    _step(initiative, Step.ENDORSE, actor=actor, reason=reason, title="Sáng kiến chờ bạn kiểm tra")


def accept(initiative: Initiative, *, actor: Account, reason: str = "") -> None:
    """The standing body finds it in order: it waits for the council. Side effect: the authors are told."""
    _require_state(initiative, State.ENDORSED)
    _require_reviewer(initiative, actor, rules.may_check(actor, initiative))
    initiative.due_on = None
    _step(initiative, Step.ACCEPT, actor=actor, reason=reason, title="Sáng kiến của bạn chờ đưa ra Hội đồng")


def send_back(initiative: Initiative, *, actor: Account, reason: str) -> None:
    """Return it for correction with a reason; handed in again, it comes back to the same step.

    Side effect: the authors are told with the reason. NotReady without a reason.
    """
    if initiative.state not in (State.SUBMITTED, State.ENDORSED):
        _require_state(initiative, State.SUBMITTED)
    _require_reviewer(initiative, actor, rules.may_return(actor, initiative))
    initiative.returned_from, initiative.due_on = initiative.state.value, None
    _step(initiative, Step.RETURN, actor=actor, reason=reason, title="Sáng kiến được trả lại để sửa")


def withdraw(initiative: Initiative, *, actor: Account, reason: str = "") -> None:
    """Take it back before the council, for good. Side effect: reviewer and other authors are told."""
    if initiative.state not in rules.BEFORE_COUNCIL:
        raise WrongState("Chỉ rút được sáng kiến trước khi đưa ra Hội đồng.")
    rules.require(rules.may_withdraw(actor, initiative), "Chỉ tác giả rút được sáng kiến.")
    initiative.due_on = None
    _step(initiative, Step.WITHDRAW, actor=actor, reason=reason, title="Sáng kiến đã được tác giả rút")


def put_to_council(initiative: Initiative, *, actor: Actor) -> None:
    """Called when it goes on the agenda of a council. Side effect: the authors are told."""
    _step(initiative, Step.PUT_TO_COUNCIL, actor=actor, title="Sáng kiến của bạn được đưa ra Hội đồng")


def take_back(initiative: Initiative, *, actor: Actor) -> None:
    """Called when it is struck from the agenda before the vote; it waits for the next meeting."""
    if initiative.council_result is not None:
        raise WrongState("Hội đồng đã biểu quyết sáng kiến này.")
    _step(initiative, Step.TAKE_BACK, actor=actor)


def record_council_result(initiative: Initiative, *, actor: Actor, passed: bool, note: str) -> None:
    """Write down what the council decided; called once, when the vote on it is closed.

    Passed: it stays before the council until the Decision recognises it. Failed: refused with the note as the
    reason that the authors see (NĐ 13/2012 Điều 7.1: in writing, with reasons); NotReady without a note.
    """
    _require_state(initiative, State.IN_COUNCIL)
    if initiative.council_result is not None:
        raise WrongState("Kết quả của Hội đồng về sáng kiến này đã được ghi.")
    initiative.council_result, initiative.council_note = PASSED if passed else FAILED, note
    data = {"passed": passed, "note": note}
    audit.record("initiative:council_result", actor=actor, obj=initiative, data=data)
    if not passed:
        _step(initiative, Step.REFUSE, actor=actor, reason=note, title="Sáng kiến không được công nhận")
        return
    _tell_authors(initiative, "Hội đồng đã thông qua sáng kiến của bạn", note)


def reopen(initiative: Initiative, *, actor: Actor, reason: str) -> None:
    """Called when the council's result is annulled: it waits for a meeting again. WrongState once it is recognised."""
    initiative.council_result, initiative.council_note = None, ""
    _step(
        initiative,
        Step.REOPEN,
        actor=actor,
        reason=reason,
        title="Kết quả của Hội đồng đã bị hủy, sẽ xét lại",
    )


def recognise(initiative: Initiative, *, actor: Actor, decision_number: str, recognised_on: dt.date) -> None:
    """Called when the Decision gets its number. NotReady unless the council passed it."""
    _require_state(initiative, State.IN_COUNCIL)
    if initiative.council_result != PASSED:
        raise NotReady(f"Hội đồng chưa thông qua sáng kiến “{initiative.title}”.", ["Kết quả của Hội đồng"])
    initiative.decision_number, initiative.recognised_on = clean_line(decision_number), recognised_on
    text = f"Quyết định số {initiative.decision_number} ngày {short_date(recognised_on)}."
    details = {"decision_number": initiative.decision_number, "recognised_on": recognised_on}
    _step(
        initiative,
        Step.RECOGNISE,
        actor=actor,
        details=details,
        title="Sáng kiến đã được công nhận",
        text=text,
    )


def revoke(initiative: Initiative, *, actor: Actor, reason: str) -> None:
    """Called when the Decision is revoked for it; the number stays readable. NotReady without a reason."""
    _step(initiative, Step.REVOKE, actor=actor, reason=reason, title="Công nhận sáng kiến bị thu hồi")


def _require_state(initiative: Initiative, state: State) -> None:
    if initiative.state != state:
        raise WrongState(
            "Việc này không còn làm được: sáng kiến đã chuyển sang bước khác. Hãy tải lại trang."
        )


def _require_reviewer(initiative: Initiative, actor: Account, allowed: bool) -> None:
    rules.require(not rules.barred_own_work(actor, initiative), _OWN_WORK)
    rules.require(allowed, _NOT_YOURS)


def _step(
    initiative: Initiative,
    step: Step,
    *,
    actor: Actor,
    title: str = "",
    text: str = "",
    reason: str = "",
    to: State | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Move the state, then tell those whom the workflow table names for this step."""
    gone = step == Step.WITHDRAW
    # of a withdrawal those are told who had it until now, and the other authors
    had_it = [a.id for a in _holders(initiative)] + queries.author_accounts(initiative) if gone else []
    initiative.updated_at = clock.now()
    perform(WORKFLOW, initiative, step, actor=actor, reason=reason, to=to, details=details)
    whom = WORKFLOW.by_step[step].notify
    if whom == NOBODY:
        return
    if whom == "authors":
        _tell_authors(initiative, title, text or reason, act_needed=step == Step.RETURN, but=actor.id)
        return
    # "unit_head", "reviewer", "standing": who has it now
    receivers = had_it if gone else [account.id for account in _holders(initiative)]
    receivers = [one for one in receivers if one != actor.id or not gone]
    about = f"{initiative.title} ({initiative.owner.full_name})"
    text = f"{about}. {reason}" if reason else about
    tell(receivers, title, text=text, url=_url(initiative), act_needed=not gone)


def _holders(initiative: Initiative) -> list[Account]:
    if initiative.state == State.ACCEPTED:
        return rules.checkers(initiative)
    return queries.who_has_it(initiative)


def _tell_authors(
    initiative: Initiative, title: str, text: str, *, act_needed: bool = False, but: int | None = None
) -> None:
    receivers = [one for one in queries.author_accounts(initiative) if one != but]
    about = f"“{initiative.title}”. {text}" if text else f"“{initiative.title}”."
    tell(receivers, title, text=about, url=_url(initiative), act_needed=act_needed)


def _url(initiative: Initiative) -> str:
    return f"/sang-kien/{initiative.id}"
