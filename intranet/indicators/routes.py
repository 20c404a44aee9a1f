"""The board, what stands behind each of its numbers, the sheet of a unit, the chairman's page."""

from flask import Response, request
from flask_login import current_user

from ..core import nav
from ..core.access import SIGNED_IN, needs
from ..core.errors import NotThere
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..people import queries as people
from ..people.models import Unit
from . import board, chart, computed, detail, lines, queries, refresh, rules, tasks, words  # noqa: F401  # registers
from .blueprint import blueprint
from .engine import Verdict
from .models import IndicatorQuarter

nav.entry("Thi đua", "Bảng chỉ tiêu", "indicators.index", SIGNED_IN, order=5)
nav.entry("Thi đua", "Chỉ tiêu cần chú ý", "indicators.attention", P.INDICATORS_READ, order=6)
refresh.watch()


def chosen_quarter() -> IndicatorQuarter | None:
    """Return the quarter that the address asks for (?quy=), else the newest that has begun."""
    asked = number_or_none(request.args.get("quy"))
    found = next((one for one in queries.quarters() if one.id == asked), None)
    return found or queries.current_quarter()


def begun() -> list[IndicatorQuarter]:
    """Return the quarters that one can look at, newest first."""
    return queries.visible_quarters()[::-1]


@blueprint.get("")
@needs(SIGNED_IN)
def index() -> Response:
    """The board: every indicator of the commune on one screen."""
    quarter = chosen_quarter()
    found = board.rows(quarter.year, quarter.quarter) if quarter else []
    return render(
        "indicators/board.html",
        quarter=quarter,
        quarters=begun(),
        rows=found,
        counted=board.counted(found),
        verdicts=Verdict,
        late=queries.late(quarter) if quarter else [],
        units=_units(quarter),
        words=words,
        spark=_spark,
    )


def _spark(row: board.Row) -> chart.Spark:
    """Return the trend of a row as a small chart; the target line where quarters are compared with it."""
    share = row.ratio and not row.indicator.every_unit and row.indicator.kind != "range"
    target = row.line.target if share else None
    return chart.spark(
        [amount for _, amount in row.trend], None if target is None else chart.Fraction(target)
    )


def _units(quarter: IndicatorQuarter | None) -> list[Unit]:
    if quarter is None:
        return []
    return [unit for unit in queries.units_in(quarter) if unit.parent_id is not None]


@blueprint.get("/<int:indicator_id>")
@needs(SIGNED_IN)
def show(indicator_id: int) -> Response:
    """One indicator: formula, lines of the plan, years, units, records, who entered, what changed since the lock."""
    indicator, quarter = queries.get_indicator(indicator_id), chosen_quarter()
    if quarter is None:
        raise NotThere("Chưa mở năm nào.")
    asked = number_or_none(request.args.get("don-vi"))
    unit = next((one for one in queries.units_in(quarter) if one.id == asked), None)
    return render(
        "indicators/show.html",
        indicator=indicator,
        quarter=quarter,
        quarters=begun(),
        unit=unit,
        page_of=detail.page_of(indicator, quarter, unit, current_user),
        settled=lines.history(indicator),
        stricter=queries.STRICTER,
        may_settle=current_user.has(P.PARAMETERS_WRITE),
        may_lead=current_user.has(P.INDICATORS_LOCK),
        may_restate=quarter.locked and current_user.has(P.INDICATORS_LOCK),
        words=words,
        spark=_spark,
    )


@blueprint.get("/don-vi/<int:unit_id>")
@needs(SIGNED_IN)
def unit_sheet(unit_id: int) -> Response:
    """The indicators of one unit, with what is still missing before when (story TP9)."""
    unit, quarter = people.get_unit(unit_id), chosen_quarter()
    rows = board.of_unit(unit, quarter.year, quarter.quarter) if quarter else []
    return render(
        "indicators/unit.html",
        unit=unit,
        quarter=quarter,
        quarters=begun(),
        rows=rows,
        cards=[(row, said) for row in rows if quarter and (said := words.needed(row, quarter.year))],
        may_write=rules.may_write(current_user, unit.id),
        words=words,
        spark=_spark,
    )


@blueprint.get("/can-chu-y")
@needs(P.INDICATORS_READ)
def attention() -> Response:
    """What the chairman looks at once a week: red indicators, late units, papers to sign (story CT1)."""
    quarter = chosen_quarter()
    asked = queries.to_report()
    return render(
        "indicators/attention.html",
        quarter=quarter,
        red=[row for row in board.rows(quarter.year, quarter.quarter) if row.red] if quarter else [],
        asked=asked,
        late=queries.late(asked) if asked else [],
        waiting=queries.waiting_for(current_user),
        papers=tasks.papers_to_sign(current_user),
        may_remedy=current_user.has(P.COMMUNITY_WRITE),
        words=words,
    )
