"""Start the real server on a loopback port with a database of its own; sign in; time requests by turns."""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from intranet.seed.demo import PASSWORD

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """Return a loopback port that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """`python -m intranet serve` in a process of its own; `with Server() as port`."""

    def __init__(self, prepare: Callable[[dict[str, str]], None] | None = None) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="intranet-bench-")
        self.port, self.prepare = free_port(), prepare

    def __enter__(self) -> int:
        own = {name: value for name, value in os.environ.items() if not name.startswith("INTRANET_")}
        # an empty DATABASE_URL is SQLite in the folder: never the database of a running intranet
        environment = own | {"INTRANET_MODE": "demo", "INTRANET_VAR": self.folder.name, "DATABASE_URL": ""}
        subprocess.run(
            [sys.executable, "-m", "intranet", "upgrade"],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        if self.prepare is not None:
            self.prepare(environment)
        command = [sys.executable, "-m", "intranet", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return self.port
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self.folder.cleanup()


class Client:
    """One browser: keeps its connection, cookies and the CSRF token of the last page."""

    def __init__(self, port: int, login: str = "") -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        if login:
            token = self.token(self.get("/dang-nhap")[1])
            self.post("/dang-nhap", login=login, password=PASSWORD, csrf_token=token)

    def _send(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.http.request(method, path, body or None, headers)
        answer = self.http.getresponse()
        for raw in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = raw.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body of a page."""
        return self._send("GET", path)

    def post(self, path: str, **values: str) -> tuple[int, str]:
        """Return status and body of a form's answer."""
        return self._send("POST", path, urllib.parse.urlencode(values))

    @staticmethod
    def token(page: str) -> str:
        """Return the CSRF token of a page."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return found[1] if found else ""

    @staticmethod
    def once(page: str) -> str:
        """Return the one-time key of a page's last form."""
        return re.findall(r'name="once"[^>]*value="([^"]+)"', page)[-1]


def by_turns(
    first: Callable[[], object], second: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Time two calls turn about, so that a busy host harms both alike; return milliseconds of each."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for call, found in zip((first, second), times, strict=True):
            begun = time.perf_counter()
            call()
            found.append((time.perf_counter() - begun) * 1000)
    return times


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(values)[int(len(values) * 0.95)]


def line(name: str, value: str, target: str, *, good: bool) -> None:
    """Print one result."""
    print(f"{'ok  ' if good else 'MISS'} {name}: {value} (target {target})")


median = statistics.median
