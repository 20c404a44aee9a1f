"""One result of several totals, in exact fractions."""

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

from .rubric import ResultRule, Rubric


def too_far_apart(totals: Sequence[Fraction], gap: Fraction) -> bool:
    """Return whether two of the totals differ by more than the gap (exactly the gap is still near enough)."""
    return max(totals) - min(totals) > gap


def combine(totals: Sequence[Fraction], by: ResultRule) -> Fraction:
    """Return the result of at least two totals.

    CLOSEST: the mean of the two nearest totals. Where several neighbours are equally near, none of them is
    preferred: the mean of their means (60, 70, 80 make 70).
    """
    ordered = sorted(totals)
    if by == ResultRule.MEAN:
        return sum(ordered, Fraction(0)) / len(ordered)
    if by == ResultRule.MEDIAN:
        middle = len(ordered) // 2
        return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    pairs = list(itertools.pairwise(ordered))
    nearest = min(high - low for low, high in pairs)
    means = [(low + high) / 2 for low, high in pairs if high - low == nearest]
    return sum(means, Fraction(0)) / len(means)


def passes(result: Fraction, rubric: Rubric) -> bool:
    """Return whether a result reaches the pass mark; exactly the mark does."""
    return result >= rubric.pass_mark


def show(number: Fraction | None, places: int = 2) -> str:
    """Return points (>= 0) as people here write them: "62,5", or "≈ 65,33" (rounded half up) when it does not end."""
    if number is None:
        return ""
    scale = 10**places
    scaled = math.floor(number * scale + Fraction(1, 2))
    whole, part = divmod(scaled, scale)
    text = f"{whole},{part:0{places}d}".rstrip("0").rstrip(",")
    return text if Fraction(scaled, scale) == number else f"≈ {text}"
