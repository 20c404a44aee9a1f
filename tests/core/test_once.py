"""A form that is sent twice does its act once, also when both arrive together."""

import threading

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.core.once import FormUse
from intranet.training.models import TrainingRecord
from tests.client import Browser

ACT = "/dao-tao/moi"


def number_of_records(site) -> int:
    with site.app_context():
        return db.session.scalar(sa.select(sa.func.count(TrainingRecord.id))) or 0


def test_second_sending_gets_the_first_answer(site, browser):
    one = browser("nhanvien")
    data = {"csrf_token": one.csrf(), "once": "khoa-mot"}
    answers = [one.http.post(ACT, data=data) for _ in range(3)]
    assert [a.status_code for a in answers] == [303] * 3
    assert len({a.headers["Location"] for a in answers}) == 1
    assert number_of_records(site) == 1


def test_same_key_with_other_content_is_refused(site, browser):
    one = browser("nhanvien")
    data = {"csrf_token": one.csrf(), "once": "khoa-mot"}
    one.http.post(ACT, data=data)
    for changed in ({"title": "khác"}, {"title": ["a", "b"]}):
        page = one.http.post(ACT, data=data | changed)
        assert page.status_code == 409
        assert "đã được gửi trước đó với nội dung khác" in page.get_data(as_text=True)
    assert number_of_records(site) == 1


def test_key_of_one_person_is_nothing_to_another(site, browser):
    for login in ("nhanvien", "nhanvien2"):
        one = browser(login)
        assert one.http.post(ACT, data={"csrf_token": one.csrf(), "once": "chung"}).status_code == 303
    assert number_of_records(site) == 2


def test_refused_form_leaves_its_key_unused(site, browser):
    standing = browser("thuongtruc")
    data = {"csrf_token": standing.csrf(), "once": "khoa-lop", "title": ""}
    assert standing.http.post("/dao-tao/lop/moi", data=data).status_code == 422
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count(FormUse.id))) == 0


@pytest.mark.parametrize("key", ["", "x" * 65])
def test_form_without_a_usable_key_still_works(site, browser, key):
    one = browser("nhanvien")
    assert one.http.post(ACT, data={"csrf_token": one.csrf(), "once": key}).status_code == 303
    assert number_of_records(site) == 1


def test_two_sendings_at_the_same_moment_do_one_act(site):
    first = Browser(site, "nhanvien")
    data = {"csrf_token": first.csrf(), "once": "cung-luc"}
    cookie = first.http.get_cookie("intranet")
    assert cookie is not None
    start, answers, lock = threading.Barrier(6), [], threading.Lock()

    def send() -> None:
        client = site.test_client()
        client.set_cookie("intranet", cookie.value)
        start.wait()
        answer = client.post(ACT, data=data)
        with lock:
            answers.append((answer.status_code, answer.headers.get("Location")))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 6
    assert set(answers) == {(303, answers[0][1])}
    assert number_of_records(site) == 1
