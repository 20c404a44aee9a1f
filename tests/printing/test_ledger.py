"""The stock ledger: what is left is the sum of the lines, never below zero, never typed."""

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady
from intranet.printing import ledger, stock_actions
from intranet.printing.models import EntryKind, StockEntry
from tests.factories import decisions as make
from tests.factories.printing import stock

K = EntryKind
LINES = st.lists(st.tuples(st.sampled_from(list(K)), st.integers(-30, 60)), max_size=25)


@given(LINES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sum_of_the_lines_is_what_is_left_and_never_below_zero(clerk, lines):
    stock()
    paper = stock_actions.copy(stock(), f"Phôi {db.session.scalar(sa.text('SELECT count(*) FROM stock_profile'))}",
                               actor=clerk)  # fmt: skip
    expected = 0
    for kind, quantity in lines:
        change = -quantity if kind in (K.USED, K.SPOILED) else quantity
        allowed = (quantity > 0 or (kind == K.CORRECTED and quantity < 0)) and expected + change >= 0
        try:
            ledger.book(paper, kind, quantity, actor=clerk, note="Ghi thử.")
            assert allowed
            expected += change
        except NotReady:
            assert not allowed
        assert ledger.left(paper) == expected >= 0
    stored = db.session.scalars(sa.select(StockEntry.quantity).where(StockEntry.stock_id == paper.id))
    totals = ledger.totals(paper)
    assert sum(stored) == expected
    assert totals[K.RECEIVED] - totals[K.USED] - totals[K.SPOILED] + totals[K.CORRECTED] == expected


def test_below_zero_is_refused_with_the_numbers(clerk):
    paper = stock(3)
    with pytest.raises(NotReady, match="còn 3 tờ, không đủ để trừ 4 tờ"):
        ledger.book(paper, K.USED, 4, actor=clerk)
    assert ledger.left(paper) == 3


@pytest.mark.parametrize("kind", [K.CORRECTED, K.SPOILED])
def test_spoiling_and_correcting_need_a_note(clerk, kind):
    paper = stock(3)
    with pytest.raises(NotReady, match="lý do"):
        ledger.book(paper, kind, 1, actor=clerk, note=" \n ")


def test_no_day_to_come(clerk):
    with pytest.raises(NotReady, match="tương lai"):
        ledger.book(stock(), K.RECEIVED, 1, actor=clerk, on=clock.today() + dt.timedelta(days=1))


def test_each_line_is_logged_with_what_is_left(clerk):
    paper = stock(5)
    ledger.book(paper, K.SPOILED, 2, actor=clerk, note="Ẩm mốc.")
    said = [e.details() for e in audit.timeline(paper) if e.event == "stock:entered"]
    assert said == [
        {"kind": "received", "quantity": 5, "left": 5},
        {"kind": "spoiled", "quantity": -2, "left": 3},
    ]


def test_others_keep_no_ledger(clerk):
    paper = stock()
    with pytest.raises(Barred):
        ledger.book(paper, K.RECEIVED, 5, actor=make.account("nhanvien"))


@pytest.mark.parametrize(
    ("kind", "quantity"), [("received", -1), ("used", 1), ("spoiled", 1), ("corrected", 0)]
)
def test_the_database_holds_the_sign_of_each_kind(clerk, kind, quantity):
    paper = stock()
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.execute(
            sa.insert(StockEntry).values(
                stock_id=paper.id,
                kind=kind,
                quantity=quantity,
                on=clock.today(),
                note="",
                by_name="x",
                at=clock.now(),
            )
        )


@pytest.mark.parametrize(
    "statement", ["UPDATE stock_entry SET quantity = quantity + 1", "DELETE FROM stock_entry"]
)
def test_the_database_itself_refuses_to_change_a_line(clerk, statement):
    ledger.book(stock(), K.RECEIVED, 10, actor=clerk, note="Nhập")
    with pytest.raises(sa.exc.DBAPIError):
        db.session.execute(sa.text(statement))
