"""`python -m benchmarks.council`: fifteen browsers watch a meeting; what one tick costs, unchanged and changed.

The floor is the cheapest route of the same server (`/suc-khoe`: no session, one query). A browser asks every
three seconds, so fifteen of them send five ticks a second.
"""

import os
import re
import sys
from pathlib import Path

from benchmarks.harness import Client, Server, by_turns, line, median, p95
from benchmarks.web import fill

WATCHERS, EVERY, ROUNDS = 15, 3.0, 60
MEETING = "/hoi-dong/phien-hop/1"


def beat_of(page: str) -> str:
    """Return the address that the live part of a page asks."""
    found = re.search(r'hx-get="([^"]*/nhip\?v=[^"]*)"', page)
    if found is None:
        sys.exit("the meeting's page does not ask for itself")
    return found[1].replace("&amp;", "&")


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used (Linux), in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tick(port: int, pid: int) -> bool:
    """Measure unchanged and changed ticks against the floor."""
    clients = [Client(port, f"tv{number}") for number in range(WATCHERS)]
    path = beat_of(clients[0].get(MEETING)[1])
    stale = path.rsplit("v=", 1)[0] + "v=0"
    if clients[0].get(path)[0] != 204 or clients[0].get(stale)[0] != 200:
        sys.exit("an unchanged meeting is not answered with 204, or a changed one not with its page")
    floor, same = by_turns(lambda: clients[0].get("/suc-khoe"), lambda: clients[0].get(path), ROUNDS)
    _floor, changed = by_turns(lambda: clients[0].get("/suc-khoe"), lambda: clients[0].get(stale), ROUNDS)
    ratio = median(same) / median(floor)
    words = (
        f"{median(same):.1f} ms against {median(floor):.2f} ms = {ratio:.1f} times; p95 {p95(same):.1f} ms"
    )
    line("unchanged tick / cheapest route", words, "<= 12 times", good=ratio <= 12)
    line("changed tick, 20 cases", f"{median(changed):.1f} ms", "no target", good=True)
    begun = cpu_seconds(pid)
    for client in clients * 4:
        client.get(path)
    each = (cpu_seconds(pid) - begun) * 1000 / (WATCHERS * 4)
    share = each / 1000 * WATCHERS / EVERY
    words = f"{WATCHERS / EVERY:.0f} requests/s, {each:.1f} ms of CPU each = {100 * share:.1f} % of one core"
    line("15 watchers of an unchanged meeting", words, "<= 25 % of one core", good=share <= 0.25)
    return ratio <= 12 and share <= 0.25


def main() -> None:
    """Run all; exit with 1 when a target is missed."""
    server = Server(fill)
    with server as port:
        good = tick(port, server.process.pid)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
