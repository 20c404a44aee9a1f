"""Read initiatives: what an account may see (the same as `rules.may_see`), what waits for it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..campaign.models import Campaign, Theme
from ..core import clock, files
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..people.models import Account, Person
from ..people.queries import account_ids_of, accounts_with
from . import rules
from .models import Initiative, InitiativeApplication, InitiativeAuthor, InitiativeVersion
from .states import State


def own(account: Account) -> sa.ColumnElement[bool]:
    """Return the condition that the account's person writes it or is an author."""
    mine = sa.select(InitiativeAuthor.initiative_id).where(InitiativeAuthor.person_id == account.person_id)
    return sa.or_(Initiative.owner_id == account.person_id, Initiative.id.in_(mine))


def _in_units(units: set[int] | None) -> sa.ColumnElement[bool]:
    return sa.true() if units is None else Initiative.unit_id.in_(units)


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the query of all initiatives that an account may see; agrees with `rules.may_see`."""
    handed_in = sa.and_(
        Initiative.state != State.DRAFT,
        sa.or_(Initiative.state != State.WITHDRAWN, Initiative.submitted_at.is_not(None)),
    )
    by_role: list[sa.ColumnElement[bool]] = []
    if account.has(P.INITIATIVES_READ_ALL):
        by_role.append(sa.true())
    if account.has(P.COUNCIL_READ):
        by_role.append(Initiative.state.in_(rules.COUNCIL_SEES))
    if account.has(P.INITIATIVES_ENDORSE):
        by_role.append(Initiative.state == State.RECOGNISED)
        by_role.append(_in_units(account.units_with(P.INITIATIVES_ENDORSE)))
    return sa.select(Initiative).where(sa.or_(own(account), sa.and_(handed_in, sa.or_(sa.false(), *by_role))))


def with_lists(query: sa.Select[Any]) -> sa.Select[Any]:
    """Load what a list row shows in a fixed number of statements."""
    return query.options(
        joinedload(Initiative.unit),
        joinedload(Initiative.owner),
        joinedload(Initiative.theme),
        selectinload(Initiative.authors).joinedload(InitiativeAuthor.person).joinedload(Person.unit),
    )


def get_for(account: Account, initiative_id: int) -> Initiative:
    """Return an initiative that the account may see; NotThere otherwise."""
    found = db.session.scalar(with_lists(visible_to(account)).where(Initiative.id == initiative_id))
    if found is None:
        raise NotThere("Không tìm thấy sáng kiến này.")
    return found


def get_application_for(account: Account, initiative_id: int, application_id: int) -> InitiativeApplication:
    """Return a record of application of an initiative that the account may see; NotThere otherwise."""
    initiative = get_for(account, initiative_id)
    for application in initiative.applications:
        if application.id == application_id:
            return application
    raise NotThere("Không tìm thấy nội dung áp dụng này.")


def may_read_files(account: Account, initiative_id: int) -> bool:
    """Return whether the account may read the files of an initiative (it may see it)."""
    found = db.session.get(Initiative, initiative_id)
    return found is not None and rules.may_see(account, found)


def may_read_proof(account: Account, application_id: int) -> bool:
    """Return whether the account may read the proof of an application (it may see the initiative)."""
    found = db.session.get(InitiativeApplication, application_id)
    return found is not None and rules.may_see(account, found.initiative)


files.READERS["initiative"] = may_read_files
files.READERS["initiative_application"] = may_read_proof


def headless_ids(account: Account) -> list[int]:
    """Return handed-in initiatives without a head who is no author: the standing body endorses them."""
    if not account.has(P.INITIATIVES_CHECK):
        return []
    waiting = db.session.scalars(
        sa.select(Initiative)
        .where(Initiative.state == State.SUBMITTED)
        .options(selectinload(Initiative.authors))
    ).all()
    if not waiting:
        return []
    # asked once for all rows: who holds the endorsement, and where
    holders = [(a, a.units_with(P.INITIATIVES_ENDORSE)) for a in accounts_with(P.INITIATIVES_ENDORSE)]
    return [
        one.id
        for one in waiting
        if not any(
            (units is None or one.unit_id in units) and not rules.barred_own_work(holder, one)
            for holder, units in holders
        )
    ]


def waiting_for(account: Account) -> sa.Select[Any]:
    """Return the query of what the account should endorse or check now; never its own work."""
    acts: list[sa.ColumnElement[bool]] = []
    if account.has(P.INITIATIVES_ENDORSE):
        units = account.units_with(P.INITIATIVES_ENDORSE)
        acts.append(sa.and_(Initiative.state == State.SUBMITTED, _in_units(units)))
    if account.has(P.INITIATIVES_CHECK):
        acts.append(Initiative.state == State.ENDORSED)
        acts.append(sa.and_(Initiative.state == State.SUBMITTED, Initiative.id.in_(headless_ids(account))))
    return sa.select(Initiative).where(sa.or_(sa.false(), *acts), sa.not_(own(account)))


def current_themes(initiative: Initiative | None = None) -> list[Theme]:
    """Return the themes of the movements that run today, and the one chosen before."""
    today = clock.today()
    running = sa.and_(Campaign.starts_on <= today, Campaign.ends_on >= today)
    if initiative is not None and initiative.theme_id is not None:
        running = sa.or_(running, Theme.id == initiative.theme_id)
    query = sa.select(Theme).join(Campaign).where(running).order_by(Campaign.starts_on.desc(), Theme.number)
    return list(db.session.scalars(query))


def versions(initiative: Initiative) -> list[InitiativeVersion]:
    """Return the kept versions, oldest first."""
    query = sa.select(InitiativeVersion).where(InitiativeVersion.initiative_id == initiative.id)
    return list(db.session.scalars(query.order_by(InitiativeVersion.number)))


def author_accounts(initiative: Initiative) -> list[int]:
    """Return the accounts of the owner and all authors."""
    return account_ids_of([initiative.owner_id, *(author.person_id for author in initiative.authors)])


def who_has_it(initiative: Initiative) -> list[Account]:
    """Return the accounts that should act on it now in a review step; empty in any other state."""
    if initiative.state == State.SUBMITTED:
        return rules.endorsers(initiative.unit_id, initiative)
    if initiative.state == State.ENDORSED:
        return rules.checkers(initiative)
    return []
