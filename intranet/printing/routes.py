"""Printing: the page on which it begins. Stock, printers, runs, papers of the ceremony: the `*_routes.py` beside this."""

from typing import Any

from flask import Blueprint, Response
from flask_login import current_user

from ..core import nav
from ..core.access import needs
from ..core.db import db
from ..core.errors import DomainError
from ..core.forms import number_or_none
from ..core.htmx import render
from ..core.permissions import Permission as P
from ..decisions.states import CertificateState
from . import queries, rules

blueprint = Blueprint("printing", __name__, url_prefix="/in-an")
blueprint.add_app_template_filter(rules.millimetres, "millimetres")
blueprint.add_app_template_filter(rules.percent, "percent")
PRINTS = (P.DECISIONS_NUMBER, P.DECISIONS_DRAFT)
nav.entry("Văn bản", "In giấy khen, phôi", "printing.index", *PRINTS, order=30)


@blueprint.get("")
@needs(*PRINTS)
def index() -> Response:
    """What is being printed, which Decisions have papers to print, stocks with what is left, printers."""
    waiting = [
        (one, sum(paper.state == CertificateState.READY for paper in one.certificates), len(one.certificates))
        for one in queries.decisions_to_print()
    ]
    return render(
        "printing/index.html",
        runs=queries.open_runs(),
        decisions=waiting,
        stocks=queries.stocks(),
        balances=queries.balances(),
        printers=queries.printers(),
    )


def actor() -> Any:
    """Return the account that acts."""
    return current_user


def refused(error: DomainError) -> DomainError:
    """Take back what an act began, so that the page can be shown again with the reason."""
    db.session.rollback()
    return error


def chosen(value: Any) -> int:
    """Return the row number that a select sent (one of its choices)."""
    return number_or_none(value) or 0
