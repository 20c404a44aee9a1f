"""A copy of the database while it is used, and a database from a copy: SQLite's backup API, or pg_dump and pg_restore.

Sealed ballots, their wraps and the shares of tellers stay behind: without the poll's secret, which no backup holds,
they could not be opened, and no copy shall lie about that somebody might open later.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from ..ballots.models import Poll
from ..ballots.states import PollState
from ..core.audit import AuditHead
from ..core.db import db
from .errors import BackupError

LEFT_BEHIND = ("envelope", "poll_wrap")
SQLITE, POSTGRESQL = "sqlite", "postgresql"
NAMES = {SQLITE: "database.sqlite3", POSTGRESQL: "database.dump"}
_REVISION = sa.text("SELECT version_num FROM alembic_version")
_SNAPSHOT = sa.text("SELECT pg_export_snapshot()")


@dataclass(frozen=True)
class Facts:
    """What a copy holds: rows by table, where the log ends, the revision of the tables, secret votes that were open."""

    tables: dict[str, int]
    audit_id: int
    audit_hash: str
    revision: str
    open_votes: list[str]


def engine_name() -> str:
    """Return "sqlite" or "postgresql"."""
    return str(db.engine.dialect.name)


def facts(connection: sa.Connection, *, stripped: bool = True) -> Facts:
    """Read the facts of a database; `stripped`: what stays behind counts as empty.

    The tables are those that are there: a backup is taken before an upgrade, by the newer program. BackupError for
    a database without tables.
    """
    names = [name for name in sa.inspect(connection).get_table_names() if name != "alembic_version"]
    if "audit_head" not in names:
        raise BackupError("There is no data yet: the database has no tables of this program.")
    tables = {
        name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
        for name in sorted(names)
    }
    if stripped:
        tables |= {name: 0 for name in LEFT_BEHIND if name in tables}
    head = connection.execute(sa.select(AuditHead.last_id, AuditHead.last_hash)).first()
    in_progress = sa.select(Poll.title).where(Poll.state == PollState.OPEN).order_by(Poll.id)
    open_votes = connection.scalars(in_progress) if "poll" in tables else ()
    return Facts(
        tables,
        head[0] if head else 0,
        head[1] if head else "0" * 64,
        str(connection.scalar(_REVISION) or ""),
        list(open_votes),
    )


def copy(target: Path) -> Facts:
    """Write a consistent copy of the running database to `target`; nobody has to stop working. BackupError says why not."""
    return _copy_sqlite(target) if engine_name() == SQLITE else _copy_postgresql(target)


def _copy_sqlite(target: Path) -> Facts:
    source = db.engine.url.database or ""
    if not Path(source).is_file():
        raise BackupError(f"There is no database at {source}.")
    try:
        with (
            closing(sqlite3.connect(source, timeout=60)) as running,
            closing(_plain(target)) as made,
        ):
            running.backup(made)
            made.execute("PRAGMA secure_delete = ON")
            there = {name for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for table, statement in _EMPTY.items():
                if table in there:
                    made.execute(statement)
            made.execute("PRAGMA journal_mode = DELETE")  # one file, no log beside it
            made.execute("VACUUM")  # no page keeps what was left behind
            if (wrong := made.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise BackupError(f"The database is damaged: {wrong}")
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be copied: {error}") from error
    engine = sa.create_engine(f"sqlite:///{target}")
    try:
        with engine.connect() as connection:
            return facts(connection)
    finally:
        engine.dispose()


def _plain(path: Path) -> sqlite3.Connection:
    """Return a connection on which every statement stands alone."""
    return sqlite3.connect(path, isolation_level=None)


_EMPTY = {
    "envelope": "DELETE FROM envelope",
    "poll_wrap": "DELETE FROM poll_wrap",
    "poll_teller": "UPDATE poll_teller SET waiting = NULL",
}


def _copy_postgresql(target: Path) -> Facts:
    program = _program("pg_dump")
    plain = db.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with plain as connection:  # the figures and the dump are of one moment
        found = facts(connection)
        snapshot = str(connection.scalar(_SNAPSHOT))
        left = [f"--exclude-table-data={table}" for table in LEFT_BEHIND]
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run([program, *options, *left, f"--file={target}"])
        connection.rollback()
    return found


def load(source: Path) -> None:
    """Put a copy into the place of the settings, which must be empty. BackupError says why not."""
    if engine_name() == SQLITE:
        target = Path(db.engine.url.database or "")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        db.engine.dispose()
        temporary = target.with_suffix(".restoring")
        shutil.copyfile(source, temporary)
        temporary.replace(target)
        return
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    name = str(db.engine.url.database)
    _run([_program("pg_restore"), *options, f"--dbname={name}", str(source)])


def is_empty() -> bool:
    """Return whether the place of the settings has no database yet (PostgreSQL: no table in it)."""
    if engine_name() == SQLITE:
        return not Path(db.engine.url.database or "").exists()
    return not sa.inspect(db.engine).get_table_names()


def _program(name: str) -> str:
    """Return the newest installed pg_dump or pg_restore; BackupError when there is none."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(folders, key=lambda folder: int(folder.parent.name), reverse=True)
    places = [str(folder / name) for folder in newest if (folder / name).exists()]
    found = places[0] if places else shutil.which(name)
    if not found:
        raise BackupError(f"{name} is not installed: install the client programs of PostgreSQL.")
    return found


def _run(command: list[str]) -> None:
    url = db.engine.url
    given = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGDATABASE": url.database}
    secret = {"PGPASSWORD": url.password}  # in the environment: nobody reads it in the list of processes
    environment = os.environ | {name: str(value) for name, value in (given | secret).items() if value}
    # programs and options of ours; names of the office only in the environment
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        told = ran.stderr.strip().splitlines()
        raise BackupError(f"{Path(command[0]).name} failed: {told[-1] if told else 'no reason given'}")
