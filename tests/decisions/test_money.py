"""Money of an award, against the table of NĐ 152/2025 Điều 49 and 54."""

import datetime as dt
from fractions import Fraction

import pytest

from intranet.core.errors import NotReady
from intranet.decisions import money

BEFORE, SINCE = dt.date(2026, 6, 30), dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("kind", "on", "amount"),
    [
        ("person", BEFORE, 710_000),
        ("person", SINCE, 760_000),
        ("collective", BEFORE, 1_410_000),
        ("collective", SINCE, 1_520_000),
        ("household", BEFORE, 1_060_000),
        ("household", SINCE, 1_140_000),
    ],
)
def test_giay_khen_by_the_base_salary_of_the_day_of_issue(app, kind, on, amount):
    assert money.amount_for(kind, "giay_khen", on) == amount


def test_no_rule_for_the_day_is_told_with_the_day(app):
    with pytest.raises(NotReady) as refused:
        money.amount_for("person", "giay_khen", dt.date(2020, 1, 1))
    assert "01/01/2020" in refused.value.message


@pytest.mark.parametrize(
    ("amount", "mode", "result"),
    [
        (Fraction(759_000), "up", 760_000),
        (Fraction(760_000), "up", 760_000),
        (Fraction(1_138_500), "nearest", 1_140_000),
        (Fraction(223_500), "nearest", 220_000),
        (Fraction(225_000), "nearest", 230_000),
        (Fraction(1_138_500), "none", 1_138_500),
        (Fraction(2_000_001, 2), "none", 1_000_001),
        (Fraction(0), "up", 0),
    ],
)
def test_rounding(amount, mode, result):
    assert money.rounded(amount, mode, 10_000) == result
