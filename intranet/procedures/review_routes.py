"""Review rounds: all procedures of each unit looked at, twice a year."""

from flask import Response, request, url_for
from flask_login import current_user

from ..core import audit, clock, nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError, NotReady
from ..core.form_page import form_page
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.text import clean_prose
from ..core.web import finish
from . import queries, review_actions, rules
from .forms import ReasonForm, RoundForm, StepForm, words_of
from .models import Opinion, ReviewRound, UnitReview
from .routes import blueprint

_READERS = (P.PROCEDURES_REVIEW, P.PROCEDURES_READ_ALL)
nav.entry("Thi đua", "Rà soát thủ tục", "procedures.rounds", *_READERS, order=37)
NOTE_LIMIT = 1000


@blueprint.get("/ra-soat")
@needs(*_READERS)
def rounds() -> Response:
    """All rounds; a unit head sees the own unit's part."""
    everything = current_user.has(P.PROCEDURES_READ_ALL)
    allowed = None if everything else current_user.units_with(P.PROCEDURES_REVIEW)
    rows = [
        (one, [r for r in one.reviews if allowed is None or r.unit_id in allowed]) for one in queries.rounds()
    ]
    return render("procedures/rounds.html", rows=rows, may_write=current_user.has(P.PROCEDURES_WRITE))


@blueprint.route("/ra-soat/moi", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def new_round() -> Response:
    """Open a round."""
    today = clock.today()
    form = RoundForm(data={"year": today.year, "number": 1 if today.month < 7 else 2, "starts_on": today})

    def act() -> tuple[str, str]:
        row = review_actions.open_round(
            form.year.data or 0,
            form.number.data or 0,
            actor=current_user,
            starts_on=form.starts_on.data,
            due_on=form.due_on.data,
        )
        return _round_at(row), "Đã mở đợt rà soát. Trưởng các đơn vị được báo."

    return form_page(
        form,
        act,
        heading="Mở đợt rà soát thủ tục",
        lead="Kế hoạch cần ít nhất hai lần mỗi năm, với toàn bộ thủ tục.",
        back=(url_for("procedures.rounds"), "Rà soát thủ tục"),
        submit="Mở đợt",
        action=url_for("procedures.new_round"),
    )


def _round_at(row: ReviewRound) -> str:
    return url_for("procedures.round_page", review_round_id=row.id)


@blueprint.get("/ra-soat/<int:review_round_id>")
@needs(P.PROCEDURES_READ_ALL)
def round_page(review_round_id: int) -> Response:
    """A round: who has finished."""
    return _round(queries.get_round(review_round_id))


def _round(row: ReviewRound, status: int = 200, problem: DomainError | None = None) -> Response:
    return render(
        "procedures/round.html",
        row=row,
        looked=queries.looked_counts(row),
        all=queries.procedures_at(clock.today()),
        may_write=current_user.has(P.PROCEDURES_WRITE),
        timeline=audit.timeline(row),
        problem=problem,
        status=status,
    )


@blueprint.post("/ra-soat/<int:review_round_id>/ket-thuc")
@needs(P.PROCEDURES_WRITE)
def close_round(review_round_id: int) -> Response:
    """Close a round when all units have finished."""
    row = queries.get_round(review_round_id)
    StepForm().validate()
    try:
        review_actions.close_round(row, actor=current_user)
    except NotReady as error:
        db.session.rollback()
        return _round(queries.get_round(review_round_id), 422, error)
    return finish(_round_at(row), "Đã kết thúc đợt rà soát.")


@blueprint.route("/ra-soat/<int:review_round_id>/mo-lai", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def reopen_round(review_round_id: int) -> Response:
    """Open a closed round again."""
    row, form = queries.get_round(review_round_id), ReasonForm()

    def act() -> tuple[str, str]:
        review_actions.reopen_round(row, actor=current_user, reason=form.reason.data or "")
        return _round_at(row), "Đã mở lại đợt rà soát."

    return form_page(
        form,
        act,
        heading="Mở lại đợt rà soát",
        caption=row.title,
        back=(_round_at(row), row.title),
        submit="Mở lại",
        action=url_for("procedures.reopen_round", review_round_id=review_round_id),
    )


@blueprint.route("/ra-soat/don-vi/<int:review_id>", methods=["GET", "POST"])
@needs(*_READERS)
def review(review_id: int) -> Response:
    """All procedures of a unit, each with its opinion; saved as far as filled in."""
    found, form = queries.get_review(current_user, review_id), StepForm()
    if not form.is_submitted():
        return _review(found)
    rules.require(rules.may_review(current_user, found), "Bạn không rà soát được thủ tục của đơn vị này.")
    form.validate()
    known = {one.value: one for one in Opinion}
    opinions = {}
    for row in queries.looked(found):
        chosen = known.get(request.form.get(f"opinion-{row.procedure.id}", ""))
        note = clean_prose(request.form.get(f"note-{row.procedure.id}", ""))[:NOTE_LIMIT]
        if chosen is not None:
            opinions[row.procedure.id] = (chosen, note)
    try:
        number = review_actions.look(found, opinions, actor=current_user)
        if request.form.get("then") == "close":
            review_actions.close_review(found, actor=current_user)
            return finish(_review_at(found), "Đã hoàn thành rà soát của đơn vị.")
        return finish(_review_at(found), f"Đã lưu. Đã xem {number} thủ tục.")
    except NotReady as error:  # what was typed is on the page again
        db.session.rollback()
        again = queries.get_review(current_user, review_id)
        return _review(again, 422, error, {key: (one.value, note) for key, (one, note) in opinions.items()})


def _review_at(found: UnitReview) -> str:
    return url_for("procedures.review", review_id=found.id)


def _review(
    found: UnitReview,
    status: int = 200,
    problem: DomainError | None = None,
    typed: dict[int, tuple[str, str]] | None = None,
) -> Response:
    rows = queries.looked(found)
    return render(
        "procedures/review.html",
        review=found,
        rows=rows,
        looked=sum(row.line is not None for row in rows),
        typed=typed or {},
        opinions=words_of(Opinion),
        form=StepForm(formdata=None),
        may_review=rules.may_review(current_user, found),
        may_reopen=rules.may_reopen_review(current_user, found),
        may_propose=rules.may_propose(current_user, found.unit_id),
        timeline=audit.timeline(found),
        today=clock.today(),
        problem=problem,
        status=status,
    )


@blueprint.route("/ra-soat/don-vi/<int:review_id>/mo-lai", methods=["GET", "POST"])
@needs(P.PROCEDURES_WRITE)
def reopen_review(review_id: int) -> Response:
    """The office wants more."""
    found, form = queries.get_review(current_user, review_id), ReasonForm()

    def act() -> tuple[str, str]:
        review_actions.reopen_review(found, actor=current_user, reason=form.reason.data or "")
        return _review_at(found), "Đã mở lại. Trưởng đơn vị được báo kèm lý do."

    return form_page(
        form,
        act,
        heading="Mở lại để rà soát tiếp",
        caption=found.unit.name,
        back=(_review_at(found), found.unit.name),
        submit="Mở lại",
        action=url_for("procedures.reopen_review", review_id=review_id),
    )
