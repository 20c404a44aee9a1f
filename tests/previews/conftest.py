"""Previews with a real worker process, and little programs in place of LibreOffice where a test is about its faults."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from intranet.previews import machine, service
from tests.documents import office

# What every stand-in does first: a process that is to stand by ends at once (it has no --convert-to), so the worker
# makes a plain call; `calls` counts the calls.
STAND_IN = """#!{python}
import os, sys, time
from urllib.parse import unquote
from pathlib import Path
if "--convert-to" not in sys.argv:
    sys.exit(0)
source, folder = Path(sys.argv[-1]), Path(sys.argv[-2])
here = Path(__file__).parent
calls = sum(1 for _ in here.glob("call-*")) + 1
(here / f"call-{{calls}}").write_text(str(os.getpid()))
profile = unquote(next(a for a in sys.argv if "UserInstallation" in a).split("file://")[1])
(Path(profile) / "user").mkdir(parents=True, exist_ok=True)
def give(pages):
    (folder / (source.stem + ".pdf")).write_bytes((here / f"{{pages}}.pdf").read_bytes())
"""


def pdf_of(pages: int) -> bytes:
    """Return a small PDF of A4 pages, with a letter in Times New Roman on each."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    ]
    for n in range(pages):
        text = f"BT /F1 40 Tf 200 400 Td ({n + 1}) Tj ET"
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        parts.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{tail}".encode()


@dataclass
class Previews:
    """The previews of one test: their folder, how to wait, how to put a stand-in for LibreOffice."""

    site: Flask
    folder: Path
    programs: Path

    def stand_in(self, what: str, **limits: float) -> None:
        """Put a program in place of LibreOffice; `what` is Python, with `calls` and `give(pages)` at hand."""
        path = self.programs / f"soffice-{len(list(self.programs.iterdir()))}"
        path.write_text(STAND_IN.format(python=sys.executable) + what + "\n")
        path.chmod(0o700)
        for pages in (1, 3, 40):
            (self.programs / f"{pages}.pdf").write_bytes(pdf_of(pages))
        self.site.config["SOFFICE"] = str(path)
        self.site.config["PREVIEWS"] = self.site.config["PREVIEWS"] | limits

    def calls(self) -> int:
        """Return how often the stand-in was called."""
        return len(list(self.programs.glob("call-*")))

    def until(self, found: Callable[[], object], what: str, seconds: float = 30) -> None:
        """Wait for something that another process does."""
        end = time.monotonic() + seconds
        while not found():
            assert time.monotonic() < end, f"waited {seconds} s for: {what}; log: {self.log()}"
            time.sleep(0.02)

    def finished(self, key: str, owner: int = 1, seconds: float = 60) -> service.Status:
        """Wait until a job is finished and return its state."""
        self.until(lambda: service.status(key, owner=owner).finished, "the end of the job", seconds)
        return service.status(key, owner=owner)

    def log(self) -> str:
        path = self.folder / "worker.log"
        return path.read_text() if path.exists() else ""

    def worker(self) -> int | None:
        """Return the process number of the living worker."""
        if not (self.folder / "worker.lock").exists() or not machine.is_held(self.folder / "worker.lock"):
            return None
        self.until((self.folder / "worker.pid").exists, "the number of the worker")
        return int((self.folder / "worker.pid").read_text())

    def kill_worker(self) -> int:
        """Kill the worker as the system would when memory is short, and wait until it is gone."""
        number = self.worker()
        assert number is not None, "no worker lives"
        os.kill(number, signal.SIGKILL)
        self.until(lambda: self.worker() is None, "the end of the worker")
        return number

    def raw(self, key: str) -> dict[str, object]:
        """Return what the worker has written of a job."""
        path = self.folder / "jobs" / key / "status.json"
        return json.loads(path.read_text()) if path.exists() else {}


def gone(number: int) -> bool:
    """Say whether a process has ended (a zombie that its parent has not read yet has)."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def processes(word: str) -> list[int]:
    """Return the processes with this word on their command line, but this one."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word in path.read_bytes().decode("utf-8", "replace") and int(path.parent.name) != os.getpid():
                found.append(int(path.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


@contextmanager
def set_up(app: Flask, tmp_path: Path) -> Iterator[Previews]:
    """Give an application a folder for previews, with Vietnamese letters; its worker ends with the test."""
    kept = {name: app.config[name] for name in ("PREVIEWS_DIR", "PREVIEWS", "SOFFICE")}
    folder, programs = tmp_path / "dữ liệu" / "previews", tmp_path / "programs"
    programs.mkdir()
    app.config.update(PREVIEWS_DIR=str(folder), PREVIEWS={"idle": 30, "seconds": 60}, SOFFICE="")
    found = Previews(app, folder, programs)
    yield found
    if folder.exists():
        folder.rename(
            folder.with_name("ended")
        )  # a worker ends when its folder is gone, also one that only starts
    found.until(lambda: not processes(str(tmp_path)), "the end of all processes of this test")
    app.config.update(kept)


@pytest.fixture
def previews(app: Flask, tmp_path: Path) -> Iterator[Previews]:
    """Previews inside an application's context."""
    with set_up(app, tmp_path) as found:
        yield found


@pytest.fixture
def real(previews: Previews) -> Previews:
    """Previews with the real LibreOffice."""
    office.require()
    return previews
