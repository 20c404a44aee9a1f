"""All 25 indicators at the end of the plan, from a handful of figures worked by hand: value, words, verdict.

How records become the figures of a quarter stands in test_computed.py (with the publications of X3, X4 in
test_quarter.py); here each unit's figures of 2030 become the year, and the year meets its target or misses it.
"""

import datetime as dt

import pytest

from intranet.core import clock
from intranet.core.db import db
from intranet.indicators import actions, board, queries, words, years
from intranet.indicators.actions import Entry
from intranet.indicators.engine import Value, Verdict
from intranet.indicators.models import Measurement, Origin
from intranet.procedures.models import Procedure
from tests.factories import indicators as make
from tests.site.rows import make as row

DESK, OFFICE, CULTURE, ECONOMY = make.HEADS  # the four that type figures
VILLAGE, ALL = "Thôn Tả Thanh Oai", "UBND xã Đại Thanh"
NOTHING = (0, 0)  # không phát sinh

# code: ((quarter, unit, pair), ...), the year by hand, what is read | the same for a year that misses it
CASES = {
    # sum over sum: (1000 + 0) / (1000 + 10) = 99,0099 %; the mean of 100 % and 0 % would say 50 %
    "I01": (((1, DESK, (1000, 1000)), (2, ECONOMY, (0, 10))), (1000, 1010), "99,0 %", "Đạt",
    # 1000 / 1011 = 98,912 %: one late file more
            ((1, DESK, (1000, 1000)), (2, ECONOMY, (0, 11))), (1000, 1011), "98,9 %", "Chưa đạt, còn thiếu 0,1 điểm %"),
    # 40 + 60 of 40 + 60 | (40 + 2499) / (40 + 2500) = 2539 / 2540 = 99,9606 %: not all of them, and not shown as 100
    "I02": (((1, DESK, (40, 40)), (2, DESK, (60, 60))), (100, 100), "100,0 %", "Đạt",
            ((1, DESK, (40, 40)), (2, DESK, (2499, 2500))), (2539, 2540), "99,96 %",
            "Chưa đạt, còn thiếu dưới 0,1 điểm %"),
    # a state: the last quarter alone, 9 / 10 = 90 % | 17 / 19 = 89,47 % although the first quarter had 100 %
    "I03": (((1, DESK, (0, 10)), (4, DESK, (9, 10))), (9, 10), "90,0 %", "Đạt",
            ((1, DESK, (10, 10)), (4, DESK, (17, 19))), (17, 19), "89,5 %", "Chưa đạt, còn thiếu 0,5 điểm %"),
    # (70 + 90) / 200 = 80 % | (70 + 89) / 200 = 79,5 %
    "I04": (((1, DESK, (70, 100)), (2, DESK, (90, 100))), (160, 200), "80,0 %", "Đạt",
            ((1, DESK, (70, 100)), (2, DESK, (89, 100))), (159, 200), "79,5 %", "Chưa đạt, còn thiếu 0,5 điểm %"),
    # 8 / 10 = 80 %, a quarter without any fee adds nothing | 7 / 9 = 77,78 %
    "I05": (((1, DESK, (8, 10)), (2, DESK, NOTHING)), (8, 10), "80,0 %", "Đạt",
            ((1, DESK, (7, 9)), (2, DESK, NOTHING)), (7, 9), "77,8 %", "Chưa đạt, còn thiếu 2,2 điểm %"),
    # II.2 says "trên 90": 91 / 100 | (45 + 45) / (50 + 50) = 90 % exactly is not above 90
    "I06": (((1, DESK, (91, 100)),), (91, 100), "91,0 %", "Đạt",
            ((1, DESK, (45, 50)), (2, CULTURE, (45, 50))), (90, 100), "90,0 %", "Chưa đạt"),
    # 1 + 1 = 2 | 1
    "I07": (((1, DESK, (1, 1)), (3, ECONOMY, (1, 1))), (2, 1), "2", "Đạt",
            ((1, DESK, (1, 1)),), (1, 1), "1", "Chưa đạt, còn thiếu 1 sáng kiến"),
    # lower is better: 5 / 100 = 5 % is "không quá 5" | (4 + 2) / (100 + 10) = 5,4545 %
    "I08": (((1, DESK, (5, 100)),), (5, 100), "5,0 %", "Đạt",
            ((1, DESK, (4, 100)), (2, ECONOMY, (2, 10))), (6, 110), "5,5 %", "Chưa đạt, còn vượt 0,5 điểm %"),
    # 2 | 1 + 0
    "I09": (((2, OFFICE, (2, 1)),), (2, 1), "2", "Đạt",
            ((2, OFFICE, (1, 1)), (3, DESK, (0, 1))), (1, 1), "1", "Chưa đạt, còn thiếu 1 kiến nghị"),
    # 200 / 200 | 199 / 200 = 99,5 %
    "I10": (((1, OFFICE, (200, 200)),), (200, 200), "100,0 %", "Đạt",
            ((1, OFFICE, (199, 200)),), (199, 200), "99,5 %", "Chưa đạt, còn thiếu 0,5 điểm %"),
    # a state: 3 + 2 of 3 + 2 people at the end | 3 + 1 of 5 = 80 %
    "I11": (((1, DESK, (0, 3)), (4, DESK, (3, 3)), (4, ECONOMY, (2, 2))), (5, 5), "100,0 %", "Đạt",
            ((4, DESK, (3, 3)), (4, ECONOMY, (1, 2))), (4, 5), "80,0 %", "Chưa đạt, còn thiếu 20,0 điểm %"),
    # "dưới 3": 2 / 100 | 3 / 100 = 3 % exactly is not below 3
    "I12": (((1, DESK, (2, 100)),), (2, 100), "2,0 %", "Đạt",
            ((1, DESK, (1, 50)), (2, DESK, (2, 50))), (3, 100), "3,0 %", "Chưa đạt"),
    # one closed wave | none
    "I13": (((2, CULTURE, (1, 1)),), (1, 1), "1", "Đạt",
            ((2, CULTURE, (0, 1)),), (0, 1), "0", "Chưa đạt, còn thiếu 1 đợt"),
    # 4 + 1 of 5 people | 4 of 5 = 80 %
    "I14": (((4, DESK, (4, 4)), (4, ECONOMY, (1, 1))), (5, 5), "100,0 %", "Đạt",
            ((4, DESK, (4, 4)), (4, ECONOMY, (0, 1))), (4, 5), "80,0 %", "Chưa đạt, còn thiếu 20,0 điểm %"),
    # (3 + 0) / (5 + 5) = 30 % | (2 + 0) / (5 + 2) = 28,57 %
    "I15": (((4, DESK, (3, 5)), (4, ECONOMY, (0, 5))), (3, 10), "30,0 %", "Đạt",
            ((4, DESK, (2, 5)), (4, ECONOMY, (0, 2))), (2, 7), "28,6 %", "Chưa đạt, còn thiếu 1,4 điểm %"),
    # every one of the three phòng: 3 of 3 | three initiatives in one phòng and one in another: 2 of 3
    "I16": (((1, OFFICE, (1, 1)), (2, CULTURE, (1, 1)), (4, ECONOMY, (2, 1))), (3, 3), "100,0 %", "Đạt",
            ((1, OFFICE, (3, 1)), (2, CULTURE, (1, 1))), (2, 3), "66,7 %", "Chưa đạt, còn 1 đơn vị"),
    # 1 of 1 thôn | 1 + 0 of 2
    "I17": (((4, VILLAGE, (1, 1)),), (1, 1), "100,0 %", "Đạt",
            ((4, VILLAGE, (1, 1)), (4, CULTURE, (0, 1))), (1, 2), "50,0 %", "Chưa đạt, còn thiếu 50,0 điểm %"),
    # 4 + 6 = 10 | 4 + 5 = 9
    "I18": (((1, VILLAGE, (4, 1)), (3, CULTURE, (6, 1))), (10, 1), "10", "Đạt",
            ((1, VILLAGE, (4, 1)), (3, CULTURE, (5, 1))), (9, 1), "9", "Chưa đạt, còn thiếu 1 buổi"),
    # a state: 80 / 100 at the end, the 50 % of the first quarter are past | 79 / 100 although it was 90 %
    "I19": (((1, CULTURE, (50, 100)), (4, CULTURE, (80, 100))), (80, 100), "80,0 %", "Đạt",
            ((1, CULTURE, (90, 100)), (4, CULTURE, (79, 100))), (79, 100), "79,0 %", "Chưa đạt, còn thiếu 1,0 điểm %"),
    # both units that have procedures, twice: 1 + 1 and 2 | 1 + 1 and 1: one of two
    "X1": (((1, DESK, (1, 1)), (3, DESK, (1, 1)), (3, ECONOMY, (2, 1))), (2, 2), "100,0 %", "Đạt",
           ((1, DESK, (1, 1)), (3, DESK, (1, 1)), (3, ECONOMY, (1, 1))), (1, 2), "50,0 %", "Chưa đạt, còn 1 đơn vị"),
    # 1 + 1 days cut of 5 + 5 = 20 % | 1 + 0 of 5 + 1 = 16,67 %
    "X2": (((4, DESK, (1, 5)), (4, ECONOMY, (1, 5))), (2, 10), "20,0 %", "Đạt",
           ((4, DESK, (1, 5)), (4, ECONOMY, (0, 1))), (1, 6), "16,7 %", "Chưa đạt, còn thiếu 3,3 điểm %"),
    # four quarters of four | twice in one quarter does not make good the one without: 3 of 4
    "X3": (tuple((n, ALL, (1, 1)) for n in (1, 2, 3, 4)), (4, 1), "4", "Đạt",
           ((1, ALL, (1, 1)), (2, ALL, (2, 1)), (4, ALL, (1, 1))), (3, 1), "3", "Chưa đạt, còn thiếu 1 lần"),
    "X4": (tuple((n, ALL, (n, 1)) for n in (1, 2, 3, 4)), (4, 1), "4", "Đạt",
           ((2, ALL, (1, 1)), (3, ALL, (5, 1))), (2, 1), "2", "Chưa đạt, còn thiếu 2 lần"),
    # every team has three to five members: 2 of 2 | 1 of 2
    "X5": (((4, VILLAGE, (1, 1)), (4, CULTURE, (1, 1))), (2, 2), "100,0 %", "Đạt",
           ((4, VILLAGE, (1, 1)), (4, CULTURE, (0, 1))), (1, 2), "50,0 %", "Chưa đạt, còn thiếu 50,0 điểm %"),
    # 3 procedures x 3 places = 9 of 9 | 8 of 9 = 88,89 %
    "X6": (((4, DESK, (6, 6)), (4, ECONOMY, (3, 3))), (9, 9), "100,0 %", "Đạt",
           ((4, DESK, (6, 6)), (4, ECONOMY, (2, 3))), (8, 9), "88,9 %", "Chưa đạt, còn thiếu 11,1 điểm %"),
}  # fmt: skip


def enter(code: str, figures) -> None:
    """Put figures of 2030 in: typed ones by the head of the unit, computed ones as the records would leave them."""
    one = make.indicator(code)
    for number, name, (numerator, denominator) in figures:
        when, where = make.quarter(number, 2030), make.unit(name)
        if one.origin == Origin.TYPED:
            head = make.account(make.HEADS[name])
            entry = Entry(numerator, denominator) if denominator else Entry(nothing=True)
            actions.save(actions.begin(when, where, actor=head), {one.id: entry}, actor=head)
            continue
        db.session.add(
            Measurement(indicator_id=one.id, quarter_id=when.id, unit_id=where.id, numerator=numerator,
                        denominator=denominator, origin=Origin.COMPUTED, entered_by="Hệ thống", entered_at=clock.now())
        )  # fmt: skip


@pytest.mark.parametrize("missed", [False, True], ids=["reached", "missed"])
def test_every_indicator_worked_by_hand_reaches_or_misses_its_target(app, monkeypatch, missed):
    for year in range(2027, 2031):
        years.open_next(actor=make.account("thuongtruc"), year=year)
    for number, name in enumerate((DESK, ECONOMY)):
        row(
            Procedure,
            code=f"9.{number}",
            unit_id=make.unit(name).id,
            starts_on=dt.date(2026, 1, 1),
            ends_on=None,
        )
    db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2031, 1, 20, 3, tzinfo=dt.UTC))
    assert list(CASES) == [one.code for one in queries.indicators()]
    for code, case in CASES.items():
        enter(code, case[4 if missed else 0])
    db.session.flush()
    rows = board.rows(2030)
    assert len(rows) == 25
    for found in rows:
        _, pair, amount, state = (
            CASES[found.indicator.code][4:] if missed else CASES[found.indicator.code][:4]
        )
        said = words.amount(found.value, ratio=found.ratio, line=found.line)
        assert (found.value, said, words.state(found, 2030)) == (Value(*pair), amount, state), (
            found.indicator.code
        )
        assert found.judgement.verdict == (Verdict.NOT_MET if missed else Verdict.MET), found.indicator.code
