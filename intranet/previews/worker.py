"""The one worker of a data folder: takes the oldest marked job, converts it, draws its pages; ends when idle.

    python -m intranet.previews.worker <folder> --soffice /usr/bin/soffice

The lock says that it lives: the system lets go of it when the worker is killed, and the next one finds its job still
marked. No web, no database, no secret: it may hang or be killed at any moment.
"""

import argparse
import logging
import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from . import machine, pictures
from .office import Office
from .problems import Cancelled, Failed, Gone
from .store import CANCELLED, DONE, FAILED, RUNNING, Status, Store, write

log = logging.getLogger("intranet.previews")

_TICK = 0.05
_SWEEP_EVERY = 300
_STARTS = 3  # a document that took the worker down this often is given up


@dataclass(frozen=True)
class Limits:
    """Seconds for one document, memory of each process in MiB, idle seconds until the end (0: never), what is kept."""

    seconds: float = 120
    memory_mib: int = 2048
    idle: float = 300
    keep_days: float = 7
    keep_mib: float = 512


class Worker:
    """Works on the jobs of one store with one office."""

    def __init__(self, store: Store, office: Office, limits: Limits, lock: machine.Lock) -> None:
        self.store, self.office, self.limits, self.lock = store, office, limits, lock
        self.scratch = store.folder / "scratch"

    def run(self) -> None:
        """Work until nothing has been asked for a while, or the data folder is gone."""
        busy_at, swept_at = time.monotonic(), float("-inf")
        while self.lock.still_there():
            waiting = self.store.waiting()
            if waiting:
                self.work(waiting[0])
                busy_at = time.monotonic()
                continue
            now = time.monotonic()
            if now - swept_at > _SWEEP_EVERY:
                self.store.sweep(self.limits.keep_days, self.limits.keep_mib)
                swept_at = now
            if self.limits.idle and now - busy_at > self.limits.idle:
                return
            self.office.stand_by()
            time.sleep(_TICK)

    def work(self, key: str) -> None:
        """Do one job to its end: done, failed or cancelled. Never raises for what a document can cause."""
        if not self.store.has(key):
            return self.store.unmark(key)
        status = self.store.status(key)
        if status.state in (DONE, FAILED):
            return self.store.unmark(key)
        status = Status(RUNNING, starts=status.starts + 1, message="Đang chuyển sang PDF.")
        try:
            self._check(key)
            if status.starts > _STARTS:
                raise Failed(
                    "Việc chuyển văn bản này đã bị ngắt nhiều lần. Tệp Word vẫn còn nguyên: hãy tải về, mở bằng Word."
                )
            self.store.tell(key, status)
            status = self._make(key, status)
        except Gone:
            raise
        except Cancelled:
            status = Status(CANCELLED)
        except Failed as problem:
            status = Status(FAILED, message=str(problem))
        except Exception:
            log.exception("job %s", key)
            status = Status(
                FAILED, message="Không tạo được bản xem trước. Tệp Word vẫn còn nguyên; hãy báo quản trị."
            )
        self.store.tell(key, status)
        shutil.rmtree(self.scratch, ignore_errors=True)
        return None

    def _check(self, key: str) -> None:
        if not self.lock.still_there():
            raise Gone
        if self.store.is_cancelled(key):
            raise Cancelled

    def _make(self, key: str, status: Status) -> Status:
        shutil.rmtree(self.scratch, ignore_errors=True)
        (self.scratch / "pages").mkdir(parents=True)
        source = self.scratch / "van-ban.docx"
        shutil.copyfile(self.store.path(key, "source.docx"), source)  # LibreOffice never sees the kept file

        def check() -> None:
            self._check(key)

        made = self.office.to_pdf(source, self.scratch, check)
        pdf = self.store.path(key, "document.pdf")
        made.replace(pdf)
        self.office.stand_by()  # starts while the pages are drawn
        if not pictures.available():
            return replace(
                status, state=DONE, message="Máy chủ chưa cài poppler nên không có ảnh trang. Hãy mở tệp PDF."
            )
        sizes = pictures.sizes(pdf)
        status = replace(
            status,
            pages=len(sizes),
            sizes=tuple(sizes[: pictures.MOST]),
            fonts=tuple(pictures.foreign_fonts(pdf)),
            message="Đang vẽ từng trang.",
        )
        self.store.tell(key, status)
        drawn = pictures.draw(pdf, self.scratch / "pages", len(status.sizes), check)
        for number, picture in enumerate(drawn, start=1):
            write(self.store.page(key, number), picture)
            status = replace(status, pages_done=number)
            self.store.tell(key, status)
        return replace(status, state=DONE, message=_told(status))


def _told(status: Status) -> str:
    if status.pages_done < len(status.sizes):
        return "Không vẽ được hết ảnh các trang. Hãy mở tệp PDF để xem đủ."
    if status.pages > len(status.sizes):
        return f"Chỉ vẽ {len(status.sizes)} trang đầu. Hãy mở tệp PDF để xem đủ {status.pages} trang."
    return ""


def serve(folder: Path, program: str, limits: Limits) -> bool:
    """Be the worker of this folder; False at once when another one is. FileNotFoundError when the folder is gone."""
    store = Store(folder)
    lock = machine.Lock(folder / "worker.lock")
    if not lock.take(patience=2):
        return False
    (folder / "worker.pid").write_text(str(os.getpid()))  # for who looks after the machine
    machine.limit_this_process(limits.memory_mib)
    office = Office(folder, program, limits.seconds)
    try:
        Worker(store, office, limits, lock).run()
    except Gone:
        pass
    finally:
        office.close()
        lock.let_go()
    return True


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)  # so that `finally` runs


def main(argv: Sequence[str] | None = None) -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(prog="python -m intranet.previews.worker", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--soffice", required=True)
    for name, kind in (
        ("seconds", float),
        ("memory-mib", int),
        ("idle", float),
        ("keep-days", float),
        ("keep-mib", float),
    ):
        parser.add_argument(f"--{name}", type=kind, default=getattr(Limits, name.replace("-", "_")))
    given = vars(parser.parse_args(argv))
    folder, program = given.pop("folder"), given.pop("soffice")
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, _stop)
    try:
        serve(folder.resolve(), program, Limits(**given))
    except KeyboardInterrupt:
        pass
    except FileNotFoundError:
        if folder.exists():
            raise
    return 0


if __name__ == "__main__":
    sys.exit(main())
