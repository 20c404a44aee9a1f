"""Closing a year, delivery of documents: the last columns of the register."""

import datetime as dt

import pytest

from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.registers import actions, queries
from intranet.registers.models import NumberSeries, RegisterEntry
from tests.factories import decisions as make

LAST, THIS = clock.today().year - 1, clock.today().year


def line(year: int, series: str = "QD") -> RegisterEntry:
    number = actions.take_number(series, year)
    owner = db.session.scalars(db.select(NumberSeries)).first()
    assert owner is not None
    return actions.enter(
        owner, actor=make.account("vanthu"), series=series, number=number, symbol="QĐ-UBND",
        issued_on=dt.date(year, 1, 5), title="Quyết định về việc tặng Giấy khen", signer="Nguyễn Văn Hưng",
    )  # fmt: skip


def test_a_closed_year_gives_no_number_and_takes_no_change(app):
    row = line(LAST)
    closing = actions.close_year("QD", LAST, actor=make.account("vanthu"))
    assert (closing.lines, closing.last) == (1, 1)
    with pytest.raises(NotReady):
        actions.take_number("QD", LAST)
    with pytest.raises(NotReady):
        actions.note_delivery(row, actor=make.account("vanthu"), sent_on=None, received_by="A", note="")
    with pytest.raises(NotReady):
        actions.close_year("QD", LAST, actor=make.account("vanthu"))
    assert actions.take_number("TTr", LAST) == 1  # another series of the same year stays open
    assert [event.event for event in audit.timeline(closing)] == ["register:closed"]


@pytest.mark.parametrize(("series", "year"), [("QD", THIS), ("QD", THIS + 1), ("KHONG", LAST)])
def test_only_a_past_year_with_numbers_is_closed(app, series, year):
    line(THIS)
    with pytest.raises(NotReady):
        actions.close_year(series, year, actor=make.account("vanthu"))


@pytest.mark.parametrize("days", [-1, 10_000])
def test_delivery_is_not_before_the_document_nor_in_the_future(app, days):
    row = line(LAST)
    with pytest.raises(NotReady):
        actions.note_delivery(
            row,
            actor=make.account("vanthu"),
            sent_on=row.issued_on + dt.timedelta(days=days),
            received_by="",
            note="",
        )
    assert row.sent_on is None


def test_books_say_lines_last_number_and_state(app):
    line(LAST)
    line(LAST)
    line(THIS)
    actions.close_year("QD", LAST, actor=make.account("vanthu"))
    assert [(b.series, b.year, b.lines, b.last, b.closing is not None) for b in queries.books()] == [
        ("QD", THIS, 1, 1, False),
        ("QD", LAST, 2, 2, True),
    ]


@pytest.fixture
def entry(site):
    """One line of last year."""
    with site.app_context():
        row = line(LAST)
        db.session.commit()
        return row.id


def test_the_clerk_fills_the_delivery_and_closes_the_year(browser, entry):
    clerk = browser("vanthu")
    page = clerk.get(f"/so/van-ban-di/{entry}")
    page = clerk.get(page.links()["Ghi ngày chuyển, ký nhận"])
    page = clerk.submit(page, "chuyen", sent_on="31/12/2030", received_by="Bà Lê Thị Hoa", expect=422)
    assert "ở tương lai" in page.text
    page = clerk.submit(page, "chuyen", sent_on=f"06/01/{LAST}", received_by="Bà Lê Thị Hoa")
    assert "Bà Lê Thị Hoa" in page.text
    books = clerk.get("/so/cac-nam")
    asking = clerk.get(books.links()[f"Khóa sổ Quyết định {LAST}"])
    done = clerk.submit(asking, "khoa")
    assert any("Đã khóa sổ" in one for one in done.flashes)
    assert f"Khóa sổ Quyết định {LAST}" not in done.links()
    assert "Ghi ngày chuyển" not in clerk.get(f"/so/van-ban-di/{entry}").text
    again = clerk.get(f"/so/cac-nam/{LAST}/QD/khoa")
    assert "đã khóa" in clerk.submit(again, "khoa", expect=422).text


@pytest.mark.parametrize("login", ["chutich", "thuongtruc"])
def test_others_read_only(browser, entry, login):
    reader = browser(login)
    assert "Ghi ngày chuyển" not in reader.get(f"/so/van-ban-di/{entry}").text
    reader.get(f"/so/van-ban-di/{entry}/chuyen", expect=403)
    reader.get(f"/so/cac-nam/{LAST}/QD/khoa", expect=403)


def test_an_unknown_line_is_not_there(browser):
    browser("vanthu").get("/so/van-ban-di/999", expect=404)
