"""The `intranet` command: serving, first steps, backup, letters, checks; `python -m intranet --help` lists all."""

import argparse
import logging
import sys
import time
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from . import seed
from .app import create_app
from .backup import commands as backups
from .backup import service as backup_service
from .ballots import routes as ballots
from .config import BadSettings
from .core import access, audit, schema
from .core.db import db
from .core.errors import DomainError
from .notices import commands as letters
from .people import actions as people_actions
from .people.models import Account

PORT = 8000


def serve(app: Flask, args: argparse.Namespace) -> int:
    """Upgrade, load the plan (and, in demo mode, example people) on the first start, serve."""
    from waitress import create_server  # only here: a command must not load the server

    started = time.perf_counter()
    try:  # before anything is written: a second start beside a running one must leave its data alone
        server = create_server(
            app, host=args.host, port=args.port, threads=4, ident="intranet", channel_timeout=120
        )
    except OSError as error:
        print(f"Cannot listen on {args.host}:{args.port}: {error.strerror}. Try --port.", file=sys.stderr)
        return 2
    with app.app_context():
        prepare(app)
        has_accounts = db.session.scalar(sa.select(Account.id).limit(1)) is not None
    address = f"http://{args.host}:{args.port}"
    print(f"\nIntranet ({app.config['MODE']}) is ready in {time.perf_counter() - started:.1f} s: {address}")
    if app.config["MODE"] == "demo":
        print(seed.sign_in_help())
    elif not has_accounts:
        print("No account yet. Make the first administrator once with:  python -m intranet create-admin")
    sys.stdout.flush()
    letters.start(app)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
    server.run()
    return 0


def prepare(app: Flask) -> None:
    """Bring the schema to head and load what a first start needs; a second start finds nothing to do."""
    if not schema.at_head():
        schema.upgrade()
    if seed.load_base():
        print(
            "Loaded the plan of Đại Thanh: organisation, units, campaign, themes, legal parameters, wording."
        )
    elif seed.load_new():
        print("Loaded rules and wording that this version brings.")
    if ended := ballots.finish_closed():  # a crash between counting and destroying leaves the latter to do
        print(f"Destroyed the keys of {ended} counted secret ballots.")
    if app.config["MODE"] == "demo" and seed.load_demo():
        print("Loaded example people in every role (demo only).")


def upgrade(app: Flask, args: argparse.Namespace) -> int:
    """Only upgrade and load the base."""
    with app.app_context():
        prepare(app)
    return 0


def create_admin(app: Flask, args: argparse.Namespace) -> int:
    """Make the first administrator, once; prints a one-time password."""
    with app.app_context():
        prepare(app)
        made = people_actions.create_first_admin(args.name, args.login, actor=audit.SYSTEM)
        if made is None:
            print("There is an administrator already. New ones are made on the screen.", file=sys.stderr)
            return 1
        db.session.commit()
        print(f"Sign in as {args.login} with the one-time password: {made}")
    return 0


def verify(app: Flask, args: argparse.Namespace) -> int:
    """Check the audit chain, frozen Decisions, what was made public and the stored files; with a file: that backup."""
    from .decisions import queries as decision_queries
    from .publishing import queries as publishing_queries

    if args.file:
        with app.app_context():
            return backups.check_file(Path(args.file))
    with app.app_context():
        wrong = audit.verify()
        broken = decision_queries.broken_snapshots()
        changed = publishing_queries.broken()
        lost = backup_service.lost_files()
    if wrong is not None:
        print(f"The audit log is not intact from line {wrong} on.", file=sys.stderr)
    for number in broken:
        print(f"Decision {number}: the snapshot does not have its hash.", file=sys.stderr)
    for address in changed:
        print(f"Made public, {address}: the contents do not have their hash.", file=sys.stderr)
    for sha256 in lost:
        print(f"A stored file is missing or damaged: {sha256}", file=sys.stderr)
    if wrong is None and not (broken or changed or lost):
        print("The audit log, all frozen Decisions and all stored files are intact.")
    return 0 if wrong is None and not (broken or changed or lost) else 1


def example_figures(app: Flask, args: argparse.Namespace) -> int:
    """Load example records and figures of six quarters into a demo database, marked as an example."""
    from .seed.example_figures import load_example_figures

    if app.config["MODE"] != "demo":
        print("Example figures are for a demo database only.", file=sys.stderr)
        return 2
    with app.app_context():
        prepare(app)
        try:
            made = load_example_figures()
        except DomainError as error:
            print(error.message, file=sys.stderr)
            return 1
    print("Loaded as an example: " + ", ".join(f"{number} {what}" for what, number in made.items()) + ".")
    return 0


def access_table(app: Flask, args: argparse.Namespace) -> int:
    """Print every address with what it needs, as CSV."""
    for line in access_lines(app):
        print(line)
    return 0


def preview_worker(app: Flask, args: argparse.Namespace) -> int:
    """Be the worker of the previews until stopped (else the first preview starts one, which ends when idle)."""
    from .previews import service

    with app.app_context():
        if not service.available():
            print("LibreOffice is not here. Install it, or set SOFFICE to its path.", file=sys.stderr)
            return 2
        if not service.serve():
            print("Another worker serves this data folder already.", file=sys.stderr)
            return 1
    return 0


def check_code(app: Flask, args: argparse.Namespace) -> int:
    """Say whether the text of a QR code is signed by the office; needs the key only, no database, no network."""
    from .core import keys
    from .decisions import code_text

    try:
        with app.app_context():
            key = (
                keys.read_public(Path(args.key).read_bytes()) if args.key else keys.signing_key().public_key()
            )
    except (OSError, ValueError) as error:
        print(f"No public key in {args.key}: {error}", file=sys.stderr)
        return 2
    found = code_text.check(args.text, key)
    if found is None:
        print("NOT GENUINE: not signed with this key, or changed, or a part is missing.")
        return 1
    code = code_text.show_code(found.code)
    print(
        f"Genuine: {code}, Decision {found.decision}, ordinal {found.ordinal:02d}, edition {found.edition}."
    )
    if args.name and not found.names(args.name):
        print(f"NOT GENUINE: the signed name is not “{args.name}”.")
        return 1
    print("Whether it was replaced or revoked since is known to the register only.")
    return 0


def access_lines(app: Flask) -> list[str]:
    """Return "endpoint,methods,rule,needs" for every route, sorted."""
    lines = ["endpoint,methods,address,needs"]
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.endpoint, r.rule)):
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        wanted = " ".join(sorted(access.needed(app, rule.endpoint))) or "NOBODY"
        lines.append(f"{rule.endpoint},{methods},{rule.rule},{wanted}")
    return lines


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(prog="python -m intranet", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    one = commands.add_parser("serve", help="upgrade and serve")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=PORT)
    one.set_defaults(run=serve)
    commands.add_parser("upgrade", help="run migrations, load the plan").set_defaults(run=upgrade)
    one = commands.add_parser("create-admin", help="make the first administrator, once")
    one.add_argument("--name", default="Quản trị hệ thống")
    one.add_argument("--login", default="quantri")
    one.set_defaults(run=create_admin)
    one = commands.add_parser("verify", help="check log, frozen Decisions and stored files, or a backup")
    one.add_argument("file", nargs="?", default="", help="a backup to check instead")
    one.set_defaults(run=verify)
    backups.add_to(commands)
    letters.add_to(commands)
    commands.add_parser(
        "preview-worker", help="convert documents for the previews until stopped"
    ).set_defaults(run=preview_worker)
    one = commands.add_parser(
        "check-code", help="say without a network whether a QR text is signed by the office"
    )
    one.add_argument("text", help="what a scanner reads from the QR code")
    one.add_argument("--name", default="", help="the name on the paper, to compare it too")
    one.add_argument("--key", help="file of the public key (default: the key of this data folder)")
    one.set_defaults(run=check_code)
    commands.add_parser(
        "example-figures", help="load example records and figures of 2026-2027 into a demo database"
    ).set_defaults(run=example_figures)
    commands.add_parser("access-table", help="print every route and what it needs").set_defaults(
        run=access_table
    )
    return top


def main(argv: list[str] | None = None) -> None:
    """Run a command and exit with its status."""
    args = parser().parse_args(argv)
    try:
        app = create_app()
    except BadSettings as error:
        print(f"Cannot start: {error}", file=sys.stderr)
        sys.exit(2)
    sys.exit(args.run(app, args))
