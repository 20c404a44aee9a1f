"""A Decision waits while the secret vote behind it can be objected to, or an objection is not answered."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.ballots import service
from intranet.ballots.models import Poll
from intranet.ballots.states import PollState
from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.council.models import AgendaItem
from intranet.decisions import actions, queries
from intranet.decisions.states import State
from tests.factories import council
from tests.factories import decisions as make
from tests.site import rows


@pytest.fixture
def poll(app) -> Poll:
    """A counted secret vote behind the first nomination of a submitted Decision."""
    nomination = queries.nominations_of(make.award(State.SUBMITTED))[0]
    item = db.session.scalars(
        sa.select(AgendaItem).where(
            AgendaItem.subject_kind == "nomination", AgendaItem.subject_id == nomination.id
        )
    ).one()
    until = clock.now() + dt.timedelta(hours=24)
    values = {
        "state": PollState.CLOSED,
        "objections_until": until,
        "kind": "agenda_item",
        "subject_id": item.id,
    }
    made = rows.make(Poll, **values)
    rows.make(
        service.PollElector, poll_id=made.id, person_id=council.account("kinhte").person_id, removed=False
    )
    db.session.execute(sa.update(AgendaItem).where(AgendaItem.id == item.id).values(poll_id=made.id))
    return made


def submitted():
    return db.session.scalars(
        sa.select(actions.Decision).where(actions.Decision.state == State.SUBMITTED)
    ).one()


def test_approval_waits_for_the_end_of_the_time_to_object(poll, monkeypatch):
    with pytest.raises(NotReady, match="khiếu nại") as held:
        actions.approve(submitted(), actor=make.account("chutich"))
    assert len(held.value.missing) == 1 and "được khiếu nại đến" in held.value.missing[0]
    later = clock.now() + dt.timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    actions.approve(submitted(), actor=make.account("chutich"))


def test_approval_waits_for_the_answer_to_an_objection(poll, monkeypatch):
    objection = service.object_to(poll, "Không thấy mã của tôi", actor=council.account("kinhte"))
    later = clock.now() + dt.timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotReady, match="khiếu nại") as held:
        actions.approve(submitted(), actor=make.account("chutich"))
    assert held.value.missing[0].endswith("có khiếu nại chưa trả lời")
    service.answer(
        poll,
        objection,
        actor=council.account("chutich"),
        proven=False,
        text="Đã đối chiếu, mã có trong danh sách.",
    )
    actions.approve(submitted(), actor=make.account("chutich"))
