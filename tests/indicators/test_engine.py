"""The rules of counting: strict comparators, exact fractions, and a slow plain reference on random records."""

from decimal import Decimal
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intranet.indicators import chart, engine
from intranet.indicators.engine import Comparator as C
from intranet.indicators.engine import Kind, Line, Value, Verdict


@pytest.mark.parametrize(
    ("comparator", "value", "held"),
    [
        (C.GE, Value(90, 100), True), (C.GE, Value(8996, 10000), False), (C.GE, Value(899_999_999, 1_000_000_000), False),
        (C.GT, Value(90, 100), False), (C.GT, Value(900_001, 1_000_000), True), (C.EQ, Value(90, 100), True),
        (C.EQ, Value(9004, 10000), False), (C.LE, Value(90, 100), True), (C.LT, Value(90, 100), False),
        (C.LT, Value(8999, 10000), True),
    ],
)  # fmt: skip
def test_comparators_are_exact_and_strict_where_the_plan_is(comparator, value, held):
    assert engine.holds(engine.amount(value, ratio=True), Line(comparator, 90)) is held


def test_a_hundred_means_all_and_rounding_never_tells_another_verdict():
    almost, line = F(9996, 100), Line(C.EQ, 100)
    assert (engine.holds(almost, line), engine.shown(almost, line)) == (False, "99,96")
    assert engine.shown(F(8996, 100), Line(C.GE, 90)) == "89,96"
    assert engine.shown(F(8994, 100), Line(C.GE, 90)) == "89,9"
    assert engine.shown(F(30004, 10000), Line(C.LT, 3)) == "3,0"
    assert (
        engine.shown(F(2_9999, 10000), Line(C.LT, 3)) == "2,99"
        or engine.shown(F(29999, 10000), Line(C.LT, 3)) == "2,9999"
    )
    assert [engine.shown(F(n, 100)) for n in (5, 95, -1234, 0)] == ["0,1", "1,0", "-12,3", "0,0"]


def test_the_stricter_line_wins():
    over, least = Line(C.GT, 90, None, 2030), Line(C.GE, 90)
    assert engine.stricter([least, over], lower_is_better=False) == 1
    assert engine.stricter([Line(C.GE, 85), Line(C.GE, 90)], lower_is_better=False) == 1
    assert engine.stricter([Line(C.LE, 5), Line(C.LT, 3)], lower_is_better=True) == 1
    assert engine.stricter([Line(C.GE, 99, None, 2030), Line(C.GE, 99)], lower_is_better=False) == 1


def test_years_of_flows_stocks_and_counts():
    quarters = {1: Value(1, 2), 2: Value(0, 0), 4: Value(98, 98)}
    assert engine.of_year(Kind.FLOW, quarters) == Value(99, 100)  # not the mean of 50 % and 100 %
    assert engine.of_year(Kind.STOCK, quarters) == Value(98, 98)
    assert engine.of_year(Kind.STOCK, {1: Value(1, 2), 4: Value(0, 0)}) == Value(1, 2)
    assert engine.of_year(Kind.COUNT, {1: Value(3, 1), 2: Value(0, 0), 3: Value(2, 1)}) == Value(5, 1)
    assert engine.of_year(Kind.COUNT, {1: Value(0, 0)}) == Value(0, 0)
    assert [engine.of_year(kind, {}) for kind in Kind] == [None] * 4


@pytest.mark.parametrize(
    ("value", "line", "more", "verdict", "left"),
    [
        (None, Line(C.GE, 99), {}, Verdict.MISSING, None),
        (Value(0, 0), Line(C.GE, 99), {}, Verdict.NOTHING, None),
        (Value(99, 100), Line(C.GE, 99), {}, Verdict.MET, 0),
        (Value(97, 100), Line(C.GE, 99), {}, Verdict.NOT_MET, 2),
        (Value(97, 100), Line(C.GE, 99, None, 2030), {}, Verdict.NOT_DUE, 2),
        (Value(97, 100), Line(C.GE, 99, None, 2026), {}, Verdict.NOT_MET, 2),
        (Value(7, 100), Line(C.LE, 5), {"lower_is_better": True}, Verdict.NOT_MET, 2),
        (
            Value(3, 1),
            Line(C.GE, 10),
            {"kind": Kind.COUNT, "ratio": False, "over": False},
            Verdict.RUNNING,
            7,
        ),
        (Value(3, 1), Line(C.GE, 10), {"kind": Kind.COUNT, "ratio": False}, Verdict.NOT_MET, 7),
    ],
)
def test_verdicts(value, line, more, verdict, left):
    given = {"kind": Kind.FLOW, "year": 2026, "over": True} | more
    found = engine.judge(value, line, **given)
    assert (found.verdict, found.distance) == (verdict, left)


def test_the_straight_path_is_information_before_the_year_of_the_plan():
    knots, line = [(2026, F(50)), (2028, F(70)), (2030, F(80))], Line(C.GE, 80, None, 2030)
    assert [engine.path(knots, year) for year in range(2025, 2032)] == [None, 50, 60, 70, 75, 80, None]
    judged = [
        engine.judge(Value(n, 100), line, kind=Kind.STOCK, year=2027, over=True, knots=knots)
        for n in (60, 59, 80)
    ]
    assert [one.verdict for one in judged] == [Verdict.ON_PATH, Verdict.BEHIND, Verdict.MET]
    assert judged[0].planned == 60
    assert engine.progress(F(8), F(5), 2) == F(1, 2) and engine.progress(F(2), F(2), 2) is None


def test_what_is_lacking_in_whole_records():
    assert engine.lacking(Value(89, 100), Line(C.GE, 90)) == 1
    assert engine.lacking(Value(90, 100), Line(C.GT, 90)) == 1
    assert engine.lacking(Value(6, 7), Line(C.EQ, 100)) == 1
    assert engine.lacking(Value(1, 7), Line(C.GE, 30)) == 2  # 2,1 people are 3
    assert engine.lacking(Value(7, 7), Line(C.EQ, 100)) == engine.lacking(Value(9, 9), Line(C.LE, 5)) == 0


def test_units_that_reach_it():
    values = [Value(1, 1), Value(0, 1), Value(3, 1), None, Value(0, 0)]
    assert engine.units_met(values, Line(C.GE, 1), ratio=False) == Value(2, 3)


# -- the slow reference: one loop over records, decimals of 60 places, no use of the engine -----------------------

RECORDS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 3), st.booleans()), min_size=0, max_size=60
)  # quarter, unit, does it count in the numerator?


@settings(max_examples=150, deadline=None)
@given(RECORDS, st.sampled_from([C.GE, C.GT, C.EQ, C.LE, C.LT]), st.integers(0, 100))
def test_against_a_slow_plain_reference(records, comparator, target):
    units: dict[int, dict[int, Value]] = {}
    for quarter in range(1, 5):
        for unit in range(4):
            mine = [good for q, u, good in records if (q, u) == (quarter, unit)]
            if mine:
                units.setdefault(quarter, {})[unit] = Value(sum(mine), len(mine))
    commune = {q: engine.together(Kind.FLOW, rows.values()) for q, rows in units.items()}
    year = engine.of_year(Kind.FLOW, commune)
    assert year == ((sum(r[2] for r in records), len(records)) if records else None)
    counted = engine.of_year(Kind.COUNT, {q: Value(v.numerator, 1) for q, v in commune.items()})
    assert (counted.numerator if counted else 0) == sum(r[2] for r in records)
    stock = engine.of_year(Kind.STOCK, commune)
    last = max((r[0] for r in records), default=0)
    assert (stock.numerator if stock else 0) == sum(r[2] for r in records if r[0] == last)
    if year is None:
        return
    slow = Decimal(sum(r[2] for r in records)) * 100  # compared by multiplying out: no division, no rounding
    wanted = Decimal(target) * len(records)
    plain = {
        C.GE: slow >= wanted,
        C.GT: slow > wanted,
        C.EQ: slow == wanted,
        C.LE: slow <= wanted,
        C.LT: slow < wanted,
    }
    line = Line(comparator, target)
    found = engine.judge(year, line, kind=Kind.FLOW, year=2026, over=True)
    assert (found.verdict == Verdict.MET) is plain[comparator]
    text = engine.shown(engine.amount(year, ratio=True), line)
    assert (
        engine.holds(F(text.replace(",", ".")), line) is plain[comparator]
    )  # what is read is what is judged
    if comparator in (C.GE, C.GT, C.EQ):
        more = engine.lacking(year, line)
        within = year.numerator + more <= year.denominator or comparator == C.GT
        assert within
        if comparator != C.EQ or not plain[C.GT]:
            raised = F((year.numerator + more) * 100, year.denominator)
            assert raised >= target and (comparator != C.GT or raised > target)


def test_a_chart_leaves_a_gap_for_a_missing_quarter():
    found = chart.spark([F(1), F(3), None, F(2)], F(4))
    assert (found.runs, len(found.dots), found.last) == (("4,30 41,13",), 3, found.dots[-1])
    assert found.target == 4
    assert chart.spark([], None).dots == () and chart.spark([None], F(9)).last is None
