"""While a secret vote is open, the rooms are the same whatever was chosen (B7, B12); every address: `test_scores_sealed.py`."""

import re

import pytest
import sqlalchemy as sa

from intranet.ballots import service
from intranet.ballots.models import Poll
from intranet.ballots.states import PollState
from intranet.core.db import db
from tests.client import Browser
from tests.factories import council as make

OWN = "PLANTED26"


def vote(site, mark: str) -> tuple[int, int]:
    """Let every elector of the open poll vote the same way; return the poll and its meeting."""
    with site.app_context():
        poll = db.session.scalars(sa.select(Poll).where(Poll.state == PollState.OPEN)).one()
        for elector in poll.electors:
            service.cast(poll, mark, OWN, actor=make.account_of(elector.person_id))
        meeting = db.session.get_one(make.AgendaItem, poll.subject_id).meeting_id
        db.session.commit()
        return poll.id, meeting


@pytest.mark.parametrize("login", ["chutich", "thuky", "kinhte", "thuongtruc", "quantri"])
def test_the_pages_are_the_same_whatever_was_voted(filled, login):
    poll, meeting = vote(filled, "yes")
    with filled.app_context():
        items = [i.id for i in db.session.get_one(make.Meeting, meeting).items]
    urls = [
        "/", "/hoi-dong", f"/hoi-dong/phien-hop/{meeting}", f"/hoi-dong/phien-hop/{meeting}/man-hinh",
        f"/hoi-dong/phien-hop/{meeting}/van-ban", f"/phieu-kin/{poll}", f"/phieu-kin/{poll}/ket-qua",
        *(f"/hoi-dong/noi-dung/{item}" for item in items),
    ]  # fmt: skip

    def shown() -> dict[str, str]:
        one = Browser(filled, login)
        bodies = {url: one.http.get(url).get_data(as_text=True) for url in urls}
        return {url: _same(body) for url, body in bodies.items()}

    before = shown()
    vote(filled, "no")
    assert shown() == before


def _same(body: str) -> str:
    """Leave out what differs between any two requests: tokens, keys, the bell, the diary of who voted when."""
    body = re.sub(r'(name="(?:csrf_token|once)"[^>]*value=")[^"]*|(csrf[^"]*" content=")[^"]*', r"\1\2", body)
    return re.sub(r'<(?:aside|header).*?</(?:aside|header)>|value="[\w.-]{20,}"', "", body, flags=re.DOTALL)


def test_the_answer_to_a_ballot_is_the_same_for_every_choice(filled):
    poll, _meeting = vote(filled, "yes")
    with filled.app_context():
        login = make.account_of(service.get(poll).electors[1].person_id).login
    answers = set()
    for mark in ("yes", "no", "blank"):
        one = Browser(filled, login)
        page = one.submit(one.get(f"/phieu-kin/{poll}"), f"/phieu-kin/{poll}", choice=mark, own_code=OWN)
        code = page.html.select_one("output").get_text()
        assert code.endswith(OWN) and len(code) == 15
        body = re.sub(r'value="[^"]*"|content="[^"]*"', "", page.response.get_data(as_text=True))
        answers.add((page.status, re.sub(rf"\w{{6}}{OWN}", "", body)))
    assert len(answers) == 1
