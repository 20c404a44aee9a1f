"""Waves: list, form, page with results, slips to print. Replies and batches: `reply_routes.py`, remarks: `remark_routes.py`."""

from typing import Any

import segno
from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav, public_address, tables
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady
from ..core.form_page import form_page
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import short_date
from ..core.web import finish
from ..people.models import UnitKind
from ..people.queries import units
from . import actions, queries, rules
from . import questions as sheet
from .forms import ReasonForm, SetForm, SlipsForm, StepForm, WaveForm
from .models import SurveyWave
from .phrases import WORDS

blueprint = Blueprint("surveys", __name__, url_prefix="/hai-long")
nav.entry("Thi đua", "Khảo sát hài lòng", "surveys.waves", P.SURVEYS_READ_ALL, order=43)
_ASKED_ABOUT = (UnitKind.OFFICE, UnitKind.SERVICE, UnitKind.HEALTH, UnitKind.SCHOOL)


@blueprint.get("")
@needs(P.SURVEYS_READ_ALL)
def waves() -> Response:
    """All waves, newest first."""
    listing = tables.Listing(
        query=queries.waves(),
        columns=[
            tables.Column("title", "Đợt khảo sát", lambda w: w.title),
            tables.Column("starts", "Từ ngày", lambda w: short_date(w.starts_on), sort=SurveyWave.starts_on),
            tables.Column("ends", "Đến hết ngày", lambda w: short_date(w.ends_on)),
            tables.Column("counted", "Phiếu được tính", lambda w: w.counted, css="num"),
            tables.Column("state", "Trạng thái", lambda w: WORDS[f"survey_wave.{w.state.value}"]),
        ],
        args=request.args,
        path=url_for("surveys.waves"),
        default_sort="-starts",
        tie=SurveyWave.id.desc(),
    )
    if listing.wants_xlsx():
        return listing.xlsx("Danh sách đợt khảo sát")
    return render("surveys/waves.html", listing=listing, may_write=current_user.has(P.SURVEYS_WRITE))


@blueprint.route("/bo-cau-hoi", methods=["GET", "POST"])
@needs(P.SURVEYS_WRITE)
def question_sets() -> Response:
    """Question sets, and a form for a new one that begins with the newest."""
    kept = queries.question_sets()
    form = SetForm(data={"starts_on": clock.today()})
    stored = list(kept[0].questions) if kept else list(sheet.DEFAULT)
    rows = form.rows(stored)

    def act() -> tuple[str, str]:
        actions.keep_set(form.title.data or "", rows, form.starts_on.data, actor=current_user)
        return url_for("surveys.question_sets"), "Đã lưu bộ câu hỏi."

    return form_page(
        form,
        act,
        heading="Bộ câu hỏi khảo sát",
        back=(url_for("surveys.waves"), "Khảo sát hài lòng"),
        submit="Lưu thành bộ mới",
        action=url_for("surveys.question_sets"),
        template="surveys/question_sets.html",
        sets=kept,
        questions=rows,
    )


@blueprint.route("/dot/moi", methods=["GET", "POST"])
@needs(P.SURVEYS_WRITE)
def new_wave() -> Response:
    """Prepare a wave."""
    sets = queries.question_sets()
    form = WaveForm()
    asked_about = [unit for unit in units(*_ASKED_ABOUT) if unit.parent_id]
    form.offer(asked_about, sets)
    if not sets:
        form.questions.choices = [("0", "Bộ câu hỏi mẫu (7 câu)")]

    def act() -> tuple[str, str]:
        if sets:
            chosen = queries.get_set(int(form.questions.data))
        else:
            title = "Bộ câu hỏi mẫu"
            chosen = actions.keep_set(title, list(sheet.DEFAULT), clock.today(), actor=current_user)
        unit_ids = [int(one) for one in form.units.data or []]
        wave = actions.create_wave(form.values(), unit_ids, chosen, actor=current_user)
        return _at(wave), "Đã lập đợt khảo sát. Xem lại câu hỏi rồi mở."

    return form_page(
        form,
        act,
        heading="Lập đợt khảo sát",
        back=(url_for("surveys.waves"), "Khảo sát hài lòng"),
        submit="Lập đợt",
        action=url_for("surveys.new_wave"),
    )


def _at(wave: SurveyWave) -> str:
    return url_for("surveys.wave", wave_id=wave.id)


def address_of(wave: SurveyWave, **values: Any) -> str:
    """Return the address that citizens open; the QR codes hold it, whoever prints them from where."""
    return public_address.external("survey.ask", code=wave.code, **values)


def qr(address: str, scale: int = 4) -> str:
    """Return a QR code as the address of a picture inside the page: no file, no script, prints sharply."""
    return segno.make_qr(address, error="m").svg_data_uri(scale=scale)


@blueprint.get("/dot/<int:wave_id>")
@needs(P.SURVEYS_READ_ALL)
def wave(wave_id: int) -> Response:
    """A wave: how to answer, the results so far or for good."""
    return _page(queries.get_wave(wave_id))


def _page(found: SurveyWave, status: int = 200, problem: DomainError | None = None) -> Response:
    open_now = rules.takes_replies(found, clock.today())
    return render(
        "surveys/wave.html",
        wave=found,
        questions=[(one, sheet.options(one)) for one in found.questions],
        numbers=queries.numbers(found),
        results=queries.by_question(found),
        by_unit=queries.by_unit(found),
        batches=queries.batches(found),
        slips=queries.slips(found),
        address=address_of(found) if open_now else "",
        picture=qr(address_of(found)) if open_now else "",
        smallest=rules.SMALLEST_SHOWN,
        fixed=bool(public_address.base()),
        may_write=current_user.has(P.SURVEYS_WRITE),
        may_type=current_user.has(P.SURVEYS_TYPE),
        timeline=[e for e in audit.timeline(found) if e.event != "survey_wave:replied"],
        problem=problem,
        status=status,
    )


@blueprint.post("/dot/<int:wave_id>/<any('mo','ket-thuc'):step>")
@needs(P.SURVEYS_WRITE)
def step(wave_id: int, step: str) -> Response:
    """Open, or close for good."""
    found = queries.get_wave(wave_id)
    StepForm().validate()
    try:
        if step == "mo":
            actions.open_wave(found, actor=current_user)
            return finish(_at(found), "Đã mở khảo sát.")
        actions.close_wave(found, actor=current_user)
        return finish(_at(found), "Đã kết thúc. Kết quả không thay đổi được nữa.")
    except NotReady as error:
        db.session.rollback()
        return _page(queries.get_wave(wave_id), 422, error)


@blueprint.route("/dot/<int:wave_id>/huy", methods=["GET", "POST"])
@needs(P.SURVEYS_WRITE)
def cancel(wave_id: int) -> Response:
    """Give up a wave that was never opened."""
    found = queries.get_wave(wave_id)
    form = ReasonForm()

    def act() -> tuple[str, str]:
        actions.cancel_wave(found, actor=current_user, reason=form.reason.data or "")
        return _at(found), "Đã hủy đợt khảo sát."

    return form_page(
        form,
        act,
        heading="Hủy đợt khảo sát",
        caption=found.title,
        back=(_at(found), found.title),
        submit="Hủy đợt",
        action=url_for("surveys.cancel", wave_id=wave_id),
    )


@blueprint.route("/dot/<int:wave_id>/phieu-in", methods=["GET", "POST"])
@needs(P.SURVEYS_WRITE)
def slips(wave_id: int) -> Response:
    """Make slips with one-time codes."""
    found = queries.get_wave(wave_id)
    form = SlipsForm()
    form.unit.choices = [("", "Không ghi sẵn đơn vị"), *((str(u.unit_id), u.unit.name) for u in found.units)]

    def act() -> tuple[str, str]:
        unit_id = number_or_none(form.unit.data)
        made = actions.make_slips(found, actor=current_user, unit_id=unit_id, number=form.number.data or 0)
        return url_for("surveys.print_slips", wave_id=wave_id), f"Đã tạo {len(made)} phiếu."

    return form_page(
        form,
        act,
        heading="In phiếu có mã riêng",
        lead="Mỗi mã trả lời được một lần. Không ghi phiếu nào phát cho ai.",
        caption=found.title,
        back=(_at(found), found.title),
        submit="Tạo phiếu",
        action=url_for("surveys.slips", wave_id=wave_id),
    )


@blueprint.get("/dot/<int:wave_id>/phieu-in/ban-in")
@needs(P.SURVEYS_WRITE)
def print_slips(wave_id: int) -> Response:
    """The unused slips as sheets to print and cut."""
    found = queries.get_wave(wave_id)
    names = {one.unit_id: one.unit.name for one in found.units}
    rows = [
        # a slip for one unit brings the unit along: nobody is asked for what is printed on it
        (
            slip.code,
            names.get(slip.unit_id or 0, ""),
            qr(address_of(found, phieu=slip.code, noi=slip.unit_id), 3),
        )
        for slip in queries.unused_slips(found)
    ]
    return render(
        "surveys/slips.html",
        wave=found,
        rows=rows,
        address=address_of(found),
        fixed=bool(public_address.base()),
    )
