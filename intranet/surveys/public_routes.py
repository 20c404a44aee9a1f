"""The public survey and remark box: no sign-in, no name, no script, small pages."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from ..core import clock
from ..core.access import PUBLIC, needs
from ..core.db import db
from ..core.errors import DomainError, NotThere, TooOften
from ..core.forms import number_or_none
from ..core.text import clean_line
from ..core.web import finish
from . import actions, queries, remark_actions, rules, throttle
from . import questions as sheet
from .forms import AnswersForm, RemarkForm
from .models import SurveyWave

blueprint = Blueprint("survey", __name__)


def _page(template: str, status: int = 200, **context: Any) -> Response:
    home = url_for("survey.remark")
    response = make_response(render_template(template, home=home, **context), status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.route("/khao-sat/<code>", methods=["GET", "POST"])
@needs(PUBLIC)
def ask(code: str) -> Response:
    """The questions of an open wave; a slip's code comes with its QR code."""
    wave = queries.wave_by_code(code)
    if not rules.takes_replies(wave, clock.today()):
        return _page("surveys/over.html", wave=wave)
    form = AnswersForm()
    if not form.validate_on_submit():
        problem = form.remark.errors[0] if form.remark.errors else ""
        return _ask(wave, form, problem, 422 if form.is_submitted() else 200)
    slip = clean_line(request.form.get("phieu", ""))[:16]
    thanks = url_for("survey.thanks", code=wave.code)
    try:
        if slip:
            throttle.require_patience(request.remote_addr, "slip")
        if throttle.sent_before(request.remote_addr, form.once.data or ""):
            return finish(thanks)
        actions.reply(
            wave,
            form.answers(wave.questions),
            unit_id=number_or_none(request.form.get("unit")),
            address=request.remote_addr,
            slip=slip,
            remark=form.remark.data or "",
        )
        return finish(thanks)
    except NotThere:  # a wrong slip: counted, so that codes cannot be guessed
        db.session.rollback()
        throttle.note(request.remote_addr, "slip")
        return finish(url_for("survey.wrong_slip", code=code))
    except DomainError as error:
        db.session.rollback()
        return _ask(queries.wave_by_code(code), form, error.message, error.status)


def _ask(wave: SurveyWave, form: AnswersForm, problem: str, status: int) -> Response:
    asked = number_or_none(request.values.get("unit") or request.args.get("noi"))
    return _page(
        "surveys/ask.html",
        status,
        wave=wave,
        form=form,
        problem=problem,
        rows=[(one, sheet.options(one)) for one in wave.questions],
        chosen=form.answers(wave.questions) if form.is_submitted() else {},
        unit_id=asked,
        slip=clean_line(request.values.get("phieu", ""))[:16],
    )


@blueprint.get("/khao-sat/<code>/cam-on")
@needs(PUBLIC)
def thanks(code: str) -> Response:
    """After answering; the back button does not send again."""
    return _page("surveys/thanks.html", wave=queries.wave_by_code(code))


@blueprint.get("/khao-sat/<code>/ma-phieu")
@needs(PUBLIC)
def wrong_slip(code: str) -> Response:
    """The code of a slip was wrong or used."""
    return _page("surveys/wrong_slip.html", wave=queries.wave_by_code(code))


@blueprint.route("/gop-y", methods=["GET", "POST"])
@needs(PUBLIC)
def remark() -> Response:
    """The remark box (story CD3)."""
    form = RemarkForm()
    problem, status = "", 200
    if form.validate_on_submit():
        try:
            row = remark_actions.receive(
                about=form.about.data or "", body=form.body.data or "", address=request.remote_addr
            )
            return finish(url_for("survey.receipt", so=row.receipt))
        except TooOften as error:
            db.session.rollback()
            problem, status = error.message, error.status
    elif form.is_submitted():
        status = 422
    return _page("surveys/remark.html", status, form=form, problem=problem)


@blueprint.get("/gop-y/tra-cuu")
@needs(PUBLIC)
def receipt() -> Response:
    """Where a remark stands, by its receipt number."""
    asked = clean_line(request.args.get("so", ""))[:16]
    row = queries.remark_by_receipt(asked) if asked else None
    return _page("surveys/receipt.html", asked=asked, row=row)
