"""The board: what is said of every indicator in one quarter of a year, for the commune or one unit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..core import clock
from ..people.models import Unit
from . import engine, figures, queries
from .engine import Comparator, Judgement, Kind, Line, Value, Verdict
from .models import Indicator, IndicatorQuarter, IndicatorTarget, Origin, Per
from .sources import SOURCES

TREND = 8  # quarters


@dataclass
class Row:
    """One indicator on the board."""

    indicator: Indicator
    target: IndicatorTarget  # the line by which it is judged
    line: Line  # the same, for the engine
    others: list[IndicatorTarget]  # lines of the plan that say something else
    value: Value | None  # of the year so far
    judgement: Judgement
    ratio: bool  # shown as per cent
    now: Value | None = None  # of the quarter alone
    trend: list[tuple[IndicatorQuarter, Fraction | None]] = field(default_factory=list)
    restated: bool = False

    @property
    def unconnected(self) -> bool:
        """Return whether it should be computed but no records are kept for it yet."""
        return self.indicator.origin == Origin.COMPUTED and self.indicator.code not in SOURCES

    @property
    def red(self) -> bool:
        """Return whether it needs attention."""
        return self.judgement.verdict in engine.RED

    @property
    def amount(self) -> Fraction | None:
        """Return the exact amount that is judged."""
        if self.value is None or self.value.nothing:
            return None
        return engine.amount(self.value, ratio=self.ratio)


def is_ratio(indicator: Indicator) -> bool:
    """Return whether the commune's figure is a share, shown in per cent."""
    return indicator.kind != Kind.COUNT or indicator.every_unit


def judging_line(indicator: Indicator, line: Line) -> Line:
    """Return the line for the commune's figure: where every unit (or team) must reach it, all of them."""
    if indicator.every_unit or indicator.kind == Kind.RANGE:
        return Line(Comparator.EQ, 100, None, line.due_year)
    if indicator.per == Per.QUARTER:
        return line._replace(target=4)
    return line


def rows(year: int, until: int = 4, *, locked: bool = False) -> list[Row]:
    """Return the board of the commune for a year, with the quarters up to `until`, in the order of the plan.

    `locked`: from locked quarters only, as papers have it; the others are as if they had never been.
    """
    every, known = queries.indicators(), queries.quarters()
    known = [one for one in known if one.locked or not locked]
    mine = [one for one in known if one.year == year and one.quarter <= until]
    if not mine:
        return []
    seen = [one for one in known if one.ends_on <= mine[-1].ends_on]
    values = figures.of_commune(every, seen)
    restated = {key[0] for key in figures.newest_restatements([one.id for one in mine])}
    units = queries.units_in(mine[-1])
    chosen = queries.settled(mine[-1].ends_on)
    found = []
    for indicator in every:
        own = {one.id: values.get((indicator.id, one.id)) for one in seen}
        row = _row(indicator, mine, own, chosen, units)
        row.trend = [(one, _amount(indicator, own[one.id])) for one in seen[-TREND:]]
        row.restated = indicator.id in restated
        row.judgement = _judge(row, mine, known, own)
        found.append(row)
    return found


def _amount(indicator: Indicator, value: Value | None) -> Fraction | None:
    if value is None or value.nothing:
        return None
    return engine.amount(value, ratio=indicator.kind != Kind.COUNT)


def year_value(
    indicator: Indicator, mine: Sequence[IndicatorQuarter], own: Mapping[int, Value | None], line: Line
) -> Value | None:
    """Return the figure of the year so far from the commune's figures of its quarters."""
    given = {one.quarter: value for one in mine if (value := own.get(one.id)) is not None}
    if indicator.per == Per.QUARTER:
        if not given:
            return None
        held = [v for v in given.values() if not v.nothing and engine.holds(Fraction(v.numerator), line)]
        return Value(len(held), 1)
    return engine.of_year(indicator.kind, given)


def _row(
    indicator: Indicator,
    mine: Sequence[IndicatorQuarter],
    own: Mapping[int, Value | None],
    chosen: dict[str, str],
    units: Sequence[Unit],
) -> Row:
    lines = queries.lines_of(indicator, mine[-1].year)
    target, line = queries.judged_line(indicator, lines, chosen)
    if indicator.every_unit:
        asked = {unit.id for unit in figures.scope(indicator, mine[-1], units)}
        by_unit = figures.year_by_unit(indicator, mine, units)
        value: Value | None = None
        if indicator.code in SOURCES:
            value = engine.units_met([by_unit[one] for one in sorted(asked)], line, ratio=False)
    else:
        value = year_value(indicator, mine, own, line)
    return Row(
        indicator=indicator,
        target=target,
        line=judging_line(indicator, line),
        others=[
            one for one in lines if one is not target and queries.as_line(one) != queries.as_line(target)
        ],
        value=value,
        judgement=Judgement(Verdict.MISSING),
        ratio=is_ratio(indicator),
        now=own.get(mine[-1].id),
    )


def _judge(
    row: Row,
    mine: Sequence[IndicatorQuarter],
    known: Sequence[IndicatorQuarter],
    own: Mapping[int, Value | None],
) -> Judgement:
    year, last = mine[-1].year, mine[-1]
    over = last.quarter == 4 and last.ends_on < clock.today()
    if row.indicator.per == Per.QUARTER and row.value is not None:
        ended = sum(one.ends_on < clock.today() for one in mine)
        if row.value.numerator < ended:  # a quarter that went by without it cannot be made good
            return Judgement(Verdict.NOT_MET, Fraction(4 - row.value.numerator))
    return engine.judge(
        row.value,
        row.line,
        kind=row.indicator.kind,
        year=year,
        over=over,
        knots=knots(row, known, own),
        lower_is_better=row.indicator.lower_is_better,
        ratio=row.ratio,
    )


def knots(
    row: Row, known: Sequence[IndicatorQuarter], own: Mapping[int, Value | None]
) -> list[tuple[int, Fraction]]:
    """Return the knots of the straight path: the first year as it was, then the milestones of the plan."""
    if not row.indicator.marks or not known:
        return []
    first = known[0].year
    start = [one for one in known if one.year == first]
    if not all(one.id in own for one in start):
        return []  # the first year itself: no way has been gone yet
    value = year_value(row.indicator, start, own, row.line)
    if value is None or value.nothing or all(one.year == first for one in known if one.id in own):
        return []
    base = engine.amount(value, ratio=row.ratio)
    return [(first, base), *((year, Fraction(target)) for year, target in row.indicator.marks)]


def counted(found: Sequence[Row]) -> Counter[Verdict]:
    """Return verdict -> how many indicators; what did not arise is out of the pass/fail count by itself."""
    return Counter(row.judgement.verdict for row in found)


def of_unit(unit: Unit, year: int, until: int = 4) -> list[Row]:
    """Return the indicators of one unit: what is asked of it and what it has figures for; missing ones too."""
    return of_units([unit], year, until).get(unit.id, [])


def of_units(
    units: Sequence[Unit], year: int, until: int = 4, *, locked: bool = False
) -> dict[int, list[Row]]:
    """Return unit -> its rows as `of_unit` has them; `locked` as in `rows`. Reads once for all units."""
    known = [one for one in queries.quarters() if one.locked or not locked]
    mine = [one for one in known if one.year == year and one.quarter <= until]
    if not mine:
        return {}
    seen = [one for one in known if one.ends_on <= mine[-1].ends_on]
    every = [one for one in queries.indicators() if one.per == Per.YEAR]
    values = figures.by_unit(every, seen, units[0].id if len(units) == 1 else None)
    chosen = queries.settled(mine[-1].ends_on)
    found: dict[int, list[Row]] = {unit.id: [] for unit in units}
    for indicator in every:
        asked = {unit.id for unit in figures.scope(indicator, mine[-1], units)}
        target, line = queries.judged_line(indicator, queries.lines_of(indicator, year), chosen)
        if indicator.kind == Kind.RANGE:
            line = judging_line(indicator, line)
        for unit in units:
            own = {one.id: values.get((indicator.id, one.id, unit.id)) for one in seen}
            if unit.id not in asked and all(own[one.id] is None for one in mine):
                continue
            row = Row(indicator, target, line, [], year_value(indicator, mine, own, line), Judgement(Verdict.MISSING),
                      indicator.kind != Kind.COUNT)  # fmt: skip
            row.now = own[mine[-1].id]
            row.trend = [(one, _amount(indicator, own[one.id])) for one in seen[-TREND:]]
            _judge_unit(row, mine, known, own)
            found[unit.id].append(row)
    return found


def _judge_unit(
    row: Row,
    mine: Sequence[IndicatorQuarter],
    known: Sequence[IndicatorQuarter],
    own: Mapping[int, Value | None],
) -> None:
    indicator = row.indicator
    if row.value is None and indicator.every_unit and indicator.code in SOURCES:
        row.value = Value(0, 1)
    row.judgement = _judge(row, mine, known, own)
    if indicator.kind == Kind.COUNT and not indicator.every_unit and row.value is not None:
        row.judgement = Judgement(Verdict.RUNNING)  # the target is the commune's, a unit only adds to it
