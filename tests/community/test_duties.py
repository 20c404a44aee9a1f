"""Signatures confirmed by the unit, difficulties answered, obligations with owner, day and proof."""

import datetime as dt

import pytest

from intranet.community import duty_actions, queries, signature_actions
from intranet.community.duties import DUTIES
from intranet.community.states import DifficultyState, ObligationState
from intranet.core import clock, files
from intranet.core.errors import Barred, NotReady, NotThere, WrongState
from intranet.parameters.actions import add_parameter
from intranet.parameters.queries import holidays
from tests.factories import community as make
from tests.factories.people import account, unit

TODAY = clock.today()
DAY = dt.timedelta(days=1)


def test_valid_signatures_in_use_are_counted(app):
    here = account("nhanvien").person.unit_id
    make.signature("nhanvien", used=True)
    make.signature("nhanvien", used=True, serial="TK-second")  # one person, counted once
    unused = make.signature("nhanvien2")
    make.signature("kinhte", used=True)
    assert queries.signatures_at(TODAY) == {here: 1, unit().id: 1}
    assert queries.signatures_at(TODAY, used=False) == {here: 2, unit().id: 1}
    assert queries.signatures_at(TODAY - DAY) == {}
    assert queries.signatures_at(dt.date(2031, 2, 1)) == {}
    signature_actions.end(unused, actor=account("vanthu"), ended_on=TODAY, why="Mất thiết bị")
    assert queries.signatures_at(TODAY, used=False) == {here: 1, unit().id: 1}
    account("kinhte").person.civil_servant = False
    assert queries.signatures_at(TODAY) == {here: 1}


def test_use_is_confirmed_by_the_head_and_never_by_oneself(app):
    row, head = make.signature("truongphong"), account("truongphong")
    with pytest.raises(Barred, match="tự xác nhận"):
        signature_actions.confirm_use(row, actor=head)
    with pytest.raises(Barred, match="đơn vị mình"):
        signature_actions.confirm_use(row, actor=account("kinhte"))
    with pytest.raises(NotReady, match="đã có trong sổ"):
        make.signature("nhanvien", serial="TK-truongphong")
    with pytest.raises(NotReady, match="ngày cấp"):
        make.signature("nhanvien", valid_to=dt.date(2026, 1, 1))
    other = make.signature("nhanvien")
    signature_actions.confirm_use(other, actor=head)
    with pytest.raises(WrongState):
        signature_actions.confirm_use(other, actor=head)
    signature_actions.withdraw_use(other, actor=head, reason="Vẫn ký tay.")
    assert queries.signatures_at(TODAY) == {}
    with pytest.raises(NotThere):
        queries.get_signature(account("kinhte"), other.id)
    assert queries.get_signature(account("vanthu"), other.id) is other


def test_a_difficulty_is_answered_with_a_date(app):
    row, here = make.difficulty(), make.village().id
    assert row.due_on > TODAY
    assert queries.difficulties(TODAY, TODAY) == {here: (0, 1)}
    with pytest.raises(Barred):
        duty_actions.answer(row, actor=account("truongthon"), text="Tự trả lời")
    duty_actions.answer(row, actor=account("thuongtruc"), text="Lắp trong tháng 12.")
    assert (row.state, row.answered_on) == (DifficultyState.ANSWERED, TODAY)
    assert queries.difficulties(TODAY, TODAY) == {here: (1, 1)}
    duty_actions.ask_again(row, actor=account("truongthon"), reason="Chưa thấy lắp.")
    assert queries.difficulties(TODAY, TODAY) == {here: (0, 1)}
    with pytest.raises(NotThere):
        queries.get_difficulty(account("kinhte"), row.id)


def test_a_new_term_of_answers_holds_for_difficulties_reported_or_raised_again_after_it(app):
    """Law is dated: an open one keeps the day that was told; raised again, it is under the rule of that day."""
    open_one, answered = make.difficulty(), make.difficulty()
    duty_actions.answer(answered, actor=account("thuongtruc"), text="Lắp trong tháng 12.")
    add_parameter(
        duty_actions.ANSWER_TERM, 2, actor=account("thuongtruc"), effective_from=TODAY, source="Quy chế mới"
    )
    old, new = (clock.add_working_days(TODAY, days, holidays()) for days in (10, 2))
    assert [open_one.due_on, answered.due_on, make.difficulty().due_on] == [old, old, new]
    duty_actions.ask_again(answered, actor=account("truongthon"), reason="Chưa thấy lắp.")
    assert answered.due_on == new


def test_obligations_go_from_owner_to_proof(app):
    rows, desk, head = make.obligations(2026), account("thuongtruc"), account("truongthon")
    assert [row.code for row in rows] == [f"O{n}" for n in range(1, 20)] == [d.code for d in DUTIES]
    assert duty_actions.open_year(2026, actor=desk) == 0
    one = rows[4]
    with pytest.raises(WrongState):
        duty_actions.finish(one, actor=head, evidence=1)
    with pytest.raises(NotReady, match="trong năm 2026"):
        duty_actions.assign(one, actor=desk, unit_id=make.village().id, due_on=dt.date(2027, 1, 1))
    duty_actions.assign(one, actor=desk, unit_id=make.village().id, due_on=dt.date(2026, 11, 30))
    with pytest.raises(NotReady, match="Chưa có minh chứng"):
        duty_actions.finish(one, actor=head, evidence=0)
    for bad in ("https://x.vn", "//x.vn", "javascript:1", "sang-kien/1"):
        with pytest.raises(NotReady, match="địa chỉ của một trang"):
            duty_actions.add_link(one, actor=head, path=bad, words="x")
    with pytest.raises(Barred):
        duty_actions.add_link(one, actor=account("kinhte"), path="/cong-dong/buoi", words="x")
    duty_actions.add_link(one, actor=head, path="/cong-dong/buoi?noi=3", words="Các buổi")
    duty_actions.finish(one, actor=head, evidence=0, note="Đủ buổi")
    assert (queries.obligations(2026), queries.obligations(2027)) == ((1, 19), (0, 0))
    duty_actions.reopen(one, actor=desk, reason="Thiếu buổi thanh toán.")
    assert (one.state, queries.obligations(2026)) == (ObligationState.DOING, (0, 19))
    assert duty_actions.open_year(2027, actor=desk) == 19
    assert [row.unit_id for row in queries.obligations_of(desk, 2027)][4] == make.village().id
    assert [row.code for row in queries.obligations_of(head, 2026)] == ["O5"]


def test_the_pages_of_signatures_difficulties_and_duties(site, browser):
    clerk, head, desk = browser("vanthu"), browser("truongphong"), browser("thuongtruc")
    with site.app_context():
        person = str(account("nhanvien").person_id)
        office = str(account("truongphong").person.unit_id)
    told = {"person": person, "kind": "token", "issued_on": "01/02/2026", "valid_to": "31/01/2031"}
    refused = clerk.submit(
        clerk.get("/cong-dong/chu-ky-so/moi"), expect=422, **(told | {"valid_to": "1/1/2026"})
    )
    row = clerk.submit(refused, **told)
    assert "Chưa xác nhận sử dụng" in row.text
    shown = head.submit(head.get(row.url), "xac-nhan")
    assert "Đang dùng trong công việc" in shown.text
    assert "Nguyễn Thị Lan Anh" in clerk.get("/cong-dong/chu-ky-so?q=lan+anh&tinh-trang=dung").text
    made = head.submit(head.get("/cong-dong/vuong-mac/moi"), title="Máy quét hỏng", body="Xin thay.")
    assert "Chờ trả lời" in made.text
    answered = desk.submit(desk.get(made.url + "/tra-loi"), answer="Thay trong tuần.")
    assert "Thay trong tuần." in answered.text
    years = desk.submit(desk.get("/cong-dong/nhiem-vu/mo-nam"), year="2026")
    assert "0/19 hoàn thành" in years.html.select_one(".page-count").get_text()
    duty = desk.get(next(url for words, url in years.links().items() if "Ngày không hẹn lại" in words))
    duty = desk.submit(desk.get(duty.url + "/giao"), unit=office, due_on="30/11/2026")
    duty = head.submit(head.get(duty.url + "/hoan-thanh"), expect=422)
    assert "Chưa có minh chứng" in duty.text
    proof = head.get(duty.url.replace("hoan-thanh", "minh-chung"))
    assert "Hãy dán một địa chỉ" in head.submit(proof, expect=422).text
    duty = head.submit(proof, path="/cong-dong/buoi", words="Các buổi đã tổ chức")
    assert duty.links()["Các buổi đã tổ chức"] == "/cong-dong/buoi"
    done = head.submit(head.get(duty.url + "/hoan-thanh"), note="Đủ")
    assert "Đã hoàn thành" in done.text
    with site.app_context():
        assert files.READERS["obligation"](account("yte"), 2) is False
