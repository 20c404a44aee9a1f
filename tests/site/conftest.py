"""The filled site (see `world.py`), built once and copied for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from intranet.app import create_app
from intranet.config import Settings
from intranet.core.db import db
from tests.site import world


@pytest.fixture(scope="session")
def _filled(_app: Flask, _database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with _app.app_context():
        db.engine.dispose()
    _database.fresh()
    store = tmp_path_factory.mktemp("store")
    _app.config["FILES_DIR"] = str(store)
    world.build(_app)
    with _app.app_context():
        db.session.remove()
        db.engine.dispose()
    _database.keep("filled")
    return store


@pytest.fixture
def filled(_app: Flask, _database, _filled: Path) -> Iterator[Flask]:
    """The application over a database with every kind of object in every state and one account per role."""
    with _app.app_context():
        db.engine.dispose()
    _database.fresh("filled")
    _app.config["FILES_DIR"] = str(_filled)
    yield _app
    with _app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def another(site: Flask, tmp_path: Path) -> Iterator[Callable[[str], Flask]]:
    """Return a maker of a second application over the same database, to which routes can be added."""
    made = []

    def make(mode: str = "test") -> Flask:
        settings = Settings(
            mode=mode,
            var=tmp_path,
            database_url=site.config["SQLALCHEMY_DATABASE_URI"],
            secret_key=site.config["SECRET_KEY"],
            secure_cookies=False,
            trusted_proxies=0,
        )
        made.append(create_app(settings))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
