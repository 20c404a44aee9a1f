"""Numbers without gaps, the register of outgoing documents on screen, in print and as a workbook."""

import datetime as dt
import io
import zipfile

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup

from intranet.core import clock
from intranet.core.db import db
from intranet.core.text import short_date
from intranet.decisions.states import State
from intranet.registers import actions
from intranet.registers.models import NumberSeries, RegisterEntry
from tests.client import words
from tests.factories import decisions as make

COLUMNS = [
    "Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu nội dung", "Người ký", "Nơi nhận",
    "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú",
]  # fmt: skip


def test_numbers_begin_at_one_each_year_in_each_series(app):
    taken = [
        actions.take_number(*place) for place in (("QD", 2026), ("QD", 2026), ("QD", 2027), ("TTr", 2026))
    ]
    assert taken == [1, 2, 1, 1]
    assert [actions.next_number("QD", 2026), actions.next_number("BB", 2026)] == [3, 1]


def test_a_rollback_gives_the_number_back(app):
    assert actions.take_number("QD", 2026) == 1
    db.session.commit()
    assert actions.take_number("QD", 2026) == 2
    db.session.rollback()
    assert actions.take_number("QD", 2026) == 2


def enter(app, number: int, on: dt.date, title: str = "Quyết định", series: str = "QD") -> RegisterEntry:
    owner = db.session.scalars(sa.select(NumberSeries)).first() or NumberSeries(series="QD", year=2026)
    db.session.add(owner)
    db.session.flush()
    return actions.enter(
        owner, actor=make.account("vanthu"), series=series, number=number, symbol="QĐ-UBND", issued_on=on,
        title=title, signer="Nguyễn Văn Hưng",
    )  # fmt: skip


def test_a_number_stands_once_in_the_register(app):
    enter(app, 1, dt.date(2026, 3, 1))
    with pytest.raises(sa.exc.IntegrityError):
        enter(app, 1, dt.date(2026, 3, 2))


def test_a_line_of_the_register_cannot_be_changed(app):
    row = enter(app, 1, dt.date(2026, 3, 1))
    row.number = 2
    with pytest.raises(sa.exc.DBAPIError):
        db.session.flush()


def test_the_ten_columns_with_what_a_decision_left(site, browser):
    with site.app_context():
        make.award(State.NUMBERED)
        db.session.commit()
    page = browser("vanthu").get("/so/van-ban-di?so=QD")
    assert [words(th) for th in page.html.select("main thead th")] == COLUMNS
    (row,) = page.html.select("main tbody tr")
    cells = [words(td) for td in row.find_all("td")]
    assert cells[:2] == ["01/QĐ-UBND", short_date(clock.today())]
    assert cells[2] == f"Quyết định về việc tặng Giấy khen cho tập thể, cá nhân {make.ACHIEVEMENT}"
    assert (cells[3], cells[6]) == ("Nguyễn Văn Hưng", "1")


@pytest.fixture
def full(site):
    """120 Decisions of two years and one submission."""
    with site.app_context():
        for n in range(1, 121):
            enter(site, n, dt.date(2025 + n % 2, 1, 1) + dt.timedelta(days=n), f"Quyết định Số hóa {n:03d}")
        enter(site, 1, dt.date(2026, 5, 1), "Tờ trình", series="TTr")
        db.session.commit()


def numbers(page) -> list[str]:
    return [words(td) for td in page.html.select('main td[data-label="Số, ký hiệu"]')]


def test_by_year_series_and_words(browser, full):
    clerk = browser("vanthu")
    assert "121" in clerk.get("/so/van-ban-di").text
    assert len(numbers(clerk.get("/so/van-ban-di?nam=2025"))) == 50
    assert numbers(clerk.get("/so/van-ban-di?so=TTr")) == ["01/QĐ-UBND"]
    assert numbers(clerk.get("/so/van-ban-di?q=so+hoa+007&nam=2026")) == ["07/QĐ-UBND"]
    assert numbers(clerk.get("/so/van-ban-di?q=khong+co+gi")) == []


@pytest.mark.parametrize(
    "asked", ["nam=abc", "nam=99999999999999999999", "so=%00", "page=-1", "sort=xyz", "in=abc"]
)
def test_nonsense_in_the_address_is_no_error(browser, full, asked):
    assert len(numbers(browser("vanthu").get(f"/so/van-ban-di?{asked}"))) == 50


def test_the_printed_register_and_the_workbook_have_all_rows(browser, full):
    clerk = browser("vanthu")
    page = clerk.get("/so/van-ban-di?nam=2026")
    assert len(numbers(clerk.get(page.links()["Bản in sổ"]))) == 61
    content = clerk.get(page.links()["Tải Excel"]).response.data
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        sheet = BeautifulSoup(pack.read("xl/worksheets/sheet1.xml"), "xml")
    assert len(sheet.find_all("row")) == 62


@pytest.mark.parametrize("login", ["nhanvien", "truongphong"])
def test_the_register_is_for_those_who_keep_it(browser, login):
    browser(login).get("/so/van-ban-di", expect=403)
