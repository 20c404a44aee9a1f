"""Who stands in for the head of a unit while away: named by the head, from a day to a day (story TP4)."""

import datetime as dt

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from ..core.errors import Barred, NotReady, NotThere
from ..core.text import short_date
from ..notices import actions as notices
from . import actions
from .models import Account, Person, RoleHolding, Unit
from .roles import Role

LONGEST = 90  # days; who is away for longer is replaced by the administrator, on paper


def headed(actor: Account) -> list[Unit]:
    """Return the units that an account heads for good: who only stands in hands nothing on."""
    today = clock.today()
    return [
        one.unit
        for one in actor.holdings
        if one.role == Role.UNIT_HEAD and one.unit is not None and one.ends_on is None and one.on(today)
    ]


def standing_in(actor: Account) -> list[RoleHolding]:
    """Return who stands in, now or later, in the units that an account heads."""
    mine = [unit.id for unit in headed(actor)]
    query = (
        sa.select(RoleHolding)
        .where(RoleHolding.role == Role.UNIT_HEAD, RoleHolding.unit_id.in_(mine))
        .where(RoleHolding.ends_on >= clock.today(), RoleHolding.starts_on <= RoleHolding.ends_on)
        .where(RoleHolding.account_id != actor.id)
        .options(sa.orm.joinedload(RoleHolding.account).joinedload(Account.person))
        .options(sa.orm.joinedload(RoleHolding.unit))
    )
    return list(db.session.scalars(query.order_by(RoleHolding.starts_on, RoleHolding.id)))


def candidates(actor: Account) -> list[Account]:
    """Return the accounts of the people of these units who may be named, by given name."""
    mine = [unit.id for unit in headed(actor)]
    query = (
        sa.select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(Person.unit_id.in_(mine), Account.id != actor.id)
        .options(sa.orm.joinedload(Account.person).joinedload(Person.unit))
        .order_by(Person.name_key, Person.id)
    )
    return [one for one in db.session.scalars(query) if one.is_active]


def name(deputy_id: int | None, starts_on: dt.date, ends_on: dt.date, *, actor: Account) -> RoleHolding:
    """Let somebody of the own unit act as its head from a day to a day; the deputy is told.

    Barred for who does not head a unit for good; NotThere for people of other units; NotReady for days that have
    passed or more than `LONGEST` days. The deny rules stay: nobody reviews the own work in the head's place.
    """
    if not headed(actor):
        raise Barred(
            "Chỉ người đứng đầu đơn vị cử được người thay. Người đang thay không cử tiếp người khác."
        )
    deputy = next((one for one in candidates(actor) if one.id == deputy_id), None)
    if deputy is None:
        raise NotThere("Chỉ cử được người của đơn vị mình, đang có tài khoản.")
    if starts_on < clock.today():
        raise NotReady("Ngày bắt đầu đã qua.", ["Từ ngày"])
    if (ends_on - starts_on).days >= LONGEST:
        raise NotReady(
            f"Thay tối đa {LONGEST} ngày; lâu hơn thì Quản trị giao vai trò theo văn bản.", ["Đến hết ngày"]
        )
    made = actions.give_role(
        deputy,
        Role.UNIT_HEAD,
        actor=actor,
        unit_id=deputy.person.unit_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    where = made.unit.name if made.unit else ""
    notices.tell(
        [deputy.id],
        f"{actor.display_name} cử bạn thay khi vắng",
        url="/",
        text=f"{where}, từ {short_date(starts_on)} đến hết {short_date(ends_on)}",
    )
    return made


def end(holding_id: int, *, actor: Account) -> RoleHolding:
    """Take the place back at once; NotThere for a holding that is none of the own deputies."""
    holding = next((one for one in standing_in(actor) if one.id == holding_id), None)
    if holding is None:
        raise NotThere("Không có người thay này. Hãy tải lại trang.")
    actions.end_role(holding, clock.today() - dt.timedelta(days=1), actor=actor)
    notices.tell([holding.account_id], f"{actor.display_name} đã trở lại, bạn thôi thay", url="/")
    return holding
