"""The rules of counting, pure: exact fractions in, verdicts out; no database, no clock.

The eight rules: strict comparators on exact fractions; contradicting lines judged by the stricter; denominator 0
is "không phát sinh"; missing is not 0; the year of a ratio is sum over sum, of a stock the last quarter; a line
counts every year or from its own year; lower-is-better tells what is too much; a straight path between the years
of the plan is information; rows of units sum to the commune or the difference is shown.
"""

import enum
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple


class Comparator(enum.StrEnum):
    """How a value must stand to its target; GT and LT are strict."""

    GE = "ge"
    GT = "gt"
    EQ = "eq"
    LE = "le"
    LT = "lt"
    IN = "in"  # from target to upper, both included


class Kind(enum.StrEnum):
    """How figures of several quarters make one of a year."""

    FLOW = "flow"  # ratio of what happened: sum over sum
    STOCK = "stock"  # state at the end: the last quarter
    COUNT = "count"  # number in the year: the sum
    RANGE = "range"  # state: how many lie in the range


class Verdict(enum.StrEnum):
    """What is said of an indicator."""

    MET = "met"
    NOT_MET = "not_met"
    RUNNING = "running"  # a count whose year is not over
    ON_PATH = "on_path"  # before the year of the plan, at or above the straight path
    BEHIND = "behind"  # before the year of the plan, below the path
    NOT_DUE = "not_due"  # before the year of the plan, no baseline to draw a path from
    NOTHING = "nothing"  # không phát sinh
    MISSING = "missing"


RED = frozenset({Verdict.NOT_MET, Verdict.BEHIND})


class Value(NamedTuple):
    """Two whole numbers; denominator 0 means that nothing arose. A count has denominator 1."""

    numerator: int
    denominator: int

    @property
    def nothing(self) -> bool:
        """Return whether nothing arose, which is neither 0 nor missing."""
        return self.denominator == 0


class Line(NamedTuple):
    """One line of the plan: comparator, target, upper end of a range, year from which it counts (None: every)."""

    comparator: Comparator
    target: int
    upper: int | None = None
    due_year: int | None = None


def amount(value: Value, *, ratio: bool) -> Fraction:
    """Return what is compared: per cent of a ratio, the number of a count. ValueError when nothing arose."""
    if value.nothing:
        raise ValueError("nothing arose")
    return Fraction(value.numerator * (100 if ratio else 1), value.denominator)


def holds(found: Fraction, line: Line) -> bool:
    """Return whether an exact amount satisfies a line."""
    match line.comparator:
        case Comparator.GE:
            return found >= line.target
        case Comparator.GT:
            return found > line.target
        case Comparator.EQ:
            return found == line.target
        case Comparator.LE:
            return found <= line.target
        case Comparator.LT:
            return found < line.target
    return line.target <= found <= (line.target if line.upper is None else line.upper)


def stricter(lines: Sequence[Line], *, lower_is_better: bool) -> int:
    """Return the place of the line that is hardest to satisfy; the first of equal ones.

    An open end is stricter than a closed one at the same number; of equal ones that which counts every year, then
    the earlier year.
    """
    strict = (Comparator.GT, Comparator.LT, Comparator.EQ)
    sign = -1 if lower_is_better else 1

    def hardness(place: int) -> tuple[int, int, int, int]:
        line = lines[place]
        return (
            sign * line.target,
            int(line.comparator in strict),
            -(line.due_year or 0),
            -place,
        )

    return max(range(len(lines)), key=hardness)


def add(values: Iterable[Value]) -> Value | None:
    """Return sum over sum; None when there is none. What did not arise adds nothing."""
    found = list(values)
    if not found:
        return None
    return Value(sum(v.numerator for v in found), sum(v.denominator for v in found))


def add_counts(values: Iterable[Value]) -> Value | None:
    """Return the sum of counts; 0/0 when nothing arose in all of them, None when there is none."""
    found = list(values)
    if not found:
        return None
    counted = [v for v in found if not v.nothing]
    return Value(sum(v.numerator for v in counted), 1) if counted else Value(0, 0)


def together(kind: Kind, values: Iterable[Value]) -> Value | None:
    """Return the figure of the commune from the rows of its units."""
    return add_counts(values) if kind == Kind.COUNT else add(values)


def of_year(kind: Kind, quarters: Mapping[int, Value]) -> Value | None:
    """Return the figure of a year from its quarters (number -> value); missing quarters are left out.

    A stock takes its last quarter in which there was something to count, else 0/0.
    """
    if kind == Kind.COUNT:
        return add_counts(quarters.values())
    if kind == Kind.FLOW:
        return add(quarters.values())
    counted = [number for number, value in quarters.items() if not value.nothing]
    if counted:
        return quarters[max(counted)]
    return Value(0, 0) if quarters else None


def units_met(values: Iterable[Value | None], line: Line, *, ratio: bool) -> Value:
    """Return units that satisfy the line / units with a figure, for what each unit must reach."""
    given = [v for v in values if v is not None and not v.nothing]
    return Value(sum(holds(amount(v, ratio=ratio), line) for v in given), len(given))


def path(knots: Sequence[tuple[int, Fraction]], year: int) -> Fraction | None:
    """Return the straight path at a year between (year, amount) knots; None outside them or with fewer than two."""
    ordered = sorted(knots)
    for (first, low), (second, high) in pairwise(ordered):
        if first <= year <= second:
            return low + (high - low) * Fraction(year - first, second - first)
    return None


def progress(baseline: Fraction, actual: Fraction, target: int) -> Fraction | None:
    """Return (baseline - actual) / (baseline - target) for what must fall; None when there is no way to go."""
    way = baseline - target
    return None if way == 0 else (baseline - actual) / way


@dataclass(frozen=True)
class Judgement:
    """What is said of a figure, with the distance that is left (points of per cent, or a number)."""

    verdict: Verdict
    distance: Fraction | None = None  # to the target, never negative; None when there is nothing to say
    planned: Fraction | None = None  # the straight path at this year: information


def distance(found: Fraction, line: Line, *, lower_is_better: bool) -> Fraction:
    """Return how far an amount lies from its target on the wrong side; 0 at or beyond it."""
    away = found - line.target if lower_is_better else line.target - found
    return max(away, Fraction(0))


def judge(
    value: Value | None,
    line: Line,
    *,
    kind: Kind,
    year: int,
    over: bool,
    knots: Sequence[tuple[int, Fraction]] = (),
    lower_is_better: bool = False,
    ratio: bool = True,
) -> Judgement:
    """Judge a figure of a year; `over` says that the year has ended, `knots` are the years of the path."""
    if value is None:
        return Judgement(Verdict.MISSING)
    if value.nothing:
        return Judgement(Verdict.NOTHING)
    found = amount(value, ratio=ratio)
    left = distance(found, line, lower_is_better=lower_is_better)
    planned = path(knots, year)
    if holds(found, line):
        return Judgement(Verdict.MET, left, planned)
    if line.due_year is not None and year < line.due_year:
        if planned is None:
            return Judgement(Verdict.NOT_DUE, left)
        fine = found <= planned if lower_is_better else found >= planned
        return Judgement(Verdict.ON_PATH if fine else Verdict.BEHIND, left, planned)
    if kind == Kind.COUNT and not over:
        return Judgement(Verdict.RUNNING, left, planned)
    return Judgement(Verdict.NOT_MET, left, planned)


def lacking(value: Value, line: Line) -> int:
    """Return how many more of the numerator a growing ratio or count needs, the denominator as it is; 0 when none."""
    found = amount(value, ratio=True)
    if line.comparator in (Comparator.LE, Comparator.LT, Comparator.IN) or holds(found, line):
        return 0
    needed = Fraction(line.target * value.denominator, 100)
    whole = math.floor(needed) + 1 if line.comparator == Comparator.GT else math.ceil(needed)
    return max(whole - value.numerator, 0)


def shown(found: Fraction, line: Line | None = None) -> str:
    """Return an amount with one decimal, with more where rounding would tell another verdict than the fraction.

    89,96 is shown as 89,96 beside a target of 90, never as 90,0.
    """
    for places in (1, 2, 3, 4, 6, 9):
        rounded = _rounded(found, places)
        if line is None or rounded == found or holds(rounded, line) == holds(found, line):
            break
    digits = f"{abs(rounded.numerator) * 10**places // rounded.denominator:0{places + 1}d}"
    return f"{'-' if rounded < 0 else ''}{digits[:-places]},{digits[-places:]}"


def _rounded(found: Fraction, places: int) -> Fraction:
    """Round half away from zero, as offices do."""
    scaled = abs(found) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if found >= 0 else -whole, 10**places)
