"""Make, check and restore backups (docs/backup.md)."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from ..core import audit, clock, files, schema
from ..core.db import db
from . import archive, copies
from .archive import Archive, Manifest
from .errors import BackupError

# where the database names stored files
_NAMED = (
    ("attachment", "sha256"),
    ("issued_file", "sha256"),
    ("signed_file", "sha256"),
    ("sheet_upload", "sha256"),
    ("organisation", "emblem"),
)


_UNUSABLE = "The data was put in place, but {}. Do not use it: empty the place and take another backup."


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    path: Path
    sha256: str
    about: Manifest


def make(folder: Path) -> Made:
    """Write a backup of the running system into a folder and check what was written; BackupError says why not.

    First the database, then the files: files are never changed once stored, so every file that the copy of the
    database names is there. A file that the store has lost or damaged is named in `about.lost`; the rest is saved.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = clock.now()
    with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as work:
        database = Path(work) / copies.NAMES[copies.engine_name()]
        facts = copies.copy(database)
        stored, lost = _stored()
        entries = {archive.name_of(path.name): (path.stat().st_size, path.name) for path in stored}
        entries[database.name] = (database.stat().st_size, archive.hash_of(database))
        about = Manifest(now.isoformat(), copies.engine_name(), facts, entries, lost)
        target = folder / f"intranet-{clock.local(now):%Y-%m-%d-%H%M%S}.zip"
        if target.exists():
            raise BackupError(f"{target} is there already.")
        archive.write(target, database, stored, about)
    Archive(target).pack.close()  # reads everything back
    return Made(target, archive.hash_of(target), about)


def _stored() -> tuple[list[Path], list[str]]:
    """Return the files of the store that are what their name says, and the hashes of those named but not there."""
    root = files.folder()
    found = sorted(path for path in root.glob("??/*") if len(path.name) == 64)
    whole = [path for path in found if archive.hash_of(path) == path.name]
    known = {path.name for path in whole}
    return whole, sorted(named() - known)


def named() -> set[str]:
    """Return the hashes of all stored files that the database names."""
    inspector, found = sa.inspect(db.session.connection()), set[str]()
    there = set(inspector.get_table_names())
    for table, column in _NAMED:  # an older database may lack some: a backup comes before an upgrade
        if table in there and column in {one["name"] for one in inspector.get_columns(table)}:
            where = sa.table(table, sa.column(column))
            found |= {str(one) for one in db.session.scalars(sa.select(where.c[column])) if one}
    return found


def lost_files() -> list[str]:
    """Return the hashes of stored files that are missing or damaged in the running system."""
    return [
        sha256
        for sha256 in sorted(named())
        if not (path := files.store_path(sha256)).is_file() or archive.hash_of(path) != sha256
    ]


def check(path: Path) -> Manifest:
    """Check a backup without restoring it: hashes of everything; of a SQLite copy also rows and the chain of the log."""
    with Archive(path) as one:
        if one.about.engine == copies.SQLITE:
            with tempfile.TemporaryDirectory() as work:
                database = Path(work) / copies.NAMES[copies.SQLITE]
                one.take(database.name, database)
                _check_sqlite(database, one.about)
        return one.about


def _check_sqlite(database: Path, about: Manifest) -> None:
    engine = sa.create_engine(f"sqlite:///{database}")
    try:
        with engine.connect() as connection:
            found = copies.facts(connection)
        _compare(found, about, archive.DAMAGED)
        with Session(engine) as session:
            wrong = audit.verify(session)
        if wrong is not None:
            raise BackupError(archive.DAMAGED.format(f"its log is not intact from line {wrong} on"))
    finally:
        engine.dispose()


def _compare(found: copies.Facts, about: Manifest, words: str) -> None:
    for problem in _differences(found, about.facts):
        raise BackupError(words.format(problem))


def _differences(found: copies.Facts, told: copies.Facts) -> Iterator[str]:
    for table, rows in sorted(told.tables.items()):
        if table in found.tables and found.tables[table] != rows:
            yield f"table {table} has {found.tables[table]} rows instead of {rows}"
    if (found.audit_id, found.audit_hash) != (told.audit_id, told.audit_hash):
        yield "the log ends at another line"
    if found.revision != told.revision:
        yield "its tables are of another revision"


def restore(path: Path) -> Manifest:
    """Put a backup into the empty place of the settings and check it there; BackupError says why not.

    Everything is checked before anything is written. Afterwards rows, log and files are compared with the manifest.
    """
    with Archive(path) as one:
        about = one.about
        _require_place(about)
        with tempfile.TemporaryDirectory(dir=_data()) as work:
            database = Path(work) / copies.NAMES[about.engine]
            one.take(database.name, database)
            for sha256 in one.stored():
                piece = Path(work) / sha256
                one.take(archive.name_of(sha256), piece)
                files.put(piece.read_bytes())
                piece.unlink()
            copies.load(database)
    with db.engine.connect() as connection:
        _compare(copies.facts(connection), about, _UNUSABLE)
    if (wrong := audit.verify()) is not None:
        raise BackupError(_UNUSABLE.format(f"the log is not intact from line {wrong} on"))
    return about


def _data() -> Path:
    folder = files.folder().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _require_place(about: Manifest) -> None:
    if about.engine != copies.engine_name():
        raise BackupError(
            f"The backup is of {about.engine}, the settings name {copies.engine_name()}: set DATABASE_URL."
        )
    known = {script.revision for script in ScriptDirectory.from_config(schema.config()).walk_revisions()}
    if about.facts.revision not in known:
        raise BackupError("The backup was made by a newer program. Install that one first.")
    store = files.folder()
    if not copies.is_empty() or (store.exists() and any(store.iterdir())):
        raise BackupError(
            "There is data already. Restore into an empty place only (INTRANET_VAR, DATABASE_URL)."
        )
