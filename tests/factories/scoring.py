"""Rounds of scores for tests, made by the real acts: opened, with sheets in, finished."""

from fractions import Fraction

import sqlalchemy as sa

from intranet.core.db import db
from intranet.initiatives.models import Initiative
from intranet.initiatives.states import State as InitiativeState
from intranet.people.models import Account
from intranet.scoring import actions
from intranet.scoring.actions import Given
from intranet.scoring.models import ScoreRound, ScoreSheet
from intranet.scoring.rules import rubric_of
from tests.factories import initiatives

QUOTE = "Phân luồng hồ sơ ngay từ bàn hướng dẫn"
WORDS = "Có căn cứ trong hồ sơ."


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def accepted(owner: str = "nhanvien") -> Initiative:
    """Return an initiative that waits for the council."""
    return initiatives.at(InitiativeState.ACCEPTED, owner)


def opened(
    initiative: Initiative | None = None, logins: tuple[str, ...] = ("vanphong", "kinhte"), reason: str = ""
) -> ScoreRound:
    """Return a round with two markers of the council."""
    people = [account(login).person_id for login in logins]
    return actions.open_round(initiative or accepted(), people, actor=account("thuky"), reason=reason)


def sheet(round_: ScoreRound, login: str) -> ScoreSheet:
    """Return a person's sheet in a round."""
    db.session.expire(round_, ["sheets"])
    return next(one for one in round_.sheets if one.person_id == account(login).person_id)


def given(round_: ScoreRound, total: int | Fraction, words: str = WORDS) -> dict[str, Given]:
    """Return marks that make a total (of the seeded rubric, weights 1), filled from the first criterion on."""
    left, found = int(Fraction(total) * 2), {}
    for one in rubric_of(round_).criteria:
        halves = min(left, int(one.maximum * 2))
        found[one.code] = Given(halves, words, QUOTE)
        left -= halves
    assert left == 0, "more points than the rubric has"
    return found


def mark(round_: ScoreRound, login: str, total: int | Fraction) -> ScoreSheet:
    """Score and hand in a person's sheet."""
    one = sheet(round_, login)
    actions.save(one, given(round_, total), actor=account(login))
    actions.hand_in(one, actor=account(login))
    return one


def finished(first: int = 70, second: int = 62) -> ScoreRound:
    """Return a round in which two near scores are in."""
    round_ = opened()
    mark(round_, "vanphong", first)
    mark(round_, "kinhte", second)
    return round_
