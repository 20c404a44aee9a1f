"""Who stands in for me while I am away: the page of a unit's head."""

from flask import Response, url_for
from flask_login import current_user

from ..core import clock, nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..core.web import finish
from . import deputy_actions
from .blueprint import blueprint
from .forms import NONE_YET, DeputyForm, StepForm

nav.entry("Của tôi", "Người thay khi vắng", "people.deputies", P.INITIATIVES_ENDORSE, order=70)


@blueprint.route("/ho-so-cua-toi/nguoi-thay", methods=["GET", "POST"])
@needs(P.INITIATIVES_ENDORSE)
def deputies() -> Response:
    """Who stands in for me, and a form to name somebody."""
    form, problem = DeputyForm(data={"starts_on": clock.today()}), None
    people = deputy_actions.candidates(current_user)
    form.deputy.choices = [NONE_YET, *((str(one.id), one.person.addressed) for one in people)]
    if form.validate_on_submit():
        try:
            made = deputy_actions.name(
                number_or_none(form.deputy.data), form.starts_on.data, form.ends_on.data, actor=current_user
            )
            return finish(url_for("people.deputies"), f"Đã cử {made.account.person.addressed} thay khi vắng.")
        except DomainError as error:
            db.session.rollback()
            problem = error
    return render(
        "people/deputies.html",
        form=form,
        problem=problem,
        headed=deputy_actions.headed(current_user),
        people=people,
        holdings=deputy_actions.standing_in(current_user),
        status=problem.status if problem else 422 if form.is_submitted() else 200,
    )


@blueprint.post("/ho-so-cua-toi/nguoi-thay/<int:holding_id>/ket-thuc")
@needs(P.INITIATIVES_ENDORSE)
def end_deputy(holding_id: int) -> Response:
    """I am back."""
    StepForm().validate()
    ended = deputy_actions.end(holding_id, actor=current_user)
    return finish(url_for("people.deputies"), f"{ended.account.person.addressed} thôi thay từ bây giờ.")
