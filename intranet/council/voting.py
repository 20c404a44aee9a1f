"""Open, named votes: opened and closed by the desk, one vote per member and case, counted as exact fractions.

Secret and paper ballots have their place beside this (`models.Method`); they come with the council desk.
"""

from sqlalchemy.exc import IntegrityError

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import account_ids_of
from . import rules, subjects
from .models import AgendaItem, Ballot, Choice, Method, Outcome
from .queries import case_of
from .states import VOTE_WORKFLOW, State, VoteStep

# the log says who voted and when; how is written at closing: nobody reads a running count out of it
audit.declare("council", voted=("case",))


def open_vote(item: AgendaItem, *, actor: Account) -> None:
    """Open the vote on a case; needs the session and its quorum. Tells the members who are here."""
    rules.require_desk(actor)
    if item.meeting.state != State.IN_SESSION:
        raise WrongState("Phiên họp chưa khai mạc hoặc đã kết thúc.")
    if item.method != Method.OPEN:
        raise NotReady("Hiện chỉ biểu quyết công khai; bỏ phiếu kín chưa được mở trong phần mềm.")
    rules.require_quorum(item.meeting)
    item.opened_at = clock.now()
    perform(VOTE_WORKFLOW, item, VoteStep.OPEN_VOTE, actor=actor)
    people = [member.person_id for member in rules.present(item.meeting)]
    title = f"Mời biểu quyết: {item.title}"
    tell(account_ids_of(people), title, url=f"/hoi-dong/noi-dung/{item.id}", act_needed=True)


def cast(item: AgendaItem, choice: Choice, *, actor: Account) -> Ballot:
    """Cast a member's one vote. Barred with the reason when this member may not vote on this case now.

    The row of the case is locked first, so that a vote and the closing cannot pass each other; the unique key
    (case, member) refuses a second vote whatever happens.
    """
    db.session.refresh(item, with_for_update=True)
    db.session.refresh(item.meeting, attribute_names=["state"])
    why_not = rules.barred_from_vote(actor, item, case_of(item).involved)
    if why_not:
        raise Barred(why_not)
    member = rules.member_of(actor, item.meeting)
    if member is None:
        raise Barred("Bạn không có tên trong danh sách thành viên của phiên họp này.")
    ballot = Ballot(item=item, member=member, choice=choice, cast_at=clock.now())
    db.session.add(ballot)
    try:
        db.session.flush()
    except IntegrityError:
        raise Barred("Bạn đã biểu quyết nội dung này. Mỗi thành viên biểu quyết một lần.") from None
    audit.record("council:voted", actor=actor, obj=item, data={"case": item.title})
    return ballot


def close_vote(item: AgendaItem, *, actor: Account) -> None:
    """Close the vote, count it against all members of the roll, hand the result to the case.

    From then on the result cannot be changed; NotReady below quorum (the vote can then only wait).
    """
    rules.require_desk(actor)
    db.session.refresh(item, with_for_update=True)
    rules.require_quorum(item.meeting)
    votes, members = rules.count(item), len(item.meeting.roll)
    outcome = rules.outcome_of(item, votes[Choice.YES], members)
    item.yes, item.no, item.blank = votes[Choice.YES], votes[Choice.NO], votes[Choice.BLANK]
    item.members, item.outcome, item.closed_at = members, outcome, clock.now()
    details = {
        "votes": {ballot.member.name: ballot.choice.value for ballot in item.ballots},
        "members": members,
        "outcome": outcome.value,
    }
    perform(VOTE_WORKFLOW, item, VoteStep.CLOSE_VOTE, actor=actor, details=details)
    passed = outcome == Outcome.PASSED
    subjects.KINDS[item.subject_kind].result(item.subject_id, actor, passed, result_words(item))


def strike(item: AgendaItem, *, actor: Account, reason: str) -> None:
    """Take a case off a running meeting before its vote, with the reason for the minutes; it waits again."""
    rules.require_desk(actor)
    if item.meeting.state not in (State.CONVENED, State.IN_SESSION):
        raise WrongState("Phiên họp chưa triệu tập hoặc đã kết thúc.")
    perform(VOTE_WORKFLOW, item, VoteStep.STRIKE, actor=actor, reason=reason)
    subjects.KINDS[item.subject_kind].take_back(item.subject_id, actor)


def result_words(item: AgendaItem) -> str:
    """Return "8/9 thành viên đồng ý (88,9 %), đạt tỷ lệ từ 70 % trở lên" for a closed case."""
    if item.yes is None or not item.members:
        return ""
    share = f"{item.yes}/{item.members} thành viên đồng ý ({rules.percent(item.yes, item.members)})"
    reached = "đạt" if item.outcome == Outcome.PASSED else "không đạt"
    return f"{share}, {reached} tỷ lệ {threshold_words(item)}"


def threshold_words(item: AgendaItem) -> str:
    """Return "từ 2/3 trở lên" or "trên 1/2", in per cent where that is exact."""
    numerator, denominator = item.threshold_numerator, item.threshold_denominator
    exact = 100 * numerator % denominator == 0
    value = f"{100 * numerator // denominator} %" if exact else f"{numerator}/{denominator}"
    return f"trên {value}" if item.threshold_strict else f"từ {value} trở lên"
