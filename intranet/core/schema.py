"""Bring the database to the current schema (Alembic without an ini file)."""

from pathlib import Path

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


def upgrade(revision: str = "head") -> None:
    """Run the missing migrations, each in one transaction."""
    with db.engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def downgrade(revision: str) -> None:
    """Go back to a revision (tests and repairs)."""
    with db.engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)
