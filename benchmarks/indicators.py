"""`python -m benchmarks.indicators`: 200,000 records, 60 units, 20 quarters; recompute all, follow one change, show.

The floor of the recomputation is one plain GROUP BY (unit, quarter) over each of the same tables, its rows thrown
away. The floor of a change is the same row written without anybody watching it.
"""

import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.harness import line
from intranet import seed
from intranet.app import create_app
from intranet.community.models import (
    CommunityTeam,
    DigitalSignature,
    OutreachEvent,
    OutreachTopic,
    SignatureKind,
    TeamMember,
)
from intranet.community.states import EventState
from intranet.config import Settings
from intranet.core import clock, schema
from intranet.core.db import Base, db
from intranet.indicators import board, queries, refresh
from intranet.indicators.computed import headcount  # noqa: F401  # the sources are registered
from intranet.indicators.models import IndicatorQuarter, IndicatorYear
from intranet.indicators.years import quarters_of
from intranet.initiatives.models import Initiative, InitiativeApplication
from intranet.initiatives.states import State as InitiativeState
from intranet.people.models import Person, Unit, UnitKind
from intranet.procedures.models import Procedure, ProcedureTerm, PublicChannel, PublicityCheck
from intranet.surveys.models import QuestionKind, ReplySource, SurveyAnswer, SurveyReply, SurveyWave
from intranet.surveys.states import WaveState
from intranet.training.models import ContentClass, Level, PlanTopic, SkillAssessment, TrainingRecord
from intranet.training.states import State as TrainingState

UNITS, PEOPLE = 60, 3_000
ROUNDS = 5
NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def fill(dice: random.Random) -> int:
    """Load the records; return how many."""
    root = queries.commune().id
    kinds = [UnitKind.OFFICE, UnitKind.VILLAGE, UnitKind.SCHOOL, UnitKind.SERVICE, UnitKind.QUARTER]
    missing = UNITS - (db.session.scalar(sa.select(sa.func.count(Unit.id))) or 0) + 1
    for number in range(missing):
        db.session.add(
            Unit(kind=kinds[number % 5], name=f"Đơn vị {number}", position=50 + number, parent_id=root)
        )
    for year in range(2027, 2031):
        db.session.add_all([*quarters_of(year), IndicatorYear(year=year, opened_at=NOW, opened_by="đo")])
    db.session.flush()
    units = list(db.session.scalars(sa.select(Unit.id).where(Unit.parent_id.is_not(None))))
    desks = units[:10]
    insert(Person, [{"full_name": f"Người {n}", "unit_id": dice.choice(units)} for n in range(PEOPLE)])
    people = {row.id: row.unit_id for row in db.session.execute(sa.select(Person.id, Person.unit_id))}
    ids = list(people)

    def day() -> dt.date:
        return dt.date(2026, 1, 1) + dt.timedelta(days=dice.randrange(1820))

    made = insert(OutreachEvent, [
        {"state": EventState.CONFIRMED, "unit_id": dice.choice(units), "topic": next(iter(OutreachTopic)), "title": "Buổi",
         "held_on": day(), "place": "Nhà văn hóa", "taught": 30, "confirmed_by": "x", "confirmed_at": NOW, "created_at": NOW}
        for _ in range(30_000)])  # fmt: skip
    made += insert(TrainingRecord, [
        {"state": TrainingState.VERIFIED, "person_id": (one := dice.choice(ids)), "unit_id": people[one] or units[0],
         "title": "Lớp", "content_class": ContentClass.DIGITAL, "topic": PlanTopic.DIGITAL_SKILL, "starts_on": (on := day()),
         "ends_on": on, "periods": 8, "verified_by": "x", "verified_at": NOW, "created_at": NOW}
        for _ in range(45_000)])  # fmt: skip
    made += insert(SkillAssessment, [
        {"person_id": dice.choice(ids), "level": dice.choice((Level.BASIC, Level.ADVANCED)), "assessed_on": day(),
         "evidence_kind": "test", "recorded_by": "x", "recorded_at": NOW} for _ in range(20_000)])  # fmt: skip
    made += insert(Initiative, [
        {"state": InitiativeState.RECOGNISED, "title": f"Sáng kiến {n}", "unit_id": dice.choice(units), "owner_id": ids[n],
         "decision_number": "1/QĐ", "recognised_on": day(), "created_at": NOW, "updated_at": NOW}
        for n in range(2_500)])  # fmt: skip
    initiatives = list(db.session.scalars(sa.select(Initiative.id)))
    made += insert(InitiativeApplication, [
        {"initiative_id": dice.choice(initiatives), "unit_id": dice.choice(units), "applied_on": day(), "place": "x",
         "effect": "x", "proof_count": 1, "confirmed_by": "x", "confirmed_at": NOW, "recorded_by": "x", "recorded_at": NOW}
        for _ in range(5_000)])  # fmt: skip
    made += insert(DigitalSignature, [
        {"person_id": one, "kind": next(iter(SignatureKind)), "issued_on": day(), "valid_to": dt.date(2031, 1, 1),
         "used_since": day(), "confirmed_by": "x", "confirmed_at": NOW} for one in ids])  # fmt: skip
    made += insert(Procedure, [
        {"code": f"1.{n}", "name": f"Thủ tục {n}", "field": "Hộ tịch", "unit_id": desks[n % 10], "common": n % 5 == 0,
         "baseline_days": 10, "starts_on": dt.date(2026, 1, 1)} for n in range(400)])  # fmt: skip
    procedures = list(db.session.scalars(sa.select(Procedure.id)))
    made += insert(ProcedureTerm, [
        {"procedure_id": one, "starts_on": dt.date(2026 + n, 1, 1), "steps": 3, "days": 10 - n, "online_eligible": True,
         "online_full": n > 1} for one in procedures for n in range(5)])  # fmt: skip
    made += insert(PublicityCheck, [
        {"procedure_id": one, "channel": channel, "checked_on": dt.date(2026 + n // 2, 1 + n % 2 * 6, 5), "listed": True,
         "process": True, "time": True, "fee": True} for one in procedures for channel in PublicChannel
        for n in range(10)])  # fmt: skip
    team_units = list(
        db.session.scalars(sa.select(Unit.id).where(Unit.kind.in_((UnitKind.VILLAGE, UnitKind.QUARTER))))
    )
    made += insert(CommunityTeam, [
        {"unit_id": one, "decision_number": "1", "decided_on": NOW.date(), "starts_on": NOW.date()}
        for one in team_units])  # fmt: skip
    teams = list(db.session.scalars(sa.select(CommunityTeam.id)))
    made += insert(TeamMember, [
        {"team_id": one, "name": "Người", "starts_on": NOW.date(), "decision_number": "1", "decided_on": NOW.date()}
        for one in teams for _ in range(4)])  # fmt: skip
    made += _surveys(desks, dice)
    return made


def _surveys(desks: list[int], dice: random.Random) -> int:
    made = 0
    kinds = ((QuestionKind.SATISFACTION, 5), (QuestionKind.TRIPS, 0), (QuestionKind.KNOW_HOW, 1))
    for number, quarter in enumerate(queries.quarters()):
        wave = SurveyWave(state=WaveState.OPEN, title="Đợt", code=f"W{number}", starts_on=quarter.starts_on,
                          ends_on=quarter.ends_on, questions=[])  # fmt: skip
        db.session.add(wave)
        db.session.flush()
        rows = [{"wave_id": wave.id, "unit_id": dice.choice(desks), "source": ReplySource.QR, "given_on": quarter.starts_on}
                for _ in range(980)]  # fmt: skip
        made += insert(SurveyReply, rows)
        ids = db.session.scalars(sa.select(SurveyReply.id).where(SurveyReply.wave_id == wave.id)).all()
        made += insert(SurveyAnswer, [
            {"wave_id": wave.id, "reply_id": one, "key": kind.value[:8], "kind": kind, "value": value}
            for one in ids for kind, value in kinds])  # fmt: skip
        wave.state, wave.closed_on, wave.counted, wave.set_aside = WaveState.CLOSED, quarter.ends_on, 980, 0
        db.session.flush()
    return made


def insert(model: type[Base], rows: list[dict[str, Any]]) -> int:
    """Insert rows in bulk; return how many."""
    db.session.execute(sa.insert(model), rows)
    return len(rows)


FLOOR = (
    (OutreachEvent.unit_id, OutreachEvent.held_on), (TrainingRecord.unit_id, TrainingRecord.ends_on),
    (SkillAssessment.person_id, SkillAssessment.assessed_on), (Initiative.unit_id, Initiative.recognised_on),
    (InitiativeApplication.unit_id, InitiativeApplication.applied_on),
    (DigitalSignature.person_id, DigitalSignature.issued_on), (PublicityCheck.procedure_id, PublicityCheck.checked_on),
    (SurveyReply.unit_id, SurveyReply.given_on), (SurveyAnswer.kind, SurveyAnswer.wave_id),
)  # fmt: skip


def floor() -> None:
    """Count every table once by unit and quarter, with plain SQL."""
    for unit, day in FLOOR:
        if day is SurveyAnswer.wave_id:
            db.session.execute(sa.select(unit, day, sa.func.count()).group_by(unit, day)).all()
            continue
        quarter = IndicatorQuarter.id
        query = sa.select(unit, quarter, sa.func.count()).join(
            IndicatorQuarter, day.between(IndicatorQuarter.starts_on, IndicatorQuarter.ends_on)
        )
        db.session.execute(query.group_by(unit, quarter)).all()


def timed(act: Callable[[], Any]) -> float:
    """Return the milliseconds of one run."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def change(number: int, *, watched: bool) -> float:
    """Commit one more session; return its milliseconds, with or without the figures following."""
    unit = db.session.scalars(sa.select(Unit.id).where(Unit.parent_id.is_not(None)).limit(1)).one()
    values = {"state": EventState.CONFIRMED, "unit_id": unit, "topic": next(iter(OutreachTopic)), "title": f"Buổi {number}",
              "held_on": clock.today(), "place": "x", "taught": 1, "confirmed_by": "x", "confirmed_at": NOW,
              "created_at": NOW}  # fmt: skip

    def act() -> None:
        if watched:
            db.session.add(OutreachEvent(**values))
        else:
            db.session.execute(sa.insert(OutreachEvent), [values])
        db.session.commit()

    return timed(act)


def change_training() -> float:
    """Commit one changed training record; return its milliseconds."""
    one = db.session.scalars(sa.select(TrainingRecord).order_by(sa.func.random()).limit(1)).one()
    one.ends_on = clock.today()
    return timed(db.session.commit)


def change_check() -> float:
    """Commit one changed check of publication (counted for all units); return its milliseconds."""
    one = db.session.scalars(sa.select(PublicityCheck).order_by(sa.func.random()).limit(1)).one()
    one.fee = not one.fee
    return timed(db.session.commit)


def measure() -> bool:
    """Fill, measure, print; return whether all targets are met."""
    made = fill(random.Random(7))
    db.session.commit()
    quarters = [one.id for one in queries.quarters()]
    print(f"{made:,} records, {UNITS} units, {len(quarters)} quarters")

    def all_again() -> None:
        refresh.refresh(quarters=quarters)
        db.session.commit()

    all_again()
    floors, whole = [], []
    for _ in range(ROUNDS):
        floors.append(timed(floor))
        whole.append(timed(all_again))
    ratio = statistics.median(whole) / statistics.median(floors)
    good = statistics.median(whole) <= 2000
    words = (
        f"{statistics.median(whole):.0f} ms against {statistics.median(floors):.0f} ms = {ratio:.1f} times"
    )
    line("recompute everything / plain GROUP BY", words, "<= 2 s", good=good)
    bare = [change(n, watched=False) for n in range(20)]
    for name, found in (
        ("a session changes, I18 follows", [change(n, watched=True) for n in range(20)]),
        ("a training record changes, I14 follows", [change_training() for _ in range(20)]),
        ("a check of publication changes, X6 follows", [change_check() for _ in range(20)]),
    ):
        middle = statistics.median(found)
        words = f"{middle:.1f} ms, slowest {max(found):.1f}; unwatched {statistics.median(bare):.1f} ms"
        line(name, words, "<= 50 ms", good=middle <= 50)
        good = good and middle <= 50
    shown = statistics.median(timed(lambda: board.rows(2030, 4)) for _ in range(ROUNDS))
    line("rows of the board of 2030", f"{shown:.0f} ms", "<= 100 ms", good=shown <= 100)
    return good and shown <= 100


def main() -> None:
    """Run all on SQLite in a folder of its own; exit with 1 when a target is missed."""
    with tempfile.TemporaryDirectory(prefix="intranet-bench-") as folder:
        settings = Settings(mode="demo", var=Path(folder), database_url=f"sqlite:///{folder}/bench.db",
                            secret_key="benchmark-only-0123456789-abcdefghij", secure_cookies=False, trusted_proxies=0,
                            soffice="")  # fmt: skip
        app = create_app(settings)
        with app.app_context():
            schema.upgrade()
            seed.load_base()
            seed.load_demo()
            good = measure()
            db.session.remove()
            db.engine.dispose()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
