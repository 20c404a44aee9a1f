"""Awards of Decisions issued before the history came are found in it after the upgrade, as if written at issue."""

import sqlalchemy as sa

from intranet.core import schema
from intranet.core.db import db
from intranet.decisions.models import DecisionKind
from intranet.decisions.states import State
from intranet.history.models import PastAward
from tests.factories import corrections, decisions

OWN = {"id", "created_at", "version"}


def rows() -> list[dict[str, object]]:
    table = PastAward.__table__
    query = (
        sa.select(table)
        .where(table.c.decision_id.is_not(None))
        .order_by(table.c.decision_id, table.c.ordinal)
    )
    found = [{k: v for k, v in row.items() if k not in OWN} for row in db.session.execute(query).mappings()]
    db.session.remove()
    db.engine.dispose()
    return found


def test_decisions_of_before_become_rows(app):
    base = decisions.award(State.NUMBERED)
    corrections.later(base, DecisionKind.AMENDMENT, {1: {"name": "Bà Nguyễn Thị Đổi"}}, State.NUMBERED)
    corrections.later(base, DecisionKind.REVOCATION, {2: {}}, State.NUMBERED)
    db.session.commit()
    before = rows()
    assert (
        {bool(row["amended"]) for row in before} == {bool(row["revoked"]) for row in before} == {True, False}
    )
    schema.downgrade("0013")
    schema.upgrade()
    assert rows() == before
