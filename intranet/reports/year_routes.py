"""The years of the movement side by side: indicators, units, one unit, people; each also as a workbook."""

from flask import Response, request, url_for

from ..core import nav, tables
from ..core.access import needs
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..people.models import Person
from ..people.queries import get_unit
from . import years
from .blueprint import blueprint
from .years import Years

nav.entry("Thi đua", "Kết quả nhiều năm", "reports.by_year", P.INDICATORS_READ, order=8)


def _table(
    view: str,
    heading: str,
    labels: list[str],
    found: Years,
    *,
    endpoint: str,
    back: tuple[str, str] | None = None,
) -> Response:
    labels = [*labels, *(str(year) for year in found.years)]
    if request.args.get("format") == "xlsx":
        return tables.workbook(heading, labels, [cells for _, cells in found.rows])
    return render(
        "reports/years.html",
        view=view,
        heading=heading,
        labels=labels,
        found=found,
        endpoint=endpoint,
        back=back,
        xlsx=f"{request.path}?format=xlsx",
    )


@blueprint.get("/nhieu-nam")
@needs(P.INDICATORS_READ)
def by_year() -> Response:
    """Every indicator of the commune."""
    heading, labels = "Kết quả nhiều năm: chỉ tiêu", ["Chỉ tiêu", "Mức phấn đấu"]
    return _table("indicators", heading, labels, years.of_indicators(), endpoint="indicators.show")


@blueprint.get("/nhieu-nam/don-vi")
@needs(P.INDICATORS_READ)
def by_year_units() -> Response:
    """Every unit: how many of its judged indicators are met."""
    heading, labels = "Kết quả nhiều năm: đơn vị", ["Đơn vị"]
    return _table("units", heading, labels, years.of_units(), endpoint="reports.by_year_unit")


@blueprint.get("/nhieu-nam/don-vi/<int:unit_id>")
@needs(P.INDICATORS_READ)
def by_year_unit(unit_id: int) -> Response:
    """Every indicator of one unit."""
    unit = get_unit(unit_id)
    back = (url_for("reports.by_year_units"), "Kết quả nhiều năm: đơn vị")
    return _table(
        "unit",
        f"Kết quả nhiều năm: {unit.name}",
        ["Chỉ tiêu", "Mức phấn đấu"],
        years.of_unit(unit),
        endpoint="indicators.show",
        back=back,
    )


@blueprint.get("/nhieu-nam/ca-nhan")
@needs(P.INDICATORS_READ)
def by_year_people() -> Response:
    """Everybody with a recognised initiative, training or award."""
    query, total = years.people()
    work, missing = years.work_of_people()

    def of(year: int) -> tables.Column:
        return tables.Column(str(year), str(year), lambda p: years.told(work.get(p.id, {}).get(year, [])))

    listing = tables.Listing(
        query=query,
        columns=[
            tables.Column("name", "Họ và tên", lambda p: p.addressed, sort=Person.name_key),
            tables.Column("unit", "Đơn vị", lambda p: p.unit.name if p.unit else ""),
            *(of(year) for year in years.span()),
            tables.Column("total", "Cộng", lambda p: sum(map(sum, work.get(p.id, {}).values())), sort=total),
        ],
        args=request.args,
        path=url_for("reports.by_year_people"),
        search_in=[Person.name_fold],
        default_sort="-total",
        tie=Person.id,
    )
    if listing.wants_xlsx():
        return listing.xlsx("Kết quả nhiều năm: cá nhân")
    return render("reports/people.html", listing=listing, missing=missing)
