"""Read Decisions and certificates; what may be drafted; what waits for whom."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..awards import queries as awards
from ..awards.models import AwardRound, Nomination
from ..awards.states import RoundState
from ..awards.states import State as NominationState
from ..core import clock, tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..council import secret
from ..council.models import AgendaItem, Meeting, Outcome
from ..council.states import State as MeetingState
from ..initiatives.models import Initiative
from ..initiatives.states import State as InitiativeState
from ..people.models import Account
from .amendment_models import Amendment, AmendmentLine
from .models import FIRST, Certificate, Decision, DecisionKind
from .states import State

_DEAD = (State.DECLINED, State.REVOKED)


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the query of Decisions that an account may see; agrees with `rules.may_see`."""
    allowed = [sa.and_(Decision.state != State.DRAFT, sa.literal(account.has(P.DECISIONS_READ)))]
    if account.has(P.DECISIONS_DRAFT):
        allowed.append(Decision.state == State.DRAFT)
    return sa.select(Decision).where(sa.or_(*allowed))


def get_for(account: Account, decision_id: int) -> Decision:
    """Return a Decision that the account may see; NotThere otherwise."""
    query = visible_to(account).where(Decision.id == decision_id)
    found = db.session.scalar(query.options(joinedload(Decision.round), selectinload(Decision.certificates)))
    if found is None:
        raise NotThere("Không tìm thấy quyết định này.")
    return found


def certificates() -> sa.Select[Any]:
    """Return the query of all certificates with their Decisions (the register of awards)."""
    loads = (joinedload(Certificate.decision).joinedload(Decision.round), selectinload(Certificate.successor))
    return sa.select(Certificate).options(*loads).join(Decision)


def successor(certificate: Certificate) -> str:
    """Return which edition replaces a certificate and by what document; empty when none does."""
    newer = certificate.successor
    if newer is None:
        return ""
    by = json.loads(newer.content or "{}").get("document", "")
    return f"Bản {newer.edition}, {by}" if by else f"Bản {newer.edition}"


def rounds_ready() -> list[AwardRound]:
    """Return the rounds whose files the council has settled and that have no living Decision yet."""
    taken = sa.select(Decision.round_id).where(Decision.round_id.is_not(None), Decision.state.not_in(_DEAD))
    passed = sa.select(Nomination.round_id).where(Nomination.state == NominationState.PASSED)
    # a file that waits for its vote would find the round issued without it
    waiting = (NominationState.ELIGIBLE, NominationState.ON_AGENDA)
    pending = sa.select(Nomination.round_id).where(Nomination.state.in_(waiting))
    query = sa.select(AwardRound).where(
        AwardRound.state == RoundState.IN_COUNCIL,
        AwardRound.id.in_(passed),
        AwardRound.id.not_in(pending),
        AwardRound.id.not_in(taken),
    )
    return list(db.session.scalars(query.order_by(AwardRound.id)))


def meetings_ready() -> list[Meeting]:
    """Return the meetings that passed initiatives which no living Decision recognises yet."""
    taken = sa.select(Decision.meeting_id).where(
        Decision.kind == DecisionKind.RECOGNITION, Decision.state.not_in(_DEAD)
    )
    passed = (
        sa.select(AgendaItem.meeting_id)
        .join(Initiative, Initiative.id == AgendaItem.subject_id)
        .where(AgendaItem.subject_kind == "initiative", AgendaItem.outcome == Outcome.PASSED)
        .where(Initiative.state == InitiativeState.IN_COUNCIL)
    )
    done = (MeetingState.CLOSED, MeetingState.MINUTES_SIGNED)
    query = sa.select(Meeting).where(
        Meeting.state.in_(done),
        Meeting.id.in_(passed),
        Meeting.id.not_in(taken.where(Decision.meeting_id.is_not(None))),
    )
    return list(db.session.scalars(query.order_by(Meeting.id)))


def meeting_of_round(round_: AwardRound) -> Meeting | None:
    """Return the last meeting that settled files of a round."""
    query = (
        sa.select(Meeting)
        .join(AgendaItem)
        .join(Nomination, Nomination.id == AgendaItem.subject_id)
        .where(AgendaItem.subject_kind == "nomination", AgendaItem.outcome.is_not(None))
        .where(Nomination.round_id == round_.id)
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def nominations_of(decision: Decision) -> list[Nomination]:
    """Return the nominations of an award Decision, in the order of the annex."""
    states = (NominationState.PASSED, NominationState.APPROVED, NominationState.AWARDED)
    return awards.in_round(decision.round, *states) if decision.round else []


def initiatives_of(decision: Decision) -> list[Initiative]:
    """Return the initiatives of a recognition Decision, in the order of the meeting."""
    query = (
        sa.select(Initiative)
        .join(AgendaItem, AgendaItem.subject_id == Initiative.id)
        .where(AgendaItem.subject_kind == "initiative", AgendaItem.meeting_id == decision.meeting_id)
        .where(AgendaItem.outcome == Outcome.PASSED)
        .where(Initiative.state.in_([InitiativeState.IN_COUNCIL, InitiativeState.RECOGNISED]))
        .options(selectinload(Initiative.authors))
        .order_by(AgendaItem.position)
    )
    return list(db.session.scalars(query).unique())


def held_by_objections(decision: Decision) -> list[str]:
    """Return which cases of the Decision a secret vote still holds back, in words."""
    cases = {("nomination", one.id) for one in nominations_of(decision)}
    cases |= {("initiative", one.id) for one in initiatives_of(decision)}
    return secret.held_back(cases, clock.now())


def rewards(decision: Decision, person_id: int | None) -> bool:
    """Return whether a person is among those a Decision rewards, an author of what it recognises, or affected by it."""
    if decision.kind not in FIRST:
        lines = amendment_of(decision).lines
        return any(line.certificate.person_id == person_id for line in lines if line.certificate.person_id)
    if decision.kind == DecisionKind.AWARD:
        return any(one.person_id == person_id for one in nominations_of(decision) if one.person_id)
    return any(author.person_id == person_id for one in initiatives_of(decision) for author in one.authors)


def earlier_of(decision: Decision) -> Decision:
    """Return the Decision that an amending document acts on; NotThere when it acts on none."""
    found = db.session.get(Decision, decision.amends_id) if decision.amends_id is not None else None
    if found is None:
        raise NotThere("Không tìm thấy quyết định gốc.")
    return found


def amendment_of(decision: Decision) -> Amendment:
    """Return what an amending document does, with its lines; NotThere when it does nothing of the kind."""
    query = sa.select(Amendment).where(Amendment.decision_id == decision.id)
    lines = selectinload(Amendment.lines).selectinload(AmendmentLine.certificate)
    found = db.session.scalar(query.options(lines))
    if found is None:
        raise NotThere("Không tìm thấy nội dung sửa đổi.")
    return found


def later_documents(decision: Decision) -> list[Decision]:
    """Return the documents that act on a Decision, oldest first."""
    return list(
        db.session.scalars(sa.select(Decision).where(Decision.amends_id == decision.id).order_by(Decision.id))
    )


def in_unfinished_documents(certificate_ids: list[int], *, but: Decision | None = None) -> list[Certificate]:
    """Return the certificates that another document, not yet numbered, already acts on."""
    unfinished = (State.DRAFT, State.SUBMITTED, State.APPROVED)
    query = (
        sa.select(Certificate)
        .join(AmendmentLine, AmendmentLine.certificate_id == Certificate.id)
        .join(Amendment)
        .join(Decision, Decision.id == Amendment.decision_id)
        .where(Certificate.id.in_(certificate_ids), Decision.state.in_(unfinished))
        .order_by(Certificate.ordinal)
    )
    if but is not None:
        query = query.where(Decision.id != but.id)
    return list(db.session.scalars(query).unique())


def last_issued_on(series: str, year: int) -> Any:
    """Return the date of the newest number of a series in a year, or None."""
    query = sa.select(sa.func.max(Decision.issued_on)).where(Decision.series == series, Decision.year == year)
    return db.session.scalar(query)


def broken_snapshots() -> list[str]:
    """Return the numbers of frozen Decisions whose snapshot does not have its hash."""
    frozen = db.session.scalars(sa.select(Decision).where(Decision.snapshot.is_not(None)))
    return [
        decision.full_number
        for decision in frozen
        if hashlib.sha256((decision.snapshot or "").encode()).hexdigest() != decision.snapshot_sha256
    ]


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Decisions to draft, submit, approve, number and sign."""
    wanted: dict[State, str] = {}
    found: list[Task] = []
    if account.has(P.DECISIONS_DRAFT):
        wanted[State.DRAFT] = "Hoàn thiện, trình Chủ tịch"
        for round_ in rounds_ready():
            url = f"/quyet-dinh/moi/khen-thuong/{round_.id}"
            found.append(
                Task(f"Dự thảo quyết định: {round_.title}", "Hội đồng đã xét xong", url, "Lập dự thảo")
            )
        for meeting in meetings_ready():
            url = f"/quyet-dinh/moi/sang-kien/{meeting.id}"
            title = f"Dự thảo quyết định công nhận sáng kiến: {meeting.title}"
            found.append(Task(title, "Hội đồng đã xét xong", url, "Lập dự thảo"))
    if account.has(P.DECISIONS_APPROVE):
        wanted[State.SUBMITTED] = "Xem và duyệt"
    if account.has(P.DECISIONS_NUMBER):
        wanted |= {State.APPROVED: "Cấp số, ngày", State.NUMBERED: "Ghi đã ký, đóng dấu"}
    if wanted:
        query = sa.select(Decision).where(Decision.state.in_(list(wanted))).order_by(Decision.id)
        for one in db.session.scalars(query):
            action = wanted[one.state]
            found.append(Task(f"{action}: {one.title}", "", f"/quyet-dinh/{one.id}", action, due=one.due_on))
    return found
