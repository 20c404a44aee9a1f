"""Printed registers: every line, in the order of the book, with what was replaced or revoked."""

import pytest

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import NotThere
from intranet.decisions import books
from intranet.decisions.states import CertificateState, State
from intranet.documents import read_back
from intranet.registers import actions as registers
from intranet.registers.models import RegisterYear
from tests.factories import decisions as make

YEAR = clock.today().year


def rows(content: bytes) -> list[list[str]]:
    """Return the lines of the only table with a head."""
    return read_back.tables(content)[0][1:]


def test_the_register_of_outgoing_documents_has_every_line_of_the_series(app):
    decision = make.award(State.NUMBERED)
    make.recognition(State.NUMBERED)
    name, content = books.outgoing("QD", YEAR)
    assert name == f"so-dang-ky-van-ban-di-quyet-dinh-{YEAR}.docx"
    assert [row[0] for row in rows(content)] == ["01/QĐ-UBND", "02/QĐ-UBND"]
    assert rows(content)[0][2].startswith("Quyết định về việc tặng Giấy khen")
    assert [row[0] for row in rows(books.lines_about(decision))] == ["01/TTr-VHXH", "01/QĐ-UBND"]


def test_the_register_of_awards_marks_what_was_revoked(app):
    decision = make.award(State.NUMBERED)
    decision.certificates[0].state = CertificateState.REVOKED
    db.session.flush()
    _, content = books.certificates("khen-thuong", YEAR)
    lines = rows(content)
    assert [line[1] for line in lines] == [one.name for one in decision.certificates]
    assert [line[-1] for line in lines] == ["Đã thu hồi"] + [""] * (len(lines) - 1)
    assert all(line[5].startswith("01/QĐ-UBND, ") for line in lines)


def test_the_register_of_initiatives_has_one_line_per_initiative(app):
    decision = make.recognition(State.NUMBERED, co_author="nhanvien2")
    assert len(decision.certificates) == 2
    lines = rows(books.certificates("sang-kien", YEAR)[1])
    assert len(lines) == 1
    assert ";" in lines[0][2]  # both authors


@pytest.mark.parametrize(("name", "year"), [("khen-thuong", YEAR + 1), ("khac", YEAR), ("sang-kien", 1999)])
def test_an_empty_register_is_not_there(app, name, year):
    make.award(State.NUMBERED)
    with pytest.raises(NotThere):
        books.certificates(name, year)
    with pytest.raises(NotThere):
        books.outgoing("KHONG", year)


def test_a_closed_year_prints_its_closing_with_two_signatures(app):
    make.award(State.NUMBERED)
    registers_closed = RegisterYear(
        series="QD", year=YEAR, lines=1, last=1, closed_by="Bùi Thị Yến", closed_at=clock.now()
    )
    assert "VĂN THƯ" not in read_back.paragraphs(books.outgoing("QD", YEAR)[1])
    db.session.add(registers_closed)
    db.session.flush()
    text = read_back.paragraphs(books.outgoing("QD", YEAR)[1])
    assert any(line.startswith("Khóa sổ ngày") for line in text)
    assert any("01 số, từ số 01 đến số 01" in line for line in text)
    assert "VĂN THƯ" in text and "CHÁNH VĂN PHÒNG" in text


def test_years_and_pages(site, browser):
    with site.app_context():
        make.award(State.NUMBERED)
        registers.take_number("BB", YEAR)
        db.session.commit()
        assert books.years() == [("khen-thuong", "Sổ khen thưởng", YEAR)]
    clerk = browser("vanthu")
    page = clerk.get("/quyet-dinh/so-khen-thuong")
    assert clerk.http.get(page.links()[f"Sổ khen thưởng năm {YEAR} (.docx)"]).data[:2] == b"PK"
    page = clerk.get("/so/cac-nam")
    assert clerk.http.get(page.links()[f"In sổ (.docx) Quyết định {YEAR}"]).data[:2] == b"PK"
    assert clerk.http.get(f"/quyet-dinh/so/van-ban-di/{YEAR}/KHONG.docx").status_code == 404
