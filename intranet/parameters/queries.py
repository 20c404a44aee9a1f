"""Read dated parameters and wording: always for a day, never "the current one" by accident."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from flask import g, has_request_context

from ..core import clock
from ..core.db import db
from ..core.errors import NotReady
from .models import Confidence, Holiday, Parameter, Wording
from .placeholders import IN_BRACES

FEWEST_TET_DAYS = 3  # working days off at Tết; fewer in the table means that they were not entered


@dataclass(frozen=True)
class Rule:
    """A parameter as in force on a day: its value and what it rests on."""

    key: str
    value: Any
    source: str
    confidence: Confidence

    @property
    def needs_check(self) -> bool:
        """Return whether the office should still confirm it ("cần kiểm tra")."""
        return self.confidence not in (Confidence.VERIFIED, Confidence.CONFIRMED)

    @property
    def fraction(self) -> Fraction:
        """Return a value [numerator, denominator] as an exact fraction."""
        numerator, denominator = self.value
        return Fraction(numerator, denominator)


def rule(key: str, on: dt.date) -> Rule:
    """Return the parameter in force on a day; NotReady (with the key) when none is."""
    row = db.session.scalar(
        sa.select(Parameter)
        .where(Parameter.key == key, Parameter.effective_from <= on)
        .where(sa.or_(Parameter.effective_to.is_(None), Parameter.effective_to >= on))
        .order_by(Parameter.effective_from.desc())
        .limit(1)
    )
    if row is None:
        raise NotReady(f"Chưa có quy định “{key}” cho ngày {on:%d/%m/%Y}. Hãy bổ sung trong mục Tham số.")
    return Rule(row.key, row.value, row.source, Confidence(row.confidence))


def in_force(prefix: str, on: dt.date) -> list[Parameter]:
    """Return the parameters whose key begins with `prefix`, as in force on a day, by key."""
    rows = db.session.scalars(
        sa.select(Parameter)
        .where(Parameter.key.startswith(prefix, autoescape=True), Parameter.effective_from <= on)
        .where(sa.or_(Parameter.effective_to.is_(None), Parameter.effective_to >= on))
        .order_by(Parameter.key, Parameter.effective_from)
    )
    return list({row.key: row for row in rows}.values())


def wording(document_kind: str, on: dt.date) -> dict[str, Wording]:
    """Return the newest text of every slot of a document kind that is in force on a day, by slot."""
    rows = db.session.scalars(
        sa.select(Wording)
        .where(Wording.document_kind == document_kind, Wording.effective_from <= on)
        .order_by(Wording.version)
    )
    return {row.slot: row for row in rows}


def versions(document_kind: str) -> dict[str, list[Wording]]:
    """Return all versions of the texts of a kind, oldest first, by slot."""
    found: dict[str, list[Wording]] = {}
    query = sa.select(Wording).where(Wording.document_kind == document_kind)
    for row in db.session.scalars(query.order_by(Wording.slot, Wording.version)):
        found.setdefault(row.slot, []).append(row)
    return found


def texts(document_kind: str, on: dt.date) -> dict[str, str]:
    """Return slot -> text for a document kind on a day; NotReady when the kind has no wording yet."""
    found = {slot: row.text for slot, row in wording(document_kind, on).items()}
    if not found:
        raise NotReady("Chưa có lời văn cho loại văn bản này. Hãy soạn trong mục Mẫu văn bản.")
    return found


def fill(template: str, values: dict[str, Any]) -> str:
    """Replace {name} in an office text by plain values, in one pass (braces inside a value stay as they are).

    An unknown {name} is left as it is.
    """
    return IN_BRACES.sub(lambda found: str(values.get(found[1], found[0])), template)


def holidays() -> Sequence[dt.date]:
    """Return all known holidays (read once a request)."""
    if has_request_context() and "holidays" in g:
        return list(g.holidays)
    days = list(db.session.scalars(sa.select(Holiday.day)))
    if has_request_context():
        g.holidays = days
    return days


def years_without_holidays(start: dt.date, end: dt.date) -> list[int]:
    """Return the years from `start` to `end` whose table has no holiday, or no Tết: deadlines over them are not reliable.

    Tết Nguyên đán falls between 21 January and 20 February and gives several days off (Bộ luật Lao động Điều 112).
    """
    days = holidays()
    known = {day.year for day in days}
    tet = Counter(day.year for day in days if (1, 19) <= (day.month, day.day) <= (2, 25))
    return [
        year for year in range(start.year, end.year + 1) if year not in known or tet[year] < FEWEST_TET_DAYS
    ]


def deadline(key: str, on: dt.date) -> dt.date | None:
    """Return the day by which a step should be done; None when the office has set no such term."""
    try:
        days = int(rule(key, on).value)
    except NotReady:
        return None
    return clock.add_working_days(on, days, holidays())
