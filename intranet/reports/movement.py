"""What the movement did, counted from records whose day lies in locked quarters; each line in one statement."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..community.models import Difficulty, Obligation, OutreachEvent
from ..community.phrases import WORDS as COMMUNITY_WORDS
from ..community.states import DifficultyState, EventState
from ..core.clock import VIETNAM
from ..core.db import db
from ..core.text import format_number
from ..history.models import PastAward
from ..history.phrases import WORDS as HISTORY_WORDS
from ..initiatives.models import Initiative
from ..initiatives.states import State as InitiativeState
from ..procedures.models import ReformProposal
from ..surveys.models import SurveyWave
from ..surveys.states import WaveState
from ..training.models import TrainingRecord
from ..training.states import State as TrainingState
from .periods import Period

Rows = list[list[str]]


def _one(condition: sa.ColumnElement[bool], *columns: Any) -> list[int]:
    row = db.session.execute(sa.select(*columns).where(condition)).one()
    return [int(number or 0) for number in row]


def _handed_in(period: Period) -> sa.ColumnElement[bool]:
    """Return the condition that an initiative was handed in on a day of the period, by the clock of Vietnam."""
    day = dt.timedelta(days=1)
    spans = [
        sa.and_(
            Initiative.submitted_at >= dt.datetime.combine(one.starts_on, dt.time(), VIETNAM),
            Initiative.submitted_at < dt.datetime.combine(one.ends_on + day, dt.time(), VIETNAM),
        )
        for one in period.locked
    ]
    return sa.or_(*spans) if spans else sa.false()


def results(period: Period) -> Rows:
    """Return (what, how many) of a period in the order of the plan."""
    holds = period.holds
    standing = sa.and_(Initiative.state == InitiativeState.RECOGNISED, holds(Initiative.recognised_on))
    verified = sa.and_(TrainingRecord.state == TrainingState.VERIFIED, holds(TrainingRecord.starts_on))
    held = sa.and_(OutreachEvent.state == EventState.CONFIRMED, holds(OutreachEvent.held_on))
    closed = sa.and_(SurveyWave.state == WaveState.CLOSED, holds(SurveyWave.closed_on))
    answered = sa.case((Difficulty.state == DifficultyState.ANSWERED, 1), else_=0)
    (handed_in,) = _one(_handed_in(period), sa.func.count(Initiative.id))
    (recognised,) = _one(standing, sa.func.count(Initiative.id))
    turns, people = _one(
        verified, sa.func.count(TrainingRecord.id), sa.func.count(sa.distinct(TrainingRecord.person_id))
    )
    sessions, taught = _one(held, sa.func.count(OutreachEvent.id), sa.func.sum(OutreachEvent.taught))
    waves, replies = _one(closed, sa.func.count(SurveyWave.id), sa.func.sum(SurveyWave.counted))
    (sent,) = _one(holds(ReformProposal.sent_on), sa.func.count(ReformProposal.id))
    reported, done = _one(holds(Difficulty.reported_on), sa.func.count(Difficulty.id), sa.func.sum(answered))
    return [
        ["Sáng kiến đã nộp", format_number(handed_in)],
        ["Sáng kiến được công nhận", format_number(recognised)],
        ["Lượt đào tạo, bồi dưỡng đã xác nhận", format_number(turns)],
        ["Người được đào tạo, bồi dưỡng", format_number(people)],
        ["Buổi tuyên truyền, hướng dẫn đã xác nhận", format_number(sessions)],
        ["Người dân được hướng dẫn tại các buổi", format_number(taught)],
        ["Đợt khảo sát sự hài lòng đã kết thúc", format_number(waves)],
        ["Phiếu khảo sát được tính", format_number(replies)],
        ["Kiến nghị cải cách gửi cấp trên", format_number(sent)],
        ["Khó khăn, vướng mắc đã trả lời / được báo cáo", f"{format_number(done)}/{format_number(reported)}"],
    ]


def in_force(period: Period) -> sa.ColumnElement[bool]:
    """Return the condition of awards of a period that stand."""
    return sa.and_(
        PastAward.withdrawn_at.is_(None), PastAward.revoked == "", period.holds(PastAward.awarded_on)
    )


def awards(period: Period) -> Rows:
    """Return (form, recipients, number, money) of the awards of a period that stand; a last row is the sum."""
    query = (
        sa.select(
            PastAward.form,
            PastAward.kind,
            sa.func.count(),
            sa.func.sum(sa.func.coalesce(PastAward.amount, 0)),
        )
        .where(in_force(period))
        .group_by(PastAward.form, PastAward.kind)
        .order_by(PastAward.form, PastAward.kind)
    )
    found = [(row[0], row[1], int(row[2]), int(row[3] or 0)) for row in db.session.execute(query)]
    rows = [
        [form, HISTORY_WORDS[f"RecipientKind.{kind.value}"], format_number(number), format_number(money)]
        for form, kind, number, money in found
    ]
    if rows:
        total = [sum(one[2] for one in found), sum(one[3] for one in found)]
        rows.append(["Tổng cộng", "", *(format_number(one) for one in total)])
    return rows


def duties(year: int) -> Rows:
    """Return (code, obligation, owner, state) of the plan's obligations in a year."""
    query = sa.select(Obligation).where(Obligation.year == year).order_by(Obligation.position)
    found = list(db.session.scalars(query.options(joinedload(Obligation.unit))))
    return [
        [
            one.code,
            one.title,
            one.unit.name if one.unit else "Chưa phân công",
            COMMUNITY_WORDS[f"obligation.{one.state.value}"],
        ]
        for one in found
    ]
