"""Acts on remarks of citizens. Nothing here commits."""

import datetime as dt

from ..core import audit, clock
from ..core.audit import SYSTEM
from ..core.db import db
from ..core.permissions import Permission as P
from ..core.workflow import perform
from ..notices.actions import tell
from ..parameters.queries import deadline, holidays
from ..people.models import Account
from ..people.queries import accounts_with
from . import rules, throttle
from .actions import random_code
from .models import CitizenRemark
from .states import REMARK, RemarkState, RemarkStep

audit.declare("citizen_remark", received=())
ANSWER_TERM = "deadline.remark.answer"  # dated rule, working days
ANSWER_DAYS = 10  # where no rule is in force: the office's own habit, not a rule of law
_ONLY_DESK = "Chỉ cơ quan thường trực hoặc Văn phòng làm được việc này."


def _due(today: dt.date) -> dt.date:
    """Return the day by which an answer is due, by the rule of that day."""
    return deadline(ANSWER_TERM, today) or clock.add_working_days(today, ANSWER_DAYS, holidays())


def receive(*, about: str, body: str, address: str | None) -> CitizenRemark:
    """Take a remark from the public page; TooOften for a flood."""
    throttle.require_patience(address, "remark")
    throttle.note(address, "remark")
    row = CitizenRemark(
        state=RemarkState.RECEIVED,
        receipt=random_code(10),
        about=about,
        body=body,
        received_at=clock.now(),
        due_on=_due(clock.today()),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("citizen_remark:received", actor=SYSTEM, obj=row)
    people = [a.id for a in accounts_with(P.SURVEYS_ANSWER)]
    tell(people, "Người dân gửi góp ý", text=about, url=f"/hai-long/gop-y/{row.id}", act_needed=True)
    return row


def answer(row: CitizenRemark, *, actor: Account, text: str) -> None:
    """Answer; the citizen reads it with the receipt number."""
    rules.require(actor.has(P.SURVEYS_ANSWER), _ONLY_DESK)
    row.answer, row.answered_on, row.answered_by = text, clock.today(), actor.display_name
    perform(REMARK, row, RemarkStep.ANSWER, actor=actor)


def set_aside(row: CitizenRemark, *, actor: Account, reason: str) -> None:
    """Spam or abuse: not answered, with a reason in the log."""
    rules.require(actor.has(P.SURVEYS_ANSWER), _ONLY_DESK)
    perform(REMARK, row, RemarkStep.SET_ASIDE, actor=actor, reason=reason)


def reopen(row: CitizenRemark, *, actor: Account, reason: str) -> None:
    """Take it up once more; the answer given stays in the log."""
    rules.require(actor.has(P.SURVEYS_ANSWER), _ONLY_DESK)
    given = {"answer": row.answer or ""}
    perform(REMARK, row, RemarkStep.REOPEN, actor=actor, reason=reason, details=given)
