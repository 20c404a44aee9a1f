"""Vietnamese text: cleaning any Unicode, order, search, numbers and dates in words."""

import datetime as dt
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from intranet.core import text

# every code point, lone surrogates and noncharacters among them
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
HARD = [
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
    "\U0001fffe",
    "\x00",
    "\x0b",
    "\x85",
    "\u2028",
    "\u202e",
    "\u200b",
]


def is_paper_safe(value: str) -> bool:
    """XML takes it and gives the same text back, it is NFC, and nothing in it can fake what is printed."""
    root = etree.Element("t")
    root.text = value
    assert (etree.fromstring(etree.tostring(root, encoding="utf-8")).text or "") == value
    hidden = [c for c in value if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    return unicodedata.is_normalized("NFC", value) and hidden == [] and "\u202e" not in value


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
def test_cleaned_text_is_safe_for_paper_and_stays_as_it_is(value):
    line, prose = text.clean_line(value), text.clean_prose(value)
    assert is_paper_safe(line) and is_paper_safe(prose)
    assert text.clean_line(line) == line and text.clean_prose(prose) == prose
    assert "\n" not in line and "  " not in line and line == line.strip()
    assert "\n\n\n" not in prose and prose == prose.strip()
    assert text.clean_line(prose) == line


@pytest.mark.parametrize("bad", HARD)
@pytest.mark.parametrize("clean", [text.clean_line, text.clean_prose])
def test_hard_signs_never_get_through(clean, bad):
    cleaned = clean(f"Nguyễn{bad}An")
    assert is_paper_safe(cleaned)
    assert cleaned in ("NguyễnAn", "Nguyễn An", "Nguyễn\nAn")


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_keys_take_any_text(value):
    assert text.fold(text.fold(value)) == text.fold(value)
    assert text.sort_key(value).isascii() and text.name_sort_key(value).isascii()


@pytest.mark.parametrize(
    ("pasted", "line", "prose"),
    [
        (None, "", ""),
        ("", "", ""),
        (" \t\n ", "", ""),
        ("Nguye\u0302\u0303n Thi\u0323 Đu\u031bo\u031b\u0300ng", "Nguyễn Thị Đường", "Nguyễn Thị Đường"),
        ("một\x0bhai", "một hai", "một\nhai"),
        ("một\r\nhai\rba", "một hai ba", "một\nhai\nba"),
        ("một\n\n\n\nhai", "một hai", "một\n\nhai"),
        ("a\u00a0b\u3000c", "a b c", "a b c"),
        ("a\u00adb\ufeffc\u200bd", "abcd", "abcd"),
        ("x\u202eyz", "xyz", "xyz"),
        ("  a  \n  b  ", "a b", "a\nb"),
        ("<b>&amp;</b>", "<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_pasted_text_is_cleaned(pasted, line, prose):
    assert (text.clean_line(pasted), text.clean_prose(pasted)) == (line, prose)


def test_decomposed_name_has_the_length_of_the_composed_one():
    composed = "Nguyễn Thị Đường"
    decomposed = unicodedata.normalize("NFD", composed)
    assert (len(composed), len(decomposed), len(text.clean_line(decomposed))) == (16, 22, 16)


@pytest.mark.parametrize(
    ("value", "folded"),
    [
        ("Đường Đê", "duong de"),
        ("hòa", "hoa"),
        ("hoà", "hoa"),
        ("ƯỚC  Ơ", "uoc o"),
        (None, ""),
        ("Nguye\u0302\u0303n", "nguyen"),
    ],
)
def test_search_form_has_no_marks(value, folded):
    assert text.fold(value) == folded


ORDERED = [
    ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ", "p", "q", "r",
     "s", "t", "u", "ư", "v", "x", "y"],
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["Hoa Bình", "Hòa An"],
    ["An", "An Bình", "Ân"],
    ["Đại Áng", "Đại Thanh", "Tả Thanh Oai"],
    ["1", "9", "a"],
]  # fmt: skip


@pytest.mark.parametrize("ordered", ORDERED)
def test_words_stand_in_vietnamese_order(ordered):
    shuffled = ordered[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=text.sort_key) == ordered


def test_people_stand_by_given_name():
    ordered = [
        "Bùi Văn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Vũ Đình Ân",
        "Hoàng Văn Bách",
        "Lê Thị Đào",
        "Trần Văn Hùng",
        "Trần Văn Hưng",
    ]
    backwards = ordered[::-1]
    assert sorted(backwards, key=text.name_sort_key) == ordered
    assert text.name_sort_key("  Nguyễn   Văn An ") == text.name_sort_key("Nguyễn Văn An")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_015, "một nghìn không trăm mười lăm"),
        (10_005, "mười nghìn không trăm linh năm"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (2_340_000, "hai triệu ba trăm bốn mươi nghìn"),
        (1_000_000_000, "một tỷ"),
        (2_000_000_001, "hai tỷ không trăm linh một"),
    ],
)
def test_number_in_words(number, words):
    assert text.number_words(number) == words


def test_number_below_zero_has_no_words():
    with pytest.raises(ValueError, match="from 0"):
        text.number_words(-1)


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_different_numbers_have_different_words(one, other):
    assert (text.number_words(one) == text.number_words(other)) == (one == other)
    assert is_paper_safe(text.number_words(one))


@pytest.mark.parametrize(
    ("amount", "words"),
    [(46_800_000, "Bốn mươi sáu triệu tám trăm nghìn đồng"), (760_000, "Bảy trăm sáu mươi nghìn đồng")],
)
def test_money_in_words(amount, words):
    assert text.money_words(amount) == words


def test_numbers_and_dates_as_printed():
    assert [text.format_number(n) for n in (0, 999, 1_000, 1_234_567)] == ["0", "999", "1.000", "1.234.567"]
    assert [text.pad_number(n) for n in (1, 9, 10, 123)] == ["01", "09", "10", "123"]
    assert text.long_date(dt.date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert text.long_date(dt.date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"
    assert text.long_date(dt.date(2026, 10, 1)) == "ngày 01 tháng 10 năm 2026"
    assert text.short_date(dt.date(2026, 3, 2)) == "02/03/2026"
    assert text.weekday_date(dt.date(2026, 11, 27)) == "thứ Sáu, 27/11/2026"
    days = [text.weekday_date(dt.date(2026, 11, 23) + dt.timedelta(days=n)).split(",")[0] for n in range(7)]
    assert days == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
