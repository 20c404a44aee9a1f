"""Proposals to the city by the real acts, in each state."""

from intranet.awards.models import Nomination, RoundKind
from intranet.core import clock
from intranet.people.models import Account
from intranet.people.queries import signers
from intranet.upward import actions, answers
from intranet.upward.models import Channel, CityProposal, Ground
from intranet.upward.states import State
from tests.factories import awards

DESK, CLERK = "thuongtruc", "vanthu"


def account(login: str) -> Account:
    """Return an example account."""
    return awards.account(login)


def awarded(
    kind: RoundKind = RoundKind.YEARLY, person: str = "nhanvien", number: str = "07/QĐ-UBND"
) -> Nomination:
    """Return a nomination that was rewarded here, of a round of some kind."""
    made = awards.at(awards.State.AWARDED, awards.opened(f"Đợt {kind.value} {number}"), person)
    made.round.kind = kind
    made.vote_note = "8/9 thành viên đồng ý (88,9 %)"
    return made


def draft(
    ground: Ground = Ground.MERIT, title: str = "Đề nghị khen thưởng cấp Thành phố năm 2026"
) -> CityProposal:
    """Return an empty proposal."""
    return actions.create(title, ground, actor=account(DESK))


def filled(*nominations: Nomination) -> CityProposal:
    """Return a proposal with nothing missing: the given nominations, else one person typed by hand."""
    made = draft()
    if nominations:
        actions.add_nominations(made, nominations, "bang_khen_tp", actor=account(DESK))
    else:
        actions.add_person(made, account("nhanvien").person, "bang_khen_tp", actor=account(DESK))
    for line in made.lines:
        values = {
            "born_year": 1990,
            "summary": line.summary or "Hoàn thành xuất sắc nhiệm vụ.",
            "votes": "9/9 (100 %)",
        }
        actions.edit_line(line, values, version=str(line.version), actor=account(DESK))
    return made


def at(state: State, *nominations: Nomination) -> CityProposal:
    """Return a proposal in a state."""
    desk, clerk, made = account(DESK), account(CLERK), filled(*nominations)
    if state == State.DRAFT:
        return made
    if state == State.CANCELLED:
        actions.cancel(made, actor=desk, reason="Thành phố hoãn đợt xét")
        return made
    actions.hand_over(made, actor=desk)
    if state == State.READY:
        return made
    actions.give_number(made, signers("decision", clock.today())[0], clock.today(), actor=clerk)
    if state == State.SIGNED:
        return made
    actions.send(made, clock.today(), Channel.SYSTEM, actor=clerk)
    if state == State.ANSWERED:
        answers.grant(made, made.lines, "1205/QĐ-UBND", clock.today(), "Chủ tịch UBND thành phố", actor=desk)
    return made


def everything() -> None:
    """Make one proposal in every state, each with a person typed by hand."""
    for state in State:
        at(state)
