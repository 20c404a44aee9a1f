"""`python -m benchmarks.web`: a list page against the cheapest route; sixteen members voting at once.

All figures come from one run of the real server (waitress, 4 threads, SQLite as shipped) on this machine.
"""

import datetime as dt
import os
import sys
import threading
import time

import sqlalchemy as sa

from benchmarks.harness import Client, Server, by_turns, line, median, p95
from intranet.app import create_app
from intranet.core import clock
from intranet.core.db import db
from intranet.core.text import fold
from intranet.council import actions as council
from intranet.council import voting
from intranet.council.models import Ballot, Council, CouncilKind, CouncilMember, Meeting, Seat
from intranet.initiatives.models import Initiative, InitiativeAuthor
from intranet.initiatives.states import State
from intranet.people import sessions
from intranet.people.models import Account, Honorific, Person, RoleHolding
from intranet.people.roles import Role
from intranet.seed.demo import PASSWORD

MEMBERS, CASES, ROWS = 16, 20, 300


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
        results = [list_page(port), voting_at_once(port)]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
