"""What is written as text equals what is built as a tree; lines are broken as a plain reading of the rule would."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.documents import markup, metrics, xml

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from("Nguyễn ệẫ W i-\u2011\u00a0\n\t<&>\"'\u0301\ud800\u202e\x07😀"), max_size=60),
)
SIZES = st.sampled_from([1, 11, 12.5, 14, 44])
LAYOUTS = st.fixed_dictionaries(
    {},
    optional={
        "align": st.sampled_from(["left", "center", "right", "both"]),
        "before": st.floats(0, 300),
        "after": st.floats(0, 30),
        "line": st.one_of(st.none(), st.floats(0, 400)),
        "exact": st.booleans(),
        "first": st.sampled_from([-5.0, 0, 12.7]),
        "left": st.sampled_from([0, 10.0]),
        "keep_next": st.booleans(),
        "page_break_before": st.booleans(),
        "rule": st.booleans(),
    },
)


@given(TEXTS, SIZES, st.booleans(), st.booleans(), LAYOUTS)
def test_a_paragraph_as_text_is_that_of_the_tree(text, size, bold, italic, layout):
    look = {"bold": bold, "italic": italic, "color": "C8102E"}
    expected = markup.text_of(xml.text_paragraph(text, size, **look, **layout))
    assert markup.text_paragraph(text, size, **look, **layout) == expected


@given(st.lists(TEXTS, max_size=3), st.sampled_from([11.0, 40.5]), st.booleans())
def test_cells_and_tables_as_text_are_those_of_the_tree(texts, width, middle):
    cells = [markup.cell(width, *(markup.text_paragraph(t) for t in texts), middle=middle), markup.cell(20)]
    nodes = [xml.cell(width, *(xml.text_paragraph(t) for t in texts), middle=middle), xml.cell(20)]
    expected = markup.text_of(xml.table((width, 20), [xml.row(*nodes)]))
    assert markup.table((width, 20), [markup.row(*cells)]) == expected


def test_a_rule_as_text_is_that_of_the_tree():
    assert markup.rule_paragraph(60, 98, before=2) == markup.text_of(xml.rule_paragraph(60, 98, before=2))


@given(TEXTS)
def test_the_short_way_of_clean_text_is_the_long_one(text):
    from intranet.core.text import clean_line, printable

    assert xml.one_line(text) == clean_line(text)
    assert xml.clean(text) == printable(text).replace("\t", " ")


def plain_wrap(text: str, size: float, room: float) -> list[str]:
    """Break word by word: the rule as it is told."""
    limit = int(room / metrics.MM_PER_POINT / size * 2048)

    def units(line: str) -> int:
        return sum(metrics._units(word, "regular") for word in line.split(" ")) + line.count(" ") * space

    space = metrics._units(" ", "regular")
    lines: list[str] = []
    for word in text.split(" "):
        for piece in metrics._pieces(word, limit, "regular"):
            if lines and units(f"{lines[-1]} {piece}") <= limit:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


WORDS = st.lists(st.text(st.sampled_from("iWệNguyễn"), min_size=1, max_size=12), min_size=1, max_size=30).map(
    " ".join
)


@given(WORDS, st.sampled_from([9, 14, 28]), st.floats(3, 240))
def test_lines_are_broken_where_the_next_word_does_not_fit(text, size, room):
    assert metrics.wrap(text, size, room) == plain_wrap(text, size, room)


@given(WORDS, st.sampled_from([9, 14, 28]), st.floats(20, 240))
def test_balanced_lines_are_as_many_and_none_is_wider(text, size, room):
    lines = metrics.balanced(text, size, room)
    assert len(lines) == len(metrics.wrap(text, size, room))
    assert re.sub(" ", "", "".join(lines)) == text.replace(" ", "")
    assert all(metrics.width(line, size) <= room + 0.01 for line in lines)


@given(WORDS, st.floats(20, 240), st.integers(1, 3))
def test_the_largest_size_that_fits_is_taken(text, room, rows):
    sizes = (28, 20, 14, 9)
    size, lines = metrics.fit(text, room, sizes, rows)
    fitting = [one for one in sizes if len(metrics.wrap(text, one, room)) <= rows]
    assert size == (fitting[0] if fitting else sizes[-1])
    assert len(lines) == len(metrics.wrap(text, size, room))


@pytest.mark.parametrize("text", ["", " ", "a"])
def test_text_of_one_word_is_one_line(text):
    assert metrics.wrap(text, 14, 50) == metrics.balanced(text, 14, 50) == [text]
    assert metrics.fit(text, 50, (14, 12), 1) == (14, [text])
