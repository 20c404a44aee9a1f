"""The council is tested with a kind of case of its own."""

import pytest

from intranet.council import subjects
from tests.factories.council import Cases


@pytest.fixture
def cases() -> Cases:
    """Register example cases for one test."""
    made = Cases()
    subjects.register(made.kind())
    yield made
    del subjects.KINDS["example"]
