"""What the other papers of a dossier print, frozen with the Decision: reports, summaries, the notice of the result."""

from typing import Any

import sqlalchemy as sa

from ..awards import queries as awards
from ..awards import report_facts
from ..awards.models import Nomination
from ..awards.report_paper import variant_of
from ..core import clock
from ..core.db import db
from ..history.models import PastAward
from ..history.titles import is_title
from ..people.models import Account, Person

_SUMMARY = 400  # characters of the achievements in the summary


def content(nominations: list[Nomination], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the reports and summaries of an award Decision: plain values, one entry per row of the list."""
    pairs = list(zip(nominations, rows, strict=True))
    past, heads = awards.histories(nominations), _nominators(nominations)
    return {
        "reports": [_report(one, row, past[one.id], heads.get(one.nominated_by, "")) for one, row in pairs],
        "summaries": [
            {"ordinal": row["ordinal"], "text": _summary(one), "vote": one.vote_note} for one, row in pairs
        ],
    }


def _nominators(nominations: list[Nomination]) -> dict[int | None, str]:
    """Return account id -> name of those who nominated; one statement for all."""
    ids = {one.nominated_by for one in nominations}
    query = sa.select(Account.id, Person.full_name).join(Person, Account.person_id == Person.id)
    return {row[0]: row[1] for row in db.session.execute(query.where(Account.id.in_(ids)))}


def _report(one: Nomination, row: dict[str, Any], awarded: list[PastAward], signer: str) -> dict[str, Any]:
    kind = one.subject_kind.value
    written = report_facts.split(one.report)
    handed_in = clock.local(one.submitted_at).date() if one.submitted_at else None
    return {
        "ordinal": row["ordinal"],
        "variant": variant_of(one),
        "subject": kind,
        "unit": one.unit.name,
        "name": row["name"],
        "detail": row["detail"],
        "on": handed_in.isoformat() if handed_in else None,
        "facts": report_facts.facts(one),
        "overview": written["I"],
        "results": written["II"] or [row["achievement"]],
        "past": [
            {
                "year": str(past.year),
                "form": past.form,
                "decision": report_facts.decision_words(past),
                "title": is_title(past.form),
            }
            for past in awarded
        ],
        "more_past": written["III"],
        "signer": signer,
    }


def _summary(one: Nomination) -> str:
    """Return the achievements in one paragraph, cut at a word."""
    text = " ".join(line.lstrip("- ") for line in report_facts.split(one.report)["II"]) or one.achievement
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rsplit(" ", 1)[0] + "…"
