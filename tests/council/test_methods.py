"""Paper, written opinions, conflicts, second votes, ties, annulment: what each allows and refuses."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from intranet.ballots import counting
from intranet.ballots import rules as ballot_rules
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.council import actions, conflicts, paper, rounds, rules, voting, written
from intranet.council.models import Ballot, Choice, Method, Outcome, TieRule
from intranet.council.states import State, VoteState
from tests.factories import council as make

DESK, CHAIR = "thuky", "chutich"


def opened(method: Method = Method.OPEN, *, absent: int = 0, cases: int = 1):
    """Return the first case of a running meeting, its vote open."""
    meeting = make.in_session(cases, absent=absent)
    item = meeting.items[0]
    if method == Method.PAPER:
        make.elect_tellers(meeting, 2)
    voting.choose_method(item, method, actor=make.account(DESK))
    voting.open_vote(item, actor=make.account(DESK))
    return item


def figures(yes=6, no=2, blank=0, invalid=1, collected=None, issued=9):
    """Return what a teller types."""
    valid = yes + no + blank
    collected = valid + invalid if collected is None else collected
    return {"issued": issued, "collected": collected, "valid": valid, "invalid": invalid, "yes": yes, "no": no,
            "blank": blank}  # fmt: skip


def test_one_person_alone_does_not_close_a_vote(app, cases):
    item = opened()
    with pytest.raises(NotReady, match="người thứ hai"):
        voting.close_vote(item, actor=make.account(DESK))
    voting.request_close(item, actor=make.account(DESK))
    with pytest.raises(Barred, match="phải khác"):
        voting.close_vote(item, actor=make.account(DESK))
    with pytest.raises(Barred):
        voting.close_vote(item, actor=make.account("kinhte"))
    voting.close_vote(item, actor=make.account(CHAIR))
    assert item.state == VoteState.CLOSED


def test_two_tellers_must_type_the_same(app, cases):
    item = opened(Method.PAPER)
    first, second = (make.account_of(t.person_id) for t in item.meeting.tellers)
    assert not paper.enter(item, figures(), actor=first)
    assert not paper.enter(item, figures(yes=7, no=1), actor=second) and paper.differ(item)
    with pytest.raises(NotReady, match="nhập khác nhau"):
        make.close(item)
    assert paper.enter(item, figures(), actor=second)
    make.close(item)
    assert (item.issued, item.collected, item.invalid) == (9, 9, 1)
    assert (item.yes, item.no, item.members, item.outcome) == (6, 2, 9, Outcome.FAILED)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (figures(issued=10), "Phát ra 10 phiếu"),
        (figures(issued=8), "Thu về nhiều hơn phát ra"),
        (figures(collected=8), "Thu về phải bằng"),
        (figures() | {"yes": 7}, "Hợp lệ phải bằng"),
        (figures(invalid=-1), "không được âm"),
    ],
)
def test_sums_that_do_not_hold_are_refused(app, cases, wrong, words):
    item = opened(Method.PAPER)
    teller = make.account_of(item.meeting.tellers[0].person_id)
    with pytest.raises(NotReady) as refused:
        paper.enter(item, wrong, actor=teller)
    assert any(words in line for line in refused.value.missing) and item.counts == []


def test_only_tellers_count_and_paper_needs_two(app, cases):
    item = opened(Method.PAPER)
    with pytest.raises(Barred):
        paper.enter(item, figures(), actor=make.account(CHAIR))
    meeting = item.meeting
    with pytest.raises(NotReady, match="Đang có nội dung"):
        paper.name_tellers(meeting, meeting.roll[1:3], actor=make.account(DESK))


def test_tellers_are_members_who_are_here_and_not_the_chair(app, cases):
    meeting = make.in_session(absent=1)
    with pytest.raises(NotReady) as refused:
        paper.name_tellers(meeting, [meeting.roll[0], meeting.roll[-1]], actor=make.account(DESK))
    assert len(refused.value.missing) == 2
    item = meeting.items[0]
    voting.choose_method(item, Method.PAPER, actor=make.account(DESK))
    with pytest.raises(NotReady, match="02 người"):
        voting.open_vote(item, actor=make.account(DESK))


def test_a_written_opinion_counts_when_a_second_person_confirmed_it(app, cases):
    item = opened(absent=1)
    absent = item.meeting.roll[-1]
    opinion = written.enter(item, absent, Choice.YES, "Nhất trí", actor=make.account(DESK))
    with pytest.raises(Barred, match="phải khác"):
        written.confirm(opinion, Choice.YES, actor=make.account(DESK))
    with pytest.raises(NotReady, match="Không khớp"):
        written.confirm(opinion, Choice.NO, actor=make.account(CHAIR))
    assert rules.count(item)[Choice.YES] == 0
    written.confirm(opinion, Choice.YES, actor=make.account_of(absent.person_id))
    make.vote(item, yes=7)
    make.close(item)
    assert (item.yes, item.members, item.outcome) == (8, 9, Outcome.PASSED)


def test_who_comes_late_votes_and_the_written_opinion_makes_room(app, cases):
    item = opened(absent=1)
    meeting, late = item.meeting, item.meeting.roll[-1]
    opinion = written.enter(item, late, Choice.YES, "", actor=make.account(DESK))
    written.confirm(opinion, Choice.YES, actor=make.account(CHAIR))
    actions.take_attendance(meeting, {late.id: (True, "")}, actor=make.account(DESK))
    assert late.arrived_at is not None
    voting.cast(item, Choice.NO, actor=make.account_of(late.person_id))
    assert rules.count(item) == {Choice.YES: 0, Choice.NO: 1, Choice.BLANK: 0}
    with pytest.raises(NotReady):
        written.enter(item, late, Choice.YES, "", actor=make.account(DESK))


def test_who_leaves_early_is_noted_and_the_quorum_follows(app, cases):
    meeting = make.in_session()
    for member in meeting.roll[-4:]:
        actions.take_attendance(meeting, {member.id: (False, "Về sớm")}, actor=make.account(DESK))
        assert member.left_at is not None
    with pytest.raises(NotReady, match="5/9"):
        voting.open_vote(meeting.items[0], actor=make.account(DESK))


def test_a_conflict_takes_the_vote_out_and_hides_the_case(app, cases):
    item = opened()
    member = next(m for m in item.meeting.roll if m.person_id == make.account("kinhte").person_id)
    voting.cast(item, Choice.YES, actor=make.account("kinhte"))
    with pytest.raises(Barred):
        conflicts.declare(item, member, "Là người nhà", actor=make.account("yte"))
    conflicts.declare(item, member, "Là người nhà", actor=make.account("kinhte"))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Ballot)) == 0
    with pytest.raises(Barred, match="xung đột"):
        voting.cast(item, Choice.YES, actor=make.account("kinhte"))
    assert rules.hidden_from(make.account("kinhte"), item, frozenset())
    assert not rules.hidden_from(make.account("yte"), item, frozenset())
    assert rules.denominator(item, frozenset()) == 9
    item.recused_counted = False
    assert rules.denominator(item, frozenset()) == 8


def test_a_conflict_is_withdrawn_only_before_the_vote(app, cases):
    meeting = make.in_session()
    item, member = meeting.items[0], meeting.roll[3]
    row = conflicts.declare(item, member, "Nhầm", actor=make.account(DESK))
    conflicts.withdraw(row, actor=make.account(DESK))
    row = conflicts.declare(item, member, "Là người nhà", actor=make.account(DESK))
    voting.open_vote(item, actor=make.account(DESK))
    with pytest.raises(WrongState):
        conflicts.withdraw(row, actor=make.account(DESK))


def test_a_second_vote_keeps_the_first_and_the_last_one_counts(app, cases):
    item = opened()
    make.vote(item, yes=5, no=4)
    make.close(item)
    with pytest.raises(Barred):
        rounds.second_vote(item, actor=make.account(DESK), reason="Có tài liệu mới")
    with pytest.raises(NotReady):
        rounds.second_vote(item, actor=make.account(CHAIR), reason=" ")
    again = rounds.second_vote(item, actor=make.account(CHAIR), reason="Có tài liệu mới")
    assert (again.round, again.previous_id, again.reason) == (2, item.id, "Có tài liệu mới")
    with pytest.raises(WrongState):
        rounds.second_vote(item, actor=make.account(CHAIR), reason="Lần nữa")
    voting.open_vote(again, actor=make.account(DESK))
    make.vote(again, yes=9)
    make.close(again)
    actions.close_meeting(item.meeting, actor=make.account(DESK), discussion="Nhất trí.")
    results = [entry for entry in cases.log if entry[0] == "result"]
    assert [entry[:3] for entry in results] == [("result", 1, True)]
    assert (item.outcome, item.yes) == (Outcome.FAILED, 5)


@pytest.mark.parametrize(("choice", "outcome"), [(Choice.YES, Outcome.PASSED), (Choice.NO, Outcome.FAILED)])
def test_the_chair_decides_equal_votes_only_where_the_rule_says_so(app, cases, choice, outcome):
    item = opened()
    item.tie, item.threshold_numerator, item.threshold_denominator = TieRule.CHAIR, 1, 2
    make.vote(item, yes=4, no=4, blank=1)
    make.close(item)
    assert item.state == VoteState.TIED and item.outcome is None
    with pytest.raises(NotReady):
        actions.close_meeting(item.meeting, actor=make.account(DESK), discussion="x")
    with pytest.raises(Barred):
        voting.cast_deciding(item, choice, actor=make.account(DESK))
    voting.cast_deciding(item, choice, actor=make.account(CHAIR))
    assert (item.state, item.outcome, item.casting_choice) == (VoteState.CLOSED, outcome, choice)


@pytest.mark.parametrize(("tie", "threshold"), [(TieRule.NONE, (1, 2)), (TieRule.CHAIR, (4, 5))])
def test_equal_votes_fail_elsewhere(app, cases, tie, threshold):
    item = opened()
    item.tie, (item.threshold_numerator, item.threshold_denominator) = tie, threshold
    make.vote(item, yes=4, no=4)
    make.close(item)
    assert (item.state, item.outcome) == (VoteState.CLOSED, Outcome.FAILED)


def test_below_the_quorum_a_vote_is_only_aborted(app, cases):
    item = opened()
    make.vote(item, yes=3)
    actions.take_attendance(
        item.meeting, {m.id: (False, "Về sớm") for m in item.meeting.roll[-4:]}, actor=make.account(DESK)
    )
    with pytest.raises(NotReady, match="5/9"):
        voting.request_close(item, actor=make.account(DESK))
    again = rounds.call_off(item, actor=make.account(CHAIR), reason="Không đủ thành viên")
    assert (item.state, item.ballots, again.state) == (VoteState.ABORTED, [], VoteState.WAITING)


@pytest.mark.parametrize("change", [{"yes": 9}, {"outcome": Outcome.PASSED}, {"state": VoteState.OPEN}])
def test_the_database_refuses_to_change_a_result(app, cases, change):
    item = opened()
    make.vote(item, yes=3, no=6)
    make.close(item)
    db.session.commit()
    for name, value in change.items():
        setattr(item, name, value)
    with pytest.raises(DBAPIError, match="final"):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(DBAPIError, match="final"):
        db.session.execute(sa.text("DELETE FROM agenda_item"))
    db.session.rollback()


def test_an_annulled_result_sends_the_case_back(app, cases):
    item = opened()
    make.vote(item, yes=9)
    make.close(item)
    with pytest.raises(WrongState):
        rounds.order_annulment(item, actor=make.account(CHAIR), reason="Sai thành phần")
    actions.close_meeting(item.meeting, actor=make.account(DESK), discussion="Nhất trí.")
    with pytest.raises(Barred):
        rounds.order_annulment(item, actor=make.account(DESK), reason="Sai thành phần")
    rounds.order_annulment(item, actor=make.account(CHAIR), reason="Sai thành phần")
    assert cases.log[-1] == ("reopen", 1, "Sai thành phần")
    assert item.outcome == Outcome.PASSED and item.annulled_on is not None
    with pytest.raises(WrongState):
        rounds.order_annulment(item, actor=make.account(CHAIR), reason="Lần nữa")


def test_a_secret_vote_ends_in_the_same_result_as_an_open_one(app, cases):
    meeting = make.in_session(absent=1)
    item = meeting.items[0]
    poll = make.open_secret(item)
    logins = [make.account_of(m.person_id).login for m in meeting.roll]
    make.vote_secretly(poll, dict.fromkeys(logins[:8], "yes"))  # who is away votes as well, if they wish
    make.vote_secretly(poll, {logins[8]: "no"})
    with pytest.raises(WrongState):
        voting.close_vote(item, actor=make.account(CHAIR))
    make.open_envelopes(poll)
    assert (item.state, item.yes, item.no, item.members, item.outcome) == (
        VoteState.CLOSED, 8, 1, 9, Outcome.PASSED,
    )  # fmt: skip
    assert meeting.state == State.IN_SESSION


def test_a_teller_with_a_conflict_does_not_open_the_box_and_sees_nothing(app, cases):
    meeting = make.in_session()
    item = meeting.items[0]
    tellers = make.elect_tellers(meeting, 3)
    out = rules.member_of(tellers[0], meeting)
    conflicts.declare(item, out, "Là người nhà", actor=tellers[0])
    with pytest.raises(NotReady, match="không có xung đột"):
        make.open_secret(item)
    make.elect_tellers(meeting, 4)
    poll = make.open_secret(item)
    assert tellers[0].id not in {one.account_id for one in poll.tellers}
    assert not ballot_rules.may_see(tellers[0], poll)


def test_when_the_chair_stays_out_the_vice_chair_presides_over_the_case(app, cases):
    meeting = make.in_session()
    item = meeting.items[0]
    conflicts.declare(item, meeting.roll[0], "Là người nhà", actor=make.account(CHAIR))
    poll = make.open_secret(item)
    with pytest.raises(Barred):
        counting.request_close(poll, actor=make.account(CHAIR))
    counting.request_close(poll, actor=make.account("phochutich"))


def test_who_follows_the_chair_closes_the_case_that_the_chair_stays_out_of(app, cases):
    meeting = make.in_session()
    item = meeting.items[0]
    conflicts.declare(item, meeting.roll[0], "Là người nhà", actor=make.account(CHAIR))
    voting.open_vote(item, actor=make.account(DESK))
    voting.request_close(item, actor=make.account(DESK))
    with pytest.raises(Barred, match="xung đột"):
        voting.close_vote(item, actor=make.account(CHAIR))
    voting.close_vote(item, actor=make.account("phochutich"))
    assert item.state == VoteState.CLOSED
