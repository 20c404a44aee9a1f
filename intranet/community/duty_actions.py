"""Acts on difficulties reported by units and on the obligations of the plan. Nothing here commits."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock, files
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.workflow import perform
from ..notices.actions import tell
from ..parameters.queries import deadline, holidays
from ..people.models import Account
from ..people.queries import accounts_with
from . import rules
from .duties import DUTIES
from .models import Difficulty, Obligation, ObligationLink
from .states import DIFFICULTY, OBLIGATION, DifficultyState, DifficultyStep, ObligationState, ObligationStep

audit.declare("difficulty", reported=("unit_id",))
audit.declare(
    "obligation",
    opened=("code", "year"),
    assigned=("unit_id", "due_on"),
    proven=("path",),
)
ANSWER_TERM = "deadline.difficulty.answer"  # dated rule, working days
ANSWER_DAYS = 10  # where no rule is in force: the office's own habit, not a rule of law
_ONLY_DESK = "Chỉ cơ quan thường trực hoặc Văn phòng làm được việc này."
_PATH = re.compile(r"/[A-Za-z0-9/_.-]*(\?[A-Za-z0-9=&_.-]*)?", re.ASCII)


def _due(today: dt.date) -> dt.date:
    """Return the day by which an answer is due, by the rule of that day."""
    return deadline(ANSWER_TERM, today) or clock.add_working_days(today, ANSWER_DAYS, holidays())


def report(*, actor: Account, unit_id: int, title: str, body: str) -> Difficulty:
    """A unit reports a difficulty to the People's Committee through the standing body (plan V)."""
    rules.require(actor.has_in(P.COMMUNITY_WRITE, unit_id), "Bạn chỉ báo cáo cho đơn vị mình.")
    today = clock.today()
    row = Difficulty(
        state=DifficultyState.REPORTED,
        unit_id=unit_id,
        title=title,
        body=body,
        reported_on=today,
        reported_by=actor.id,
        due_on=_due(today),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("difficulty:reported", actor=actor, obj=row, data={"unit_id": unit_id})
    desk = [account.id for account in accounts_with(P.COMMUNITY_ANSWER)]
    tell(desk, f"Khó khăn, vướng mắc: {title}", url=f"/cong-dong/vuong-mac/{row.id}", act_needed=True)
    return row


def answer(row: Difficulty, *, actor: Account, text: str) -> None:
    """Answer it; the reporter is told."""
    rules.require(actor.has(P.COMMUNITY_ANSWER), _ONLY_DESK)
    row.answer, row.answered_on, row.answered_by = text, clock.today(), actor.display_name
    perform(DIFFICULTY, row, DifficultyStep.ANSWER, actor=actor)
    if row.reported_by is not None:
        url = f"/cong-dong/vuong-mac/{row.id}"
        tell([row.reported_by], f"Đã trả lời: {row.title}", text=text, url=url)


def ask_again(row: Difficulty, *, actor: Account, reason: str) -> None:
    """The unit says what the answer did not settle; the first answer stays in the log."""
    rules.require(actor.has_in(P.COMMUNITY_WRITE, row.unit_id), "Bạn chỉ báo cáo cho đơn vị mình.")
    given = row.answer or ""
    row.due_on = _due(clock.today())
    perform(DIFFICULTY, row, DifficultyStep.REOPEN, actor=actor, reason=reason, details={"answer": given})
    desk = [account.id for account in accounts_with(P.COMMUNITY_ANSWER)]
    tell(desk, f"Đề nghị trả lời lại: {row.title}", text=reason, url=f"/cong-dong/vuong-mac/{row.id}")


def open_year(year: int, *, actor: Account) -> int:
    """Lay out the obligations of a year, owners as in the year before; returns how many are new."""
    rules.require(actor.has(P.COMMUNITY_ANSWER), _ONLY_DESK)
    known = set(db.session.scalars(sa.select(Obligation.code).where(Obligation.year == year)))
    before = {
        row.code: row.unit_id
        for row in db.session.scalars(sa.select(Obligation).where(Obligation.year == year - 1))
    }
    new = 0
    for place, duty in enumerate(DUTIES, start=1):
        if duty.code in known:
            continue
        row = Obligation(
            state=ObligationState.WAITING,
            code=duty.code,
            position=place,
            year=year,
            source=duty.source,
            title=duty.title,
            proof=duty.proof,
            unit_id=before.get(duty.code),
            due_on=dt.date(year, 12, 31),
        )
        db.session.add(row)
        db.session.flush()
        audit.record("obligation:opened", actor=actor, obj=row, data={"code": duty.code, "year": year})
        new += 1
    return new


def assign(row: Obligation, *, actor: Account, unit_id: int, due_on: dt.date) -> None:
    """Give it an owner and a day; the owner's head is told."""
    rules.require(actor.has(P.COMMUNITY_ANSWER), _ONLY_DESK)
    if row.state == ObligationState.DONE:
        raise WrongState("Nhiệm vụ này đã hoàn thành. Hãy mở lại trước khi giao lại.")
    if due_on.year != row.year:
        raise NotReady(f"Hạn hoàn thành phải trong năm {row.year}.", ["Hạn hoàn thành"])
    row.unit_id, row.due_on = unit_id, due_on
    db.session.flush()
    data = {"unit_id": unit_id, "due_on": due_on.isoformat()}
    audit.record("obligation:assigned", actor=actor, obj=row, data=data)
    if row.state == ObligationState.WAITING:
        perform(OBLIGATION, row, ObligationStep.START, actor=actor)
    heads = [a.id for a in accounts_with(P.COMMUNITY_WRITE, unit_id)]
    tell(heads, f"Nhiệm vụ theo Kế hoạch: {row.code}", text=row.title, url=_at(row), act_needed=True)


def add_link(row: Obligation, *, actor: Account, path: str, words: str) -> None:
    """Point to a record of this site as proof. NotReady for an address that is not inside it."""
    _require_worker(row, actor)
    if not _PATH.fullmatch(path) or "//" in path:
        raise NotReady("Chỉ dán địa chỉ của một trang trong hệ thống, ví dụ /sang-kien/12.", ["Địa chỉ"])
    link = ObligationLink(path=path, words=words, added_by=actor.display_name, added_at=clock.now())
    row.links.append(link)
    db.session.add(link)
    db.session.flush()
    audit.record("obligation:proven", actor=actor, obj=row, data={"path": path})


def finish(row: Obligation, *, actor: Account, evidence: int, note: str = "") -> None:
    """Say that it is done this year. NotReady without any proof (`evidence`: files attached)."""
    _require_worker(row, actor)
    if not evidence and not row.links:
        raise NotReady("Chưa có minh chứng. Hãy thêm tệp hoặc địa chỉ hồ sơ trong hệ thống.", [row.proof])
    row.finished_on, row.note = clock.today(), note or row.note
    perform(OBLIGATION, row, ObligationStep.FINISH, actor=actor)


def reopen(row: Obligation, *, actor: Account, reason: str) -> None:
    """The standing body finds the proof not enough."""
    rules.require(actor.has(P.COMMUNITY_ANSWER), _ONLY_DESK)
    perform(OBLIGATION, row, ObligationStep.REOPEN, actor=actor, reason=reason)
    row.finished_on = None
    if row.unit_id is not None:
        heads = [a.id for a in accounts_with(P.COMMUNITY_WRITE, row.unit_id)]
        tell(heads, f"Mở lại nhiệm vụ {row.code}", text=reason, url=_at(row), act_needed=True)


def _require_worker(row: Obligation, actor: Account) -> None:
    if row.state != ObligationState.DOING:
        raise WrongState("Nhiệm vụ này chưa được giao hoặc đã hoàn thành.")
    rules.require(rules.may_work_on(actor, row), "Nhiệm vụ này giao cho đơn vị khác.")


def _at(row: Obligation) -> str:
    return f"/cong-dong/nhiem-vu/{row.id}"


def add_files(row: Obligation, uploads: Sequence[Any], *, actor: Account) -> int:
    """Add files as proof; returns how many."""
    _require_worker(row, actor)
    return len(files.attach_uploads(row, uploads, actor=actor))


def remove_file(row: Obligation, attachment_id: int, *, actor: Account) -> None:
    """Take a file off while it is not done."""
    _require_worker(row, actor)
    files.detach(row, attachment_id, actor=actor)
