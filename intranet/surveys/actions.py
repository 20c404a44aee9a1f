"""Acts on waves, slips, replies, batches. Nothing here commits."""

import datetime as dt
import secrets
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import SYSTEM
from ..core.db import db
from ..core.errors import NotReady, NotThere, WrongState
from ..core.permissions import Permission as P
from ..core.text import clean_prose
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import accounts_with
from . import questions as sheet
from . import rules, throttle
from .models import (
    PaperBatch,
    QuestionSet,
    ReplySource,
    SurveyAnswer,
    SurveyReply,
    SurveySlip,
    SurveyWave,
    WaveUnit,
)
from .states import BATCH, WAVE, BatchState, BatchStep, WaveState, WaveStep

audit.declare("question_set", created=("number",))
audit.declare(
    "survey_wave", created=("units",), slips=("number", "unit_id"), replied=("source",), aside=("number",),
    counted_again=("number",),
)  # fmt: skip
audit.declare("paper_batch", created=("sheets", "control_sum"), typed=("number",), untyped=("number",))

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike
MOST_SLIPS = 500
REMARK_LIMIT = 1000
_ONLY_DESK = "Chỉ cơ quan thường trực làm được việc này."
_ONLY_TYPIST = "Chỉ cơ quan thường trực hoặc Văn phòng nhập phiếu giấy."


def random_code(length: int) -> str:
    """Return a code that is read out and typed easily."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def keep_set(title: str, given: list[dict[str, Any]], starts_on: dt.date, *, actor: Account) -> QuestionSet:
    """Store a question set; sets are never changed, a newer one takes over."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    row = QuestionSet(title=title, starts_on=starts_on, questions=sheet.checked(given))
    db.session.add(row)
    db.session.flush()
    audit.record("question_set:created", actor=actor, obj=row, data={"number": len(row.questions)})
    return row


def create_wave(
    values: dict[str, Any], unit_ids: list[int], questions: QuestionSet, *, actor: Account
) -> SurveyWave:
    """Prepare a wave over some units with a copy of the questions."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    rules.require_days(values["starts_on"], values["ends_on"])
    if not unit_ids:
        raise NotReady("Hãy chọn ít nhất một đơn vị được khảo sát.", ["Đơn vị được khảo sát"])
    wave = SurveyWave(
        state=WaveState.DRAFT, code=random_code(8), questions=list(questions.questions), **values
    )
    wave.units = [WaveUnit(unit_id=one) for one in dict.fromkeys(unit_ids)]
    db.session.add(wave)
    db.session.flush()
    audit.record("survey_wave:created", actor=actor, obj=wave, data={"units": len(wave.units)})
    return wave


def open_wave(wave: SurveyWave, *, actor: Account) -> None:
    """Open it: from its first to its last day citizens may answer; the questions are frozen."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    if wave.ends_on < clock.today():
        raise NotReady("Đợt này đã qua ngày kết thúc.", ["Đến hết ngày"])
    perform(WAVE, wave, WaveStep.OPEN, actor=actor)
    heads = {a.id for unit in wave.units for a in accounts_with(P.PROCEDURES_REVIEW, unit.unit_id)}
    tell(heads, f"Đã mở khảo sát: {wave.title}", url=f"/hai-long/dot/{wave.id}")


def cancel_wave(wave: SurveyWave, *, actor: Account, reason: str) -> None:
    """Give up a wave that was never opened."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    perform(WAVE, wave, WaveStep.CANCEL, actor=actor, reason=reason)


def close_wave(wave: SurveyWave, *, actor: Account) -> None:
    """Count and close, for good. NotReady while a batch is typed in or when nobody answered."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    db.session.execute(sa.select(SurveyWave.id).where(SurveyWave.id == wave.id).with_for_update())
    typing = sa.select(PaperBatch.number).where(
        PaperBatch.wave_id == wave.id, PaperBatch.state == BatchState.TYPING
    )
    if numbers := list(db.session.scalars(typing.order_by(PaperBatch.number))):
        raise NotReady("Còn tập phiếu giấy chưa đối chiếu xong.", [f"Tập số {number}" for number in numbers])
    count = sa.select(sa.func.count(SurveyReply.id)).where(SurveyReply.wave_id == wave.id)
    aside = db.session.scalar(count.where(SurveyReply.set_aside)) or 0
    counted = (db.session.scalar(count) or 0) - aside
    if not counted:
        raise NotReady("Chưa có phiếu nào được tính, nên chưa kết thúc được.")
    wave.counted, wave.set_aside, wave.closed_on = counted, aside, clock.today()
    perform(WAVE, wave, WaveStep.CLOSE, actor=actor, details={"counted": counted, "set_aside": aside})
    people = [a.id for a in accounts_with(P.DECISIONS_APPROVE)]
    tell(people, f"Đã kết thúc khảo sát: {wave.title}", url=f"/hai-long/dot/{wave.id}")


def make_slips(wave: SurveyWave, *, actor: Account, unit_id: int | None, number: int) -> list[SurveySlip]:
    """Make one-time codes to be printed on slips; at most 500 at once."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    rules.require_open(wave)
    if not 1 <= number <= MOST_SLIPS:
        raise NotReady(f"Mỗi lần in từ 1 đến {MOST_SLIPS} phiếu.", ["Số phiếu"])
    _require_unit(wave, unit_id)
    made = [SurveySlip(wave_id=wave.id, unit_id=unit_id, code=random_code(9)) for _ in range(number)]
    db.session.add_all(made)
    db.session.flush()
    audit.record("survey_wave:slips", actor=actor, obj=wave, data={"number": number, "unit_id": unit_id})
    return made


def _require_unit(wave: SurveyWave, unit_id: int | None) -> None:
    if unit_id is not None and unit_id not in {one.unit_id for one in wave.units}:
        raise NotReady("Đơn vị này không thuộc đợt khảo sát.", ["Đơn vị"])


def reply(
    wave: SurveyWave,
    answers: dict[str, str],
    *,
    unit_id: int | None,
    address: str | None,
    slip: str = "",
    remark: str = "",
) -> SurveyReply:
    """Take a citizen's answers. No name is asked; nothing kept tells which slip or address they came from.

    TooOften for a flood; NotThere for a slip that does not exist or was used; NotReady for what is missing.
    """
    _lock(wave)
    if not rules.takes_replies(wave, clock.today()):
        raise WrongState("Đợt khảo sát đã kết thúc hoặc chưa bắt đầu. Xin cảm ơn Ông/Bà.")
    if not slip and not wave.open_link:
        raise NotReady("Đợt khảo sát này cần mã in trên phiếu.", ["Mã phiếu"])
    suspicious = throttle.weigh(address, wave.id, slip=bool(slip))
    values = sheet.read(wave.questions, answers)
    if len(clean_prose(remark)) > REMARK_LIMIT:
        raise NotReady(f"Ý kiến dài quá {REMARK_LIMIT} ký tự. Xin viết ngắn lại.", ["Ý kiến khác"])
    if slip:
        unit_id = _use(wave, slip) or unit_id
    if unit_id is None and len(wave.units) == 1:
        unit_id = wave.units[0].unit_id
    _require_unit(wave, unit_id)
    if unit_id is None:
        raise NotReady("Xin chọn nơi Ông/Bà đã làm thủ tục.", ["Nơi làm thủ tục"])
    throttle.note(address, f"wave-{wave.id}")
    source = ReplySource.SLIP if slip else ReplySource.QR
    row = _store(wave, values, unit_id=unit_id, source=source, remark=remark, suspicious=suspicious)
    audit.record("survey_wave:replied", actor=SYSTEM, obj=wave, data={"source": source.value})
    return row


def _lock(wave: SurveyWave) -> None:
    """Keep the wave from being closed while a reply is on its way (SQLite: there is one writer anyway)."""
    query = sa.select(SurveyWave).where(SurveyWave.id == wave.id).with_for_update(read=True)
    db.session.scalars(query.execution_options(populate_existing=True)).one()


def _use(wave: SurveyWave, code: str) -> int | None:
    """Use up a slip, once; return its unit."""
    mine = sa.and_(SurveySlip.code == code.strip().upper(), SurveySlip.wave_id == wave.id)
    used = db.session.execute(sa.update(SurveySlip).where(mine, SurveySlip.used.is_(False)).values(used=True))
    if used.rowcount != 1:  # type: ignore[attr-defined]  # a CursorResult
        raise NotThere("Mã phiếu không đúng hoặc đã dùng rồi. Mỗi mã trả lời được một lần.")
    return db.session.scalar(sa.select(SurveySlip.unit_id).where(mine))


def _store(
    wave: SurveyWave,
    values: dict[str, int],
    *,
    unit_id: int,
    source: ReplySource,
    remark: str = "",
    suspicious: str = "",
    batch: PaperBatch | None = None,
) -> SurveyReply:
    row = SurveyReply(
        wave_id=wave.id,
        unit_id=unit_id,
        source=source,
        batch_id=batch.id if batch else None,
        given_on=clock.today(),
        remark=remark,
        suspicious=suspicious,
    )
    kinds = {question["key"]: question["kind"] for question in wave.questions}
    row.answers = [
        SurveyAnswer(wave_id=wave.id, key=key, kind=kinds[key], value=value) for key, value in values.items()
    ]
    db.session.add(row)
    db.session.flush()
    return row


def set_aside(wave: SurveyWave, reply_ids: list[int], *, actor: Account, reason: str) -> int:
    """Leave replies out of the count, with a reason; they stay and both counts are shown. Returns how many."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    _lock(wave)
    rules.require_open(wave)
    if not reason.strip():
        raise NotReady("Cần ghi lý do.", ["Lý do"])
    rows = _chosen(wave, reply_ids, aside=False)
    for row in rows:
        row.set_aside, row.set_aside_why = True, reason
    audit.record("survey_wave:aside", actor=actor, obj=wave, reason=reason, data={"number": len(rows)})
    return len(rows)


def count_again(wave: SurveyWave, reply_ids: list[int], *, actor: Account, reason: str) -> int:
    """Take replies back into the count, with a reason."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    _lock(wave)
    rules.require_open(wave)
    rows = [row for row in _chosen(wave, reply_ids, aside=True) if row.batch_id is None]
    for row in rows:
        row.set_aside, row.set_aside_why = False, ""
    audit.record(
        "survey_wave:counted_again", actor=actor, obj=wave, reason=reason, data={"number": len(rows)}
    )
    return len(rows)


def _chosen(wave: SurveyWave, reply_ids: list[int], *, aside: bool) -> list[SurveyReply]:
    query = sa.select(SurveyReply).where(
        SurveyReply.wave_id == wave.id, SurveyReply.id.in_(reply_ids), SurveyReply.set_aside.is_(aside)
    )
    rows = list(db.session.scalars(query))
    if not rows:
        raise NotReady("Hãy chọn ít nhất một phiếu.")
    return rows


def new_batch(wave: SurveyWave, *, actor: Account, unit_id: int, sheets: int, control_sum: int) -> PaperBatch:
    """Begin typing a stack of paper forms that somebody has counted by hand."""
    rules.require(actor.has(P.SURVEYS_TYPE), _ONLY_TYPIST)
    _lock(wave)
    rules.require_open(wave)
    _require_unit(wave, unit_id)
    last = db.session.scalar(sa.select(sa.func.max(PaperBatch.number)).where(PaperBatch.wave_id == wave.id))
    batch = PaperBatch(
        state=BatchState.TYPING,
        wave=wave,
        unit_id=unit_id,
        number=(last or 0) + 1,
        sheets=sheets,
        control_sum=control_sum,
        made_by=actor.display_name,
        made_at=clock.now(),
    )
    db.session.add(batch)
    db.session.flush()
    data = {"sheets": sheets, "control_sum": control_sum}
    audit.record("paper_batch:created", actor=actor, obj=batch, data=data)
    return batch


def type_form(batch: PaperBatch, answers: dict[str, str], *, actor: Account, remark: str = "") -> SurveyReply:
    """Type one paper form. NotReady when the stack is complete already."""
    rules.require(actor.has(P.SURVEYS_TYPE), _ONLY_TYPIST)
    _lock(batch.wave)
    rules.require_typing(batch)
    number, _ = typed(batch)
    if number >= batch.sheets:
        raise NotReady(f"Đã nhập đủ {batch.sheets} phiếu của tập này.")
    values = sheet.read(batch.wave.questions, answers)
    row = _store(
        batch.wave, values, unit_id=batch.unit_id, source=ReplySource.PAPER, remark=remark, batch=batch
    )
    audit.record("paper_batch:typed", actor=actor, obj=batch, data={"number": number + 1})
    return row


def untype(batch: PaperBatch, reply_id: int, *, actor: Account) -> None:
    """Take a mistyped form out of a batch that is still being typed."""
    rules.require(actor.has(P.SURVEYS_TYPE), _ONLY_TYPIST)
    rules.require_typing(batch)
    row = db.session.get(SurveyReply, reply_id)
    if row is None or row.batch_id != batch.id:
        raise NotThere("Không tìm thấy phiếu này trong tập.")
    for one in list(row.answers):
        db.session.delete(one)
    db.session.flush()
    db.session.delete(row)
    db.session.flush()
    audit.record("paper_batch:untyped", actor=actor, obj=batch, data={"number": typed(batch)[0]})


def typed(batch: PaperBatch) -> tuple[int, int]:
    """Return (forms typed, sum of the first question's answers)."""
    first = batch.wave.questions[0]["key"]
    number = sa.select(sa.func.count(SurveyReply.id)).where(SurveyReply.batch_id == batch.id)
    total = (
        sa.select(sa.func.sum(SurveyAnswer.value))
        .join(SurveyReply, SurveyReply.id == SurveyAnswer.reply_id)
        .where(SurveyReply.batch_id == batch.id, SurveyAnswer.key == first)
    )
    return db.session.scalar(number) or 0, db.session.scalar(total) or 0


def balance(batch: PaperBatch, *, actor: Account) -> None:
    """Compare with what was counted by hand. NotReady tells both numbers when they differ."""
    rules.require(actor.has(P.SURVEYS_TYPE), _ONLY_TYPIST)
    rules.require_typing(batch)
    number, total = typed(batch)
    wrong = []
    if number != batch.sheets:
        wrong.append(f"Số phiếu: đếm tay {batch.sheets}, đã nhập {number}")
    if total != batch.control_sum:
        wrong.append(f"Tổng điểm câu 1: cộng tay {batch.control_sum}, đã nhập {total}")
    if wrong:
        raise NotReady("Tập phiếu chưa khớp, nên chưa được tính.", wrong)
    perform(BATCH, batch, BatchStep.BALANCE, actor=actor)


def reopen_batch(batch: PaperBatch, *, actor: Account, reason: str) -> None:
    """Type again in a batch that was balanced."""
    rules.require(actor.has(P.SURVEYS_TYPE), _ONLY_TYPIST)
    rules.require_open(batch.wave)
    perform(BATCH, batch, BatchStep.REOPEN, actor=actor, reason=reason)


def discard_batch(batch: PaperBatch, *, actor: Account, reason: str) -> None:
    """Leave a whole stack out; its forms stay and are shown as set aside."""
    rules.require(actor.has(P.SURVEYS_WRITE), _ONLY_DESK)
    rules.require_open(batch.wave)
    perform(BATCH, batch, BatchStep.DISCARD, actor=actor, reason=reason)
    db.session.execute(
        sa.update(SurveyReply)
        .where(SurveyReply.batch_id == batch.id)
        .values(set_aside=True, set_aside_why=reason[:300])
        .execution_options(synchronize_session="fetch")
    )
