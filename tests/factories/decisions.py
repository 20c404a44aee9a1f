"""Award rounds and initiatives taken by the real acts through the council, ready for a Decision; Decisions in any state."""

import datetime as dt

import sqlalchemy as sa

from intranet.awards import actions as awards
from intranet.awards import round_actions
from intranet.awards.models import AwardRound, Nomination, RoundKind
from intranet.core import clock, files
from intranet.core.db import db
from intranet.council import actions as council
from intranet.council import rules, subjects, voting
from intranet.council.models import Choice, Council, CouncilKind, Meeting
from intranet.decisions import actions
from intranet.decisions.models import Decision
from intranet.decisions.states import State
from intranet.initiatives.states import State as InitiativeState
from intranet.people.models import Account, Honorific, Person, Signer, Unit
from tests.factories import awards as award_files
from tests.factories import initiatives

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
ACHIEVEMENT = "đã có thành tích xuất sắc trong phong trào thi đua năm 2026"


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def unit(name: str = "Điểm phục vụ hành chính công") -> Unit:
    """Return an example unit."""
    return db.session.scalars(sa.select(Unit).where(Unit.name == name)).one()


def signer(place: int = 0) -> Signer:
    """Return who may sign Decisions: 0 the chairman, 1 the deputy."""
    return db.session.scalars(
        sa.select(Signer).where(Signer.purpose == "decision").order_by(Signer.id)
    ).all()[place]


def open_round(achievement: str = ACHIEVEMENT) -> AwardRound:
    """Return a round that takes nominations today."""
    desk, today = account("thuongtruc"), clock.today()
    made = round_actions.create(
        RoundKind.YEARLY, "Khen thưởng năm 2026", actor=desk, opens_on=today, closes_on=today,
        achievement=achievement,
    )  # fmt: skip
    round_actions.open_round(made, actor=desk)
    return made


def eligible(round_: AwardRound, what: str, **changes: object) -> Nomination:
    """Return an eligible nomination: of a login name, "@" for the unit of truongphong, else a household's head."""
    head, desk, home = account("truongphong"), account("thuongtruc"), unit()
    if what == "@":
        made = awards.nominate_collective(round_, home, home, actor=head)
    elif person := db.session.scalar(sa.select(Person).join(Account).where(Account.login == what)):
        made = awards.nominate_person(round_, home, person, actor=head)
    else:
        made = awards.nominate_household(round_, home, Honorific.MR, what, "Thôn Tả Thanh Oai", actor=head)
    given = {
        "achievement": "Đã có thành tích xuất sắc trong cải cách hành chính năm 2026",
        "report": "Hoàn thành xuất sắc nhiệm vụ.",
        "unit_meeting": "5/5 người đồng ý.",
    } | changes
    awards.save(made, given, actor=head)
    files.attach(made, "bien-ban.png", PNG, actor=head)
    awards.submit(made, actor=head)
    awards.answer_checklist(made, {check.code: ("yes", "") for check in made.checks}, actor=desk)
    award_files.go_on(made)
    return made


def met(kind: CouncilKind, cases: list[tuple[str, int]], *, no: frozenset[int] = frozenset()) -> Meeting:
    """Return a closed meeting on some cases: all members who may vote are for it, but for the ids in `no`."""
    desk = account("thuky")
    body = db.session.scalars(sa.select(Council).where(Council.kind == kind)).one()
    made = council.make_meeting(body, "Phiên họp xét", clock.now(), "Phòng họp tầng 2", actor=desk)
    for case, subject in cases:
        council.add_case(made, case, subject, actor=desk)
    council.convene(made, actor=desk)
    council.take_attendance(made, {member.id: (True, "") for member in made.roll}, actor=desk)
    council.open_meeting(made, actor=desk)
    for item in made.items:
        voting.open_vote(item, actor=desk)
        for member in made.roll:
            person = db.session.scalars(sa.select(Account).where(Account.person_id == member.person_id)).one()
            if person.person_id in subjects.KINDS[item.subject_kind].case(item.subject_id).involved:
                continue
            voting.cast(item, Choice.NO if item.subject_id in no else Choice.YES, actor=person)
        voting.request_close(item, actor=desk)
        involved = subjects.KINDS[item.subject_kind].case(item.subject_id).involved
        everybody = db.session.scalars(
            sa.select(Account).where(Account.person_id.in_([m.person_id for m in made.roll]))
        )
        person = next(one for one in everybody if rules.presides_over(one, item, involved))
        voting.close_vote(item, actor=person)
    council.close_meeting(made, actor=desk, discussion="Các thành viên nhất trí.")
    return made


def settled_round(*whom: str, **changes: object) -> AwardRound:
    """Return a round whose nominations (see `eligible`) the award council passed."""
    made = open_round()
    nominations = [eligible(made, one, **changes) for one in whom or ("@", "nhanvien")]
    round_actions.close(made, actor=account("thuongtruc"))
    met(CouncilKind.AWARD, [("nomination", one.id) for one in nominations])
    return made


def settled_meeting(co_author: str | None = None, owner: str = "nhanvien") -> Meeting:
    """Return a meeting that passed one initiative."""
    made = initiatives.at(InitiativeState.ACCEPTED, owner, co_author)
    return met(CouncilKind.INITIATIVE, [("initiative", made.id)])


def award(state: State = State.DRAFT, *whom: str, on: dt.date | None = None, **changes: object) -> Decision:
    """Return an award Decision in a state up to SIGNED, numbered today unless told otherwise."""
    round_ = settled_round(*whom, **changes)
    made = actions.draft_award(round_, actor=account("thuongtruc"), signer_id=signer().id)
    return _along(made, state, on)


def recognition(state: State = State.DRAFT, co_author: str | None = None) -> Decision:
    """Return a Decision that recognises one initiative, in a state up to SIGNED."""
    meeting = settled_meeting(co_author)
    made = actions.draft_recognition(meeting, actor=account("thuongtruc"), signer_id=signer().id)
    return _along(made, state, None)


def _along(made: Decision, state: State, on: dt.date | None) -> Decision:
    desk, chairman, clerk = account("thuongtruc"), account("chutich"), account("vanthu")
    if state == State.DRAFT:
        return made
    actions.submit(made, actor=desk)
    if state == State.SUBMITTED:
        return made
    if state == State.DECLINED:
        actions.decline(made, actor=chairman, reason="Chưa cân đối được kinh phí.")
        return made
    actions.approve(made, actor=chairman)
    if state == State.APPROVED:
        return made
    actions.number(made, actor=clerk, issued_on=on or clock.today())
    if state == State.SIGNED:
        actions.sign(made, actor=clerk)
    return made
