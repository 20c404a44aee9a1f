"""Secrets of polls: one file each in a folder of its own, which no backup takes along."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from ..core import clock
from ..core.errors import NotReady
from ..core.keys import data_folder

FOLDER = "poll-secrets"
_SIZE = 32
ORPHAN_SECONDS = 3600.0


def folder() -> Path:
    """Return the folder of secrets; backups leave it out (docs/secret-ballot.md)."""
    return data_folder() / FOLDER


def path_of(public: bytes) -> Path:
    """Return the file of the poll with this public key."""
    return folder() / public.hex()


def new_secret() -> bytes:
    """Return a fresh secret."""
    return secrets.token_bytes(_SIZE)


def keep(public: bytes, secret: bytes) -> None:
    """Write a secret, readable by the program's user only; NotReady when the disk takes nothing."""
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path_of(public), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(secret)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise NotReady("Máy chủ không ghi được khóa của cuộc bỏ phiếu. Hãy báo quản trị.") from error


def read(public: bytes) -> bytes | None:
    """Return a secret, or None when it is lost (deleted, or the database was restored without it)."""
    try:
        secret = path_of(public).read_bytes()
    except OSError:
        return None
    return secret if len(secret) == _SIZE else None


def destroy(public: bytes) -> None:
    """Overwrite and delete a secret; nothing happens when it is gone already."""
    path = path_of(public)
    try:
        with path.open("r+b") as out:
            out.write(secrets.token_bytes(_SIZE))
            out.flush()
            os.fsync(out.fileno())
        path.unlink()
    except FileNotFoundError:
        pass


def destroy_orphans(living: Iterable[bytes]) -> None:
    """Delete secrets whose poll was never stored (its transaction failed): those an hour old and of no open poll."""
    known = {public.hex() for public in living}
    if not folder().is_dir():
        return
    for path in folder().iterdir():
        if path.name not in known and clock.now().timestamp() - path.stat().st_mtime > ORPHAN_SECONDS:
            path.unlink(missing_ok=True)
