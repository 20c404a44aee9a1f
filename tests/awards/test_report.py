"""Achievement reports drafted from records: marked until somebody reads them, edits never lost, two tables, two signers."""

import datetime as dt

import pytest

from intranet.awards import actions, queries, report, report_paper
from intranet.awards.models import RoundKind
from intranet.awards.report_models import ReportSection as S
from intranet.awards.states import State
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, Stale, WrongState
from intranet.documents import read_back
from intranet.history.titles import is_title
from intranet.initiatives.states import State as InitiativeState
from tests.factories import awards as make
from tests.factories import history, initiatives

HEAD = "truongphong"


def filled(kind: RoundKind | None = None):
    """Return a nomination of "nhanvien" with a recognised initiative and two earlier awards, its report drafted."""
    idea = initiatives.at(InitiativeState.RECOGNISED)
    mine = make.account("nhanvien").person
    history.enter(mine.full_name, number="77/QĐ-UBND").person_id = mine.id
    one = history.enter(mine.full_name, number="88/QĐ-UBND", form="Chiến sĩ thi đua cơ sở")
    one.person_id = mine.id
    round_ = make.opened()
    if kind is not None:
        round_.kind = kind
    made = make.complete(round_)
    report.draft(made, actor=make.account(HEAD))
    return made, idea


def by_key(nomination):
    return {row.key: row for row in report.passages(nomination)}


def test_a_drafted_report_stops_handing_in_until_each_passage_was_read(app):
    """TP7: drafted from records; NV8: the data of the person are among what is confirmed."""
    made, idea = filled()
    head, rows = make.account(HEAD), by_key(made)
    told = rows[f"initiative:{idea.id}"]
    assert idea.title in told.text and f"Quyết định số {idea.decision_number} ngày" in told.text
    assert (
        rows["own:2"].text == "Hoàn thành xuất sắc nhiệm vụ." and rows["own:2"].settled
    )  # typed before: kept
    assert (
        "Giấy khen; Quyết định số 77/QĐ-UBND" in rows["past"].text and "Giới tính: Nữ" in rows["facts"].text
    )
    waiting = [row for row in rows.values() if not row.settled]
    with pytest.raises(NotReady) as stopped:
        actions.submit(made, actor=head)
    assert stopped.value.missing == [
        f"Báo cáo thành tích còn {len(waiting)} đoạn máy soạn, chưa xác nhận: đọc, sửa hoặc xác nhận"
    ]
    assert report.lacking(made, evidence=1, voted=False)[0][1] == f"/khen-thuong/ho-so/{made.id}/bao-cao"
    report.write(made, told, "- Tôi viết lại.", version=str(told.version), actor=head)
    with pytest.raises(NotReady, match="lấy nguyên từ dữ liệu"):
        report.write(made, rows["past"], "Khác", version=str(rows["past"].version), actor=head)
    with pytest.raises(NotReady, match=r"5\.000 ký tự"):
        report.add(made, S.RESULTS, "x" * 5001, actor=head)
    with pytest.raises(NotReady, match="Hãy viết"):
        report.add(made, S.RESULTS, "", actor=head)
    with pytest.raises(Barred):
        report.confirm(made, waiting, actor=make.account("nhanvien"))
    report.confirm(made, report.passages(made), actor=head)
    with pytest.raises(NotReady, match="Không còn"):
        report.confirm(made, report.passages(made), actor=head)
    assert "- Tôi viết lại." in made.report and idea.title not in made.report
    actions.submit(made, actor=head)
    assert made.state == State.SUBMITTED
    with pytest.raises((WrongState, Barred)):
        report.draft(made, actor=head)


def test_drafting_anew_never_loses_an_edit_and_asks_again_for_what_changed(app):
    made, idea = filled()
    head, rows = make.account(HEAD), by_key(made)
    told, past = rows[f"initiative:{idea.id}"], rows["past"]
    own = report.add(made, S.RESULTS, "Giúp đỡ đồng nghiệp mới.", actor=head)
    report.write(made, told, "- Lời của tôi.", version=str(told.version), actor=head)
    with pytest.raises(Stale):
        report.write(made, told, "- Muộn.", version=str(told.version - 1), actor=head)
    report.confirm(made, report.passages(made), actor=head)
    mine = make.account("nhanvien").person
    history.enter(mine.full_name, number="99/QĐ-UBND", awarded_on=dt.date(2024, 5, 1)).person_id = mine.id
    idea.benefit = "Giảm một nửa thời gian chờ."
    db.session.flush()
    assert report.draft(made, actor=head)[1] == 3  # kept: the edit, the text typed before, the added passage
    assert (told.text, told.changed) == ("- Lời của tôi.", True) and "một nửa" in told.drafted
    assert "99/QĐ-UBND" in past.text and not past.settled  # records: follows them, to be read again
    assert report.unconfirmed(made) == 1 and own.text in made.report
    report.write(made, told, told.drafted, version=str(told.version), actor=head)  # takes the new words
    assert not told.changed and "một nửa" in made.report
    report.write(made, told, "", version=str(told.version), actor=head)  # leaves it out
    report.draft(made, actor=head)
    assert told.dropped and idea.title not in made.report
    idea.recognised_on = dt.date(2020, 1, 1)  # no longer in the time that is rewarded
    report.draft(made, actor=head)
    assert told.key in by_key(made) and told.drafted == ""
    actions.save(made, {"report": "Ghi đè"}, actor=head)
    assert made.report != "Ghi đè"


@pytest.mark.parametrize(
    ("kind", "variant"), [(None, "person"), (RoundKind.SUDDEN, "sudden"), (RoundKind.THEMATIC, "thematic")]
)
def test_the_paper_has_the_form_of_the_round_two_tables_and_two_signers(app, kind, variant):
    made, _ = filled(kind)
    if kind == RoundKind.SUDDEN:  # keeps to the act: no initiatives, no trainings, no tables
        assert {row.key for row in report.passages(made)} == {"facts", "act", "own:2"}
    assert report_paper.variant_of(made) == variant
    lines = read_back.paragraphs(report_paper.paper(made))
    text = "\n".join(lines)
    marked = [line for line in lines if report.MARK in line]
    assert "Đề nghị tặng Giấy khen của Chủ tịch Ủy ban nhân dân xã Đại Thanh" in " ".join(lines)
    assert (
        len(marked) == report.unconfirmed(made)
        and "BÁO CÁO THÀNH TÍCH" in lines
        and "THỦ TRƯỞNG ĐƠN VỊ" in text
        and "XÁC NHẬN CỦA" in text
    )
    assert ("Chiến sĩ thi đua cơ sở" in text) == (kind != RoundKind.SUDDEN)
    report.confirm(made, report.passages(made), actor=make.account(HEAD))
    first, second = (report_paper.paper(made) for _ in range(2))
    assert first == second and report.MARK not in "\n".join(read_back.paragraphs(first))


def test_titles_and_forms_are_told_apart_by_their_names():
    for title in ("Chiến sĩ thi đua cơ sở", "Danh hiệu “Lao động tiên tiến”", "Cờ thi đua của Thành phố",
                  "Tập thể Lao động xuất sắc", "Gia đình văn hóa"):  # fmt: skip
        assert is_title(title), title
    for form in ("Giấy khen", "Bằng khen của Chủ tịch UBND Thành phố", "Huân chương Lao động hạng Ba", ""):
        assert not is_title(form), form


def test_a_collective_tells_its_people_and_no_initiative_out_of_time(app):
    idea = initiatives.at(InitiativeState.RECOGNISED)
    made = actions.nominate_collective(make.opened(), make.unit(), make.unit(), actor=make.account(HEAD))
    report.draft(made, actor=make.account(HEAD))
    rows = by_key(made)
    assert "người, trong đó" in rows["staff"].text and f"initiative:{idea.id}" in rows
    made.round.counts_from, made.round.counts_to = dt.date(2020, 1, 1), dt.date(2020, 12, 31)
    report.draft(made, actor=make.account(HEAD))
    assert f"initiative:{idea.id}" not in by_key(made)
    assert report_paper.variant_of(made) == "collective"
    assert queries.histories([made])[made.id] == []


def test_the_page_marks_confirms_edits_and_is_the_units_alone(site, browser):
    with site.app_context():
        made, idea = filled()
        number, title = made.id, idea.title
        told = by_key(made)[f"initiative:{idea.id}"].id
        db.session.commit()
    address = f"/khen-thuong/ho-so/{number}/bao-cao"
    head = browser(HEAD)
    page = head.get(address)
    marks = page.html.select(".passage-unread .passage-mark")
    assert marks and all("Đoạn máy soạn, chưa xác nhận" in one.get_text() for one in marks)
    assert head.get(f"/khen-thuong/ho-so/{number}").html.select_one(f'.missing a[href="{address}"]')
    form = head.get(f"/khen-thuong/ho-so/{number}/viet")
    assert form.html.find("textarea", attrs={"name": "report"}) is None
    edit = head.get(f"{address}/doan/{told}")
    assert title in edit.text
    refused = head.submit(edit, f"/doan/{told}", text="x" * 5001, expect=422)
    assert refused.html.find("textarea").get_text().strip() == "x" * 5001
    page = head.submit(edit, f"/doan/{told}", text="- Lời của đơn vị. <b>")
    assert "- Lời của đơn vị. <b>" in page.text
    for section in ("facts", "results", "past"):
        if f"phan/{section}/xac-nhan" in page.text:
            page = head.submit(page, f"/phan/{section}/xac-nhan")
    while page.html.select(".passage-unread"):
        row = page.html.select_one(".passage-unread")["id"].removeprefix("doan-")
        page = head.submit(page, f"/doan/{row}/xac-nhan")
    assert "Mọi đoạn đã được đọc và xác nhận" in page.text
    page = head.submit(head.get(f"{address}/phan/results/them"), "/them", text="Một đoạn nữa.")
    page = head.submit(page, "/soan")
    assert "Một đoạn nữa." in page.text and not page.html.select(".passage-unread")
    assert head.get(f"{address}.docx").response.get_data()[:2] == b"PK"
    browser("kinhte").get(address, expect=404)
    browser("nhanvien").get(f"{address}.docx", expect=404)
