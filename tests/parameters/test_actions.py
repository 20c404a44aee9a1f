"""Dated rules, wording and holidays: added, never overwritten, never overlapping."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import NotReady, NotThere
from intranet.decisions.states import State
from intranet.parameters import actions, queries
from intranet.parameters.models import Confidence, Holiday, Parameter, Wording
from intranet.parameters.placeholders import unknown
from intranet.seed import law
from tests.factories import decisions as make

KEYS = {
    "award.forms", "award.giay_khen.coefficient", "award.rounding", "base_salary", "checklist.giay_khen.collective",
    "checklist.giay_khen.household", "checklist.giay_khen.person", "council.award.quorum",
    "council.award.threshold.cstdcs", "council.award.threshold.giay_khen", "council.initiative.quorum",
    "council.initiative.threshold", "deadline.decision.approve", "deadline.decision.number",
    "deadline.initiative.check", "deadline.initiative.council", "deadline.initiative.endorse",
    "deadline.nomination.check", "deadline.nomination.return", "deadline.recovery",
    "deadline.initiative.score", "deadline.training.confirm", "revocation.grounds.award_decision",
    "revocation.grounds.recognition_decision", "scoring.criteria", "scoring.rules", "training.hours_minimum",
    "deadline.difficulty.answer", "deadline.remark.answer",
    "indicators.jump_percent", "indicators.line", "indicators.report_days",
    "deadline.round.check", "deadline.round.council", "deadline.round.decide", "deadline.round.hand_over",
    "deadline.round.sudden", "eligibility.checks", "eligibility.likeness", "eligibility.women_preferred",
    "award.titles",
    "award.ldtt.coefficient",
    "award.cstdcs.coefficient",
    "award.ttldtt.coefficient",
    "award.cstdcs.initiative_required",
    "award.ttldtt.share",
    "council.award.threshold.ldtt",
    "council.award.ballot_required.ldtt",
    "council.award.threshold.ttldtt",
    "council.award.ballot_required.ttldtt",
    "checklist.ldtt.person",
    "checklist.cstdcs.person",
    "checklist.ttldtt.collective",
    "deadline.registration",
    "award.kinds",
    "award.city_forms",
    "award.city_fields", "deadline.upward.answer",
    "award.simplified.sudden",
    "council.award.ballot_required.cstdcs", "council.award.ballot_required.giay_khen", "council.secret.objection_hours",
    *(f"council.{kind}.{fact}" for kind in ("award", "initiative")
      for fact in ("share_of_all", "recused_counted", "chair_breaks_tie", "written_opinions",
                   "written_procedure")),
}  # fmt: skip


def add(key: str, value, day: dt.date = dt.date(2027, 1, 1)) -> Parameter:
    return actions.add_parameter(
        key, value, actor=make.account("thuongtruc"), effective_from=day, source="Nghị quyết số 1"
    )


def test_the_seed_has_every_rule_once_for_today_with_its_source(app):
    today = clock.today()
    rows = [row for row in db.session.scalars(sa.select(Parameter)) if row.effective_from <= today]
    now = [row for row in rows if row.effective_to is None or row.effective_to >= today]
    assert sorted(row.key for row in now) == sorted(KEYS)
    assert [row.key for row in rows if not row.source] == []


def test_no_value_of_the_seed_is_a_float():
    def floats(text: str) -> float:
        raise AssertionError(f"{text} is a float")

    assert json.loads(law.DATA.read_text(encoding="utf-8"), parse_float=floats)["parameters"]


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (dt.date(2024, 7, 1), 2_340_000),
        (dt.date(2026, 6, 30), 2_340_000),
        (dt.date(2026, 7, 1), 2_530_000),
        (dt.date(2030, 1, 1), 2_530_000),
    ],
)
def test_the_base_salary_of_a_day(app, day, value):
    assert queries.rule("base_salary", day).value == value


def test_a_new_rule_ends_the_one_before(app):
    add("base_salary", 2_700_000)
    assert queries.rule("base_salary", dt.date(2026, 12, 31)).value == 2_530_000
    assert queries.rule("base_salary", dt.date(2027, 1, 1)).value == 2_700_000
    newest, before, _ = actions.history("base_salary")
    assert (newest.confidence, newest.confirmed_by) == (Confidence.CONFIRMED, "Lê Thị Hạnh")
    assert before.effective_to == dt.date(2026, 12, 31)


@pytest.mark.parametrize("day", [dt.date(2026, 7, 1), dt.date(2026, 6, 30), dt.date(2020, 1, 1)])
def test_rules_do_not_overlap(app, day):
    with pytest.raises(NotReady) as refused:
        add("base_salary", 2_700_000, day)
    assert (
        refused.value.message == "Đã có quy định từ ngày 01/07/2026. Quy định mới phải bắt đầu sau ngày đó."
    )
    assert len(actions.history("base_salary")) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("base_salary", -1),
        ("base_salary", 0),
        ("base_salary", 10**30),
        ("base_salary", "2530000"),
        ("base_salary", 2530000.5),
        ("base_salary", True),
        ("base_salary", None),
        ("deadline.decision.approve", 400),
        ("deadline.decision.approve", 0),
        ("award.rounding", {"mode": "down", "unit": 10000}),
        ("award.rounding", {"mode": "up", "unit": 0}),
        ("award.rounding", {"mode": "up"}),
        ("award.giay_khen.coefficient", {"person": "0,3", "collective": "0.6", "household": "0.45"}),
        ("award.giay_khen.coefficient", {"person": "1e999999999", "collective": "0.6", "household": "0.45"}),
        ("award.giay_khen.coefficient", {"person": 0.3, "collective": "0.6", "household": "0.45"}),
        ("council.award.quorum", [3, 2]),
        ("council.award.quorum", [2, 0]),
        ("council.award.quorum", [2]),
        ("council.award.threshold.giay_khen", {"fraction": [1, 2], "strict": 1}),
        ("council.award.threshold.giay_khen", {"fraction": [0, 2], "strict": True}),
        ("checklist.giay_khen.person", []),
        ("checklist.giay_khen.person", [{"code": "a", "text": "", "article": "b"}]),
        ("checklist.giay_khen.person", [{"code": "a", "text": "b", "article": "c"}] * 2),
        ("checklist.giay_khen.person", [{"code": "a" * 41, "text": "b", "article": "c"}]),
        ("checklist.giay_khen.person", [{"code": 1, "text": "b", "article": "c"}]),
        ("checklist.giay_khen.person", "report"),
        ("award.forms", {"giay_khen": ""}),
    ],
)
def test_a_value_of_another_kind_is_refused(app, key, value):
    before = len(actions.history(key))
    with pytest.raises(NotReady) as refused:
        add(key, value)
    assert refused.value.missing == ["Giá trị"]
    assert len(actions.history(key)) == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("award.rounding", {"mode": "nearest", "unit": 1000}),
        ("award.giay_khen.coefficient", {"person": "0.35", "collective": "1", "household": "0.5"}),
        ("council.award.threshold.giay_khen", {"fraction": [1, 2], "strict": True}),
        ("checklist.giay_khen.person", [{"code": "x", "text": "Có đơn", "article": "Điều 1"}]),
    ],
)
def test_a_value_of_the_same_kind_is_taken(app, key, value):
    add(key, value)
    assert queries.rule(key, dt.date(2027, 1, 1)).value == value


def test_an_unknown_key_is_not_there(app):
    with pytest.raises(NotThere):
        add("khong.co", 1)


def test_the_office_confirms_a_rule_with_name_and_day(app):
    (row,) = actions.history("council.award.threshold.giay_khen")
    assert queries.rule(row.key, clock.today()).needs_check
    actions.confirm_parameter(row, actor=make.account("thuongtruc"))
    assert not queries.rule(row.key, clock.today()).needs_check
    assert (row.confirmed_by, clock.local(row.confirmed_at).date()) == ("Lê Thị Hạnh", clock.today())


def texts(kind: str, **changes: str) -> dict[str, str]:
    current = {slot: row.text for slot, row in queries.wording(kind, dt.date.max).items()}
    assert set(changes) <= set(current)
    return current | changes


def save(kind: str, day: dt.date | None = None, **changes: str) -> list[Wording]:
    return actions.save_wording(
        kind, texts(kind, **changes), actor=make.account("thuongtruc"), effective_from=day or clock.today()
    )


def test_every_seeded_text_has_only_known_placeholders(app):
    assert [word for row in db.session.scalars(sa.select(Wording)) for word in unknown(row.text)] == []


def test_only_the_changed_slot_gets_a_version_and_the_old_text_holds_until_then(app):
    day = clock.today() + dt.timedelta(days=10)
    (made,) = save("certificate", day, verb="Kính tặng")
    assert (made.slot, made.version) == ("verb", 2)
    assert queries.wording("certificate", clock.today())["verb"].text == "{award_verb}"
    assert queries.wording("certificate", day)["verb"].text == "Kính tặng"
    with pytest.raises(NotReady):
        save("certificate", clock.today(), verb="Trao tặng")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"verb": " "}, ["Động từ"]),
        ({"awarder": "{chu_tich}"}, ["{chu_tich}"]),
        ({"title": "Giấy\nkhen"}, ["Tên giấy"]),
    ],
)
def test_a_bad_wording_is_refused(app, changes, missing):
    with pytest.raises(NotReady) as refused:
        save("certificate", **changes)
    assert refused.value.missing == missing


def test_new_wording_reaches_the_next_paper_and_no_old_one(app):
    old = make.award(State.NUMBERED)
    db.session.flush()
    before = old.snapshot
    save("award_decision", subject="Về việc khen thưởng {counts}")
    assert (old.snapshot, old.title) == (
        before,
        f"Về việc tặng Giấy khen cho tập thể, cá nhân {make.ACHIEVEMENT}",
    )
    assert make.award().title == "Về việc khen thưởng 01 tập thể và 01 cá nhân"


def test_fill_is_one_pass():
    assert queries.fill("{a} {b} {c}", {"a": "{b}", "b": 2}) == "{b} 2 {c}"


def test_holidays_move_deadlines(app):
    friday = dt.date(2026, 11, 27)
    assert queries.deadline("deadline.decision.number", friday) == dt.date(2026, 11, 30)
    actions.add_holiday(dt.date(2026, 11, 30), "Nghỉ bù", actor=make.account("thuongtruc"))
    assert queries.deadline("deadline.decision.number", friday) == dt.date(2026, 12, 1)
    with pytest.raises(NotReady):
        actions.add_holiday(dt.date(2026, 11, 30), "Nghỉ bù", actor=make.account("thuongtruc"))
    row = db.session.scalars(sa.select(Holiday).where(Holiday.day == dt.date(2026, 11, 30))).one()
    actions.remove_holiday(row.id, actor=make.account("thuongtruc"))
    assert queries.deadline("deadline.decision.number", friday) == dt.date(2026, 11, 30)
    with pytest.raises(NotThere):
        actions.remove_holiday(row.id, actor=make.account("thuongtruc"))
