"""One usual paper of every kind as it lies on the page: sizes, margins, head, rules, page numbers, fonts."""

import io
import itertools
import re
import subprocess
import unicodedata
import zipfile
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from intranet.documents import metrics
from intranet.documents.kinds import notice
from tests.documents import office, samples, samples_dossier
from tests.documents.kinds_of import KINDS

pytestmark = pytest.mark.libreoffice

ON_THE_SIDE = ("certificate", "initiative_certificate", "quarter_board", "register_book")
LIST_ON_THE_SIDE = ("city_submission",)  # the first page upright, the list on its side
UPRIGHT = tuple(kind for kind in KINDS if kind not in ON_THE_SIDE)
WITH_HEAD = tuple(kind for kind in UPRIGHT if kind != "initiative_application")  # an author has no letterhead
DPI = 150
MM = 25.4 / DPI


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    files = {kind: make() for kind, make in KINDS.items()}
    files["long_annex"] = notice.render(
        replace(samples_dossier.result_notice(), annex=replace(samples.annex(60), label="Phụ lục I"))
    )
    return office.to_pdf(tmp_path_factory.mktemp("office"), **files)


@pytest.fixture(scope="module")
def words(rendered):
    return {name: office.boxes(pdf) for name, pdf in rendered.items()}


def rules(pdf, page: int = 1) -> list[tuple[float, float, float]]:
    """Return (left, right, height) in mm of the horizontal rules on a page, from 8 mm long."""
    command = ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), "-gray", str(pdf)]
    picture = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", picture)
    wide, high = int(head[1]), int(head[2])
    found: list[tuple[float, float, float]] = []
    for at in range(high):
        line = picture[head.end() + at * wide : head.end() + (at + 1) * wide]
        for dark in re.finditer(rb"[\x00-\x9f]{47,}", line):
            if not found or at * MM - found[-1][2] > 0.6 or abs(dark.start() * MM - found[-1][0]) > 1:
                found.append((dark.start() * MM, dark.end() * MM, at * MM))
    return found


def numbers_of(boxes) -> dict[int, tuple[str, float]]:
    """Return page -> (page number, its centre in mm): the digits inside the top margin."""
    return {box[0]: (box[1], (box[2] + box[4]) / 2) for box in boxes if box[5] < 19.5 and box[1].isdigit()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_a4_and_has_words(rendered, words, kind):
    count = office.pages(rendered[kind])
    command = ["pdfinfo", "-f", "1", "-l", str(count), str(rendered[kind])]
    shown = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", shown)
    assert len(sizes) == count
    for number, size in enumerate(sizes, start=1):
        on_the_side = kind in ON_THE_SIDE or (kind in LIST_ON_THE_SIDE and number > 1)
        wanted = (297, 210) if on_the_side else (210, 297)
        assert tuple(float(n) * 25.4 / 72 for n in size) == pytest.approx(wanted, abs=0.3)
    assert {box[0] for box in words[kind]} == set(range(1, count + 1))


@pytest.mark.parametrize("kind", UPRIGHT)
def test_the_text_keeps_the_margins_of_the_decree(words, kind):
    upright = [box for box in words[kind] if kind not in LIST_ON_THE_SIDE or box[0] == 1]
    text = [box for box in upright if box[5] >= 19.5]
    assert 29.5 <= min(box[2] for box in text) <= 35
    assert 210 - 20 - 10 <= max(box[4] for box in text) <= 195.5
    assert max(box[5] for box in text) <= 297 - 19.5


@pytest.mark.parametrize("kind", WITH_HEAD)
def test_the_head_has_two_columns_and_rules_of_the_right_length(rendered, words, kind):
    first = [box for box in words[kind] if box[0] == 1]
    nation = [next(box for box in first if box[1] == word) for word in ("CỘNG", "NAM")]
    motto = [next(box for box in first if box[1] == word) for word in ("Độc", "phúc")]
    centre = (motto[0][2] + motto[1][4]) / 2
    assert centre == pytest.approx((nation[0][2] + nation[1][4]) / 2, abs=0.5)
    assert nation[0][2] > 96.9
    assert 0 < motto[0][3] - nation[0][3] < 7
    below = [rule for rule in rules(rendered[kind]) if rule[2] < motto[0][5] + 15]
    right = [rule for rule in below if rule[0] > 97]
    assert len(right) == 1
    assert right[0][1] - right[0][0] == pytest.approx(motto[1][4] - motto[0][2], abs=1), "as long as the line"
    assert (right[0][0] + right[0][1]) / 2 == pytest.approx(centre, abs=0.7)
    left = [rule for rule in below if rule[1] < 97]
    assert len(left) == 1
    issuer = [box for box in first if box[4] < 97 and box[5] <= left[0][2] + 1]
    last = [box for box in issuer if abs(box[3] - max(one[3] for one in issuer)) < 1]
    line = max(box[4] for box in last) - min(box[2] for box in last)
    assert 1 / 3 - 0.02 <= (left[0][1] - left[0][0]) / line <= 1 / 2 + 0.02
    assert sum(left[0][:2]) == pytest.approx(max(b[4] for b in last) + min(b[2] for b in last), abs=1.5)


@pytest.mark.parametrize("kind", [kind for kind in WITH_HEAD if kind != "official_letter"])
def test_the_subject_has_a_rule_of_a_third_to_a_half_of_its_line(rendered, words, kind):
    first = [box for box in words[kind] if box[0] == 1]
    motto = next(box for box in first if box[1] == "phúc")
    under = [rule for rule in rules(rendered[kind]) if rule[2] > motto[5] + 10]
    rule = next(rule for rule in under if rule[1] - rule[0] < 160)
    assert (rule[0] + rule[1]) / 2 == pytest.approx(30 + 165 / 2, abs=1)
    above = [box for box in first if rule[2] - 14 < box[5] <= rule[2] + 1.5]
    lines = [list(row) for _, row in itertools.groupby(above, key=lambda box: round(box[3]))]
    longest = max(max(b[4] for b in line) - min(b[2] for b in line) for line in lines)
    assert 1 / 3 - 0.02 <= (rule[1] - rule[0]) / longest <= 1 / 2 + 0.02


@pytest.mark.parametrize("kind", UPRIGHT)
def test_page_numbers_stand_centred_from_the_second_page_of_each_part(words, kind):
    shown = numbers_of(words[kind])
    assert 1 not in shown
    for number, centre in shown.values():
        assert int(number) >= 2
        assert centre == pytest.approx(30 + 165 / 2, abs=1)
    if kind in ("achievement_report", "count_minutes"):
        assert shown[2][0] == "2"


def test_an_annex_counts_its_own_pages(rendered, words):
    shown = numbers_of(words["long_annex"])
    pages = office.pages(rendered["long_annex"])
    assert pages > 4
    assert {page: int(number) for page, (number, _) in shown.items()} == {
        page: page - 1 for page in range(3, pages + 1)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_all_words_are_times_new_roman(rendered, kind):
    assert office.fonts(rendered[kind]) <= {"LiberationSerif", "TimesNewRomanPSMT", "TimesNewRomanPS"}
    with zipfile.ZipFile(io.BytesIO(KINDS[kind]())) as pack:
        xml = "".join(pack.read(name).decode() for name in pack.namelist() if name.endswith(".xml"))
    named = re.findall(r"<w:rFonts ([^>]*?)/?>", xml)
    assert named
    for attributes in named:
        assert sorted(re.findall(r'w:(\w+)="Times New Roman"', attributes)) == [
            "ascii", "cs", "eastAsia", "hAnsi",
        ]  # fmt: skip


@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic", "Bold Italic"])
def test_the_font_of_the_preview_has_every_vietnamese_letter(style):
    office.require()
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", f"Times New Roman:style={style}"],
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    letters = {
        unicodedata.normalize("NFC", base + mark + tone)
        for base in "aeiouyAEIOUY"
        for mark in ("", "\u0302", "\u0306", "\u031b")
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    }
    wanted = {letter for letter in letters if len(letter) == 1} | set("đĐ₫“”–…")
    font = TTFont(found.stdout)
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    assert sorted(letter for letter in wanted if ord(letter) not in glyphs) == []
    size = advances[glyphs[ord("ộ")]][0] / font["head"].unitsPerEm * 14 * 25.4 / 72
    assert metrics.width("ộ", 14, bold="Bold" in style, italic="Italic" in style) == pytest.approx(size)
