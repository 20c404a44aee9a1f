"""Plain counts for the indicators: by unit, from closed waves only, in one statement each."""

import datetime as dt

import sqlalchemy as sa

from ..core.db import db
from .models import QuestionKind, SurveyAnswer, SurveyReply, SurveyWave
from .states import WaveState

SATISFIED = 4  # of 1..5: "hài lòng" and "rất hài lòng"


def waves_closed(start: dt.date, end: dt.date) -> int:
    """Return how many waves were closed from day to day (I13)."""
    query = sa.select(sa.func.count()).where(
        SurveyWave.state == WaveState.CLOSED, SurveyWave.closed_on.between(start, end)
    )
    return db.session.scalar(query) or 0


def _share(
    start: dt.date, end: dt.date, kind: QuestionKind, meets: sa.ColumnElement[bool]
) -> dict[int, tuple[int, int]]:
    query = (
        sa.select(
            SurveyReply.unit_id, sa.func.sum(sa.case((meets, 1), else_=0)), sa.func.count(SurveyAnswer.id)
        )
        .join(SurveyAnswer, SurveyAnswer.reply_id == SurveyReply.id)
        .join(SurveyWave, SurveyWave.id == SurveyReply.wave_id)
        .where(
            SurveyWave.state == WaveState.CLOSED,
            SurveyWave.closed_on.between(start, end),
            SurveyReply.set_aside.is_(False),
            SurveyAnswer.kind == kind,
        )
        .group_by(SurveyReply.unit_id)
    )
    return {unit_id: (met, asked) for unit_id, met, asked in db.session.execute(query)}


def satisfaction(start: dt.date, end: dt.date) -> dict[int, tuple[int, int]]:
    """Return unit -> (satisfied answers, answers) to the satisfaction questions of waves closed then (I06)."""
    return _share(start, end, QuestionKind.SATISFACTION, SurveyAnswer.value >= SATISFIED)


def people(start: dt.date, end: dt.date) -> dict[int, dict[int, int]]:
    """Return wave -> unit -> how many people's replies count, of waves closed from day to day."""
    query = (
        sa.select(SurveyReply.wave_id, SurveyReply.unit_id, sa.func.count(SurveyReply.id))
        .join(SurveyWave, SurveyWave.id == SurveyReply.wave_id)
        .where(SurveyWave.state == WaveState.CLOSED, SurveyWave.closed_on.between(start, end))
        .where(SurveyReply.set_aside.is_(False))
        .group_by(SurveyReply.wave_id, SurveyReply.unit_id)
    )
    found: dict[int, dict[int, int]] = {}
    for wave_id, unit_id, number in db.session.execute(query):
        found.setdefault(wave_id, {})[unit_id] = number
    return found


def trips(start: dt.date, end: dt.date, *, more_than: int = 1) -> dict[int, tuple[int, int]]:
    """Return unit -> (answers with more extra trips than `more_than`, answers) (I12, an estimate).

    Values: 0, 1, 2 = two or more extra trips; `more_than=0` counts anybody who had to come again.
    """
    return _share(start, end, QuestionKind.TRIPS, SurveyAnswer.value > more_than)


def know_how(start: dt.date, end: dt.date) -> dict[int, tuple[int, int]]:
    """Return unit -> (people who can use online public services, people asked) (I19, an estimate)."""
    return _share(start, end, QuestionKind.KNOW_HOW, SurveyAnswer.value == 1)


def replies(start: dt.date, end: dt.date) -> tuple[int, int]:
    """Return (replies counted, replies set aside) of waves closed from day to day."""
    aside = sa.case((SurveyReply.set_aside, 1), else_=0)
    query = (
        sa.select(sa.func.count(SurveyReply.id), sa.func.coalesce(sa.func.sum(aside), 0))
        .join(SurveyWave, SurveyWave.id == SurveyReply.wave_id)
        .where(SurveyWave.state == WaveState.CLOSED, SurveyWave.closed_on.between(start, end))
    )
    number, out = db.session.execute(query).one()
    return number - out, out
