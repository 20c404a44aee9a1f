"""Read survey waves, replies, results."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..people.models import Account, Unit
from . import questions as sheet
from .counts import SATISFIED, know_how, replies, satisfaction, trips, waves_closed
from .models import (
    CitizenRemark,
    PaperBatch,
    QuestionKind,
    QuestionSet,
    SurveyAnswer,
    SurveyReply,
    SurveySlip,
    SurveyWave,
)
from .rules import SMALLEST_SHOWN
from .states import BatchState, RemarkState

__all__ = ["know_how", "replies", "satisfaction", "trips", "waves_closed"]


@dataclass(frozen=True)
class QuestionResult:
    """The exact counts of one question: (words, number) per answer; satisfied and asked for a satisfaction question."""

    text: str
    kind: QuestionKind
    answers: list[tuple[str, int]]
    met: int
    asked: int


@dataclass(frozen=True)
class UnitResult:
    """One unit's satisfied answers over all answers; hidden when too few people answered."""

    unit: Unit
    replies: int
    met: int
    asked: int
    hidden: bool


def question_sets() -> list[QuestionSet]:
    """Return all question sets, the newest first."""
    return list(
        db.session.scalars(
            sa.select(QuestionSet).order_by(QuestionSet.starts_on.desc(), QuestionSet.id.desc())
        )
    )


def waves() -> sa.Select[Any]:
    """Return the query of all waves."""
    return sa.select(SurveyWave)


def get_wave(wave_id: int) -> SurveyWave:
    """Return a wave; NotThere when there is none."""
    return _one(sa.select(SurveyWave).where(SurveyWave.id == wave_id))


def wave_by_code(code: str) -> SurveyWave:
    """Return the wave of a public address; NotThere when there is none."""
    query = sa.select(SurveyWave).where(SurveyWave.code == code.upper())
    return _one(query.options(selectinload(SurveyWave.units)))


def get_batch(batch_id: int) -> PaperBatch:
    """Return a batch with its wave; NotThere when there is none."""
    query = sa.select(PaperBatch).where(PaperBatch.id == batch_id)
    return _one(query.options(joinedload(PaperBatch.wave)))


def get_set(set_id: int) -> QuestionSet:
    """Return a question set; NotThere when there is none."""
    return _one(sa.select(QuestionSet).where(QuestionSet.id == set_id))


def _one(query: sa.Select[Any]) -> Any:
    found = db.session.scalar(query)
    if found is None:
        raise NotThere("Không tìm thấy nội dung khảo sát này.")
    return found


def batches(wave: SurveyWave) -> list[tuple[PaperBatch, int]]:
    """Return the wave's batches with how many forms are typed, in their order."""
    number = sa.select(sa.func.count(SurveyReply.id)).where(SurveyReply.batch_id == PaperBatch.id)
    query = sa.select(PaperBatch, number.scalar_subquery()).where(PaperBatch.wave_id == wave.id)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(PaperBatch.number))]


def forms_of(batch: PaperBatch) -> list[SurveyReply]:
    """Return the typed forms of a batch with their answers, the last first."""
    query = sa.select(SurveyReply).where(SurveyReply.batch_id == batch.id)
    return list(
        db.session.scalars(
            query.options(selectinload(SurveyReply.answers)).order_by(SurveyReply.id.desc())
        ).unique()
    )


def slips(wave: SurveyWave) -> tuple[int, int]:
    """Return (used, printed) slips."""
    used = sa.case((SurveySlip.used, 1), else_=0)
    query = sa.select(sa.func.coalesce(sa.func.sum(used), 0), sa.func.count(SurveySlip.id))
    found = db.session.execute(query.where(SurveySlip.wave_id == wave.id)).one()
    return found[0], found[1]


def unused_slips(wave: SurveyWave) -> list[SurveySlip]:
    """Return the slips that nobody has used, to be printed."""
    query = sa.select(SurveySlip).where(SurveySlip.wave_id == wave.id, SurveySlip.used.is_(False))
    return list(db.session.scalars(query.order_by(SurveySlip.id.desc()).limit(500)))


def replies_of(wave: SurveyWave) -> sa.Select[Any]:
    """Return the query of a wave's replies with their answers."""
    shown = (joinedload(SurveyReply.unit), selectinload(SurveyReply.answers))
    return sa.select(SurveyReply).where(SurveyReply.wave_id == wave.id).options(*shown)


def _counts(wave: SurveyWave) -> sa.ColumnElement[bool]:
    """Return the condition that a reply is counted: not set aside, and on paper only from a balanced batch."""
    balanced = sa.select(PaperBatch.id).where(
        PaperBatch.wave_id == wave.id, PaperBatch.state == BatchState.BALANCED
    )
    whole = sa.or_(SurveyReply.batch_id.is_(None), SurveyReply.batch_id.in_(balanced))
    return sa.and_(SurveyReply.wave_id == wave.id, SurveyReply.set_aside.is_(False), whole)


def numbers(wave: SurveyWave) -> dict[str, int]:
    """Return how many replies are counted, set aside, suspicious but counted, and on paper."""
    one = SurveyReply.id
    counted = _counts(wave)

    def count(condition: Any) -> Any:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    query = sa.select(
        sa.func.count(one),
        count(counted),
        count(SurveyReply.set_aside),
        count(sa.and_(SurveyReply.suspicious != "", SurveyReply.set_aside.is_(False))),
        count(SurveyReply.batch_id.is_not(None)),
    ).where(SurveyReply.wave_id == wave.id)
    keys = ("all", "counted", "set_aside", "suspicious", "paper")
    return dict(zip(keys, db.session.execute(query).one(), strict=True))


def by_question(wave: SurveyWave) -> list[QuestionResult]:
    """Return the exact counts of each question, in one statement."""
    query = (
        sa.select(SurveyAnswer.key, SurveyAnswer.value, sa.func.count())
        .join(SurveyReply, SurveyReply.id == SurveyAnswer.reply_id)
        .where(_counts(wave))
        .group_by(SurveyAnswer.key, SurveyAnswer.value)
    )
    found = {(row[0], row[1]): row[2] for row in db.session.execute(query)}
    results = []
    for question in wave.questions:
        kind, key = QuestionKind(question["kind"]), question["key"]
        offered = sheet.options(question)
        answers = [(words, found.get((key, value), 0)) for value, words in offered]
        asked = sum(number for _, number in answers)
        met = sum(found.get((key, value), 0) for value, _ in offered if _meets(kind, value))
        results.append(QuestionResult(question["text"], kind, answers, met, asked))
    return results


def _meets(kind: QuestionKind, value: int) -> bool:
    if kind == QuestionKind.SATISFACTION:
        return value >= SATISFIED
    if kind == QuestionKind.TRIPS:
        return value > 1
    return kind == QuestionKind.KNOW_HOW and value == 1


def by_unit(wave: SurveyWave) -> list[UnitResult]:
    """Return each unit's satisfaction; units with fewer than five replies are hidden.

    When exactly one unit would be hidden, the next smallest is hidden too: otherwise the whole minus the shown ones
    would tell it.
    """
    satisfied = sa.case((SurveyAnswer.value >= SATISFIED, 1), else_=0)
    query = (
        sa.select(
            SurveyReply.unit_id,
            sa.func.count(sa.distinct(SurveyReply.id)),
            sa.func.sum(satisfied),
            sa.func.count(SurveyAnswer.id),
        )
        .join(SurveyAnswer, SurveyAnswer.reply_id == SurveyReply.id)
        .where(_counts(wave), SurveyAnswer.kind == QuestionKind.SATISFACTION)
        .group_by(SurveyReply.unit_id)
    )
    found = {row[0]: (row[1], row[2], row[3]) for row in db.session.execute(query)}
    small = {unit_id for unit_id, (number, _, _) in found.items() if number < SMALLEST_SHOWN}
    if len(small) == 1 and len(found) > 1:
        small.add(min((n, unit_id) for unit_id, (n, _, _) in found.items() if unit_id not in small)[1])
    units = [one.unit for one in wave.units]
    empty = (0, 0, 0)
    return [UnitResult(unit, *found.get(unit.id, empty), hidden=unit.id in small) for unit in units]


def remarks() -> sa.Select[Any]:
    """Return the query of all remarks of citizens."""
    return sa.select(CitizenRemark)


def get_remark(remark_id: int) -> CitizenRemark:
    """Return a remark; NotThere when there is none."""
    return _one(sa.select(CitizenRemark).where(CitizenRemark.id == remark_id))


def remark_by_receipt(receipt: str) -> CitizenRemark | None:
    """Return the remark of a receipt number."""
    return db.session.scalar(sa.select(CitizenRemark).where(CitizenRemark.receipt == receipt.upper()))


@tasks.provider
def survey_tasks(account: Account) -> list[Task]:
    """Remarks of citizens that wait for an answer."""
    if not account.has(P.SURVEYS_ANSWER):
        return []
    query = sa.select(CitizenRemark).where(CitizenRemark.state == RemarkState.RECEIVED)
    rows = db.session.scalars(query.order_by(CitizenRemark.due_on, CitizenRemark.id).limit(20))
    return [
        Task(
            "Trả lời góp ý của người dân",
            one.about or one.receipt,
            f"/hai-long/gop-y/{one.id}",
            "Trả lời",
            one.due_on,
        )
        for one in rows
    ]
