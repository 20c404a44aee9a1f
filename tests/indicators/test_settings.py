"""Who reports what, by which passage the plan is judged, and that each record behind a number opens."""

import datetime as dt

import pytest

from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.indicators import board, lines, queries, reporting
from intranet.indicators.sources import SOURCES
from intranet.parameters import actions as parameters
from intranet.people.models import UnitKind
from intranet.seed.example_figures import load_example_figures
from tests.factories import indicators as make

LATER = dt.date(2027, 1, 1)


def test_the_rule_holds_the_lines_that_differ_and_refuses_other_passages(app):
    differing = {
        one.code for one in queries.indicators() if len({queries.as_line(line) for line in one.targets}) > 1
    }
    kept = parameters.history(lines.KEY)[0]
    assert differing <= set(kept.value) and "I06" in differing
    desk = make.account("thuongtruc")
    for wrong, words in (("III.9", "I06: “III.9” không phải “chặt hơn”, “II.2”, “III.3”"), ("tùy", "I06")):
        with pytest.raises(NotReady) as refused:
            parameters.add_parameter(
                lines.KEY, kept.value | {"I06": wrong}, actor=desk, effective_from=LATER, source="Thông báo"
            )
        assert words in refused.value.missing[0]
    with pytest.raises(NotReady):  # an indicator of which the rule never spoke
        lines.choose(make.indicator("I07"), "II.2", actor=desk, effective_from=LATER, source="Thông báo")
    head = make.account("truongphong")
    with pytest.raises(Barred):
        lines.choose(make.indicator("I06"), "III.3", actor=head, effective_from=LATER, source="Thông báo")
    lines.choose(make.indicator("I06"), "III.3", actor=desk, effective_from=LATER, source="Thông báo 15")
    before, after = queries.settled(dt.date(2026, 12, 31)), queries.settled(LATER)
    assert (before["I06"], after["I06"], after["I01"]) == ("chặt hơn", "III.3", "chặt hơn")
    target = queries.judged_line(make.indicator("I06"), make.indicator("I06").targets, after)[0]
    assert (target.passage, target.comparator) == ("III.3", "ge")


def test_a_choice_of_the_page_judges_from_its_day_on(browser, site):
    with site.app_context():
        number = make.indicator("I06").id
    desk = browser("thuongtruc")
    page = desk.get(f"/chi-tieu/{number}")
    assert "cơ quan chưa chốt" in page.text and "Các dòng của kế hoạch khác nhau" in page.text
    form = desk.get(page.links()["Chọn dòng dùng để xét"])
    done = desk.submit(
        form, "dong", passage="III.3", effective_from="24/11/2026", source="Thông báo số 15/TB"
    )
    assert "xét theo mục III.3. Căn cứ: Thông báo số 15/TB" in done.text
    again = desk.submit(desk.get(f"/chi-tieu/{number}/dong"), "dong", expect=422, passage="II.2",
                        effective_from="24/11/2026", source="Nữa")  # fmt: skip
    assert "Quy định mới phải bắt đầu sau ngày đó" in again.text
    assert "Chọn dòng dùng để xét" not in browser("truongphong").get(f"/chi-tieu/{number}").text
    with site.app_context():
        desk.get(f"/chi-tieu/{make.indicator('I07').id}/dong", expect=404)
        assert {one.indicator.code: one.target.passage for one in board.rows(2026, 4)}["I06"] == "III.3"


def test_who_reports_is_moved_only_while_no_figure_would_be_lost_or_doubled(app):
    desk, one, office = make.account("thuongtruc"), make.indicator("I02"), make.unit("Văn phòng HĐND - UBND")
    point = make.unit()
    with pytest.raises(WrongState):
        reporting.assign(make.indicator("I07"), office, [], "Văn phòng", actor=desk)
    with pytest.raises(Barred):
        reporting.assign(one, office, [], "Văn phòng", actor=make.account("truongphong"))
    for unit, kinds in ((None, []), (office, [UnitKind.OFFICE])):
        with pytest.raises(NotReady):
            reporting.assign(one, unit, kinds, "Văn phòng", actor=desk)
        db.session.rollback()
    make.saved()
    db.session.commit()
    with pytest.raises(NotReady) as refused:
        reporting.assign(make.indicator("I02"), office, [], "Văn phòng", actor=make.account("thuongtruc"))
    assert refused.value.missing == [f"{point.name}: đã có số của quý 3/2026"]
    db.session.rollback()
    make.submitted("Phòng Kinh tế")
    db.session.commit()
    offices = [UnitKind.OFFICE, UnitKind.SERVICE]
    with pytest.raises(NotReady) as refused:
        reporting.assign(make.indicator("I02"), None, offices, "Các phòng", actor=make.account("thuongtruc"))
    assert refused.value.missing == ["Phòng Kinh tế: đã gửi báo cáo quý 3/2026"]


def test_the_standing_body_changes_who_reports_on_its_page(browser, site):
    desk = browser("thuongtruc")
    page = desk.get("/chi-tieu/ai-bao-cao")
    assert "Đổi I10" in page.links() and "Đổi I07" not in page.links()
    with site.app_context():
        office = make.unit("Phòng Văn hóa - Xã hội").id
    form = desk.get(page.links()["Đổi I10"])
    done = desk.submit(form, "ai-bao-cao", unit=str(office), words="Phòng Văn hóa - Xã hội")
    assert done.flashes == ["Đã lưu ai báo cáo I10."]
    with site.app_context():
        asked = {unit.name: [one.code for one in theirs] for unit, theirs in queries.expected(make.quarter())}
        assert "I10" in asked["Phòng Văn hóa - Xã hội"] and "I10" not in asked["Văn phòng HĐND - UBND"]
        number = make.indicator("I07").id
    desk.get(f"/chi-tieu/ai-bao-cao/{number}", expect=404)
    assert "Đổi I10" not in browser("chutich").get("/chi-tieu/ai-bao-cao").links()


def test_every_record_behind_a_number_opens(site, browser):
    with site.app_context():
        load_example_figures()
        db.session.remove()
        when = queries.current_quarter()
        every = {code: source.records(when, None) for code, source in SOURCES.items()}
        named = {code: [one for one in rows if one.url] for code, rows in every.items()}
        unit_id, unit_name = make.unit().id, make.unit().name
        own = SOURCES["I03"].records(when, unit_id)
    # only a place without a team has nothing to open
    assert {code for code in every if len(named[code]) < len(every[code])} <= {"I17", "X5"}
    wave = browser("chutich").get(named["I13"][0].url)
    assert "Ông/Bà hài lòng ở mức nào" in wave.text and unit_name in wave.text  # a wave with its results
    boss, head = browser("chutich"), browser("truongphong")
    opened = 0
    for rows in named.values():
        for one in rows[:1]:
            boss.get(one.url)
            opened += 1
    assert opened >= 12, {code: len(rows) for code, rows in named.items()}
    assert unit_name and head.get(own[0].url).status == 200
