"""Recipients of award Decisions are rows of the history of awards: written at issue, marked when a document changes them."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..awards.models import Nomination
from ..core.db import db
from ..history import actions as history
from ..parameters import award_forms
from .models import Certificate, Decision, DecisionKind


def write(decision: Decision, content: dict[str, Any], day: dt.date) -> None:
    """Write the list of a Decision that has just got its number."""
    if decision.kind != DecisionKind.AWARD:
        return
    ids = [row["subject_id"] for row in content["rows"]]
    query = sa.select(Nomination.id, Nomination.collective_id, Nomination.award_form).where(
        Nomination.id.in_(ids)
    )
    known = {one.id: one for one in db.session.execute(query)}
    forms = award_forms.forms_on(day)
    rows = [
        row
        | {
            "kind": row["group"],
            "unit_id": known[row["subject_id"]].collective_id,
            "form": forms.get(known[row["subject_id"]].award_form),
        }
        for row in content["rows"]
    ]
    history.write_decision(
        decision.id, rows, number=decision.full_number, day=day, issuer=content["authority"]
    )


def follow(
    base: Decision, decision: Decision, certificates: list[Certificate], rows: dict[int, dict[str, Any]]
) -> None:
    """Do to the history what a later document does to these certificates (`rows`: certificate id -> new row)."""
    if base.kind != DecisionKind.AWARD:
        return
    document = f"{'Công văn' if decision.kind == DecisionKind.CORRECTION else 'Quyết định'} số {decision.full_number}"
    if decision.kind == DecisionKind.REVOCATION:
        history.revoke_decision(base.id, {one.ordinal for one in certificates}, document)
    elif decision.kind != DecisionKind.REISSUE:
        history.amend_decision(base.id, {one.ordinal: rows[one.id] for one in certificates}, document)
