"""The days of who guides citizens in online services: a week for everybody, and laying it out."""

import datetime as dt

from flask import Response, request, url_for
from flask_login import current_user

from ..core import clock, nav, tables
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import clean_line, short_date
from ..core.web import finish
from ..people.queries import staff
from . import queries, roster_actions
from .forms import RosterForm
from .phrases import WORDS
from .roster_actions import Cell
from .roster_models import Half
from .routes import blueprint

nav.entry("Thi đua", "Lịch hướng dẫn dịch vụ công", "community.roster", SIGNED_IN, order=41)
WEEK = dt.timedelta(days=7)
_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy")


def _name(cell: Cell) -> str:
    return f"{cell[0].isoformat()}-{cell[1].value}"


@blueprint.get("/lich-huong-dan")
@needs(SIGNED_IN)
def roster() -> Response:
    """Who guides where in a week (?tuan= any day of it)."""
    start = roster_actions.week_of(request.args.get("tuan", ""))
    found = roster_actions.slots(start)
    if request.args.get("format") == "xlsx":
        rows = [
            [
                short_date(one.day),
                WORDS[f"Half.{one.half.value}"],
                one.place,
                one.person.addressed,
                one.unit.name,
            ]
            for one in found
        ]
        title = f"Lịch hướng dẫn tuần từ {short_date(start)}"
        return tables.workbook(title, ["Ngày", "Buổi", "Nơi hướng dẫn", "Người hướng dẫn", "Đơn vị"], rows)
    days = [start + dt.timedelta(days=number) for number in range(roster_actions.DAYS)]
    return render(
        "community/roster.html",
        start=start,
        end=days[-1],
        before=start - WEEK,
        after=start + WEEK,
        today=clock.today(),
        days=[
            (name, day, [one for one in found if one.day == day])
            for name, day in zip(_NAMES, days, strict=True)
        ],
        found=found,
        may_write=current_user.has(P.COMMUNITY_WRITE),
    )


@blueprint.route("/lich-huong-dan/xep", methods=["GET", "POST"])
@needs(P.COMMUNITY_WRITE)
def lay_out() -> Response:
    """Lay out a week of an own unit at a place (?tuan=, ?don-vi=, ?noi=, ?chep=1: from the week before)."""
    given = request.values
    start, own = roster_actions.week_of(given.get("tuan", "")), queries.units_of(current_user)
    if not own:
        raise NotThere("Bạn không phụ trách đơn vị nào để xếp lịch.")
    asked = number_or_none(given.get("don-vi"))
    unit = next((one for one in own if one.id == asked), own[0])
    used = roster_actions.places(unit.id)
    place = clean_line(given.get("noi", "")) or (used[0] if used else "")
    form, problem = RosterForm(data={"place": place}), None
    cells = roster_actions.cells(start)
    if request.method == "POST":
        typed = {cell: number_or_none(request.form.get(_name(cell))) for cell in cells}
        chosen = {cell: who for cell, who in typed.items() if who is not None}
        if form.validate():
            try:
                number = roster_actions.save(
                    unit,
                    form.place.data or "",
                    start,
                    chosen,
                    actor=current_user,
                    reason=form.reason.data or "",
                )
            except NotReady as error:
                db.session.rollback()
                problem = error
                unit = next(one for one in queries.units_of(current_user) if one.id == unit.id)
            else:
                words = f"Đã lưu lịch: {number} buổi thay đổi." if number else "Lịch không có gì thay đổi."
                return finish(url_for("community.roster", tuan=start.isoformat()), words)
    elif given.get("chep"):
        chosen = roster_actions.week_before(unit.id, place, start) | roster_actions.laid_out(
            unit.id, place, start
        )
    else:
        chosen = roster_actions.laid_out(unit.id, place, start)
    days = [start + dt.timedelta(days=number) for number in range(roster_actions.DAYS)]
    return render(
        "community/lay_out.html",
        form=form,
        problem=problem,
        start=start,
        end=days[-1],
        unit=unit,
        own=own,
        used=used,
        people=staff(unit.id),
        place=place,
        days=[
            (name, day, [(half, _name((day, half)), chosen.get((day, half))) for half in Half])
            for name, day in zip(_NAMES, days, strict=True)
        ],
        status=422 if request.method == "POST" else 200,
    )
