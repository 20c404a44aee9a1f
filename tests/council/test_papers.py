"""The council's papers: what the minutes tell, the secretary's words, what a conflicted member does not read."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.council import actions, count_papers, invitation, minutes, paper_edits, papers
from intranet.council.models import (
    AgendaItem,
    Choice,
    Conflict,
    Meeting,
    MeetingTeller,
    Outcome,
    WrittenOpinion,
)
from intranet.council.paper_models import PaperEdit
from intranet.council.states import State, VoteState
from intranet.documents import style
from intranet.documents.read_back import paragraphs
from intranet.people.models import Account
from tests.factories import council as make


def words(content: bytes) -> str:
    return "\n".join(paragraphs(content)).replace("\u00a0", " ").replace("\u2011", "-")


def closed(cases: int = 2, *, conflict: bool = False) -> Meeting:
    """Return a closed meeting: 8 of 9 members voted yes on every case; rows as voting leaves them."""
    meeting = make.in_session(cases, absent=1)
    desk = make.account("thuky")
    now = clock.now()
    for item in meeting.items:
        if conflict and item.position == 1:
            out = next(
                m for m in meeting.roll if m.present and m.person_id != desk.person_id and m.position > 2
            )
            row = Conflict(
                item=item, member=out, reason="Vợ của tác giả", declared_at=now, declared_by_id=desk.id
            )
            db.session.add(row)
        item.state, item.opened_at, item.closed_at = VoteState.CLOSED, now, now
        item.yes, item.no, item.blank, item.members = 8, 0, 0, 9
        item.outcome = Outcome.PASSED
    meeting.state, meeting.closed_at = State.CLOSED, now
    meeting.discussion = "Các thành viên trao đổi và thống nhất."
    db.session.flush()
    return meeting


def conflicted(meeting: Meeting):
    person = meeting.items[0].conflicts[0].member.person_id
    return db.session.scalars(sa.select(Account).where(Account.person_id == person)).one()


def test_minutes_tell_each_case_who_was_out_late_and_away_and_not_why(app, cases):
    meeting = closed(2, conflict=True)
    late = meeting.roll[3]
    meeting.opened_at = dt.datetime(2026, 11, 30, 1, 30, tzinfo=dt.UTC)
    late.arrived_at = dt.datetime(2026, 11, 30, 2, 15, tzinfo=dt.UTC)
    db.session.flush()
    said = words(minutes.file_of(meeting)[1])
    out = meeting.items[0].conflicts[0].member.name
    assert f"Không tham gia biểu quyết do xung đột lợi ích: {out}." in said
    assert "Vợ của tác giả" not in said
    assert "(đến lúc 09 giờ 15 phút)" in said
    assert "(Đi công tác)" in said
    assert "8/9" in said and "88,9 %" in said
    assert "thông qua 02/02 nội dung" in said


def test_written_opinions_have_names_in_an_open_vote(app, cases):
    meeting = closed(1)
    item, member, desk = meeting.items[0], meeting.roll[-1], make.account("thuky")
    db.session.add(
        WrittenOpinion(
            item=item, member=member, choice=Choice.YES, entered_by_id=desk.id, entered_at=clock.now()
        )
    )
    db.session.flush()
    assert f"{member.name}: đồng ý." in words(minutes.file_of(meeting)[1])


def test_tellers_sign_the_count_with_their_head_on_the_right(app, cases):
    meeting = closed(1)
    for place, member in enumerate(meeting.roll[:3]):
        row = MeetingTeller(meeting=meeting, person=member.person, name=member.name, position=place)
        db.session.add(row)
    db.session.flush()
    paper = count_papers.paper(meeting)
    assert paper.right.name == meeting.roll[0].person.full_name
    assert paper.right.lines == ("TRƯỞNG BAN", "KIỂM PHIẾU")
    assert [paper.left.name, paper.middle.name] == [m.person.full_name for m in meeting.roll[1:3]]


def test_own_words_survive_a_new_composition_and_both_are_shown(app, cases):
    meeting, desk = closed(), make.account("thuky")
    paper_edits.write(meeting, "minutes", "discussion", "Lời của Thư ký.", base=0, actor=desk)
    assert "Lời của Thư ký." in words(minutes.file_of(meeting)[1])
    actions.edit_meeting(meeting, actor=desk, discussion="Diễn biến ghi lại lần hai.")
    part = paper_edits.part(meeting, "minutes", "discussion")
    assert part.changed
    assert (part.own, part.section.composed) == ("Lời của Thư ký.", "Diễn biến ghi lại lần hai.")
    assert part.last.composed == "Các thành viên trao đổi và thống nhất."
    with pytest.raises(NotReady, match="Hãy chọn bản dùng"):
        minutes.keep(meeting)
    paper_edits.write(meeting, "minutes", "discussion", None, base=1, actor=desk)
    assert paper_edits.unsettled(meeting) == []
    assert "Diễn biến ghi lại lần hai." in words(minutes.file_of(meeting)[1])
    assert [row.text for row in paper_edits.versions(meeting, "minutes", "discussion")] == [
        "Lời của Thư ký.",
        None,
    ]


def test_figures_in_own_words_follow_the_result(app, cases):
    meeting, desk = closed(), make.account("thuky")
    text = "Hội đồng nhất trí {passed}/{cases} hồ sơ."
    paper_edits.write(meeting, "minutes", "conclusion", text, base=0, actor=desk)
    assert "Hội đồng nhất trí 02/02 hồ sơ." in words(minutes.file_of(meeting)[1])


@pytest.mark.parametrize("key", ["results", "people"])
def test_figures_cannot_be_written_by_hand(app, cases, key):
    meeting = closed()
    with pytest.raises(NotReady, match="không sửa bằng tay"):
        paper_edits.write(meeting, "minutes", key, "9/9", base=0, actor=make.account("thuky"))


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Hội đồng thông qua {passed}/{cases} nội dung.", []),
        ("Hội đồng thông qua {passed}/{cases}; đồng ý 9/9.", ["9/9"]),
        ("{passed}/{cases}: tỷ lệ 95 %.", ["95 %"]),
        ("{passed}/{cases}: tỷ lệ 88,9 %, phiếu 8/9.", []),
        ("{passed}/{cases}. Hồ sơ 1 không thông qua.", ["Kết quả của “Hồ sơ 1”"]),
        ("{passed}/{cases}. Hồ sơ 1 có 7 phiếu đồng ý.", ["7 phiếu đồng ý"]),
        ("Hội đồng thông qua tất cả.", ["Đã bỏ số"]),
    ],
)
def test_words_against_the_figures_are_named(app, cases, text, warned):
    meeting = closed()
    section = paper_edits.part(meeting, "minutes", "conclusion").section
    found = paper_edits.contradictions(meeting, section, text)
    assert len(found) == len(warned)
    assert all(piece in line for piece, line in zip(warned, found, strict=True))


def test_nobody_writes_over_a_newer_version(app, cases):
    meeting, desk = closed(), make.account("thuky")
    paper_edits.write(meeting, "minutes", "opening", "Một.", base=0, actor=desk)
    with pytest.raises(WrongState, match="Người khác vừa sửa"):
        paper_edits.write(meeting, "minutes", "opening", "Hai.", base=0, actor=desk)


def test_only_the_desk_writes_and_only_between_closing_and_signing(app, cases):
    meeting, desk = closed(), make.account("thuky")
    with pytest.raises(Barred):
        paper_edits.write(meeting, "minutes", "opening", "Tôi.", base=0, actor=make.account("kinhte"))
    meeting.state = State.IN_SESSION
    db.session.flush()
    with pytest.raises(WrongState):
        paper_edits.write(meeting, "minutes", "opening", "Sớm.", base=0, actor=desk)


def test_the_database_keeps_every_version(app, cases):
    meeting, desk = closed(), make.account("thuky")
    row = paper_edits.write(meeting, "minutes", "opening", "Một.", base=0, actor=desk)
    for statement in (sa.update(PaperEdit).values(text="Khác"), sa.delete(PaperEdit)):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(statement.where(PaperEdit.id == row.id))


def test_signing_freezes_both_minutes_with_the_own_words(app, cases):
    meeting, desk = closed(), make.account("thuky")
    paper_edits.write(meeting, "count", "remark", "Phiếu được niêm phong.", base=0, actor=desk)
    actions.sign_minutes(meeting, actor=desk, signed_on=clock.today())
    minutes.keep(meeting)
    kept = minutes.file_of(meeting)[1], count_papers.count_file(meeting)[1]
    meeting.guests = "Khách đến sau"
    db.session.flush()
    assert (minutes.file_of(meeting)[1], count_papers.count_file(meeting)[1]) == kept
    assert "Phiếu được niêm phong." in words(kept[1])
    with pytest.raises(WrongState):
        paper_edits.write(meeting, "count", "remark", "Nữa.", base=1, actor=desk)


def test_a_member_in_conflict_reads_no_figure_of_the_case_nor_a_sum_that_tells_it(app, cases):
    meeting, desk = closed(2, conflict=True), make.account("thuky")
    item = meeting.items[0]
    item_case = db.session.get(AgendaItem, item.id)
    paper_edits.write(meeting, "minutes", "discussion", "Hồ sơ 1 được 8 phiếu.", base=0, actor=desk)
    who = conflicted(meeting)
    for read in (minutes.file_of, count_papers.count_file, invitation.notice_file):
        said = words(read(meeting, who)[1])
        assert "ẩn do xung đột" in said
        row = said[said.rindex(item_case.title) :]
        assert not re.search(r"\d+/9|%", row.split("Hồ sơ 2")[0])
        assert "02/02" not in said and "8 phiếu" not in said and "thông qua 02" not in said
        assert "88,9 %" in said  # the other case stays
    assert "02/02" in words(minutes.file_of(meeting)[1])


def test_every_paper_of_a_meeting_opens_and_has_no_slip_of_form(app, cases):
    meeting, desk = closed(2), make.account("thuky")
    names = [one.name for one in papers.of(meeting, desk)]
    assert {"giay-moi", "phieu-bau", "bien-ban-hop", "bien-ban-kiem-phieu", "thong-bao"} <= set(names)
    for name in names:
        assert style.slips(papers.file_of(meeting, name, desk)[1]) == [], name


def test_paper_ballots_are_as_many_as_members_who_may_vote(app, cases):
    meeting = make.in_session(1, absent=2)
    item, desk = meeting.items[0], make.account("thuky")
    assert count_papers.entitled(item) == 7
    row = Conflict(
        item=item, member=meeting.roll[0], reason="x", declared_at=clock.now(), declared_by_id=desk.id
    )
    db.session.add(row)
    db.session.flush()
    assert count_papers.entitled(item) == 6
    assert words(count_papers.case_ballots(item)[1]).count("PHIẾU BẦU") == 6


def test_the_message_for_zalo_is_plain_text_with_time_place_and_agenda(app, cases):
    meeting = make.meeting(2)
    text = invitation.message(meeting, "https://thidua.example/hoi-dong/phien-hop/1")
    assert text.startswith("MỜI HỌP: Phiên họp tháng 11\n")
    assert "Thời gian: 08:30," in text and "Địa điểm: Phòng họp tầng 2" in text
    assert "1. Hồ sơ 1\n2. Hồ sơ 2" in text


def test_an_edit_on_the_page_is_kept_shown_and_warned_about(site, browser, cases):
    with site.app_context():
        number = closed().id
        db.session.commit()
    desk = browser("thuky")
    page = desk.get(f"/hoi-dong/phien-hop/{number}/van-ban")
    assert "Tin nhắn mời họp" not in page.text  # the meeting is over
    page = desk.get(f"/hoi-dong/phien-hop/{number}/soan/bien-ban-hop/conclusion")
    page = desk.submit(page, "/conclusion", text="Hội đồng thông qua 09/09 nội dung.")
    assert "Cần xem lại" in page.flashes[0]
    page = desk.get(f"/hoi-dong/phien-hop/{number}/soan/bien-ban-hop/conclusion")
    assert "[thêm: 09/09]" in page.text
    assert browser("kinhte").get(f"/hoi-dong/phien-hop/{number}/soan/bien-ban-hop", expect=403)


def test_reading_pack_has_a_page_for_each_case_and_hides_one_in_conflict(app, cases):
    meeting = closed(2, conflict=True)
    name, content = papers.reading_pack_file(meeting, make.account("thuky"))
    assert name == "tai-lieu-hop-2026-11-30.docx"
    assert "1. Hồ sơ 1" in words(content) and "ẩn do xung đột" not in words(content)
    assert words(papers.reading_pack_file(meeting, conflicted(meeting))[1]).count("ẩn do xung đột") == 1
