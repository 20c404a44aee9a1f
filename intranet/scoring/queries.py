"""Read rounds and sheets; what waits for markers and for the desk; who may read the files of an initiative."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import files, tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..initiatives.models import Initiative
from ..initiatives.queries import may_read_files
from ..people.models import Account
from . import markers, rules
from .models import ScoreRound, ScoreSheet
from .states import SEALED, State


def _whole(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.options(
        joinedload(ScoreRound.initiative).selectinload(Initiative.authors),
        selectinload(ScoreRound.sheets).selectinload(ScoreSheet.marks),
    )


def round_for(account: Account, round_id: int) -> ScoreRound:
    """Return a round that the account may know of; NotThere otherwise."""
    found = db.session.scalar(_whole(sa.select(ScoreRound)).where(ScoreRound.id == round_id))
    if found is None or not rules.may_open(account, found):
        raise NotThere("Không tìm thấy vòng chấm điểm này.")
    return found


def sheet_for(account: Account, sheet_id: int) -> ScoreSheet:
    """Return the account's own sheet; NotThere for all others."""
    found = db.session.get(ScoreSheet, sheet_id)
    if found is None or found.person_id != account.person_id:
        raise NotThere("Không tìm thấy phiếu chấm này.")
    return found


def sheet_of_desk(account: Account, sheet_id: int) -> ScoreSheet:
    """Return a sheet whose round the account runs; NotThere otherwise. Its marks are not for the desk's eyes."""
    found = db.session.get(ScoreSheet, sheet_id)
    if found is None or not rules.may_run(account, found.round.initiative):
        raise NotThere("Không tìm thấy phiếu chấm này.")
    return found


def rounds_of(initiative_id: int) -> list[ScoreRound]:
    """Return all rounds of an initiative, the newest first."""
    query = _whole(sa.select(ScoreRound)).where(ScoreRound.initiative_id == initiative_id)
    return list(db.session.scalars(query.order_by(ScoreRound.number.desc())))


def newest(initiative_id: int) -> ScoreRound | None:
    """Return the round that counts: the newest one that was not cancelled."""
    return next((one for one in rounds_of(initiative_id) if one.state != State.CANCELLED), None)


def open_among(initiative_ids: Iterable[int]) -> set[int]:
    """Return which of these initiatives have a round that still runs."""
    return set(
        db.session.scalars(
            sa.select(ScoreRound.initiative_id).where(
                ScoreRound.initiative_id.in_(list(initiative_ids)), ScoreRound.state.in_(SEALED)
            )
        )
    )


def rounds_for(account: Account) -> list[ScoreRound]:
    """Return the rounds that the account may open, the newest first."""
    query = _whole(sa.select(ScoreRound)).order_by(ScoreRound.id.desc()).limit(200)
    return [one for one in db.session.scalars(query).unique() if rules.may_open(account, one)]


def waiting_initiatives() -> list[Initiative]:
    """Return the initiatives that may be scored and have no round yet."""
    scored = sa.select(ScoreRound.initiative_id).where(ScoreRound.state != State.CANCELLED)
    query = sa.select(Initiative).where(
        Initiative.state.in_(rules.SCORED_IN),
        Initiative.council_result.is_(None),
        Initiative.id.not_in(scored),
    )
    return list(
        db.session.scalars(query.options(selectinload(Initiative.authors)).order_by(Initiative.title_key))
    )


def sheets_to_do(account: Account) -> list[ScoreSheet]:
    """Return the account's sheets that wait to be handed in."""
    query = (
        sa.select(ScoreSheet)
        .join(ScoreRound)
        .where(
            ScoreSheet.person_id == account.person_id,
            ScoreSheet.handed_in_at.is_(None),
            ScoreSheet.left_at.is_(None),
            ScoreRound.state.in_(SEALED),
        )
        .options(joinedload(ScoreSheet.round).joinedload(ScoreRound.initiative))
    )
    return list(db.session.scalars(query.order_by(ScoreSheet.id)))


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Sheets of mine; for the desk the rounds that lack a marker."""
    found = [
        Task(
            f"Chấm điểm sáng kiến: {sheet.round.initiative.title}",
            "Người chấm độc lập; điểm được giữ kín đến khi mọi người nộp",
            f"/cham-diem/phieu/{sheet.id}",
            "Chấm điểm",
            due=sheet.round.due_on,
        )
        for sheet in sheets_to_do(account)
    ]
    if account.has(P.COUNCIL_DESK):
        query = _whole(sa.select(ScoreRound)).where(ScoreRound.state.in_(SEALED))
        running = list(db.session.scalars(query).unique())
        away = markers.hidden_among(account.person_id, [one.initiative for one in running])
        found += [
            Task(
                f"Cử người chấm: {one.initiative.title}",
                f"Vòng chấm {one.number} đang thiếu {one.places_free} người chấm",
                f"/cham-diem/{one.id}/them-nguoi",
                "Cử người chấm",
                due=one.due_on,
            )
            for one in running
            if one.places_free > 0 and one.initiative_id not in away
        ]
    return found


def may_read(account: Account, initiative_id: int) -> bool:
    """Return whether the account may read the files: who sees the initiative, and its markers until they leave."""
    if may_read_files(account, initiative_id):
        return True
    mine = (
        sa.select(ScoreSheet.id)
        .join(ScoreRound)
        .where(ScoreRound.initiative_id == initiative_id, ScoreRound.state != State.CANCELLED)
        .where(ScoreSheet.person_id == account.person_id, ScoreSheet.left_at.is_(None))
    )
    return db.session.scalar(mine.limit(1)) is not None


files.READERS["initiative"] = may_read
