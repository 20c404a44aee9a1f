"""Who may see and do what: every role x every state x every relation, rules against SQL."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.core.errors import NotThere
from intranet.initiatives import queries, rules
from intranet.initiatives.models import Initiative
from intranet.initiatives.states import State
from intranet.people.models import Account, RoleHolding
from intranet.people.roles import Role
from tests.factories import initiatives as make

PVHCC, KT = "Điểm phục vụ hành chính công", "Phòng Kinh tế"


def _only(account: Account, role: Role | None, unit_id: int | None) -> None:
    """Leave the account with one role (or none)."""
    db.session.execute(sa.delete(RoleHolding).where(RoleHolding.account_id == account.id))
    if role is not None:
        held = RoleHolding(account_id=account.id, role=role, unit_id=unit_id, starts_on=dt.date(2026, 1, 1))
        db.session.add(held)
    db.session.flush()
    db.session.expire(account)


def _one_per_state(**kwargs) -> list[Initiative]:
    return [make.at(state, **kwargs) for state in State] + [_given_up()]


def _given_up() -> Initiative:
    """A draft that was withdrawn before it was ever handed in."""
    made = make.draft()
    made.state = State.WITHDRAWN
    db.session.flush()
    return made


@pytest.mark.parametrize("login", ["nhanvien", "nhanvien2", "vanthu"])
def test_rule_and_query_agree(app, account, login):
    """Owner, co-author and stranger; each role, held in the commune, in the unit, in another unit."""
    made = _one_per_state() + _one_per_state(co_author="nhanvien2")
    viewer = account(login)
    for role in (None, *Role):
        for unit_id in (None, make.unit(PVHCC).id, make.unit(KT).id):
            _only(viewer, role, unit_id)
            by_rule = {one.id for one in made if rules.may_see(viewer, one)}
            by_query = {one.id for one in db.session.scalars(queries.visible_to(viewer))}
            assert by_rule == by_query, (role, unit_id)


SEEN_BY_STRANGERS = {
    Role.STAFF: set(),
    Role.CLERK: set(),
    Role.ADMIN: set(),
    Role.STANDING: {s for s in State if s != State.DRAFT},
    Role.CHAIRMAN: {s for s in State if s != State.DRAFT},
    Role.UNIT_HEAD: {s for s in State if s != State.DRAFT},
    Role.COUNCIL_MEMBER: {State.IN_COUNCIL, State.RECOGNISED, State.NOT_RECOGNISED, State.REVOKED},
    Role.COUNCIL_SECRETARY: {State.IN_COUNCIL, State.RECOGNISED, State.NOT_RECOGNISED, State.REVOKED},
    Role.COUNCIL_CHAIR: {State.IN_COUNCIL, State.RECOGNISED, State.NOT_RECOGNISED, State.REVOKED},
    Role.TELLER: {State.IN_COUNCIL, State.RECOGNISED, State.NOT_RECOGNISED, State.REVOKED},
}


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_shows_of_other_peoples_work(app, account, role):
    made = {one.id: one.state for one in _one_per_state()}
    viewer = account("vanthu")
    _only(viewer, role, None)
    seen = [one.id for one in db.session.scalars(queries.visible_to(viewer))]
    assert {made[number] for number in seen} == SEEN_BY_STRANGERS[role]
    # the draft that was given up is nobody's business, though it is no draft any more
    assert max(made) not in seen


def test_a_head_of_another_unit_sees_only_what_is_recognised(app, account):
    made = {one.id: one.state for one in _one_per_state()}
    seen = {made[one.id] for one in db.session.scalars(queries.visible_to(account("truongthon")))}
    assert seen == {State.RECOGNISED}


def test_a_role_that_ended_shows_nothing(app, account):
    _one_per_state()
    viewer = account("truongphong")
    for holding in viewer.holdings:
        holding.ends_on = dt.date(2026, 1, 31)
    assert db.session.scalars(queries.visible_to(viewer)).all() == []


def test_not_visible_is_not_there(app, account):
    made = make.at(State.DRAFT)
    with pytest.raises(NotThere):
        queries.get_for(account("truongphong"), made.id)
    with pytest.raises(NotThere):
        queries.get_for(account("nhanvien"), 999_999)


@pytest.mark.parametrize("state", list(State))
def test_who_may_do_what(app, account, state):
    made = make.at(state, co_author="nhanvien2")
    for login in ("nhanvien", "nhanvien2", "truongphong", "thuongtruc", "chutich", "kinhte", "vanthu"):
        _check_rights(made, account(login), login, state)


def _check_rights(made: Initiative, viewer: Account, login: str, state: State) -> None:
    owner, author = login == "nhanvien", login in ("nhanvien", "nhanvien2")
    open_states = (State.DRAFT, State.RETURNED)
    before_council = (State.DRAFT, State.SUBMITTED, State.ENDORSED, State.ACCEPTED, State.RETURNED)
    recorders = ("nhanvien", "nhanvien2", "truongphong", "thuongtruc", "kinhte")
    assert {
        "edit": rules.may_edit(viewer, made),
        "endorse": rules.may_endorse(viewer, made),
        "check": rules.may_check(viewer, made),
        "return": rules.may_return(viewer, made),
        "withdraw": rules.may_withdraw(viewer, made),
        "record": rules.may_record_application(viewer, made),
    } == {
        "edit": owner and state in open_states,
        "endorse": login == "truongphong" and state == State.SUBMITTED,
        "check": login == "thuongtruc" and state == State.ENDORSED,
        "return": (login, state) in (("truongphong", State.SUBMITTED), ("thuongtruc", State.ENDORSED)),
        "withdraw": (owner and state in before_council)
        or (author and state in before_council and state != State.DRAFT),
        "record": state == State.RECOGNISED and login in recorders,
    }


def test_the_waiting_list_never_holds_own_work(app, account):
    mine = make.at(State.SUBMITTED, owner="truongphong")
    other = make.at(State.SUBMITTED)
    endorsed = make.at(State.ENDORSED, owner="kinhte")

    def waiting(login: str) -> set[int]:
        return {one.id for one in db.session.scalars(queries.waiting_for(account(login)))}

    assert waiting("truongphong") == {other.id}
    # the only head of that unit wrote it: it waits for the standing body, together with what is to be checked
    assert waiting("thuongtruc") == {mine.id, endorsed.id}
    assert waiting("kinhte") == set()
    assert waiting("nhanvien") == set()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ENDORSED])
@pytest.mark.parametrize("owner", ["nhanvien", "truongphong", "kinhte", "thuky"])
def test_waiting_list_and_rule_agree(app, account, owner, state):
    made = make.at(state, owner=owner)
    for login in db.session.scalars(sa.select(Account.login)):
        viewer = account(login)
        listed = made.id in {one.id for one in db.session.scalars(queries.waiting_for(viewer))}
        assert listed == rules.may_return(viewer, made), login


def test_proof_is_confirmed_by_the_applying_units_head_only(app, account):
    made = make.at(State.RECOGNISED)
    row = make.application(made)
    may = {
        login for login in db.session.scalars(sa.select(Account.login))
        if rules.may_confirm_application(account(login), row)
    }  # fmt: skip
    assert may == {"yte"}


def test_an_author_who_heads_the_applying_unit_does_not_confirm(app, account):
    made = make.at(State.RECOGNISED, owner="truongphong")
    row = make.application(made, PVHCC, actor="truongphong")
    assert not rules.may_confirm_application(account("truongphong"), row)
    assert rules.may_confirm_application(account("thuongtruc"), row)
