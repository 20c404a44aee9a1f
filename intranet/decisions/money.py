"""Money of an award: coefficient x base salary of the day the Decision is issued, rounded by rule (NĐ 152/2025 Điều 49)."""

import datetime as dt
from fractions import Fraction

from ..parameters.queries import rule


def rounded(amount: Fraction, mode: str, unit: int) -> int:
    """Return an amount in đồng rounded "up" or to the "nearest" unit, or to whole đồng for "none" (halves go up)."""
    if mode == "none":
        unit = 1
    parts = amount / unit
    if mode == "up":
        whole = -(-parts.numerator // parts.denominator)
    else:
        whole = (2 * parts.numerator + parts.denominator) // (2 * parts.denominator)
    return whole * unit


def still_due(amount: int, paid: int) -> int:
    """Return what is paid for a title when `paid` was given for other titles of the same time already.

    Several titles with the same counting period: the highest only (NĐ 152/2025 Điều 49). Whatever the order of the
    Decisions, all of them together pay the highest amount and no more.
    """
    return max(0, amount - paid)


def amount_for(subject_kind: str, award_form: str, on: dt.date) -> int:
    """Return the money in đồng for one recipient ("person", "collective", "household") on the day of issue."""
    salary = rule("base_salary", on).value
    coefficient = Fraction(rule(f"award.{award_form}.coefficient", on).value[subject_kind])
    how = rule("award.rounding", on).value
    return rounded(coefficient * salary, how["mode"], how["unit"])
