"""Nobody reads a choice out of what is stored, logged or left behind (B1 to B6 of the test plan)."""

import contextlib
import logging
import random
import sqlite3
import statistics
from pathlib import Path

import pytest
import sqlalchemy as sa

from intranet.ballots import counting, routes, sealing, service, traces, vault
from intranet.ballots.models import Envelope, PollLine, PollWrap
from intranet.core.db import Base, db
from tests.ballots.conftest import MEMBERS, finish, login_of, make, opened

POLLS = 300
CRITICAL = 114.8  # chi-square of 64 degrees of freedom: exceeded once in 10,000 honest runs


def everything_stored() -> list[bytes]:
    """Return what lies in the database: its files (SQLite), or every value of every table (PostgreSQL)."""
    if db.engine.dialect.name == "sqlite":
        path = Path(str(db.engine.url.database))
        return [one.read_bytes() for one in path.parent.glob(path.name + "*")]
    rows = (row for table in Base.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
    return [
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for row in rows
        for value in row
    ]


def found(needles: list[bytes]) -> list[bytes]:
    """Return which needles lie anywhere in the store."""
    stores = everything_stored()
    return [needle for needle in needles if any(needle in store for store in stores)]


def chi_square(table: list[list[int]]) -> float:
    """Return the statistic of a square table against even spread."""
    expected = sum(map(sum, table)) / len(table) ** 2
    return sum((cell - expected) ** 2 / expected for row in table for cell in row)


@pytest.mark.one_engine
def test_three_hundred_polls_keep_their_secret_before_and_after(keys, caplog):
    chance, accounts = random.Random(26), {login: login_of(login) for login in MEMBERS}
    polls, truth, ranks = [], {}, {}
    for number in range(1, POLLS + 1):
        poll = make(number)
        order = chance.sample(MEMBERS, len(MEMBERS))
        codes = {}
        for login in order:
            for _ in range(1 + (chance.random() < 0.2)):  # one in five votes again
                mark = chance.choice(["yes", "no", "blank"])
                codes[login] = (service.cast(poll, mark, "PLANTED26", actor=accounts[login]), mark)
        polls.append(poll)
        truth[number] = sorted(codes.values())
        ranks[number] = [codes[login][0] for login in order]
        if number % 50 == 0:
            db.session.commit()
    needles = [b"PLANTED26", *(code.encode() for lines in truth.values() for code, _ in lines[:1])]
    assert found(needles) == [], "B1: nothing that a voter typed or chose is stored in clear"
    envelopes = db.session.scalars(sa.select(Envelope.sealed)).all()
    assert len(envelopes) == POLLS * len(MEMBERS) and len({len(one) for one in envelopes}) == 1
    some = [bytes(one) for one in random.Random(1).sample(envelopes, 100)]
    wraps = [bytes(one) for one in db.session.scalars(sa.select(PollWrap.sealed)).all()][:100]
    secrets = [vault.path_of(poll.public).read_bytes() for poll in polls[:100]]
    assert len(found(some[:5])) == 5, "the search itself finds what is there"
    for poll in polls:
        opened(poll)
    db.session.commit()
    assert routes.finish_closed() == POLLS
    finish(polls[0].id)
    assert found(some + wraps + secrets) == [], "B2: no envelope, no wrap, no secret is left in any file"
    assert not any(vault.folder().iterdir())
    table, naive = [[0] * 9 for _ in range(9)], [[0] * 9 for _ in range(9)]
    for poll in polls:
        rows = db.session.execute(
            sa.select(PollLine.code, PollLine.mark).where(PollLine.poll_id == poll.id).order_by(PollLine.id)
        ).all()
        assert [(code, mark.value) for code, mark in rows] == truth[poll.subject_id]
        stored = [code for code, _ in rows]
        for cast_rank, code in enumerate(ranks[poll.subject_id]):
            table[cast_rank][stored.index(code)] += 1
            naive[cast_rank][cast_rank] += 1  # a table that keeps the order of casting
    assert chi_square(table) < CRITICAL, "B3: the order of the list tells nothing of the order of casting"
    assert chi_square(naive) == pytest.approx(21_600), "the test has power"
    assert all(counting.check_list(poll) for poll in polls)
    assert "PLANTED26" not in caplog.text


def test_a_ballot_cannot_be_guessed_from_its_envelope():
    """B5: the same length for every choice, and no byte of it tells one choice from another."""
    public, _wraps = sealing.new_poll("p", b"s" * 32, [sealing.new_teller("x", n).public for n in range(3)])
    marks = [random.Random(n).choice(["yes", "no"]) for n in range(1000)]
    sealed = [sealing.seal_ballot("p", 1, public, mark, "ABCDEFhoasen") for mark in marks]
    assert {len(one) for one in sealed} == {112}
    train, proof = range(500), range(500, 1000)
    means = {
        mark: [statistics.fmean(sealed[n][at] for n in train if marks[n] == mark) for at in range(112)]
        for mark in ("yes", "no")
    }
    right = 0
    for n in proof:
        away = {m: sum((a - b) ** 2 for a, b in zip(sealed[n], means[m], strict=True)) for m in means}
        right += min(away, key=away.__getitem__) == marks[n]
    assert 190 <= right <= 310, f"{right} of 500 guessed: chance is 250, five deviations are 56"


def test_logs_and_tracebacks_hold_no_choice(site, browser, owner, caplog):
    """B6: with the SQL told in full, through the page, also when sealing breaks down."""
    from tests.ballots.conftest import make_keys

    with site.app_context():
        make_keys()
        good, broken = make(1).id, make(2).id
        service.get(broken).public = b"broken"
        db.session.commit()
    member = browser("hieutruong")
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)  # what SQLALCHEMY_ECHO tells
        try:
            sent = {"choice": "no", "own_code": "PLANTED26"}
            member.submit(member.get(f"/phieu-kin/{good}"), f"/phieu-kin/{good}", **sent)
            page = member.get(f"/phieu-kin/{broken}")
            with pytest.raises(ValueError, match="32 bytes") as broken_down:
                member.submit(page, f"/phieu-kin/{broken}", **sent)
            logging.getLogger("intranet").error("unexpected error", exc_info=broken_down.value)
        finally:
            logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    assert "INSERT INTO envelope" in caplog.text
    assert "PLANTED26" not in caplog.text and "'no'" not in caplog.text


def test_postgresql_keeps_no_trace_of_who_wrote_which_line(keys):
    """B4: all lines are of one transaction, and the tables in which envelopes lay are empty files."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("about PostgreSQL's row versions; SQLite's files are searched above")
    poll = make()
    for login in MEMBERS:
        service.cast(poll, "yes", "hoasen26", actor=login_of(login))
        db.session.commit()
    opened(poll)
    db.session.commit()
    finish(poll.id)
    assert poll.destroyed_at is not None
    assert db.session.scalar(sa.text("SELECT count(DISTINCT xmin::text) FROM poll_line")) == 1
    assert db.session.scalar(sa.text("SELECT count(DISTINCT xmin::text) FROM poll_elector")) == 1
    for table in ("envelope", "poll_wrap"):
        assert db.session.scalar(sa.select(sa.func.pg_relation_size(table))) == 0


@contextlib.contextmanager
def _reading(statement):
    """Somebody else reads and holds the snapshot (PostgreSQL) or the file (SQLite)."""
    if db.engine.dialect.name == "sqlite":
        with contextlib.closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute(statement).fetchone()
            yield
        return
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as reader:
        reader.exec_driver_sql(statement).fetchone()
        yield


@pytest.mark.parametrize("statement", ["SELECT count(*) FROM envelope", "SELECT count(*) FROM holiday"])
def test_destroying_is_noted_only_when_nobody_reads_the_old_rows_any_more(keys, monkeypatch, statement):
    """A long reader (a copy being made, the server's own analysis) keeps deleted rows in the files: then it is done later."""
    monkeypatch.setattr(traces, "PATIENCE", 0.2)
    poll = make()
    for login in MEMBERS[:4]:
        service.cast(poll, "no", "hoasen26", actor=login_of(login))
    db.session.commit()
    if (
        db.engine.dialect.name == "sqlite"
    ):  # whose readers hold up every change: the closing itself waits for them
        opened(poll)
        db.session.commit()
        with _reading(statement):
            assert not traces.rewrite_files()
    else:
        with _reading(statement):
            opened(poll)
            db.session.commit()
            routes.finish_closed()
            assert service.get(poll.id).destroyed_at is None
            assert not any(vault.folder().iterdir()), "the secret itself is gone at once"
            db.session.rollback()
    monkeypatch.setattr(traces, "PATIENCE", 30.0)  # the other worker of the suite writes too
    assert routes.finish_closed() == 1
    assert service.get(poll.id).destroyed_at is not None
    assert routes.finish_closed() == 0


def test_a_writer_in_another_database_of_the_server_delays_the_destroying_too(keys, monkeypatch):
    """VACUUM counts from the oldest running writer of the whole PostgreSQL server."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("about PostgreSQL's row versions")
    monkeypatch.setattr(traces, "PATIENCE", 0.2)
    poll = make()
    for login in MEMBERS[:4]:
        service.cast(poll, "no", "hoasen26", actor=login_of(login))
    db.session.commit()
    elsewhere = sa.create_engine(db.engine.url.set(database="postgres"))
    with elsewhere.connect() as writer:
        writer.exec_driver_sql("SELECT pg_current_xact_id()")
        opened(poll)
        db.session.commit()
        routes.finish_closed()
        assert service.get(poll.id).destroyed_at is None
        db.session.rollback()
    elsewhere.dispose()
    monkeypatch.setattr(traces, "PATIENCE", 30.0)  # the other worker of the suite writes too
    assert routes.finish_closed() == 1
    assert service.get(poll.id).destroyed_at is not None
    assert db.session.scalar(sa.select(sa.func.pg_relation_size("envelope"))) == 0
