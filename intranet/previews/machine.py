"""What differs between operating systems: the lock of the one worker, child processes and their end, limits."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from ..core import clock

if sys.platform == "win32":
    import msvcrt

    _NEW_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    import fcntl
    import resource

    _NEW_GROUP = 0

_LOG = 1024 * 1024  # bytes after which it begins anew
# The shell leads a process group of its own and ends all of it when the program ends, or when the pipe on its
# input closes: the kernel does that at once when the worker is killed, so no office process is left behind.
_LEASH = 'exec 3<&0; { read -r _ <&3; kill -9 0; } & "$@" </dev/null 3<&-; kill -9 0'


class Lock:
    """An exclusive lock on a file; the system lets go of it when its process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def take(self, patience: float = 0) -> bool:
        """Try for `patience` seconds (a look from outside may hold it for a moment); say whether it is ours."""
        until = time.monotonic() + patience
        while not self._try():
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        return True

    def _try(self) -> bool:
        file = self.path.open("ab")
        try:
            if sys.platform == "win32":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def still_there(self) -> bool:
        """Say whether the locked file is still the one under its name (the data folder may be deleted)."""
        try:
            return self._file is not None and os.path.samestat(
                self.path.stat(), os.fstat(self._file.fileno())
            )
        except OSError:
            return False

    def let_go(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


def is_held(path: Path) -> bool:
    """Say whether some process holds the lock; looking at it keeps nobody out but a worker, and that for a moment."""
    lock = Lock(path)
    taken = lock.take()
    lock.let_go()
    return not taken


class Child:
    """A program with all that it starts; it ends with the worker. Where the leash is unknown: the program alone."""

    def __init__(self, command: Sequence[str], folder: Path, output: Path | None = None) -> None:
        self.started = time.monotonic()
        stream: IO[bytes] | int = output.open("wb") if output else subprocess.DEVNULL
        try:
            if sys.platform == "win32":
                self._process = subprocess.Popen(  # noqa: S603  # our own command
                    command,
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=stream,
                    stderr=subprocess.DEVNULL,
                    creationflags=subprocess.CREATE_NO_WINDOW,
                )
            else:
                self._process = subprocess.Popen(  # noqa: S603  # our own command
                    ["/bin/sh", "-c", _LEASH, "sh", *command],
                    cwd=folder,
                    stdin=subprocess.PIPE,
                    stdout=stream,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
        finally:
            if not isinstance(stream, int):
                stream.close()

    @property
    def age(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self.started

    def running(self) -> bool:
        """Say whether the program still runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the program and all that it started; nothing when it has ended."""
        if self.running():
            if sys.platform == "win32":
                subprocess.run(  # noqa: S603
                    ["taskkill", "/F", "/T", "/PID", str(self._process.pid)],  # noqa: S607
                    check=False,
                    capture_output=True,
                )
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


def limit_this_process(memory_mib: int) -> None:
    """Make this process and its later children polite: lower priority, no more memory than given, no core files."""
    if sys.platform == "win32":
        return
    os.nice(10)
    for kind, most in (
        (resource.RLIMIT_AS, memory_mib * 1024 * 1024),
        (resource.RLIMIT_FSIZE, 1024 * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def is_pause_over(mark: Path, seconds: float) -> bool:
    """Say whether `seconds` have passed since this last said yes, by the time of a file."""
    now = clock.now().timestamp()
    with suppress(FileNotFoundError):
        if 0 <= now - mark.stat().st_mtime < seconds:
            return False
    mark.touch()
    return True


def start_detached(command: Sequence[str], folder: Path, log: Path) -> None:
    """Start a process that outlives this request and this server; what it complains of goes to `log`.

    Its environment is small on purpose: no secret key, no address of the database.
    """
    kept = ("PATH", "LANG", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    too_long = log.exists() and log.stat().st_size > _LOG
    with log.open("wb" if too_long else "ab") as stream:
        process = subprocess.Popen(  # noqa: S603  # our own command
            command,
            cwd=folder,
            env={"LANG": "C.UTF-8"} | environment | {"HOME": str(log.parent)},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            creationflags=_NEW_GROUP,
        )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves no zombie
