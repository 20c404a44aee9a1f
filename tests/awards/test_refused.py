"""A refused act keeps what was typed; a round that is over asks nobody for anything."""

from intranet.awards import queries, round_actions
from intranet.awards.models import NominationCheck
from intranet.awards.states import State
from intranet.core.db import db
from tests.factories import awards as make


def test_answers_of_the_checklist_survive_a_refusal(site, browser):
    with site.app_context():
        number = make.at(State.SUBMITTED).id
        db.session.commit()
    standing = browser("thuongtruc")
    page = standing.get(f"/khen-thuong/ho-so/{number}")
    typed = {"answer-report": "yes", "note-report": "Đã đối chiếu", "then": "eligible"}
    page = standing.submit(page, "/kiem-tra", expect=422, **typed)
    assert page.html.find(id="answer-report-yes").has_attr("checked")
    assert page.html.find(id="note-report")["value"] == "Đã đối chiếu"
    page = standing.submit(page, "/kiem-tra", expect=422, **{"note-report": "x" * 1001, "then": "keep"})
    assert page.html.find(id="note-report")["value"] == "x" * 1001
    with site.app_context():
        assert set(db.session.scalars(db.select(NominationCheck.note))) == {""}


def test_a_refused_cancel_keeps_its_reason(site, browser):
    with site.app_context():
        number = make.at(State.ON_AGENDA).round_id
        db.session.commit()
    standing, address = browser("thuongtruc"), f"/khen-thuong/dot/{number}/huy"
    page = standing.submit(standing.get(address), "/huy", expect=422, reason="Nhầm đợt")
    assert page.html.find("textarea", attrs={"name": "reason"}).get_text().strip() == "Nhầm đợt"


def test_a_cancelled_round_leaves_no_task(app):
    made, standing = make.at(State.SUBMITTED), make.account("thuongtruc")
    url = f"/khen-thuong/ho-so/{made.id}"
    assert [one.url for one in queries.tasks_for(standing)].count(url) == 1
    round_actions.cancel(made.round, actor=standing, reason="Nhầm đợt")
    assert [one.url for one in queries.tasks_for(standing)].count(url) == 0
    assert [one.url for one in queries.tasks_for(make.account("truongphong"))].count(url) == 0
