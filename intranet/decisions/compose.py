"""Everything a Decision and its papers print, as plain JSON: once numbered it is the frozen snapshot.

Names, titles and amounts are read from live rows here, and only here; papers are made from the result (`papers.py`).
"""

import datetime as dt
from functools import cache
from typing import Any

from ..awards.models import Nomination
from ..core import clock
from ..core.errors import NotReady
from ..core.text import format_number, long_date, money_words
from ..council import invitation
from ..council.models import MeetingKind
from ..parameters import award_forms
from ..people.queries import organisation
from . import compose_amendment, dossier_content, left_out, money, queries, titles
from .models import Decision, DecisionKind
from .phrasing import canonical, counts, kinds_of, notice_symbol, office_values, say, signer_block

__all__ = ["canonical", "snapshot"]


def snapshot(
    decision: Decision, *, number: int | None = None, issued_on: dt.date | None = None
) -> dict[str, Any]:
    """Return all texts of a Decision, its annex, submission and certificates; a preview while `number` is None.

    NotReady when a name lacks its honorific, a signer or a wording is missing, or there is no recipient.
    """
    if decision.amends_id is not None:
        return compose_amendment.snapshot(decision, number=number, issued_on=issued_on)
    settings = organisation()
    on = issued_on or clock.today()
    award = decision.kind == DecisionKind.AWARD
    nominations = queries.nominations_of(decision) if award else []
    rows = _award_rows(nominations, on) if award else _initiative_rows(decision)
    if not rows:
        raise NotReady("Quyết định chưa có đối tượng nào.")
    values = _values(decision, rows) | office_values(decision, settings, number, issued_on)
    values["year"] = (decision.submission_on or on).year
    used: dict[str, dict[str, int]] = {}
    values |= _way(decision, on, values, used) | _award_words(decision, on)
    main = say(decision.kind.value, on, values, used)
    submission = say("award_submission" if award else "recognition_submission", on, values, used)
    notice = say("award_notice" if award else "recognition_notice", on, values, used)
    if decision.meeting is None:
        _require_no_meeting_told(main, submission, notice)
    reference = f"(Kèm theo Quyết định số {values['decision_number']} {values['decision_date']} của {settings.head_title})"
    return {
        "kind": decision.kind.value,
        "number": number,
        "symbol": settings.decision_symbol,
        "issued_on": issued_on.isoformat() if issued_on else None,
        "year": on.year,
        "place": settings.place_name,
        "emblem": settings.emblem,
        "issuer": ["Ủy ban nhân dân", settings.commune],
        "authority": settings.head_title,
        "subject": main["subject"][0],
        "bases": main["bases"],
        "articles": main["articles"],
        "recipients": main["recipients"],
        "annex_title": main["annex_title"][0],
        "annex_reference": reference,
        "signer": signer_block(decision.signer_id, "decision", on),
        "award": values.get("award_title", ""),
        "fund": settings.fund_name if award else "",
        "paper": award_forms.paper_of(decision.round.award_form, on) if decision.round else "",
        "rows": rows,
        "total": sum(row["amount"] for row in rows),
        "total_words": values["total_words"],
        "submission": {
            "above": [settings.short_name],
            "issuer": [settings.standing_office],
            "number": decision.submission_number,
            "symbol": settings.submission_symbol,
            "on": decision.submission_on.isoformat() if decision.submission_on else None,
            "subject": submission["subject"][0],
            "addressees": submission["addressees"],
            "paragraphs": submission["paragraphs"],
            "exceptions": _exceptions(decision),
            "recipients": submission["recipients"],
            "annex_title": submission["annex_title"][0],
            "signer": signer_block(None, "submission", decision.submission_on or on),
        },
        "certificate": say("certificate" if award else "initiative_certificate", on, values, used),
        "dossier": (dossier_content.content(nominations, rows) if award else {})
        | {
            "notice": notice | {"symbol": notice_symbol(settings)},
            "request": f"Đề nghị tặng {values['award']} của {settings.head_title}" if award else "",
            "summary_subject": f"Của các {values['recipients_kinds']} được đề nghị tặng {values.get('award', '')}",
            "meeting_on": values.get("meeting_date", ""),
        },
        "wording": used,
    }


def _values(decision: Decision, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the placeholders that come from the list, the round and the meeting."""
    total, kinds = sum(row["amount"] for row in rows), kinds_of(rows)
    achievement = " ".join(decision.round.achievement.split()) if decision.round else ""
    meeting = decision.meeting
    held = clock.local(meeting.starts_at).date() if meeting else None
    return {
        "counts": counts(rows, decision.kind == DecisionKind.AWARD),
        "recipients_kinds": kinds or "tác giả",
        "achievement": achievement,
        "achievement_title": f"cho {kinds} {achievement}".strip(),
        "total": format_number(total),
        "total_words": money_words(total),
        "council": meeting.council.name if meeting else "Hội đồng",
        "minutes": invitation.minutes_words(meeting) if meeting else "",
        "meeting_result": invitation.result_words(meeting) if meeting else "",
        # the dates of a legal basis are printed in full (NĐ 30/2020, II.6)
        # without a meeting there is no such day: an older wording that names one must not be printed
    } | ({"meeting_date": long_date(held).removeprefix("ngày ")} if held else {})


def _require_no_meeting_told(*texts: dict[str, list[str]]) -> None:
    wrong = [line for said in texts for lines in said.values() for line in lines if "{meeting_date}" in line]
    if wrong:
        raise NotReady(
            "Lời văn đang dùng còn nhắc phiên họp của Hội đồng. Hãy sửa trong mục Mẫu văn bản: dùng {council_result}, "
            "{considered}.",
            wrong,
        )


def _way(
    decision: Decision, on: dt.date, values: dict[str, Any], used: dict[str, dict[str, int]]
) -> dict[str, str]:
    """Return in words how it was considered: by the council at a meeting or in writing, or without it."""
    reason = decision.round.simplified_reason if decision.round else ""
    written = decision.meeting is not None and decision.meeting.kind == MeetingKind.WRITTEN
    way = "simplified" if reason else "written" if written else "met"
    what = "xét khen thưởng" if decision.kind == DecisionKind.AWARD else "xét công nhận sáng kiến"
    said = say("council_way", on, values | {"considered_what": what, "reason": reason.rstrip(" .;")}, used)
    return {"council_result": said[f"{way}_result"][0], "considered": said[f"{way}_told"][0]}


def _award_words(decision: Decision, on: dt.date) -> dict[str, str]:
    """Return what is conferred, as sentences and the certificate name it; nothing for initiatives."""
    if decision.round is None:
        return {}
    form = decision.round.award_form
    title = form in award_forms.titles_on(on)
    return {
        "award": award_forms.named(form, on),
        "award_verb": "Tặng danh hiệu" if title else "Tặng",
        "award_title": award_forms.bare_name(form, on),
    }


def _exceptions(decision: Decision) -> list[str]:
    """Return what was decided against the usual rule, one line each: the submission tells it before all else."""
    return [f"{one.printed_name}: {line}" for one, lines in left_out.exceptions(decision) for line in lines]


def _award_rows(nominations: list[Nomination], on: dt.date) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    nameless: list[str] = []
    amount = cache(lambda kind, form: money.amount_for(kind, form, on))
    paid = titles.paid_for_the_same_time(nominations)
    for ordinal, one in enumerate(nominations, start=1):
        kind = one.subject_kind.value
        if kind != "collective" and one.honorific is None:
            nameless.append(one.name)
        printed = one.printed_name
        full = amount(kind, one.award_form)
        if kind == "household":  # the honorific of the head stands inside the name
            printed = f"Hộ gia đình {printed[:1].lower()}{printed[1:]}"
        rows.append(
            {
                "ordinal": ordinal,
                "group": kind,
                "name": printed,
                "detail": one.detail,
                "achievement": one.achievement,
                "amount": money.still_due(full, paid.get(one.id, 0)),
                "subject_id": one.id,
                "person_id": one.person_id,
            }
        )
    if nameless:
        raise NotReady("Còn người chưa có danh xưng Ông hoặc Bà nên chưa in được.", nameless)
    return rows


def _initiative_rows(decision: Decision) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    nameless: list[str] = []
    for one in queries.initiatives_of(decision):
        names = {author.person_id: author.person.addressed for author in one.authors}
        everybody = "; ".join(f"{names[a.person_id]} ({a.share} %)" for a in one.authors)
        for author in one.authors:
            if author.person.honorific is None:
                nameless.append(author.person.full_name)
            rows.append(
                {
                    "ordinal": len(rows) + 1,
                    "group": "initiative",
                    "name": names[author.person_id],
                    "detail": author.person.job,
                    "achievement": one.title,
                    "amount": 0,
                    "subject_id": one.id,
                    "person_id": author.person_id,
                    "share": f"{author.share} %",
                    "co_authors": [name for person, name in names.items() if person != author.person_id],
                    "authors": everybody,
                    "unit": one.unit.name,
                    "theme": one.theme.title if one.theme else "",
                    "summary": _short(one.content),
                    "benefit": _short(one.benefit),
                }
            )
    if nameless:
        raise NotReady("Còn người chưa có danh xưng Ông hoặc Bà nên chưa in được.", sorted(set(nameless)))
    return rows


def _short(text: str, limit: int = 160) -> str:
    """Return the first sentence or so of a text, for the certificate."""
    first = text.split("\n", maxsplit=1)[0]
    return first if len(first) <= limit else first[:limit].rsplit(" ", 1)[0] + "…"
