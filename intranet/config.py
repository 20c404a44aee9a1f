"""Settings from the environment, typed; a live start refuses a missing or weak secret."""

import os
import secrets
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from .core.mail import LOOPBACK, MailSettings, is_address

ROOT = Path(__file__).resolve().parent.parent


class BadSettings(RuntimeError):
    """The program must not start with these settings; the message says what to change."""


@dataclass(frozen=True)
class Settings:
    """How this copy runs. `mode` is "demo" (example people), "live" or "test"."""

    mode: str
    var: Path
    database_url: str
    secret_key: str
    secure_cookies: bool
    trusted_proxies: int
    soffice: str = ""  # path of LibreOffice; empty: its usual places
    mail: MailSettings | None = None  # None: no letters are sent

    def flask(self) -> dict[str, Any]:
        """Return the settings under Flask's names."""
        return {
            "MODE": self.mode,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "FILES_DIR": str(self.var / "files"),
            "PREVIEWS_DIR": str(self.var / "previews"),
            "PREVIEWS": {},  # what differs from the defaults of previews.worker.Limits
            "SOFFICE": self.soffice,
            "MAIL": self.mail,
            "MAX_CONTENT_LENGTH": 64 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
            "SESSION_COOKIE_NAME": "__Host-intranet" if self.secure_cookies else "intranet",
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a long form must not expire
            "WTF_CSRF_SSL_STRICT": True,
        }


def _database_url(raw: str, var: Path) -> str:
    if not raw:
        return f"sqlite:///{var / 'intranet.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if raw.startswith(prefix):
            return "postgresql+psycopg://" + raw.removeprefix(prefix)
    return raw


def _secret_key(mode: str, var: Path) -> str:
    given = os.environ.get("SECRET_KEY", "")
    if given:
        if len(given) < 32 or len(set(given)) < 8:
            raise BadSettings("SECRET_KEY is too weak: at least 32 random characters.")
        return given
    path = var / "secret.key"
    if not path.exists():
        # made once, readable by this user only, never in the repository or the backup
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    key = path.read_text().strip()
    if len(key) < 32:
        raise BadSettings(f"{path} holds a weak key: delete it and start again ({mode}).")
    return key


def _mail() -> MailSettings | None:
    """Read SMTP_HOST, SMTP_PORT, SMTP_TLS, SMTP_USER, SMTP_PASSWORD or SMTP_PASSWORD_FILE, MAIL_FROM, INTRANET_URL."""
    host = os.environ.get("SMTP_HOST", "")
    if not host:
        return None
    tls = os.environ.get("SMTP_TLS", "starttls")
    if tls not in ("starttls", "tls", "none"):
        raise BadSettings("SMTP_TLS must be starttls, tls or none.")
    if tls == "none" and host not in LOOPBACK:
        raise BadSettings("SMTP_TLS=none is for a mail server on this machine only.")
    port = os.environ.get("SMTP_PORT", "465" if tls == "tls" else "587")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadSettings("SMTP_PORT must be a number from 1 to 65535.")
    sender = os.environ.get("MAIL_FROM", "")
    if not is_address(parseaddr(sender)[1]) or "\n" in sender or "\r" in sender:
        raise BadSettings("MAIL_FROM must be an address, for example: Thi đua Đại Thanh <thidua@example.vn>")
    site = os.environ.get("INTRANET_URL", "").rstrip("/")
    if site and not site.startswith(("https://", "http://")):
        raise BadSettings("INTRANET_URL must begin with https:// or http://.")
    password, kept = os.environ.get("SMTP_PASSWORD", ""), os.environ.get("SMTP_PASSWORD_FILE", "")
    if kept:
        try:
            password = Path(kept).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSettings(f"SMTP_PASSWORD_FILE cannot be read: {error.strerror}") from error
    return MailSettings(host, int(port), tls, sender, os.environ.get("SMTP_USER", ""), password, site)


def from_environment() -> Settings:
    """Read INTRANET_MODE, INTRANET_VAR, DATABASE_URL, SECRET_KEY, INTRANET_HTTPS, INTRANET_PROXIES, SOFFICE, mail.

    BadSettings when a value is not usable.
    """
    mode = os.environ.get("INTRANET_MODE", "demo")
    if mode not in ("demo", "live", "test"):
        raise BadSettings("INTRANET_MODE must be demo, live or test.")
    var = Path(os.environ.get("INTRANET_VAR", ROOT / "var")).resolve()
    proxies = os.environ.get("INTRANET_PROXIES", "0")
    if not proxies.isdecimal() or int(proxies) > 5:
        raise BadSettings("INTRANET_PROXIES must be a number from 0 to 5.")
    return Settings(
        mode=mode,
        var=var,
        database_url=_database_url(os.environ.get("DATABASE_URL", ""), var),
        secret_key=_secret_key(mode, var),
        secure_cookies=os.environ.get("INTRANET_HTTPS", "0") == "1",
        trusted_proxies=int(proxies),
        soffice=os.environ.get("SOFFICE", ""),
        mail=_mail(),
    )
