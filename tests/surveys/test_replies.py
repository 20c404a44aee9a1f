"""Replies: counted the same by QR, slip and paper; small groups hidden; floods held up; a closed wave is final."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere, TooOften, WrongState
from intranet.surveys import actions, queries, throttle
from intranet.surveys import questions as sheet
from intranet.surveys.models import PaperBatch, SurveyAnswer, SurveyKnock, SurveyReply, SurveySlip, WaveUnit
from intranet.surveys.states import BatchState
from tests.factories import surveys as make
from tests.factories.people import account, unit

TODAY = clock.today()
YEAR = (dt.date(TODAY.year, 1, 1), dt.date(TODAY.year, 12, 31))


def test_counts_of_a_wave_worked_by_hand(app):
    wave, desk = make.opened(), account("thuongtruc")
    for number in range(3):
        make.reply(wave, number)
    actions.reply(wave, make.POOR, unit_id=unit().id, address="10.3.0.1")
    out = make.reply(wave, 9)
    actions.set_aside(wave, [out.id], actor=desk, reason="Thử máy")
    point, other = make.point().id, unit().id
    assert queries.satisfaction(*YEAR) == {}  # an open wave counts for nothing yet
    actions.close_wave(wave, actor=desk)
    assert queries.satisfaction(*YEAR) == {point: (12, 12), other: (0, 2)}
    assert queries.trips(*YEAR) == {point: (0, 3), other: (1, 1)}
    assert queries.know_how(*YEAR) == {point: (3, 3), other: (0, 1)}
    assert (queries.waves_closed(*YEAR), queries.replies(*YEAR)) == (1, (4, 1))
    assert (wave.counted, wave.set_aside) == (4, 1)
    first = queries.by_question(wave)[0]
    assert (first.met, first.asked) == (3, 4)
    assert first.answers[0] == ("Rất hài lòng", 3)
    last_year = (dt.date(TODAY.year - 1, 1, 1), dt.date(TODAY.year - 1, 12, 31))
    assert (queries.waves_closed(*last_year), queries.satisfaction(*last_year)) == (0, {})


def test_a_closed_wave_is_final_in_the_database_too(app):
    wave = make.opened()
    batch = make.batch(wave, 1, 5)
    actions.type_form(batch, make.GOOD, actor=account("vanthu"))
    actions.balance(batch, actor=account("vanthu"))
    actions.close_wave(wave, actor=account("thuongtruc"))
    db.session.commit()
    with pytest.raises(WrongState):
        make.reply(wave)
    with pytest.raises(WrongState):
        actions.set_aside(wave, [1], actor=account("thuongtruc"), reason="x")
    point = make.point().id
    forbidden = (
        sa.insert(SurveyReply).values(
            wave_id=wave.id, unit_id=point, source="qr", given_on=TODAY, suspicious="", set_aside=False,
            set_aside_why="", remark="",
        ),
        sa.update(SurveyReply).values(remark="khác"),
        sa.delete(SurveyAnswer),
        sa.update(SurveyAnswer).values(value=5),
        sa.update(PaperBatch).values(sheets=9),
        sa.delete(WaveUnit),
        sa.text("UPDATE survey_wave SET counted = 99"),
        sa.text("DELETE FROM survey_wave"),
    )  # fmt: skip
    for statement in forbidden:
        with pytest.raises(DBAPIError, match="final"):
            db.session.execute(statement)
        db.session.rollback()


def test_questions_are_frozen_when_a_wave_opens(app):
    wave = make.opened()
    db.session.commit()
    with pytest.raises(DBAPIError, match="final"):
        db.session.execute(sa.text("UPDATE survey_wave SET questions = '[]'"))
    db.session.rollback()
    assert len(wave.questions) == 7


def test_a_flood_is_marked_then_refused_and_slips_still_come_through(app):
    wave = make.opened()
    (slip,) = actions.make_slips(wave, actor=account("thuongtruc"), unit_id=None, number=1)

    def send(**kwargs):
        given = {"unit_id": make.point().id, "address": "10.1.1.1"} | kwargs
        return actions.reply(wave, {"q1": "1"}, **given)

    marks = [send().suspicious for _ in range(throttle.HARD)]
    assert marks == [""] * throttle.SOFT + [throttle.MARK] * (throttle.HARD - throttle.SOFT)
    with pytest.raises(TooOften, match="đợi 10 phút"):
        send()
    assert send(address="10.1.1.2").suspicious == ""
    assert send(slip=slip.code.lower()).source == "slip"
    db.session.execute(sa.update(SurveyKnock).values(at=clock.now() - throttle.WINDOW))
    assert send().suspicious == ""
    numbers = queries.numbers(wave)
    assert (numbers["all"], numbers["suspicious"]) == (throttle.HARD + 3, throttle.HARD - throttle.SOFT)
    ids = list(db.session.scalars(sa.select(SurveyReply.id).where(SurveyReply.suspicious != "")))
    actions.set_aside(wave, ids, actor=account("thuongtruc"), reason="Gửi bằng máy")
    after = queries.numbers(wave)
    assert (after["counted"], after["set_aside"]) == (numbers["all"] - len(ids), len(ids))
    actions.count_again(wave, ids[:1], actor=account("thuongtruc"), reason="Người thật")
    assert queries.numbers(wave)["set_aside"] == len(ids) - 1


def test_many_addresses_together_are_held_up(app):
    wave = make.opened()
    rows = [
        SurveyKnock(address=f"a{n}", what=f"wave-{wave.id}", at=clock.now()) for n in range(throttle.TOGETHER)
    ]
    db.session.add_all(rows)
    with pytest.raises(TooOften):
        make.reply(wave)
    assert throttle.source("2001:db8::1") == throttle.source("2001:db8::2") == "2001:db8::/64"
    assert throttle.source("::ffff:10.0.0.1") == "10.0.0.1"


def test_cd2_a_slip_answers_once_and_leaves_no_trace_in_the_reply(app):
    wave = make.opened(open_link=False)
    desk = account("thuongtruc")
    (slip,) = actions.make_slips(wave, actor=desk, unit_id=unit().id, number=1)
    with pytest.raises(NotReady, match="cần mã"):
        make.reply(wave)
    given = {"unit_id": None, "address": "10.0.0.1", "slip": slip.code}
    row = actions.reply(wave, make.GOOD, **given)
    assert row.unit_id == unit().id
    with pytest.raises(NotThere, match="đã dùng"):
        actions.reply(wave, make.GOOD, **given)
    with pytest.raises(NotThere):
        actions.reply(wave, make.GOOD, unit_id=None, address="10.0.0.1", slip="KHONGCO")
    kept = {column.name for column in SurveyReply.__table__.columns}
    assert not kept & {"address", "slip_id", "code", "name", "account_id", "at"}
    assert queries.slips(wave) == (1, 1)
    assert set(SurveySlip.__table__.columns.keys()) == {"id", "wave_id", "unit_id", "code", "used"}


def test_paper_is_counted_when_it_balances(app):
    wave, clerk = make.opened(), account("vanthu")
    batch = make.batch(wave, sheets=2, control_sum=7)
    actions.type_form(batch, make.GOOD, actor=clerk)
    with pytest.raises(NotReady, match="chưa khớp") as told:
        actions.balance(batch, actor=clerk)
    assert told.value.missing == [
        "Số phiếu: đếm tay 2, đã nhập 1",
        "Tổng điểm câu 1: cộng tay 7, đã nhập 5",
    ]
    wrong = actions.type_form(batch, {"q1": "5"}, actor=clerk)
    with pytest.raises(NotReady, match="nhập đủ 2"):
        actions.type_form(batch, make.GOOD, actor=clerk)
    assert queries.numbers(wave)["counted"] == 0
    with pytest.raises(NotReady, match="chưa đối chiếu"):
        actions.close_wave(wave, actor=account("thuongtruc"))
    actions.untype(batch, wrong.id, actor=clerk)
    actions.type_form(batch, {"q1": "2", "q5": ""}, actor=clerk)
    actions.balance(batch, actor=clerk)
    assert queries.numbers(wave) == {"all": 2, "counted": 2, "set_aside": 0, "suspicious": 0, "paper": 2}
    with pytest.raises(WrongState):
        actions.type_form(batch, make.GOOD, actor=clerk)
    other = make.batch(wave, 1, 5)
    actions.type_form(other, make.GOOD, actor=clerk)
    with pytest.raises(Barred):
        actions.discard_batch(other, actor=clerk, reason="Mờ")
    actions.discard_batch(other, actor=account("thuongtruc"), reason="Phiếu mờ")
    assert (other.state, queries.numbers(wave)["set_aside"]) == (BatchState.DISCARDED, 1)
    actions.close_wave(wave, actor=account("thuongtruc"))
    assert queries.satisfaction(*YEAR) == {make.point().id: (4, 5)}


def test_small_groups_are_hidden_and_cannot_be_worked_out(app):
    units = [make.point(), unit(), unit("Trạm Y tế"), unit("Phòng Văn hóa - Xã hội")]
    wave = make.opened(*units)
    for number, (one, replies) in enumerate(zip(units, (9, 3, 7, 0), strict=True)):
        for n in range(replies):
            make.reply(wave, 20 * number + n, to=one)
    shown = {row.unit.name: (row.hidden, row.replies) for row in queries.by_unit(wave)}
    assert shown["Điểm phục vụ hành chính công"] == (False, 9)
    assert [shown[one.name][0] for one in units] == [False, True, True, False]


def test_wrong_answers_and_units_are_refused(app):
    wave = make.opened()
    for answers, words in (
        ({}, "chưa chọn"),
        ({"q1": "6"}, "không có trong phiếu"),
        ({"q1": "x"}, "không có"),
    ):
        with pytest.raises(NotReady, match=words):
            actions.reply(wave, answers, unit_id=make.point().id, address="10.0.0.1")
    with pytest.raises(NotReady, match="nơi Ông/Bà"):
        actions.reply(wave, make.GOOD, unit_id=None, address="10.0.0.1")
    with pytest.raises(NotReady, match="không thuộc"):
        actions.reply(wave, make.GOOD, unit_id=unit("Trạm Y tế").id, address="10.0.0.1")
    with pytest.raises(WrongState):
        make.reply(make.draft())
    with pytest.raises(NotReady, match="Chưa có phiếu nào"):
        actions.close_wave(wave, actor=account("thuongtruc"))
    with pytest.raises(Barred):
        actions.close_wave(wave, actor=account("vanthu"))


def test_cd2_a_question_set_holds_at_most_eight_whole_questions():
    ask = {"kind": "satisfaction", "text": "Câu hỏi"}
    assert [q["key"] for q in sheet.checked([ask, {"kind": "trips", "text": " "}, ask])] == ["q1", "q2"]
    for bad, words in (
        ([ask] * 9, "tối đa 8"),
        ([], "ít nhất một"),
        ([{"kind": "choice", "text": "Cách nộp", "options": ["Một"]}], "từ 2 đến 8"),
    ):
        with pytest.raises(NotReady, match=words):
            sheet.checked(bad)
