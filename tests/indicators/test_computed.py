"""Each computed indicator from a few records, worked by hand."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.community.models import CommunityTeam, DigitalSignature, OutreachEvent, SignatureKind
from intranet.community.states import EventState
from intranet.core import clock
from intranet.core.db import db
from intranet.indicators import board, figures, refresh
from intranet.indicators.computed import of_community
from intranet.indicators.engine import Value
from intranet.indicators.sources import ESTIMATES, SOURCES
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
from intranet.training.models import Level
from tests.factories import community, initiatives, training
from tests.factories import indicators as make
from tests.site.rows import make as row

DAY = dt.date(2026, 8, 20)  # in the third quarter


def value(code: str, number: int = 3) -> Value | None:
    """Return the commune's figure after the records were committed (the cache has followed them)."""
    db.session.commit()
    one, when = make.indicator(code), make.quarter(number)
    return figures.of_commune([one], [when]).get((one.id, when.id))


def staff_count() -> int:
    query = sa.select(sa.func.count(Person.id)).where(Person.civil_servant, Person.unit_id.is_not(None))
    return db.session.scalar(query)


def test_every_computed_indicator_of_the_plan_has_a_source(app):
    from intranet.indicators import queries

    wanted = {one.code for one in queries.indicators() if one.origin == "computed"}
    assert set(SOURCES) == wanted and set(ESTIMATES) == {"I12", "I19"}


def test_i07_counts_an_applied_initiative_once_in_its_first_quarter(app):
    one = initiatives.at(InitiativeState.RECOGNISED)
    assert value("I07", 4) == Value(0, 1)
    applied = initiatives.application(one)
    applied.applied_on, applied.proof_count, applied.confirmed_at = DAY, 1, None
    assert value("I07") == Value(0, 1)  # nobody has confirmed it
    applied.confirmed_at, applied.confirmed_by = clock.now(), "Trưởng đơn vị"
    assert value("I07") == Value(1, 1)
    again = initiatives.application(one)
    again.applied_on, again.proof_count = dt.date(2026, 10, 3), 1
    again.confirmed_at, again.confirmed_by = clock.now(), "Trưởng đơn vị"
    assert (value("I07"), value("I07", 4)) == (Value(1, 1), Value(0, 1))


def test_i14_and_i15_are_shares_of_the_civil_servants(app):
    people = staff_count()
    refresh.refresh()
    assert (value("I14"), value("I15")) == (Value(0, people), Value(0, people))
    made = training.at(training.State.VERIFIED)
    made.starts_on, made.ends_on = dt.date(2026, 7, 1), DAY
    level = training.level()
    level.level, level.assessed_on, level.expires_on = Level.ADVANCED, DAY, None
    assert (value("I14", 2), value("I14"), value("I15", 2), value("I15")) == (
        Value(0, people), Value(1, people), Value(0, people), Value(1, people),
    )  # fmt: skip
    level.expires_on = dt.date(2026, 9, 29)  # no longer valid at the end of the quarter
    assert value("I15") == Value(0, people)
    made.person.left_on = dt.date(2026, 8, 1)
    assert value("I14") == Value(0, people - 1)


def test_i16_asks_every_office_for_one(app):
    for name in ("Phòng Kinh tế", make.DESK):
        one = initiatives.at(InitiativeState.RECOGNISED)
        one.unit_id, one.recognised_on = make.unit(name).id, DAY
    assert value("I16") == Value(1, 1)  # the one-stop desk is no phòng
    found = next(one for one in board.rows(2026, 3) if one.indicator.code == "I16")
    assert found.value == Value(1, 3) and not found.red


def test_i11_i17_i18_and_x5(app):
    assert (value("I18"), value("X5")) == (Value(0, 1), Value(0, 0))
    villages = units(UnitKind.VILLAGE, UnitKind.QUARTER)
    for place, size in zip(villages, (3, 6), strict=False):
        team = row(
            CommunityTeam, unit_id=place.id, starts_on=dt.date(2026, 7, 1), ends_on=None, decided_on=DAY
        )
        for number in range(size):
            community_member(team, number)
    states = (EventState.CONFIRMED, EventState.CONFIRMED, EventState.HELD)
    for state in states:
        event = community.at(state)
        event.held_on = DAY
    for login, valid_to, used in (
        ("nhanvien", dt.date(2027, 1, 1), DAY),
        ("nhanvien2", DAY, DAY),
        ("kinhte", dt.date(2027, 1, 1), None),
    ):
        row(
            DigitalSignature, person_id=make.account(login).person_id, kind=next(iter(SignatureKind)),
            issued_on=dt.date(2026, 1, 5), valid_to=valid_to, ended_on=None, used_since=used,
            confirmed_by="Trưởng đơn vị" if used else None, confirmed_at=clock.now() if used else None,
        )  # fmt: skip
    assert value("I18") == Value(2, 1)  # the third waits for confirmation
    assert (value("I17"), value("X5")) == (Value(2, len(villages)), Value(1, 2))
    assert value("I11") == Value(1, staff_count())  # one expired, one not confirmed in use
    assert db.session.scalar(sa.select(sa.func.count(OutreachEvent.id))) == 3
    assert [one.counts for one in of_community.team_records(make.quarter(), None)].count(True) == 2


def community_member(team: CommunityTeam, number: int) -> None:
    from intranet.community.models import TeamMember

    row(TeamMember, team_id=team.id, name=f"Người {number}", starts_on=dt.date(2026, 7, 1), ends_on=None)


def test_i03_i09_x1_x2_and_x6(app):
    desk = make.unit().id
    terms = (
        (True, True, 4, 5),
        (True, False, 5, 5),
        (False, False, 1, None),
    )  # eligible, full, days, baseline
    made = []
    for number, (eligible, full, days, baseline) in enumerate(terms):
        one = row(
            Procedure, code=f"1.00{number}", unit_id=desk, common=baseline is not None, baseline_days=baseline,
            starts_on=dt.date(2026, 1, 1), ends_on=None,
        )  # fmt: skip
        row(
            ProcedureTerm, procedure_id=one.id, starts_on=dt.date(2026, 1, 1), days=days, steps=2,
            online_eligible=eligible, online_full=full, same_day=False,
        )  # fmt: skip
        made.append(one)
    whole = {"listed": True, "process": True, "time": True, "fee": True}
    for channel, parts in zip(PublicChannel, (whole, whole, whole | {"fee": False}), strict=True):
        row(PublicityCheck, procedure_id=made[0].id, channel=channel, checked_on=DAY, **parts)
    for number, closed in ((1, dt.date(2026, 5, 20)), (2, DAY)):
        review = row(
            ReviewRound, year=2026, number=number, state=RoundState.CLOSED, starts_on=closed, due_on=closed,
            closed_on=closed,
        )  # fmt: skip
        row(
            UnitReview,
            round_id=review.id,
            unit_id=desk,
            state=ReviewState.CLOSED,
            closed_on=closed,
            procedures=3,
        )
    row(
        ReformProposal, unit_id=desk, state=ProposalState.SENT, outgoing_number="15/UBND", sent_on=DAY,
        sent_to="UBND thành phố", line_id=None, procedure_id=None,
    )  # fmt: skip
    assert (value("I03"), value("I09")) == (Value(1, 2), Value(1, 1))
    assert (value("X2"), value("X6")) == (Value(1, 10), Value(2, 9))
    assert (value("X1", 2), value("X1")) == (Value(1, 1), Value(1, 1))
    found = {one.indicator.code: one for one in board.rows(2026, 3)}
    assert found["X1"].value == Value(1, 1)  # the only unit with procedures has done both
    assert found["X1"].judgement.verdict == "met" and found["X2"].judgement.verdict == "not_met"


def test_i06_i13_and_the_estimates_come_from_closed_waves(app):
    desk = make.unit().id
    for code in ("dong", "mo"):
        wave = row(
            SurveyWave, state=WaveState.OPEN, code=code, starts_on=dt.date(2026, 7, 1), ends_on=DAY, closed_on=None,
            questions=[], counted=None, set_aside=None,
        )  # fmt: skip
        for satisfied, trips, knows, aside in (
            (5, 0, 1, False),
            (4, 2, 0, False),
            (3, 1, 1, False),
            (5, 0, 1, True),
        ):
            reply = row(SurveyReply, wave_id=wave.id, unit_id=desk, set_aside=aside, batch_id=None)
            answers = (
                (QuestionKind.SATISFACTION, satisfied),
                (QuestionKind.TRIPS, trips),
                (QuestionKind.KNOW_HOW, knows),
            )
            for number, (kind, given) in enumerate(answers):
                row(
                    SurveyAnswer, wave_id=wave.id, reply_id=reply.id, key=f"q{number}", kind=kind, value=given
                )
        if code == "dong":
            wave.state, wave.closed_on, wave.counted, wave.set_aside = WaveState.CLOSED, DAY, 3, 1
    assert (value("I06"), value("I13")) == (Value(2, 3), Value(1, 1))
    when = make.quarter()
    assert ESTIMATES["I12"](when)[1:] == (1, 3) and ESTIMATES["I19"](when)[1:] == (2, 3)
    assert ESTIMATES["I12"](make.quarter(2)) is None


@pytest.mark.parametrize("locked", [False, True])
def test_a_record_moves_open_quarters_only_and_a_locked_one_tells_of_the_drift(app, locked):
    from intranet.indicators import detail

    if locked:
        make.locked()
    event = community.at(EventState.CONFIRMED)
    event.held_on = DAY
    assert value("I18") == Value(0 if locked else 1, 1)
    one = make.indicator("I18")
    page = detail.page_of(one, make.quarter(), None, make.account("thuongtruc"))
    assert [(unit.id, old, now) for unit, old, now in page.drift] == (
        [(event.unit_id, None, Value(1, 1))] if locked else []
    )
    assert [record.label for record in page.records] == [event.title]
