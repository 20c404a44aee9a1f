"""The text of a PDF against the text of the paper: what does not count as a difference, and what does."""

import datetime as dt
import unicodedata

import pytest

from intranet.signatures import matching
from intranet.signatures.matching import Expected, Text

PAPER = Expected(
    7,
    "QĐ-UBND",
    dt.date(2026, 2, 5),
    (("Trích yếu", "Về việc tặng Giấy khen"), ("Tên", "Bà Nguyễn Thị Lan Anh"), ("Tên", "Ông Trần Văn A")),
)
PRINTED = """ỦY BAN NHÂN DÂN
XÃ ĐẠI THANH
Số: 07/QĐ-UBND
Đại Thanh, ngày 05 tháng 02 năm 2026
Về việc tặng Giấy khen
Căn cứ Luật số 06/2022/QH15 ngày 15 tháng 6 năm 2022
Bà Nguyễn Thị Lan Anh
Ông Trần Văn A
"""


def told(text: str, printed: str = PRINTED) -> list[str]:
    return matching.differences(Text(text), PAPER, printed)


def scattered(text: str) -> str:
    """Return text with marks decomposed and in the order in which some programs write them (tone first)."""
    found = []
    for sign in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", sign)
        found.append(parts[0] + parts[:0:-1])
    return "".join(found)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t,
        lambda t: unicodedata.normalize("NFD", t),
        scattered,
        lambda t: t.replace("Lan Anh", "Lan\nAnh").replace("tặng Giấy", "tặng\n\n  Giấy"),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace("Nguyễn", "Ngu\u00adyễn").replace("Trần", "\u200bTrần"),
        lambda t: t.replace("Giấy khen", "G iấy kh en"),
        lambda t: t.replace("QĐ-UBND", "QĐ\u2013UBND"),
        lambda t: t.replace("07/QĐ-UBND", "07 / QĐ-UBND"),
        lambda t: t.replace("ngày 05 tháng 02", "ngày 5 tháng 2"),
        str.upper,
    ],
)
def test_what_a_pdf_does_to_text_is_no_difference(change):
    assert told(change(PRINTED)) == []


def test_ligatures_are_letters():
    assert Text("Văn phòng O\ufb03ce \ufb01nal").count("Office final") == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Lan Anh", "Lan Ánh", ["Tên: không thấy “Bà Nguyễn Thị Lan Anh”."]),
        ("Lan Anh", "Lan Anhh", ["Tên: không thấy “Bà Nguyễn Thị Lan Anh”."]),
        ("Trần Văn A\n", "Trần Văn An\n", ["Tên: không thấy “Ông Trần Văn A”."]),
        ("Ông Trần", "Bà Trần", ["Tên: không thấy “Ông Trần Văn A”."]),
        ("tặng Giấy", "trao Giấy", ["Trích yếu: không thấy “Về việc tặng Giấy khen”."]),
        ("07/QĐ-UBND", "70/QĐ-UBND", ["Không thấy số 07/QĐ-UBND."]),
        ("07/QĐ-UBND", "107/QĐ-UBND", ["Không thấy số 07/QĐ-UBND."]),
        ("07/QĐ-UBND", "07/QĐ-UBNDT", ["Không thấy số 07/QĐ-UBND."]),
        ("ngày 05 tháng 02", "ngày 06 tháng 02", ["Không thấy ngày 05 tháng 02 năm 2026."]),
    ],
)
def test_one_letter_is_a_difference(old, new, said):
    assert PRINTED.count(old) == 1
    assert told(PRINTED.replace(old, new)) == said


def test_one_of_two_of_the_same_name_is_missed():
    twice = PRINTED + "Ông Trần Văn A\n"
    assert told(twice, twice) == []
    assert told(PRINTED, twice) == ["Tên: “Ông Trần Văn A” có 1 lần, bản đã cấp số có 2 lần."]


def test_the_own_number_is_the_one_after_a_colon():
    text = Text(PRINTED)
    assert matching.own_number(text) == (7, "QĐ-UBND", 2026)
    assert not matching.is_other(matching.own_number(text), text, PAPER)
    other = Text(PRINTED.replace("Số: 07", "Số: 08"))
    assert matching.is_other(matching.own_number(other), other, PAPER)
    cited = Text(PRINTED.replace("Số: 07/QĐ-UBND", "") + "Sửa đổi Quyết định số 08/QĐ-UBND")
    assert matching.own_number(cited) is None


def test_the_same_number_of_another_year_is_another_paper():
    last = Text(PRINTED.replace("năm 2026", "năm 2025"))
    assert matching.is_other(matching.own_number(last), last, PAPER)
    quoted_first = Text("ngày 01 tháng 7 năm 2025\n" + PRINTED)
    assert not matching.is_other(matching.own_number(quoted_first), quoted_first, PAPER)


def test_pages_without_text_are_a_scan():
    assert matching.is_scan(Text("Quét bởi máy 1\n" * 5))
    assert not matching.is_scan(Text(PRINTED * 2))


def test_a_text_of_two_thousand_names_is_compared_in_one_pass():
    names = [f"Ông Nguyễn Văn Thứ {n:04d}" for n in range(2000)]
    text = Text(PRINTED + "\n".join(names))
    assert sum(text.count(name) for name in names) == 2000


def test_the_place_after_the_number_is_no_part_of_its_symbol():
    assert matching.own_number(Text("Số: 01/QĐ-UBND Đại Thanh, ngày 23 tháng 11 năm 2026")) == (
        1,
        "QĐ-UBND",
        2026,
    )
    assert matching.own_number(Text("Số: 1 2 / QĐ - UBND\nĐại Thanh")) == (12, "QĐ-UBND", None)
