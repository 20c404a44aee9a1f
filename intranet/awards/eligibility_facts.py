"""Gathers what the checks of eligibility read, for many nominations in a fixed number of statements."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core import clock
from ..core.db import db
from ..core.text import fold, short_date
from ..history import queries as history
from ..history.models import PastAward, Source
from ..parameters.award_forms import TTLDTT, code_of, forms_on
from ..parameters.queries import in_force, rule
from ..people.models import Honorific, Person
from . import eligibility, eligibility_titles  # noqa: F401  # adds the checks of titles
from .crews import Crew, crews_of
from .eligibility import Candidate, Check, Finding, Past, Severity, World
from .eligibility_models import FindingOverride, Hold, RuleChoice
from .models import Nomination, SubjectKind
from .phrases import WORDS
from .states import State

DEAD = (State.WITHDRAWN, State.INELIGIBLE, State.FAILED, State.DECLINED, State.REVOKED)


def received_on(nomination: Nomination) -> dt.date:
    """Return the day the dossier was received: its first handing in; today while it is a draft."""
    moment = nomination.submitted_at
    return clock.local(moment).date() if moment else clock.today()


def choice_of(nomination: Nomination) -> RuleChoice | None:
    """Return the rule set chosen for a nomination instead of that of its day of receipt."""
    return db.session.scalar(sa.select(RuleChoice).where(RuleChoice.nomination_id == nomination.id))


def rule_day(nomination: Nomination) -> dt.date:
    """Return the day whose rules the dossier follows: its receipt (Luật 06/2026/QH16), or the day chosen for it."""
    chosen = choice_of(nomination)
    return chosen.rule_date if chosen else received_on(nomination)


def checks_on(day: dt.date) -> dict[str, Check]:
    """Return the checks in force on a day, by code."""
    lines = rule("eligibility.checks", day).value
    return {
        line["code"]: Check(line["code"], line["text"], line["article"], Severity(line["severity"]))
        for line in lines
    }


def subject_of(nomination: Nomination) -> eligibility.Subject | None:
    """Return whom a file is about: a household is its head and address, accents aside; None while it has no address."""
    if nomination.person_id is not None:
        return "person", nomination.person_id
    if nomination.collective_id is not None:
        return "collective", nomination.collective_id
    return _household(nomination.name, nomination.detail) if nomination.detail else None


def _household(head: str, address: str) -> eligibility.Subject:
    return "household", f"{fold(head)}, {fold(address)}"


def _candidate(one: Nomination, women: dict[int, Fraction], crews: dict[int, Crew]) -> Candidate:
    start, end = one.round.counted
    crew = crews.get(one.id)
    return Candidate(
        id=one.id,
        subject=subject_of(one),
        kind=one.subject_kind.value,
        name=one.printed_name,
        form=one.award_form,
        round_id=one.round_id,
        round_kind=one.round.kind.value,
        counts_from=start,
        counts_to=end,
        achievement=one.achievement,
        report=one.report,
        initiative_id=one.initiative_id,
        has_unit=one.person is None or one.person.unit_id is not None,
        woman=one.subject_kind == SubjectKind.PERSON and one.honorific == Honorific.MRS,
        women_share=women.get(one.collective_id or 0),
        members=crew.members if crew else None,
        disciplined=crew.disciplined if crew else (),
        dissolved_on=getattr(one.collective, "dissolved_on", None),
        url=f"/khen-thuong/ho-so/{one.id}",
    )


def _past(rows: Sequence[Nomination]) -> tuple[Past, ...]:
    found = []
    for one in rows:
        subject = subject_of(one)
        if subject is None or one.awarded_on is None:
            continue
        start, end = one.round.counted
        label = f"{WORDS[f'RoundKind.{one.round.kind.value}']}: Quyết định số {one.decision_number}"
        found.append(
            Past(
                id=one.id,
                subject=subject,
                form=one.award_form,
                round_kind=one.round.kind.value,
                achievement=one.achievement,
                initiative_id=one.initiative_id,
                awarded_on=one.awarded_on,
                counts_from=start,
                counts_to=end,
                label=label,
                url=f"/khen-thuong/ho-so/{one.id}",
            )
        )
    return tuple(found)


def _entered(people: set[int], units: set[int], heads: set[str]) -> tuple[Past, ...]:
    """Return the awards that were entered or imported: their form is text, their sort of merit is not known.

    `heads`: folded names of heads of households.
    """
    rows: list[tuple[eligibility.Subject, PastAward]] = []
    rows += [(("person", key), one) for key, past in history.of_people(people).items() for one in past]
    rows += [(("collective", key), one) for key, past in history.of_units(units).items() for one in past]
    rows += [(_household(one.name, one.detail), one) for one in history.of_heads(heads)]
    return tuple(
        Past(
            id=-one.id,  # apart from the numbers of nominations
            subject=subject,
            form=code_of(one.form),
            round_kind="",
            achievement=one.achievement,
            initiative_id=None,
            awarded_on=one.awarded_on or dt.date(one.year, 12, 31),
            counts_from=dt.date(one.year, 1, 1),
            counts_to=dt.date(one.year, 12, 31),
            label=f"{one.form}, Quyết định số {one.number}" if one.number else one.form,
            url=f"/lich-su-khen-thuong/{one.id}",
        )
        for subject, one in rows
        if one.source != Source.DECISION  # those are nominations of ours
    )


def holds_of(people: set[int], units: set[int]) -> list[Hold]:
    """Return the holds of people and collectives that were not lifted, the newest first; one statement."""
    query = sa.select(Hold).where(
        Hold.lifted_on.is_(None), sa.or_(Hold.person_id.in_(people), Hold.collective_id.in_(units))
    )
    query = query.options(joinedload(Hold.person), joinedload(Hold.collective))
    return list(db.session.scalars(query.order_by(Hold.from_on.desc(), Hold.id.desc())))


def _hold(row: Hold) -> eligibility.Hold:
    until = f" đến {short_date(row.to_on)}" if row.to_on else ""
    words = WORDS[f"HoldKind.{row.kind.value}"]
    subject: eligibility.Subject = (
        ("person", row.person_id) if row.person_id is not None else ("collective", row.collective_id or 0)
    )
    label = f"{words}, từ {short_date(row.from_on)}{until} ({row.source})"
    return eligibility.Hold(row.id, subject, row.kind, row.from_on, row.to_on, label)


def _women(units: set[int]) -> dict[int, Fraction]:
    """Return unit -> share of women among its people who are here; people without honorific count as men."""
    query = (
        sa.select(
            Person.unit_id,
            sa.func.count(),
            sa.func.sum(sa.case((Person.honorific == Honorific.MRS, 1), else_=0)),
        )
        .where(Person.unit_id.in_(units), Person.left_on.is_(None))
        .group_by(Person.unit_id)
    )
    return {unit: Fraction(int(women or 0), total) for unit, total, women in db.session.execute(query)}


def _above_commune(day: dt.date) -> frozenset[str]:
    own = forms_on(day)
    return frozenset(form for form in rule("award.city_forms", day).value if form not in own)


def world_of(nominations: Sequence[Nomination], *, compare_reports: bool) -> World:
    """Return the facts beside these nominations: past awards, holds, peers, figures of the rules of today."""
    people = {one.person_id for one in nominations if one.person_id}
    units = {one.collective_id for one in nominations if one.collective_id}
    ideas = {one.initiative_id for one in nominations if one.initiative_id}
    rounds = {one.round_id for one in nominations}
    loads = (joinedload(Nomination.round), joinedload(Nomination.person), joinedload(Nomination.collective))
    heads = {fold(one.name) for one in nominations if one.subject_kind == SubjectKind.HOUSEHOLD}
    same_head = sa.and_(Nomination.subject_kind == SubjectKind.HOUSEHOLD, Nomination.search_text.in_(heads))
    theirs = [
        Nomination.person_id.in_(people),
        Nomination.collective_id.in_(units),
        Nomination.initiative_id.in_(ideas),
        same_head,
    ]
    past = db.session.scalars(
        sa.select(Nomination).where(Nomination.state == State.AWARDED, sa.or_(*theirs)).options(*loads)
    ).all()
    peers = db.session.scalars(
        sa.select(Nomination)
        .where(Nomination.state.not_in((*DEAD, State.AWARDED)))
        .where(
            sa.or_(
                Nomination.round_id.in_(rounds),
                Nomination.initiative_id.in_(ideas),
                sa.and_(Nomination.state != State.DRAFT, sa.or_(*theirs)),  # a draft proposes nobody yet
            )
        )
        .options(*loads)
        .order_by(Nomination.id)
    ).all()
    today = clock.today()
    numbers = {name: rule(f"eligibility.{name}", today).fraction for name in ("likeness", "women_preferred")}
    return World(
        today=today,
        past=_past(past) + _entered(people, units, heads),
        holds=tuple(_hold(row) for row in holds_of(people, units)),
        peers=tuple(_candidate(one, {}, {}) for one in peers),
        above_commune=_above_commune(today),
        likeness=numbers["likeness"],
        women_preferred_from=numbers["women_preferred"],
        initiative_required=any(row.value for row in in_force("award.cstdcs.initiative_required", today)),
        ldtt_share=next(
            (Fraction(*row.value["fraction"]) for row in in_force("award.ttldtt.share", today)),
            Fraction(7, 10),
        ),
        compare_reports=compare_reports,
    )


def findings_for(
    nominations: Sequence[Nomination], *, compare_reports: bool = False
) -> dict[int, list[Finding]]:
    """Return nomination id -> what the law says about it, in a fixed number of statements for all of them.

    Comparing reports costs a pair of texts per peer: only for one file at a time.
    """
    if not nominations:
        return {}
    ids = [one.id for one in nominations]
    world = world_of(nominations, compare_reports=compare_reports)
    women = _women({one.collective_id for one in nominations if one.collective_id})
    crews = crews_of([one for one in nominations if one.award_form == TTLDTT])
    chosen = db.session.execute(
        sa.select(RuleChoice.nomination_id, RuleChoice.rule_date).where(RuleChoice.nomination_id.in_(ids))
    )
    days: dict[int, dt.date] = {row[0]: row[1] for row in chosen}
    reasons: dict[int, dict[str, str]] = {}
    rows = db.session.scalars(sa.select(FindingOverride).where(FindingOverride.nomination_id.in_(ids)))
    for row in rows:
        reasons.setdefault(row.nomination_id, {})[row.key] = row.reason
    in_force: dict[dt.date, dict[str, Check]] = {}
    found = {}
    for one in nominations:
        day = days.get(one.id) or received_on(one)
        if day not in in_force:
            in_force[day] = checks_on(day)
        found[one.id] = eligibility.findings(
            _candidate(one, women, crews), world, in_force[day], reasons.get(one.id)
        )
    return found


def findings_of(nomination: Nomination) -> list[Finding]:
    """Return what the law says about one nomination, reports compared."""
    return findings_for([nomination], compare_reports=True)[nomination.id]


def overrides_among(nomination_ids: list[int]) -> list[FindingOverride]:
    """Return the warnings of some nominations that were overridden, oldest first."""
    query = sa.select(FindingOverride).where(FindingOverride.nomination_id.in_(nomination_ids))
    return list(db.session.scalars(query.order_by(FindingOverride.id)))


def choices_among(nomination_ids: list[int]) -> list[RuleChoice]:
    """Return the rule sets that were chosen for some nominations instead of those of the day of receipt."""
    return list(db.session.scalars(sa.select(RuleChoice).where(RuleChoice.nomination_id.in_(nomination_ids))))
