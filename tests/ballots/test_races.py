"""Fifteen voters who click twice while the tellers close: no error, no vote lost that was accepted (B11)."""

import random
import threading
from functools import partial

import sqlalchemy as sa

from intranet.ballots import counting, service
from intranet.ballots.states import PollState
from intranet.core.db import db
from intranet.core.errors import DomainError
from intranet.people.models import Account
from intranet.seed.demo import PASSWORD
from tests.ballots.conftest import CHAIR, TELLERS, login_of, make

ROUNDS, CLICKS = 32, 2


def test_voters_race_the_closing(app, keys):
    logins = db.session.scalars(sa.select(Account.login).order_by(Account.id)).all()[:15]
    assert len(logins) == 15 and {CHAIR, *TELLERS} <= set(logins)
    acts, chance = 0, random.Random(11)
    for number in range(1, ROUNDS + 1):
        poll = make(number, tuple(logins)).id
        db.session.commit()
        accepted: dict[str, str] = {}
        errors: list[BaseException] = []
        barrier = threading.Barrier(len(logins) + 1)

        def in_context(work, barrier=barrier, errors=errors) -> None:
            with app.app_context():
                try:
                    barrier.wait(30)
                    work()
                except Exception as error:  # told below, with the round
                    errors.append(error)
                finally:
                    db.session.remove()

        def vote(login: str, pause: float, poll=poll, accepted=accepted) -> None:
            threading.Event().wait(pause)
            for _ in range(CLICKS):
                try:
                    code = service.cast(service.get(poll), "yes", "hoasen26", actor=login_of(login))
                    db.session.commit()
                    accepted[login] = code
                except DomainError:
                    db.session.rollback()

        def close(pause: float, poll=poll) -> None:
            threading.Event().wait(pause)
            counting.request_close(service.get(poll), actor=login_of(CHAIR))
            db.session.commit()
            for login in TELLERS[:2]:
                counting.confirm_close(service.get(poll), PASSWORD, actor=login_of(login))
                db.session.commit()

        works = [partial(vote, one, chance.random() / 50) for one in logins]
        works.append(partial(close, chance.random() / 20))
        threads = [threading.Thread(target=in_context, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        acts += len(logins) * CLICKS + 3
        assert errors == [], number
        db.session.expire_all()
        done = service.get(poll)
        codes = {line.code for line in service.lines_for(done, login_of(CHAIR))}
        assert done.state == PollState.CLOSED and codes == set(accepted.values()), number
        db.session.rollback()
    assert acts >= 1000
