"""The clerk; rows made in their own transaction."""

import pytest

from intranet.core.db import db
from tests.factories import decisions as make


@pytest.fixture
def clerk(app):
    """Return the clerk's account."""
    return make.account("vanthu")


@pytest.fixture
def made(site):
    """Return a function that makes rows in their own transaction and gives the id of the one it returns."""

    def build(act, *args, **kwargs) -> int:
        with site.app_context():
            row = act(*args, **kwargs)
            db.session.commit()
            return row.id

    return build
