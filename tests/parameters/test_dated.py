"""AD6: the rule of a day is the one in force on it; no overlap, no hole; a holiday table without Tết is named."""

import datetime as dt
import random

import pytest
import sqlalchemy as sa

from intranet.awards import round_plan
from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.parameters import actions, queries
from intranet.parameters.models import Holiday, Parameter
from tests.factories import awards as make


def add(key: str, value: object, day: dt.date) -> Parameter:
    return actions.add_parameter(
        key, value, actor=make.account("thuongtruc"), effective_from=day, source="Văn bản mới"
    )


def test_ad6_the_rule_of_each_day_equals_a_plain_reading_of_random_dated_rows(app):
    """The reference walks all rows and takes the last that has begun and not ended."""
    chance, first = random.Random(11), dt.date(2026, 1, 1)
    for _ in range(15):
        db.session.execute(sa.delete(Parameter).where(Parameter.key == "deadline.decision.number"))
        begin, rows = first, []
        for value in range(1, chance.randrange(2, 7)):
            last = begin + dt.timedelta(days=chance.randrange(0, 40))
            rows.append((begin, last, value))
            begin = last + dt.timedelta(days=chance.choice([1, 1, 1, 20]))
        rows[-1] = (rows[-1][0], chance.choice([None, rows[-1][1]]), rows[-1][2])
        for start, end, value in rows:
            db.session.add(
                Parameter(
                    key="deadline.decision.number", value=value, effective_from=start, effective_to=end,
                    source="Văn bản", note="", confidence="confirmed",
                )
            )  # fmt: skip
        db.session.flush()
        for _ in range(20):
            day = first + dt.timedelta(days=chance.randrange(-5, 260))
            expected = [v for start, end, v in rows if start <= day and (end is None or day <= end)]
            if expected:
                assert queries.rule("deadline.decision.number", day).value == expected[-1]
            else:
                with pytest.raises(NotReady, match="Chưa có quy định"):
                    queries.rule("deadline.decision.number", day)


def test_a_rule_after_an_ended_one_leaves_no_hole(app):
    row = actions.history("base_salary")[0]
    row.effective_to = dt.date(2026, 12, 31)
    db.session.flush()
    with pytest.raises(NotReady) as refused:
        add("base_salary", 2_700_000, dt.date(2027, 3, 1))
    assert refused.value.message.startswith(
        "Từ ngày 01/01/2027 đến ngày 28/02/2027 sẽ không có quy định nào."
    )
    add("base_salary", 2_700_000, dt.date(2027, 1, 1))
    assert queries.rule("base_salary", dt.date(2027, 1, 1)).value == 2_700_000


def test_a_switch_is_turned_off_and_on_and_takes_nothing_else(app):
    key, day = "award.simplified.sudden", clock.today() + dt.timedelta(days=1)
    for wrong in (2, -1, True, "0"):
        with pytest.raises(NotReady, match="không đúng dạng"):
            add(key, wrong, day)
    add(key, 0, day)
    assert (queries.rule(key, clock.today()).value, queries.rule(key, day).value) == (1, 0)
    with pytest.raises(NotReady, match="không đúng dạng"):
        add("base_salary", 0, day)


def test_a_year_with_holidays_but_without_tet_is_named(app):
    span = (dt.date(2026, 11, 1), dt.date(2027, 3, 1))
    assert queries.years_without_holidays(*span) == []
    tet = sa.and_(Holiday.day >= dt.date(2027, 2, 1), Holiday.day <= dt.date(2027, 2, 28))
    db.session.execute(sa.delete(Holiday).where(tet))
    assert db.session.scalar(sa.select(sa.func.count()).where(Holiday.day >= dt.date(2027, 1, 1))) > 3
    assert queries.years_without_holidays(*span) == [2027]
    round_ = make.opened()
    round_.closes_on = dt.date(2027, 1, 15)
    assert round_plan.unreliable_years(round_plan.plan(round_)) == [2027]
