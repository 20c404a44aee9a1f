"""What the home page tells about a person's year."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from ..core.permissions import Permission
from ..initiatives.models import Initiative, InitiativeAuthor
from ..initiatives.states import State as InitiativeState
from ..people.models import Account, Person, Unit
from ..training.models import TrainingRecord
from ..training.states import State as TrainingState


@dataclass(frozen=True)
class Expectation:
    """What the plan expects of a person this year and where she stands: `key` names the block on the page."""

    key: str
    title: str
    text: str


def this_year(account: Account) -> list[Expectation]:
    """Return what the person has done this year of what the plan expects, for those who may write it."""
    found = []
    if account.has(Permission.INITIATIVES_WRITE):
        found.append(_initiatives(account))
    if account.has(Permission.TRAINING_WRITE):
        found.append(_training(account))
    return found


def _year_began() -> dt.datetime:
    return dt.datetime(clock.today().year, 1, 1, tzinfo=clock.VIETNAM)


def _initiatives(account: Account) -> Expectation:
    recognised = sa.func.sum(sa.case((Initiative.state == InitiativeState.RECOGNISED, 1), else_=0))
    written, passed = db.session.execute(
        sa.select(sa.func.count(), recognised)
        .select_from(Initiative)
        .join(InitiativeAuthor)
        .where(InitiativeAuthor.person_id == account.person_id, Initiative.created_at >= _year_began())
        .where(Initiative.state != InitiativeState.WITHDRAWN)
    ).one()
    have = (
        f"Năm {clock.today().year} bạn có {written} sáng kiến"
        if written
        else "Năm nay bạn chưa có sáng kiến nào"
    )
    told = f", trong đó {passed} được công nhận" if written else ""
    plan = "Kế hoạch: mỗi phòng chuyên môn có ít nhất 01 sáng kiến cải cách hành chính mỗi năm."
    return Expectation("initiatives", "Sáng kiến", f"{have}{told}. {plan}")


def _training(account: Account) -> Expectation:
    verified = sa.func.sum(sa.case((TrainingRecord.state == TrainingState.VERIFIED, 1), else_=0))
    january = dt.date(clock.today().year, 1, 1)
    recorded, confirmed = db.session.execute(
        sa.select(sa.func.count(), verified)
        .select_from(TrainingRecord)
        .where(TrainingRecord.person_id == account.person_id, TrainingRecord.starts_on >= january)
        .where(TrainingRecord.state != TrainingState.REJECTED)
    ).one()
    year = clock.today().year
    have = (
        f"Năm {year} bạn có {recorded} hồ sơ đào tạo" if recorded else "Năm nay bạn chưa có hồ sơ đào tạo nào"
    )
    told = f", trong đó {confirmed} đã xác nhận" if recorded else ""
    plan = "Kế hoạch: 100% cán bộ, công chức được đào tạo kỹ năng số cơ bản."
    return Expectation("training", "Đào tạo, bồi dưỡng", f"{have}{told}. {plan}")


def names_in_log() -> dict[tuple[str, int], str]:
    """Return (table name, id) -> name for what the log calls by name: units and people with an account."""
    names = {("unit", number): name for number, name in db.session.execute(sa.select(Unit.id, Unit.name))}
    query = sa.select(Account.id, Person.id, Person.full_name).join(Person, Person.id == Account.person_id)
    for account_id, person_id, name in db.session.execute(query):
        names["account", account_id] = names["person", person_id] = name
    return names
