"""Read proposals, whom they may hold, and what waits for whom."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..awards.models import AwardRound, Nomination
from ..awards.models import RoundKind as Kind
from ..awards.states import State as NominationState
from ..core import tasks
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..history.models import PastAward
from ..parameters import actions as parameters
from ..parameters.queries import rule
from ..people.models import Account
from . import rules
from .models import CityLine, CityProposal, Ground
from .states import State

# passed by the council, or rewarded here already: only these may go further up
SETTLED = (NominationState.PASSED, NominationState.APPROVED, NominationState.AWARDED)
FIELDS = ("name", "born_year", "gender", "job", "unit", "form", "summary", "votes", "titles")
LEFT_OUT = "-"  # as label of a field: the city does not ask for it


def _check_fields(value: Any) -> None:
    if value["name"] == LEFT_OUT or value["form"] == LEFT_OUT:
        raise NotReady("Danh sách không thể thiếu họ tên và hình thức đề nghị.", ["Giá trị"])


parameters.CHECKS["award.city_fields"] = _check_fields


def proposals() -> sa.Select[Any]:
    """Return the query of all proposals with their lines, for who may read them."""
    return sa.select(CityProposal).options(selectinload(CityProposal.lines))


def get_for(account: Account, proposal_id: int) -> CityProposal:
    """Return a proposal; NotThere for who may not read it."""
    found = db.session.scalar(proposals().where(CityProposal.id == proposal_id))
    if found is None or not rules.may_read(account):
        raise NotThere("Không tìm thấy tờ trình này.")
    return found


def line_of(proposal: CityProposal, line_id: int) -> CityLine:
    """Return a line of this proposal; NotThere for another one."""
    found = next((line for line in proposal.lines if line.id == line_id), None)
    if found is None:
        raise NotThere("Tờ trình không có dòng này.")
    return found


def forms(proposal: CityProposal) -> dict[str, str]:
    """Return code -> name of the forms above the commune, by the rules of the proposal's day."""
    return dict(rule("award.city_forms", proposal.rule_date).value)


def fields(proposal: CityProposal) -> dict[str, str]:
    """Return field -> label of the columns that the city asks for, in the order of the rule."""
    asked = rule("award.city_fields", proposal.rule_date).value
    return {key: label for key, label in asked.items() if key in FIELDS and label.strip() != LEFT_OUT}


def cells(line: CityLine, columns: dict[str, str], names: dict[str, str]) -> list[str]:
    """Return the words of a line in the order of the columns."""
    shown: dict[str, Any] = {key: getattr(line, key) for key in FIELDS}
    shown |= {"name": line.printed_name, "form": names.get(line.form, line.form)}
    return [str(shown[key]) if shown[key] is not None else "" for key in columns]


def candidates(proposal: CityProposal) -> list[Nomination]:
    """Return the settled nominations of the rounds that may be a ground, not yet in a living proposal."""
    taken = (
        sa.select(CityLine.nomination_id)
        .join(CityProposal)
        .where(CityLine.nomination_id.is_not(None), CityProposal.state != State.CANCELLED)
    )
    query = (
        sa.select(Nomination)
        .join(AwardRound)
        .where(
            Nomination.state.in_(SETTLED),
            AwardRound.kind.in_(rules.ROUNDS[proposal.ground]),
            Nomination.id.not_in(taken),
        )
        .options(
            joinedload(Nomination.round),
            joinedload(Nomination.unit),
            joinedload(Nomination.person),
            joinedload(Nomination.collective),
        )
        .order_by(AwardRound.opens_on.desc(), Nomination.round_id, Nomination.name_key, Nomination.id)
    )
    return list(db.session.scalars(query))


def event_awards(person_id: int | None, collective_id: int | None) -> set[tuple[str, Any]]:
    """Return (number, day) of our Decisions that rewarded this subject for a sudden act or a theme."""
    mine = (
        Nomination.person_id == person_id
        if person_id is not None
        else Nomination.collective_id == (collective_id or 0)
    )
    query = (
        sa.select(Nomination.decision_number, Nomination.awarded_on)
        .join(AwardRound)
        .where(mine, Nomination.state == NominationState.AWARDED)
        .where(AwardRound.kind.in_((Kind.SUDDEN, Kind.THEMATIC)))
    )
    return {(row[0] or "", row[1]) for row in db.session.execute(query)}


def awards_before(ground: Ground, past: list[PastAward], events: set[tuple[str, Any]]) -> list[PastAward]:
    """Return the earlier awards to name in the list: for công trạng not those for a sudden act or a theme."""
    if ground != Ground.MERIT:
        return past
    return [one for one in past if (one.number, one.awarded_on) not in events]


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Drafts and unanswered proposals of the standing body; what the clerk has to number and send."""
    wanted: dict[State, tuple[str, str]] = {}
    if account.has(P.ROUNDS_WRITE):
        wanted[State.DRAFT] = ("Hoàn thiện tờ trình cấp trên", "Mở tờ trình")
        wanted[State.SENT] = ("Theo dõi trả lời của cấp trên", "Ghi trả lời")
    if account.has(P.REGISTERS_WRITE):
        wanted[State.READY] = ("Cấp số tờ trình cấp trên", "Cấp số")
        wanted[State.SIGNED] = ("Gửi tờ trình cấp trên", "Ghi đã gửi")
    if not wanted:
        return []
    query = sa.select(CityProposal).where(CityProposal.state.in_(wanted)).order_by(CityProposal.id)
    found = []
    for one in db.session.scalars(query):
        title, act = wanted[one.state]
        due = one.due_on if one.state == State.SENT else None
        found.append(
            Task(f"{title}: {one.title}", one.full_number, f"/trinh-cap-tren/{one.id}", act, due=due)
        )
    return found
