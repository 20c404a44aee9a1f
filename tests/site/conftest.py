"""The filled site (see `world.py`), built once and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

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
