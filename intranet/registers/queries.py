"""Read the registers: lines of a year, which years are closed."""

from dataclasses import dataclass

import sqlalchemy as sa

from ..core.db import Base, db
from ..core.errors import NotThere
from .models import NumberSeries, RegisterEntry, RegisterYear


@dataclass(frozen=True)
class Book:
    """A series of a year: how many lines, the last number, and its closing if it was closed."""

    series: str
    year: int
    lines: int
    last: int
    closing: RegisterYear | None


def get_entry(entry_id: int) -> RegisterEntry:
    """Return a line; NotThere when there is none."""
    found = db.session.get(RegisterEntry, entry_id)
    if found is None:
        raise NotThere("Không tìm thấy dòng này trong sổ.")
    return found


def closing_of(series: str, year: int) -> RegisterYear | None:
    """Return the closing of a series of a year, or None while it is open."""
    return db.session.scalar(
        sa.select(RegisterYear).where(RegisterYear.series == series, RegisterYear.year == year)
    )


def count_of(series: str, year: int) -> int:
    """Return the number of lines of a series of a year."""
    query = sa.select(sa.func.count()).where(RegisterEntry.series == series, RegisterEntry.year == year)
    return int(db.session.scalar(query) or 0)


def lines_of(series: str, year: int) -> list[RegisterEntry]:
    """Return the lines of a series of a year in the order of their numbers."""
    query = sa.select(RegisterEntry).where(RegisterEntry.series == series, RegisterEntry.year == year)
    return list(db.session.scalars(query.order_by(RegisterEntry.number)))


def lines_of_object(obj: Base) -> list[RegisterEntry]:
    """Return the lines that a row has in all series, by date and number."""
    query = sa.select(RegisterEntry).where(
        RegisterEntry.object_kind == obj.__tablename__, RegisterEntry.object_id == obj.id
    )
    return list(db.session.scalars(query.order_by(RegisterEntry.issued_on, RegisterEntry.id)))


def books() -> list[Book]:
    """Return all series of all years that have a number, the newest year first."""
    lines = {
        (series, year): number
        for series, year, number in db.session.execute(
            sa.select(RegisterEntry.series, RegisterEntry.year, sa.func.count()).group_by(
                RegisterEntry.series, RegisterEntry.year
            )
        )
    }
    closings = {(row.series, row.year): row for row in db.session.scalars(sa.select(RegisterYear))}
    counters = db.session.scalars(
        sa.select(NumberSeries)
        .where(NumberSeries.last > 0)
        .order_by(NumberSeries.year.desc(), NumberSeries.series)
    )
    return [
        Book(
            one.series,
            one.year,
            lines.get((one.series, one.year), 0),
            one.last,
            closings.get((one.series, one.year)),
        )
        for one in counters
    ]
