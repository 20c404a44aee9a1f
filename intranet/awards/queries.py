"""Read rounds and nominations: what an account may see (as `rules.may_see`), history, what waits for it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock, files, tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..history import queries as past_awards
from ..history.models import PastAward
from ..initiatives.models import Initiative, InitiativeAuthor
from ..initiatives.states import State as InitiativeState
from ..people.models import Account, Person, Unit
from ..people.queries import staff
from ..training.models import TrainingRecord
from ..training.states import State as TrainingState
from . import dossier, round_plan, rules
from .models import AwardRound, Nomination
from .phrases import WITH
from .states import RoundState, State


def rounds() -> sa.Select[Any]:
    """Return the query of all rounds."""
    return sa.select(AwardRound).options(joinedload(AwardRound.campaign))


def get_round(round_id: int) -> AwardRound:
    """Return a round; NotThere when there is none."""
    found = db.session.get(AwardRound, round_id)
    if found is None:
        raise NotThere()
    return found


def open_rounds() -> list[AwardRound]:
    """Return the rounds that take nominations, the first to close first."""
    query = sa.select(AwardRound).where(AwardRound.state == RoundState.OPEN)
    return list(db.session.scalars(query.order_by(AwardRound.closes_on)))


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the query of nominations that an account may see; agrees with `rules.may_see`."""
    allowed: list[sa.ColumnElement[bool]] = []
    handed_in = Nomination.state != State.DRAFT
    units = account.units_with(P.NOMINATIONS_WRITE)
    allowed.append(sa.true() if units is None else Nomination.unit_id.in_(units))
    allowed.append(sa.and_(handed_in, Nomination.person_id == account.person_id))
    if account.has(P.NOMINATIONS_READ_ALL):
        allowed.append(handed_in)
    if account.has(P.COUNCIL_READ):
        allowed.append(Nomination.state.in_(rules.COUNCIL_SEES))
    return sa.select(Nomination).where(sa.or_(*allowed))


def units_seen_by(account: Account) -> list[Unit]:
    """Return the units that proposed the nominations which an account may see."""
    theirs = visible_to(account).with_only_columns(Nomination.unit_id)
    return list(db.session.scalars(sa.select(Unit).where(Unit.id.in_(theirs)).order_by(Unit.position)))


def with_lists(query: sa.Select[Any]) -> sa.Select[Any]:
    """Load what a list row shows in a fixed number of statements."""
    return query.options(
        joinedload(Nomination.round), joinedload(Nomination.unit), joinedload(Nomination.person)
    )


def get_for(account: Account, nomination_id: int) -> Nomination:
    """Return a nomination that the account may see; NotThere otherwise."""
    query = with_lists(visible_to(account)).where(Nomination.id == nomination_id)
    found = db.session.scalar(query.options(selectinload(Nomination.checks)))
    if found is None:
        raise NotThere("Không tìm thấy hồ sơ này.")
    return found


def may_read_files(account: Account, nomination_id: int) -> bool:
    """Return whether the account may read the evidence of a nomination."""
    found = db.session.get(Nomination, nomination_id)
    return found is not None and rules.may_see(account, found)


files.READERS["nomination"] = may_read_files


def for_agenda() -> list[Nomination]:
    """Return the eligible nominations of closed rounds: they may go before the council, by round and name."""
    query = (
        sa.select(Nomination)
        .join(AwardRound)
        .where(Nomination.state == State.ELIGIBLE)
        .where(AwardRound.state.in_([RoundState.CLOSED, RoundState.IN_COUNCIL]))
    )
    return list(db.session.scalars(query.order_by(Nomination.round_id, Nomination.name_key)))


def passed_in(round_: AwardRound) -> list[Nomination]:
    """Return the nominations of a round that the council passed: collectives, people by given name, households."""
    return in_round(round_, State.PASSED)


def in_round(round_: AwardRound, *states: State) -> list[Nomination]:
    """Return nominations of a round in some states, in the order of the annex."""
    order = sa.case({"collective": 1, "person": 2, "household": 3}, value=Nomination.subject_kind)
    query = sa.select(Nomination).where(Nomination.round_id == round_.id, Nomination.state.in_(states))
    query = query.options(joinedload(Nomination.unit), joinedload(Nomination.person).joinedload(Person.unit))
    return list(db.session.scalars(query.order_by(order, Nomination.name_key, Nomination.id)))


def counts(round_: AwardRound) -> dict[State, int]:
    """Return how many nominations of a round are in each state."""
    query = sa.select(Nomination.state, sa.func.count()).where(Nomination.round_id == round_.id)
    rows = db.session.execute(query.group_by(Nomination.state))
    return {row[0]: row[1] for row in rows}


def silent_units(round_: AwardRound, candidates: list[Unit]) -> list[Unit]:
    """Return the units that have not nominated anybody in a round."""
    query = sa.select(Nomination.unit_id).where(Nomination.round_id == round_.id).distinct()
    heard = set(db.session.scalars(query))
    return [unit for unit in candidates if unit.id not in heard]


def _living(round_: AwardRound) -> sa.Select[Any]:
    dead = (State.WITHDRAWN, State.INELIGIBLE, State.FAILED, State.DECLINED)
    return sa.select(Nomination).where(Nomination.round_id == round_.id, Nomination.state.not_in(dead))


def living_in(round_: AwardRound) -> list[Nomination]:
    """Return all files of a round that are not out of it, with their units."""
    query = _living(round_).options(joinedload(Nomination.unit)).order_by(Nomination.id)
    return list(db.session.scalars(query))


def taken_in(round_: AwardRound, *, person_id: int | None, collective_id: int | None) -> Nomination | None:
    """Return the living nomination of the same person or collective in a round."""
    query = _living(round_)
    if person_id is not None:
        query = query.where(Nomination.person_id == person_id)
    elif collective_id is not None:
        query = query.where(Nomination.collective_id == collective_id)
    else:
        return None
    return db.session.scalar(query.limit(1))


def history(person_id: int | None, collective_id: int | None = None) -> list[PastAward]:
    """Return the awards in force of a person or collective, newest first: by Decisions, entered, imported."""
    if person_id is not None:
        return [one for one in past_awards.of_person(person_id) if one.in_force]
    return [one for one in past_awards.of_unit(collective_id) if one.in_force] if collective_id else []


def histories(nominations: list[Nomination]) -> dict[int, list[PastAward]]:
    """Return nomination id -> earlier awards of the same person or collective, newest first; three statements."""
    people = past_awards.of_people({one.person_id for one in nominations if one.person_id})
    units = past_awards.of_units({one.collective_id for one in nominations if one.collective_id})
    found: dict[int, list[PastAward]] = {}
    for one in nominations:
        own = people[one.person_id] if one.person_id else units.get(one.collective_id or 0, [])
        this = (one.decision_number, one.awarded_on)
        found[one.id] = [award for award in own if (award.number, award.awarded_on) != this]
    return found


def initiatives_of(person_id: int) -> list[Initiative]:
    """Return a person's recognised initiatives, newest first."""
    query = (
        sa.select(Initiative)
        .join(InitiativeAuthor)
        .where(InitiativeAuthor.person_id == person_id, Initiative.state == InitiativeState.RECOGNISED)
        .options(selectinload(Initiative.authors))
        .order_by(Initiative.recognised_on.desc())
    )
    return list(db.session.scalars(query))


def uses_of(initiative_id: int, *, but: int | None = None) -> list[Nomination]:
    """Return living or awarded nominations that use an initiative (one initiative, one use: CV 5007/BNV-TĐKT)."""
    dead = (State.WITHDRAWN, State.INELIGIBLE, State.FAILED, State.DECLINED, State.REVOKED)
    query = sa.select(Nomination).where(
        Nomination.initiative_id == initiative_id, Nomination.state.not_in(dead), Nomination.id != (but or 0)
    )
    return list(db.session.scalars(query))


def known_about(people: list[Person]) -> dict[int, dict[str, int]]:
    """Return person id -> counts of recognised initiatives, trainings of this year, awards; three statements."""
    ids = [person.id for person in people]
    found = {one: {"initiatives": 0, "trainings": 0, "awards": 0} for one in ids}
    year = clock.today().year
    recognised = (
        sa.select(InitiativeAuthor.person_id, sa.func.count())
        .join(Initiative)
        .where(InitiativeAuthor.person_id.in_(ids), Initiative.state == InitiativeState.RECOGNISED)
        .group_by(InitiativeAuthor.person_id)
    )
    trained = (
        sa.select(TrainingRecord.person_id, sa.func.count())
        .where(TrainingRecord.person_id.in_(ids), TrainingRecord.state == TrainingState.VERIFIED)
        .where(sa.extract("year", TrainingRecord.starts_on) == year)
        .group_by(TrainingRecord.person_id)
    )
    awarded = (
        sa.select(PastAward.person_id, sa.func.count())
        .where(PastAward.person_id.in_(ids), PastAward.withdrawn_at.is_(None), PastAward.revoked == "")
        .group_by(PastAward.person_id)
    )
    for key, query in (("initiatives", recognised), ("trainings", trained), ("awards", awarded)):
        for person_id, number in db.session.execute(query):
            if person_id is not None:
                found[person_id][key] = number
    return found


def trainings_of(person_id: int, year: int) -> list[TrainingRecord]:
    """Return a person's verified trainings of a year."""
    query = sa.select(TrainingRecord).where(
        TrainingRecord.person_id == person_id,
        TrainingRecord.state == TrainingState.VERIFIED,
        sa.extract("year", TrainingRecord.starts_on) == year,
    )
    return list(db.session.scalars(query.order_by(TrainingRecord.starts_on)))


def nominating_units(account: Account) -> list[Unit]:
    """Return the units for which the account nominates."""
    units = account.units_with(P.NOMINATIONS_WRITE)
    query = sa.select(Unit).order_by(Unit.position)
    return list(db.session.scalars(query if units is None else query.where(Unit.id.in_(units))))


def people_of(unit_id: int) -> list[Person]:
    """Return the people of a unit by given name."""
    return staff(unit_id)


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Open rounds and returned files of my unit; files to check for the standing body."""
    found: list[Task] = []
    for one in dossier.unanswered_by(account):
        title = "Xác nhận thông tin của bạn trong hồ sơ khen thưởng"
        found.append(Task(title, one.round.title, f"{_url(one)}/xac-nhan", "Xem và xác nhận"))
    if account.has(P.ROUNDS_WRITE):
        found += _round_tasks()
    if account.has(P.NOMINATIONS_WRITE):
        found += _nominator_tasks(account)
    if account.has(P.NOMINATIONS_CHECK):
        query = with_lists(
            sa.select(Nomination).where(Nomination.state == State.SUBMITTED, _in_living_round())
        )
        for one in db.session.scalars(query):
            if not rules.barred_own_file(account, one):
                title = f"Kiểm tra hồ sơ: {one.printed_name}"
                detail = f"{one.unit.name}, {one.round.title}"
                found.append(Task(title, detail, _url(one), "Kiểm tra hồ sơ", due=one.due_on))
    return found


def _round_tasks() -> list[Task]:
    """The step of each running round that is to be done now, with its deadline."""
    over = (RoundState.PLANNED, RoundState.CANCELLED, RoundState.HANDED_OVER)
    found = []
    for round_ in db.session.scalars(sa.select(AwardRound).where(AwardRound.state.not_in(over))):
        step = round_plan.next_step(round_)
        if step is not None and step.due is not None:
            url = f"/khen-thuong/dot/{round_.id}"
            found.append(
                Task(f"{step.label}: {round_.title}", "Tiến độ của đợt", url, "Mở đợt", due=step.due)
            )
    return found


def _in_living_round() -> sa.ColumnElement[bool]:
    """A round that is over asks nobody for anything."""
    over = (RoundState.CANCELLED, RoundState.ISSUED, RoundState.HANDED_OVER)
    return Nomination.round.has(AwardRound.state.not_in(over))


def _url(nomination: Nomination) -> str:
    return f"/khen-thuong/ho-so/{nomination.id}"


def _nominator_tasks(account: Account) -> list[Task]:
    units = account.units_with(P.NOMINATIONS_WRITE)
    mine = sa.true() if units is None else Nomination.unit_id.in_(units)
    found = []
    waiting = (State.DRAFT, State.RETURNED, *(State(name) for name in WITH))
    query = with_lists(sa.select(Nomination).where(mine, Nomination.state.in_(waiting), _in_living_round()))
    for one in db.session.scalars(query.order_by(Nomination.id)):
        detail = f"{one.round.title}"
        if one.state == State.RETURNED:
            found.append(Task(f"Sửa hồ sơ: {one.printed_name}", detail, _url(one), "Xem lý do và sửa"))
        elif one.state == State.DRAFT:
            title = f"Viết tiếp hồ sơ: {one.printed_name}"
            found.append(Task(title, detail, _url(one), "Viết tiếp", due=one.round.closes_on))
        else:
            who = WITH[one.state.value]
            found.append(Task(one.printed_name, detail, _url(one), "", due=one.due_on, waiting_for=who))
    for round_ in open_rounds():
        url = f"/khen-thuong/dot/{round_.id}"
        title = f"Đề nghị khen thưởng: {round_.title}"
        found.append(Task(title, "Đợt đang nhận hồ sơ", url, "Mở đợt", due=round_.closes_on))
    return found
