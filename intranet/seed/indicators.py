"""The 25 indicators of the plan with their lines (`indicators.json`) and the first year. Loaded once."""

import datetime as dt
import json
from pathlib import Path

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from ..indicators.engine import Comparator, Kind
from ..indicators.models import Indicator, IndicatorTarget, IndicatorYear, Origin, Per
from ..indicators.years import quarters_of
from ..people.models import Unit

DATA = Path(__file__).with_name("indicators.json")
FIRST_YEAR = 2026


def load_indicators() -> bool:
    """Load the plan's indicators and open its first year when there is no indicator yet; say whether it did."""
    if db.session.scalar(sa.select(Indicator.id).limit(1)) is not None:
        return False
    units = {unit.short_name: unit for unit in db.session.scalars(sa.select(Unit)) if unit.short_name}
    for position, one in enumerate(json.loads(DATA.read_text(encoding="utf-8")), start=1):
        reporter = units.get(one.get("unit", ""))
        indicator = Indicator(
            code=one["code"],
            position=position,
            theme_number=one["theme"],
            name=one["name"],
            measure=one["measure"],
            kind=Kind(one["kind"]),
            origin=Origin(one["origin"]),
            per=Per(one.get("per", "year")),
            every_unit=one.get("every", False),
            lower_is_better=one.get("lower", False),
            numerator_words=one["numerator"],
            denominator_words=one.get("denominator", ""),
            reporter_kinds=one.get("kinds", ""),
            reporter_id=reporter.id if reporter else None,
            reporter_words=one["who"],
            marks=one["marks"],
            remark=one.get("remark", ""),
        )
        indicator.targets = [
            IndicatorTarget(
                year=FIRST_YEAR,
                number=number,
                passage=passage,
                words=words,
                comparator=Comparator(comparator),
                target=target,
                upper=upper,
                due_year=due,
            )
            for number, (passage, words, comparator, target, upper, due) in enumerate(one["lines"], start=1)
        ]
        db.session.add(indicator)
    opened = dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC) if clock.today().year > FIRST_YEAR else clock.now()
    db.session.add(IndicatorYear(year=FIRST_YEAR, opened_at=opened, opened_by="Hệ thống"))
    db.session.add_all(quarters_of(FIRST_YEAR))
    db.session.flush()
    return True
