"""Figures of a quarter: what a unit types, what is refused, who accepts, the lock and what comes after it."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from intranet.core.audit import SYSTEM
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.indicators import actions, board, figures, quarter_actions, queries, years
from intranet.indicators.actions import Entry
from intranet.indicators.engine import Value
from intranet.indicators.models import IndicatorTarget, Measurement, Subject
from intranet.indicators.states import ReportState
from intranet.notices.models import Notice
from intranet.people.actions import give_role
from intranet.people.roles import Role
from tests.factories import indicators as make


def codes(unit, quarter):
    return [one.code for one in queries.asked_of(unit, quarter)]


def test_tp2_each_unit_is_asked_only_for_its_own_indicators(app):
    when = make.quarter()
    asked = {unit.name: codes(unit, when) for unit, _ in queries.expected(when)}
    assert asked == {
        "Văn phòng HĐND - UBND": ["I01", "I08", "I10"],
        "Phòng Văn hóa - Xã hội": ["I01", "I08", "I19"],
        "Phòng Kinh tế": ["I01", "I08"],
        make.DESK: ["I01", "I02", "I04", "I05", "I08", "I12"],
    }


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Entry(101, 100), "không thể lớn hơn"),
        (Entry(5, 0), "không phát sinh"),
        (Entry(5, None), "cả hai số"),
        (Entry(5, 9, nothing=True), "bỏ trống các số"),
    ],
)
def test_impossible_figures_are_refused_and_nothing_is_kept(app, entry, words):
    when, where = make.quarter(), make.unit()
    made = actions.begin(when, where, actor=make.account("truongphong"))
    both = {make.indicator("I02").id: Entry(1, 2), make.indicator("I01").id: entry}
    with pytest.raises(NotReady, match=words):
        actions.save(made, both, actor=make.account("truongphong"))


def test_tp3_nothing_arose_zero_and_missing_are_three_things(app):
    when, where = make.quarter(), make.unit()
    made = actions.begin(when, where, actor=make.account("truongphong"))
    given = {make.indicator("I02").id: Entry(0, 40), make.indicator("I04").id: Entry(nothing=True)}
    actions.save(made, given, actor=make.account("truongphong"))
    db.session.flush()
    three = [make.indicator(code) for code in ("I02", "I04", "I05")]
    found = figures.of_commune(three, [when])
    assert [found.get((one.id, when.id)) for one in three] == [Value(0, 40), Value(0, 0), None]
    verdicts = {row.indicator.code: row.judgement.verdict.value for row in board.rows(2026, 3)}
    assert [verdicts[one.code] for one in three] == ["not_due", "nothing", "missing"]
    # what is emptied again is missing again
    actions.save(made, {make.indicator("I02").id: Entry()}, actor=make.account("truongphong"))
    db.session.flush()
    assert figures.of_commune(three, [when]).get((three[0].id, when.id)) is None


def test_a_report_needs_all_figures_evidence_and_a_note_for_a_jump(app):
    head = make.account("truongphong")
    make.accepted(number=2)
    made = make.saved(pair=(50, 100))
    given = make.entries(made.unit, made.quarter, (50, 100))
    bare = {one: Entry(50, 100) for one in given}
    first, *_ = bare
    actions.save(made, bare | {first: Entry()}, actor=head)
    db.session.flush()
    lacking = [words for words, _ in actions.missing(made)]
    assert lacking[0].startswith("I01: chưa có số liệu")
    assert (
        sum("minh chứng" in words for words in lacking)
        == sum("lệch nhiều" in words for words in lacking)
        == 5
    )
    with pytest.raises(NotReady) as refused:
        actions.submit(made, actor=head)
    assert refused.value.missing == lacking
    noted = {one: Entry(50, 100, note="Hệ thống ngừng hai tuần", explanation="Sổ giấy") for one in given}
    actions.save(made, noted, actor=head)
    db.session.flush()
    assert actions.missing(made) == []
    actions.submit(made, actor=head)
    with pytest.raises(WrongState):  # a second click
        actions.submit(made, actor=head)


def test_who_may_type_accept_and_return(app):
    made = make.submitted("Phòng Văn hóa - Xã hội")
    with pytest.raises(Barred):  # the standing body sent these itself
        actions.accept(made, actor=make.account("thuongtruc"))
    with pytest.raises(Barred):
        actions.accept(made, actor=make.account("kinhte"))
    with pytest.raises(Barred):
        actions.begin(make.quarter(), make.unit(), actor=make.account("kinhte"))
    actions.send_back(made, actor=make.account("chutich"), reason="Thiếu nguồn số liệu I19")
    assert (made.state, made.return_reason) == (ReportState.RETURNED, "Thiếu nguồn số liệu I19")
    actions.submit(made, actor=make.account("thuongtruc"))
    actions.accept(made, actor=make.account("chutich"))
    with pytest.raises(WrongState):
        actions.save(made, make.entries(made.unit, made.quarter), actor=make.account("thuongtruc"))
    told = db.session.scalars(
        sa.select(Notice.title).where(Notice.account_id == make.account("thuongtruc").id)
    )
    assert "Số liệu quý 3/2026 được trả lại: cần sửa" in set(told)


def test_tt2_reminders_are_logged_and_stop_when_the_report_comes(app):
    when, where, desk = make.quarter(), make.unit(), make.account("thuongtruc")
    assert [one.name for one in queries.late(when)] == [unit.name for unit, _ in queries.expected(when)]
    words = quarter_actions.reminder_words(where, when, "http://x/chi-tieu/bao-cao/3/5")
    assert where.name in words and "quý 3/2026" in words and "http://x/chi-tieu/bao-cao/3/5" in words
    quarter_actions.remind(when, where, words, actor=desk)
    assert [(one.unit_id, one.words) for one in queries.reminders(when)] == [(where.id, words)]
    make.submitted()
    assert where.id not in {one.id for one in queries.late(when)}
    with pytest.raises(WrongState, match="không cần nhắc"):
        quarter_actions.remind(when, where, words, actor=desk)


def test_tt3_the_lock_wants_all_units_or_a_written_exception(app):
    when, desk = make.quarter(), make.account("thuongtruc")
    make.accepted()
    make.submitted("Phòng Kinh tế")
    with pytest.raises(NotReady) as refused:
        quarter_actions.lock(when, actor=desk)
    assert refused.value.missing == [
        "Văn phòng HĐND - UBND: chưa bắt đầu",
        "Phòng Văn hóa - Xã hội: chưa bắt đầu",
        "Phòng Kinh tế: đã gửi, chưa được nhận",
    ]
    with pytest.raises(NotReady, match="chưa kết thúc"):
        quarter_actions.lock(make.quarter(4), actor=desk)
    with pytest.raises(Barred):
        quarter_actions.lock(when, actor=make.account("chutich"), exception="Vội")
    quarter_actions.lock(when, actor=desk, exception="Văn phòng mất dữ liệu do hỏng máy chủ")
    assert (when.locked, when.exception) == (True, "Văn phòng mất dữ liệu do hỏng máy chủ")
    one = make.indicator("I01")  # what was not accepted is no figure of the locked quarter
    assert figures.of_commune([one], [when])[one.id, when.id] == Value(90, 100)
    with pytest.raises(WrongState):  # a second click
        quarter_actions.lock(when, actor=desk, exception="Lần nữa")


def test_locked_rows_are_read_only_in_the_database_and_a_restatement_shows_both(app):
    when, one = make.locked(), make.indicator("I01")
    db.session.commit()
    for statement in (
        sa.update(Measurement).where(Measurement.quarter_id == when.id).values(numerator=1),
        sa.delete(Measurement).where(Measurement.quarter_id == when.id),
    ):
        with pytest.raises(DBAPIError):
            db.session.execute(statement)
        db.session.rollback()
    made = make.restated(when)
    assert (made.old_numerator, made.old_denominator, made.numerator, made.number) == (90, 100, 91, 1)
    assert figures.of_commune([one], [when])[one.id, when.id] == Value(361, 400)
    assert queries.measurement(one.id, when.id, made.unit_id).numerator == 90
    row = next(row for row in board.rows(2026, 3) if row.indicator.code == "I01")
    assert (row.value, row.restated) == (Value(361, 400), True)
    with pytest.raises(NotReady, match="giống số đang có"):
        make.restated(when)
    with pytest.raises(NotReady, match="lý do"):
        quarter_actions.restate(
            one, when, make.unit(), Entry(92, 100), actor=make.account("thuongtruc"), reason=" "
        )
    late = quarter_actions.restate(
        make.indicator("I02"), when, make.unit("Phòng Kinh tế"), Entry(5, 5),
        actor=make.account("thuongtruc"), reason="Gửi sau khi khóa",
    )  # fmt: skip
    assert late.old_numerator is None
    with pytest.raises(DBAPIError):
        db.session.execute(sa.text("UPDATE restatement SET numerator = 1"))
    db.session.rollback()


def test_publications_come_after_the_lock_and_count_by_their_day(app):
    when, desk, day = make.quarter(), make.account("thuongtruc"), dt.date(2026, 10, 12)
    with pytest.raises(NotReady, match="đã khóa"):
        quarter_actions.log_publication(when, Subject.ON_TIME, day, "Cổng thông tin", actor=desk)
    make.locked()
    quarter_actions.log_publication(when, Subject.ON_TIME, day, "Cổng thông tin", actor=desk)
    db.session.commit()
    x3, x4, now = make.indicator("X3"), make.indicator("X4"), make.quarter(4)
    found = figures.of_commune([x3, x4], [make.quarter(3), now])
    assert (found[x3.id, now.id], found[x4.id, now.id]) == (Value(1, 1), Value(0, 1))
    quarter_actions.log_publication(
        make.quarter(3), Subject.BOARD, day, "Nhà văn hóa", actor=make.account("thuongtruc")
    )
    db.session.commit()
    found = figures.of_commune([x3, x4], [now])
    assert (found[x3.id, now.id], found[x4.id, now.id]) == (Value(2, 1), Value(1, 1))


def _head_of(unit):
    """Return somebody who heads a unit from now on."""
    found = make.account("kinhte")
    give_role(found, Role.UNIT_HEAD, actor=SYSTEM, unit_id=unit.id, starts_on=dt.date(2026, 8, 15))
    return found


def test_a_unit_added_in_mid_year_reports_from_its_start_only(app):
    new = make.new_office(dt.date(2026, 8, 15))
    expected = {n: new.id in {unit.id for unit, _ in queries.expected(make.quarter(n))} for n in (1, 2, 3, 4)}
    assert expected == {1: False, 2: False, 3: True, 4: True}
    with pytest.raises(NotReady, match="Phòng Hạ tầng, Đô thị không có chỉ tiêu phải nhập cho quý 2/2026"):
        actions.begin(make.quarter(2), new, actor=_head_of(new))
    for number in (2, 3):  # a quarter before its start locks without it, its first one waits for it
        for name in make.HEADS:
            make.accepted(name, number)
    quarter_actions.lock(make.quarter(2), actor=make.account("thuongtruc"))
    with pytest.raises(NotReady, match="còn đơn vị chưa xong") as refused:
        quarter_actions.lock(make.quarter(3), actor=make.account("thuongtruc"))
    assert refused.value.missing == ["Phòng Hạ tầng, Đô thị: chưa bắt đầu"]
    new.ends_on = dt.date(2026, 9, 30)
    assert codes(new, make.quarter(4)) == []


def test_tt1_opening_a_year_clones_the_targets_once(app):
    desk = make.account("thuongtruc")
    before = {(one.indicator_id, one.number): one for one in db.session.scalars(sa.select(IndicatorTarget))}
    made = years.open_next(actor=desk, year=2027)
    copies = db.session.scalars(sa.select(IndicatorTarget).where(IndicatorTarget.year == 2027)).all()
    same = ("passage", "words", "comparator", "target", "upper", "due_year")
    assert len(copies) == len(before) == 29
    for one in copies:
        old = before[one.indicator_id, one.number]
        assert [getattr(one, name) for name in same] == [getattr(old, name) for name in same]
    with pytest.raises(WrongState):  # a second click
        years.open_next(actor=desk, year=2027)
    i18 = make.indicator("I18")
    db.session.refresh(i18, ["targets"])
    years.edit_targets(i18, 2027, {1: 12}, actor=desk)
    assert {line.year: line.target for line in i18.targets} == {2026: 10, 2027: 12}
    assert (made.year, make.indicator("I19").marks) == (2027, [[2028, 70], [2030, 80]])
    make.locked()
    with pytest.raises(WrongState, match="khóa"):
        years.edit_targets(i18, 2026, {1: 8}, actor=desk)
