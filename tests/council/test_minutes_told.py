"""What the papers tell of everything that can happen in a meeting, sentence by sentence; the numbers of the papers."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere
from intranet.council import (
    actions,
    annulments,
    count_papers,
    invitation,
    minutes,
    paper_edits,
    paper_numbers,
    papers,
    rounds,
)
from intranet.council.models import MeetingKind
from intranet.council.states import State, VoteState
from intranet.documents import style
from intranet.documents.read_back import paragraphs
from intranet.registers.models import RegisterEntry
from tests.factories import council as make
from tests.factories import full_meeting as full


def words(content: bytes) -> str:
    return "\n".join(paragraphs(content)).replace("\u00a0", " ").replace("\u2011", "-")


def told(meeting, title: str) -> list[str]:
    """Return the sentences of the minutes about one case."""
    return next((list(lines) for name, lines in minutes.paper(meeting).notes if name == title), [])


LATER = dt.datetime(2026, 12, 2, 2, tzinfo=dt.UTC)
DATE = "ngày 02 tháng 12 năm 2026"


@pytest.fixture
def meeting(app, cases, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return full.everything()


def test_the_minutes_tell_every_case_as_it_went(meeting):
    first, refused, secret, paper, tied, struck, annulled, aborted = full.TITLES
    late = "Chưa có mặt khi biểu quyết: Bà Trịnh Thị Ngọc Ánh."
    assert told(meeting, first) == [
        "Không tham gia biểu quyết do xung đột lợi ích: Ông Hoàng Văn Bách.",
        late,
        "Ý kiến bằng văn bản của thành viên vắng mặt, đã tính vào kết quả: Bà Phan Thị Quế: đồng ý.",
    ]
    assert told(meeting, refused) == []
    assert told(meeting, f"{refused} (biểu quyết lần 2)") == [
        "Chủ tọa cho biểu quyết lại (lần 2); lý do: có thêm minh chứng của Thôn.",
        "Kết quả lần 1, giữ trong hồ sơ: 5/9 (55,6 %), không thông qua.",
    ]
    assert told(meeting, secret) == []
    assert told(meeting, paper) == ["Số phiếu phát ra: 08; thu về: 08; hợp lệ: 07; không hợp lệ: 01."]
    assert told(meeting, tied) == [
        "Số ý kiến đồng ý và không đồng ý ngang nhau; Ông Nguyễn Văn Hưng, Chủ tịch Hội đồng, "
        "có ý kiến quyết định: đồng ý."
    ]
    assert told(meeting, struck) == [
        "Rút khỏi chương trình, không biểu quyết. Lý do: đơn vị xin rút hồ sơ để bổ sung."
    ]
    assert told(meeting, annulled) == [
        f"Kết quả này bị hủy {DATE}; lý do: phát hiện báo cáo thành tích sai số liệu."
    ]
    assert told(meeting, aborted) == [
        "Việc biểu quyết dừng lại khi chưa có kết quả; nội dung được biểu quyết lại."
    ]
    assert told(meeting, f"{aborted} (biểu quyết lần 2)") == [
        "Chủ tọa cho biểu quyết lại (lần 2); lý do: mất điện, hai khóa kiểm phiếu không mở được.",
        "Kết quả lần 1, giữ trong hồ sơ: không có kết quả.",
    ]
    rows = {
        case.name: (case.form, case.yes, case.share, case.result) for case in minutes.paper(meeting).cases
    }
    assert rows[secret] == ("Bỏ phiếu kín", "8/9", "88,9 %", "Thông qua")
    assert rows[paper] == ("Phiếu giấy", "7/9", "77,8 %", "Không thông qua")
    assert rows[tied] == ("Biểu quyết công khai", "4/9", "44,4 %", "Thông qua")
    assert rows[struck] == ("", "", "", "Rút khỏi chương trình")
    assert rows[annulled][3] == "Thông qua (đã hủy)"
    assert rows[aborted] == ("", "", "", "Không có kết quả")
    assert minutes.paper(meeting).conclusion[0].count("04/08") == 1


def test_who_had_left_is_told_and_the_count_has_each_ballot(meeting):
    gone = meeting.roll[6]
    gone.left_at = full.at(10, 25)
    db.session.flush()
    assert told(meeting, full.TITLES[4])[0] == f"Đã rời phiên họp khi biểu quyết: {gone.name}."
    assert told(meeting, full.TITLES[3]) == [
        "Số phiếu phát ra: 08; thu về: 08; hợp lệ: 07; không hợp lệ: 01."
    ]
    counted = count_papers.paper(meeting)
    rows = {c.name: (c.form, c.issued, c.collected, c.valid, c.invalid) for c in counted.cases}
    assert rows[full.TITLES[3]] == ("Phiếu giấy", "8", "8", "7", "1")
    assert rows[full.TITLES[2]] == ("Bỏ phiếu kín", "-", "9", "9", "-")
    assert full.TITLES[5] not in rows and full.TITLES[7] not in rows  # struck, aborted: nothing was counted
    assert counted.conclusion[-1] == "Hội đồng thông qua 04/07 nội dung đã biểu quyết."


def test_every_own_word_survives_whatever_is_composed_anew(meeting):
    desk = make.account("thuky")
    keys = [
        (paper, part.section.key)
        for paper in ("minutes", "count")
        for part in paper_edits.parts(meeting, paper)
        if not part.section.locked
    ]
    for paper, key in keys:
        paper_edits.write(meeting, paper, key, f"Lời riêng {paper} {key}.", base=0, actor=desk)
    meeting.discussion = "Khác hẳn."
    rounds.order_annulment(meeting.items[0], actor=make.account("chutich"), reason="sai số liệu")
    db.session.flush()
    said = words(minutes.file_of(meeting)[1]) + words(count_papers.count_file(meeting)[1])
    for paper, key in keys:
        assert f"Lời riêng {paper} {key}." in said
    assert told(meeting, full.TITLES[0])[-2:] == [
        f"Kết quả này bị hủy {DATE}; lý do: sai số liệu.",
        f"Lời riêng minutes case-{meeting.items[0].id}.",
    ]
    assert paper_edits.unsettled(meeting) == ["II. Nội dung: thảo luận", "Kết luận", "Kết luận"]


def test_words_against_any_kind_of_result_are_warned_about(meeting):
    for text, warned in (
        (f"{full.TITLES[3]} được thông qua.", "không thông qua"),  # 7 of 9 on paper fails 80 %
        (f"{full.TITLES[1]} không thông qua.", "là: thông qua"),  # the second round counts
        (f"{full.TITLES[4]} có 5 phiếu đồng ý.", "5 phiếu đồng ý"),
    ):
        section = paper_edits.part(meeting, "count", "remark").section
        assert [warned in one for one in paper_edits.contradictions(meeting, section, text)] == [True], text
    assert (
        paper_edits.contradictions(meeting, section, f"{full.TITLES[6]} không thông qua.") == []
    )  # annulled


def test_opinions_in_writing_are_told_as_such_and_the_chair_signs(meeting):
    meeting.kind, meeting.answers_until = MeetingKind.WRITTEN, full.at(17)
    for member in meeting.roll:
        member.present = None
    db.session.flush()
    paper = minutes.paper(meeting)
    assert paper.subject == "Lấy ý kiến bằng văn bản: Phiên họp tháng 11"
    assert paper.place == "lấy ý kiến bằng văn bản, không họp tập trung"
    assert "hạn gửi ý kiến: 17 giờ 00 phút, ngày 30 tháng 11 năm 2026." in paper.opening[0]
    assert paper.opening[0].startswith("Cơ quan thường trực Hội đồng gửi hồ sơ của 08 nội dung")
    assert paper.ended.startswith("Việc lấy ý kiến kết thúc vào")
    assert (paper.present, paper.chair_name) == ((), "Nguyễn Văn Hưng")


def test_an_annulled_result_has_minutes_of_its_own(meeting):
    desk, item = make.account("thuky"), meeting.items[6]
    assert annulments.of(meeting) == [item]
    actions.sign_minutes(meeting, actor=desk, signed_on=clock.today())
    minutes.keep(meeting)
    signed = minutes.file_of(meeting)[1]
    rounds.order_annulment(
        meeting.items[2], actor=make.account("chutich"), reason="thiếu hồ sơ\nsai thẩm quyền"
    )
    assert annulments.of(meeting) == [meeting.items[2], item]
    said = words(annulments.file_of(meeting.items[2])[1])
    for line in (
        "Hủy kết quả biểu quyết về Ông Vũ Đình Ân",
        "Người quyết định hủy: Nguyễn Văn Hưng.",
        "Nội dung: Ông Vũ Đình Ân (Ví dụ).",
        "Kết quả đã ghi: đồng ý 8/9 (88,9 %), thông qua.",
        "Thiếu hồ sơ.",
        "Sai thẩm quyền.",
        "Nội dung này được đưa ra Hội đồng biểu quyết lại tại phiên họp sau./.",
    ):
        assert line in said.split("\n"), line
    assert "Biên bản số 01/BB-HĐTĐKT ngày" in said
    assert minutes.file_of(meeting)[1] == signed
    assert style.slips(annulments.file_of(item)[1]) == []


def test_the_annulment_names_the_new_vote(meeting):
    again = make.meeting(7)
    assert again.items[6].subject_id == meeting.items[6].subject_id
    again.title = "Phiên họp tháng 12"
    db.session.flush()
    said = words(annulments.file_of(meeting.items[6])[1])
    assert (
        "được đưa ra biểu quyết lại tại phiên họp ngày 30 tháng 11 năm 2026 (Phiên họp tháng 12)./." in said
    )
    full.counted(again.items[6], 7, 1, 0, full.at(9))
    db.session.flush()
    assert "kết quả: 7/9 (77,8 %), không thông qua./." in words(annulments.file_of(meeting.items[6])[1])


def test_the_clerk_numbers_each_paper_once_and_it_stays_as_it_is(meeting):
    clerk, desk, item = make.account("vanthu"), make.account("thuky"), meeting.items[6]
    assert [one.name for one in paper_numbers.waiting()] == [f"bien-ban-huy-{item.id}"]
    with pytest.raises(NotThere, match="chưa đến lúc"):
        paper_numbers.paper_for(clerk, meeting.id, "thong-bao")
    actions.sign_minutes(meeting, actor=desk, signed_on=clock.today())
    minutes.keep(meeting)
    given = {}
    for name in ("giay-moi", "thong-bao", f"bien-ban-huy-{item.id}"):
        line = paper_numbers.give(paper_numbers.paper_for(clerk, meeting.id, name), actor=clerk)
        given[name] = f"{line.number:02d}/{line.symbol}"
        with pytest.raises(NotReady, match="đã có số"):
            paper_numbers.give(paper_numbers.paper_for(clerk, meeting.id, name), actor=clerk)
    assert list(given.values()) == ["01/GM-HĐTĐKT", "01/TB-HĐTĐKT", "02/BB-HĐTĐKT"]
    assert paper_numbers.waiting() == []
    kept = {name: papers.file_of(meeting, name, desk)[1] for name in given}
    for name in ("giay-moi", "thong-bao"):
        assert f"Số: {given[name]}" in words(kept[name])
        assert f"Đại Thanh, {DATE}" in words(kept[name])
        assert style.slips(kept[name], numbered=True) == []
    assert f"(Kèm theo Giấy mời số 01/GM-HĐTĐKT {DATE} của {meeting.council.name})" in words(kept["giay-moi"])
    assert "Số: 02/BB-HĐTĐKT" in words(kept[f"bien-ban-huy-{item.id}"])
    meeting.guests, item.annulled_reason = "Khách khác", "lý do khác"
    db.session.flush()
    assert {name: papers.file_of(meeting, name, desk)[1] for name in given} == kept
    titles = list(db.session.scalars(sa.select(RegisterEntry.title).order_by(RegisterEntry.id)))
    assert titles[-3:] == [
        "Giấy mời họp: Phiên họp tháng 11",
        "Thông báo kết quả phiên họp: Phiên họp tháng 11",
        "Biên bản hủy kết quả biểu quyết về Thôn Siêu Quần",
    ]


def test_an_extract_tells_one_case_and_nothing_of_the_others(meeting):
    desk = make.account("thuky")
    refused, again = meeting.items[1], meeting.items[9]
    paper_edits.write(meeting, "minutes", f"case-{again.id}", "Thôn đã bổ sung.", base=0, actor=desk)
    assert [one for one in papers.of(meeting, desk) if one.single] == []
    actions.sign_minutes(meeting, actor=desk, signed_on=clock.today())
    minutes.keep(meeting)
    single = [one for one in papers.of(meeting, desk) if one.single]
    assert len(single) == 7 and f"trich-{refused.id}" not in [one.name for one in single]
    name, content = papers.file_of(meeting, f"trich-{again.id}", desk)
    assert name == "trich-bien-ban-10-phong-kinh-te.docx"
    said = words(content).split("\n")
    for line in (
        "TRÍCH BIÊN BẢN",
        "II. KẾT QUẢ BIỂU QUYẾT",
        "Về: Phòng Kinh tế, ngưỡng thông qua từ 80 % trở lên:",
        "Kết quả lần 1, giữ trong hồ sơ: 5/9 (55,6 %), không thông qua.",
        "Thôn đã bổ sung.",
        "Kết quả: 8/9 (88,9 %), thông qua.",
        f"Trích từ Biên bản số 01/BB-HĐTĐKT {DATE}./.",
    ):
        assert line in said, line
    assert style.slips(content) == []
    for title in set(full.TITLES) - {"Phòng Kinh tế"}:
        assert title not in "\n".join(said), title
    who = make.account_of(meeting.items[0].conflicts[0].member.person_id)
    assert f"trich-{meeting.items[0].id}" not in [one.name for one in papers.of(meeting, who)]
    with pytest.raises(NotThere):
        papers.file_of(meeting, f"trich-{meeting.items[0].id}", who)


def test_only_who_keeps_the_register_numbers(meeting):
    one = paper_numbers.paper_for(make.account("vanthu"), meeting.id, "giay-moi")
    for login in ("thuky", "chutich", "quantri"):
        with pytest.raises(Barred):
            paper_numbers.give(one, actor=make.account(login))
        with pytest.raises(NotThere):
            paper_numbers.paper_for(make.account(login), meeting.id, "giay-moi")


def test_a_reader_in_conflict_gets_no_annulment_of_the_case_and_an_extract_of_the_notice(meeting):
    first, clerk = meeting.items[0], make.account("vanthu")
    who = make.account_of(first.conflicts[0].member.person_id)
    rounds.order_annulment(first, actor=make.account("chutich"), reason="sai")
    assert [one.name for one in papers.of(meeting, who) if "huy" in one.name] == [
        f"bien-ban-huy-{meeting.items[6].id}"
    ]
    actions.sign_minutes(meeting, actor=make.account("thuky"), signed_on=clock.today())
    minutes.keep(meeting)
    paper_numbers.give(paper_numbers.paper_for(clerk, meeting.id, "thong-bao"), actor=clerk)
    name, content = invitation.notice_file(meeting, who)
    assert name.startswith("trich-")
    assert "ẩn do xung đột" in words(content) and "Số: 01/TB-HĐTĐKT" in words(content)


def test_the_clerk_finds_the_papers_on_a_page_whose_queries_do_not_grow(site, browser, cases, count_queries):
    with site.app_context():
        full.everything()
        actions.convene(make.meeting(1), actor=make.account("thuky"))
        db.session.commit()
    clerk = browser("vanthu")
    clerk.get("/hoi-dong/van-ban-cho-so")
    with count_queries(site) as one:
        clerk.get("/hoi-dong/van-ban-cho-so")
    with site.app_context():
        for _ in range(2):
            meeting = make.meeting(1)
            actions.convene(meeting, actor=make.account("thuky"))
        number = meeting.id
        db.session.commit()
    with count_queries(site) as three:
        page = clerk.get("/hoi-dong/van-ban-cho-so")
    assert len(three) == len(one)
    assert "Số tiếp theo: 01/GM-HĐTĐKT" in page.text and "Số tiếp theo: 01/BB-HĐTĐKT" in page.text
    assert page.text.count("Cấp số và vào sổ") == 4
    page = clerk.submit(page, f"/{number}/giay-moi/cap-so")
    assert "Đã cấp số 01/GM-HĐTĐKT" in page.flashes[0]
    assert browser("thuky").get("/hoi-dong/van-ban-cho-so", expect=403)


def test_states_of_the_situation_are_what_voting_leaves(meeting):
    states = [item.state for item in meeting.items]
    assert states.count(VoteState.CLOSED) == 8
    assert (states.count(VoteState.STRUCK), states.count(VoteState.ABORTED)) == (1, 1)
    assert meeting.state == State.CLOSED
