"""Letters by SMTP: settings, addresses, one letter as bytes, one delivery. No queue here (see `notices/outbox.py`)."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from flask import current_app

from . import clock
from .text import clean_line, clean_prose

SECONDS = 20.0  # a server that does not answer is given up for this time
# letters, digits and few signs: nothing that could end a header or name a second address
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class MailSettings:
    """How letters leave: `tls` is "starttls", "tls" or "none" (none on this very machine only)."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password: str = ""
    site: str = ""  # https://thidua.example: begins the links in letters


class TryLater(Exception):
    """The server did not take the letter now; the text says why."""


class Refused(Exception):
    """The server will never take this letter (no such address)."""


def settings() -> MailSettings | None:
    """Return how letters leave, or None where no mail is set up."""
    found: MailSettings | None = current_app.config.get("MAIL")
    return found


def is_address(text: str) -> bool:
    """Return whether a text is one plain address."""
    return len(text) <= 254 and ".." not in text and _ADDRESS.fullmatch(text) is not None


def letter(by: MailSettings, *, name: str, address: str, subject: str, text: str, key: str) -> EmailMessage:
    """Return a plain-text letter; ValueError for an address that is none.

    Lines and control signs are taken out of the headers, Vietnamese words encoded (RFC 2047). `key` makes the same
    Message-ID each time, so that a letter sent twice after a crash is shown once.
    """
    if not is_address(address):
        raise ValueError("not an address")
    made = EmailMessage(policy=SMTP)
    sender_name, sender = parseaddr(by.sender)
    made["From"] = Address(_header(sender_name), addr_spec=sender)
    made["To"] = Address(_header(name), addr_spec=address)
    made["Subject"] = _header(subject)
    made["Date"] = format_datetime(clock.now())
    made["Message-ID"] = f"<{key}@{sender.partition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # no answer of an absent one comes back
    made.set_content(clean_prose(text) + "\n", cte="base64")
    return made


def _header(text: str) -> str:
    """Return words for a header. The library would decode "=?utf-8?q?=0ABcc:?=" and so let a line end in."""
    return clean_line(text).replace("=?", "= ?")


def deliver(by: MailSettings, made: EmailMessage) -> None:
    """Hand one letter to the server; TryLater or Refused when it does not take it. Never hangs longer than SECONDS."""
    try:
        with _connect(by) as server:
            if by.user:
                server.login(by.user, by.password)
            server.send_message(made)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise (Refused if 500 <= code < 600 else TryLater)(f"{code} {_words(words)}") from error
    except smtplib.SMTPResponseException as error:
        raise TryLater(f"{error.smtp_code} {_words(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise TryLater(f"{type(error).__name__}: {error}") from error


def _connect(by: MailSettings) -> smtplib.SMTP:
    if by.tls == "tls":
        return smtplib.SMTP_SSL(by.host, by.port, timeout=SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(by.host, by.port, timeout=SECONDS)
    if by.tls == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _words(said: Any) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return clean_line(text)[:200]
