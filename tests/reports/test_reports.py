"""Reports of the movement: every figure is the screen's, causes are written, frozen, numbered; years side by side."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere, WrongState
from intranet.documents import read_back
from intranet.indicators import board, quarter_actions, queries, words
from intranet.indicators import years as indicator_years
from intranet.indicators.engine import Verdict
from intranet.registers.models import RegisterEntry
from intranet.reports import actions, compose, papers, sections, years
from intranet.reports import queries as reports
from intranet.reports.models import MovementReportEdit, ReportKind
from intranet.reports.states import State
from intranet.training.states import State as TrainingState
from tests.factories import history as past
from tests.factories import indicators as make
from tests.factories import reports as factory
from tests.factories import training

DESK, CHAIR, CLERK = "thuongtruc", "chutich", "vanthu"


@pytest.fixture
def locked(app):
    """Return the three locked quarters of 2026."""
    return factory.locked(3)


def figures_of(paper: bytes) -> dict[str, list[str]]:
    """Return code -> cells of the table of figures."""
    return {row[0]: row for row in read_back.tables(paper)[_FIGURES][1:]}


_FIGURES = 1  # after the letterhead


def test_tt4_every_figure_of_the_paper_equals_the_screen(site, browser):
    with site.app_context():
        factory.locked(3)
        when, report = make.quarter(3), factory.draft()
        found = figures_of(papers.make(report)[1])
        rows = board.rows(2026, 3)
        assert set(found) == {row.indicator.code for row in rows} and len(rows) == 25
        said = {row.indicator.code: (row.indicator.id, row) for row in rows}
        shown = {code: compose.shown(row) for code, (_, row) in said.items()}
        amounts = {
            code: words.amount(row.value, ratio=row.ratio, line=row.line) for code, (_, row) in said.items()
        }
        unmet = {row.indicator.code for row in rows if row.red}
        paper = "\n".join(read_back.paragraphs(papers.make(report)[1]))
        quarter_id, report_id = when.id, report.id
        db.session.commit()
    boss = browser(CHAIR)
    screen = {
        card.select_one(".board-code").get_text(): " ".join(card.get_text(" ").split())
        for card in boss.get(f"/chi-tieu?quy={quarter_id}").html.select(".board-card")
    }
    own = boss.get(f"/bao-cao/{report_id}").text
    for code, (indicator_id, row) in said.items():
        assert found[code][3] == shown[code] and shown[code] in own, code
        assert amounts[code] in screen[code], code
        assert words.fraction(row.value) in boss.get(f"/chi-tieu/{indicator_id}?quy={quarter_id}").text, code
    assert len(unmet) > 1
    for code in unmet:
        assert f"{code}. " in paper
    assert paper.count("Nguyên nhân") == len(unmet) and "Dự thảo" in paper


def test_tt4_only_locked_quarters_count_and_what_is_missing_is_named(app):
    factory.locked(2)
    make.submitted("Phòng Kinh tế", 3)
    report = factory.draft(quarter=3)
    content = compose.content_of(report)
    assert content["missing"] == ["Số liệu quý 3/2026 chưa khóa"]
    half = {row.indicator.code: compose.shown(row) for row in board.rows(2026, 2, locked=True)}
    assert {row["code"]: row["value"] for row in content["rows"]} == half
    assert actions.lacking(report)[0] == ("Số liệu quý 3/2026 chưa khóa: khóa số liệu trước", "")
    with pytest.raises(NotReady, match="chưa trình được") as refused:
        actions.submit(factory.explained(report), actor=make.account(DESK))
    assert refused.value.missing == ["Số liệu quý 3/2026 chưa khóa: khóa số liệu trước"]
    assert "chưa khóa" in "\n".join(read_back.paragraphs(papers.make(report)[1]))


def test_tt4_the_cause_must_be_filled_then_it_is_frozen_approved_and_numbered(locked):
    report, desk, chair, clerk = factory.draft(), *(make.account(one) for one in (DESK, CHAIR, CLERK))
    empty = [key for _, key in actions.lacking(report)]
    assert empty and all(key.startswith(("cause-", "solution-")) for key in empty)
    with pytest.raises(NotReady) as refused:
        actions.submit(report, actor=desk)
    assert len(refused.value.missing) == len(empty) and report.state == State.DRAFT
    sections.write(report, empty[0], "   ", base=0, actor=desk)
    assert empty[0] in [key for _, key in actions.lacking(report)]  # blanks are no cause
    for _, key in actions.lacking(report):
        base = len(sections.versions(report, key))
        sections.write(report, key, "Do hệ thống một cửa ngừng ba ngày", base=base, actor=desk)
    with pytest.raises(Barred):
        actions.submit(report, actor=chair)
    actions.submit(report, actor=desk)
    before = papers.make(report)[1]
    assert "Do hệ thống một cửa ngừng ba ngày" in "\n".join(read_back.paragraphs(before))
    make.restated(locked[0])
    assert papers.make(report)[1] == before  # frozen
    with pytest.raises(WrongState, match="đã trình"):
        sections.write(report, "limits", "Sửa sau", base=0, actor=desk)
    with pytest.raises(Barred):
        actions.approve(report, actor=desk)
    actions.send_back(report, actor=chair, reason="Bổ sung kiến nghị")
    content = compose.content_of(report)
    assert report.content is None and any("I01, quý 1/2026" in line for line in content["restated"])
    assert "*" in figures_of(papers.make(report)[1])["I01"][3]
    actions.submit(report, actor=desk)
    actions.approve(report, actor=chair)
    with pytest.raises(NotReady, match="tương lai"):
        actions.issue(report, clock.today() + dt.timedelta(days=1), actor=clerk)
    with pytest.raises(NotReady, match="sau ngày cuối"):
        actions.issue(report, dt.date(2026, 9, 30), actor=clerk)
    with pytest.raises(Barred):
        actions.issue(report, clock.today(), actor=desk)
    actions.issue(report, clock.today(), actor=clerk)
    line = db.session.scalars(sa.select(RegisterEntry).where(RegisterEntry.series == "BC")).one()
    assert (report.full_number, line.number, line.title) == (
        "01/BC-UBND",
        1,
        json.loads(report.content)["texts"]["subject"],
    )
    name, kept = papers.file_of(report)
    assert name == f"bao-cao-1-bc-ubnd-{clock.today().year}.docx"
    text = "\n".join(read_back.paragraphs(kept))
    assert "Số: 01/BC-UBND" in text and "Dự thảo" not in text and text.count("./.") == 1
    make.restated(locked[1], "I02")
    assert papers.file_of(report)[1] == kept
    with pytest.raises(WrongState):
        actions.issue(report, clock.today(), actor=clerk)
    with pytest.raises(Barred):
        actions.send_back(report, actor=chair, reason="Muộn")


def test_words_keep_following_the_locked_figures_and_all_versions_stay(locked):
    report, desk = factory.draft(), make.account(DESK)
    part = sections.part(sections.parts(report, compose.content_of(report)), "assessment")
    assert "{met}" in part.section.template and "{met}" not in part.text
    sections.write(report, "assessment", "Có {met}/{total} chỉ tiêu đạt.", base=0, actor=desk)
    content = compose.content_of(report)
    part = sections.part(sections.parts(report, content), "assessment")
    met = content["counts"]["met"]
    assert (
        part.text == f"Có {met:02d}/25 chỉ tiêu đạt." and "{unmet}" in part.lost and "{met}" not in part.lost
    )
    with pytest.raises(WrongState, match="Người khác vừa sửa"):
        sections.write(report, "assessment", "Bản thứ hai", base=0, actor=desk)
    sections.write(report, "assessment", None, base=1, actor=desk)
    assert [row.text for row in sections.versions(report, "assessment")] == [
        "Có {met}/{total} chỉ tiêu đạt.",
        None,
    ]
    with pytest.raises(NotReady, match=r"8\.000"):
        sections.write(report, "limits", "a" * 8001, base=0, actor=desk)
    with pytest.raises(NotThere):
        sections.write(report, "khong-co", "x", base=0, actor=desk)
    row = db.session.scalars(sa.select(MovementReportEdit)).first()
    with pytest.raises(sa.exc.DatabaseError), db.session.begin_nested():
        db.session.execute(
            sa.update(MovementReportEdit).where(MovementReportEdit.id == row.id).values(text="khác")
        )


def test_a_draft_before_any_lock_says_so_and_has_no_empty_table(app):
    report = factory.draft()
    made = papers.make(report)[1]
    text = "\n".join(read_back.paragraphs(made))
    assert "Chưa có quý nào của kỳ báo cáo được khóa số liệu." in text and "00 chỉ tiêu" not in text
    assert all(row[0] != "Mã" for rows in read_back.tables(made) for row in rows)
    with pytest.raises(NotReady, match="chưa trình được"):
        actions.submit(report, actor=make.account(DESK))


def test_a_report_is_made_once_and_only_of_an_ended_period(locked):
    desk = make.account(DESK)
    factory.draft()
    with pytest.raises(NotReady, match="Đã có văn bản này"):
        factory.draft()
    with pytest.raises(NotReady, match="chưa kết thúc"):
        factory.draft(quarter=4)
    with pytest.raises(NotReady, match="từ 2026 đến 2030"):
        actions.create(ReportKind.FINAL, 2026, 1, 2019, actor=desk)
    with pytest.raises(Barred):
        actions.create(ReportKind.CITY, 2026, 1, actor=make.account("truongphong"))
    factory.draft(ReportKind.CITY)
    assert [one.kind for one in db.session.scalars(reports.visible_to(make.account(CLERK)))] == []
    assert len(list(db.session.scalars(reports.visible_to(make.account(CHAIR))))) == 2


def test_the_quarterly_notice_tells_the_quarter_alone_and_each_office(locked):
    report = factory.draft(ReportKind.QUARTER)
    content = papers.content_of(report)
    text = "\n".join(read_back.paragraphs(papers.make(report)[1]))
    assert "THÔNG BÁO" in text and "TB-UBND" in text and "KIẾN NGHỊ" not in text
    (row,) = [one for one in board.rows(2026, 3, locked=True) if one.indicator.code == "I01"]
    mine = next(one for one in content["rows"] if one["code"] == "I01")
    assert mine["now"] == f"{words.quarter_amount(row.indicator, row.now)} ({words.fraction(row.now)})"
    assert mine["before"].endswith("(không đổi)")
    assert ["Điểm phục vụ hành chính công", "90,0 %", "90/100"] in content["offices"]
    assert len(content["offices"]) == 4
    assert content["trends"] and all(len(one["points"]) == 3 for one in content["trends"])


def test_the_whole_path_on_the_pages(site, browser):
    with site.app_context():
        factory.locked(3)
        db.session.commit()
    desk, boss, clerk = browser(DESK), browser(CHAIR), browser(CLERK)
    assert "Chưa có báo cáo nào" in desk.get("/bao-cao").text
    form = desk.get("/bao-cao/moi")
    wrong = desk.submit(form, "/bao-cao/moi", expect=422, kind="midterm", year="2026", quarter="4")
    assert "chưa kết thúc" in wrong.text
    page = desk.submit(desk.get("/bao-cao/moi"), "/bao-cao/moi", kind="midterm", year="2026", quarter="3")
    url = page.url
    assert page.heading == "Báo cáo sơ kết 09 tháng đầu năm 2026" and "Còn thiếu trước khi trình" in page.text
    clerk.get(url, expect=404)
    browser("truongphong").get(url, expect=403)
    assert "Soạn và trình: Báo cáo sơ kết" in desk.get("/").text
    causes = desk.get(
        next(link for text, link in page.links().items() if text.startswith("Nguyên nhân, giải pháp của"))
    )
    names = [str(one["name"]) for one in causes.html.select("main textarea")]
    assert len(names) > 3 and {name.split("-")[0] for name in names} == {"cause", "solution"}
    long = desk.submit(causes, "/nguyen-nhan", expect=422, **{names[0]: "a" * 8001, names[1]: "Đã gõ"})
    assert "8.000" in long.text and "Đã gõ" in str(long.html)
    half = desk.submit(desk.get(causes.url), "/nguyen-nhan", **{names[0]: "Do hệ thống ngừng ba ngày"})
    assert half.flashes[0].startswith("Đã lưu 1 mục") and "Còn thiếu trước khi trình" in half.text
    late = desk.submit(desk.get(causes.url), "/nguyen-nhan", **dict.fromkeys(names[1:], "Đã khắc phục"))
    assert late.flashes[0].startswith(f"Đã lưu {len(names) - 1} mục") and "Còn thiếu" not in late.text
    again = desk.submit(desk.get(causes.url), "/nguyen-nhan")
    assert again.flashes == ["Không có gì thay đổi."]
    other = desk.submit(causes, "/nguyen-nhan", expect=409, **{names[0]: "Lời của người mở trang từ trước"})
    assert "Người khác vừa sửa" in other.text and "Lời của người mở trang từ trước" in str(other.html)
    two = desk.get(f"{url}/phan/limits")
    desk.submit(desk.get(f"{url}/phan/limits"), "/phan/", text="Một số đơn vị gửi muộn.")
    stale = desk.submit(two, "/phan/", expect=409, text="Bản gõ chậm hơn")
    assert "Bản gõ chậm hơn" in stale.text and "Một số đơn vị gửi muộn." in stale.text
    done = desk.submit(desk.get(url), "/trinh")
    assert done.flashes == ["Đã trình Chủ tịch. Số liệu và lời văn được giữ nguyên từ lúc này."]
    desk.get(f"{url}/phan/limits", expect=409)
    assert "Duyệt: Báo cáo sơ kết" in boss.get("/").text
    back = boss.submit(boss.get(f"{url}/tra-lai"), "/tra-lai", reason="Thêm kiến nghị")
    assert "Đang soạn" in back.text
    desk.submit(desk.get(url), "/trinh")
    boss.submit(boss.get(url), "/duyet")
    issued = clerk.submit(clerk.get(f"{url}/cap-so"), "/cap-so", issued_on=f"{clock.today():%d/%m/%Y}")
    assert issued.flashes == ["Đã cấp số 01/BC-UBND và vào sổ."]
    assert clerk.get(f"{url}/van-ban.docx").response.data[:2] == b"PK"
    assert "01/BC-UBND" in desk.get("/bao-cao?loai=midterm").text


def test_a_list_of_reports_costs_the_same_for_one_and_for_three(site, browser, count_queries):
    with site.app_context():
        factory.locked(3)
        factory.draft(quarter=1)
        db.session.commit()
    desk = browser(DESK)
    with count_queries(site) as one:
        desk.get("/bao-cao")
    with site.app_context():
        factory.draft(quarter=2)
        factory.draft(quarter=3)
        db.session.commit()
    with count_queries(site) as three:
        desk.get("/bao-cao")
    assert len(one) == len(three)


def test_tt10_the_years_side_by_side_from_locked_data_only(site, browser):
    with site.app_context():
        factory.locked(2)
        make.submitted("Phòng Kinh tế", 3)
        found = {cells[0].split()[0]: cells for _, cells in years.of_indicators().rows}
        half = {row.indicator.code: row for row in board.rows(2026, 2, locked=True)}
        assert {code: cells[2] for code, cells in found.items()} == {
            code: compose.shown(row) for code, row in half.items()
        }
        assert all(
            cells[3:] == ("", "", "", "") for cells in found.values()
        )  # 2027 to 2030 are not there yet
        unit = make.unit()
        mine = years.of_unit(unit)
        rows = {row.indicator.id: row for row in board.of_units([unit], 2026, locked=True)[unit.id]}
        assert {number: cells[2] for number, cells in mine.rows} == {
            number: compose.shown(row) for number, row in rows.items()
        }
        judged = [
            r
            for r in rows.values()
            if r.judgement.verdict not in (Verdict.NOTHING, Verdict.MISSING, Verdict.RUNNING)
        ]
        met = sum(row.judgement.verdict == Verdict.MET for row in judged)
        by_unit = dict(years.of_units().rows)
        assert by_unit[unit.id][:2] == (unit.name, f"{met}/{len(judged)}")
        assert "Số liệu quý 3/2026 chưa khóa" in mine.missing and "Số liệu quý 4/2030 chưa mở" in mine.missing
        person = make.account("nhanvien").person
        for day in (dt.date(2026, 2, 3), dt.date(2026, 8, 3)):  # the second in a quarter that is not locked
            past.enter(person.full_name, number=f"{day.month}/QĐ-UBND", awarded_on=day).person_id = person.id
            training.at(TrainingState.VERIFIED).starts_on = day
        db.session.flush()
        work, _ = years.work_of_people()
        assert work[person.id] == {2026: [0, 1, 1]} and years.told(work[person.id][2026]) == "BD 1, KT 1"
        name, unit_id, unit_name = person.addressed, unit.id, unit.name
        db.session.commit()
    boss = browser(CHAIR)
    assert "Chưa tính" in boss.get("/bao-cao/nhieu-nam").text
    assert unit_name in boss.get("/bao-cao/nhieu-nam/don-vi").text
    assert "I01" in boss.get(f"/bao-cao/nhieu-nam/don-vi/{unit_id}").text
    people = boss.get("/bao-cao/nhieu-nam/ca-nhan")
    assert name in people.text and "BD 1, KT 1" in people.text
    for where in ("", "/don-vi", "/ca-nhan"):
        assert boss.get(f"/bao-cao/nhieu-nam{where}?format=xlsx").response.data[:2] == b"PK"
    browser("truongphong").get("/bao-cao/nhieu-nam", expect=403)


def test_ct1_each_line_of_the_chairmans_page_opens_its_proof(site, browser):
    with site.app_context():
        factory.locked(3)
        factory.at(State.SUBMITTED)
        red = [row.indicator.code for row in board.rows(2026, queries.current_quarter().quarter) if row.red]
        db.session.commit()
    boss = browser(CHAIR)
    page = boss.get("/chi-tieu/can-chu-y")
    lines = page.html.select(".attention li")
    assert len(red) > 1 and len(lines) >= len(red) + 1
    for line in lines:
        link = line.select_one("a[href]")
        assert link is not None, line
        boss.get(str(link["href"]))
    for code in red:
        assert code in page.text
    assert "Duyệt: Báo cáo sơ kết 09 tháng đầu năm 2026" in page.text


def test_a_report_of_several_years_shows_them_side_by_side(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2027, 4, 20, 3, tzinfo=dt.UTC))
    factory.locked(4)
    indicator_years.open_next(actor=make.account(DESK), year=2027)
    quarter_actions.lock(make.quarter(1, 2027), actor=make.account(DESK), exception="Chưa đơn vị nào gửi")
    report = actions.create(ReportKind.FINAL, 2027, 1, 2026, actor=make.account(DESK))
    content = papers.content_of(report)
    assert report.title == "Báo cáo tổng kết giai đoạn từ năm 2026 đến hết quý 1/2027"
    assert content["years"]["years"] == [2026, 2027] and len(content["years"]["rows"]) == 25
    whole = {row.indicator.code: compose.shown(row) for row in board.rows(2026, locked=True)}
    assert {row[0]: row[3] for row in content["years"]["rows"]} == whole
    mine = next(one for one in content["rows"] if one["code"] == "I01")
    assert mine["value"] == "Chưa có số liệu" and mine["before"] == "90,0 %"  # quarter 1 of 2026
    made = papers.make(report)[1]
    text = "\n".join(read_back.paragraphs(made))
    assert "KẾT QUẢ CÁC CHỈ TIÊU THEO TỪNG NĂM 2026 - 2027" in text
    annex = read_back.tables(made)[-1]
    assert annex[0][3:] == ["2026", "2027"] and {row[0]: row[3] for row in annex[1:]} == whole
    assert "Chưa có số liệu: I01 " in text  # missing is said, never taken for 0
