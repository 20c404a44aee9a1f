"""How values are written for people and read back."""

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.parameters import notation
from intranet.parameters.models import Parameter

SHARE = {"fraction": [7, 10], "strict": False}
ROUNDING = {"mode": "up", "unit": 10_000}
MONEY = {"person": "0.3", "collective": "0.6", "household": "0.45"}
LINES = [
    {"code": "report", "text": "Báo cáo", "article": "Điều 84.2"},
    {"code": "once", "text": "Chưa khen", "article": "Điều 5.2"},
]


def test_every_seeded_value_is_read_back_as_it_was(app):
    values = [row.value for row in db.session.scalars(sa.select(Parameter))]
    assert [notation.read(notation.write(value), value) for value in values] == values
    assert [value for value in values if not notation.hint(value)] == []


@pytest.mark.parametrize(
    ("like", "text", "value"),
    [
        (5, "2.700.000", 2_700_000),
        (5, " 10 ", 10),
        ([2, 3], "3 / 4", [3, 4]),
        (SHARE, "trên 1/2", {"fraction": [1, 2], "strict": True}),
        (SHARE, "Từ 4/5", {"fraction": [4, 5], "strict": False}),
        (ROUNDING, "Làm tròn đến số gần nhất : 1.000", {"mode": "nearest", "unit": 1000}),
        (
            MONEY,
            "Hộ gia đình: 0,5\n\ntập thể:1\ncá nhân: 0.35",
            MONEY | {"person": "0.35", "collective": "1", "household": "0.5"},
        ),
        (
            LINES,
            "Chưa khen | Điều 5\nĐơn | Điều 1\nẢnh | Điều 2",
            [
                {"code": "once", "text": "Chưa khen", "article": "Điều 5"},
                {"code": "muc-1", "text": "Đơn", "article": "Điều 1"},
                {"code": "muc-2", "text": "Ảnh", "article": "Điều 2"},
            ],
        ),
    ],
)
def test_read(like, text, value):
    assert notation.read(text, like) == value


@pytest.mark.parametrize(
    ("like", "text"),
    [
        (5, ""),
        (5, "năm"),
        (5, "-5"),
        (5, "٣"),
        (5, "9" * 5000),
        ([2, 3], "2"),
        ([2, 3], "2/3/4"),
        (SHARE, "7/10"),
        (SHARE, "khoảng 7/10"),
        (ROUNDING, "làm tròn xuống: 10.000"),
        (ROUNDING, "làm tròn lên"),
        (MONEY, "cá nhân: 0,3"),
        (MONEY, "cá nhân: 0,3\ncá nhân: 0,3\ntập thể: 1\nhộ gia đình: 1"),
        (MONEY, "ai đó: 0,3"),
        (MONEY, "0,3"),
        (LINES, "Đơn"),
        (LINES, "Đơn | Điều 1 | Điều 2"),
    ],
)
def test_what_means_no_value_is_told(like, text):
    with pytest.raises(NotReady) as refused:
        notation.read(text, like)
    assert refused.value.missing == ["Giá trị"]
