"""Settings of the standing body: who reports what, and by which passage an indicator is judged."""

from flask import Response, url_for
from flask_login import current_user

from ..core import clock, nav
from ..core.access import needs
from ..core.errors import NotThere
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..people.models import UnitKind
from ..people.queries import get_unit, units
from . import lines, queries, reporting
from .blueprint import blueprint
from .forms import LineChoiceForm, ReporterForm
from .models import Origin

nav.entry("Thi đua", "Ai báo cáo chỉ tiêu nào", "indicators.reporters", P.INDICATORS_LOCK, order=9)


@blueprint.get("/ai-bao-cao")
@needs(P.INDICATORS_LOCK, P.INDICATORS_READ)
def reporters() -> Response:
    """Every indicator with who reports it, and every unit with what it reports."""
    every = queries.indicators()
    quarter = queries.current_quarter()
    return render(
        "indicators/reporters.html",
        indicators=every,
        typed=Origin.TYPED,
        expected=queries.expected(quarter) if quarter else [],
        quarter=quarter,
        may_lead=current_user.has(P.INDICATORS_LOCK),
    )


@blueprint.route("/ai-bao-cao/<int:indicator_id>", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def set_reporter(indicator_id: int) -> Response:
    """Set who types one indicator."""
    indicator = queries.get_indicator(indicator_id)
    if indicator.origin != Origin.TYPED:
        raise NotThere("Chỉ tiêu này được tính từ hồ sơ.")
    form = ReporterForm(
        data={
            "unit": str(indicator.reporter_id or ""),
            "kinds": indicator.reporter_kinds.split(),
            "words": indicator.reporter_words,
        }
    )
    form.offer([unit for unit in units() if unit.parent_id])

    def act() -> tuple[str, str]:
        unit = get_unit(int(form.unit.data)) if form.unit.data else None
        kinds = [UnitKind(one) for one in form.kinds.data or []]
        reporting.assign(indicator, unit, kinds, form.words.data or "", actor=current_user)
        return url_for("indicators.reporters"), f"Đã lưu ai báo cáo {indicator.code}."

    return form_page(
        form,
        act,
        heading=f"Ai báo cáo {indicator.code}",
        caption=indicator.name,
        lead="Áp dụng cho các quý đang mở và về sau. Số của quý đã khóa không đổi.",
        back=(url_for("indicators.reporters"), "Ai báo cáo chỉ tiêu nào"),
        submit="Lưu",
        action=url_for("indicators.set_reporter", indicator_id=indicator_id),
    )


@blueprint.route("/<int:indicator_id>/dong", methods=["GET", "POST"])
@needs(P.PARAMETERS_WRITE)
def choose_line(indicator_id: int) -> Response:
    """Settle by which passage of the plan an indicator is judged, from a day on."""
    indicator = queries.get_indicator(indicator_id)
    kept = lines.history(indicator)
    if not kept:
        raise NotThere("Kế hoạch chỉ có một mức cho chỉ tiêu này.")
    form = LineChoiceForm(data={"passage": kept[0][1], "effective_from": clock.today()})
    asked = queries.lines_of(indicator, clock.today().year)
    form.offer(indicator, asked, queries.STRICTER)

    def act() -> tuple[str, str]:
        lines.choose(
            indicator,
            form.passage.data,
            actor=current_user,
            effective_from=form.effective_from.data,
            source=form.source.data or "",
        )
        return url_for(
            "indicators.show", indicator_id=indicator_id
        ), "Đã chốt dòng dùng để xét từ ngày đã chọn."

    return form_page(
        form,
        act,
        heading="Chọn dòng của Kế hoạch để xét",
        caption=f"{indicator.code} {indicator.name}",
        lead="Là tham số có ngày áp dụng: kết quả trước ngày đó vẫn xét theo dòng cũ.",
        back=(url_for("indicators.show", indicator_id=indicator_id), indicator.name),
        submit="Chốt dòng này",
        action=url_for("indicators.choose_line", indicator_id=indicator_id),
    )
