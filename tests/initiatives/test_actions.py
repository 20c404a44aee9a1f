"""The way of an initiative: every step from every state, versions, results, notices."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, Stale, WrongState
from intranet.initiatives import actions, drafting, queries
from intranet.initiatives.drafting import Share
from intranet.initiatives.models import Initiative
from intranet.initiatives.states import WORKFLOW, State, Step
from intranet.notices.models import Notice
from intranet.parameters.queries import deadline
from tests.factories import initiatives as make

CALLS = {
    Step.SUBMIT: lambda i, a: actions.submit(i, actor=a("nhanvien")),
    Step.RESUBMIT: lambda i, a: actions.submit(i, actor=a("nhanvien")),
    Step.ENDORSE: lambda i, a: actions.endorse(i, actor=a("truongphong")),
    Step.ACCEPT: lambda i, a: actions.accept(i, actor=a("thuongtruc")),
    Step.RETURN: lambda i, a: actions.send_back(
        i, actor=a("truongphong" if i.state == State.SUBMITTED else "thuongtruc"), reason="Bổ sung số liệu."
    ),
    Step.WITHDRAW: lambda i, a: actions.withdraw(i, actor=a("nhanvien")),
    Step.PUT_TO_COUNCIL: lambda i, a: actions.put_to_council(i, actor=a("thuky")),
    Step.TAKE_BACK: lambda i, a: actions.take_back(i, actor=a("thuky")),
    Step.REFUSE: lambda i, a: actions.record_council_result(
        i, actor=a("thuky"), passed=False, note="Không mới."
    ),
    Step.REVOKE: lambda i, a: actions.revoke(i, actor=a("thuky"), reason="Khai không đúng."),
}


def _notices(login: str) -> list[str]:
    query = sa.select(Notice.title).where(Notice.account_id == make.account(login).id)
    return list(db.session.scalars(query.order_by(Notice.id)))


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(CALLS))
def test_every_step_from_every_state(app, account, step, state):
    made = make.at(state)
    # the same action hands in for the first time and again
    steps = (Step.SUBMIT, Step.RESUBMIT) if step in (Step.SUBMIT, Step.RESUBMIT) else (step,)
    allowed = any(WORKFLOW.allows(state, one) for one in steps)
    if not allowed:
        with pytest.raises(WrongState):
            CALLS[step](made, account)
        assert made.state == state
        return
    before = made.state.value
    CALLS[step](made, account)
    last = audit.timeline(made)[-1]
    assert last.event in {f"initiative:{one.value}" for one in steps}
    assert (last.from_state, last.to_state) == (before, made.state.value)


def test_recognition_needs_the_councils_word_and_a_number(app, account):
    made = make.at(State.IN_COUNCIL)
    number = {"decision_number": "15/QĐ-UBND", "recognised_on": dt.date(2026, 11, 20)}
    with pytest.raises(NotReady):
        actions.recognise(made, actor=account("vanthu"), **number)
    actions.record_council_result(made, actor=account("thuky"), passed=True, note="5/5")
    assert made.state == State.IN_COUNCIL
    with pytest.raises(WrongState):
        actions.record_council_result(made, actor=account("thuky"), passed=False, note="lần hai")
    with pytest.raises(WrongState):
        actions.take_back(made, actor=account("thuky"))
    with pytest.raises(NotReady):
        actions.recognise(
            made, actor=account("vanthu"), decision_number=" ", recognised_on=dt.date(2026, 11, 20)
        )
    actions.recognise(made, actor=account("vanthu"), **number)
    assert (made.state, made.decision_number) == (State.RECOGNISED, "15/QĐ-UBND")


@pytest.mark.parametrize("state", [s for s in State if s != State.IN_COUNCIL])
def test_recognition_and_result_only_before_the_council(app, account, state):
    made = make.at(state)
    with pytest.raises(WrongState):
        actions.recognise(
            made, actor=account("vanthu"), decision_number="1", recognised_on=dt.date(2026, 1, 1)
        )
    with pytest.raises(WrongState):
        actions.record_council_result(made, actor=account("thuky"), passed=True, note="")
    assert made.state == state


def test_refusal_carries_the_councils_reason(app, account):
    made = make.at(State.IN_COUNCIL)
    with pytest.raises(NotReady):
        actions.record_council_result(made, actor=account("thuky"), passed=False, note=" ")
    db.session.rollback()
    made = make.at(State.IN_COUNCIL)
    actions.record_council_result(made, actor=account("thuky"), passed=False, note="Đã có ở xã bên.")
    assert (made.state, made.council_result) == (State.NOT_RECOGNISED, "failed")
    assert audit.timeline(made)[-1].reason == "Đã có ở xã bên."


def test_it_comes_back_to_the_step_that_returned_it(app, account):
    made = make.at(State.ENDORSED)
    actions.send_back(made, actor=account("thuongtruc"), reason="Thiếu số liệu.")
    assert (made.state, made.returned_from) == (State.RETURNED, "endorsed")
    drafting.save(
        made, {"before": "Chờ 40 phút, có 312 lượt trong tháng 02."}, None, actor=account("nhanvien")
    )
    actions.submit(made, actor=account("nhanvien"))
    assert (made.state, made.returned_from) == (State.ENDORSED, None)
    kept = queries.versions(made)
    assert [v.number for v in kept] == [1, 2]
    assert kept[0].content["before"] == make.values()["before"]
    assert kept[1].content["before"] == "Chờ 40 phút, có 312 lượt trong tháng 02."
    assert kept[1].content["authors"][0]["share"] == 100


def test_nobody_reviews_own_work(app, account):
    made = make.at(State.SUBMITTED, owner="truongphong")
    with pytest.raises(Barred):
        actions.endorse(made, actor=account("truongphong"))
    with pytest.raises(Barred):
        actions.send_back(made, actor=account("truongphong"), reason="Không.")
    # the only head wrote it: the standing body endorses, and later checks
    assert [a.login for a in queries.who_has_it(made)] == ["thuongtruc"]
    actions.endorse(made, actor=account("thuongtruc"))
    actions.accept(made, actor=account("thuongtruc"))
    assert made.state == State.ACCEPTED


def test_a_co_author_does_not_review_either(app, account):
    made = make.at(State.ENDORSED, co_author="thuongtruc")
    with pytest.raises(Barred):
        actions.accept(made, actor=account("thuongtruc"))
    assert queries.who_has_it(made) == []


def test_the_standing_body_does_not_endorse_while_there_is_a_head(app, account):
    made = make.at(State.SUBMITTED)
    for login in ("thuongtruc", "kinhte", "chutich", "nhanvien2"):
        with pytest.raises(Barred):
            actions.endorse(made, actor=account(login))
    assert made.state == State.SUBMITTED


def test_return_needs_a_reason(app, account):
    made = make.at(State.SUBMITTED)
    with pytest.raises(NotReady):
        actions.send_back(made, actor=account("truongphong"), reason=" ")


def test_incomplete_is_not_handed_in_and_the_list_says_why(app, account):
    made = make.draft(complete=False, title="Mới có tên")
    with pytest.raises(NotReady) as refused:
        actions.submit(made, actor=account("nhanvien"))
    assert refused.value.missing == [
        "Nội dung thi đua",
        "Loại giải pháp",
        "Tình trạng trước khi áp dụng",
        "Nội dung giải pháp",
        "Tính mới",
        "Điều kiện áp dụng",
        "Ngày áp dụng lần đầu",
        "Nơi áp dụng lần đầu",
        "Hiệu quả",
    ]
    assert made.state == State.DRAFT


def test_a_nameless_draft_can_be_given_up_and_stays_private(app, account):
    made = make.draft(complete=False)
    actions.withdraw(made, actor=account("nhanvien"))
    db.session.flush()
    assert made.state == State.WITHDRAWN
    seen = db.session.scalars(queries.visible_to(account("truongphong"))).all()
    assert seen == []


def test_who_is_told(app, account):
    made = make.draft(co_author="nhanvien2")
    assert _notices("nhanvien2") == ["Xác nhận tỷ lệ đóng góp 30 % của bạn"]
    assert _notices("nhanvien") == ["Các đồng tác giả đã xác nhận đủ"]
    actions.submit(made, actor=account("nhanvien"))
    assert _notices("truongphong") == ["Sáng kiến chờ bạn xem"]
    actions.endorse(made, actor=account("truongphong"))
    assert _notices("thuongtruc") == ["Sáng kiến chờ bạn kiểm tra"]
    actions.send_back(made, actor=account("thuongtruc"), reason="Thiếu số liệu.")
    assert _notices("nhanvien2")[-1] == _notices("nhanvien")[-1] == "Sáng kiến được trả lại để sửa"
    actions.submit(made, actor=account("nhanvien"))
    assert _notices("thuongtruc")[-1] == "Sáng kiến chờ bạn xem"
    assert _notices("truongphong") == ["Sáng kiến chờ bạn xem"]
    actions.withdraw(made, actor=account("nhanvien2"))
    assert _notices("thuongtruc")[-1] == _notices("nhanvien")[-1] == "Sáng kiến đã được tác giả rút"


def test_deadlines_follow_the_dated_rule_and_may_be_absent(app, account, monkeypatch):
    made = make.at(State.SUBMITTED)
    assert made.due_on == deadline("deadline.initiative.endorse", clock.today())
    assert deadline("deadline.initiative.nothing", clock.today()) is None


def test_shares_and_confirmations(app, account):
    made = make.draft(co_author="nhanvien2")
    owner, other = account("nhanvien"), account("nhanvien2")
    drafting.save(made, {}, [Share(owner.person_id, 60), Share(other.person_id, 40)], actor=owner)
    assert [(a.share, a.confirmed_at is not None) for a in made.authors] == [(60, True), (40, False)]
    with pytest.raises(NotReady) as refused:
        actions.submit(made, actor=owner)
    assert refused.value.missing == ["Vũ Đình Ân xác nhận tỷ lệ 40 %"]
    with pytest.raises(Stale):
        drafting.confirm_share(made, 30, actor=other)
    with pytest.raises(NotReady):
        drafting.decline_share(made, actor=other, reason="")
    drafting.decline_share(made, actor=other, reason="Tôi làm một nửa.")
    assert made.authors[1].declined_reason == "Tôi làm một nửa."
    drafting.save(made, {}, [Share(owner.person_id, 50), Share(other.person_id, 50)], actor=owner)
    assert made.authors[1].declined_reason == ""
    drafting.confirm_share(made, 50, actor=other)
    actions.submit(made, actor=owner)
    assert made.state == State.SUBMITTED
    with pytest.raises(Stale):
        drafting.confirm_share(made, 50, actor=other)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([60, 39], "Tổng tỷ lệ là 99 %, còn thiếu 1 %"),
        ([60, 41], "Tổng tỷ lệ là 101 %, thừa 1 %"),
        ([100, 0], "Mỗi tác giả cần có tỷ lệ đóng góp từ 1 % trở lên."),
    ],
)
def test_shares_must_make_exactly_100(app, account, shares, words):
    owner, other = account("nhanvien"), account("nhanvien2")
    made = make.draft()
    given = [Share(owner.person_id, shares[0]), Share(other.person_id, shares[1])]
    drafting.save(made, {}, given, actor=owner)
    with pytest.raises(NotReady) as refused:
        actions.submit(made, actor=owner)
    assert refused.value.missing == [words]


def test_nobody_twice_and_not_more_than_ten(app, account):
    owner = account("nhanvien")
    made = make.draft()
    with pytest.raises(NotReady):
        drafting.save(made, {}, [Share(owner.person_id, 50), Share(owner.person_id, 50)], actor=owner)
    with pytest.raises(NotReady):
        drafting.save(made, {}, [Share(n, 1) for n in range(1, 12)], actor=owner)


def test_only_the_writer_writes_and_only_before_it_is_in(app, account):
    made = make.draft(co_author="nhanvien2")
    with pytest.raises(Barred):
        drafting.save(made, {"title": "Khác"}, None, actor=account("nhanvien2"))
    with pytest.raises(Barred):
        actions.submit(made, actor=account("nhanvien2"))
    actions.submit(made, actor=account("nhanvien"))
    with pytest.raises(Barred):
        drafting.save(made, {"title": "Khác"}, None, actor=account("nhanvien"))


def test_search_text_holds_title_and_all_authors(app, account):
    made = make.draft(co_author="nhanvien2", title="Đổi mới tiếp dân")
    db.session.flush()
    stored = db.session.scalar(sa.select(Initiative.search_text).where(Initiative.id == made.id))
    assert stored == "doi moi tiep dan nguyen thi lan anh vu dinh an"
