"""The documents as LibreOffice lays them out: pages, positions, fonts."""

import subprocess

import pytest
from fontTools.ttLib import TTFont

from intranet.documents import metrics, read_back
from intranet.documents.kinds import (
    certificate,
    decision,
    initiative_application,
    initiative_certificate,
    meeting_minutes,
    submission,
)
from tests.documents import office, samples

pytestmark = pytest.mark.libreoffice


def article(lines: int) -> tuple[str, ...]:
    return tuple(
        f"Điều {n}. Các đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành." for n in range(1, lines + 1)
    )


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    files = {
        "decision": decision.render(samples.award(attached=samples.annex())),
        "annex300": decision.render(samples.award(attached=samples.annex(300))),
        "batch300": certificate.render(
            [samples.giay_khen(f"Bà {samples.LONG}"[: 8 + n % 70], ordinal=n) for n in range(1, 301)]
        ),
        "crowded": certificate.render(samples.hard_papers()),
        "emblem": certificate.render(samples.hard_papers() * 2, emblem=samples.png(30, 30)),
        "gcn": initiative_certificate.render(
            [samples.recognition(f"Bà {samples.LONG}", ("Ông A", "Bà B"))] * 3
        ),
        "minutes": meeting_minutes.render(samples.minutes(60)),
        "submission": submission.render(samples.to_trinh(samples.annex())),
        "application": initiative_application.render(samples.application(5)),
    }
    files |= {f"body{n}": decision.render(samples.award(articles=article(n))) for n in range(1, 61, 3)}
    return office.to_pdf(tmp_path_factory.mktemp("office"), **files)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("decision", 2),
        ("batch300", 300),
        ("crowded", 4),
        ("emblem", 8),
        ("gcn", 3),
        ("submission", 2),
        ("application", 2),
    ],
)
def test_pages_are_as_many_as_they_should_be(rendered, name, expected):
    assert office.pages(rendered[name]) == expected


def test_no_page_is_blank(rendered):
    for name, pdf in rendered.items():
        for page in (1, office.pages(pdf)):
            assert office.text(pdf, page).split(), f"{name}, page {page}"


def test_only_the_metric_twin_of_times_new_roman_is_used(rendered):
    for name in ("decision", "minutes", "batch300", "application"):
        assert office.fonts(rendered[name]) <= {"LiberationSerif", "TimesNewRomanPSMT", "TimesNewRomanPS"}


def test_head_columns_margins_and_common_baseline(rendered):
    words = [box for box in office.boxes(rendered["decision"]) if box[0] == 1]
    left = min(box[2] for box in words)
    assert 29.5 <= left <= 36
    nation = [box for box in words if box[1] in ("CỘNG", "NAM")][:2]
    assert 97 <= nation[0][2] <= 99
    assert 192 <= nation[1][4] <= 195.5
    number = next(box for box in words if box[1] == "Số:")
    dated = next(box for box in words if box[1].startswith("Thanh,"))
    assert abs(number[5] - dated[5]) < 0.7
    assert max(box[4] for box in words) <= 195.5


def test_the_signature_never_parts_from_the_last_article(rendered):
    for name, pdf in rendered.items():
        if not name.startswith("body"):
            continue
        last = office.pages(pdf)
        on_last = office.text(pdf, last)
        articles = int(name.removeprefix("body"))
        assert f"Điều {articles}." in on_last, name
        assert "CHỦ TỊCH" in on_last, name
        assert "Nguyễn Văn Hưng" in on_last, name


def test_page_numbers_stand_centred_in_the_top_margin_from_page_two(rendered):
    words = office.boxes(rendered["body58"])
    assert not [box for box in words if box[0] == 1 and box[1] == "1" and box[3] < 20]
    number = [box for box in words if box[0] == 2 and box[1] == "2" and box[3] < 20]
    assert len(number) == 1
    assert abs((number[0][2] + number[0][4]) / 2 - (30 + 165 / 2)) < 2


def test_the_head_row_repeats_on_every_page_of_a_long_list(rendered):
    last = office.pages(rendered["annex300"])
    assert last > 20
    for page in range(2, last):
        assert "STT" in office.text(rendered["annex300"], page)
    assert " 2\n" in office.text(rendered["annex300"], 3)[:200].replace("\n\n", "\n"), (
        "annex pages count from 1"
    )


def test_every_certificate_ends_at_the_same_height(rendered):
    names = [box for box in office.boxes(rendered["batch300"]) if box[1] == "Hưng"]
    assert len(names) == 300
    assert max(box[5] for box in names) - min(box[5] for box in names) < 1
    assert max(box[5] for box in names) < 200


def test_columns_are_centred_and_the_signer_stands_level_with_the_recipients(rendered):
    words = [box for box in office.boxes(rendered["decision"]) if box[0] == 1]
    number = [next(b for b in words if b[1] == "Số:"), next(b for b in words if b[1].startswith("07/"))]
    issuer = [next(b for b in words if b[1] == "XÃ"), next(b for b in words if b[1] == "THANH")]
    assert abs((number[0][2] + number[1][4]) - (issuer[0][2] + issuer[1][4])) < 1
    motto = [next(b for b in words if b[1] == "Độc"), next(b for b in words if b[1] == "phúc")]
    dated = [next(b for b in words if b[1] == "Đại"), next(b for b in words if b[1] == "2026")]
    assert abs((motto[0][2] + motto[1][4]) - (dated[0][2] + dated[1][4])) < 1
    nation = [next(b for b in words if b[1] == "CỘNG"), next(b for b in words if b[1] == "NAM")]
    assert abs((motto[0][2] + motto[1][4]) - (nation[0][2] + nation[1][4])) < 1
    to = next(b for b in words if b[1] == "Nơi")
    title = [b for b in words if b[1] in ("CHỦ", "TỊCH") and b[3] > to[3] - 3]
    assert abs(title[0][3] - to[3]) < 1.5
    name = [b for b in words if b[1] in ("Nguyễn", "Hưng")][-2:]
    assert abs((title[0][2] + title[1][4]) - (name[0][2] + name[1][4])) < 1
    assert 24 <= name[0][3] - title[0][5] <= 32, "room for signature and seal"


def test_no_letter_is_lost_on_the_way_to_paper(rendered):
    shown = " ".join(office.text(rendered["decision"]).split())
    for line in read_back.paragraphs(decision.render(samples.award())):
        for word in line.split():
            assert word in shown


def test_all_authors_sign_on_one_page(rendered):
    last = office.text(rendered["application"], 2)
    for name in samples.application(5).signatures:
        assert name in last
    assert "NGƯỜI NỘP ĐƠN" in last


def test_the_stored_widths_are_those_of_the_font():
    office.require()
    for style, stored in metrics._tables().items():
        wanted = "Liberation Serif:style=" + {"bolditalic": "Bold Italic"}.get(style, style.title())
        found = subprocess.run(
            ["fc-match", "-f", "%{file}", wanted], check=True, capture_output=True, text=True, timeout=60
        )
        font = TTFont(found.stdout)
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        assert {letter: advances[glyphs[ord(letter)]][0] for letter in stored} == stored
