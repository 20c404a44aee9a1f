"""TT5: a sudden award goes to the chairman within days, without the council, for a reason that every paper tells."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.awards import actions, round_plan, simplified
from intranet.awards.eligibility import HoldKind
from intranet.awards.eligibility_actions import add_hold
from intranet.awards.models import AwardRound, RoundKind
from intranet.awards.states import RoundState, State
from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.decisions import actions as decisions
from intranet.decisions import books, dossier, papers
from intranet.decisions.states import State as DecisionState
from intranet.documents import read_back
from intranet.parameters.models import Parameter, Wording
from tests.factories import awards as make
from tests.factories import decisions as papers_of

DESK = "thuongtruc"
REASON = "Dũng cảm cứu người trong mưa lũ, cần biểu dương ngay."


def closed(kind: RoundKind = RoundKind.SUDDEN) -> AwardRound:
    """Return a closed round with one eligible file."""
    round_ = make.opened("Khen thưởng đột xuất")
    round_.kind = kind
    make.at(State.ELIGIBLE, round_)
    actions.close(round_, actor=make.account(DESK))
    return round_


def test_tt5_a_sudden_award_reaches_its_number_without_the_council_and_is_marked(app):
    round_, desk = closed(), make.account(DESK)
    with pytest.raises(NotReady, match="lý do"):
        simplified.skip_council(round_, actor=desk, reason="  ")
    (one,) = simplified.skip_council(round_, actor=desk, reason=REASON)
    assert (one.state, round_.state, one.vote_note) == (State.PASSED, RoundState.IN_COUNCIL, simplified.NOTE)
    assert [event.reason for event in audit.timeline(round_)][-1] == REASON
    days = [step.due for step in round_plan.plan(round_) if step.due]
    assert max(days) <= round_.closes_on + dt.timedelta(days=10)  # one working day a step
    decision = decisions.draft_award(round_, actor=desk, signer_id=papers_of.signer().id)
    assert decision.meeting is None
    content = papers.content_of(decision)
    told = "thủ tục đơn giản quy định tại Điều 85 của Luật Thi đua, khen thưởng"
    assert f"Theo {told};" in content["bases"]
    submission = " ".join(read_back.paragraphs(papers.submission_file(content)))
    assert f"{told}, không họp Hội đồng; lý do: {REASON.rstrip('.')}." in submission
    assert "phiên họp" not in submission + str(content["bases"])
    decisions.submit(decision, actor=desk)
    decisions.approve(decision, actor=make.account("chutich"))
    decisions.number(decision, actor=make.account("vanthu"), issued_on=clock.today())
    assert (decision.state, one.state) == (DecisionState.NUMBERED, State.AWARDED)
    result, slips = dossier.check_all(dossier.files_of(decision), decision)
    assert (result.differences, slips) == ((), [])
    _, book = books.certificates("khen-thuong", clock.today().year)
    assert "Đột xuất, thủ tục đơn giản" in " ".join(read_back.paragraphs(book))


def test_what_may_not_skip_the_council_is_told_why(app):
    desk = make.account(DESK)
    yearly = closed(RoundKind.YEARLY)
    with pytest.raises(NotReady, match="không cho đợt này"):
        simplified.skip_council(yearly, actor=desk, reason=REASON)
    with pytest.raises(Barred):
        simplified.skip_council(yearly, actor=make.account("truongphong"), reason=REASON)
    sudden = make.opened("Đợt hai")
    sudden.kind = RoundKind.SUDDEN
    with pytest.raises(WrongState, match="đóng nhận hồ sơ"):
        simplified.skip_council(sudden, actor=desk, reason=REASON)
    actions.close(sudden, actor=desk)
    with pytest.raises(NotReady, match="chưa có hồ sơ"):
        simplified.skip_council(sudden, actor=desk, reason=REASON)


def test_bars_ballots_and_the_rule_of_the_day_hold_here_too(app):
    round_, desk = closed(), make.account(DESK)
    one = db.session.scalars(sa.select(actions.Nomination)).one()
    add_hold(
        one.person, HoldKind.INSPECTION, actor=desk, from_on=clock.today(), to_on=None, source="Quyết định 5"
    )
    with pytest.raises(NotReady, match="không cho khen thưởng"):
        simplified.skip_council(round_, actor=desk, reason=REASON)
    assert (round_.state, one.state) == (RoundState.CLOSED, State.ELIGIBLE)
    ballot = db.session.scalars(
        sa.select(Parameter).where(Parameter.key == "council.award.ballot_required.giay_khen")
    ).one()
    ballot.value = 1
    with pytest.raises(NotReady, match="phải bỏ phiếu"):
        simplified.skip_council(round_, actor=desk, reason=REASON)
    rule = db.session.scalars(sa.select(Parameter).where(Parameter.key == "award.simplified.sudden")).one()
    rule.value = 0
    assert not simplified.offered(round_)


def test_an_older_wording_that_names_a_meeting_is_not_printed(app):
    round_, desk = closed(), make.account(DESK)
    simplified.skip_council(round_, actor=desk, reason=REASON)
    row = db.session.scalars(
        sa.select(Wording).where(Wording.document_kind == "award_submission", Wording.slot == "paragraphs")
    ).one()
    row.text = "{council} đã họp ngày {meeting_date}."
    with pytest.raises(NotReady, match="còn nhắc phiên họp"):
        decisions.draft_award(round_, actor=desk, signer_id=papers_of.signer().id)


def test_the_page_asks_the_reason_and_says_what_follows(site, browser):
    with site.app_context():
        where = f"/khen-thuong/dot/{closed().id}"
        db.session.commit()
    desk = browser(DESK)
    ask = desk.get(desk.get(where).links()["Trình Chủ tịch theo thủ tục đơn giản"])
    desk.submit(ask, "thu-tuc-don-gian", expect=422, reason="")
    done = desk.submit(ask, "thu-tuc-don-gian", reason=REASON)
    assert REASON in done.text and "Trình Chủ tịch theo thủ tục đơn giản" not in done.links()
    assert "Khen thưởng đột xuất" in desk.get("/quyet-dinh").text
