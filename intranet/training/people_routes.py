"""Who lacks what in a unit; a person's history and skill levels."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import clock, files, nav
from ..core.access import SIGNED_IN, needs
from ..core.db import db
from ..core.errors import BadFile, DomainError, NotReady
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.tables import workbook
from ..core.web import finish
from . import actions, queries, rules
from .forms import LevelForm
from .models import Level
from .phrases import WORDS
from .routes import blueprint

nav.entry("Thi đua", "Ai còn thiếu gì", "training.units", P.TRAINING_CONFIRM, P.TRAINING_READ_ALL, order=32)


@blueprint.get("/don-vi")
@needs(P.TRAINING_CONFIRM, P.TRAINING_READ_ALL)
def units() -> Response:
    """Who lacks what, unit by unit; the first of mine unless another is asked for."""
    year, mine = clock.today().year, queries.units_of(current_user)
    asked = request.args.get("don-vi", "")
    unit = next((u for u in mine if str(u.id) == asked), mine[0] if mine else None)
    rows = queries.standings(unit, year) if unit else []
    if request.args.get("format") == "xlsx":
        labels = ["Họ và tên", "Chức vụ", "Mức kỹ năng số", f"Số tiết năm {year}", "Còn thiếu"]
        lines = (
            [
                r.person.full_name,
                r.person.position,
                WORDS[f"Level.{r.level.value}"],
                r.periods,
                "; ".join(r.lacks),
            ]
            for r in rows
        )
        return workbook(f"Đào tạo {unit.name if unit else ''}", labels, lines)
    return render("training/units.html", units=mine, unit=unit, rows=rows, year=year)


@blueprint.get("/nguoi/<int:person_id>")
@needs(SIGNED_IN)
def person(person_id: int) -> Response:
    """A person's levels and records."""
    found = queries.get_person_for(current_user, person_id)
    return render(
        "training/person.html",
        person=found,
        level=queries.levels([found.id])[found.id],
        assessments=[(one, files.of(one)) for one in queries.assessments(found)],
        records=queries.records_of(found.id, drafts=False),
        may_assess=rules.may_assess(current_user, found),
    )


@blueprint.route("/nguoi/<int:person_id>/muc-ky-nang", methods=["GET", "POST"])
@needs(P.TRAINING_CONFIRM, P.TRAINING_COURSES)
def assess(person_id: int) -> Response:
    """Record a reached level with its proof."""
    found = queries.get_person_for(current_user, person_id)
    form = LevelForm(data={"assessed_on": clock.today()})
    rules.require(rules.may_assess(current_user, found), "Bạn không ghi mức kỹ năng của người này được.")
    problem: DomainError | None = None
    if form.validate_on_submit():
        try:
            row = actions.assess(
                found,
                Level(form.level.data),
                actor=current_user,
                assessed_on=form.assessed_on.data,
                evidence_kind=form.evidence_kind.data,
                evidence_note=form.evidence_note.data or "",
                expires_on=form.expires_on.data,
            )
            files.attach_uploads(row, form.files.data or [], actor=current_user)
            return finish(url_for("training.person", person_id=found.id), "Đã ghi mức kỹ năng số.")
        except (NotReady, BadFile) as error:
            db.session.rollback()
            found, problem = queries.get_person_for(current_user, person_id), error
    status = 422 if form.is_submitted() else 200
    return render("training/assess.html", form=form, person=found, problem=problem, status=status)
