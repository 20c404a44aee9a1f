"""Before all sheets are in, no address shows a point, a total or a marker's words to any role."""

import re

import pytest

from intranet.core.db import db
from intranet.people.roles import Role
from intranet.scoring.states import State
from tests.client import Browser
from tests.factories import scoring as make
from tests.site import world
from tests.site.test_ballots_sealed import OWN, vote

pytestmark = pytest.mark.one_engine

# what stands nowhere else on a page
POINTS = ("29,5", "17,5", "26,5", "73,5")
COMMENT, PASSAGE = "Nhận xét rất riêng", "Đoạn trích rất riêng"
SECRET = re.compile("|".join(map(re.escape, (*POINTS, COMMENT, PASSAGE))))


def half_marked(site, *, third: bool) -> tuple[int, list[str]]:
    """One sheet in (or two, so that a third is needed), with words and totals that stand nowhere else."""
    with site.app_context():
        round_ = make.opened()
        give = {"novelty": 59, "feasibility": 35, "benefit": 53, "replication": 0}
        for login in ("vanphong", "kinhte") if third else ("vanphong",):
            factor = 1 if login == "vanphong" else 0
            sheet = make.sheet(round_, login)
            marks = {c: make.Given(h * factor, COMMENT, PASSAGE) for c, h in give.items()}
            make.actions.save(sheet, marks, actor=make.account(login))
            make.actions.hand_in(sheet, actor=make.account(login))
        assert round_.state == (State.THIRD_NEEDED if third else State.MARKING)
        db.session.commit()
        return round_.id, [f"/cham-diem/phieu/{sheet.id}" for sheet in round_.sheets]


def addresses_of(site, number: int, sheets: list[str]) -> list[str]:
    """Return the addresses of a round of marks."""
    with site.app_context():
        initiative = db.session.get(make.ScoreRound, number).initiative_id
    return [f"/cham-diem/{number}", f"/cham-diem/{number}/so-sanh.xlsx", f"/cham-diem/{number}/them-nguoi",
            f"/cham-diem/{number}/huy", *sheets, *[f"{u}/xung-dot" for u in sheets], *[f"{u}/doi-nguoi" for u in sheets],
            f"/sang-kien/{initiative}", "/hoi-dong"]  # fmt: skip


def search(site, people: list[str], urls: list[str], secret: re.Pattern[str]) -> None:
    """Ask every address as everybody; nothing of what is sealed may stand in an answer or a header."""
    for login in people:
        one = Browser(site, login)
        for url in urls:
            answer = one.http.get(url)
            text = answer.get_data(as_text=answer.mimetype.startswith(("text", "application/json")))
            text = text if isinstance(text, str) else text.decode("latin-1")
            found = secret.search(text) or secret.search(str(answer.headers))
            assert found is None, (login, url, found)


PEOPLE = [world.login_of(role) for role in Role] + [world.EVERYTHING]
PEOPLE += ["chutich", "thuky", "thuongtruc", "nhanvien", "yte", "quantri"]


def test_while_ballots_and_marks_are_sealed_no_route_shows_any_to_any_role(filled):
    """B7 and TT6 in one walk: every address, every role; a vote with planted codes, marks with planted words."""
    vote(filled, "yes")
    number, sheets = half_marked(filled, third=False)
    every = [
        u for rule, method in world.routes(filled) if method == "GET" for u in world.addresses(filled, rule)
    ]
    every = [u for u in every if "/dang-xuat" not in u and not u.startswith("/static")]
    both = re.compile(f"{SECRET.pattern}|{OWN}")
    search(filled, [*PEOPLE, "kinhte"], [*addresses_of(filled, number, sheets), *every], both)


def test_before_the_third_marker_is_in_nobody_sees_points(filled):
    number, sheets = half_marked(filled, third=True)
    search(filled, PEOPLE, addresses_of(filled, number, sheets), SECRET)
