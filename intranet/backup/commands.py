"""What the commands backup, restore and verify say."""

import argparse
import sys
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from . import service
from .archive import Manifest
from .errors import BackupError


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package to the command line."""
    one = commands.add_parser("backup", help="write a backup of database and files into a folder")
    one.add_argument("folder", help="where the file goes; not inside the data folder")
    one.set_defaults(run=backup)
    one = commands.add_parser("restore", help="put a backup into an empty place")
    one.add_argument("file")
    one.set_defaults(run=restore)


def _told(about: Manifest) -> str:
    rows, stored = sum(about.facts.tables.values()), len(about.entries) - 1
    return f"{rows} rows, {stored} files, log up to line {about.facts.audit_id}"


def _tell_losses(about: Manifest, done: str) -> None:
    for title in about.facts.open_votes:
        print(
            f"Secret vote in progress, not restorable from {done}: {title}. It has to be voided and repeated.",
            file=sys.stderr,
        )
    for sha256 in about.lost:
        print(f"A stored file is missing or damaged: {sha256}", file=sys.stderr)


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0]


def backup(app: Flask, args: argparse.Namespace) -> int:
    """Make a backup; exit status 1 when something could not be saved."""
    folder = Path(args.folder).resolve()
    try:
        with app.app_context():
            made = service.make(folder)
    except (BackupError, OSError, SQLAlchemyError) as error:
        print(f"No backup: {_first(error)}", file=sys.stderr)
        return 2
    print(f"{made.path}\n{_told(made.about)}\nSHA-256 {made.sha256}")
    _tell_losses(made.about, "this backup")
    return 1 if made.about.lost else 0


def restore(app: Flask, args: argparse.Namespace) -> int:
    """Restore a backup."""
    try:
        with app.app_context():
            about = service.restore(Path(args.file))
    except (BackupError, OSError, SQLAlchemyError) as error:
        print(f"Not restored: {_first(error)}", file=sys.stderr)
        return 2
    print(f"Restored the backup of {about.made_at}: {_told(about)}. Next: python -m intranet serve")
    _tell_losses(about, "the backup")
    return 0


def check_file(path: Path) -> int:
    """Check a backup without restoring it."""
    try:
        about = service.check(path)
    except (BackupError, OSError, SQLAlchemyError) as error:
        print(_first(error), file=sys.stderr)
        return 1
    print(f"The backup of {about.made_at} is whole: {_told(about)}.")
    _tell_losses(about, "this backup")
    return 0
