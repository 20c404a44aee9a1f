"""A numbered or signed Decision whose certificates carry public codes."""

import pytest

from intranet.core.db import db
from intranet.decisions.models import Certificate
from intranet.decisions.states import State
from intranet.verification import actions
from tests.factories import decisions as make

ADDRESS = "https://thidua.daithanh.example/kiem-tra"


def want(*, wanted: bool = True) -> None:
    actions.choose(wanted=wanted, address=ADDRESS, actor=make.account("quantri"))


@pytest.fixture
def coded(site):
    """Return a function that makes a Decision with codes; gives its id and the certificates as (id, code, name)."""

    def build(state: State = State.SIGNED, *whom: str):
        with site.app_context():
            want()
            made = make.award(state, *whom)
            db.session.commit()
            rows = db.session.query(Certificate).filter_by(decision_id=made.id).order_by(Certificate.ordinal)
            return made.id, [(one.id, one.code, one.name) for one in rows]

    return build
