"""Councils and their members by the founding decision."""

from flask import Response, url_for
from flask_login import current_user

from ..core import clock, nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady, NotThere
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from ..parameters.queries import in_force
from ..parameters.routes import words_of
from ..people.models import Person
from ..people.queries import staff
from . import actions, queries
from .forms import CouncilForm, EndSeatForm, SeatForm
from .models import Council, CouncilKind, CouncilMember, Seat
from .routes import blueprint

nav.entry("Hội đồng", "Thành viên hội đồng", "council.councils", P.COUNCIL_MEMBERS, order=20)


@blueprint.get("/thanh-vien")
@needs(P.COUNCIL_MEMBERS)
def councils() -> Response:
    """All councils with their seats and the rules they work by."""
    today = clock.today()
    found = {kind: in_force(f"council.{kind.value}.", today) for kind in CouncilKind}
    found = {kind: [*rows, *in_force("council.secret.", today)] for kind, rows in found.items()}
    return render(
        "council/councils.html",
        councils=queries.councils(),
        on=today,
        rules_of={kind: [(row, words_of(row.value)) for row in rows] for kind, rows in found.items()},
    )


@blueprint.route("/lap-moi", methods=["GET", "POST"])
@needs(P.COUNCIL_MEMBERS)
def found() -> Response:
    """Enter a council."""
    form = CouncilForm()
    if form.validate_on_submit():
        made = actions.found_council(
            CouncilKind(form.kind.data),
            form.name.data or "",
            form.founding_decision.data or "",
            form.founded_on.data,
            actor=current_user,
        )
        return finish(_at(made), "Đã lập hội đồng. Hãy thêm thành viên theo quyết định.")
    return render("council/council_form.html", form=form, status=422 if form.is_submitted() else 200)


def _at(council: Council) -> str:
    return url_for("council.seats", council_id=council.id)


@blueprint.route("/<int:council_id>/thanh-vien", methods=["GET", "POST"])
@needs(P.COUNCIL_MEMBERS)
def seats(council_id: int) -> Response:
    """The seats of one council; add one."""
    council = queries.get_council(council_id)
    form = SeatForm(data={"starts_on": council.founded_on})
    people = staff()
    form.person.choices = [("", "— Chọn —"), *((str(p.id), f"{p.full_name} — {p.job}") for p in people)]
    problem: DomainError | None = None
    if form.validate_on_submit():
        person = db.session.get(Person, int(form.person.data))
        if person is None:
            raise NotThere()
        try:
            actions.give_seat(
                council, person, Seat(form.seat.data), actor=current_user, starts_on=form.starts_on.data
            )
        except NotReady as error:
            db.session.rollback()
            council, problem = queries.get_council(council_id), error
        else:
            return finish(_at(council), f"Đã thêm {person.addressed} vào hội đồng.")
    status = 422 if form.is_submitted() else 200
    return render(
        "council/seats.html", council=council, form=form, problem=problem, on=clock.today(), status=status
    )


@blueprint.route("/vi-tri/<int:seat_id>/ket-thuc", methods=["GET", "POST"])
@needs(P.COUNCIL_MEMBERS)
def end_seat(seat_id: int) -> Response:
    """End a seat."""
    seat = db.session.get(CouncilMember, seat_id)
    if seat is None:
        raise NotThere()
    form = EndSeatForm(data={"ends_on": clock.today()})
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            actions.end_seat(seat, form.ends_on.data, actor=current_user)
        except NotReady as error:
            problem = error
        else:
            return finish(_at(seat.council), f"Đã kết thúc vị trí của {seat.person.addressed}.")
    status = 422 if form.is_submitted() else 200
    return render("council/end_seat.html", seat=seat, form=form, problem=problem, status=status)
