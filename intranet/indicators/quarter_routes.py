"""The standing body's desk: years, quarters, who is late, lock, restatements, publication log."""

from flask import Response, url_for
from flask_login import current_user

from ..core import audit, clock, nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..people.models import Unit
from ..people.queries import get_unit
from . import figures, forms, quarter_actions, queries, words, years
from .blueprint import blueprint
from .models import Subject

nav.entry("Thi đua", "Quý và khóa số liệu", "indicators.quarters", P.INDICATORS_LOCK, order=8)


@blueprint.get("/quy")
@needs(P.INDICATORS_LOCK, P.INDICATORS_READ)
def quarters() -> Response:
    """All quarters with their state; the next year to open."""
    opened = years.opened_years()
    return render(
        "indicators/quarters.html",
        quarters=list(reversed(queries.quarters())),
        next_year=opened[-1] + 1 if opened else None,
        act=forms.ActForm(),
        may_lead=current_user.has(P.INDICATORS_LOCK),
    )


@blueprint.post("/nam/<int:year>/mo")
@needs(P.INDICATORS_LOCK)
def open_year(year: int) -> Response:
    """Open a year: last year's targets cloned in one act."""
    forms.ActForm().validate()
    years.open_next(actor=current_user, year=year)
    return finish(
        url_for("indicators.targets", year=year), f"Đã mở năm {year}, chép mức phấn đấu của năm trước."
    )


@blueprint.get("/nam/<int:year>")
@needs(P.INDICATORS_LOCK, P.INDICATORS_READ)
def targets(year: int) -> Response:
    """The targets of a year, line by line of the plan."""
    if year not in years.opened_years():
        raise NotThere(f"Chưa mở năm {year}.")
    every = queries.indicators()
    chosen = queries.settled(clock.today())
    rows = [
        (one, [line for line in one.targets if line.year == year],
         queries.judged_line(one, queries.lines_of(one, year), chosen)[0])
        for one in every
    ]  # fmt: skip
    return render("indicators/targets.html", year=year, rows=rows, words=words,
                  may_lead=current_user.has(P.INDICATORS_LOCK))  # fmt: skip


@blueprint.route("/nam/<int:year>/<int:indicator_id>", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def edit_targets(year: int, indicator_id: int) -> Response:
    """Change the targets of one indicator in one year."""
    indicator = queries.get_indicator(indicator_id)
    lines = [line for line in indicator.targets if line.year == year]
    if not lines:
        raise NotThere(f"Chưa mở năm {year}.")
    form, problem = forms.targets_form(lines), None
    if form.validate_on_submit():
        try:
            values = {line.number: form[f"line{line.number}"].data for line in lines}
            years.edit_targets(indicator, year, values, actor=current_user)
            return finish(url_for("indicators.targets", year=year), f"Đã lưu mức phấn đấu {indicator.code}.")
        except DomainError as error:
            db.session.rollback()
            problem, indicator = error, queries.get_indicator(indicator_id)
            lines = [line for line in indicator.targets if line.year == year]
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("indicators/edit_targets.html", form=form, indicator=indicator, lines=lines, year=year,
                  problem=problem, words=words, status=status)  # fmt: skip


@blueprint.get("/quy/<int:quarter_id>")
@needs(P.INDICATORS_LOCK, P.INDICATORS_READ)
def quarter(quarter_id: int) -> Response:
    """One quarter: reports of units, who is late, reminders, lock, restatements, publications."""
    found = queries.get_quarter(quarter_id)
    reports = queries.reports_in(found)
    indicators = {one.id: one for one in queries.indicators()}
    units = {one.id: one for one in queries.units_in(found)}
    return render(
        "indicators/quarter.html",
        quarter=found,
        rows=[(unit, asked, reports.get(unit.id)) for unit, asked in queries.expected(found)],
        late={unit.id for unit in queries.late(found)},
        reminders=queries.reminders(found),
        restatements=[(one, indicators[one.indicator_id], units.get(one.unit_id)) for one in
                      queries.restatements([found.id])],
        publications=queries.publications(found),
        unready=[] if found.locked else quarter_actions.unready(found),
        may_lead=current_user.has(P.INDICATORS_LOCK),
        units=units,
        timeline=audit.timeline(found),
        words=words,
    )  # fmt: skip


@blueprint.route("/quy/<int:quarter_id>/nhac/<int:unit_id>", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def remind(quarter_id: int, unit_id: int) -> Response:
    """Remind a late unit: the words to paste into Zalo, logged."""
    found, unit = queries.get_quarter(quarter_id), _unit(quarter_id, unit_id)
    address = url_for("indicators.report", quarter_id=quarter_id, unit_id=unit_id, _external=True)
    form = forms.RemindForm(data={"words": quarter_actions.reminder_words(unit, found, address)})
    if form.validate_on_submit():
        quarter_actions.remind(found, unit, form.words.data or "", actor=current_user)
        return finish(url_for("indicators.quarter", quarter_id=quarter_id), f"Đã ghi việc nhắc {unit.name}.")
    status = 422 if form.is_submitted() else 200
    return render("indicators/remind.html", form=form, quarter=found, unit=unit, status=status)


def _unit(quarter_id: int, unit_id: int) -> Unit:
    """Return a unit that reports in the quarter; NotThere otherwise."""
    expected = {unit.id: unit for unit, _ in queries.expected(queries.get_quarter(quarter_id))}
    if unit_id not in expected:
        raise NotThere("Đơn vị này không phải gửi số liệu trong quý.")
    return expected[unit_id]


@blueprint.route("/quy/<int:quarter_id>/khoa", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def lock(quarter_id: int) -> Response:
    """Lock a quarter, with a written exception when units are not ready."""
    found, form, problem = queries.get_quarter(quarter_id), forms.LockForm(), None
    if form.validate_on_submit():
        try:
            quarter_actions.lock(found, actor=current_user, exception=form.exception.data or "")
            return finish(
                url_for("indicators.quarter", quarter_id=quarter_id),
                f"Đã khóa số liệu {found.name}. Thay đổi về sau là số điều chỉnh, có lý do.",
            )
        except DomainError as error:
            db.session.rollback()
            problem, found = error, queries.get_quarter(quarter_id)
    elif not form.is_submitted():
        quarter_actions.require_open(found)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("indicators/lock.html", form=form, quarter=found, problem=problem,
                  unready=quarter_actions.unready(found), status=status)  # fmt: skip


@blueprint.route("/dieu-chinh/<int:quarter_id>/<int:indicator_id>/<int:unit_id>", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def restate(quarter_id: int, indicator_id: int, unit_id: int) -> Response:
    """Put another figure beside a locked one, with the reason."""
    found, indicator, unit = (
        queries.get_quarter(quarter_id),
        queries.get_indicator(indicator_id),
        get_unit(unit_id),
    )
    form, problem = forms.RestateForm.of(indicator), None
    if form.validate_on_submit():
        try:
            entry = forms.entry(form)
            quarter_actions.restate(
                indicator, found, unit, entry, actor=current_user, reason=form.reason.data or ""
            )
            back = url_for("indicators.show", indicator_id=indicator_id, quy=quarter_id)
            return finish(back, "Đã lập số điều chỉnh. Số khóa ban đầu vẫn được giữ và hiện bên cạnh.")
        except DomainError as error:
            db.session.rollback()
            problem, indicator, unit = error, queries.get_indicator(indicator_id), get_unit(unit_id)
            found = queries.get_quarter(quarter_id)
    now = figures.by_unit([indicator], [found], unit_id).get((indicator_id, quarter_id, unit_id))
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("indicators/restate.html", form=form, quarter=found, indicator=indicator, unit=unit, now=now,
                  problem=problem, words=words, status=status)  # fmt: skip


@blueprint.route("/quy/<int:quarter_id>/cong-bo", methods=["GET", "POST"])
@needs(P.INDICATORS_LOCK)
def publish(quarter_id: int) -> Response:
    """Log a publication of a locked quarter."""
    found, problem = queries.get_quarter(quarter_id), None
    form = forms.PublicationForm(data={"published_on": clock.today()})
    if form.validate_on_submit():
        try:
            subject = Subject(form.subject.data)
            day, place = form.published_on.data, form.place.data or ""
            quarter_actions.publish(found, subject, day, place, actor=current_user)
            here = url_for("indicators.quarter", quarter_id=quarter_id, _anchor="cong-bo")
            return finish(here, "Đã ghi nhật ký công bố.")
        except DomainError as error:
            db.session.rollback()
            problem, found = error, queries.get_quarter(quarter_id)
    status = problem.status if problem else 422 if form.is_submitted() else 200
    return render("indicators/publish.html", form=form, quarter=found, problem=problem, status=status)
