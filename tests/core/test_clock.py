"""Working days and the Vietnamese day."""

import datetime as dt

import pytest

from intranet.core import clock

FRIDAY = dt.date(2026, 11, 27)
TET = [dt.date(2026, 12, 1)]


@pytest.mark.parametrize(
    ("start", "days", "holidays", "end"),
    [
        (FRIDAY, 0, (), FRIDAY),
        (FRIDAY, 1, (), dt.date(2026, 11, 30)),
        (FRIDAY, 5, (), dt.date(2026, 12, 4)),
        (FRIDAY, 2, TET, dt.date(2026, 12, 2)),
        (dt.date(2026, 11, 28), 1, (), dt.date(2026, 11, 30)),
        (dt.date(2026, 12, 31), 1, (), dt.date(2027, 1, 1)),
    ],
)
def test_working_days_are_added_and_counted_back(start, days, holidays, end):
    assert clock.add_working_days(start, days, holidays) == end
    assert clock.working_days_between(start, end, holidays) == days
    assert clock.working_days_between(end, start, holidays) == -days


def test_weekends_and_holidays_are_no_working_days():
    week = [clock.is_working_day(dt.date(2026, 11, 23) + dt.timedelta(days=n)) for n in range(7)]
    assert week == [True] * 5 + [False] * 2
    assert not clock.is_working_day(TET[0], TET)


def test_the_day_changes_at_midnight_in_vietnam(monkeypatch):
    for utc, day in (("16:59:59", dt.date(2026, 11, 23)), ("17:00:00", dt.date(2026, 11, 24))):
        moment = dt.datetime.fromisoformat(f"2026-11-23T{utc}+00:00")
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert clock.today() == day
        assert clock.local(moment).date() == day


def test_now_is_aware():
    assert clock.now().utcoffset() == dt.timedelta(0)
