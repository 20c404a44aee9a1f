"""The process is killed (kill -9) in the middle of a closing: nothing lost, nothing doubled, the same tally (B10)."""

import os
import signal
from pathlib import Path

from sqlalchemy import event

from intranet.ballots import counting, service, vault
from intranet.ballots.states import PollState
from intranet.core.db import db
from tests.ballots.conftest import MEMBERS, Owner, close, finish, login_of, make

STRIDE = 5  # every fifth point; which ones moves on with each death


def killed_at(number: int, at: int) -> bool:
    """Close a poll in a process of its own that is killed at its point `at`; False when it came to the end before.

    Points: before every statement, before every commit, before and after a secret's file is deleted.
    """
    db.session.remove()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            db.engine.dispose(close=False)  # the parent's connections stay the parent's
            seen = 0

            def point(*_args: object) -> None:
                nonlocal seen
                seen += 1
                if seen == at:
                    os.kill(os.getpid(), signal.SIGKILL)

            unlink = Path.unlink

            def watched(path: Path, missing_ok: bool = False) -> None:
                point()
                unlink(path, missing_ok)
                point()

            Path.unlink = watched  # type: ignore[method-assign]  # in this process only
            event.listen(db.engine, "before_cursor_execute", point)
            event.listen(db.engine, "commit", point)
            close(number)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "the closing itself failed"
    return False


def test_a_kill_at_any_point_of_the_closing_loses_and_doubles_nothing(keys: Owner):
    deaths, at = 0, 1
    while True:
        poll = make(at)
        for login, mark in zip(MEMBERS[2:], ["yes"] * 4 + ["no"] * 2 + ["blank"], strict=True):
            service.cast(poll, mark, "hoasen26", actor=login_of(login))
        db.session.commit()
        number = poll.id
        died = killed_at(number, at)
        close(number)
        finish(number)
        poll = service.get(number)
        assert (poll.state, poll.voted, poll.yes, poll.no, poll.blank) == (PollState.CLOSED, 7, 4, 2, 1), at
        assert len(service.lines_for(poll, login_of("yte"))) == 7 and counting.check_list(poll)
        assert vault.read(poll.public) is None and poll.destroyed_at is not None
        if not died:
            break
        deaths, at = deaths + 1, at + STRIDE
    assert deaths >= 12, deaths
