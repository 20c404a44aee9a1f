"""Have a PDF read in a child process with limits (`reader.py`); the answer is data, never objects of the parser."""

import base64
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core import keys
from ..core.errors import BadFile, TooOften

PROGRAM = Path(__file__).with_name("reader.py")
MEMORY = 640 * 1024 * 1024  # bytes of address space; a bare reader takes 75 MiB
SECONDS = 20  # of processor time
PATIENCE = 45  # seconds by the clock
ROOTS = (
    "trust-roots"  # folder with the certificates of the roots that the office trusts (.pem, .crt, .cer, .der)
)
_AT_ONCE = threading.BoundedSemaphore(2)

_WORDS = {
    "locked": "Tệp “{name}” đặt mật khẩu. Hãy lưu lại tệp không có mật khẩu rồi gửi lại.",
    "broken": "Tệp “{name}” không đọc được: không đúng là PDF hoặc đã hỏng. Hãy mở thử rồi lưu lại.",
    "heavy": "Tệp “{name}” quá nặng khi mở ra, hệ thống không nhận. Hãy quét lại hoặc lưu lại tệp gọn hơn.",
}


@dataclass(frozen=True)
class Reading:
    """What a PDF says: pages, text, signatures as `reader.py` gives them, why they could not be read (or "")."""

    pages: int
    text: str
    signatures: list[dict[str, Any]]
    signature_problem: str


def trust_roots() -> list[bytes]:
    """Return the root certificates that the office laid into the data folder; none is given with the program."""
    folder = keys.data_folder() / ROOTS
    if not folder.is_dir():
        return []
    kinds = {".pem", ".crt", ".cer", ".der"}
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix.lower() in kinds]


def read(name: str, content: bytes, *, memory: int = MEMORY, seconds: int = SECONDS) -> Reading:
    """Return what a PDF says. BadFile names the file and why it is refused; TooOften when two are being read.

    Takes up to 45 seconds: nobody may hold the database meanwhile.
    """
    if not _AT_ONCE.acquire(timeout=PATIENCE):
        raise TooOften("Hệ thống đang đọc các tệp khác. Hãy đợi một phút rồi gửi lại.")
    try:
        answer = _ask(content, memory, seconds)
    finally:
        _AT_ONCE.release()
    if "problem" in answer:
        raise BadFile(_WORDS[answer["problem"]].format(name=name))
    return Reading(answer["pages"], answer["text"], answer["signatures"], answer["signature_problem"])


def _ask(content: bytes, memory: int, seconds: int) -> dict[str, Any]:
    head = {
        "roots": [base64.b64encode(one).decode() for one in trust_roots()],
        "limits": {"memory": memory, "seconds": seconds},
    }
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell, nothing of the request in its arguments
            [sys.executable, "-I", str(PROGRAM)],
            input=json.dumps(head).encode() + b"\n" + content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={"PYTHONIOENCODING": "utf-8"},  # nothing of ours: the secret key may stand in the environment
        )
        if done.returncode != 0:  # killed by its limits
            return {"problem": "heavy"}
        return dict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        return {"problem": "heavy"}
