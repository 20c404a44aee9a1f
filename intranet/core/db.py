"""The database: naming of constraints, column types that clean their text, how transactions begin.

One code path for SQLite and PostgreSQL. On SQLite every request that may write begins with BEGIN IMMEDIATE
and waits for its turn: a deferred BEGIN that reads and then writes is refused at once when two writers meet.
"""

import datetime as dt
import enum
import sqlite3
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from . import text
from .errors import NotReady

BUSY_SECONDS = 20
_WAL_SAFE_FROM = (3, 51, 3)  # older libraries can corrupt a WAL database in a rare race

# False while a request that only reads is served; commands, seeds and tests write.
may_write: ContextVar[bool] = ContextVar("may_write", default=True)


class Base(DeclarativeBase):
    """Base of all tables; constraints get names, so that both engines can alter them later."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    id: Mapped[int] = mapped_column(primary_key=True)


db = SQLAlchemy(metadata=Base.metadata)


class Versioned:
    """Mixin: a row that two people may edit at once; the second writer is told (409), nothing is overwritten."""

    version: Mapped[int] = mapped_column(nullable=False, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]  # set by the mapper


class Line(sa.types.TypeDecorator[str]):
    """Text of one line, cleaned on its way in (`text.clean_line`)."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Clean and check the length; NotReady when it is too long for the column."""
        if value is None:
            return None
        cleaned = text.clean_line(value)
        limit = getattr(self.impl, "length", None)
        if limit and len(cleaned) > limit:
            raise NotReady(f"Nội dung dài quá {limit} ký tự: “{cleaned[:40]}…”.")
        return cleaned


class Prose(sa.types.TypeDecorator[str]):
    """Text of several lines, cleaned on its way in (`text.clean_prose`)."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Clean the text."""
        return None if value is None else text.clean_prose(value)


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """A moment, stored as UTC without zone, given back aware."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """Turn an aware datetime into naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("moments must be aware")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """Give the moment back as aware UTC."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


def choice(values: type[enum.StrEnum]) -> sa.Enum:
    """Return a column type for a StrEnum: its values as text, held by a CHECK constraint."""
    name = "".join(("_" if c.isupper() and i else "") + c.lower() for i, c in enumerate(values.__name__))
    return sa.Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name,
        values_callable=lambda kinds: [kind.value for kind in kinds],
    )


@event.listens_for(Engine, "connect")
def _on_connect(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    wal = sqlite3.sqlite_version_info >= _WAL_SAFE_FROM
    cursor.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
    cursor.execute(f"PRAGMA synchronous = {'FULL' if wal else 'EXTRA'}")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


@event.listens_for(Engine, "begin")
def _on_begin(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write.get() else "BEGIN")
