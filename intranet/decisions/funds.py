"""Money of the awards of a year, by the fund that pays it; what was revoked does not count."""

import json
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ..core.db import db
from ..core.text import money_words
from ..people.queries import organisation
from .models import FIRST, Certificate, Decision, DecisionKind
from .states import CertificateState


@dataclass
class Fund:
    """One fund: its Decisions with what each pays (đồng) and to how many."""

    name: str
    lines: list[tuple[Decision, int, int]] = field(default_factory=list)  # Decision, recipients, đồng

    @property
    def total(self) -> int:
        """Return the sum in đồng."""
        return sum(amount for _, _, amount in self.lines)

    @property
    def words(self) -> str:
        """Return the sum in words, as a Decision has it."""
        return money_words(self.total)


def years() -> list[int]:
    """Return the years that have a numbered award Decision, newest first."""
    query = sa.select(Decision.year).where(Decision.kind == DecisionKind.AWARD, Decision.year.is_not(None))
    return [year for (year,) in db.session.execute(query.distinct().order_by(Decision.year.desc())) if year]


def of_year(year: int) -> list[Fund]:
    """Return the funds that paid for awards of a year, each with its Decisions in their order; three statements."""
    query = (
        sa.select(Decision)
        .where(Decision.kind == DecisionKind.AWARD, Decision.kind.in_(FIRST), Decision.year == year)
        .options(selectinload(Decision.certificates))
        .order_by(Decision.number)
    )
    found: dict[str, Fund] = {}
    for decision in db.session.scalars(query):
        name = json.loads(decision.snapshot or "{}").get("fund") or organisation().fund_name
        paid = [one for one in decision.certificates if _counts(one)]
        line = (decision, len(paid), sum(one.amount for one in paid))
        found.setdefault(name, Fund(name)).lines.append(line)
    return list(found.values())


def _counts(one: Certificate) -> bool:
    """A replaced certificate was paid once: its first edition counts, unless the award itself was revoked."""
    return one.edition == 1 and one.state != CertificateState.REVOKED
