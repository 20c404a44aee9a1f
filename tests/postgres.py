"""Run a command with TEST_DATABASE_URL of a PostgreSQL server: `python tests/postgres.py pytest ...`.

Uses TEST_DATABASE_URL when it is set; else starts a cluster of its own from installed binaries, on a free loopback
port, as an unprivileged user, and removes it afterwards. Without binaries: says so and runs nothing (a failure when
REQUIRE_ALL is set).
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path | None:
    """Return the folder that holds initdb and postgres, the newest version first."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    for folder in versions:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    return None


def free_port() -> int:
    """Return a loopback port that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def quick_place() -> str | None:
    """Return a folder in memory with 2 GB to spare (each test makes a database: seven times quicker), else None."""
    memory = Path("/dev/shm")  # a folder of our own is made in it
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3:
        return str(memory)
    return None


class Cluster:
    """A throw-away cluster; `with Cluster(folder_of_binaries) as url`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, Path(tempfile.mkdtemp(prefix="intranet-pg-", dir=quick_place()))
        self.data, self.port = self.home / "data", free_port()
        self.user = self._user()

    @staticmethod
    def _user() -> str | None:
        """PostgreSQL refuses to run as root: then use its own user, or nobody."""
        if os.geteuid() != 0:
            return None
        names = {entry.pw_name for entry in pwd.getpwall()}
        return "postgres" if "postgres" in names else "nobody"

    def _as_user(self, *command: str) -> list[str]:
        if self.user is None:
            return list(command)
        entry = pwd.getpwnam(self.user)
        ids = [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
        return ["setpriv", *ids, "--", *command]

    def __enter__(self) -> str:
        if self.user is not None:
            entry = pwd.getpwnam(self.user)
            os.chown(self.home, entry.pw_uid, entry.pw_gid)
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "cwd": self.home, "text": True}
        init = [
            str(self.folder / "initdb"),
            "-D",
            str(self.data),
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
        ]
        made = subprocess.run(self._as_user(*init, "--locale=C", "--no-sync"), check=False, **quiet)
        if made.returncode:
            raise RuntimeError(made.stdout)
        options = (
            f"-p {self.port} -h 127.0.0.1 -k {self.home} -c fsync=off -c synchronous_commit=on "
            "-c full_page_writes=off -c max_connections=100 -c autovacuum=off -c jit=off "
            "-c wal_level=minimal -c max_wal_senders=0"
        )
        start = [str(self.folder / "pg_ctl"), "-D", str(self.data), "-w", "-t", "60", "-o", options]
        log = ["-l", str(self.home / "log")]
        started = subprocess.run(self._as_user(*start, *log, "start"), check=False, **quiet)
        if started.returncode:
            self.__exit__()
            raise RuntimeError(started.stdout)
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def __exit__(self, *_error: object) -> None:
        stop = [str(self.folder / "pg_ctl"), "-D", str(self.data), "-w", "-m", "immediate", "stop"]
        subprocess.run(self._as_user(*stop), check=False, capture_output=True, cwd="/")
        shutil.rmtree(self.home, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run the command; return its status."""
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    folder = binaries()
    if folder is None:
        print("PostgreSQL is not installed here: its run of the suite is left out.", file=sys.stderr)
        return 1 if os.environ.get("REQUIRE_ALL") else 0
    with Cluster(folder) as url:
        return subprocess.run(command, check=False, env=os.environ | {"TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
