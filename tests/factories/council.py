"""Meetings for tests, with a kind of case that needs no other feature."""

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa

from intranet.ballots import counting, service
from intranet.ballots.models import Poll
from intranet.core.audit import Actor
from intranet.core.db import db
from intranet.council import actions, conflicts, paper, subjects, voting, written
from intranet.council.models import AgendaItem, Choice, Council, CouncilKind, Meeting, Method
from intranet.people.models import Account
from intranet.seed.demo import PASSWORD

WHEN = dt.datetime(2026, 11, 30, 1, 30, tzinfo=dt.UTC)


@dataclass
class Cases:
    """Cases without a table of their own: notes what the council does to them."""

    involved: frozenset[int] = frozenset()
    log: list[tuple[object, ...]] = field(default_factory=list)

    def kind(self) -> subjects.SubjectKind:
        """Return the kind of case to register."""

        def case(number: int) -> subjects.Case:
            return subjects.Case("example", number, f"Hồ sơ {number}", "Ví dụ", self.involved, "/")

        def put_on(number: int, actor: Actor) -> None:
            self.log.append(("put_on", number))

        def take_back(number: int, actor: Actor) -> None:
            self.log.append(("take_back", number))

        def result(number: int, actor: Actor, passed: bool, note: str) -> None:
            self.log.append(("result", number, passed, note))

        return subjects.SubjectKind(
            kind="example",
            council=CouncilKind.AWARD,
            label="Ví dụ",
            threshold_rule=lambda _number: "council.award.threshold.cstdcs",
            waiting=lambda: [case(1)],
            case=case,
            put_on=put_on,
            take_back=take_back,
            result=result,
            reopen=lambda number, actor, reason: self.log.append(("reopen", number, reason)),
        )


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def council(kind: CouncilKind = CouncilKind.AWARD) -> Council:
    """Return the example council of a kind (award: nine seats, initiative: five)."""
    return db.session.scalars(sa.select(Council).where(Council.kind == kind)).one()


def meeting(cases: int = 1, *, kind: CouncilKind = CouncilKind.AWARD) -> Meeting:
    """Return a prepared meeting with example cases on its agenda."""
    desk = account("thuky")
    made = actions.make_meeting(council(kind), "Phiên họp tháng 11", WHEN, "Phòng họp tầng 2", actor=desk)
    for number in range(1, cases + 1):
        actions.add_case(made, "example", number, actor=desk)
    return made


def in_session(cases: int = 1, *, absent: int = 0) -> Meeting:
    """Return an open meeting; the last `absent` members of the roll are away."""
    desk, made = account("thuky"), meeting(cases)
    actions.convene(made, actor=desk)
    here = len(made.roll) - absent
    presence = {
        m.id: (place < here, "" if place < here else "Đi công tác") for place, m in enumerate(made.roll)
    }
    actions.take_attendance(made, presence, actor=desk)
    actions.open_meeting(made, actor=desk)
    return made


def vote(item: AgendaItem, yes: int, no: int = 0, blank: int = 0) -> None:
    """Cast votes of the first members of the roll."""
    choices = [Choice.YES] * yes + [Choice.NO] * no + [Choice.BLANK] * blank
    for member, choice in zip(item.meeting.roll, choices, strict=False):
        person = db.session.scalars(sa.select(Account).where(Account.person_id == member.person_id)).one()
        voting.cast(item, choice, actor=person)


def close(item: AgendaItem) -> None:
    """Close a vote with two people: the desk asks, the chair confirms."""
    voting.request_close(item, actor=account("thuky"))
    voting.close_vote(item, actor=account("chutich"))


def account_of(person_id: int) -> Account:
    """Return the account of a person."""
    return db.session.scalars(sa.select(Account).where(Account.person_id == person_id)).one()


def elect_tellers(meeting: Meeting, number: int = 3) -> list[Account]:
    """Elect the last members who are here as tellers, each with a key, and return their accounts."""
    chosen = [m for m in meeting.roll if m.present][-number:]
    paper.name_tellers(meeting, chosen, actor=account("thuky"))
    found = [account_of(member.person_id) for member in chosen]
    for one in found:
        if service.key_of(one) is None:
            service.make_key(one, PASSWORD)
    return found


def open_secret(item: AgendaItem) -> Poll:
    """Open a secret vote on a case; elects three tellers when there are none."""
    if len(item.meeting.tellers) < 3:
        elect_tellers(item.meeting)
    voting.choose_method(item, Method.SECRET, actor=account("thuky"))
    voting.open_vote(item, actor=account("thuky"))
    return service.get(item.poll_id)


def vote_secretly(poll: Poll, marks: dict[str, str]) -> dict[str, str]:
    """Cast ballots: login -> mark; return the receipt codes by login."""
    return {
        login: service.cast(poll, mark, "hoasen26", actor=account(login)) for login, mark in marks.items()
    }


def open_envelopes(poll: Poll) -> None:
    """The chair asks, the first two tellers open."""
    chair = account_of(db.session.get_one(AgendaItem, poll.subject_id).meeting.roll[0].person_id)
    counting.request_close(poll, actor=chair)
    for teller in poll.tellers[:2]:
        counting.confirm_close(poll, PASSWORD, actor=db.session.get_one(Account, teller.account_id))


def everything(cases: list[tuple[str, int]]) -> Meeting:
    """Return a running meeting of the initiative council: one secret vote counted and objected to, one open, a
    conflict, an opinion that waits; needs four cases (kind, id) that wait for it."""
    desk = account("thuky")
    made = actions.make_meeting(
        council(CouncilKind.INITIATIVE), "Phiên họp kín", WHEN, "Phòng họp", actor=desk
    )
    for kind, number in cases:
        actions.add_case(made, kind, number, actor=desk)
    actions.convene(made, actor=desk)
    last = made.roll[-1]
    actions.take_attendance(
        made, {m.id: (m is not last, "" if m is not last else "Đi công tác") for m in made.roll}, actor=desk
    )
    actions.open_meeting(made, actor=desk)
    counted = open_secret(made.items[0])
    members = [account_of(e.person_id) for e in counted.electors]
    for one in members[:3]:
        service.cast(counted, "yes", "kiem2026", actor=one)
    open_envelopes(counted)
    service.object_to(counted, "Không thấy mã của tôi", actor=members[0])
    open_secret(made.items[1])
    conflicts.declare(made.items[2], made.roll[1], "Là người nhà của tác giả", actor=desk)
    written.enter(made.items[3], last, Choice.YES, "Nhất trí", actor=desk)
    return made
