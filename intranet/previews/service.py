"""Pages of a .docx as they will be printed: ask for them, see how far they are, take them.

The work is done by one worker process outside of the request (`worker.py`); what is here only reads and writes files
in the data folder. A preview holds personal data: it belongs to the account that asked, everybody else gets 404.
"""

import hashlib
import hmac
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from ..config import ROOT
from ..core import files
from ..core.errors import BadFile, NotReady, NotThere
from ..core.settings import setting
from . import machine, office, worker
from .store import DONE, FAILED, Job, Status, Store
from .worker import Limits

__all__ = [
    "Status",
    "again",
    "available",
    "background",
    "cancel",
    "document",
    "job",
    "page",
    "pdf",
    "request",
    "status",
]

log = logging.getLogger("intranet.previews")

LIMIT = 64 * 1024 * 1024
MISSING = "Máy chủ này chưa cài LibreOffice nên chưa xem trước được. Tệp Word vẫn tải về được."
_SPAWN_PAUSE = 1.0  # seconds between two starts of a worker: one that cannot run is not started at every look


def _store() -> Store:
    return Store(Path(setting("PREVIEWS_DIR")))


def _program() -> str | None:
    return office.find(setting("SOFFICE"))


def available() -> bool:
    """Say whether LibreOffice is on this machine."""
    return _program() is not None


def _key(content: bytes, background: bytes | None, labels: Sequence[str], owner: int) -> str:
    """Return the job's key: the same for the same content and owner, not to be guessed without the secret."""
    parts = (content, background or b"", "\n".join(labels).encode())
    digests = [hashlib.sha256(part).hexdigest() for part in parts]
    secret = str(setting("SECRET_KEY")).encode()
    return hmac.new(secret, f"preview:{owner}:{':'.join(digests)}".encode(), hashlib.sha256).hexdigest()[:40]


def request(
    content: bytes,
    name: str,
    *,
    owner: int,
    background: bytes | None = None,
    back: str = "",
    labels: Sequence[str] = (),
) -> str:
    """Ask for the pages of a .docx and return the job's key; the same content is not converted again.

    `background` is the picture (PNG or JPG) of pre-printed stock, shown below the text on the screen only; `back` is
    the path of our site to return to, `labels` say whose page each is and stand beside the pages. A job that failed
    or was cancelled starts anew. BadFile when the picture is none, or the document is over 64 MiB; NotReady when the
    disk takes nothing. A broken document is accepted: its job fails in words.
    """
    shown = files.clean_name(name)
    if len(content) > LIMIT:
        raise BadFile(f"Văn bản “{shown}” lớn hơn 64 MB nên không xem trước được.")
    kind = ""
    if background is not None:
        is_png = background.startswith(b"\x89PNG")
        kind = files.check("nen.png" if is_png else "nen.jpg", background)
    store, key = _store(), _key(content, background, labels, owner)
    try:
        if not store.has(key):
            store.add(key, content, Job(owner, shown, back, kind, tuple(labels)), background)
        _ask(store, key)
    except OSError as error:
        log.exception("cannot write below %s", store.folder)
        raise NotReady(
            "Không ghi được vào ổ đĩa của máy chủ nên chưa xem trước được. Văn bản không mất; hãy báo quản trị."
        ) from error
    return key


def again(key: str, *, owner: int) -> None:
    """Ask once more for a job that failed or was cancelled; NotThere when it is not this account's."""
    _ask(_own(key, owner), key)


def _ask(store: Store, key: str) -> None:
    store.prepare()
    store.used(key)
    found = store.status(key)
    if found.state == DONE:
        return
    if not available():
        store.tell(key, Status(FAILED, message=MISSING))
        return
    if found.finished:
        store.uncancel(key)
        store.tell(key, Status())
    store.mark(key)
    _wake(store)


def _wake(store: Store) -> None:
    """Start a worker when none lives."""
    program = _program()
    if program is None or machine.is_held(store.folder / "worker.lock"):
        return
    if not machine.is_pause_over(store.folder / "worker.started", _SPAWN_PAUSE):
        return
    options = [f"--{name.replace('_', '-')}={value}" for name, value in asdict(limits()).items()]
    command = [
        sys.executable,
        "-m",
        "intranet.previews.worker",
        str(store.folder),
        f"--soffice={program}",
        *options,
    ]
    machine.start_detached(command, ROOT, store.folder / "worker.log")


def limits() -> Limits:
    """Return the limits of this installation."""
    return Limits(**setting("PREVIEWS"))


def serve() -> bool:
    """Be the worker of this installation until stopped; False when there is one or no LibreOffice."""
    program, store = _program(), _store()
    store.prepare()
    return program is not None and worker.serve(store.folder, program, replace(limits(), idle=0))


def _own(key: str, owner: int) -> Store:
    store = _store()
    try:
        if store.job(key).owner == owner:
            return store
    except FileNotFoundError:
        pass
    raise NotThere()


def job(key: str, *, owner: int) -> Job:
    """Return name, background and way back of a job; NotThere when it is not this account's."""
    return _own(key, owner).job(key)


def status(key: str, *, owner: int) -> Status:
    """Return how far a job is; NotThere when it is not this account's.

    A job whose worker was killed is marked again and a new worker started: whoever waits sees it go on.
    """
    store = _own(key, owner)
    found = store.status(key)
    if not found.finished:
        if not available():
            return replace(found, state=FAILED, message=MISSING)
        store.mark(key)
        _wake(store)
    return found


def cancel(key: str, *, owner: int) -> None:
    """Stop a job that is not finished; nothing happens to a finished one. NotThere as above."""
    store = _own(key, owner)
    if not store.status(key).finished:
        store.cancel(key)
        store.mark(key)  # so that the worker writes the end
        _wake(store)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotThere("Chưa có phần này của bản xem trước.") from None


def document(key: str, *, owner: int) -> bytes:
    """Return the .docx as it came; it is there in every state."""
    return _read(_own(key, owner).path(key, "source.docx"))


def pdf(key: str, *, owner: int) -> bytes:
    """Return the PDF, from the moment that it is whole (before the pictures are); NotThere before."""
    return _read(_own(key, owner).path(key, "document.pdf"))


def made(content: bytes, *, owner: int) -> bytes | None:
    """Return the PDF of a .docx that this account has asked for before, once it is whole; None otherwise."""
    store, key = _store(), _key(content, None, (), owner)
    if not store.has(key) or not store.path(key, "document.pdf").exists():
        return None
    store.used(key)
    return _read(store.path(key, "document.pdf"))


def has_pdf(key: str, *, owner: int) -> bool:
    """Say whether `pdf` would give something."""
    return _own(key, owner).path(key, "document.pdf").exists()


def page(key: str, number: int, *, owner: int) -> bytes:
    """Return the picture (PNG, 96 dpi) of a page from 1; NotThere before it is drawn."""
    return _read(_own(key, owner).page(key, number))


def background(key: str, *, owner: int) -> bytes:
    """Return the picture of the stock; NotThere when there is none."""
    return _read(_own(key, owner).path(key, "background"))
