"""The closing of a printed register: pages, numbers, signatures."""

from dataclasses import replace

import pytest

from intranet.documents import read_back
from intranet.documents.kinds import register_book
from tests.documents import office, samples_dossier

OPEN = replace(samples_dossier.book(), closing=(), numbers=None)


def test_an_open_year_has_neither_closing_nor_signatures():
    texts = " ".join(read_back.paragraphs(register_book.render(OPEN)))
    assert "Sổ này gồm" not in texts
    assert "VĂN THƯ" not in texts


def test_the_closing_says_how_many_from_which_to_which():
    texts = read_back.paragraphs(register_book.render(samples_dossier.book(57)))
    closing = next(text for text in texts if text.startswith("Sổ này gồm"))
    assert closing.replace("\u00a0", " ") == "Sổ này gồm …… trang, 57 số, từ số 01 đến số 57."


@pytest.mark.parametrize(
    ("form", "columns"),
    [(register_book.OUTGOING, 10), (register_book.AWARDS, 9), (register_book.INITIATIVES, 7)],
)
def test_a_line_with_another_number_of_cells_is_refused(form, columns):
    assert len(form.columns) == columns
    whole = replace(OPEN, form=form, rows=(tuple("a" * columns),))
    assert read_back.paragraphs(register_book.render(whole)).count("a") == columns
    with pytest.raises(ValueError, match="zip"):
        register_book.render(replace(whole, rows=(tuple("a" * (columns - 1)),)))


@pytest.mark.libreoffice
def test_the_pages_of_a_register_are_counted_on_paper(tmp_path):
    files = {f"book{n}": register_book.render(samples_dossier.book(n)) for n in (1, 57, 400)}
    for name, pdf in office.to_pdf(tmp_path, **files).items():
        pages = office.pages(pdf)
        last = " ".join(office.text(pdf, pages).split())
        count = int(name.removeprefix("book"))
        assert f"Sổ này gồm {pages - 1} trang, {count:02d} số, từ số 01 đến số {count:02d}." in last
        assert "VĂN THƯ" in last
        assert "Vũ Đình Toàn" in last
