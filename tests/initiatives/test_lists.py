"""Lists with many rows, search without accents, tasks, files: as many statements for 3 rows as for 1."""

import datetime as dt
import io
import zipfile

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup

from intranet.core import clock, tasks
from intranet.core.db import db
from intranet.core.edits import word_changes
from intranet.initiatives import tasks as own_tasks
from intranet.initiatives.models import Initiative, InitiativeAuthor
from intranet.initiatives.states import State
from tests.factories import initiatives as make

LISTS = ("/sang-kien", "/sang-kien/cua-toi", "/sang-kien/cho-xem")


def _titles(page) -> list[str]:
    return [cell.get_text(strip=True) for cell in page.html.select('td[data-label="Tên sáng kiến"]')]


@pytest.fixture
def many(site):
    """300 handed-in initiatives of one author."""
    with site.app_context():
        owner, now = make.account("nhanvien").person, clock.now()
        for n in range(300):
            made = Initiative(
                title=f"Sáng kiến {n:03d}", owner_id=owner.id, unit_id=owner.unit_id, state=State.SUBMITTED,
                created_at=now, updated_at=now, submitted_at=now - dt.timedelta(minutes=n),
            )  # fmt: skip
            made.authors = [InitiativeAuthor(person_id=owner.id, position=1, share=100)]
            db.session.add(made)
        db.session.commit()


def test_300_rows_are_paged_and_all_come_out_as_a_workbook(browser, many):
    desk = browser("thuongtruc")
    page = desk.get("/sang-kien")
    assert len(_titles(page)) == 50
    assert "1 - 50 trong 300" in page.text
    assert _titles(desk.get("/sang-kien?page=6"))[-1] == "Sáng kiến 299"
    assert _titles(desk.get("/sang-kien?sort=title&page=1"))[0] == "Sáng kiến 000"
    book = desk.get("/sang-kien?q=sang+kien+29&format=xlsx")
    with zipfile.ZipFile(io.BytesIO(book.response.data)) as pack:
        sheet = BeautifulSoup(pack.read("xl/worksheets/sheet1.xml"), "xml")
        texts = BeautifulSoup(pack.read("xl/sharedStrings.xml"), "xml")
    assert len(sheet.find_all("row")) == 14  # the head, 029, 129, 229 and 290 to 299
    labels = [text.get_text() for text in texts.find_all("si")][:3]
    assert labels == ["Tên sáng kiến", "Người viết", "Đơn vị"]


def test_search_without_accents_in_title_and_authors(site, browser):
    with site.app_context():
        make.at(State.SUBMITTED, co_author="nhanvien2", title="Đổi mới tiếp công dân")
        make.at(State.SUBMITTED, title="Số hóa hồ sơ hộ tịch")
        db.session.commit()
    desk = browser("thuongtruc")
    for words, found in {
        "doi moi": ["Đổi mới tiếp công dân"],
        "ĐỔI MỚI": ["Đổi mới tiếp công dân"],
        "vu dinh an": ["Đổi mới tiếp công dân"],
        "ho tich lan anh": ["Số hóa hồ sơ hộ tịch"],
        "100%": [],
    }.items():
        assert _titles(desk.get("/sang-kien", query_string={"q": words})) == found, words


def test_filters(site, browser):
    with site.app_context():
        make.at(State.SUBMITTED, title="Một")
        make.at(State.ACCEPTED, owner="kinhte", title="Hai")
        db.session.commit()
        unit = make.unit("Phòng Kinh tế").id
    desk, year = browser("thuongtruc"), clock.today().year
    assert _titles(desk.get(f"/sang-kien?unit={unit}")) == ["Hai"]
    assert _titles(desk.get("/sang-kien?state=submitted")) == ["Một"]
    assert len(_titles(desk.get(f"/sang-kien?year={year}"))) == 2
    assert _titles(desk.get("/sang-kien?theme=2")) == []
    for wrong in (
        "theme=x",
        "unit=999",
        "state=nothing",
        "year=1",
        "sort=nothing",
        "page=-1",
        "page=9999999999",
    ):
        assert len(_titles(desk.get(f"/sang-kien?{wrong}"))) == 2, wrong


def _statements(site, action) -> int:
    seen: list[str] = []
    with site.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize(
    ("url", "login"), [(LISTS[0], "thuongtruc"), (LISTS[1], "nhanvien"), (LISTS[2], "truongphong")]
)
def test_statements_do_not_grow_with_rows(site, browser, url, login):
    viewer = browser(login)
    counts = []
    for _ in range(3):
        with site.app_context():
            make.at(State.SUBMITTED, co_author="nhanvien2")
            db.session.commit()
        viewer.get(url)
        counts.append(_statements(site, lambda: viewer.get(url)))
    assert counts[0] == counts[2]
    assert counts[2] < 30


@pytest.mark.parametrize("login", ["nhanvien", "truongphong", "thuongtruc"])
def test_the_page_of_one_takes_as_much_for_three_authors_as_for_two(site, browser, login):
    viewer, counts = browser(login), []
    for others in (("nhanvien2",), ("nhanvien2", "kinhte")):
        with site.app_context():
            made = make.draft()
            share = 50 // len(others)
            rows = [make.Share(make.account(one).person_id, share) for one in others]
            owner = make.account("nhanvien")
            make.drafting.save(made, {}, [make.Share(owner.person_id, 50), *rows], actor=owner)
            for author in made.authors:
                author.confirmed_at = clock.now()
            make.actions.submit(made, actor=owner)
            db.session.commit()
            number = made.id
        url = f"/sang-kien/{number}"
        viewer.get(url)
        counts.append(_statements(site, lambda url=url: viewer.get(url)))
    assert counts[0] == counts[1]
    assert counts[1] < 45, counts


def test_empty_lists_say_what_to_do(browser):
    assert "Bấm “Viết sáng kiến”" in browser("nhanvien").get("/sang-kien/cua-toi").text
    assert "Không có sáng kiến nào chờ bạn xem." in browser("truongphong").get("/sang-kien/cho-xem").text
    assert "Chưa có sáng kiến nào bạn được xem." in browser("vanthu").get("/sang-kien").text


def _tasks(account) -> list[tuple[str, str, str]]:
    offers = (own_tasks.mine, own_tasks.reviews, own_tasks.applied)
    return [(t.title, t.url, t.waiting_for) for offer in offers for t in offer(account)]


def test_tasks_follow_the_way(app, account):
    assert {own_tasks.mine, own_tasks.reviews, own_tasks.applied} <= set(tasks.PROVIDERS)
    made = make.draft(co_author="nhanvien2", title="A")
    url = f"/sang-kien/{made.id}"
    assert _tasks(account("nhanvien")) == [("Viết tiếp: A", f"{url}/viet", "")]
    made.authors[1].confirmed_at = None
    assert _tasks(account("nhanvien2")) == [("Xác nhận tỷ lệ: A", url, "")]
    made.authors[1].confirmed_at = clock.now()
    make.actions.submit(made, actor=account("nhanvien"))
    assert _tasks(account("nhanvien")) == [("A", url, "Trưởng đơn vị")]
    assert _tasks(account("truongphong")) == [("Xem và xác nhận sáng kiến: A", url, "")]
    make.actions.endorse(made, actor=account("truongphong"))
    assert _tasks(account("truongphong")) == []
    assert _tasks(account("thuongtruc")) == [("Kiểm tra sáng kiến: A", url, "")]
    make.actions.send_back(made, actor=account("thuongtruc"), reason="Thiếu.")
    assert _tasks(account("nhanvien")) == [("Sửa sáng kiến: A", url, "")]


def test_an_application_with_proof_waits_for_the_head(app, account):
    made = make.at(State.RECOGNISED, title="A")
    row = make.application(made)
    assert _tasks(account("yte")) == []
    row.proof_count = 1
    assert _tasks(account("yte")) == [("Xác nhận áp dụng: A", f"/sang-kien/{made.id}#ap-dung", "")]


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (
            "giảm 40 phút",
            "giảm 45 phút",
            [("same", "giảm "), ("gone", "40 "), ("new", "45 "), ("same", "phút")],
        ),
        ("", "mới", [("new", "mới")]),
        ("cũ", "", [("gone", "cũ")]),
        ("như cũ\nhai dòng", "như cũ\nhai dòng", [("same", "như cũ\nhai dòng")]),
        ("", "", []),
    ],
)
def test_texts_are_compared_word_by_word(old, new, parts):
    assert word_changes(old, new) == parts
