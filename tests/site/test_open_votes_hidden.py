"""Before a vote by name is closed, no page tells how anybody voted, the typed paper of an absent member neither (B7)."""

import io
import re
import zipfile

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.council import voting
from intranet.council.models import AgendaItem, Ballot, Choice, Method, WrittenOpinion
from intranet.council.states import VoteState
from tests.client import Browser
from tests.factories import council as make
from tests.site import world
from tests.site.test_ballots_sealed import _same

ROOMS = ("council.", "ballots.", "home.", "notices.", "scoring.")
LOGINS = ("chutich", "thuky", "kinhte", "thuongtruc", "quantri", "vanthu")


@pytest.fixture
def voted(filled) -> int:
    """An open vote of the filled site in which all who are here voted yes; an opinion on paper waits."""
    with filled.app_context():
        opinion = db.session.scalars(sa.select(WrittenOpinion)).one()
        item = opinion.item
        assert (item.method, item.state) == (Method.OPEN, VoteState.WAITING)
        voting.open_vote(item, actor=make.account("thuky"))
        for member in [m for m in item.meeting.roll if m.present]:
            voting.cast(item, Choice.YES, actor=make.account_of(member.person_id))
        db.session.commit()
        return item.id


def urls_of(site, item_id: int) -> list[str]:
    """Return the addresses of the rooms in which votes could show, on this case and on others."""
    with site.app_context():
        meeting = db.session.get_one(AgendaItem, item_id).meeting_id
    found = []
    for rule, method in world.routes(site):
        if method == "GET" and rule.endpoint.startswith(ROOMS):
            found += world.addresses(site, rule)
    on_this = [
        re.sub(r"(noi-dung)/\d+", rf"\1/{item_id}", re.sub(r"(phien-hop)/\d+", rf"\1/{meeting}", u))
        for u in found
    ]
    return sorted({*found, *on_this})


def told(body: bytes) -> str:
    """Return the words of a page, or of a file that is downloaded."""
    if not body.startswith(b"PK"):
        return _same(body.decode())
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        names = [n for n in package.namelist() if n.endswith(".xml") and "core" not in n]
        return "".join(package.read(name).decode() for name in names)


@pytest.mark.parametrize("login", LOGINS)
def test_the_rooms_are_the_same_whatever_was_voted_by_name(filled, voted, login):
    urls = urls_of(filled, voted)
    one = Browser(filled, login)

    def seen() -> dict[str, tuple[int, str]]:
        answers = {url: one.http.get(url) for url in urls}
        return {url: (a.status_code, told(a.data)) for url, a in answers.items()}

    before = seen()
    with filled.app_context():
        db.session.execute(sa.update(Ballot).where(Ballot.item_id == voted).values(choice=Choice.NO))
        db.session.execute(sa.update(WrittenOpinion).values(choice=Choice.NO))
        db.session.commit()
    after = seen()
    with filled.app_context():
        roll = [member.person_id for member in db.session.get_one(AgendaItem, voted).meeting.roll]
        votes_here = make.account(login).person_id in roll
    own = {f"/hoi-dong/noi-dung/{voted}"} if votes_here else set()  # each member reads the own vote there
    changed = {url for url in urls if before[url] != after[url]}
    assert changed <= own
    assert changed == own or login == "kinhte", "the comparison sees a vote where it may be seen"
    assert sum(status == 200 for status, _ in before.values()) >= 3
