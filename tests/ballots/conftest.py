"""Secret ballots are tested with a kind of case of their own: no meetings."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from intranet.ballots import counting, guides, routes, sealing, service
from intranet.ballots.guides import Guide, Tally
from intranet.ballots.models import Poll
from intranet.ballots.states import PollState
from intranet.core.db import db
from intranet.people.models import Account
from intranet.seed.demo import PASSWORD

MEMBERS = (
    "chutich", "phochutich", "thuongtruc", "thuky", "vanphong", "kinhte", "mattran", "yte", "hieutruong",
)  # fmt: skip
TELLERS = ("kinhte", "mattran", "yte")
CHAIR, DESK = "chutich", "thuky"


@dataclass
class Owner:
    """What the package tells the owner of the polls, and what the owner says."""

    tallies: dict[int, Tally] = field(default_factory=dict)
    voided: list[int] = field(default_factory=list)
    why_not: str = ""

    def guide(self) -> Guide:
        """Return the owner's side."""
        return Guide(
            path=lambda _number: "/hoi-dong",
            is_chair=lambda _number, account: account.login == CHAIR,
            is_desk=lambda _number, account: account.login == DESK,
            watchers=lambda _number: {login_of(CHAIR).id, login_of(DESK).id},
            may_vote=lambda _number: self.why_not,
            may_close=lambda _number: None,
            closed=lambda poll, tally, _actor: self.tallies.__setitem__(poll.subject_id, tally),
            voided=lambda poll, _actor: self.voided.append(poll.subject_id),
        )


def login_of(login: str) -> Account:
    """Return an example account."""
    return db.session.scalars(sa.select(Account).where(Account.login == login)).one()


def make_keys() -> None:
    """Give the tellers their keys."""
    for login in TELLERS:
        service.make_key(login_of(login), PASSWORD)


def make(number: int = 1, members: tuple[str, ...] = MEMBERS) -> Poll:
    """Open a poll."""
    return service.open_poll(
        "example",
        number,
        f"Hồ sơ {number}",
        electors=[login_of(login).person for login in members],
        tellers=[login_of(login).person for login in TELLERS],
        actor=login_of(DESK),
    )


def opened(poll: Poll, *who: str) -> None:
    """The chair asks; two tellers open."""
    from intranet.ballots import counting

    counting.request_close(poll, actor=login_of(CHAIR))
    for login in who or TELLERS[:2]:
        counting.confirm_close(poll, PASSWORD, actor=login_of(login))


@pytest.fixture
def owner() -> Iterator[Owner]:
    """Register the owner of polls of the kind "example"."""
    made = Owner()
    guides.register("example", made.guide())
    yield made
    del guides.GUIDES["example"]


@pytest.fixture
def keys(app, owner, monkeypatch) -> Owner:
    """The tellers with their keys; stretching of passwords is cheap here (the same code, less work)."""
    cheap = sealing.Scrypt
    monkeypatch.setattr(
        sealing, "Scrypt", lambda salt, length, n, r, p: cheap(salt, length, n=2**4, r=r, p=p)
    )
    make_keys()
    return owner


def close(number: int) -> None:
    """Do what chair and two tellers do, each in an own request; go on where it stopped."""
    if service.get(number).state == PollState.OPEN:
        counting.request_close(service.get(number), actor=login_of(CHAIR))
        db.session.commit()
        for login in TELLERS[:2]:
            counting.confirm_close(service.get(number), PASSWORD, actor=login_of(login))
            db.session.commit()
    routes.finish_closed()


def finish(number: int) -> None:
    """Start again until the files are rewritten: on PostgreSQL the suite's other worker, writing, delays it."""
    for _ in range(40):
        if service.get(number).destroyed_at is not None:
            return
        db.session.commit()
        routes.finish_closed()
