"""The content of a report as plain data: figures from the board of locked quarters, in the very words of the screen."""

from fractions import Fraction
from typing import Any

from ..indicators import board, figures, queries, words
from ..indicators.board import Row
from ..indicators.engine import Kind, Value, Verdict
from ..indicators.models import IndicatorQuarter, Restatement
from ..people.models import Unit
from . import movement, periods
from .models import MovementReport, ReportKind
from .periods import Period

Content = dict[str, Any]
ON_TIME = "I01"  # told by office in the quarterly notice (plan III.1)


def content_of(report: MovementReport) -> Content:
    """Return all figures of a report as they are now; nothing of a quarter that is not locked."""
    period, told = periods.of_report(report), periods.told_of(report)
    rows = board.rows(report.year, report.quarter, locked=True)
    units = {unit.id: unit for unit in queries.units_in(period.locked[-1])} if period.locked else {}
    quarterly = report.kind == ReportKind.QUARTER
    before = {} if quarterly else _year_before(report)
    restated = _restated(period, rows, units)
    return {
        "missing": list(period.missing),
        "rows": [_row(row, report, before.get(row.indicator.code), restated) for row in rows],
        "counts": _counts(rows),
        "nodata": [f"{row.indicator.code} {row.indicator.name}" for row in rows if _silent(row)],
        "unmet": [_unmet(row, report.year) for row in rows if row.red],
        "restated": [line for _, line in restated],
        "movement": movement.results(told),
        "awards": movement.awards(told),
        "duties": [] if quarterly else movement.duties(report.year),
        "bars": [_bar(row) for row in rows if _is_share(row)],
        "trends": [_trend(row) for row in rows if _has_trend(row)],
        "years": _years(report) if report.from_year < report.year else {},
        "offices": _offices(period.locked[-1], rows) if quarterly and period.locked else [],
    }


def _silent(row: Row) -> bool:
    return row.judgement.verdict == Verdict.MISSING


def _is_share(row: Row) -> bool:
    return row.ratio and row.amount is not None


def _has_trend(row: Row) -> bool:
    return row.indicator.kind != Kind.COUNT and sum(one is not None for _, one in row.trend) > 1


def shown(row: Row) -> str:
    """Return the figure of a row as the screen has it: amount, then numerator and denominator of a share."""
    if row.value is None or row.value.nothing:
        return words.fraction(row.value)
    amount = words.amount(row.value, ratio=row.ratio, line=row.line)
    return f"{amount} ({words.fraction(row.value)})" if row.ratio else amount


def _year_before(report: MovementReport) -> dict[str, tuple[str, Fraction | None]]:
    """Return code -> (words, amount) of the year before, up to the same quarter."""
    return {
        row.indicator.code: (
            words.amount(row.value, ratio=row.ratio, line=row.line) if row.value else "",
            row.amount,
        )
        for row in board.rows(report.year - 1, report.quarter, locked=True)
    }


def _row(
    row: Row,
    report: MovementReport,
    year_before: tuple[str, Fraction | None] | None,
    restated: list[tuple[str, str]],
) -> dict[str, str]:
    code = row.indicator.code
    said = {
        "code": code,
        "theme": str(row.indicator.theme_number),
        "name": row.indicator.name,
        "target": words.row_target(row),
        "value": shown(row) + ("*" if any(one == code for one, _ in restated) else ""),
        "before": "",
        "now": "",
        "state": words.state(row, report.year),
    }
    if report.kind == ReportKind.QUARTER:
        said["now"] = _now(row)
        said["state"] = words.short_state(row)  # four columns of figures leave little room
        said["before"] = _compared(row, *_quarter_before(row))
    elif year_before is not None:
        said["before"] = _compared(row, *year_before, found=row.amount)
    return said


def _now(row: Row) -> str:
    """Return the figure of the quarter alone, with its two numbers."""
    amount = words.quarter_amount(row.indicator, row.now)
    if row.indicator.kind == Kind.COUNT or row.now is None or row.now.nothing:
        return words.fraction(row.now)
    return f"{amount} ({words.fraction(row.now)})"


def _quarter_before(row: Row) -> tuple[str, Fraction | None]:
    """Return words and amount of the quarter just before in the trend, if that one is locked."""
    if len(row.trend) < 2:
        return "", None
    (last, _), (earlier, found) = row.trend[-1], row.trend[-2]
    follows = (earlier.year * 4 + earlier.quarter) + 1 == last.year * 4 + last.quarter
    if not follows or found is None:
        return "", None
    ratio = row.indicator.kind != Kind.COUNT
    return words.plain(found, ratio=ratio) + (" %" if ratio else ""), found


_NOTHING = object()


def _compared(row: Row, said: str, before: Fraction | None, found: Any = _NOTHING) -> str:
    """Return the figure before and how much it rose or fell; empty when there is none."""
    if not said or before is None:
        return ""
    now = row.trend[-1][1] if found is _NOTHING else found
    if now is None:
        return said
    ratio = row.ratio if found is not _NOTHING else row.indicator.kind != Kind.COUNT
    difference = now - before
    if difference == 0:
        return f"{said} (không đổi)"
    size = words.points(abs(difference)) if ratio else words.whole(int(abs(difference)))
    return f"{said} ({'tăng' if difference > 0 else 'giảm'} {size}{' điểm %' if ratio else ''})"


def _counts(rows: list[Row]) -> dict[str, int]:
    counted = board.counted(rows)
    return {
        "total": len(rows),
        "met": counted[Verdict.MET],
        "unmet": counted[Verdict.NOT_MET] + counted[Verdict.BEHIND],
        "running": counted[Verdict.ON_PATH] + counted[Verdict.NOT_DUE] + counted[Verdict.RUNNING],
        "nothing": counted[Verdict.NOTHING],
        "nodata": counted[Verdict.MISSING],
    }


def _unmet(row: Row, year: int) -> dict[str, str]:
    name = f"{row.indicator.code}. {row.indicator.name}: {shown(row)}, mức phấn đấu {words.row_target(row)}"
    return {"code": row.indicator.code, "name": name, "state": words.state(row, year)}


def _restated(period: Period, rows: list[Row], units: dict[int, Unit]) -> list[tuple[str, str]]:
    """Return (code, sentence) of each restatement of a locked quarter: both figures and the reason."""
    by_id = {row.indicator.id: row.indicator for row in rows}
    quarters = {one.id: one for one in period.locked}

    def sentence(one: Restatement) -> tuple[str, str]:
        indicator, quarter = by_id[one.indicator_id], quarters[one.quarter_id]
        count = indicator.kind == Kind.COUNT
        new = Value(one.numerator, 1 if count and one.denominator else one.denominator)
        old = None
        if one.old_numerator is not None:
            old = Value(one.old_numerator, 1 if count and one.old_denominator else one.old_denominator or 0)
        unit = units[one.unit_id].name if one.unit_id in units else "đơn vị"
        said = f"{indicator.code}, {quarter.name}, {unit}: {words.lower(words.fraction(old))}"
        return indicator.code, f"{said}, nay là {words.lower(words.fraction(new))}. Lý do: {one.reason}"

    return [sentence(one) for one in queries.restatements(quarters) if one.indicator_id in by_id]


def _bar(row: Row) -> dict[str, Any]:
    target = row.line.target if row.indicator.kind != Kind.RANGE else 100
    return {
        "label": f"{row.indicator.code} {words.short_name(row.indicator)}",
        "share": str(row.amount),
        "target": target,
        "words": f"{words.amount(row.value, ratio=row.ratio, line=row.line)} ({_aim(row)})",
        "met": row.judgement.verdict == Verdict.MET,
    }


def _aim(row: Row) -> str:
    """Return the line of a bar, a share of units or teams: "≥ 99 %", "mọi đơn vị"."""
    if row.indicator.every_unit or row.indicator.kind == Kind.RANGE:
        return "= 100 %"
    return words.row_target(row, short=True)


def _trend(row: Row) -> dict[str, Any]:
    share = row.ratio and not row.indicator.every_unit and row.indicator.kind != Kind.RANGE
    quarter, last = row.trend[-1]
    said = "chưa có số" if last is None else f"{words.plain(last, ratio=True)} %"
    return {
        "label": f"{row.indicator.code} {words.short_name(row.indicator)}",
        "points": [None if one is None else str(one) for _, one in row.trend],
        "first": row.trend[0][0].name,
        "last": quarter.name,
        "words": f"{quarter.name}: {said}",
        "target": row.line.target if share else None,
    }


def _years(report: MovementReport) -> dict[str, Any]:
    """Return the years of a period side by side, and the row of each indicator."""
    return commune_years(report.from_year, report.year, report.quarter)


def commune_years(first: int, last: int, quarter: int = 4) -> dict[str, Any]:
    """Return {"years", "rows": [code, name, target, one figure a year]} of the commune from locked quarters."""
    years = list(range(first, last + 1))
    boards = {
        year: {
            row.indicator.code: row for row in board.rows(year, quarter if year == last else 4, locked=True)
        }
        for year in years
    }
    newest = next((boards[year] for year in reversed(years) if boards[year]), {})
    return {
        "years": years,
        "rows": [
            [code, row.indicator.name, words.row_target(row, short=True)]
            + [shown(boards[year][code]) if code in boards[year] else "" for year in years]
            for code, row in newest.items()
        ],
    }


def _offices(quarter: IndicatorQuarter, rows: list[Row]) -> list[list[str]]:
    """Return (office, share, numbers) on time in the quarter, for each office by itself."""
    indicator = next((row.indicator for row in rows if row.indicator.code == ON_TIME), None)
    if indicator is None:
        return []
    units = queries.units_in(quarter)
    found = figures.by_unit([indicator], [quarter])
    return [
        [unit.name, words.quarter_amount(indicator, value), words.fraction(value)]
        for unit in units
        if (value := found.get((indicator.id, quarter.id, unit.id))) is not None
    ]


def until(report: MovementReport) -> str:
    """Return the last day of the period as dd/mm/yyyy."""
    return f"{periods.ends_on(report.year, report.quarter):%d/%m/%Y}"
