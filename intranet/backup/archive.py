"""The file of a backup: a .zip with the copy of the database, every stored file under its hash, and a manifest.

The manifest names each entry with size and SHA-256, the rows of each table and the end of the log. What the archive
may hold is fixed by name: nothing in it can be written to another place.
"""

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

from .copies import NAMES, Facts
from .errors import BackupError

MANIFEST = "manifest.json"
FORMAT = 1
_STORED = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{64})")
_PIECE = 1 << 20
_BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
DAMAGED = "The backup is damaged or incomplete: {}. Take another one; nothing was changed."


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    engine: str
    facts: Facts
    entries: dict[str, tuple[int, str]]  # name -> size, SHA-256
    lost: list[str]  # stored files that the database names and the store did not have (or damaged)


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """Read a file piece by piece."""
    while piece := source.read(_PIECE):
        yield piece


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        for piece in pieces(source):
            digest.update(piece)
    return digest.hexdigest()


def write(target: Path, database: Path, stored: list[Path], about: Manifest) -> None:
    """Write the archive readable by this user only: first under another name, so that a crash leaves no half one."""
    temporary = target.with_suffix(".part")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as pack:
            pack.write(database, NAMES[about.engine])
            for path in stored:
                # documents and pictures are packed already
                pack.write(path, name_of(path.name), compress_type=zipfile.ZIP_STORED)
            pack.writestr(
                MANIFEST, json.dumps({"format": FORMAT} | asdict(about), ensure_ascii=False, indent=1)
            )
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(target)


def name_of(sha256: str) -> str:
    """Return the name of a stored file in the archive."""
    return f"files/{sha256[:2]}/{sha256}"


class Archive:
    """A backup that was checked: every entry has its hash, and there is no other one. `with Archive(path) as one`."""

    def __init__(self, path: Path) -> None:
        """Open and check; BackupError for anything that is not a whole backup."""
        try:
            self.pack = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise BackupError(DAMAGED.format(f"{path} cannot be opened as a backup")) from error
        try:
            self.about = self._read()
            self._check()
        except BaseException:
            self.pack.close()
            raise

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the file."""
        self.pack.close()

    def _read(self) -> Manifest:
        try:
            raw: dict[str, Any] = json.loads(self.pack.read(MANIFEST))
            if raw.pop("format") != FORMAT:
                raise BackupError("The backup was made by a newer program. Install that one first.")
            entries = {name: (int(size), str(sha)) for name, (size, sha) in raw.pop("entries").items()}
            about = Manifest(**(raw | {"facts": Facts(**raw["facts"]), "entries": entries}))
        except BackupError:
            raise
        except (*_BROKEN, KeyError, TypeError, ValueError, AttributeError) as error:
            raise BackupError(DAMAGED.format("its manifest cannot be read")) from error
        if about.engine not in NAMES:
            raise BackupError(DAMAGED.format("its manifest names no known database"))
        return about

    def _check(self) -> None:
        names = [entry.filename for entry in self.pack.infolist() if entry.filename != MANIFEST]
        if len(set(names)) != len(names) or set(names) != set(self.about.entries):
            raise BackupError(DAMAGED.format("its files are not those of the manifest"))
        if NAMES[self.about.engine] not in names:
            raise BackupError(DAMAGED.format("it has no database"))
        for name, (size, sha256) in self.about.entries.items():
            stored = _STORED.fullmatch(name)
            if name != NAMES[self.about.engine] and not stored:
                raise BackupError(DAMAGED.format(f"it holds {name!r}"))
            if stored and (stored[2] != sha256 or not sha256.startswith(stored[1])):
                raise BackupError(DAMAGED.format(f"{name} has another hash than its name"))
            if self._hash(name, size) != sha256:
                raise BackupError(DAMAGED.format(f"{name} does not have its hash"))

    def _hash(self, name: str, size: int) -> str:
        digest, read = hashlib.sha256(), 0
        try:
            with self.pack.open(name) as source:
                for piece in pieces(source):
                    digest.update(piece)
                    read += len(piece)
                    if read > size:
                        return ""
        except _BROKEN:
            return ""
        return digest.hexdigest()

    def take(self, name: str, target: Path) -> None:
        """Write an entry to a file."""
        with self.pack.open(name) as source, target.open("wb") as out:
            for piece in pieces(source):
                out.write(piece)

    def stored(self) -> list[str]:
        """Return the hashes of the stored files."""
        return sorted(
            sha256 for name, (_size, sha256) in self.about.entries.items() if _STORED.fullmatch(name)
        )
