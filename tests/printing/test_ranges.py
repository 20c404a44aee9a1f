"""Ranges as people type them; bad ones are refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.errors import NotReady
from intranet.printing import ranges


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("  ", []),
        (None, []),
        ("7", [7]),
        ("57-60", [57, 58, 59, 60]),
        ("1, 3, 5-9", [1, 3, 5, 6, 7, 8, 9]),
        ("9;1 3", [1, 3, 9]),
        ("3, 3, 2-4", [2, 3, 4]),
        ("5 - 7", [5, 6, 7]),
        ("5–7", [5, 6, 7]),
        ("5—7.", [5, 6, 7]),
        (",1,,2,", [1, 2]),
        ("05", [5]),
    ],
)
def test_read(text, numbers):
    assert ranges.parse(text) == numbers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5-2", "Có phải 2-5?"),
        ("0", "bắt đầu từ 1"),
        ("0-3", "bắt đầu từ 1"),
        ("abc", "Không đọc được “abc”"),
        ("1-99999", "không quá 9.999"),
        ("1-", "Không đọc được"),
        ("-3", "Không đọc được"),
        ("1-2-3", "Không đọc được"),
        ("1,5x", "Không đọc được “5x”"),
        ("１２", "Không đọc được"),
        ("1.5", "Không đọc được"),
        ("9" * 400, "Không đọc được"),
        ("<script>", "Không đọc được"),
    ],
)
def test_refused_in_words(text, said):
    with pytest.raises(NotReady) as caught:
        ranges.parse(text)
    assert said in caught.value.message


def test_shown():
    assert ranges.shown([9, 1, 2, 3, 5, 6]) == "1-3, 5, 6, 9"
    assert ranges.shown([]) == ""


@given(st.sets(st.integers(1, ranges.HIGHEST), max_size=60))
def test_what_is_shown_is_read_back(numbers):
    assert ranges.parse(ranges.shown(numbers)) == sorted(numbers)
