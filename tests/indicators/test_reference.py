"""Every computed indicator on random records against a slow plain loop over all rows; typed ones against exact sums."""

import datetime as dt
import random
from collections import Counter
from fractions import Fraction

import pytest
import sqlalchemy as sa

from intranet.community.models import (
    CommunityTeam,
    DigitalSignature,
    OutreachEvent,
    SignatureKind,
    TeamMember,
)
from intranet.community.states import EventState
from intranet.core import clock
from intranet.core.db import db
from intranet.indicators import board, figures, queries, refresh
from intranet.indicators.engine import Value
from intranet.indicators.models import Measurement, Origin, Publication, Subject
from intranet.indicators.sources import SOURCES
from intranet.initiatives.models import Initiative, InitiativeApplication
from intranet.initiatives.states import State as InitiativeState
from intranet.people.models import Person, UnitKind
from intranet.people.queries import units
from intranet.procedures.models import (
    Procedure,
    ProcedureTerm,
    PublicChannel,
    PublicityCheck,
    ReformProposal,
    ReviewRound,
    UnitReview,
)
from intranet.procedures.states import ProposalState, ReviewState, RoundState
from intranet.surveys.models import QuestionKind, SurveyAnswer, SurveyReply, SurveyWave
from intranet.surveys.states import WaveState
from intranet.training.models import ContentClass, Level, PlanTopic, SkillAssessment, TrainingRecord
from intranet.training.states import State as TrainingState
from tests.site.rows import make as row

NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


def every(model):
    return list(db.session.scalars(sa.select(model).order_by(model.id)))


class World:
    """Random records of every kind, 2026 only."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # repeatable on purpose
        self.units = [one for one in units() if one.parent_id]
        self.people = every(Person)

    def day(self) -> dt.date:
        return dt.date(2026, 1, 1) + dt.timedelta(days=self.dice.randrange(365))

    def maybe(self, value, share: float = 0.5):
        return value if self.dice.random() < share else None

    def one(self, of):
        return self.dice.choice(list(of))

    def fill(self) -> None:
        for person in self.people:
            person.left_on = self.maybe(self.day(), 0.2)
        self.of_people()
        self.of_community()
        self.of_procedures()
        self.of_surveys()
        for _ in range(8):
            row(Publication, subject=self.one(Subject), published_on=self.day())
        db.session.commit()

    def of_people(self) -> None:
        for _ in range(14):
            state, start = (
                self.one([*TrainingState, TrainingState.VERIFIED, TrainingState.VERIFIED]),
                self.day(),
            )
            row(TrainingRecord, course_id=None, person_id=self.one(self.people).id, state=state, starts_on=start,
                ends_on=self.maybe(start + dt.timedelta(days=9)), topic=self.one([PlanTopic.DIGITAL_SKILL, *PlanTopic]),
                content_class=self.one(ContentClass))  # fmt: skip
            row(SkillAssessment, person_id=self.one(self.people[:6]).id, level=self.one(Level),
                assessed_on=self.day(), expires_on=self.maybe(dt.date(2027, 1, 1), 0.6))  # fmt: skip
            used = self.maybe(self.day(), 0.7)
            row(DigitalSignature, person_id=self.one(self.people).id, kind=self.one(SignatureKind),
                issued_on=dt.date(2026, 1, 1), valid_to=dt.date(2026, 3, 1) + dt.timedelta(days=self.dice.randrange(500)),
                used_since=used, confirmed_by="A" if used else None, confirmed_at=NOW if used else None,
                ended_on=self.maybe(self.day(), 0.2))  # fmt: skip
        for _ in range(8):
            made = row(Initiative, state=self.one((InitiativeState.RECOGNISED, InitiativeState.DRAFT)),
                       unit_id=self.one(self.units).id, recognised_on=self.day())  # fmt: skip
            for _ in range(self.dice.randrange(3)):
                row(InitiativeApplication, initiative_id=made.id, applied_on=self.day(),
                    proof_count=self.dice.randrange(2), confirmed_at=self.maybe(NOW, 0.7))  # fmt: skip

    def of_community(self) -> None:
        villages = [one for one in self.units if one.kind in (UnitKind.VILLAGE, UnitKind.QUARTER)]
        for place in villages[:-1]:
            team = row(CommunityTeam, unit_id=place.id, starts_on=self.day(), ends_on=None)
            for _ in range(self.dice.randrange(7)):
                start = max(team.starts_on, self.day())
                row(TeamMember, team_id=team.id, starts_on=start,
                    ends_on=self.maybe(start + dt.timedelta(days=30), 0.3))  # fmt: skip
        for _ in range(15):
            row(
                OutreachEvent, state=self.one(EventState), unit_id=self.one(self.units).id, held_on=self.day()
            )

    def of_procedures(self) -> None:
        for number in range(12):
            start = self.one((dt.date(2026, 1, 1), self.day()))
            one = row(Procedure, code=f"9.{number}", unit_id=self.one(self.units[:4]).id, common=self.one((True, False)),
                      baseline_days=self.maybe(self.dice.randrange(1, 9), 0.8), starts_on=start,
                      ends_on=self.maybe(start + dt.timedelta(days=200), 0.2))  # fmt: skip
            for begun in {start, start + dt.timedelta(days=self.dice.randrange(1, 100))}:
                eligible = self.one((True, False))
                row(ProcedureTerm, procedure_id=one.id, starts_on=begun, days=self.dice.randrange(9), steps=2,
                    online_eligible=eligible, online_full=eligible and self.one((True, False)), same_day=False)  # fmt: skip
            for channel in PublicChannel:
                for checked in {self.day() for _ in range(self.dice.randrange(3))}:
                    parts = {name: self.dice.random() < 0.85 for name in ("listed", "process", "time", "fee")}
                    row(PublicityCheck, procedure_id=one.id, channel=channel, checked_on=checked, **parts)
            row(ReformProposal, unit_id=self.one(self.units).id, state=self.one((ProposalState.SENT, ProposalState.ANSWERED)),
                outgoing_number="1/UBND", sent_on=self.day(), line_id=None, procedure_id=None)  # fmt: skip
        for number in (1, 2):
            review = row(ReviewRound, year=2026, number=number, state=RoundState.OPEN, closed_on=None)
            for unit in self.units[:4]:
                state = self.one(ReviewState)
                closed = self.day() if state == ReviewState.CLOSED else None
                row(
                    UnitReview,
                    round_id=review.id,
                    unit_id=unit.id,
                    state=state,
                    closed_on=closed,
                    procedures=2,
                )

    def of_surveys(self) -> None:
        for number in range(3):
            wave = row(SurveyWave, state=WaveState.OPEN, code=f"D{number}", closed_on=None, questions=[],
                       counted=None, set_aside=None)  # fmt: skip
            for _ in range(6):
                reply = row(SurveyReply, wave_id=wave.id, unit_id=self.one(self.units[:4]).id,
                            set_aside=self.dice.random() < 0.2, batch_id=None)  # fmt: skip
                row(SurveyAnswer, wave_id=wave.id, reply_id=reply.id, key="q1", kind=QuestionKind.SATISFACTION,
                    value=self.dice.randrange(1, 6))  # fmt: skip
            if number:
                wave.state, wave.closed_on, wave.counted, wave.set_aside = WaveState.CLOSED, self.day(), 6, 0


def counted(found) -> dict[int, tuple[int, int]]:
    return {unit: (number, 1) for unit, number in Counter(found).items()}


def shares(found) -> dict[int, tuple[int, int]]:
    sums: dict[int, list[int]] = {}
    for unit, numerator, denominator in found:
        pair = sums.setdefault(unit, [0, 0])
        pair[0] += numerator
        pair[1] += denominator
    return {unit: (pair[0], pair[1]) for unit, pair in sums.items()}


def slow(code: str, start: dt.date, end: dt.date) -> dict[int, tuple[int, int]]:
    """Return unit -> (numerator, denominator) by the words of the plan, row by row."""
    root = queries.commune().id
    staff = [
        one
        for one in every(Person)
        if one.civil_servant and one.unit_id and not (one.left_on and one.left_on <= end)
    ]
    match code:
        case "I07":
            first: dict[int, dt.date] = {}
            for one in every(InitiativeApplication):
                if one.confirmed_at and one.proof_count > 0:
                    first[one.initiative_id] = min(
                        first.get(one.initiative_id, one.applied_on), one.applied_on
                    )
            return counted(one.unit_id for one in every(Initiative) if one.state == InitiativeState.RECOGNISED
                           and one.id in first and start <= first[one.id] <= end)  # fmt: skip
        case "I16":
            return counted(one.unit_id for one in every(Initiative) if one.state == InitiativeState.RECOGNISED
                           and one.unit.kind == UnitKind.OFFICE and start <= one.recognised_on <= end)  # fmt: skip
        case "I14":
            good = {one.person_id for one in every(TrainingRecord) if one.state == TrainingState.VERIFIED
                    and (one.topic == PlanTopic.DIGITAL_SKILL or one.content_class == ContentClass.DIGITAL)
                    and (one.ends_on or one.starts_on) <= end}  # fmt: skip
            return shares((one.unit_id, one.id in good, 1) for one in staff)
        case "I15":
            newest = {}
            for one in sorted(every(SkillAssessment), key=lambda a: (a.assessed_on, a.id)):
                if one.assessed_on <= end and (one.expires_on is None or one.expires_on >= end):
                    newest[one.person_id] = one.level
            return shares((one.unit_id, newest.get(one.id) == Level.ADVANCED, 1) for one in staff)
        case "I11":
            good = {one.person_id for one in every(DigitalSignature) if one.issued_on <= end <= one.valid_to
                    and one.used_since and one.used_since <= end and not (one.ended_on and one.ended_on <= end)}  # fmt: skip
            return shares((one.unit_id, one.id in good, 1) for one in staff)
        case "I18":
            return counted(one.unit_id for one in every(OutreachEvent)
                           if one.state == EventState.CONFIRMED and start <= one.held_on <= end)  # fmt: skip
        case "I17" | "X5":
            sizes = {one.unit_id: sum(m.starts_on <= end and (m.ends_on is None or m.ends_on >= end) for m in one.members)
                     for one in every(CommunityTeam) if one.starts_on <= end}  # fmt: skip
            if code == "X5":
                return {unit: (int(size in (3, 4, 5)), 1) for unit, size in sizes.items()}
            return {one.id: (int(one.id in sizes), 1) for one in units(UnitKind.VILLAGE, UnitKind.QUARTER)}
        case "I09":
            return counted(one.unit_id for one in every(ReformProposal) if start <= one.sent_on <= end)
        case "X1":
            return counted(
                one.unit_id for one in every(UnitReview) if one.closed_on and start <= one.closed_on <= end
            )
        case "I06":
            waves = {one.id for one in every(SurveyWave) if one.closed_on and start <= one.closed_on <= end}
            replies = {
                one.id: one.unit_id
                for one in every(SurveyReply)
                if one.wave_id in waves and not one.set_aside
            }
            return shares(
                (replies[one.reply_id], one.value >= 4, 1)
                for one in every(SurveyAnswer)
                if one.reply_id in replies
            )
        case "I13":
            closed = sum(bool(one.closed_on) and start <= one.closed_on <= end for one in every(SurveyWave))
            return {root: (closed, 1)} if closed else {}
        case "X3" | "X4":
            wanted = (Subject.BOARD, Subject.ON_TIME if code == "X3" else Subject.SURVEY)
            return counted(
                root
                for one in every(Publication)
                if one.subject in wanted and start <= one.published_on <= end
            )
    return slow_procedures(code, end)


def slow_procedures(code: str, end: dt.date) -> dict[int, tuple[int, int]]:
    """Return I03, X2, X6: the newest term and checks of each procedure in force."""
    found = []
    for one in every(Procedure):
        if one.starts_on > end or (one.ends_on and one.ends_on < end):
            continue
        terms = [t for t in every(ProcedureTerm) if t.procedure_id == one.id and t.starts_on <= end]
        term = max(terms, key=lambda t: t.starts_on)
        if code == "I03":
            found.append((one.unit_id, int(term.online_full), int(term.online_eligible)))
        elif code == "X2" and one.common and one.baseline_days:
            found.append((one.unit_id, one.baseline_days - term.days, one.baseline_days))
        elif code == "X6":
            places = 0
            for channel in PublicChannel:
                checks = [
                    c
                    for c in every(PublicityCheck)
                    if (c.procedure_id, c.channel) == (one.id, channel) and c.checked_on <= end
                ]
                last = max(checks, key=lambda c: c.checked_on, default=None)
                places += bool(last and last.listed and last.process and last.time and last.fee)
            found.append((one.unit_id, places, len(PublicChannel)))
    return shares(found)


@pytest.mark.parametrize("seed", [1, 2])
def test_computed_indicators_equal_a_slow_reference(app, seed):
    World(seed).fill()
    alive = set()
    for quarter in [one for one in queries.quarters() if one.year == 2026]:
        for code, source in SOURCES.items():
            wanted = slow(code, quarter.starts_on, quarter.ends_on)
            assert refresh.counted(source, quarter) == wanted, (code, quarter.name)
            alive |= {code} if any(pair[0] for pair in wanted.values()) else set()
    assert alive >= set(SOURCES) - {"X5", "I07"}  # a reference that only ever finds nothing proves nothing


def test_typed_indicators_equal_exact_sums_of_what_units_reported(app):
    dice = random.Random(3)
    typed = [one for one in queries.indicators() if one.origin == Origin.TYPED]
    assert {one.code for one in typed} == {"I01", "I02", "I04", "I05", "I08", "I10", "I12", "I19"}
    year = [one for one in queries.quarters() if one.year == 2026]
    known: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for quarter in year:
        for one in typed:
            for unit in units()[1:5]:
                top = dice.randrange(3) * dice.randrange(1, 999)  # sometimes 0: nothing arose
                pair = (dice.randint(0, top), top)
                known.setdefault((one.code, quarter.quarter), []).append(pair)
                db.session.add(
                    Measurement(indicator_id=one.id, quarter_id=quarter.id, unit_id=unit.id, numerator=pair[0],
                                denominator=pair[1], origin=Origin.TYPED, entered_by="A", entered_at=clock.now())
                )  # fmt: skip
    db.session.commit()
    commune = figures.of_commune(typed, year)
    rows = {one.indicator.code: one for one in board.rows(2026, 4)}
    for one in typed:
        sums = {q.quarter: Value(*map(sum, zip(*known[one.code, q.quarter], strict=True))) for q in year}
        assert {q.quarter: commune[one.id, q.id] for q in year} == sums, one.code
        used = [sums[4]] if one.code == "I19" else list(sums.values())  # a stock is as it was at the end
        above, below = sum(v.numerator for v in used), sum(v.denominator for v in used)
        assert rows[one.code].value == Value(above, below)
        assert rows[one.code].amount == (Fraction(above * 100, below) if below else None)
