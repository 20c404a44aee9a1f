"""The unit's desk: many ticked at once, minutes, the nominee's word (TP7, TP8, NV8); rounds made after last year's."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.awards import actions, desk, dossier, paper_award, round_actions, round_plan
from intranet.awards import eligibility_actions as holds
from intranet.awards.dossier_models import Answer
from intranet.awards.eligibility import HoldKind
from intranet.awards.models import AwardRound, Nomination, RoundKind
from intranet.awards.states import RoundState, State
from intranet.core import clock, tasks
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, Stale, WrongState
from intranet.documents import read_back
from intranet.history import queries as history
from intranet.initiatives.states import State as InitiativeState
from intranet.people.queries import staff
from tests.factories import awards as make
from tests.factories import initiatives

HEAD, DESK = "truongphong", "thuongtruc"


def held(**given) -> dossier.Held:
    values = {
        "held_on": clock.today(), "place": "Phòng họp", "chair": "Ông Đỗ Đức Thịnh", "secretary": "Bà Vũ Thị Hà",
        "total": 9, "present": 8, "discussion": "",
    }  # fmt: skip
    return dossier.Held(**(values | given))


def save(round_: AwardRound, votes: dict[int, int], **given):
    return dossier.save_minutes(round_, make.unit(), held(**given), votes, actor=make.account(HEAD))


def test_the_table_shows_history_ideas_level_and_holds_and_suggests_who_was_missed(app):
    idea = initiatives.at(InitiativeState.RECOGNISED, "nhanvien2")
    paper_award.record(
        make.at(State.SUBMITTED, person="nhanvien"),
        actor=make.account(DESK),
        reason="Làm trước khi có phần mềm",
        decision_number="125/QĐ-UBND",
        awarded_on=dt.date(2026, 1, 5),
    )
    round_ = make.opened("Đợt sau")
    make.draft(round_, "nhanvien")
    on_hold = make.account(HEAD).person
    holds.add_hold(
        on_hold,
        HoldKind.COMPLAINT,
        actor=make.account(DESK),
        from_on=clock.today(),
        to_on=None,
        source="Đơn 1",
    )
    lines = {line.person.id: line for line in desk.lines(round_, staff(make.unit().id))}
    first, second = (lines[make.account(login).person_id] for login in ("nhanvien", "nhanvien2"))
    assert first.nominated is not None and len(first.awards) == 1 and first.hints == []
    assert (second.ideas, second.unused, second.awards) == (1, 1, [])
    assert second.hints == ["có 1 sáng kiến được công nhận, chưa dùng để khen thưởng"]
    assert lines[on_hold.id].held and lines[on_hold.id].hints == []
    assert idea.owner_id == make.account("nhanvien2").person_id


def test_many_are_ticked_at_once_and_who_cannot_be_is_named(site, browser):
    with site.app_context():
        round_ = make.opened()
        make.draft(round_, "nhanvien")
        number, unit = round_.id, make.unit().id
        people = [make.account(login).person_id for login in ("nhanvien", "nhanvien2", HEAD)]
        db.session.commit()
    head = browser(HEAD)
    page = head.get(f"/khen-thuong/dot/{number}/don-vi/{unit}/ca-nhan")
    assert page.html.select_one(f"#person-{people[0]}").has_attr("disabled")
    page = head.submit(page, "/ca-nhan", person=[str(one) for one in people])
    assert page.flashes == [
        "Đã lập 2 hồ sơ. Bà Nguyễn Thị Lan Anh đã có hồ sơ trong đợt này (Điểm phục vụ hành chính công đề nghị)."
    ]
    page = head.submit(
        head.get(f"/khen-thuong/dot/{number}/don-vi/{unit}/ca-nhan"),
        "/ca-nhan",
        person=str(people[1]),
        expect=422,
    )
    assert "đã có hồ sơ trong đợt này" in page.text
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Nomination)) == 3


def test_the_desk_costs_the_same_for_one_and_for_three(app, count_queries):
    round_ = make.opened()
    people = staff(make.unit().id)
    assert len(people) >= 3
    costs = []
    for number in (1, 3):
        with count_queries(app) as counted:
            desk.lines(round_, people[:number])
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_a_file_goes_up_with_the_minutes_of_the_unit_and_not_without(app):
    """TP8: the built-in form or a file; the result is written into the file."""
    round_ = make.opened()
    one = make.draft(round_)
    values = {"achievement": "Đã có thành tích", "report": "Hoàn thành tốt.", "honorific": make.Honorific.MRS}
    actions.save(one, values, actor=make.account(HEAD))
    with pytest.raises(NotReady) as lacking:
        actions.submit(one, actor=make.account(HEAD))
    assert lacking.value.missing[-1].startswith("Biên bản bình xét")
    row = save(round_, {one.id: 7})
    day = f"{clock.today():%d/%m/%Y}"
    assert one.unit_meeting == f"Họp ngày {day}, 8/9 người dự; 7/8 người dự họp đồng ý đề nghị."
    actions.submit(one, actor=make.account(HEAD))
    lines = read_back.paragraphs(dossier.minutes_paper(row))
    assert "BIÊN BẢN" in lines and "87,5 %" in lines
    assert any("Tổng số: 09; có mặt: 08; vắng mặt: 01." in line for line in lines)


@pytest.mark.parametrize(
    ("given", "yes", "message"),
    [
        ({"present": 10}, 5, "Số người dự"),
        ({"held_on": clock.today() + dt.timedelta(days=1)}, 5, "sau hôm nay"),
        ({}, 9, "nhiều hơn số người dự"),
    ],
)
def test_minutes_that_cannot_be_are_refused(app, given, yes, message):
    round_ = make.opened()
    one = make.draft(round_)
    with pytest.raises(NotReady, match="chưa khớp") as refused:
        save(round_, {one.id: yes}, **given)
    assert message in refused.value.missing[0]


def test_minutes_know_their_unit_their_version_and_an_empty_list(app):
    round_ = make.opened()
    with pytest.raises(NotReady) as empty:
        save(round_, {})
    assert "chưa lập hồ sơ" in empty.value.missing[0]
    one = make.draft(round_)
    row = save(round_, {one.id: 5})
    with pytest.raises(Barred):
        dossier.save_minutes(round_, make.unit(), held(), {one.id: 5}, actor=make.account("kinhte"))
    with pytest.raises(Stale):
        dossier.save_minutes(
            round_, make.unit(), held(), {one.id: 6}, actor=make.account(HEAD), version=str(row.version + 1)
        )
    round_actions.close(round_, actor=make.account(DESK))
    with pytest.raises(WrongState):
        save(round_, {one.id: 6})


def test_the_pages_of_the_minutes_keep_what_was_typed(site, browser):
    with site.app_context():
        round_ = make.opened()
        one = make.draft(round_)
        number, unit, nomination = round_.id, make.unit().id, one.id
        db.session.commit()
    head = browser(HEAD)
    address = f"/khen-thuong/dot/{number}/don-vi/{unit}/bien-ban"
    page = head.get(address)
    given = {"place": "Hội trường", "secretary": "Bà Vũ Thị Hà", "total": "9", "present": "8"}
    page = head.submit(page, "/bien-ban", expect=422, **given, **{f"yes-{nomination}": "12"})
    assert "nhiều hơn số người dự" in page.text
    assert page.html.select_one(f"#yes-{nomination}")["value"] == "12"
    page = head.submit(page, "/bien-ban", **given, **{f"yes-{nomination}": "8"})
    assert "Đã lưu biên bản" in page.flashes[0]
    assert head.http.get(address + ".docx").data.startswith(b"PK")
    browser("kinhte").get(address, expect=404)


def test_the_nominee_says_whether_the_own_line_is_right(app):
    """NV8: "đúng" or "đề nghị sửa"; a change of the printed data asks again."""
    one = make.at(State.SUBMITTED)
    nominee = make.account("nhanvien")
    assert next(t.title for t in tasks.tasks_for(nominee)).startswith("Xác nhận thông tin")
    with pytest.raises(Barred):
        dossier.answer(one, Answer.RIGHT, "", actor=make.account(HEAD))
    with pytest.raises(NotReady, match="cần sửa"):
        dossier.answer(one, Answer.CHANGE, " ", actor=nominee)
    dossier.answer(one, Answer.CHANGE, "Tôi là Phó Trưởng phòng", actor=nominee)
    assert any("xin sửa thông tin" in row.title for row in bell(HEAD))
    dossier.answer(one, Answer.RIGHT, "", actor=nominee)
    assert dossier.unanswered_by(nominee) == []
    one.detail = "Phó Trưởng phòng"
    db.session.flush()
    assert dossier.answer_of(one) is None and dossier.unanswered_by(nominee) == [one]


def bell(login: str):
    from intranet.notices.models import Notice

    return db.session.scalars(sa.select(Notice).where(Notice.account_id == make.account(login).id)).all()


def test_the_nominee_answers_on_the_page_and_the_unit_sees_it(site, browser):
    with site.app_context():
        number = make.at(State.SUBMITTED).id
        db.session.commit()
    own = browser("nhanvien")
    page = own.get(f"/khen-thuong/ho-so/{number}/xac-nhan")
    page = own.submit(page, answer="change", text="", expect=422)
    assert "Hãy ghi thông tin cần sửa." in page.text
    page = own.submit(page, answer="change", text="Chức vụ: Phó Trưởng phòng")
    assert "Đề nghị sửa: Chức vụ: Phó Trưởng phòng" in browser(HEAD).get(f"/khen-thuong/ho-so/{number}").text
    browser("nhanvien2").get(f"/khen-thuong/ho-so/{number}/xac-nhan", expect=404)


def test_a_round_after_last_years_moves_its_days_by_a_year(site, browser):
    with site.app_context():
        made = make.opened("Khen thưởng năm 2026")
        made.opens_on, made.closes_on = dt.date(2024, 2, 29), dt.date(2024, 3, 20)
        made.title, made.counts_from = "Khen thưởng năm 2024", dt.date(2024, 1, 1)
        assert round_plan.copied(made)["opens_on"] == dt.date(2025, 2, 28)
        number = made.id
        db.session.commit()
    standing = browser(DESK)
    page = standing.get(f"/khen-thuong/dot/moi?tu={number}")
    values = {tag["name"]: tag.get("value") for tag in page.form().find_all("input")}
    assert (values["title"], values["closes_on"], values["counts_from"]) == (
        "Khen thưởng năm 2025",
        "20/03/2025",
        "01/01/2025",
    )
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AwardRound)) == 1, "only shown"


def test_the_plan_of_a_round_is_in_working_days_and_says_who_is_late(app, monkeypatch):
    round_ = make.opened()
    round_.opens_on = round_.closes_on = dt.date(2026, 11, 20)
    steps = round_plan.plan(round_)
    assert [step.due for step in steps] == [
        dt.date(2026, 11, 20), dt.date(2026, 11, 27), dt.date(2026, 12, 11), dt.date(2026, 12, 18),
        dt.date(2027, 1, 4),
    ]  # fmt: skip
    assert [step.late(dt.date(2026, 11, 28)) for step in steps] == [True, True, False, False, False]
    assert round_plan.unreliable_years(steps) == []
    round_.closes_on = dt.date(2031, 12, 20)
    assert round_plan.unreliable_years(round_plan.plan(round_)) == [2031, 2032]
    round_.kind, round_.closes_on = RoundKind.SUDDEN, dt.date(2026, 11, 20)
    assert round_plan.plan(round_)[-1].due == dt.date(2026, 11, 26), "four working days, over a week-end"
    round_.state = RoundState.IN_COUNCIL
    assert round_plan.next_step(round_).label == "Hội đồng họp, biểu quyết"


def test_two_editors_of_a_round_see_both_versions(site, browser):
    with site.app_context():
        number = make.planned().id
        db.session.commit()
    one, two = browser(DESK), browser(DESK)
    first, second = (b.get(f"/khen-thuong/dot/{number}/sua") for b in (one, two))
    one.submit(first, title="Tên của người thứ nhất")
    page = two.submit(second, title="Tên của người thứ hai", expect=409)
    assert "đang lưu: “Tên của người thứ nhất”" in page.text
    assert page.form().find("input", attrs={"name": "title"})["value"] == "Tên của người thứ hai"
    assert two.submit(page).heading == "Tên của người thứ hai"


def test_an_award_on_paper_is_marked_reasoned_and_outside_our_registers(site, browser):
    with site.app_context():
        one = make.at(State.SUBMITTED)
        with pytest.raises(Barred):
            paper_award.record(
                one, actor=make.account(HEAD), reason="x", decision_number="1", awarded_on=clock.today()
            )
        number = one.id
        db.session.commit()
    standing = browser(DESK)
    page = standing.get(f"/khen-thuong/ho-so/{number}/da-khen-tren-giay")
    later = f"{clock.today() + dt.timedelta(days=1):%d/%m/%Y}"
    given = {"decision_number": "125/QĐ-UBND", "reason": "Làm trước khi có phần mềm"}
    page = standing.submit(page, expect=422, awarded_on=later, **given)
    assert "không được ở sau hôm nay" in page.text
    page = standing.submit(page, awarded_on="05/01/2026", **given)
    assert "125/QĐ-UBND (quyết định giấy, ghi lại)" in page.text
    with site.app_context():
        row = db.session.get_one(Nomination, number)
        assert (row.state, row.on_paper) == (State.AWARDED, True)
        (line,) = history.of_person(row.person_id)
        assert (line.number, line.achievement) == ("125/QĐ-UBND", row.achievement)


def test_a_draft_of_a_closed_round_is_kept_and_not_handed_in(site, browser):
    with site.app_context():
        round_ = make.opened()
        number = make.complete(round_).id
        round_actions.close(round_, actor=make.account(DESK))
        db.session.commit()
    page = browser(HEAD).get(f"/khen-thuong/ho-so/{number}")
    assert "đã đóng nhận hồ sơ" in page.text and "Nộp cho Thường trực thi đua" not in page.text
