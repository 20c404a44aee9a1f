"""What the other papers of a dossier print, frozen with the Decision: reports, summaries, the notice of the result."""

import re
from typing import Any

import sqlalchemy as sa

from ..awards import queries as awards
from ..awards.models import Nomination, RoundKind
from ..core import clock
from ..core.db import db
from ..core.text import short_date
from ..history.models import PastAward
from ..people.models import Account, Person

DRAFT_MARK = "[Phần dưới đây do hệ thống soạn"
# the form of the report by kind of round (NĐ 152/2025, Phụ lục: Mẫu 04, 05, 06, 08)
VARIANTS = {RoundKind.SUDDEN: "sudden", RoundKind.THEMATIC: "thematic", RoundKind.PERIOD: "thematic"}
_HEADING = re.compile(r"^(I|II|III)\.\s")
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


def parts(report: str) -> dict[str, list[str]]:
    """Split a report by its headings I, II, III; what stands before the first belongs to the achievements."""
    found: dict[str, list[str]] = {"I": [], "II": [], "III": []}
    at = "II"
    for line in report.split("\n"):
        heading = _HEADING.match(line.strip())
        if heading:
            at = heading[1]
        elif line.strip() and not line.startswith(DRAFT_MARK):
            found[at].append(line.strip())
    return found


def _nominators(nominations: list[Nomination]) -> dict[int | None, str]:
    """Return account id -> name of those who nominated; one statement for all."""
    ids = {one.nominated_by for one in nominations}
    query = sa.select(Account.id, Person.full_name).join(Person, Account.person_id == Person.id)
    return {row[0]: row[1] for row in db.session.execute(query.where(Account.id.in_(ids)))}


def _report(one: Nomination, row: dict[str, Any], awarded: list[PastAward], signer: str) -> dict[str, Any]:
    kind = one.subject_kind.value
    written = parts(one.report)
    handed_in = clock.local(one.submitted_at).date() if one.submitted_at else None
    return {
        "ordinal": row["ordinal"],
        "variant": VARIANTS.get(one.round.kind, "person" if kind == "person" else "collective"),
        "subject": kind,
        "unit": one.unit.name,
        "name": row["name"],
        "detail": row["detail"],
        "on": handed_in.isoformat() if handed_in else None,
        "facts": _facts(one),
        "overview": written["I"],
        "results": written["II"] or [row["achievement"]],
        "past": [
            {
                "year": str(past.year),
                "form": past.form,
                "decision": ", ".join(
                    part
                    for part in (
                        f"Quyết định số {past.number}" if past.number else "",
                        f"ngày {short_date(past.awarded_on)}" if past.awarded_on else "",
                        past.issuer,
                    )
                    if part
                ),
            }
            for past in awarded
        ],
        "more_past": written["III"],
        "signer": signer,
    }


def _facts(one: Nomination) -> list[list[str]]:
    """What is known of a person or a collective, as (label, value); empty values are left out."""
    if one.person is not None:
        person = one.person
        facts = [
            ["Ngày, tháng, năm sinh", short_date(person.born_on) if person.born_on else ""],
            ["Chức vụ, chức danh", person.position or person.title],
            ["Đơn vị công tác", person.unit.name if person.unit else ""],
            ["Trình độ chuyên môn", person.qualification],
            ["Nơi thường trú", person.address],
        ]
    else:
        facts = [["Chức vụ, đơn vị" if one.collective_id else "Địa chỉ", one.detail]]
    return [fact for fact in facts if fact[1]]


def _summary(one: Nomination) -> str:
    """Return the achievements in one paragraph, cut at a word."""
    text = " ".join(line.lstrip("- ") for line in parts(one.report)["II"]) or one.achievement
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rsplit(" ", 1)[0] + "…"
