"""Backup, check and restore on the engine of the run: what comes back is what was there, and no secret goes along."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from intranet import commands
from intranet.app import create_app
from intranet.backup import archive, copies, service
from intranet.backup.errors import BackupError
from intranet.ballots import sealing, vault
from intranet.ballots import service as ballots
from intranet.ballots.models import Poll
from intranet.core import audit, files, schema
from intranet.core.db import db
from tests.ballots.conftest import login_of, make, make_keys, owner  # noqa: F401  # a fixture
from tests.conftest import SECRET, SERVER, _settings

POSTGRESQL = bool(SERVER)


@pytest.fixture(autouse=True)
def _programs():
    """The dump of PostgreSQL needs its client programs."""
    if POSTGRESQL and not (
        shutil.which("pg_dump") or list(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    ):
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("pg_dump must be installed here")
        pytest.skip("pg_dump is not installed")


@pytest.fixture
def filled(app, owner, monkeypatch):  # noqa: F811
    """A database with a stored file and a secret vote in progress: two of nine have voted."""
    cheap = sealing.Scrypt
    monkeypatch.setattr(
        sealing, "Scrypt", lambda salt, length, n, r, p: cheap(salt, length, n=2**4, r=r, p=p)
    )
    make_keys()
    poll = make()
    for login in ("chutich", "yte"):
        ballots.cast(poll, "yes", "hoasen26", actor=login_of(login))
    files.attach(login_of("nhanvien").person, "ảnh.png", PNG, actor=login_of("nhanvien"))
    db.session.commit()
    return app


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + (10).to_bytes(4, "big") * 2 + b"\0" * 16


class Place:
    """An empty place of its own: data folder and database."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.url = f"sqlite:///{folder / 'intranet.db'}"
        if POSTGRESQL:
            base = sa.make_url(SERVER)
            self.name = f"intranet_restore_{os.getpid()}"
            self.admin = sa.create_engine(base.set(database="postgres"), isolation_level="AUTOCOMMIT")
            self.drop()
            with self.admin.connect() as connection:
                connection.exec_driver_sql(f'CREATE DATABASE "{self.name}"')
            self.url = base.set(database=self.name).render_as_string(hide_password=False)
        self.app = create_app(_settings(folder, self.url))

    def drop(self) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def end(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        if POSTGRESQL:
            self.drop()
            self.admin.dispose()


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path / "other")
    yield made
    made.end()


def contents() -> dict[str, list[str]]:
    """Return all rows of all tables, but what stays behind."""
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name not in (*copies.LEFT_BEHIND, "poll_teller"):
            found[table.name] = sorted(map(repr, db.session.execute(sa.select(table)).all()))
    return found


def test_what_comes_back_is_what_was_there_and_a_vote_in_progress_is_told(filled, place, tmp_path, capsys):
    before = contents()
    db.session.rollback()
    assert commands.backups.backup(filled, _args(folder=str(tmp_path / "copies"))) == 0
    told = capsys.readouterr()
    assert "Secret vote in progress, not restorable from this backup: Hồ sơ 1." in told.err
    (made,) = (tmp_path / "copies").iterdir()
    assert made.stat().st_mode & 0o777 == 0o600
    assert commands.verify(filled, _args(file=str(made))) == 0
    assert "is whole" in capsys.readouterr().out
    assert commands.backups.restore(place.app, _args(file=str(made))) == 0
    told = capsys.readouterr()
    assert told.out.startswith("Restored the backup of ") and "Hồ sơ 1" in told.err
    with place.app.app_context():
        assert contents() == before
        assert audit.verify() is None
        assert db.session.scalar(sa.text("SELECT count(*) FROM envelope")) == 0
        poll = db.session.scalars(sa.select(Poll)).one()
        assert vault.read(poll.public) is None
        assert service.lost_files() == []
        db.session.rollback()
    assert commands.verify(place.app, _args(file="")) == 0
    assert "all stored files are intact" in capsys.readouterr().out


def test_the_backup_holds_no_secret_and_no_ballot(filled, tmp_path):
    poll = db.session.scalars(sa.select(Poll)).one()
    secret = vault.read(poll.public)
    sealed = [bytes(one) for one in db.session.scalars(sa.text("SELECT sealed FROM envelope"))]
    wraps = [bytes(one) for one in db.session.scalars(sa.text("SELECT sealed FROM poll_wrap"))]
    db.session.rollback()
    assert secret and len(sealed) == 2 and len(wraps) == 3
    folder = vault.folder().parent
    (folder / "secret.key").write_text(SECRET)
    (folder / "certificate-codes.key").write_text("-----BEGIN PRIVATE KEY-----")
    made = service.make(tmp_path / "copies")
    with zipfile.ZipFile(made.path) as pack:
        assert sorted(pack.namelist()) == sorted([archive.MANIFEST, *made.about.entries])
        whole = b"".join(pack.read(name) for name in pack.namelist())
        if POSTGRESQL:  # the dump packs its rows: read them as text
            dump = tmp_path / "dump"
            dump.write_bytes(pack.read(copies.NAMES[copies.POSTGRESQL]))
            plain = tmp_path / "plain"
            copies._run([copies._program("pg_restore"), "--file", str(plain), str(dump)])
            whole += plain.read_bytes()
    planted = [secret, SECRET.encode(), b"PRIVATE KEY", *sealed, *wraps]
    for words in planted:
        assert words not in whole and words.hex().encode() not in whole
    assert poll.public in whole or poll.public.hex().encode() in whole  # the search finds what is there


def test_only_an_empty_place_takes_a_backup(filled, place, tmp_path, capsys):
    made = service.make(tmp_path / "copies")
    assert commands.backups.restore(filled, _args(file=str(made.path))) == 2
    assert "There is data already" in capsys.readouterr().err
    with place.app.app_context():
        files.put(b"something")
    assert commands.backups.restore(place.app, _args(file=str(made.path))) == 2
    assert "There is data already" in capsys.readouterr().err
    with place.app.app_context():
        assert copies.is_empty()


def _args(**values):
    return type("Args", (), values)


def _changed(source: Path, target: Path, change) -> Path:
    """Write the archive anew with its entries changed: name -> bytes, None drops it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, content in change(parts).items():
            new.writestr(name, content)
    return target


def _rewritten(parts, **values):
    manifest = json.loads(parts[archive.MANIFEST])
    return parts | {archive.MANIFEST: json.dumps(manifest | values)}


def test_a_damaged_backup_is_refused_in_one_sentence_and_nothing_is_written(filled, place, tmp_path, capsys):
    made = service.make(tmp_path / "copies")
    database, stored = copies.NAMES[made.about.engine], archive.name_of(files.put(PNG))

    def without(name):
        return lambda parts: {key: value for key, value in parts.items() if key != name}

    def flipped(parts):
        content = bytearray(parts[database])
        content[len(content) // 2] ^= 1
        return parts | {database: bytes(content)}

    def facts(parts, **values):
        return _rewritten(parts, facts=json.loads(parts[archive.MANIFEST])["facts"] | values)

    cases = {
        "no database": without(database),
        "no file": without(stored),
        "no manifest": without(archive.MANIFEST),
        "one bit": flipped,
        "another file": lambda parts: parts | {stored: PNG + b"x"},
        "one more": lambda parts: parts | {"files/aa/more": b"x"},
        "out of its place": lambda parts: parts | {"../../evil": b"x"},
        "newer": lambda parts: _rewritten(parts, format=2),
        "newer tables": lambda parts: facts(parts, revision="9999"),
        "odd manifest": lambda parts: parts | {archive.MANIFEST: b"[]"},
    }
    damaged = {
        name: _changed(made.path, tmp_path / f"{n}.zip", change)
        for n, (name, change) in enumerate(cases.items())
    }
    cut = tmp_path / "cut.zip"
    cut.write_bytes(made.path.read_bytes()[:-2000])
    spoiled = bytearray(made.path.read_bytes())
    spoiled[len(spoiled) // 3] ^= 0xFF
    (tmp_path / "spoiled.zip").write_bytes(bytes(spoiled))
    for name, path in {
        **damaged,
        "cut": cut,
        "spoiled": tmp_path / "spoiled.zip",
        "none": tmp_path / "none",
    }.items():
        assert commands.backups.restore(place.app, _args(file=str(path))) == 2, name
        told = capsys.readouterr().err
        assert told.startswith("Not restored: ") and told.count("\n") == 1, name
        assert "newer program" in told if "newer" in name else "damaged or incomplete" in told, (name, told)
        with place.app.app_context():
            assert copies.is_empty() and not Path(place.app.config["FILES_DIR"]).exists(), name


def test_a_copy_with_other_rows_than_it_says_is_refused(filled, tmp_path):
    made = service.make(tmp_path / "copies")
    if made.about.engine != copies.SQLITE:
        found = replace(made.about.facts, tables=made.about.facts.tables | {"person": 1})
        assert next(service._differences(found, made.about.facts)).startswith("table person has 1 rows")
        return

    def edit(statement):
        def change(parts):
            path = tmp_path / "edited.db"
            path.write_bytes(parts["database.sqlite3"])
            with closing(sqlite3.connect(path)) as edited:
                edited.execute("DROP TRIGGER audit_event_no_update")  # as somebody who owns the file may
                edited.execute(statement)
                edited.commit()
            content = path.read_bytes()
            path.unlink()
            entries = json.loads(parts[archive.MANIFEST])["entries"]
            entries["database.sqlite3"] = [len(content), hashlib.sha256(content).hexdigest()]
            return _rewritten(parts, entries=entries) | {"database.sqlite3": content}

        return change

    more = edit("INSERT INTO holiday (day, name) VALUES ('2031-07-01', 'x')")
    with pytest.raises(BackupError, match="table holiday has"):
        service.check(_changed(made.path, tmp_path / "more.zip", more))
    other = edit("UPDATE audit_event SET actor_name = 'Người khác' WHERE id = 3")
    with pytest.raises(BackupError, match="log is not intact from line 3 on"):
        service.check(_changed(made.path, tmp_path / "other.zip", other))


def test_a_lost_file_is_named_and_the_rest_saved(filled, tmp_path, capsys):
    lost = files.put(PNG)
    files.store_path(lost).write_bytes(b"rotten")
    assert commands.backups.backup(filled, _args(folder=str(tmp_path / "copies"))) == 1
    told = capsys.readouterr()
    assert f"A stored file is missing or damaged: {lost}" in told.err and "SHA-256" in told.out
    assert commands.verify(filled, _args(file="")) == 1
    assert lost in capsys.readouterr().err


@pytest.mark.parametrize("revision", ["0018", "0005"])
def test_a_backup_before_an_upgrade_is_restored_and_upgraded(app, place, tmp_path, revision):
    schema.downgrade(revision)  # as an older program left it: tables of today are missing
    before = set(sa.inspect(db.engine).get_table_names())
    db.engine.dispose()
    assert "outgoing_mail" not in before
    assert commands.backups.backup(app, _args(folder=str(tmp_path / "copies"))) == 0
    (made,) = (tmp_path / "copies").iterdir()
    assert commands.verify(app, _args(file=str(made))) == 0
    assert commands.backups.restore(place.app, _args(file=str(made))) == 0
    with place.app.app_context():
        assert set(sa.inspect(db.engine).get_table_names()) == before
        schema.upgrade()
        assert "outgoing_mail" in sa.inspect(db.engine).get_table_names()
        assert audit.verify() is None


def test_an_empty_place_has_no_backup(place, tmp_path, capsys):
    assert commands.backups.backup(place.app, _args(folder=str(tmp_path / "copies"))) == 2
    assert capsys.readouterr().err.startswith("No backup: There is no data")
    assert list((tmp_path / "copies").iterdir()) == []


def test_the_other_engine_is_named(filled, place, tmp_path, monkeypatch, capsys):
    made = service.make(tmp_path / "copies")
    monkeypatch.setattr(copies, "engine_name", lambda: "other")
    assert commands.backups.restore(place.app, _args(file=str(made.path))) == 2
    assert f"The backup is of {made.about.engine}, the settings name other" in capsys.readouterr().err
