"""The sender of letters: as a command, and beside the running server in a thread of its own."""

import argparse
import logging
import sys
import threading

from flask import Flask

from ..core import mail
from ..core.db import db
from . import outbox

log = logging.getLogger("intranet.mail")
PAUSE = 20.0  # seconds between two looks into the outbox


def send_waiting(app: Flask, most: int = 200) -> tuple[int, int]:
    """Send what is due; return (sent, not sent). Stops at the first letter that the server does not take now.

    No transaction is open while the server is spoken to. After a crash between sending and writing it down the
    letter leaves again with the same Message-ID.
    """
    done, not_done = 0, 0
    with app.app_context():
        by = mail.settings()
        while by is not None and done + not_done < most:
            row = outbox.take()
            if row is None:
                db.session.rollback()
                break
            given = {"address": row.address, "subject": row.subject, "text": row.text, "key": row.key}
            number = row.id
            db.session.commit()
            problem, for_good = "", False
            try:
                mail.deliver(by, mail.letter(by, name="", **given))
            except mail.TryLater as error:
                problem = str(error)
            except (mail.Refused, ValueError) as error:
                problem, for_good = str(error), True
            row = db.session.get_one(outbox.OutgoingMail, number)
            if problem:
                outbox.failed(row, problem, for_good=for_good)
                not_done += 1
            else:
                outbox.sent(row)
                done += 1
            db.session.commit()
            if problem and not for_good:
                break
        if done:
            outbox.sweep()
            db.session.commit()
        db.session.remove()
    return done, not_done


def start(app: Flask) -> threading.Event | None:
    """Send beside the running server until the event is set; None where no mail is set up."""
    with app.app_context():
        if mail.settings() is None:
            return None
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            try:
                send_waiting(app)
            except (
                Exception
            ):  # the next look may succeed (the database was locked); a request is never held up
                log.exception("letters were not sent")
            stop.wait(PAUSE)

    threading.Thread(target=run, name="mail", daemon=True).start()
    return stop


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command of this package to the command line."""
    one = commands.add_parser("send-mail", help="send the letters that wait (`serve` does it by itself)")
    one.set_defaults(run=send_mail)


def send_mail(app: Flask, args: argparse.Namespace) -> int:
    """Send what is due; exit status 1 when a letter could not leave, 2 without SMTP."""
    with app.app_context():
        if mail.settings() is None:
            print("No mail is set up: SMTP_HOST is not given.", file=sys.stderr)
            return 2
    done, not_done = send_waiting(app)
    print(f"Sent {done}, not sent {not_done}.")
    return 1 if not_done else 0
