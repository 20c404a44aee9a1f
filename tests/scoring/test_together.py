"""Two markers hand in at the same moment; lists that do not cost more when they grow; the comparison on paper."""

import threading

import pytest

from intranet.core.db import db
from intranet.core.errors import DomainError
from intranet.documents.read_back import paragraphs
from intranet.scoring import actions, markers
from intranet.scoring.models import ScoreRound, ScoreSheet
from intranet.scoring.states import State
from tests.factories import scoring as make

LOGINS = ("vanphong", "kinhte")
ROUNDS = 8


@pytest.mark.parametrize("second", [60, 100], ids=["near", "far"])
def test_two_who_hand_in_at_once_finish_the_round_exactly_once(app, second):
    initiative = make.accepted()
    number = initiative.id
    db.session.commit()
    for turn in range(ROUNDS):
        round_ = make.opened(db.session.get_one(type(initiative), number), LOGINS, reason="chấm lại")
        for login, total in zip(LOGINS, (60, second), strict=True):
            one = make.sheet(round_, login)
            actions.save(one, make.given(round_, total), actor=make.account(login))
        ids = [make.sheet(round_, login).id for login in LOGINS]
        this = round_.id
        db.session.commit()
        barrier, errors, refused = threading.Barrier(4), [], []

        def hand_in(sheet_id: int, login: str, barrier=barrier, errors=errors, refused=refused) -> None:
            with app.app_context():
                try:
                    barrier.wait(30)
                    sheet = db.session.get_one(ScoreSheet, sheet_id)
                    actions.hand_in(sheet, actor=make.account(login))
                    db.session.commit()
                except DomainError:
                    refused.append(login)
                    db.session.rollback()
                except Exception as error:
                    errors.append(error)
                finally:
                    db.session.remove()

        # each marker clicks twice
        work = [(sheet_id, login) for sheet_id, login in zip(ids, LOGINS, strict=True)] * 2
        threads = [threading.Thread(target=hand_in, args=one) for one in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert errors == [], turn
        assert sorted(refused) == sorted(LOGINS), turn
        db.session.expire_all()
        done = db.session.get_one(ScoreRound, this)
        assert all(sheet.handed_in_at for sheet in done.sheets)
        if second == 100:
            assert (done.state, done.needed, done.third_asked) == (State.THIRD_NEEDED, 3, True), turn
            actions.cancel(done, actor=make.account("thuky"), reason="lượt sau")
        else:
            assert (done.state, done.result) == (State.FINISHED, 60), turn
        db.session.commit()


def test_lists_and_tasks_cost_the_same_for_one_round_and_for_three(site, browser, count_queries):
    def grow(number: int) -> None:
        with site.app_context():
            for _ in range(number):
                make.opened(logins=("vanphong", "kinhte"))
                make.finished()
                make.accepted()
            db.session.commit()

    grow(1)
    desk, chair = browser("thuky"), browser("chutich")
    costs: list[list[int]] = [[], []]
    for at in (0, 1):
        for one in (desk, chair):
            for url in ("/cham-diem", "/"):
                one.get(url)
                with count_queries(site) as found:
                    one.get(url)
                costs[at].append(len(found))
        if at == 0:
            grow(2)
    assert costs[0] == costs[1]


def test_what_is_hidden_in_a_list_is_hidden_alone(app):
    first, second = make.finished(), make.opened()
    sheet = make.sheet(second, "kinhte")
    actions.declare_conflict(sheet, "Người nhà", actor=make.account("kinhte"))
    found = [first.initiative, second.initiative]
    for login in ("kinhte", "nhanvien", "chutich"):
        person = make.account(login).person_id
        alone = {one.id for one in found if person in markers.in_conflict(one)}
        assert markers.hidden_among(person, found) == alone


def test_the_comparison_on_paper_has_all_marks_and_the_same_guards(site, browser):
    with site.app_context():
        round_ = make.finished(70, 62)
        sealed = make.opened(logins=("vanphong", "kinhte"))
        number, closed = round_.id, sealed.id
        db.session.commit()
    answer = browser("chutich").get(f"/cham-diem/{number}/so-sanh.docx", check=False).response
    said = "\n".join(paragraphs(answer.data)).replace("\u00a0", " ")
    for words in ("BẢNG TỔNG HỢP ĐIỂM CHẤM", "70", "62", "Kết quả: 66/100 điểm, đạt", make.WORDS, make.QUOTE):
        assert words in said, words
    author = browser("nhanvien").get(f"/cham-diem/{number}/so-sanh.docx", expect=422, check=False)
    assert "ẩn do xung đột" in author.text and "66" not in author.text
    assert "giữ kín" in browser("chutich").get(f"/cham-diem/{closed}/so-sanh.docx", expect=422).text
