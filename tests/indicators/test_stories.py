"""The stories of figures, each named by its test: TP2, TP3, TP9 of unit heads, TT1 and TT2 of the standing body."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.indicators import actions, board, quarter_actions, queries, words, years
from intranet.indicators.actions import Entry
from intranet.indicators.engine import Verdict
from intranet.indicators.models import IndicatorTarget, Measurement, Origin, Reminder
from intranet.notices.models import Notice
from intranet.parameters.actions import add_parameter
from tests.factories import indicators as make


def typed_rows(site) -> int:
    """Return how many typed figures are stored."""
    with site.app_context():
        return db.session.scalar(
            sa.select(sa.func.count(Measurement.id)).where(Measurement.origin == Origin.TYPED)
        )


def test_tp2_the_form_asks_only_the_own_with_last_quarter_beside_and_refuses_the_impossible(browser, site):
    with site.app_context():
        before = make.accepted(number=2, pair=(90, 100))
        ids = {one.code: one.id for one in queries.asked_of(before.unit, make.quarter())}
        url = f"/chi-tieu/bao-cao/{make.quarter().id}/{before.unit_id}"
        names = {one.code: (one.numerator_words, one.denominator_words) for one in queries.indicators()}
        db.session.commit()
    kept = typed_rows(site)
    head = browser("truongphong")
    page = head.get(url)
    asked = {field.legend.get_text().strip()[:3]: field for field in page.html.select("main fieldset")}
    assert list(asked) == ["I01", "I02", "I04", "I05", "I08", "I12"] == list(ids)
    for code, field in asked.items():
        said = " ".join(field.get_text(" ").split())
        assert "Quý 2/2026: 90/100 (90,0 %)" in said, code
        assert [label.get_text().strip() for label in field.select(".figure-pair label")] == list(names[code])
    name = {code: f"f{number}" for code, number in ids.items()}
    wrong = head.submit(
        page, url, expect=422,
        **{f"{name['I01']}_numerator": "-4", f"{name['I01']}_denominator": "100",
           f"{name['I02']}_numerator": "bảy", f"{name['I02']}_denominator": "9,5"},
    )  # fmt: skip
    assert wrong.errors() == {
        f"{name['I01']}_numerator": "Số không được âm.",
        f"{name['I02']}_numerator": "Chỉ nhập số nguyên, ví dụ 1.520.000.",
        f"{name['I02']}_denominator": "Chỉ nhập số nguyên, ví dụ 1.520.000.",
    }
    assert {box["value"] for box in wrong.html.select(".figure-pair input[value]") if box["value"]} == {
        "-4", "100", "bảy", "9,5",
    }  # fmt: skip
    above, below = names["I01"]
    over = head.submit(
        page, url, expect=422, **{f"{name['I01']}_numerator": "12", f"{name['I01']}_denominator": "9"}
    )
    assert f"I01: “{above}” (12) không thể lớn hơn “{below}” (9)." in over.text
    assert over.html.select_one(f"#{name['I01']}_numerator")["value"] == "12"
    assert typed_rows(site) == kept  # nothing of a refused form is stored
    stranger = browser("kinhte")
    stranger.get(url, expect=404)


def test_tp3_nothing_arose_is_neither_zero_nor_missing_on_any_page(browser, site):
    with site.app_context():
        when, where = make.quarter(), make.unit()
        made = actions.begin(when, where, actor=make.account("truongphong"))
        given = {make.indicator("I02").id: Entry(0, 40), make.indicator("I05").id: Entry(nothing=True)}
        actions.save(made, given, actor=make.account("truongphong"))
        lacking = [said for said, _ in actions.missing(made)]
        assert "I04: chưa có số liệu (hoặc chọn “không phát sinh”)" in lacking
        assert not [said for said in lacking if said.startswith(("I02: chưa có", "I05: chưa có"))]
        verdicts = {row.indicator.code: row.judgement.verdict for row in board.rows(2026, 3)}
        three = [verdicts[code] for code in ("I02", "I05", "I04")]
        assert three == [Verdict.NOT_DUE, Verdict.NOTHING, Verdict.MISSING]
        url, sheet = f"/chi-tieu/bao-cao/{when.id}/{where.id}", f"/chi-tieu/don-vi/{where.id}?quy={when.id}"
        db.session.commit()
    said = {row.a.get_text()[:3]: " ".join(row.get_text(" ").split())
            for row in browser("truongphong").get(sheet).html.select("tbody tr")}  # fmt: skip
    assert "0,0 % (0/40)" in said["I02"] and "Chưa đến hạn năm 2030" in said["I02"]
    assert "– (Không phát sinh)" in said["I05"] and "Chưa có" not in said["I05"]
    assert "– (Chưa có số liệu)" in said["I04"] and "Không phát sinh" not in said["I04"]
    read = {row.a.get_text()[:3]: " ".join(row.get_text(" ").split())
            for row in browser("thuongtruc").get(url).html.select("tbody tr")}  # fmt: skip
    assert "0/40 (0,0 %)" in read["I02"]
    assert ("Không phát sinh" in read["I05"], "Chưa có số liệu" in read["I04"]) == (True, True)


def test_tp9_the_cards_of_what_is_lacking_equal_the_table_and_are_worked_by_hand(browser, site):
    with site.app_context():
        when, where, head = make.quarter(), make.unit(), make.account("truongphong")
        made = actions.begin(when, where, actor=head)
        pairs = {
            "I01": (9, 10),
            "I02": (37, 40),
            "I04": (80, 100),
            "I05": (1, 3),
            "I08": (4, 10),
            "I12": (1, 40),
        }
        actions.save(
            made, {make.indicator(code).id: Entry(*pair) for code, pair in pairs.items()}, actor=head
        )
        names = {one.code: words.lower(one.numerator_words) for one in queries.indicators()}
        sheet = f"/chi-tieu/don-vi/{where.id}?quy={when.id}"
        db.session.commit()
    by_hand = {
        "I01": f"Còn thiếu 1 ({names['I01']}) trước 31/12/2030",  # 99 % of 10 are 9,9: all 10
        "I02": f"Còn thiếu 3 ({names['I02']}) trước 31/12/2030",  # all 40
        "I05": f"Còn thiếu 2 ({names['I05']}) trước 31/12/2030",  # 80 % of 3 are 2,4: 3 of them
        "I08": "Còn vượt 35,0 điểm %, phải giảm trước 31/12/2026",  # 40 % - 5 %
        # computed for the three civil servants of the unit, none of whom has anything yet
        "I11": f"Còn thiếu 3 ({names['I11']}) trước 31/12/2026",
        "I14": f"Còn thiếu 3 ({names['I14']}) trước 31/12/2026",
        "I15": f"Còn thiếu 1 ({names['I15']}) trước 31/12/2026",  # 30 % of 3 are 0,9: one of them
    }  # I04 has its 80 %, I12 with 2,5 % lies below 3 %
    page = browser("truongphong").get(sheet)
    cards = {
        card.select_one(".board-code").get_text(): card.strong.get_text()
        for card in page.html.select(".board-card")
    }
    assert cards == by_hand
    for row in page.html.select("tbody tr"):
        said = " ".join(row.get_text(" ").split())
        assert ("Còn " in said) is (said[:3] in by_hand) and by_hand.get(said[:3], "") in said


def test_tt1_a_year_is_opened_by_one_act_edited_where_it_changes_and_keeps_the_marks(browser, site):
    desk = browser("thuongtruc")
    page = desk.submit(desk.get("/chi-tieu/quy"), "/nam/2027/mo")
    assert page.flashes == ["Đã mở năm 2027, chép mức phấn đấu của năm trước."]
    old = desk.get("/chi-tieu/nam/2026")
    assert [row.get_text() for row in page.html.select("tbody tr")] == [
        row.get_text() for row in old.html.select("tbody tr")
    ]
    assert {"2030: 99 %", "2028: 70 %; 2030: 80 %"} <= {
        " ".join(cell.get_text().split()) for cell in page.html.select("td[data-label=Mốc]")
    }
    with site.app_context():
        i18 = make.indicator("I18").id
    form = desk.get(f"/chi-tieu/nam/2027/{i18}")
    name = next(box["name"] for box in form.form().select("input[type=text]"))
    desk.submit(form, f"/nam/2027/{i18}", **{name: "12"})
    with site.app_context():
        lines = {(one.year, one.indicator_id, one.number): one.target
                 for one in db.session.scalars(sa.select(IndicatorTarget))}  # fmt: skip
        changed = {
            key[1:] for key, target in lines.items() if key[0] == 2027 and lines[2026, *key[1:]] != target
        }
        assert changed == {(i18, 1)} and lines[2027, i18, 1] == 12
        assert make.indicator("I19").marks == [[2028, 70], [2030, 80]]
    desk.post("/chi-tieu/nam/2027/mo", {}, expect=409)  # a second click opens nothing more


def test_tt1_the_marks_of_2028_and_2030_are_the_knots_of_the_path(app, monkeypatch):
    desk = make.account("thuongtruc")
    for year in (2027, 2028):
        years.open_next(actor=desk, year=year)
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2029, 1, 10, 3, tzinfo=dt.UTC))
    head, unit = make.account("thuongtruc"), make.unit("Phòng Văn hóa - Xã hội")
    for year, known in ((2026, 50), (2027, 59), (2028, 70)):
        for number in (1, 2, 3, 4):
            made = actions.begin(make.quarter(number, year), unit, actor=head)
            actions.save(made, {make.indicator("I19").id: Entry(known, 100)}, actor=head)
    db.session.flush()
    found = {
        year: next(row for row in board.rows(year) if row.indicator.code == "I19") for year in (2027, 2028)
    }
    # from 50 % in 2026 straight to 70 % in 2028: 60 % in 2027; 70 % in 2028 is the mark itself
    assert [(one.judgement.planned, one.judgement.verdict) for one in found.values()] == [
        (60, Verdict.BEHIND), (70, Verdict.ON_PATH),
    ]  # fmt: skip


def test_tt2_who_is_late_is_listed_reminded_word_for_word_and_left_alone_on_receipt(
    browser, site, monkeypatch
):
    with site.app_context():
        when, late, done = make.quarter(), make.unit("Phòng Kinh tế"), make.submitted()
        number, unit, waiting = when.id, late.id, done.id
        after = quarter_actions.reminder_words(late, when, "http://xa.vn/x")
        db.session.commit()
    assert "thi đua quý 3/2026 (đã quá hạn 10/10/2026). Nhập" in after
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 10, 5, 3, tzinfo=dt.UTC))
    desk = browser("thuongtruc")
    page = desk.get(f"/chi-tieu/quy/{number}")
    offered = [said.removeprefix("Nhắc ") for said in page.links() if said.startswith("Nhắc ")]
    assert offered == ["Văn phòng HĐND - UBND", "Phòng Văn hóa - Xã hội", "Phòng Kinh tế"]
    form = desk.get(page.links()["Nhắc Phòng Kinh tế"])
    words_for_zalo = (
        "Kính gửi Phòng Kinh tế: đề nghị gửi số liệu chỉ tiêu thi đua quý 3/2026 (hạn 10/10/2026). Nhập khoảng 10 phút "
        f"tại: http://localhost/chi-tieu/bao-cao/{number}/{unit} . Không phát sinh thì chọn “không phát sinh”. "
        "Trân trọng cảm ơn."
    )
    assert form.html.select_one("textarea#words").get_text().strip() == words_for_zalo
    tab = desk.get(form.url)  # the same page, opened once more
    told = desk.submit(form, "/nhac/")
    assert "Lê Thị Hạnh nhắc Phòng Kinh tế" in told.text and "đã gửi sau khi nhắc" not in told.text
    with site.app_context():
        assert list(db.session.scalars(sa.select(Reminder.words))) == [words_for_zalo]
        notice = sa.select(Notice.text).where(Notice.account_id == make.account("kinhte").id)
        assert words_for_zalo in set(db.session.scalars(notice))
        make.submitted("Phòng Kinh tế")
        db.session.commit()
    page = desk.get(f"/chi-tieu/quy/{number}")
    assert "Nhắc Phòng Kinh tế" not in page.links() and "Phòng Kinh tế (đã gửi sau khi nhắc)" in page.text
    assert "không cần nhắc nữa" in desk.submit(tab, "/nhac/", expect=409).text
    url = f"/chi-tieu/bao-cao/{number}/"
    assert desk.post(f"/chi-tieu/bao-cao/{waiting}/nhan", {}).status in (200, 303)
    head = browser("truongphong")
    with site.app_context():
        desk_unit, code = make.unit().id, make.indicator("I01").id
    read_only = head.get(f"{url}{desk_unit}")
    assert not read_only.html.select(".figure-pair") and "Đã nhận" in read_only.text
    head.post(f"{url}{desk_unit}", {f"f{code}_numerator": "1", f"f{code}_denominator": "2"}, expect=409)
    with site.app_context():
        row = queries.measurement(code, number, desk_unit)
        assert (row.numerator, row.denominator) == (90, 100)


@pytest.mark.parametrize(("percent", "asked"), [(20, False), (19, True)])
def test_tt2_a_jump_over_the_set_percent_asks_for_a_note(app, percent, asked):
    # from 60 % to 72 % are 12 points, exactly a fifth of 60 %: more than 19 per cent of it, not more than 20
    make.accepted(number=2, pair=(60, 100))
    add_parameter(
        "indicators.jump_percent", percent, actor=make.account("thuongtruc"),
        effective_from=dt.date(2026, 9, 30), source="Phòng VH-XH chốt",
    )  # fmt: skip
    head, made = make.account("truongphong"), make.saved(pair=(72, 100))
    said = [line for line, _ in actions.missing(made)]
    assert any("lệch nhiều so với quý trước, cần ghi lý do" in line for line in said) is asked
    if asked:
        with pytest.raises(NotReady):
            actions.submit(made, actor=head)
    else:
        actions.submit(made, actor=head)
