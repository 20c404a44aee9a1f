"""What deleted rows leave behind in the files of the database, and how it is removed."""

import sqlite3
import time

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from ..core.db import db

PATIENCE = 2.0  # seconds that the request which closes a poll waits for older readers
_PAUSE = 0.05
_VACUUM = [
    f"VACUUM FULL {table}"  # names of our own tables
    for table in ("envelope", "poll_wrap", "poll_teller", "poll_elector", "poll_line", "poll")
]
# Who still may see the rows as they were keeps them in the file (PostgreSQL manual, "Routine Vacuuming"): a session of this
# database with an older snapshot (the server's own analysis of a table is one), and any running transaction of the whole
# server that began to write before, for VACUUM's own snapshot counts from it.
_NOBODY_BEFORE = sa.text(
    "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= CAST(:cutoff AS xid8) AND NOT EXISTS ("
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND age(backend_xmin) > age(CAST(CAST(:cutoff AS xid8) AS xid)))"
)


def rewrite_files() -> bool:
    """Let no file keep what was deleted; return False when somebody who still reads the old rows prevents it.

    SQLite: VACUUM and an empty write-ahead log. PostgreSQL: VACUUM FULL once no older reader is left. Outside of any
    transaction; the session must have committed.
    """
    with db.engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        if connection.dialect.name == "sqlite":
            return _rewrite_sqlite(connection)
        cutoff = connection.scalar(sa.text("SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)"))
        return _wait_for_older_readers(connection, cutoff) and _rewrite_postgresql(connection)


def _wait_for_older_readers(connection: sa.Connection, cutoff: str) -> bool:
    for _ in range(int(PATIENCE / _PAUSE)):
        if connection.scalar(_NOBODY_BEFORE, {"cutoff": cutoff}):
            return True
        time.sleep(_PAUSE)
    return False


def _rewrite_postgresql(connection: sa.Connection) -> bool:
    # VACUUM FULL needs the table alone: a copy of the database that is being made (pg_dump) must not hold up a request
    connection.execute(sa.text("SELECT set_config('lock_timeout', :wait, false)"), {"wait": f"{PATIENCE}s"})
    try:
        for text in _VACUUM:
            connection.execute(sa.text(text))
    except OperationalError:
        return False
    finally:
        connection.execute(sa.text("RESET lock_timeout"))
    return True


def _rewrite_sqlite(connection: sa.Connection) -> bool:
    cursor = connection.connection.cursor()  # beside SQLAlchemy, which would begin a transaction
    usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    try:
        cursor.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
        cursor.execute("VACUUM")
        busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:  # locked
        return False
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
        cursor.close()
    return not busy
