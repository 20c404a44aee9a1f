"""People, units and accounts as tests need them, made by the real acts."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from intranet.core import audit
from intranet.core.db import db
from intranet.notices import actions as notices
from intranet.notices.models import Notice
from intranet.people import actions, staff_actions
from intranet.people.models import Account, Honorific, Person, Unit, UnitKind
from intranet.people.roles import Role

SINCE = dt.date(2026, 1, 1)


def account(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def unit(name: str = "Phòng Kinh tế") -> Unit:
    """Return an example unit."""
    return db.session.scalars(sa.select(Unit).where(Unit.name == name)).one()


def new_unit(name: str = "Phòng Văn thư", **values: Any) -> Unit:
    """Make a unit below the commune."""
    given = {
        "name": name, "short_name": "", "kind": UnitKind.OFFICE, "parent_id": unit("UBND xã Đại Thanh").id,
        "position": 50, "starts_on": SINCE,
    }  # fmt: skip
    return staff_actions.make_unit(given | values, actor=audit.SYSTEM)


def person(name: str = "Đinh Thị Ước", **values: Any) -> Person:
    """Make a civil servant of Phòng Kinh tế."""
    given = {
        "full_name": name, "honorific": Honorific.MRS, "title": "Công chức", "position": "", "civil_servant": True,
        "born_on": None, "qualification": "", "address": "", "unit_id": unit().id,
    }  # fmt: skip
    return staff_actions.make_person(given | values, actor=audit.SYSTEM)


def new_account(
    name: str = "Đinh Thị Ước", login: str = "dinhuoc", role: Role = Role.STAFF
) -> tuple[Account, str]:
    """Make a person with an account and a role in the unit; return the account and its one-time password."""
    made = person(name)
    found, password = actions.create_account(made, login, actor=audit.SYSTEM)
    actions.give_role(found, role, actor=audit.SYSTEM, unit_id=made.unit_id, starts_on=SINCE)
    return found, password


def notice(account_id: int, title: str = "Có hồ sơ mới", **values: Any) -> Notice:
    """Put one notice into a bell."""
    (made,) = notices.tell([account_id], title, url=values.pop("url", "/phong-trao"), **values)
    db.session.flush()
    return made
