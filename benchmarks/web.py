"""`python -m benchmarks.web`: a list page against the cheapest route; 20,000 past awards; sixteen members voting at once.

All figures come from one run of the real server (waitress, 4 threads, SQLite as shipped) on this machine.
"""

import datetime as dt
import os
import sys
import threading
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.harness import Client, Server, by_turns, line, median, p95
from intranet.app import create_app
from intranet.core import clock, sheet_uploads
from intranet.core.db import db
from intranet.core.text import fold
from intranet.council import actions as council
from intranet.council import voting
from intranet.council.models import Ballot, Council, CouncilKind, CouncilMember, Meeting, Seat
from intranet.history import imports
from intranet.initiatives.models import Initiative, InitiativeAuthor
from intranet.initiatives.states import State
from intranet.people import sessions
from intranet.people.models import Account, Honorific, Person, RoleHolding
from intranet.people.roles import Role
from intranet.seed.demo import PASSWORD
from tests.factories import history

MEMBERS, CASES, ROWS, PAST = 16, 20, 300, 20_000


def fill(environment: dict[str, str]) -> None:
    """Put initiatives and an open meeting of sixteen members into the database of the run."""
    os.environ.clear()
    os.environ.update(environment)
    app = create_app()
    with app.app_context():
        staff = db.session.scalars(sa.select(Account).where(Account.login == "nhanvien")).one()
        now = clock.now()
        for number in range(ROWS):
            one = Initiative(
                state=State.ACCEPTED, title=f"Sáng kiến số {number} về thủ tục hành chính", unit_id=staff.person.unit_id,
                owner_id=staff.person_id, created_at=now, updated_at=now, submitted_at=now,
            )  # fmt: skip
            one.search_text = fold(f"{one.title} {staff.display_name}")
            one.authors = [InitiativeAuthor(person_id=staff.person_id, share=100, confirmed_at=now)]
            db.session.add(one)
        _meeting(staff)
        history.bulk(PAST, person_id=staff.person_id)
        rows = history.book(history.as_rows(PAST))
        (Path(environment["INTRANET_VAR"]) / "past.xlsx").write_bytes(rows)
        db.session.commit()
        db.engine.dispose()


def _meeting(staff: Account) -> None:
    hashed, today = sessions.hash_password(PASSWORD), clock.today()
    body = Council(
        kind=CouncilKind.INITIATIVE, name="Hội đồng đo", founding_decision="QĐ đo", founded_on=today
    )
    people = []
    for number in range(MEMBERS):
        person = Person(
            full_name=f"Thành viên {number}", honorific=Honorific.MR, unit_id=staff.person.unit_id
        )
        account = Account(
            person=person, login=f"tv{number}", password_hash=hashed, must_change_password=False
        )
        account.holdings = [RoleHolding(role=Role.COUNCIL_MEMBER, starts_on=dt.date(2026, 1, 1))]
        db.session.add(account)
        people.append(person)
    body.seats = [
        CouncilMember(person=p, seat=Seat.MEMBER if n else Seat.CHAIR, position=n, starts_on=today)
        for n, p in enumerate(people)
    ]
    db.session.add(body)
    db.session.flush()
    desk = db.session.scalars(sa.select(Account).where(Account.login == "thuky")).one()
    meeting = council.make_meeting(body, "Phiên đo", now_plus_a_minute(), "Phòng họp", actor=desk)
    for (number,) in db.session.execute(sa.select(Initiative.id).limit(CASES)):
        council.add_case(meeting, "initiative", number, actor=desk)
    council.convene(meeting, actor=desk)
    council.take_attendance(meeting, {m.id: (True, "") for m in meeting.roll}, actor=desk)
    council.open_meeting(meeting, actor=desk)
    for item in meeting.items:
        voting.open_vote(item, actor=desk)


def now_plus_a_minute() -> dt.datetime:
    """Return the start of the meeting."""
    return clock.now() + dt.timedelta(minutes=1)


def list_page(port: int) -> bool:
    """The list of 50 rows against the cheapest route through the same server."""
    client = Client(port, "thuongtruc")
    status, page = client.get("/sang-kien")
    if status != 200 or page.count("<tr>") < 50:
        sys.exit(f"the list did not come: {status}, {page.count('<tr>')} rows")
    floor, found = by_turns(lambda: client.get("/suc-khoe"), lambda: client.get("/sang-kien"), 150)
    ratio = median(found) / median(floor)
    value = (
        f"{median(found):.1f} ms against {median(floor):.2f} ms = {ratio:.1f} times; p95 {p95(found):.1f} ms"
    )
    line("list page of 50 rows / cheapest route", value, "<= 15 times", good=ratio <= 15)
    return ratio <= 15


def past_awards(port: int) -> bool:
    """Search and a person's page with 20,000 past awards in the base: p95 of the server within 200 ms."""
    clerk, staff = Client(port, "vanthu"), Client(port, "nhanvien")
    pages = (
        ("search “nguyen van hung”", clerk, "/lich-su-khen-thuong?q=nguyen+van+hung", "<tr>"),
        ("search by year and number", clerk, "/lich-su-khen-thuong?q=07/qd&nam=2005", "<tr>"),
        ("first page of all", clerk, "/lich-su-khen-thuong", "<tr>"),
        ("own awards of a person", staff, "/lich-su-khen-thuong/cua-toi", "<tr>"),
    )
    good = True
    for label, client, path, sign in pages:
        status, page = client.get(path)
        if status != 200 or page.count(sign) < 2:
            sys.exit(f"{path} did not come: {status}, {page.count(sign)} rows")
        floor, found = by_turns(
            lambda one=client: one.get("/suc-khoe"), lambda one=client, at=path: one.get(at), 60
        )
        value = f"p95 {p95(found):.1f} ms, median {median(found):.1f} ms = {median(found) / median(floor):.1f} times"
        line(f"{PAST} past awards, {label}", value, "p95 <= 200 ms", good=p95(found) <= 200)
        good = good and p95(found) <= 200
    return good


def import_of_past_awards() -> bool:
    """Read, compare and write a workbook of 20,000 lines, and find all of them known the second time."""
    app = create_app()
    with app.app_context():
        content = (Path(os.environ["INTRANET_VAR"]) / "past.xlsx").read_bytes()
        clerk = db.session.scalars(sa.select(Account).where(Account.login == "vanthu")).one()
        seconds, plans = [], []
        for _ in range(2):
            upload = sheet_uploads.keep(imports.PURPOSE, "past.xlsx", content, actor=clerk)
            begun = time.perf_counter()
            plans.append(imports.apply(upload, actor=clerk))
            db.session.commit()
            seconds.append(time.perf_counter() - begun)
        counts = [(len(one.new), len(one.updated), len(one.same) + len(one.copies)) for one in plans]
        db.engine.dispose()
    good = counts[1] == (0, 0, PAST) and sum(counts[0]) == PAST and max(seconds) <= 60
    value = f"{seconds[0]:.1f} s for {counts[0][0]} new; again {seconds[1]:.1f} s for {counts[1][0]} new"
    line(f"import of {PAST} lines from Excel", value, "<= 60 s, second time none new", good=good)
    return good


def voting_at_once(port: int) -> bool:
    """Sixteen members cast twenty votes each, all at once: none lost, none double, the slowest within 2 s."""
    clients = [Client(port, f"tv{number}") for number in range(MEMBERS)]
    app = create_app()
    with app.app_context():
        meeting = db.session.scalars(sa.select(Meeting).where(Meeting.title == "Phiên đo")).one()
        items = [item.id for item in meeting.items]
        db.engine.dispose()
    times: list[float] = []
    refused: list[int] = []
    barrier = threading.Barrier(
        MEMBERS, timeout=60
    )  # one member that fails must not hold the others for ever

    def member(client: Client) -> None:
        for item in items:
            page = client.get(f"/hoi-dong/noi-dung/{item}")[1]
            values = {"csrf_token": client.token(page), "once": client.once(page), "choice": "yes"}
            barrier.wait()
            for _ in range(2):  # a double click
                begun = time.perf_counter()
                status, _page = client.post(f"/hoi-dong/noi-dung/{item}", **values)
                times.append((time.perf_counter() - begun) * 1000)
                if status >= 400:
                    refused.append(status)

    threads = [threading.Thread(target=member, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        stored = db.session.scalar(sa.select(sa.func.count()).select_from(Ballot))
        db.engine.dispose()
    expected = MEMBERS * len(items)
    line(
        "16 members voting at once, votes stored",
        f"{stored} of {expected}",
        "0 lost, 0 double",
        good=stored == expected,
    )
    line("16 members voting at once, clicks refused", str(len(refused)), "0", good=not refused)
    slowest = max(times)
    value = f"slowest {slowest:.0f} ms, median {median(times):.0f} ms over {len(times)} answers"
    line("16 members voting at once, answer", value, "slowest <= 2 s", good=slowest <= 2000)
    return stored == expected and not refused and slowest <= 2000


def main() -> None:
    """Run all; exit with 1 when a target is missed."""
    with Server(fill) as port:
        results = [list_page(port), past_awards(port), import_of_past_awards(), voting_at_once(port)]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
