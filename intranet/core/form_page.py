"""A page with one form and one act behind it: asks, refuses with what was typed, or does the act and goes on."""

from collections.abc import Callable
from typing import Any

from flask import Response

from .db import db
from .errors import BadFile, NotReady
from .forms import BaseForm
from .htmx import render
from .web import finish


def form_page(
    form: BaseForm,
    act: Callable[[], tuple[str, str]],
    *,
    heading: str,
    back: tuple[str, str],
    submit: str,
    action: str,
    template: str = "layouts/simple_form.html",
    **context: Any,
) -> Response:
    """Show the form, or call `act` -> (address to go to, message) and commit.

    `back` is (address, words). A refusal (NotReady, BadFile) shows the page again with 422 and everything typed.
    """
    problem: str | None = None
    if form.validate_on_submit():
        try:
            return finish(*act())
        except NotReady as error:
            db.session.rollback()
            problem = f"{error.message} ({'; '.join(error.missing)})" if error.missing else error.message
        except BadFile as error:
            db.session.rollback()
            problem = error.message
    status = 422 if form.is_submitted() else 200
    given: dict[str, Any] = {"heading": heading, "back": back, "submit": submit, "action": action}
    return render(template, form=form, problem=problem, status=status, **given, **context)
