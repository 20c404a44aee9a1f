"""Exact shares, quorum, words of results."""

from fractions import Fraction

import pytest

from intranet.council import rules, voting
from intranet.council.models import AgendaItem, Meeting, MeetingMember, Outcome


@pytest.mark.parametrize(
    ("yes", "members", "threshold", "strict", "passed"),
    [
        (4, 5, Fraction(4, 5), False, True),
        (7, 9, Fraction(4, 5), False, False),
        (8, 9, Fraction(4, 5), False, True),
        (6, 9, Fraction(2, 3), False, True),
        (5, 9, Fraction(2, 3), False, False),
        (5, 10, Fraction(1, 2), True, False),
        (6, 10, Fraction(1, 2), True, True),
        (0, 9, Fraction(0, 1), False, True),
    ],
)
def test_a_share_is_compared_exactly(yes, members, threshold, strict, passed):
    assert rules.passes(yes, members, threshold, strict=strict) is passed


@pytest.mark.parametrize(
    ("here", "members", "enough"), [(6, 9, True), (5, 9, False), (10, 15, True), (0, 0, False)]
)
def test_quorum_is_a_share_of_all_members(here, members, enough):
    meeting = Meeting(quorum_numerator=2, quorum_denominator=3)
    meeting.roll = [MeetingMember(present=place < here) for place in range(members)]
    assert rules.has_quorum(meeting) is enough


def test_words_of_a_result():
    item = AgendaItem(threshold_numerator=4, threshold_denominator=5, threshold_strict=False)
    item.yes, item.members, item.outcome = 7, 9, Outcome.FAILED
    assert voting.result_words(item) == "7/9 thành viên đồng ý (77,8 %), không đạt tỷ lệ từ 80 % trở lên"
    item.threshold_numerator, item.threshold_denominator, item.threshold_strict = 2, 3, True
    assert voting.threshold_words(item) == "trên 2/3"


@pytest.mark.parametrize(
    ("yes", "members", "shown"), [(9, 9, "100 %"), (8, 9, "88,9 %"), (1, 3, "33,3 %"), (2, 3, "66,7 %")]
)
def test_per_cent_for_display(yes, members, shown):
    assert rules.percent(yes, members) == shown
