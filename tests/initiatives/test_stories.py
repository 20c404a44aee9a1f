"""Story TP4: a unit head reviews the initiatives of the unit's people, never the own, and is stood in for until a day."""

import datetime as dt

import pytest

from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady
from intranet.initiatives import actions, queries, rules
from intranet.initiatives.states import State
from intranet.people import deputy_actions
from tests.factories import initiatives as make

TODAY = clock.today()


def waiting(who) -> set[int]:
    """Return what waits for an account."""
    return {one.id for one in db.session.scalars(queries.waiting_for(who)).unique()}


def test_tp4_a_head_approves_or_returns_with_a_reason_but_not_the_own_or_anothers(app, account):
    head, other = account("truongphong"), account("kinhte")
    first, second = make.at(State.SUBMITTED), make.at(State.SUBMITTED)
    assert waiting(head) == {first.id, second.id}
    with pytest.raises(NotReady, match="lý do"):
        actions.send_back(first, actor=head, reason=" ")
    actions.send_back(first, actor=head, reason="Nêu rõ hiệu quả")
    assert (first.state, audit.timeline(first)[-1].reason) == (State.RETURNED, "Nêu rõ hiệu quả")
    with pytest.raises(Barred):
        actions.endorse(second, actor=other)
    actions.endorse(second, actor=head)
    assert second.state == State.ENDORSED
    own = make.at(State.SUBMITTED, "truongphong")
    for act in (actions.endorse, lambda one, actor: actions.send_back(one, actor=actor, reason="Tự trả lại")):
        with pytest.raises(Barred):
            act(own, actor=head)
    assert own.state == State.SUBMITTED and own.id not in waiting(head)


def test_tp4_who_stands_in_for_the_head_reviews_until_the_last_day(app, account, monkeypatch):
    deputy, head = account("nhanvien2"), account("truongphong")
    own, theirs = make.at(State.SUBMITTED, "truongphong"), make.at(State.SUBMITTED)
    assert waiting(deputy) == set()
    until = TODAY + dt.timedelta(days=7)
    deputy_actions.name(deputy.id, TODAY, until, actor=head)
    assert waiting(deputy) == {own.id, theirs.id}
    actions.endorse(own, actor=deputy)  # somebody nearer than the standing body reviews what the head wrote
    mine = make.at(State.SUBMITTED, "nhanvien2")
    with pytest.raises(Barred):  # standing in does not open the own work
        actions.endorse(mine, actor=deputy)
    late = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(3), tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert not rules.may_endorse(deputy, theirs) and waiting(deputy) == set()
    with pytest.raises(Barred):
        actions.endorse(theirs, actor=deputy)
    actions.endorse(theirs, actor=head)
