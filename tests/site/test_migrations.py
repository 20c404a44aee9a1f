"""The migrated schema is the one of the models; every revision goes up, down and up again."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from intranet import seed
from intranet.core import audit, schema
from intranet.core.db import Base, db
from intranet.parameters.models import Parameter, Wording
from intranet.people.models import Account

HEAD_FILE = schema.MIGRATIONS / "current-head"


def revisions() -> list[str]:
    """Return all revisions, oldest first."""
    script = ScriptDirectory.from_config(schema.config())
    return [one.revision for one in reversed(list(script.walk_revisions()))]


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def shape() -> dict[str, object]:
    """Return tables with their columns, constraints and triggers, as the database tells them."""
    found: dict[str, object] = {}
    with db.engine.connect() as connection:
        inspector = sa.inspect(connection)
        for table in inspector.get_table_names():
            columns = [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)]
            checks = sorted(str(c["name"]) for c in inspector.get_check_constraints(table))
            keys = sorted(str(c["name"]) for c in inspector.get_foreign_keys(table))
            uniques = sorted(str(c["name"]) for c in inspector.get_unique_constraints(table))
            indexes = sorted(str(c["name"]) for c in inspector.get_indexes(table))
            found[table] = (columns, checks, keys, uniques, indexes)
        sqlite = connection.dialect.name == "sqlite"
        source = "sqlite_master WHERE type = 'trigger'" if sqlite else "pg_trigger WHERE NOT tgisinternal"
        name = "name" if sqlite else "tgname"
        found["triggers"] = sorted(connection.exec_driver_sql(f"SELECT {name} FROM {source}").scalars())
    return found


@pytest.fixture
def empty(app):
    """The application with a database in which no connection is busy."""
    db.session.remove()
    db.engine.dispose()
    return app


def test_migrated_schema_is_the_one_of_the_models(empty):
    assert differences() == []


def test_one_head_and_its_number_is_kept_in_a_file(empty):
    script = ScriptDirectory.from_config(schema.config())
    assert script.get_heads() == [HEAD_FILE.read_text(encoding="ascii").strip()]
    numbers = revisions()
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)], "revisions are numbered without gaps"


@pytest.mark.parametrize("revision", revisions())
def test_revision_goes_up_down_and_up(empty, revision):
    schema.downgrade("base")
    assert set(shape()) - {"triggers", "alembic_version"} == set()
    schema.upgrade(revision)
    once = shape()
    before = revisions()[: revisions().index(revision)]
    schema.downgrade(before[-1] if before else "base")
    schema.upgrade(revision)
    assert shape() == once


def test_whole_way_down_and_up_gives_the_same_schema(empty):
    once = shape()
    assert len(once["triggers"]) >= 7
    schema.downgrade("base")
    schema.upgrade()
    assert shape() == once
    assert differences() == []


def test_data_survives_the_newest_revision(empty):
    names = list(db.session.scalars(sa.select(Account.login).order_by(Account.login)))
    db.session.remove()
    schema.downgrade("-1")
    schema.upgrade()
    assert list(db.session.scalars(sa.select(Account.login).order_by(Account.login))) == names
    assert audit.verify() is None


def test_second_start_finds_nothing_to_do(empty):
    assert schema.at_head()
    assert (seed.load_base(), seed.load_demo(), seed.load_new()) == (False, False, False)


def test_a_newer_program_adds_its_rules_and_wording_and_touches_no_other(empty):
    own = db.session.scalars(sa.select(Wording).where(Wording.document_kind == "certificate")).first()
    own.text = "Lời của cơ quan"
    db.session.execute(sa.delete(Wording).where(Wording.document_kind == "award_notice"))
    db.session.execute(sa.delete(Parameter).where(Parameter.key == "training.hours_minimum"))
    db.session.commit()
    assert seed.load_new()
    assert db.session.scalars(sa.select(Wording.id).where(Wording.document_kind == "award_notice")).all()
    assert db.session.scalars(sa.select(Parameter.id).where(Parameter.key == "training.hours_minimum")).all()
    assert db.session.get(Wording, own.id).text == "Lời của cơ quan"
    assert not seed.load_new()
