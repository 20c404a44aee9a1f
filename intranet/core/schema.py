"""Bring the database to the current schema (Alembic without an ini file)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from .db import db

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


def config() -> Config:
    """Return the Alembic configuration for the running application's database."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("path_separator", "os")
    return settings


def at_head() -> bool:
    """Return whether the database has all migrations."""
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(config()).get_current_head()


@contextmanager
def _migrating() -> Iterator[sa.Connection]:
    """Give a connection in one transaction. SQLite alters a table by making it anew: its foreign keys sleep meanwhile.

    RuntimeError (and nothing changed) when rows point to nowhere afterwards.
    """
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.cursor()
        if sqlite:
            raw.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
        try:
            with connection.begin():
                yield connection
                if sqlite and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                    raise RuntimeError(f"a row of {lost[0]} points to nowhere")
        finally:
            if sqlite:
                raw.execute("PRAGMA foreign_keys = ON")
            raw.close()


def upgrade(revision: str = "head") -> None:
    """Run the missing migrations in one transaction."""
    with _migrating() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def downgrade(revision: str) -> None:
    """Go back to a revision (tests and repairs)."""
    with _migrating() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)


def rebuild_sqlite_table(connection: sa.Connection, table: str, changes: dict[str, str]) -> None:
    """Make a SQLite table anew from its own CREATE text with parts of it replaced; rows, indexes, triggers stay.

    SQLite cannot alter a constraint. `changes` maps each old part to its new one; ValueError when a part is not
    found exactly once. Columns of the old table that the new one has too keep their values.
    """
    (text,) = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).one()
    others = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
        (table,),
    ).scalars()
    attached = list(others)
    for old, new in changes.items():
        if text.count(old) != 1:
            raise ValueError(f"{table}: {old!r} stands {text.count(old)} times")
        text = text.replace(old, new)
    fresh = f"new_{table}"
    connection.exec_driver_sql(f"CREATE TABLE {fresh} ({text.split('(', 1)[1]}")
    columns = [
        [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")]
        for name in (table, fresh)
    ]
    shared = ", ".join(name for name in columns[0] if name in columns[1])
    connection.exec_driver_sql(f"INSERT INTO {fresh} ({shared}) SELECT {shared} FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {fresh} RENAME TO {table}")
    for one in attached:
        connection.exec_driver_sql(one)
