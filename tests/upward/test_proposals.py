"""Awards above the commune (TT9): whom a proposal may hold, its fields, the clerk's number, the city's answer, the history."""

import datetime as dt
import io

import openpyxl
import pytest
import sqlalchemy as sa

from intranet.awards import eligibility_actions as holds
from intranet.awards.eligibility import HoldKind
from intranet.awards.models import RoundKind
from intranet.core import clock, tasks
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere, Stale, WrongState
from intranet.documents import read_back
from intranet.history import queries as history
from intranet.history.models import PastAward
from intranet.parameters import actions as parameters
from intranet.parameters.actions import add_parameter
from intranet.parameters.queries import rule
from intranet.people.queries import signers
from intranet.registers.models import RegisterEntry
from intranet.upward import actions, answers, papers, queries
from intranet.upward.models import Channel, Ground, Outcome
from intranet.upward.states import State
from tests.factories import history as past
from tests.factories import upward as make

DESK, CLERK = "thuongtruc", "vanthu"


def test_tt9_sudden_and_thematic_results_are_no_ground_for_merit(app):
    """NĐ 152/2025/NĐ-CP Điều 4: not offered, refused when asked for, and not named among what was achieved."""
    yearly = make.awarded(RoundKind.YEARLY, number="07/QĐ-UBND")
    theme = make.awarded(RoundKind.THEMATIC, "nhanvien2", "08/QĐ-UBND")
    sudden = make.awarded(RoundKind.SUDDEN, "nhanvien2", "09/QĐ-UBND")
    merit, thematic = make.draft(), make.draft(Ground.THEMATIC)
    assert queries.candidates(merit) == [yearly]
    assert queries.candidates(thematic) == [theme] and queries.candidates(make.draft(Ground.SUDDEN)) == [
        sudden
    ]
    for wrong in (theme, sudden):
        with pytest.raises(NotReady, match="không làm căn cứ đề nghị cấp trên khen thưởng công trạng"):
            actions.add_nominations(merit, [yearly, wrong], "bang_khen_tp", actor=make.account(DESK))
    assert merit.lines == []
    person = make.account("nhanvien2").person
    entered = [
        past.enter(person.full_name, number=one.decision_number, awarded_on=one.awarded_on)
        for one in (theme,)
    ]
    entered.append(past.enter(person.full_name, number="55/QĐ-UBND"))
    for one in entered:
        one.person_id = person.id
    db.session.flush()
    (line,) = [actions.add_person(merit, person, "cstd_tp", actor=make.account(DESK))]
    assert "55/QĐ-UBND" in line.titles and theme.decision_number not in line.titles
    other = actions.add_person(thematic, person, "bang_khen_tp", actor=make.account(DESK))
    assert theme.decision_number in other.titles


def test_tt9_the_list_has_the_fields_the_city_asks_for(app):
    one = make.awarded()
    proposal, desk = make.draft(), make.account(DESK)
    assert actions.lacking(proposal)[0][1].endswith("/chon")
    with pytest.raises(NotReady, match="hình thức do cấp trên"):
        actions.add_nominations(proposal, [one], "giay_khen", actor=desk)
    (line,) = actions.add_nominations(proposal, [one], "bang_khen_tp", actor=desk)
    assert (line.gender, line.votes, line.unit) == ("Nữ", one.vote_note, "Điểm phục vụ hành chính công")
    assert line.job == "Công chức Tư pháp - Hộ tịch" and line.summary == "Hoàn thành xuất sắc nhiệm vụ."
    assert actions.lacking(proposal) == [
        ("Bà Nguyễn Thị Lan Anh: Năm sinh", f"/trinh-cap-tren/{proposal.id}/dong/{line.id}")
    ]
    with pytest.raises(NotReady, match="còn thiếu"):
        actions.hand_over(proposal, actor=desk)
    with pytest.raises(NotReady, match="đã có trong tờ trình này"):
        actions.add_person(proposal, one.person, "bang_khen_tp", actor=desk)
    assert queries.candidates(make.draft()) == []  # it stands in a living proposal
    kept = line.titles
    line.born_year, line.titles = (
        1990,
        "\n".join(f"Chiến sĩ thi đua cơ sở (QĐ số {n}/QĐ-UBND, 05/02/1998)" for n in range(40)),
    )
    with pytest.raises(NotReady, match="không in vừa một trang") as long:
        actions.hand_over(proposal, actor=desk)
    assert long.value.missing == ["Bà Nguyễn Thị Lan Anh"]
    line.born_year, line.titles = None, kept
    db.session.flush()
    with pytest.raises(Stale):
        actions.edit_line(line, {"born_year": 1991}, version="0", actor=desk)
    actions.edit_line(line, {"born_year": 1990}, version=str(line.version), actor=desk)
    lines = read_back.paragraphs(papers.make(proposal)[1])
    for words in ("TỜ TRÌNH", "TM. ỦY BAN NHÂN DÂN", "Năm sinh", "Giới tính", "1990", one.vote_note,
                  "Bằng khen của Chủ tịch Ủy ban nhân dân Thành phố", "I. CÁ NHÂN"):  # fmt: skip
        assert words in lines, words
    assert papers.make(proposal) == papers.make(proposal)
    labels = dict(rule("award.city_fields", clock.today()).value) | {"gender": "-"}
    parameters.add_parameter(
        "award.city_fields",
        labels,
        actor=desk,
        effective_from=clock.today() + dt.timedelta(days=1),
        source="CV 1",
    )
    assert "Giới tính" in queries.fields(proposal).values()  # follows the rules of its own day
    proposal.rule_date += dt.timedelta(days=1)
    assert "gender" not in queries.fields(proposal) and len(papers.sheet_rows(proposal)[0]) == 9
    with pytest.raises(NotReady, match="không thể thiếu họ tên"):
        parameters.add_parameter(
            "award.city_fields", labels | {"name": "-"}, actor=desk, source="CV 2",
            effective_from=clock.today() + dt.timedelta(days=9),
        )  # fmt: skip


def test_tt9_who_is_on_hold_is_not_proposed(app):
    desk, person = make.account(DESK), make.account("nhanvien").person
    today = clock.today()
    holds.add_hold(person, HoldKind.COMPLAINT, actor=desk, from_on=today, to_on=None, source="Đơn 1")
    proposal = make.draft()
    with pytest.raises(NotReady, match="tạm dừng xét"):
        actions.add_person(proposal, person, "bang_khen_tp", actor=desk)
    unit = make.awards.unit()
    line = actions.add_collective(proposal, unit, "co_tp", actor=desk)
    with pytest.raises(NotReady, match="đã có"):
        actions.add_collective(proposal, unit, "co_tp", actor=desk)
    assert (line.name, line.honorific, line.gender) == (unit.name, None, "")
    actions.remove_line(line, actor=desk)
    assert proposal.lines == []


def test_tt9_from_the_draft_to_the_answer_and_into_the_history(app):
    """The clerk numbers and keeps the file, the date of the answer is watched, results go into the history."""
    one, two = make.awarded(), make.awarded(person="nhanvien2", number="08/QĐ-UBND")
    proposal = make.filled(one, two)
    desk, clerk, today = make.account(DESK), make.account(CLERK), clock.today()
    signer = signers("decision", today)[0]
    with pytest.raises(WrongState):
        actions.give_number(proposal, signer, today, actor=clerk)
    actions.hand_over(proposal, actor=desk)
    with pytest.raises(WrongState, match="không còn là dự thảo"):
        actions.remove_line(proposal.lines[0], actor=desk)
    assert any(task.title.startswith("Cấp số tờ trình cấp trên") for task in tasks.tasks_for(clerk))
    actions.send_back(proposal, actor=clerk, reason="Thiếu chữ ký")
    actions.hand_over(proposal, actor=desk)
    with pytest.raises(Barred):
        actions.give_number(proposal, signer, today, actor=desk)
    with pytest.raises(NotReady, match="tương lai"):
        actions.give_number(proposal, signer, today + dt.timedelta(days=1), actor=clerk)
    actions.give_number(proposal, signer, today, actor=clerk)
    assert proposal.full_number == "01/TTr-UBND"
    entry = db.session.scalars(sa.select(RegisterEntry).where(RegisterEntry.series == actions.SERIES)).one()
    assert entry.title.startswith("Tờ trình về việc đề nghị tặng Bằng khen")
    issued = papers.file_of(proposal)
    one.person.full_name = "Đổi Tên Sau"  # the file that went out stays as it was
    assert papers.file_of(proposal) == issued and "to-trinh-01-ttr-ubnd" in issued[0]
    with pytest.raises(NotReady, match="Ngày gửi"):
        actions.send(proposal, today - dt.timedelta(days=1), Channel.POST, actor=clerk)
    actions.send(proposal, today, Channel.SYSTEM, actor=clerk)
    (due,) = [task.due for task in tasks.tasks_for(desk) if task.title.startswith("Theo dõi trả lời")]
    assert due == proposal.due_on and due > today + dt.timedelta(days=20)
    add_parameter("deadline.upward.answer", 5, actor=desk, effective_from=today, source="Quy chế mới")
    assert proposal.due_on == due  # a new term holds for what is sent under it
    first, second = proposal.lines
    with pytest.raises(Barred):
        answers.grant(proposal, [first], "1205/QĐ-UBND", today, "Chủ tịch UBND thành phố", actor=clerk)
    with pytest.raises(NotReady) as gaps:
        answers.grant(proposal, [first], " ", today + dt.timedelta(days=1), "", actor=desk)
    assert len(gaps.value.missing) == 3
    with pytest.raises(NotReady, match="ít nhất một dòng"):
        answers.refuse(proposal, [], "Không đủ", actor=desk)
    answers.grant(proposal, [second], "1205/QĐ-UBND", today, "Chủ tịch UBND thành phố", actor=desk)
    assert proposal.state == State.SENT  # one line still waits
    award = next(a for a in history.of_person(two.person_id) if a.number == "1205/QĐ-UBND")
    assert (award.form, award.awarded_on, award.issuer) == (
        "Bằng khen của Chủ tịch Ủy ban nhân dân Thành phố", today, "Chủ tịch UBND thành phố",
    )  # fmt: skip
    with pytest.raises(NotReady, match="Hãy ghi lý do"):
        answers.refuse(proposal, [first], " ", actor=desk)
    answers.refuse(proposal, [first], "Chưa đủ thời gian", actor=desk)
    assert (proposal.state, proposal.answered_on, first.outcome) == (State.ANSWERED, today, Outcome.REFUSED)
    assert not [task for task in tasks.tasks_for(desk) if task.title.startswith("Theo dõi trả lời")]
    with pytest.raises(Barred):
        answers.grant(proposal, [first], "1", today, "x", actor=desk)
    answers.undo(second, actor=desk, reason="Ghi nhầm người")
    assert proposal.state == State.SENT and award.withdrawn_at is not None and second.award_id is None
    known = past.enter(second.name, honorific=second.honorific, form=award.form, number="1206/QĐ-UBND",
                       awarded_on=today, detail=award.detail, issuer="Chủ tịch UBND thành phố")  # fmt: skip
    answers.grant(proposal, [second], "1206/QĐ-UBND", today, "Chủ tịch UBND thành phố", actor=desk)
    assert second.award_id == known.id and known.person_id == two.person_id  # entered before: not twice
    assert db.session.scalar(sa.select(sa.func.count()).where(PastAward.number == "1206/QĐ-UBND")) == 1


def test_what_is_numbered_may_be_cancelled_but_not_what_was_sent(app):
    desk = make.account(DESK)
    one = make.awarded()
    gone = make.at(State.SIGNED, one)
    actions.cancel(gone, actor=desk, reason="Thành phố hoãn")
    assert gone.number is not None and queries.candidates(make.draft()) == [one]  # free again
    sent = make.at(State.SENT)
    with pytest.raises(Barred):
        actions.cancel(sent, actor=desk, reason="x")
    with pytest.raises(NotThere):
        queries.get_for(make.account("nhanvien"), sent.id)
    with pytest.raises(NotThere):
        queries.line_of(sent, gone.lines[0].id)


def test_the_pages_from_choosing_to_the_workbook(site, browser):
    with site.app_context():
        one = make.awarded()
        theme = make.awarded(RoundKind.THEMATIC, "nhanvien2", "08/QĐ-UBND")
        number, theme_name = one.id, theme.printed_name
        db.session.commit()
    desk, clerk = browser(DESK), browser(CLERK)
    assert "Chưa có tờ trình nào" in desk.get("/trinh-cap-tren").text
    page = desk.submit(desk.get("/trinh-cap-tren/moi"), "/moi", title="Đề nghị <b> năm 2026", ground="merit")
    page = desk.get("/trinh-cap-tren/1/chon")
    assert theme_name not in page.text and "không làm căn cứ" in page.text
    page = desk.submit(page, "/chon", award_form="bang_khen_tp", expect=422)
    assert "ít nhất một hồ sơ" in page.text
    page = desk.submit(page, "/chon", award_form="bang_khen_tp", nomination=str(number))
    assert "Năm sinh" in page.html.select_one(".missing").get_text()
    refused = desk.submit(desk.get("/trinh-cap-tren/1/dong/1"), "/dong/1", born_year="xx", expect=422)
    assert refused.html.find(attrs={"name": "born_year"})["value"] == "xx"
    page = desk.submit(desk.get("/trinh-cap-tren/1/dong/1"), "/dong/1", born_year="1990")
    page = desk.submit(page, "/chuyen-van-thu")
    desk.get("/trinh-cap-tren/1/cap-so", expect=403)
    form = clerk.get("/trinh-cap-tren/1/cap-so")
    signer = form.html.select_one("select[name=signer] option[value]:not([value=''])")["value"]
    page = clerk.submit(form, "/cap-so", signer=signer)
    assert "01/TTr-UBND" in page.text
    page = clerk.submit(clerk.get("/trinh-cap-tren/1/gui"), "/gui", channel="system")
    page = desk.submit(
        desk.get("/trinh-cap-tren/1/tra-loi"), "/tra-loi", line="1", outcome="granted", expect=422
    )
    today = page.html.find(attrs={"name": "decided_on"})
    assert today is not None and "ngày quyết định" in page.text
    answer = {"line": "1", "outcome": "granted", "number": "1205/QĐ-UBND", "issuer": "UBND thành phố"}
    with site.app_context():
        answer["decided_on"] = f"{clock.today():%d/%m/%Y}"
    page = desk.submit(page, "/tra-loi", **answer)
    assert "Quyết định số 1205/QĐ-UBND" in page.text
    book = desk.get("/trinh-cap-tren/1/danh-sach.xlsx").response.get_data()
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert [cell.value for cell in sheet[1]][:3] == ["STT", "Họ và tên, tên tập thể", "Năm sinh"]
    assert [cell.value for cell in sheet[2]][1:3] == ["Bà Nguyễn Thị Lan Anh", "1990"]
    assert desk.get("/trinh-cap-tren/1/to-trinh.docx").response.get_data()[:2] == b"PK"
    page = desk.submit(desk.get("/trinh-cap-tren/1/dong/1/bo-tra-loi"), "/bo-tra-loi", reason="Nhầm số")
    assert "Chưa có trả lời" in page.text
    browser("truongphong").get("/trinh-cap-tren/1", expect=403)


def test_the_lists_cost_the_same_for_one_and_for_three(site, browser, count_queries):
    costs, desk = [], browser(DESK)
    for many in ((1,), (2, 3)):
        with site.app_context():
            for number in many:
                proposal = make.draft(title=f"Tờ trình {number}")
                for login in ("nhanvien", "nhanvien2", "truongphong")[: len(many) + 1]:
                    actions.add_person(
                        proposal, make.account(login).person, "cstd_tp", actor=make.account(DESK)
                    )
            db.session.commit()
        addresses = ("/trinh-cap-tren", f"/trinh-cap-tren/{many[-1]}")
        desk.get(addresses[0])
        found = []
        for address in addresses:
            with count_queries(site) as counted:
                desk.get(address)
            found.append(len(counted))
        costs.append(found)
    assert costs[0] == costs[1]
