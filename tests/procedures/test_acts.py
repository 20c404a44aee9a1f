"""Procedures with dated terms, reviews that close at 100 %, proposals upward, publicity: counts worked by hand."""

import datetime as dt

import pytest

from intranet.core import clock
from intranet.core.errors import Barred, NotReady, NotThere, WrongState
from intranet.procedures import actions, queries, review_actions
from intranet.procedures.models import Opinion, ProposalKind, PublicChannel
from intranet.procedures.states import ProposalState
from tests.factories import procedures as make
from tests.factories.people import account, unit

TODAY = clock.today()
YEAR = (dt.date(TODAY.year, 1, 1), dt.date(TODAY.year, 12, 31))
DAY = dt.timedelta(days=1)
JUNE = dt.date(2026, 6, 1)


def test_terms_are_dated_and_the_past_stays(app):
    one, clerk, here = make.procedure(), account("vanthu"), unit(make.POINT).id
    make.procedure("2", online_eligible=False, common=False)
    make.procedure("3", online_full=True, days=4, same_day=False)
    assert queries.procedures_at(JUNE) == {here: 3}
    assert queries.online_at(JUNE) == {here: (1, 2)}
    assert queries.days_cut(JUNE) == {here: (1, 2)}  # 5 -> 4 is exactly 20 %
    assert queries.days_saved(JUNE) == {here: (1, 10)}
    actions.set_term(one, JUNE, make.term(days=0, online_full=True, same_day=True), actor=clerk)
    assert queries.online_at(JUNE - DAY) == {here: (1, 2)}
    assert queries.online_at(JUNE) == {here: (2, 2)}
    assert queries.days_cut(JUNE) == {here: (2, 2)}
    assert (queries.same_day_at(JUNE - DAY), queries.same_day_at(JUNE)) == ({here: (0, 3)}, {here: (1, 3)})
    with pytest.raises(NotReady, match="từ ngày đó trở đi"):
        actions.set_term(one, JUNE - DAY, make.term(), actor=clerk)
    with pytest.raises(NotReady, match="đủ điều kiện"):
        actions.set_term(one, JUNE, make.term(online_eligible=False, online_full=True), actor=clerk)
    actions.set_term(one, JUNE, make.term(days=1), actor=clerk)  # the same day corrects
    assert [t.days for t in one.terms] == [5, 1]
    actions.end(one, actor=clerk, ends_on=JUNE + DAY, reason="Bãi bỏ")
    assert queries.procedures_at(JUNE + 2 * DAY) == {here: 2}
    with pytest.raises(NotReady, match="đã có trong danh mục"):
        make.procedure()
    with pytest.raises(Barred):
        actions.end(one, actor=account("truongphong"), ends_on=TODAY, reason="x")


def test_publicity_counts_pairs_published_in_full(app):
    rows, clerk, here = [make.procedure("1"), make.procedure("2")], account("vanthu"), unit(make.POINT).id
    assert queries.publicity_at(TODAY) == {here: (0, 6)}
    whole = (True, True, True, True)
    for channel in (PublicChannel.PORTAL, PublicChannel.DIGITAL):
        found = {rows[0].id: whole, rows[1].id: (True, True, True, False)}
        actions.check_publicity(rows, channel, found, actor=clerk)
    assert queries.publicity_at(TODAY) == {here: (2, 6)}
    assert queries.publicity_at(TODAY - DAY) == {here: (0, 6)}
    actions.check_publicity(rows, PublicChannel.PORTAL, {rows[1].id: whole}, actor=clerk)
    assert queries.publicity_at(TODAY) == {here: (2, 6)}  # one came, one went: the newest check counts


def test_tp5_a_review_closes_only_when_everything_was_looked_at(app):
    rows = [make.procedure(str(n)) for n in range(3)]
    make.procedure("khác", unit_id=unit().id)
    row, head, clerk = make.opened(), account("truongphong"), account("vanthu")
    here = unit(make.POINT).id
    review = next(one for one in row.reviews if one.unit_id == here)
    other = next(one for one in row.reviews if one.unit_id != here)
    assert review_actions.look(review, {one.id: (Opinion.KEEP, "") for one in rows[:2]}, actor=head) == 2
    with pytest.raises(NotReady, match="2/3 thủ tục") as left:
        review_actions.close_review(review, actor=head)
    assert left.value.missing == [rows[2].name]
    with pytest.raises(NotReady, match="đề xuất cụ thể"):
        review_actions.look(review, {rows[2].id: (Opinion.CUT, " ")}, actor=head)
    with pytest.raises(Barred):
        review_actions.look(other, {}, actor=head)
    foreign = queries.procedures_of(unit().id, TODAY)[0]
    with pytest.raises(NotThere):
        review_actions.look(review, {foreign.id: (Opinion.KEEP, "")}, actor=head)
    review_actions.look(review, {rows[2].id: (Opinion.CUT, "Bỏ một bước")}, actor=head)
    new = make.procedure("mới")  # in the middle of the round
    with pytest.raises(NotReady, match="3/4"):
        review_actions.close_review(review, actor=head)
    review_actions.look(review, {new.id: (Opinion.KEEP, "")}, actor=head)
    review_actions.close_review(review, actor=head)
    assert (queries.reviews_done(*YEAR), queries.rounds_done(*YEAR)) == ({here: 1}, (0, 1))
    with pytest.raises(NotReady, match="1 đơn vị"):
        review_actions.close_round(row, actor=clerk)
    review_actions.look(other, {foreign.id: (Opinion.KEEP, "")}, actor=account("kinhte"))
    review_actions.close_review(other, actor=account("kinhte"))
    review_actions.close_round(row, actor=clerk)
    assert (queries.reviews_done(*YEAR), queries.rounds_done(*YEAR)) == ({here: 1, unit().id: 1}, (1, 1))
    with pytest.raises(WrongState):
        review_actions.reopen_review(review, actor=clerk, reason="x")
    review_actions.reopen_round(row, actor=clerk, reason="Bổ sung")
    review_actions.reopen_review(review, actor=clerk, reason="Xem lại")
    assert (queries.reviews_done(*YEAR), queries.rounds_done(*YEAR)) == ({unit().id: 1}, (0, 1))


def test_proposals_count_with_their_outgoing_number(app):
    here = unit(make.POINT).id
    for state in ProposalState:
        make.proposal(state)
    assert queries.proposals_sent(*YEAR) == {here: 2}
    assert queries.proposals_adopted(*YEAR) == {here: 1}
    row, clerk = make.proposal(), account("vanthu")
    with pytest.raises(Barred):
        review_actions.send(row, actor=account("truongphong"), number="1", day=TODAY, to="x")
    with pytest.raises(NotReady, match="tương lai"):
        review_actions.send(row, actor=clerk, number="1", day=TODAY + DAY, to="x")
    with pytest.raises(NotReady, match="Số văn bản đi"):
        review_actions.send(row, actor=clerk, number="", day=TODAY, to="x")
    with pytest.raises(Barred, match="đơn vị mình"):
        review_actions.propose(
            actor=account("kinhte"), unit_id=here, kind=ProposalKind.DAYS, title="x", content="y"
        )


def test_an_adopted_proposal_changes_the_terms_from_its_day(app):
    one, head, here = make.procedure(), account("truongphong"), unit(make.POINT).id
    row = review_actions.propose(
        actor=head, unit_id=here, kind=ProposalKind.DAYS, title="Rút 2 ngày", content="x", procedure_id=one.id
    )
    review_actions.adopt(row, actor=account("vanthu"), day=JUNE, result="Còn 3 ngày", changes={"days": 3})
    assert (one.term_on(JUNE - DAY).days, one.term_on(JUNE).days, one.term_on(JUNE).fee) == (5, 3, 30000)
    assert queries.days_cut(JUNE) == {here: (1, 1)}


def test_units_see_their_own(app):
    other = make.procedure("khác", unit_id=unit().id)
    make.procedure()
    with pytest.raises(NotThere):
        queries.get_for(account("truongphong"), other.id)
    assert queries.get_for(account("chutich"), other.id) is other
    row = make.opened()
    foreign = next(one for one in row.reviews if one.unit_id == unit().id)
    with pytest.raises(NotThere):
        queries.get_review(account("truongphong"), foreign.id)
    with pytest.raises(NotThere):
        queries.get_proposal(account("kinhte"), make.proposal().id)
