"""Lists: filter, search, sort, page, workbook; whatever the address says."""

import io
import zipfile

import pytest
import sqlalchemy as sa
from lxml import etree

from intranet.core import tables
from intranet.core.db import db
from intranet.people.models import Person
from tests.factories import people

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def listing(**args: str) -> tables.Listing:
    return tables.Listing(
        query=sa.select(Person),
        columns=[
            tables.Column("name", "Họ và tên", lambda p: p.full_name, sort=Person.name_key),
            tables.Column("number", "Số", lambda p: p.id),
        ],
        args=args,
        path="/nguoi",
        filters=[
            tables.Filter("goi", "Cách gọi", [("Ông", "Ông"), ("Bà", "Bà")], lambda v: Person.honorific == v)
        ],
        search_in=[Person.name_fold],
        default_sort="name",
        tie=Person.id,
        per_page=4,
    )


def names(found: tables.Listing) -> list[str]:
    return [p.full_name for p in found.rows]


def cells(content: bytes) -> list[list[tuple[str, str]]]:
    """Return rows of (type, value) of the first sheet; text is looked up."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        sheet = etree.fromstring(pack.read("xl/worksheets/sheet1.xml"))
        strings = etree.fromstring(pack.read("xl/sharedStrings.xml"))
    texts = ["".join(one.itertext()) for one in strings.iter(f"{S}si")]
    rows = []
    for row in sheet.iter(f"{S}row"):
        assert not list(row.iter(f"{S}f")), "a formula"
        read = [(c.get("t", "n"), c.findtext(f"{S}v") or "") for c in row.iter(f"{S}c")]
        rows.append([(kind, texts[int(value)] if kind == "s" else value) for kind, value in read])
    return rows


def test_people_stand_by_given_name_and_the_other_way_round(app):
    everybody = (
        names(listing()) + names(listing(page="2")) + names(listing(page="3")) + names(listing(page="4"))
    )
    assert everybody[:3] == ["Nguyễn Thị Lan Anh", "Trịnh Thị Ngọc Ánh", "Vũ Đình Ân"]
    assert len(everybody) == len(set(everybody)) == listing().total
    assert names(listing(sort="-name"))[0] == everybody[-1]


def test_filter_and_search_narrow_together(app):
    assert names(listing(q="NGUYEN  van")) == ["Nguyễn Văn Hưng"]
    assert names(listing(q="nguyễn", goi="Bà")) == ["Nguyễn Thị Lan Anh"]
    found = listing(q="nguyễn", goi="Bà")
    assert (found.total, found.filtered, found.filters[0].value) == (1, True, "Bà")
    assert not listing().filtered


@pytest.mark.parametrize("q", ["%", "_", "\\", "'", "“", "%%%%", "a" * 5000, "\x00", "\ud800"])
def test_signs_of_the_database_find_only_themselves(app, q):
    assert listing(q=q).total in (0, listing().total)
    assert listing(q="%").total == 0


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "٣", "²", "99999999999999999999", "1.5"])
def test_wrong_page_is_a_page_that_there_is(app, page):
    found = listing(page=page)
    assert 1 <= found.page <= found.pages and found.rows


@pytest.mark.parametrize("sort", ["", "-", "--name", "number", "khong-co", "name; DROP TABLE person"])
def test_wrong_sort_is_the_usual_one(app, sort):
    assert sorted(names(listing(sort=sort))) == sorted(names(listing())) or sort == "--name"


def test_wrong_filter_is_ignored(app):
    assert listing(goi="' OR 1=1").total == listing().total


def test_address_holds_the_whole_state(app):
    found = listing(q="n", goi="Bà", sort="-name", page="2")
    assert found.url() == "/nguoi?q=n&sort=-name&goi=B%C3%A0&page=2"
    assert found.url_for_xlsx == "/nguoi?q=n&sort=-name&goi=B%C3%A0&format=xlsx"
    assert found.prev_url == "/nguoi?q=n&sort=-name&goi=B%C3%A0&page=1"
    assert listing().columns[0].sort_url == "/nguoi?sort=-name"
    assert listing(sort="-name").columns[0].sort_url == "/nguoi?sort=name"
    assert listing().prev_url is None and listing(page="99").next_url is None


def test_pages_hold_every_row_once(app):
    found = listing()
    pages = [listing(page=str(n)) for n in range(1, found.pages + 1)]
    assert [p.id for page in pages for p in page.rows] == list(
        db.session.scalars(sa.select(Person.id).order_by(Person.name_key, Person.id))
    )
    assert (pages[0].first, pages[0].last, pages[-1].last) == (1, 4, found.total)


def test_empty_list_has_one_empty_page(app):
    found = listing(q="khong ai ten nhu vay")
    assert (found.rows, found.total, found.pages, found.first, found.last) == ([], 0, 1, 0, 0)


def test_workbook_holds_all_rows_as_filtered_and_text_stays_text(app):
    people.person('=HYPERLINK("http://x","bấm")')
    people.person("@SUM(A1) \x0b+1")
    found = listing(q="sum", format="xlsx")
    assert found.wants_xlsx()
    response = listing(goi="Bà").xlsx("Danh sách người")
    rows = cells(response.get_data())
    assert rows[0] == [("s", "Họ và tên"), ("s", "Số")]
    assert len(rows) - 1 == listing(goi="Bà").total > 4
    shown = [row[0] for row in rows[1:]]
    assert ("s", '=HYPERLINK("http://x","bấm")') in shown and ("s", "@SUM(A1) +1") in shown
    assert {row[1][0] for row in rows[1:]} == {"n"}
    assert response.headers["Content-Disposition"] == "attachment; filename=danh-sach-nguoi.xlsx"
    assert response.mimetype == tables.XLSX_TYPE
