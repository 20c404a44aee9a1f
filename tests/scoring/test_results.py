"""The result rule against a slow reference, in exact fractions; how points are written."""

import random
from fractions import Fraction
from itertools import combinations

import pytest

from intranet.scoring.results import combine, show, too_far_apart
from intranet.scoring.rubric import ResultRule

F = Fraction


def slow_closest(totals):
    """All pairs, not only neighbours; the mean of the means of those pairs of neighbours that are nearest."""
    order = sorted(totals)
    distance = min(abs(a - b) for a, b in combinations(order, 2))
    near = [place for place in range(len(order) - 1) if order[place + 1] - order[place] == distance]
    means = [(order[place] + order[place + 1]) / F(2) for place in near]
    return sum(means, F(0)) / len(means)


def slow_median(totals):
    order, n = sorted(totals), len(totals)
    return order[(n - 1) // 2] / F(2) + order[n // 2] / F(2)


def test_results_agree_with_the_slow_reference():
    chance = random.Random(20261123)
    for _ in range(3000):
        totals = [
            F(chance.randrange(0, 401), chance.choice([1, 2, 3, 4])) for _ in range(chance.randint(2, 5))
        ]
        mean = sum(totals, F(0)) / len(totals)
        assert combine(totals, ResultRule.CLOSEST) == slow_closest(totals), totals
        assert combine(totals, ResultRule.MEDIAN) == slow_median(totals), totals
        assert combine(totals, ResultRule.MEAN) == mean, totals
        for rule in ResultRule:
            shuffled = chance.sample(totals, len(totals))
            assert combine(shuffled, rule) == combine(totals, rule), (
                "the order of the markers changes nothing"
            )
            assert min(totals) <= combine(totals, rule) <= max(totals)


@pytest.mark.parametrize(
    ("totals", "result"),
    [
        ([70, 62], F(66)),
        ([40, 80, 78], F(79)),
        ([40, 80, 45], F(85, 2)),
        ([60, 70, 80], F(70)),  # both neighbours equally near: neither is preferred
        ([50, 50, 90], F(50)),
        ([F(1, 3), F(2, 3)], F(1, 2)),
    ],
)
def test_mean_of_the_two_nearest(totals, result):
    assert combine([F(one) for one in totals], ResultRule.CLOSEST) == result


def test_exactly_the_gap_is_near_enough():
    assert not too_far_apart([F(60), F(75)], F(15))
    assert too_far_apart([F(60), F(151, 2)], F(15))
    assert too_far_apart([F(70), F(60), F(80)], F(15))


@pytest.mark.parametrize(
    ("number", "words"),
    [(F(0), "0"), (F(10), "10"), (F(15, 2), "7,5"), (F(196, 3), "≈ 65,33"), (F(200, 3), "≈ 66,67"),
     (F(25, 4), "6,25"), (F(100), "100"), (F(1, 1000), "≈ 0"), (None, "")],
)  # fmt: skip
def test_points_are_written_as_people_here_do(number, words):
    assert show(number) == words
