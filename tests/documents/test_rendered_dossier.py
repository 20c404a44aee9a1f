"""The other papers of a dossier as LibreOffice lays them out, in one call: pages, positions, fonts, signatures."""

from dataclasses import replace

import pytest

from intranet.documents.kinds import (
    achievement_report,
    achievement_summary,
    ballot,
    count_minutes,
    notice,
    official_letter,
    register_book,
)
from tests.documents import office, samples_dossier

pytestmark = pytest.mark.libreoffice

# kind -> pages, width and height of the page in mm
USUAL = {
    "report": (2, 210, 297),
    "sudden": (1, 210, 297),
    "summary": (1, 210, 297),
    "notice": (2, 210, 297),
    "letter": (1, 210, 297),
    "ballot": (2, 210, 297),
    "count": (2, 210, 297),
    "book": (3, 297, 210),
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    bodies = {f"lines{n}": ("Đã hoàn thành nhiệm vụ được giao.",) * n for n in (1, 9, 17, 25, 33)}
    files = {
        "report": achievement_report.render(samples_dossier.report()),
        "sudden": achievement_report.render(samples_dossier.report(achievement_report.SUDDEN)),
        "hard": achievement_report.render(samples_dossier.hard_report()),
        "summary": achievement_summary.render(samples_dossier.summary()),
        "summary300": achievement_summary.render(samples_dossier.summary(300)),
        "notice": notice.render(samples_dossier.result_notice()),
        "letter": official_letter.render(samples_dossier.letter()),
        "ballot": ballot.render(samples_dossier.ballots()),
        "ballot40": ballot.render(samples_dossier.ballots(40, 1)),
        "count": count_minutes.render(samples_dossier.counted()),
        "book": register_book.render(samples_dossier.book()),
        "empty": register_book.render(replace(samples_dossier.book(), rows=(), closing=(), numbers=None)),
    }
    files |= {
        name: notice.render(replace(samples_dossier.result_notice(), paragraphs=body, annex=None))
        for name, body in bodies.items()
    }
    return office.to_pdf(tmp_path_factory.mktemp("office"), **files)


@pytest.mark.parametrize("name", USUAL)
def test_pages_are_as_many_and_as_large_as_they_should_be(rendered, name):
    number, wide, high = USUAL[name]
    assert office.pages(rendered[name]) == number
    assert office.size(rendered[name]) == pytest.approx((wide, high), abs=0.3)


def test_no_page_is_blank(rendered):
    for name, pdf in rendered.items():
        for page in range(1, office.pages(pdf) + 1):
            assert office.text(pdf, page).split(), f"{name}, page {page}"


def test_only_the_metric_twin_of_times_new_roman_is_used(rendered):
    for name, pdf in rendered.items():
        assert office.fonts(pdf) <= {"LiberationSerif", "TimesNewRomanPSMT", "TimesNewRomanPS"}, name


def test_margins_are_within_the_decree(rendered):
    for name in ("report", "summary", "notice", "letter", "count", "hard"):
        words = office.boxes(rendered[name])
        assert min(box[2] for box in words) >= 29.5, name
        assert max(box[4] for box in words) <= 195.5, name
        assert max(box[5] for box in words) <= 297 - 19.5, name


def test_the_signature_never_parts_from_the_last_sentence(rendered):
    for name in ("lines1", "lines9", "lines17", "lines25", "lines33"):
        last = office.text(rendered[name], office.pages(rendered[name]))
        for words in ("nhiệm vụ được giao./.", "Nơi nhận:", "TRƯỞNG PHÒNG", "Phạm Thu Hà"):
            assert words in last, f"{name}: {words}"


def test_two_signers_stand_on_one_height(rendered):
    for name, left, right in (("report", "Hưng", "Minh"), ("count", "Hoa", "An")):
        last = office.pages(rendered[name])
        words = [box for box in office.boxes(rendered[name]) if box[0] == last]
        bottoms = [[box[5] for box in words if box[1] == who][-1] for who in (left, right)]
        assert abs(bottoms[0] - bottoms[1]) < 0.6, name


def test_page_numbers_begin_on_the_second_page_but_on_the_first_of_a_register(rendered):
    def numbers(name: str) -> list[tuple[int, str]]:
        return [(box[0], box[1]) for box in office.boxes(rendered[name]) if box[5] < 19 and box[1].isdigit()]

    last = office.pages(rendered["hard"])
    assert numbers("hard") == [(page, str(page)) for page in range(2, last + 1)]
    assert numbers("book") == [(page, str(page - 1)) for page in (2, 3)]
    assert numbers("ballot") == []
    assert numbers("notice") == []  # the annex counts from its own first page


def test_every_page_of_a_long_list_has_its_head(rendered):
    for name in ("summary300", "ballot40", "book"):
        pages = office.pages(rendered[name])
        first = 2 if name == "book" else 1
        for page in range(first, pages):
            assert "Tên" in office.text(rendered[name], page), f"{name}, page {page}"


def test_the_subject_of_a_letter_stands_under_its_number(rendered):
    words = [box for box in office.boxes(rendered["letter"]) if box[0] == 1]
    number = next(box for box in words if box[1] == "Số:")
    subject = next(box for box in words if box[1] == "V/v")
    assert 1 < subject[3] - number[5] < 6
    assert subject[4] < 97


def test_an_empty_register_says_so(rendered):
    assert "(Không có văn bản nào trong năm.)" in office.text(rendered["empty"])
