"""Now and today (Asia/Ho_Chi_Minh), and working days."""

import datetime as dt
from collections.abc import Collection

# No daylight saving since 1975: a fixed offset needs no time zone files, which Windows lacks.
VIETNAM = dt.timezone(dt.timedelta(hours=7), "Asia/Ho_Chi_Minh")


def now() -> dt.datetime:
    """Return the moment as an aware UTC datetime; the one place that reads the clock."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the date in Vietnam."""
    return now().astimezone(VIETNAM).date()


def local(moment: dt.datetime) -> dt.datetime:
    """Return a stored UTC moment in Vietnamese time."""
    return moment.astimezone(VIETNAM)


def is_working_day(day: dt.date, holidays: Collection[dt.date] = ()) -> bool:
    """Return whether offices work: Monday to Friday and not a holiday."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(start: dt.date, days: int, holidays: Collection[dt.date] = ()) -> dt.date:
    """Return the day that is `days` working days after `start` (the start day itself is not counted)."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        if is_working_day(day, holidays):
            days -= 1
    return day


def working_days_between(start: dt.date, end: dt.date, holidays: Collection[dt.date] = ()) -> int:
    """Return how many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, holidays)
    span = (end - start).days
    return sum(is_working_day(start + dt.timedelta(days=i), holidays) for i in range(1, span + 1))
