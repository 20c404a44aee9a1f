"""Fixtures: a real database per test (SQLite, or PostgreSQL when TEST_DATABASE_URL names a server), clients.

The template database has all migrations, the plan of Đại Thanh and the example people of the demo.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from intranet import seed
from intranet.app import create_app
from intranet.config import Settings
from intranet.core import schema
from intranet.core.db import db
from intranet.people.models import Account
from tests.client import Browser

gc.set_threshold(
    200_000, 50, 100
)  # many short-lived objects, much memory: collecting rarely saves a twentieth
SERVER = os.environ.get("TEST_DATABASE_URL", "")
SECRET = "test-only-secret-0123456789-abcdefghijklmnop"


def _settings(var: Path, url: str) -> Settings:
    return Settings(
        mode="test",
        var=var,
        database_url=url,
        secret_key=SECRET,
        secure_cookies=False,
        trusted_proxies=0,
        soffice="/not/in/tests",  # no test but those of the previews starts a worker: see tests/previews/conftest.py
    )


def _fill(url: str, var: Path) -> None:
    """Make the template: migrations, plan, example people."""
    app = create_app(_settings(var, url))
    with app.app_context():
        schema.upgrade()
        seed.load_base()
        seed.load_demo()
        db.session.remove()
        db.engine.dispose()


class _Sqlite:
    def __init__(self, folder: Path) -> None:
        self.template, self.path = folder / "template.db", folder / "test.db"
        _fill(f"sqlite:///{self.template}", folder)
        self.url = f"sqlite:///{self.path}"

    def fresh(self, kept: str = "") -> None:
        for leftover in self.path.parent.glob(self.path.name + "-*"):
            leftover.unlink()
        shutil.copyfile(self.path.with_suffix(f".{kept}") if kept else self.template, self.path)

    def keep(self, name: str) -> None:
        """Keep the database as it is now, for `fresh(name)`; nobody may be connected."""
        shutil.copyfile(self.path, self.path.with_suffix(f".{name}"))

    def close(self) -> None:
        """Nothing to close: pytest keeps the folder."""


class _Postgres:
    def __init__(self, folder: Path, worker: str) -> None:
        base = sa.make_url(SERVER)
        self.name = f"intranet_test_{os.getpid()}_{worker}"
        self.template = f"{self.name}_template"
        self.kept: list[str] = []
        self.admin = sa.create_engine(base.set(database="postgres"), isolation_level="AUTOCOMMIT")
        self._run(f'DROP DATABASE IF EXISTS "{self.template}"', f'CREATE DATABASE "{self.template}"')
        _fill(base.set(database=self.template).render_as_string(hide_password=False), folder)
        self.url = base.set(database=self.name).render_as_string(hide_password=False)

    def _run(self, *statements: str) -> None:
        with self.admin.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def fresh(self, kept: str = "") -> None:
        source = f"{self.name}_{kept}" if kept else self.template
        self._run(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{source}" STRATEGY FILE_COPY',
        )

    def keep(self, name: str) -> None:
        """Keep the database as it is now, for `fresh(name)`; nobody may be connected."""
        self.kept.append(f"{self.name}_{name}")
        self._run(f'CREATE DATABASE "{self.kept[-1]}" TEMPLATE "{self.name}" STRATEGY FILE_COPY')

    def close(self) -> None:
        self._run(*(f'DROP DATABASE IF EXISTS "{one}"' for one in self.kept))
        self._run(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'DROP DATABASE IF EXISTS "{self.template}"',
        )
        self.admin.dispose()


@pytest.fixture(scope="session")
def _database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Sqlite | _Postgres]:
    folder = tmp_path_factory.mktemp("database")
    store = _Postgres(folder, os.environ.get("PYTEST_XDIST_WORKER", "one")) if SERVER else _Sqlite(folder)
    yield store
    store.close()


@pytest.fixture(scope="session")
def _app(_database: _Sqlite | _Postgres, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(_settings(tmp_path_factory.mktemp("var"), _database.url))


@pytest.fixture
def site(_app: Flask, _database: _Sqlite | _Postgres, tmp_path: Path) -> Iterator[Flask]:
    """The application with a fresh database and an empty file store, no context pushed (for browsers)."""
    with _app.app_context():
        db.engine.dispose()
    _database.fresh()
    _app.config["FILES_DIR"] = str(tmp_path / "files")
    yield _app
    with _app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(site: Flask) -> Iterator[Flask]:
    """The application inside a context: for tests of models, rules, queries and actions."""
    with site.app_context():
        yield site
        db.session.rollback()


@pytest.fixture
def account(app: Flask):
    """Return example accounts by login name: account("nhanvien")."""

    def find(login: str) -> Account:
        return db.session.scalars(sa.select(Account).where(Account.login == login)).one()

    return find


@pytest.fixture
def count_queries():
    """Return a context manager that collects the SQL statements of a site: `with count_queries(site) as found`."""

    @contextmanager
    def collect(site: Flask) -> Iterator[list[str]]:
        found: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            found.append(statement)

        with site.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        yield found
        sa.event.remove(engine, "before_cursor_execute", note)

    return collect


@pytest.fixture
def browser(site: Flask):
    """Return page-checking clients by login name: browser("nhanvien"); browser() is a stranger.

    Use it without the `app` fixture; read the database through `with site.app_context()`.
    """
    return lambda login=None: Browser(site, login)
