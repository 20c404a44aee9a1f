"""Charts on paper: an Enhanced Metafile that is whole by its own counts, says every figure, and lies to scale."""

import struct
from fractions import Fraction

from intranet.documents import charts, metrics, pictures
from tests.documents import samples_award

TEXT, LINE, BAR = 84, 87, 43  # EMR_EXTTEXTOUTW, EMR_POLYLINE16, EMR_RECTANGLE


def records(data: bytes) -> list[tuple[int, bytes]]:
    """Return (kind, content) of all records, walking by their own lengths."""
    found, at = [], 0
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        assert size >= 8 and size % 4 == 0 and at + size <= len(data)
        found.append((kind, data[at + 8 : at + size]))
        at += size
    return found


def words(data: bytes) -> list[str]:
    found = []
    for kind, content in records(data):
        if kind == TEXT:
            count, offset = struct.unpack_from("<II", content, 36)
            found.append(content[offset - 8 : offset - 8 + 2 * count].decode("utf-16-le"))
    return found


def bars_of(data: bytes) -> list[tuple[int, ...]]:
    return [struct.unpack("<iiii", content) for kind, content in records(data) if kind == BAR]


def test_the_file_is_whole_by_its_own_counts_and_the_same_each_time():
    chapters = samples_award.reported().chapters
    for draw in (lambda: charts.bars(chapters[1].bars), lambda: charts.trends(chapters[2].trends)):
        made = draw()
        found = records(made.data)
        size, count = struct.unpack_from("<II", made.data, 48)
        handles = struct.unpack_from("<H", made.data, 56)[0]
        assert made.data[40:44] == b" EMF" and made.kind == "emf"
        assert (found[0][0], found[-1][0]) == (1, 14) and (size, count) == (len(made.data), len(found))
        created = [content for kind, content in found if kind in (38, 39, 82)]
        assert handles == len(created) + 1
        assert [struct.unpack_from("<I", one)[0] for one in created] == list(range(1, len(created) + 1))
        assert draw().data == made.data


def test_bars_are_as_long_as_their_share_and_say_it():
    def one(share: Fraction, target: Fraction | None = None) -> charts.Bar:
        return charts.Bar("I01 Đúng hạn", share, target, f"{share} %", met=share >= 50)

    made = charts.bars(
        [one(Fraction(50), Fraction(99)), one(Fraction(25)), one(Fraction(130)), one(Fraction(0))]
    )
    long = [right - left for left, _, right, _ in bars_of(made.data)]
    assert (
        long[0] == 2 * long[1] and long[2] == 2 * long[0] and len(long) == 3
    )  # beyond 100 is cut, 0 has no bar
    said = words(made.data)
    assert {"I01 Đúng hạn", "50 %", "25 %", "130 %", "0 %", "100 %"} <= set(said)


def test_a_trend_breaks_where_a_quarter_has_no_figure_and_keeps_one_point():
    points = (Fraction(90), Fraction(95), None, Fraction(97), Fraction(99))
    made = charts.trends([charts.Trend("I01", points, "quý 1", "quý 1/2027", "99,0 %", None)])
    runs = [struct.unpack_from("<I", content, 16)[0] for kind, content in records(made.data) if kind == LINE]
    assert runs == [2, 2, 2]  # the base line and two pieces
    dots = [content for kind, content in records(made.data) if kind == 42]
    assert len(dots) == 4
    alone = charts.trends([charts.Trend("I01", (Fraction(5),), "quý 1", "quý 1", "5,0 %", Fraction(5))])
    assert sum(kind == 42 for kind, _ in records(alone.data)) == 1


def test_long_names_are_cut_at_a_word_and_fit():
    text = "I05 Tỷ lệ hồ sơ thanh toán trực tuyến trên tổng số hồ sơ có phát sinh phí, lệ phí của đơn vị"
    shown = charts.shortened(text, 50)
    assert shown.endswith("...") and text.startswith(shown[:-3]) and metrics.width(shown, 10) <= 50
    assert charts.shortened("I05 Ngắn", 50) == "I05 Ngắn"
    picture = charts.bars([charts.Bar(text, Fraction(10), None, text, met=False)])
    assert pictures.box(picture, 165, 230)[0] > 0
