"""Meetings for tests, with a kind of case that needs no other feature."""

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa

from intranet.core.audit import Actor
from intranet.core.db import db
from intranet.council import actions, subjects, voting
from intranet.council.models import AgendaItem, Choice, Council, CouncilKind, Meeting
from intranet.people.models import Account

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
