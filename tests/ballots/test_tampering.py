"""Somebody who writes the database is found out; a crash at any point loses and doubles nothing (B8, B10)."""

import random

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from intranet.ballots import counting, sealing, service, vault
from intranet.ballots.models import Envelope, Mark, Poll, PollLine
from intranet.ballots.states import PollState
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.seed.demo import PASSWORD
from tests.ballots.conftest import CHAIR, MEMBERS, TELLERS, Owner, close, finish, login_of, make, opened

VOTERS = MEMBERS[:7]


def forged(poll: Poll, elector: int, mark: str = "yes") -> bytes:
    """Return an envelope that anybody can seal: the public key of the poll lies in the database."""
    return sealing.seal_ballot(service.place_of(poll), elector, poll.public, mark, "FORGEDcode")


def tamper(kind: str, poll: Poll, old: dict[int, bytes], chance: random.Random) -> None:
    """Change the sealed box in one way."""
    rows = list(service.envelopes(poll).values())
    one, other = chance.sample(rows, 2)
    if kind == "swap":
        one.sealed, other.sealed = other.sealed, one.sealed
    if kind == "copy":
        one.sealed = other.sealed
    if kind == "replace":
        one.sealed = forged(poll, one.elector_id, chance.choice(list(Mark)))
    if kind == "delete":
        db.session.delete(one)
    if kind == "add":
        silent = next(e.id for e in poll.electors if e.id not in {row.elector_id for row in rows})
        db.session.add(Envelope(elector_id=silent, sealed=forged(poll, silent)))
    if kind == "replay":
        number = chance.choice(list(old))
        service.envelopes(poll)[number].sealed = old[number]
    if kind == "flip":
        at, content = chance.randrange(len(one.sealed)), bytearray(one.sealed)
        content[at] ^= 1 << chance.randrange(8)
        one.sealed = bytes(content)
    db.session.flush()


KINDS = ("swap", "copy", "replace", "delete", "add", "replay", "flip")


def test_every_change_of_the_sealed_box_is_found(keys):
    poll, chance, old = make(), random.Random(8), {}
    for login in VOTERS:
        service.cast(poll, "no", "hoasen26", actor=login_of(login))
    for number, envelope in list(service.envelopes(poll).items())[:4]:
        old[number] = envelope.sealed
        person = next(e for e in poll.electors if e.id == number).person_id
        again = next(login for login in VOTERS if login_of(login).person_id == person)
        service.cast(poll, "yes", "hoasen26", actor=login_of(again))
    counting.request_close(poll, actor=login_of(CHAIR))
    counting.confirm_close(poll, PASSWORD, actor=login_of(TELLERS[0]))
    db.session.commit()
    number, second = poll.id, login_of(TELLERS[1])
    for turn in range(350):
        tamper(KINDS[turn % len(KINDS)], service.get(number), old, chance)
        with pytest.raises(NotReady, match="không khớp"):
            counting.confirm_close(service.get(number), PASSWORD, actor=second)
        db.session.rollback()
    assert counting.confirm_close(service.get(number), PASSWORD, actor=second), "untouched, it opens"
    assert (keys.tallies[1].yes, keys.tallies[1].no) == (4, 3)


def test_every_change_of_the_opened_list_is_found(keys):
    poll, chance = make(), random.Random(9)
    for login in VOTERS:
        service.cast(poll, chance.choice(["yes", "no"]), "hoasen26", actor=login_of(login))
    opened(poll)
    db.session.commit()
    number = poll.id
    for turn in range(150):
        poll = service.get(number)
        lines = db.session.scalars(sa.select(PollLine).where(PollLine.poll_id == number)).all()
        one = chance.choice(lines)
        match turn % 5:
            case 0:
                one.mark = Mark.BLANK
            case 1:
                db.session.delete(one)
            case 2:
                db.session.add(PollLine(poll_id=number, code="FORGED", mark=Mark.YES))
            case 3:
                one.code = "FORGED"
            case 4:
                poll.yes, poll.no = (poll.yes or 0) + 1, (poll.no or 0) - 1
        db.session.flush()
        assert not counting.check_list(service.get(number)), turn
        db.session.rollback()
    assert counting.check_list(service.get(number))


class Crash(Exception):
    """The process dies here."""


def crashing(number: int, at: int) -> bool:
    """Close a poll, dying before the statement `at`; False when there are not so many."""
    seen = 0

    def die(*_args: object) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            raise Crash

    event.listen(db.engine, "before_cursor_execute", die)
    try:
        close(number)
    except Crash:
        db.session.rollback()
        return True
    finally:
        event.remove(db.engine, "before_cursor_execute", die)
    return False


def test_a_crash_at_any_statement_of_the_closing_loses_and_doubles_nothing(keys: Owner):
    points, at = 0, 0
    while True:
        at += 3  # every third statement: they come in groups of one act
        poll = make(at)
        for login, mark in zip(VOTERS, ["yes"] * 4 + ["no"] * 2 + ["blank"], strict=True):
            service.cast(poll, mark, "hoasen26", actor=login_of(login))
        db.session.commit()
        number = poll.id
        died = crashing(number, at)
        close(number)
        finish(number)
        poll = service.get(number)
        assert (poll.state, poll.voted, poll.yes, poll.no, poll.blank) == (PollState.CLOSED, 7, 4, 2, 1), at
        assert len(service.lines_for(poll, login_of("yte"))) == 7 and counting.check_list(poll)
        assert vault.read(poll.public) is None and poll.destroyed_at is not None
        if not died:
            break
        points += 1
    assert points >= 12, points
