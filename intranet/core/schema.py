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
    settings.set_main_option(
        "prepend_sys_path", str(MIGRATIONS.parent)
    )  # revisions share migrations/rebuild.py
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
