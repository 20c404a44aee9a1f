"""Connections and columns: writers wait for each other, text is cleaned on its way in."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from intranet.core.audit import AuditHead
from intranet.core.db import Line, Moment, Prose, db, may_write
from intranet.core.errors import NotReady


def test_every_connection_of_sqlite_is_set_up(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PRAGMA is SQLite's")
    connections = [db.engine.connect() for _ in range(3)]
    try:
        for connection in connections:
            with reading():
                pragma = [
                    connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                    for name in ("foreign_keys", "busy_timeout", "secure_delete")
                ]
                journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
                synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()
            assert pragma == [1, 20_000, 1]
            assert (journal, synchronous) in {("delete", 3), ("wal", 2)}
            connection.rollback()
    finally:
        for connection in connections:
            connection.close()


@contextmanager
def reading() -> Iterator[None]:
    """While inside, transactions are begun as for reading."""
    token = may_write.set(False)
    yield
    may_write.reset(token)


def test_twenty_writers_that_read_first_lose_nothing(site):
    with site.app_context():
        db.session.execute(sa.text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        db.session.execute(sa.text("INSERT INTO counter VALUES (0)"))
        db.session.commit()
    problems: list[Exception] = []
    start = threading.Barrier(20)

    def count() -> None:
        try:
            with site.app_context():
                start.wait()
                for _ in range(5):
                    n = db.session.execute(sa.text(f"SELECT n FROM counter{lock}")).scalar_one()
                    db.session.execute(sa.text("UPDATE counter SET n = :n"), {"n": n + 1})
                    db.session.commit()
        except Exception as problem:
            problems.append(problem)

    with site.app_context():
        lock = "" if db.engine.dialect.name == "sqlite" else " FOR UPDATE"
    threads = [threading.Thread(target=count) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    with site.app_context():
        assert db.session.execute(sa.text("SELECT n FROM counter")).scalar_one() == 100


def test_reader_does_not_wait_for_a_writer(app):
    db.session.execute(sa.update(AuditHead).values(last_id=AuditHead.last_id))
    with reading(), db.engine.connect() as reader:
        assert reader.execute(sa.select(sa.func.count(AuditHead.id))).scalar() is not None
        reader.rollback()
    db.session.rollback()


def test_foreign_key_is_held(app):
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(
            sa.text(
                "INSERT INTO role_holding (account_id, role, starts_on) VALUES (999999, 'staff', '2026-01-01')"
            )
        )
    db.session.rollback()


def test_check_holds_what_the_choice_allows(app):
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(
            sa.text("INSERT INTO role_holding (account_id, role, starts_on) VALUES (1, 'king', '2026-01-01')")
        )
    db.session.rollback()


def test_columns_clean_their_text(app):
    dialect = db.engine.dialect
    assert Line(50).process_bind_param(" a\x0b b\x00 ", dialect) == "a b"
    assert Prose().process_bind_param("a\r\n\r\n\r\nb\x00", dialect) == "a\n\nb"
    assert Line(50).process_bind_param(None, dialect) is None
    with pytest.raises(NotReady, match="dài quá 5 ký tự"):
        Line(5).process_bind_param("sáu chữ", dialect)


def test_moments_are_kept_as_utc(app):
    dialect = db.engine.dialect
    vietnam = dt.datetime(2026, 11, 23, 6, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    stored = Moment().process_bind_param(vietnam, dialect)
    assert stored == dt.datetime(2026, 11, 22, 23, 30)
    assert Moment().process_result_value(stored, dialect) == vietnam
    with pytest.raises(ValueError, match="aware"):
        Moment().process_bind_param(dt.datetime(2026, 1, 1), dialect)
