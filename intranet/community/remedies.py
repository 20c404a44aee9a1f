"""Set right what was found wrong (obligation O8): an owner, a day, a result. Nothing here commits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core import audit, clock, tasks
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.paths import own_path
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account, Person
from ..people.queries import account_ids_of, accounts_with
from . import rules
from .models import Remedy
from .queries import of_my_units
from .states import REMEDY, RemedyState, RemedyStep

OBLIGATION = "O8"  # of the plan: what these records prove
audit.declare("remedy", opened=("unit_id", "person_id", "due_on", "source"))


def _at(row: Remedy) -> str:
    return f"/cong-dong/chan-chinh/{row.id}"


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the query of remedies that an account may see: all, its units' ones, its own ones."""
    mine = sa.and_(Remedy.person_id.is_not(None), Remedy.person_id == account.person_id)
    query = sa.select(Remedy).where(sa.or_(mine, of_my_units(account, Remedy.unit_id)))
    return query.options(joinedload(Remedy.unit), joinedload(Remedy.person))


def get_for(account: Account, remedy_id: int) -> Remedy:
    """Return a remedy that the account may see; NotThere otherwise."""
    found: Remedy | None = db.session.scalars(visible_to(account).where(Remedy.id == remedy_id)).one_or_none()
    if found is None:
        raise NotThere("Không tìm thấy việc chấn chỉnh này.")
    return found


def may_finish(account: Account, row: Remedy) -> bool:
    """The owner, the head of the owner's unit, the standing body."""
    owner = row.person_id is not None and row.person_id == account.person_id
    return row.state == RemedyState.OPEN and (owner or account.has_in(P.COMMUNITY_WRITE, row.unit_id))


def may_cancel(account: Account, row: Remedy) -> bool:
    """The standing body, or a head of the unit who opened it: nobody drops what somebody else ordered."""
    if row.state != RemedyState.OPEN:
        return False
    own = row.opened_by == account.id and account.has_in(P.COMMUNITY_WRITE, row.unit_id)
    return own or account.has(P.COMMUNITY_ANSWER)


def open_remedy(values: dict[str, Any], *, actor: Account, unit_id: int) -> Remedy:
    """Give a unit, or one of its people, something to set right; they are told."""
    allowed = actor.has(P.COMMUNITY_ANSWER) or actor.has_in(P.COMMUNITY_WRITE, unit_id)
    rules.require(allowed, "Bạn chỉ giao việc chấn chỉnh trong đơn vị mình.")
    today = clock.today()
    if values["due_on"] < today:
        raise NotReady("Hạn xong không được ở quá khứ.", ["Hạn xong"])
    if values["source_path"] and own_path(values["source_path"]) is None:
        raise NotReady("Chỉ dán địa chỉ của một trang trong hệ thống, ví dụ /chi-tieu.", ["Trang liên quan"])
    person = db.session.get(Person, values["person_id"]) if values["person_id"] else None
    if person is not None and person.unit_id != unit_id:
        raise NotReady(f"{person.full_name} không thuộc đơn vị được giao.", ["Người thực hiện"])
    row = Remedy(state=RemedyState.OPEN, unit_id=unit_id, opened_on=today, opened_by=actor.id, **values)
    db.session.add(row)
    db.session.flush()
    facts = {"unit_id": unit_id, "person_id": row.person_id, "due_on": row.due_on.isoformat()}
    audit.record("remedy:opened", actor=actor, obj=row, data=facts | {"source": row.source.value})
    tell(_owners(row), f"Việc chấn chỉnh: {row.title}", text=row.wrong, url=_at(row), act_needed=True)
    return row


def _owners(row: Remedy) -> list[int]:
    """Return the accounts of the one who does it; of the heads of the unit where nobody is named."""
    named = account_ids_of([row.person_id]) if row.person_id else []
    return named or [one.id for one in accounts_with(P.COMMUNITY_WRITE, row.unit_id)]


def finish(row: Remedy, *, actor: Account, result: str, finished_on: dt.date) -> None:
    """Say that it is set right, on which day and how; who gave it is told."""
    rules.require(may_finish(actor, row) or row.state != RemedyState.OPEN, "Việc này giao cho người khác.")
    if not row.opened_on <= finished_on <= clock.today():
        raise NotReady("Ngày xong phải từ ngày giao đến hôm nay.", ["Ngày xong"])
    row.result, row.finished_on = result, finished_on
    perform(REMEDY, row, RemedyStep.FINISH, actor=actor)
    if row.opened_by is not None and row.opened_by != actor.id:
        tell([row.opened_by], f"Đã chấn chỉnh: {row.title}", text=result, url=_at(row))


def cancel(row: Remedy, *, actor: Account, reason: str) -> None:
    """Drop it with a reason; the owner is told."""
    allowed = may_cancel(actor, row) or row.state != RemedyState.OPEN
    rules.require(allowed, "Chỉ cơ quan thường trực hoặc người đã giao hủy được việc này.")
    perform(REMEDY, row, RemedyStep.CANCEL, actor=actor, reason=reason)
    tell(_owners(row), f"Hủy việc chấn chỉnh: {row.title}", text=reason, url=_at(row))


def proof(year: int, today: dt.date) -> dict[str, int]:
    """Return how many of those given in a year are done in time, late, open, open and overdue; all but cancelled."""
    done = Remedy.state == RemedyState.DONE
    still = Remedy.state == RemedyState.OPEN
    wanted = {
        "in_time": sa.and_(done, Remedy.finished_on <= Remedy.due_on),
        "late": sa.and_(done, Remedy.finished_on > Remedy.due_on),
        "open": still,
        "all": sa.or_(done, still),
        "overdue": sa.and_(still, Remedy.due_on < today),
    }
    sums = [sa.func.coalesce(sa.func.sum(sa.case((one, 1), else_=0)), 0) for one in wanted.values()]
    span = Remedy.opened_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return dict(zip(wanted, db.session.execute(sa.select(*sums).where(span)).one(), strict=True))


@tasks.provider
def remedy_tasks(account: Account) -> list[Task]:
    """What the account sets right: as the named person, or as a head of the unit where nobody is named."""
    mine = sa.and_(Remedy.person_id.is_not(None), Remedy.person_id == account.person_id)
    own = account.units_with(P.COMMUNITY_WRITE)
    if own:
        mine = sa.or_(mine, sa.and_(Remedy.person_id.is_(None), Remedy.unit_id.in_(own)))
    query = sa.select(Remedy).where(Remedy.state == RemedyState.OPEN, mine).order_by(Remedy.due_on, Remedy.id)
    return [
        Task("Chấn chỉnh tồn tại", row.title, _at(row), "Báo xong", row.due_on)
        for row in db.session.scalars(query.limit(20))
    ]
