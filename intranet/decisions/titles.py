"""What was paid for other titles of the same counting period (NĐ 152/2025 Điều 49: the highest only)."""

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..awards.models import Nomination
from ..awards.states import State
from ..core.db import db
from ..parameters.award_forms import titles_on


def paid_for_the_same_time(nominations: Sequence[Nomination]) -> dict[int, int]:
    """Return nomination id -> đồng paid for the nominee's other titles of exactly the same period, in one statement.

    A Giấy khen is a form, no title: it is paid beside a title.
    """
    of_day = cache(titles_on)  # one statement a day of rules
    titled = [one for one in nominations if one.award_form in of_day(one.round.rule_date)]
    people = {one.person_id for one in titled if one.person_id}
    units = {one.collective_id for one in titled if one.collective_id}
    if not titled:
        return {}
    query = (
        sa.select(Nomination)
        .where(Nomination.state == State.AWARDED, Nomination.amount.is_not(None))
        .where(sa.or_(Nomination.person_id.in_(people), Nomination.collective_id.in_(units)))
        .options(joinedload(Nomination.round))
    )
    earlier = [one for one in db.session.scalars(query) if one.award_form in of_day(one.round.rule_date)]
    return {
        one.id: sum(other.amount or 0 for other in earlier if other.id != one.id and _same(one, other))
        for one in titled
    }


def _same(one: Nomination, other: Nomination) -> bool:
    whose = (one.person_id, one.collective_id) == (other.person_id, other.collective_id)
    return whose and one.round.counted == other.round.counted
