"""Example records and figures of six quarters, 2026-2027, for 40 units: so that a board can be looked at. Demo only.

Everything is marked "(ví dụ)" in its name, source or note. Rows are made directly, not by acts: they tell of people's
work that never was. Quarters of 2026 that have ended are accepted and locked by the real acts.
"""

import datetime as dt
import random

import sqlalchemy as sa

from ..community import roster_actions
from ..community.models import (
    CommunityTeam,
    DigitalSignature,
    OutreachEvent,
    OutreachTopic,
    Remedy,
    RemedySource,
    SignatureKind,
    TeamMember,
)
from ..community.roster_models import Half, RosterSlot
from ..community.states import EventState, RemedyState
from ..core import audit, clock
from ..core.db import Base, db
from ..core.errors import WrongState
from ..core.workflow import perform
from ..indicators import actions, quarter_actions, queries, years
from ..indicators.models import Indicator, IndicatorQuarter, Measurement, Origin, Subject, UnitReport
from ..indicators.refresh import refresh
from ..indicators.states import ReportState
from ..initiatives.models import Initiative, InitiativeApplication
from ..initiatives.states import State as InitiativeState
from ..people.models import Account, Honorific, Person, Unit, UnitKind
from ..procedures.models import (
    Procedure,
    ProcedureTerm,
    ProposalKind,
    PublicChannel,
    PublicityCheck,
    ReformProposal,
    ReviewRound,
    UnitReview,
)
from ..procedures.states import ProposalState, ReviewState, RoundState
from ..publishing import actions as publishing
from ..publishing.models import ReleaseKind
from ..surveys.models import QuestionKind, ReplySource, SurveyAnswer, SurveyReply, SurveyWave, WaveUnit
from ..surveys.questions import DEFAULT
from ..surveys.states import WAVE, WaveState, WaveStep
from ..training.models import ContentClass, Format, Level, PlanTopic, SkillAssessment, TrainingRecord
from ..training.states import State as TrainingState

UNITS = 40
QUARTERS = 6
MARK = "(ví dụ)"
SEED = 20_260_101
# code -> share of the numerator in the first quarter and its growth a quarter, in thousandths
TYPED = {
    "I01": (962, 6), "I02": (880, 18), "I04": (610, 28), "I05": (540, 34), "I08": (64, -6), "I10": (955, 9),
    "I12": (51, -5), "I19": (480, 30),
}  # fmt: skip
_NAMES = ("Nguyễn Văn", "Trần Thị", "Lê Đức", "Phạm Thu", "Hoàng Minh", "Vũ Ngọc", "Đặng Quang", "Bùi Thị")
_GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Linh",
    "Minh",
    "Nga",
    "Phúc",
    "Quỳnh",
    "Sơn",
    "Thảo",
)


def load_example_figures() -> dict[str, int]:
    """Load the example into a demo database that has no figures yet; return how many rows of each kind.

    WrongState when there are figures already: an example is never mixed with real ones.
    """
    typed = sa.select(Measurement.id).where(Measurement.origin != Origin.COMPUTED).limit(1)
    if db.session.scalar(typed) is not None:
        raise WrongState("Đã có số liệu trong cơ sở dữ liệu này, nên không nạp ví dụ.")
    dice = random.Random(SEED)  # noqa: S311  # the same example everywhere
    if 2027 not in years.opened_years():
        years.open_next(actor=_account("thuongtruc"), year=2027)
    units = _units()
    quarters = queries.quarters()[:QUARTERS]
    people = _people(units, dice)
    rows: list[Base] = []
    rows += _training(people, quarters, dice)
    rows += _initiatives(people, quarters, dice)
    rows += _community(units, quarters, dice)
    rows += _roster(people, quarters)
    rows += _signatures(people, dice)
    rows += _remedies(people, quarters)
    rows += _procedures(units, quarters, dice)
    db.session.add_all(rows)
    db.session.flush()
    replies = _surveys(units, quarters, dice)
    figures = _typed(quarters, dice)
    refresh(quarters=[one.id for one in quarters])
    locked = _lock(quarters)
    db.session.commit()
    return {"units": len(units), "people": len(people), "records": len(rows) + replies, "figures": figures,
            "locked quarters": locked}  # fmt: skip


def _account(login: str) -> Account:
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def _day(quarter: IndicatorQuarter, dice: random.Random) -> dt.date:
    return quarter.starts_on + dt.timedelta(days=dice.randrange(80))


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 3, tzinfo=dt.UTC)


def _units() -> list[Unit]:
    """Return the units of the plan, completed to forty by thôn, tổ dân phố and schools."""
    found = [one for one in queries.units_in(queries.quarters()[0]) if one.parent_id is not None]
    root = queries.commune().id
    for number in range(1, UNITS - len(found) + 1):
        kind = (UnitKind.VILLAGE, UnitKind.QUARTER, UnitKind.VILLAGE, UnitKind.SCHOOL)[number % 4]
        word = {UnitKind.VILLAGE: "Thôn", UnitKind.QUARTER: "Tổ dân phố", UnitKind.SCHOOL: "Trường Mầm non"}[
            kind
        ]
        made = Unit(kind=kind, name=f"{word} số {number + 10} {MARK}", position=50 + number, parent_id=root)
        db.session.add(made)
        found.append(made)
    db.session.flush()
    return found


def _people(units: list[Unit], dice: random.Random) -> list[Person]:
    """Return all civil servants, with some more for every office, service, school and health unit."""
    for unit in units:
        if unit.kind in (UnitKind.VILLAGE, UnitKind.QUARTER, UnitKind.FRONT):
            continue
        for _ in range(dice.randrange(5, 12)):
            name = f"{dice.choice(_NAMES)} {dice.choice(_GIVEN)}"
            honorific = Honorific.MRS if "Thị" in name or "Thu" in name else Honorific.MR
            db.session.add(
                Person(full_name=name, honorific=honorific, title=f"Công chức {MARK}", unit_id=unit.id)
            )
    db.session.flush()
    return list(
        db.session.scalars(sa.select(Person).where(Person.civil_servant, Person.unit_id.is_not(None)))
    )


def _training(people: list[Person], quarters: list[IndicatorQuarter], dice: random.Random) -> list[Base]:
    rows: list[Base] = []
    for person in people:
        if dice.random() < 0.93 and person.unit_id is not None:
            day = _day(dice.choice(quarters[:5]), dice)
            rows.append(
                TrainingRecord(
                    state=TrainingState.VERIFIED,
                    person_id=person.id,
                    unit_id=person.unit_id,
                    title=f"Kỹ năng số cơ bản {MARK}",
                    content_class=ContentClass.DIGITAL,
                    topic=PlanTopic.DIGITAL_SKILL,
                    format=Format.ONSITE,
                    provider="UBND xã",
                    starts_on=day,
                    ends_on=day,
                    periods=16,
                    verified_by=MARK,
                    verified_at=_moment(day),
                    created_at=_moment(day),
                )
            )
        if dice.random() < 0.6:
            day = _day(dice.choice(quarters), dice)
            level = Level.ADVANCED if dice.random() < 0.55 else Level.BASIC
            rows.append(
                SkillAssessment(
                    person_id=person.id,
                    level=level,
                    assessed_on=day,
                    evidence_kind="test",
                    evidence_note=MARK,
                    recorded_by=MARK,
                    recorded_at=_moment(day),
                )
            )
    return rows


def _initiatives(people: list[Person], quarters: list[IndicatorQuarter], dice: random.Random) -> list[Base]:
    rows: list[Base] = []
    for number in range(1, 31):
        owner, day = dice.choice(people), _day(dice.choice(quarters), dice)
        one = Initiative(
            state=InitiativeState.RECOGNISED, title=f"Sáng kiến số {number} {MARK}", unit_id=owner.unit_id,
            owner_id=owner.id, decision_number=f"{number}/QĐ-UBND {MARK}", recognised_on=day, created_at=_moment(day),
            updated_at=_moment(day), submitted_at=_moment(day),
        )  # fmt: skip
        if number % 3 == 0 and owner.unit_id is not None:
            one.applications = [
                InitiativeApplication(
                    unit_id=owner.unit_id,
                    applied_on=day,
                    place=MARK,
                    effect=f"Giảm thời gian {MARK}",
                    proof_count=1,
                    confirmed_by=MARK,
                    confirmed_at=_moment(day),
                    recorded_by=MARK,
                    recorded_at=_moment(day),
                )
            ]
        rows.append(one)
    return rows


def _community(units: list[Unit], quarters: list[IndicatorQuarter], dice: random.Random) -> list[Base]:
    rows: list[Base] = []
    villages = [unit for unit in units if unit.kind in (UnitKind.VILLAGE, UnitKind.QUARTER)]
    for place, unit in enumerate(villages):
        if place % 8 == 7:
            continue  # two or three places still without a team
        start = _day(quarters[place % 4], dice)
        team = CommunityTeam(
            unit_id=unit.id, decision_number=f"{place + 1}/QĐ-UBND {MARK}", decided_on=start, starts_on=start
        )
        size = 2 if place == 4 else dice.randrange(3, 6)
        team.members = [
            TeamMember(name=f"{dice.choice(_NAMES)} {dice.choice(_GIVEN)}", leader=n == 0, starts_on=start,
                       decision_number=team.decision_number, decided_on=start)
            for n in range(size)
        ]  # fmt: skip
        rows.append(team)
    for quarter in quarters:
        for unit in dice.sample(villages, dice.randrange(4, len(villages))):
            day = _day(quarter, dice)
            rows.append(
                OutreachEvent(
                    state=EventState.CONFIRMED,
                    unit_id=unit.id,
                    village_id=unit.id,
                    topic=dice.choice(list(OutreachTopic)),
                    title=f"Hướng dẫn dùng dịch vụ công {MARK}",
                    held_on=day,
                    place="Nhà văn hóa",
                    taught=dice.randrange(12, 70),
                    confirmed_by=MARK,
                    confirmed_at=_moment(day),
                    created_at=_moment(day),
                )
            )
    return rows


def _remedies(people: list[Person], quarters: list[IndicatorQuarter]) -> list[Base]:
    """Return what was found wrong after each quarter: done in time, done late, still open (O8)."""
    today, rows = clock.today(), list[Base]()
    working = [person for person in people if person.unit is not None and person.unit.parent_id is not None]
    ended = [quarter for quarter in quarters if quarter.ends_on < today]
    for place, (quarter, person) in enumerate(
        zip([one for one in ended for _ in range(3)], working[::5], strict=False)
    ):
        opened = quarter.ends_on + dt.timedelta(days=5)
        due = opened + dt.timedelta(days=20)
        finished = due + dt.timedelta(days=(-4, 6, -1)[place % 3])
        is_open = finished > today or (quarter is ended[-1] and place % 3 == 1)
        if opened > today:
            continue
        rows.append(
            Remedy(
                state=RemedyState.OPEN if is_open else RemedyState.DONE,
                unit_id=person.unit_id,
                person_id=person.id,
                title=f"{('Giảm hồ sơ trả muộn', 'Hướng dẫn thanh toán trực tuyến', 'Số hóa đủ kết quả')[place % 3]} {MARK}",
                wrong="Hồ sơ trả sau ngày hẹn nhiều hơn quý trước.",
                source=RemedySource.INDICATOR,
                source_words=f"Quý {quarter.quarter} năm {quarter.year}, chỉ tiêu I01",
                opened_on=opened,
                due_on=due,
                result="" if is_open else "Đã phân công lại người tiếp nhận.",
                finished_on=None if is_open else finished,
            )
        )
    return rows


def _roster(people: list[Person], quarters: list[IndicatorQuarter]) -> list[Base]:
    """Return who guides online services at the one-stop point, each working day until the end of next week (O6)."""
    served = [one for one in people if one.unit is not None and one.unit.kind == UnitKind.SERVICE]
    if not served:
        return []
    desk = sorted((one for one in served if one.unit_id == served[0].unit_id), key=lambda one: one.id)[:6]
    last = roster_actions.monday(clock.today()) + dt.timedelta(days=11)
    every = range((last - quarters[0].starts_on).days + 1)
    days = [day for number in every if (day := quarters[0].starts_on + dt.timedelta(number)).weekday() < 5]
    return [
        RosterSlot(
            unit_id=desk[0].unit_id,
            person_id=desk[(place * 2 + turn) % len(desk)].id,
            place=f"Điểm phục vụ hành chính công {MARK}",
            day=day,
            half=half,
            written_by=MARK,
            written_at=_moment(day),
        )
        for place, day in enumerate(days)
        for turn, half in enumerate(Half)
    ]


def _signatures(people: list[Person], dice: random.Random) -> list[Base]:
    return [
        DigitalSignature(
            person_id=person.id,
            kind=next(iter(SignatureKind)),
            serial=f"VD{person.id:05d}",
            provider=MARK,
            issued_on=dt.date(2026, 1, 5),
            valid_to=dt.date(2028, 1, 5),
            used_since=dt.date(2026, dice.randrange(1, 13), 1),
            confirmed_by=MARK,
            confirmed_at=clock.now(),
        )
        for person in people
        if dice.random() < 0.95
    ]


def _procedures(units: list[Unit], quarters: list[IndicatorQuarter], dice: random.Random) -> list[Base]:
    desks = [unit for unit in units if unit.kind in (UnitKind.OFFICE, UnitKind.SERVICE)]
    rows: list[Base] = []
    first = dt.date(2026, 1, 1)
    for number in range(1, 121):
        common, days = number <= 24, dice.choice((1, 3, 5, 10, 15))
        one = Procedure(
            code=f"VD.{number:04d}", name=f"Thủ tục số {number} {MARK}", field="Hộ tịch" if number % 2 else "Chứng thực",
            unit_id=desks[number % len(desks)].id, common=common, baseline_days=days if common else None, starts_on=first,
        )  # fmt: skip
        eligible = dice.random() < 0.8
        full = eligible and dice.random() < 0.7
        terms = [
            ProcedureTerm(starts_on=first, steps=4, days=days, online_eligible=eligible, online_full=full)
        ]
        if common and days > 1:
            later = quarters[dice.randrange(1, 6)].starts_on
            shorter = days - max(1, days * dice.randrange(15, 45) // 100)
            terms.append(
                ProcedureTerm(
                    starts_on=later, steps=3, days=shorter, online_eligible=eligible, online_full=eligible
                )
            )
        one.terms = terms
        rows.append(one)
        rows += [
            PublicityCheck(procedure=one, channel=channel, checked_on=_day(quarters[dice.randrange(0, 5)], dice),
                           listed=True, process=True, time=True, fee=dice.random() < 0.95, checked_by=MARK)
            for channel in PublicChannel
        ]  # fmt: skip
    for place, quarter in enumerate(quarters[1::2], start=1):
        closed = _day(quarter, dice)
        review = ReviewRound(
            state=RoundState.CLOSED, year=quarter.year, number=place if quarter.year == 2026 else 1,
            starts_on=quarter.starts_on, due_on=quarter.ends_on, closed_on=closed,
        )  # fmt: skip
        review.reviews = [
            UnitReview(
                state=ReviewState.CLOSED, unit_id=desk.id, procedures=30, closed_on=closed, closed_by=MARK
            )
            for desk in desks
        ]
        rows.append(review)
    for number in range(1, 6):
        day = _day(quarters[number], dice)
        rows.append(
            ReformProposal(
                state=ProposalState.SENT,
                unit_id=dice.choice(desks).id,
                kind=ProposalKind.STEPS,
                title=f"Kiến nghị {number} {MARK}",
                made_on=day,
                outgoing_number=f"{number * 11}/UBND",
                sent_on=day,
                sent_to="UBND thành phố",
            )
        )
    return rows


def _surveys(units: list[Unit], quarters: list[IndicatorQuarter], dice: random.Random) -> int:
    """Make a wave a quarter: its replies come while it is open, then it is closed."""
    desks = [unit for unit in units if unit.kind in (UnitKind.OFFICE, UnitKind.SERVICE)]
    made, asked = 0, [DEFAULT[0], DEFAULT[4], DEFAULT[5]]  # satisfaction, trips, know-how
    for number, quarter in enumerate(quarters, start=1):
        wave = SurveyWave(
            state=WaveState.OPEN, title=f"Khảo sát {quarter.name} {MARK}", code=f"VD{number}", starts_on=quarter.starts_on,
            ends_on=quarter.ends_on, questions=asked,
        )  # fmt: skip
        wave.units = [WaveUnit(unit_id=unit.id) for unit in desks]
        db.session.add(wave)
        db.session.flush()
        happy = 0.84 + 0.02 * number
        for _ in range(180):
            reply = SurveyReply(
                wave_id=wave.id,
                unit_id=dice.choice(desks).id,
                source=ReplySource.QR,
                given_on=_day(quarter, dice),
            )
            given = (
                (QuestionKind.SATISFACTION, 5 if dice.random() < happy else 3),
                (QuestionKind.TRIPS, 2 if dice.random() < 0.04 else 0),
                (QuestionKind.KNOW_HOW, int(dice.random() < 0.5 + 0.03 * number)),
            )
            reply.answers = [
                SurveyAnswer(wave_id=wave.id, key=question["key"], kind=kind, value=value)
                for question, (kind, value) in zip(asked, given, strict=True)
            ]
            db.session.add(reply)
            made += 4
        db.session.flush()
        wave.closed_on, wave.counted, wave.set_aside = quarter.ends_on, 180, 0
        counts = {"counted": wave.counted, "set_aside": wave.set_aside}
        perform(WAVE, wave, WaveStep.CLOSE, actor=audit.SYSTEM, details=counts)
        db.session.flush()
    return made


def _typed(quarters: list[IndicatorQuarter], dice: random.Random) -> int:
    """Make the typed figures of all reporting units, as accepted reports; two units of the last quarter are late."""
    made = 0
    for place, quarter in enumerate(quarters):
        for number, (unit, asked) in enumerate(queries.expected(quarter)):
            if place == len(quarters) - 1 and number < 2:
                continue
            day = _moment(quarter.ends_on)
            db.session.add(
                UnitReport(
                    quarter_id=quarter.id,
                    unit_id=unit.id,
                    state=ReportState.ACCEPTED,
                    submitted_at=day,
                    submitted_by=MARK,
                    accepted_at=day,
                    accepted_by=MARK,
                )
            )
            for indicator in asked:
                db.session.add(_figure(indicator, quarter, unit, place, dice))
                made += 1
    db.session.flush()
    return made


def _figure(
    indicator: Indicator, quarter: IndicatorQuarter, unit: Unit, place: int, dice: random.Random
) -> Measurement:
    start, growth = TYPED[indicator.code]
    share = min(max(start + growth * place + dice.randrange(-8, 9), 0), 1000)
    denominator = dice.randrange(400, 1800)
    entry = actions.Entry(denominator * share // 1000, denominator)
    value = actions.to_value(indicator, entry)
    return Measurement(
        indicator_id=indicator.id, quarter_id=quarter.id, unit_id=unit.id, numerator=value.numerator,
        denominator=value.denominator, origin=Origin.TYPED, explanation=f"Số ví dụ {MARK}", entered_by=MARK,
        entered_at=_moment(quarter.ends_on),
    )  # fmt: skip


def _lock(quarters: list[IndicatorQuarter]) -> int:
    """Lock and log as published the quarters that have ended; return how many. The newest board is public."""
    desk = _account("thuongtruc")
    ended = [one for one in quarters if one.ends_on < clock.today()]
    place = f"Cổng thông tin điện tử của xã {MARK}"
    for quarter in ended:
        quarter_actions.lock(quarter, actor=desk)
        day = min(quarter.ends_on + dt.timedelta(days=12), clock.today())
        if quarter is not ended[-1]:
            quarter_actions.log_publication(quarter, Subject.BOARD, day, place, actor=desk)
    if ended:
        made = publishing.propose(ReleaseKind.BOARD, ended[-1], actor=desk, note=f"Số liệu {MARK}")
        publishing.release(made, actor=_account("chutich"), place=place)
    locked = len(ended)
    refresh()
    return locked
