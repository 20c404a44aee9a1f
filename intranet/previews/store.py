"""Jobs as files: <folder>/jobs/<key>/ holds one document and what was made of it; <folder>/queue/<key> marks work.

Everything becomes visible by a rename, so that several servers and the worker may look at any moment. Only the
worker writes results; a request makes a job, marks it, or leaves the word "cancel". No web, no database:
the worker must start fast and stay small.
"""

import json
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..core import clock

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
UNFINISHED = (WAITING, RUNNING)
_KEY = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Status:
    """How far a job is. `sizes` are the pages' widths and heights in pixels at 96 dpi.

    `fonts` names the fonts that had to stand in for the asked one: the page is then not what a printer gives.
    """

    state: str = WAITING
    pages_done: int = 0
    pages: int = 0
    message: str = ""
    fonts: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    starts: int = 0

    @property
    def finished(self) -> bool:
        """Say whether nothing more will happen by itself."""
        return self.state not in UNFINISHED


@dataclass(frozen=True)
class Job:
    """What was asked: whose, under which name, where its page leads back to."""

    owner: int
    name: str
    back: str = ""
    background: str = ""  # "png", "jpg" or nothing
    labels: tuple[str, ...] = ()  # whose page it is, one for each


def write(path: Path, content: bytes) -> None:
    """Write a whole file or nothing."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    for attempt in range(20):
        try:
            Path(temporary).replace(path)
        except PermissionError:  # Windows: somebody reads the old one
            if attempt == 19:
                raise
            time.sleep(0.02)
        else:
            return


class Store:
    """The folder of all jobs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.jobs, self.queue = folder, folder / "jobs", folder / "queue"

    def prepare(self) -> None:
        """Make the folders; personal data: for this user only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.jobs.mkdir(exist_ok=True)
        self.queue.mkdir(exist_ok=True)

    def has(self, key: str) -> bool:
        """Say whether there is such a job; a key that is none of ours has none."""
        return _KEY.fullmatch(key) is not None and (self.jobs / key).is_dir()

    def add(self, key: str, content: bytes, job: Job, background: bytes | None) -> None:
        """Make a job; when two come at once, the first one's stays."""
        self.prepare()
        made = Path(tempfile.mkdtemp(dir=self.jobs, prefix=".new-"))
        (made / "source.docx").write_bytes(content)
        (made / "job.json").write_text(json.dumps(asdict(job)), encoding="utf-8")
        (made / "used").touch()
        if background is not None:
            (made / "background").write_bytes(background)
        try:
            made.rename(self.jobs / key)
        except OSError:
            shutil.rmtree(made, ignore_errors=True)
            if not self.has(key):
                raise

    def job(self, key: str) -> Job:
        """Return what was asked; FileNotFoundError when there is no such job."""
        kept = json.loads(self.path(key, "job.json").read_text(encoding="utf-8"))
        return Job(**kept | {"labels": tuple(kept.get("labels", ()))})

    def path(self, key: str, name: str) -> Path:
        """Return where a file of a job lies; FileNotFoundError for a key that is none of ours."""
        if _KEY.fullmatch(key) is None:
            raise FileNotFoundError(key)
        return self.jobs / key / name

    def status(self, key: str) -> Status:
        """Return how far a job is; a cancelled one at once, even while the worker still ends its processes."""
        try:
            raw: dict[str, Any] = json.loads(self.path(key, "status.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raw = {}
        raw |= {"fonts": tuple(raw.get("fonts", ())), "sizes": tuple(tuple(s) for s in raw.get("sizes", ()))}
        found = Status(**raw)
        if not found.finished and self.is_cancelled(key):
            return Status(CANCELLED)
        return found

    def tell(self, key: str, status: Status) -> None:
        """Write how far a job is. A finished one leaves the queue first: asking again then marks it anew."""
        if status.finished:
            self.unmark(key)
        write(self.path(key, "status.json"), json.dumps(asdict(status)).encode())

    def mark(self, key: str) -> None:
        """Put a job into the queue; one that is there keeps its place."""
        with suppress(FileExistsError):
            (self.queue / key).touch(exist_ok=False)

    def unmark(self, key: str) -> None:
        """Take a job out of the queue."""
        (self.queue / key).unlink(missing_ok=True)

    def waiting(self) -> list[str]:
        """Return the keys of the marked jobs, the oldest first."""
        found = []
        for mark in os.scandir(self.queue):
            try:
                found.append((mark.stat().st_mtime_ns, mark.name))
            except FileNotFoundError:
                continue  # done just now
        return [key for _, key in sorted(found)]

    def cancel(self, key: str) -> None:
        """Ask the worker to stop this job."""
        self.path(key, "cancel").touch()

    def uncancel(self, key: str) -> None:
        """Take the word back: the job is asked for again."""
        self.path(key, "cancel").unlink(missing_ok=True)

    def is_cancelled(self, key: str) -> bool:
        """Say whether somebody asked to stop."""
        return self.path(key, "cancel").exists()

    def page(self, key: str, number: int) -> Path:
        """Return where the picture of a page lies (from 1)."""
        return self.path(key, f"page-{number}.png")

    def used(self, key: str) -> None:
        """Note that somebody asked for this job now: the sweeper takes the longest unused first."""
        self.path(key, "used").touch()

    def sweep(self, keep_days: float, keep_mib: float) -> list[str]:
        """Drop jobs unused for `keep_days`, then the longest unused until the rest is below `keep_mib`; return keys.

        What waits or was asked for in the last ten minutes stays. Half-made folders of killed requests go too.
        """
        now, busy = clock.now().timestamp(), set(self.waiting())
        found, dropped = [], []
        for folder in self.jobs.iterdir():
            try:
                at = ((folder / "used") if (folder / "used").exists() else folder).stat().st_mtime
                size = sum(entry.stat().st_size for entry in os.scandir(folder))
            except FileNotFoundError:
                continue
            found.append((at, size, folder))
        total = sum(size for _, size, _ in found)
        for at, size, folder in sorted(found):
            age = now - at
            over = total > keep_mib * 1024 * 1024 or age > keep_days * 86400 or folder.name.startswith(".")
            if over and age > 600 and folder.name not in busy:
                gone = folder.with_name(f".old-{folder.name.strip('.')}")
                folder.rename(gone)
                shutil.rmtree(gone, ignore_errors=True)
                dropped.append(folder.name)
                total -= size
        return dropped
