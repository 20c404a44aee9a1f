"""LibreOffice: a .docx becomes a PDF, in a process that may hang, crash or be killed without harm.

One start takes about 0.9 s, of which the conversion of a page is 0.1 s. So after each document a process with the
same profile is started ahead and stands by: the next call hands it the document, it converts and ends. Each document
still has a fresh process. Where that is not known to work (Windows, macOS), each call starts its own.
"""

import logging
import shutil
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from . import machine
from .problems import Failed

log = logging.getLogger("intranet.previews")

STANDS_BY = sys.platform == "linux"
_SETTLED = 0.5  # seconds after which a process that stands by surely listens
_TICK = 0.03
_UNPACKED = 300 * 1024 * 1024
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)

Check = Callable[[], None]  # raises when the job was cancelled


def find(given: str = "") -> str | None:
    """Return the path of the program: the given one, or the one in its usual places; None when it is not there."""
    for place in (given,) if given else ("soffice", "libreoffice", *_PLACES):
        if found := shutil.which(place):
            return str(Path(found).absolute())
    return None


class Office:
    """The program with its own profile; used by one worker, one document at a time."""

    def __init__(self, folder: Path, program: str, seconds: float) -> None:
        self.folder, self.program, self.seconds = folder, program, seconds
        self.profile = folder / "profile"
        self._ahead: machine.Child | None = None

    def _start(self, *arguments: str) -> machine.Child:
        profile = f"-env:UserInstallation={self.profile.as_uri()}"
        return machine.Child(
            [self.program, profile, "--headless", "--norestore", "--nologo", *arguments], self.folder
        )

    def stand_by(self) -> None:
        """Start a process ahead when none is there and the profile has been made."""
        if STANDS_BY and self._ahead is None and self.profile.is_dir():
            self._ahead = self._start("--nodefault")

    def close(self) -> None:
        """End the process that stands by."""
        if self._ahead is not None:
            self._ahead.end()
            self._ahead = None

    def to_pdf(self, source: Path, folder: Path, check: Check) -> Path:
        """Convert into `folder` and return the PDF. Failed, in words, when that was not possible.

        A crash is tried once more, with a fresh profile: a damaged one makes every start crash.
        """
        if not _is_docx(source):
            raise Failed(
                "Tệp Word này bị hỏng hoặc rỗng nên không chuyển sang PDF được. Hãy tạo lại văn bản."
            )
        for attempt in (1, 2):
            made = self._convert(source, folder, check)
            if made is not None:
                return made
            log.warning("LibreOffice wrote nothing (attempt %d)", attempt)
            self.forget()
        raise Failed(
            "LibreOffice dừng giữa chừng hai lần khi chuyển văn bản này (có thể do văn bản quá lớn). "
            "Tệp Word vẫn còn nguyên: hãy tải về, mở bằng Word; nếu vẫn lỗi hãy báo quản trị."
        )

    def forget(self) -> None:
        """End everything and drop the profile."""
        self.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _convert(self, source: Path, folder: Path, check: Check) -> Path | None:
        """Return the PDF, or None when the program ended without a whole one."""
        result = folder / source.with_suffix(".pdf").name
        result.unlink(missing_ok=True)
        helper, self._ahead = self._ahead, None
        call: machine.Child | None = None
        try:
            if helper is not None:
                while helper.running() and helper.age < _SETTLED:  # two that start at once disturb each other
                    check()
                    time.sleep(_TICK)
                if not helper.running():
                    helper = None
            call = self._start("--convert-to", "pdf", "--outdir", str(folder), str(source))
            while call.running() and call.age < self.seconds:
                check()
                time.sleep(_TICK)
            late = call.running()
            if helper is not None and not late:
                _wait(helper, 5)  # it ends by itself; the profile must be free for the next one
        finally:
            for one in (call, helper):
                if one is not None:
                    one.end()
        if late:
            self.forget()
            raise Failed(
                f"LibreOffice chuyển văn bản này quá {self.seconds:.0f} giây nên đã bị dừng. "
                "Tệp Word vẫn còn nguyên: hãy tải về và mở bằng Word."
            )
        return result if _is_whole(result) else None


def _wait(child: machine.Child, seconds: float) -> None:
    until = time.monotonic() + seconds
    while child.running() and time.monotonic() < until:
        time.sleep(_TICK)


def _is_docx(path: Path) -> bool:
    """Say whether this is a .docx at all: LibreOffice would print any bytes as text."""
    try:
        with zipfile.ZipFile(path) as pack:
            small = sum(entry.file_size for entry in pack.infolist()) < _UNPACKED
            return "word/document.xml" in pack.namelist() and small and pack.testzip() is None
    except Exception:  # BadZipFile, zlib.error, NotImplementedError: broken bytes break in many ways
        return False


def _is_whole(pdf: Path) -> bool:
    """Say whether the PDF was written to its end."""
    try:
        with pdf.open("rb") as file:
            start = file.read(5)
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 1024))
            return start == b"%PDF-" and b"%%EOF" in file.read()
    except FileNotFoundError:
        return False
