"""LĐTT, CSTĐ cơ sở, Tập thể lao động tiên tiến: criteria, subjects, papers and money from nomination to Decision."""

import datetime as dt
from fractions import Fraction

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from intranet.awards import actions, round_actions
from intranet.awards.eligibility import HoldKind
from intranet.awards.eligibility_actions import add_hold
from intranet.awards.eligibility_facts import findings_of
from intranet.awards.models import AwardRound, Nomination, RoundKind
from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.council.models import CouncilKind
from intranet.decisions import actions as decisions
from intranet.decisions import books, dossier, money, papers
from intranet.decisions.models import Decision
from intranet.documents import read_back
from intranet.history import queries as history
from intranet.parameters import award_forms
from intranet.parameters.models import Parameter
from intranet.people.models import Person
from tests.factories import awards as make
from tests.factories import decisions as full

DESK = "thuongtruc"


def opened(form: str, title: str = "Danh hiệu năm 2026") -> AwardRound:
    """Return an open round for one form."""
    desk, today = make.account(DESK), clock.today()
    made = round_actions.create(
        RoundKind.YEARLY, title, actor=desk, opens_on=today, closes_on=today,
        achievement="đã có thành tích xuất sắc năm 2026", award_form=form,
    )  # fmt: skip
    round_actions.open_round(made, actor=desk)
    return made


def decided(round_: AwardRound, *whom: str) -> Decision:
    """Return the numbered Decision of a round with these nominees."""
    files = [full.eligible(round_, one, report="Việc riêng của " + one) for one in whom]
    actions.close(round_, actor=make.account(DESK))
    full.met(CouncilKind.AWARD, [("nomination", one.id) for one in files])
    made = decisions.draft_award(round_, actor=make.account(DESK), signer_id=full.signer().id)
    decisions.submit(made, actor=make.account(DESK))
    decisions.approve(made, actor=make.account("chutich"))
    decisions.number(made, actor=make.account("vanthu"), issued_on=clock.today())
    return made


def test_a_title_goes_the_whole_way_and_every_paper_names_it(app):
    made = decided(opened("ldtt"), "nhanvien", "nhanvien2")
    content = papers.content_of(made)
    name = "danh hiệu “Lao động tiên tiến”"
    assert content["subject"].startswith(f"Về việc tặng {name} cho cá nhân")
    assert content["articles"][0].startswith(f"Điều 1. Tặng {name} cho 02 cá nhân")
    assert {row["amount"] for row in content["rows"]} == {760_000} and content["total"] == 1_520_000
    page = " ".join(read_back.paragraphs(papers.certificates_file(content)))
    assert "TẶNG DANH HIỆU" in page.upper() and "LAO ĐỘNG TIÊN TIẾN" in page.upper()
    assert "Giấy khen" not in " ".join(read_back.paragraphs(papers.decision_file(content)))
    assert name in " ".join(read_back.paragraphs(papers.submission_file(content)))
    result, slips = dossier.check_all(dossier.files_of(made), made)
    assert (result.differences, slips) == ((), [])
    book = read_back.tables(books.certificates("khen-thuong", clock.today().year)[1])
    assert any("Lao động tiên tiến" in cell for table in book for row in table for cell in row)
    (past,) = history.of_person(make.account("nhanvien").person_id)
    assert past.form == "Lao động tiên tiến"


def test_several_titles_of_one_time_pay_the_highest_a_form_beside_them_is_paid(app):
    """NĐ 152/2025 Điều 49, by hand with 2.530.000: LĐTT 760.000, CSTĐCS 2.530.000, Giấy khen 760.000."""
    ballot = sa.select(Parameter).where(Parameter.key == "council.award.ballot_required.cstdcs")
    db.session.scalars(ballot).one().value = 0  # no tellers are needed here
    amounts = [
        decided(opened(form, form), "nhanvien").certificates[0].amount
        for form in ("ldtt", "cstdcs", "giay_khen")
    ]
    assert amounts == [760_000, 2_530_000 - 760_000, 760_000]
    again = opened("ldtt", "Năm trước")
    again.counts_from, again.counts_to = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    assert decided(again, "nhanvien").certificates[0].amount == 760_000  # another time is paid by itself
    lower = opened("ldtt", "Lần nữa")
    assert decided(lower, "nhanvien").certificates[0].amount == 0


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["0.15", "0.3", "0.45", "0.6", "0.8", "1", "1.5"]), st.integers(2024, 2026)
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([2_340_000, 2_530_000, 1_490_000]),
    st.sampled_from([("up", 10_000), ("nearest", 10_000), ("none", 1)]),
)
def test_in_any_order_titles_pay_the_highest_of_each_time(given_titles, salary, how):
    paid: dict[int, int] = {}
    for coefficient, year in given_titles:
        full_amount = money.rounded(Fraction(coefficient) * salary, *how)
        paid[year] = paid.get(year, 0) + money.still_due(full_amount, paid.get(year, 0))
    for year, total in paid.items():
        best = max(round(float(c) * 100) * salary for c, y in given_titles if y == year)  # hundredths of đồng
        step = 100 * how[1]
        added = step - 1 if how[0] == "up" else step // 2
        expected = (best + added) // step * how[1]
        assert total == expected


@pytest.mark.parametrize(
    ("form", "kind", "salary", "expected"),
    [
        ("giay_khen", "person", "2026-06-30", 710_000),
        ("giay_khen", "person", "2026-07-01", 760_000),
        ("giay_khen", "collective", "2026-06-30", 1_410_000),
        ("giay_khen", "collective", "2026-07-01", 1_520_000),
        ("giay_khen", "household", "2026-06-30", 1_060_000),
        ("giay_khen", "household", "2026-07-01", 1_140_000),
        ("ldtt", "person", "2026-06-30", 710_000),
        ("ldtt", "person", "2026-07-01", 760_000),
        ("cstdcs", "person", "2026-06-30", 2_340_000),
        ("cstdcs", "person", "2026-07-01", 2_530_000),
        ("ttldtt", "collective", "2026-06-30", 1_880_000),
        ("ttldtt", "collective", "2026-07-01", 2_030_000),
    ],
)
def test_money_is_that_of_the_table_worked_by_hand(app, form, kind, salary, expected):
    assert money.amount_for(kind, form, dt.date.fromisoformat(salary)) == expected


def test_a_title_is_only_for_those_whom_the_law_names(app):
    head, unit = make.account("truongphong"), make.unit()
    with pytest.raises(NotReady, match="không tặng cho tập thể"):
        actions.nominate_collective(opened("cstdcs"), unit, unit, actor=head)
    with pytest.raises(NotReady, match="không tặng cho cá nhân"):
        actions.nominate_person(opened("ttldtt"), unit, make.account("nhanvien").person, actor=head)
    with pytest.raises(NotReady, match="chưa có hình thức"):
        opened("huan_chuong")
    round_ = opened("ldtt", "Đợt đã mở")
    with pytest.raises(NotReady, match="Đợt đã mở") as kept:
        round_actions.edit(round_, {"award_form": "cstdcs"}, actor=make.account(DESK))
    assert kept.value.missing == ["Hình thức, danh hiệu"]


def texts(one: Nomination) -> list[str]:
    return [f.text for f in findings_of(one) if f.check.code in ("cstdcs_ground", "ttldtt_ground")]


def test_cstdcs_asks_for_ldtt_of_the_same_time_and_an_initiative_or_excellence(app):
    head, unit, person = make.account("truongphong"), make.unit(), make.account("nhanvien").person
    one = actions.nominate_person(opened("cstdcs"), unit, person, actor=head)
    assert [text.split(":")[0].split(" của")[0] for text in texts(one)] == [
        "Chưa thấy danh hiệu Lao động tiên tiến", "Chưa gắn sáng kiến được công nhận",
    ]  # fmt: skip
    decided(opened("ldtt", "LĐTT"), "nhanvien")
    assert [text.split(":")[0] for text in texts(one)] == ["Chưa gắn sáng kiến được công nhận"]


def test_ttldtt_asks_for_seven_of_ten_and_nobody_disciplined(app):
    head, unit = make.account("truongphong"), make.unit()
    people = db.session.scalars(
        sa.select(Person).where(Person.unit_id == unit.id, Person.left_on.is_(None))
    ).all()
    one = actions.nominate_collective(opened("ttldtt"), unit, unit, actor=head)
    assert texts(one) == [f"0/{len(people)} cá nhân đạt Lao động tiên tiến, cần từ 7/10."]
    add_hold(
        people[0],
        HoldKind.DISCIPLINE,
        actor=make.account(DESK),
        from_on=clock.today(),
        to_on=None,
        source="QĐ 5",
    )
    assert texts(one)[-1] == "Tập thể có cá nhân bị kỷ luật trong thời gian tính thành tích."


def test_names_of_old_lists_are_read_as_the_forms_they_mean():
    names = (
        "Giấy khen",
        "danh hiệu “Lao động tiên tiến”",
        "CSTĐCS",
        "Tập thể Lao động tiên tiến",
        "Huân chương",
    )
    assert [award_forms.code_of(one) for one in names] == [
        "giay_khen",
        "ldtt",
        "cstdcs",
        "ttldtt",
        "huan chuong",
    ]


def test_the_kinds_of_reward_are_those_of_the_day_whose_rules_a_round_follows(app):
    """Luật 06/2026/QH16 splits chuyên đề in two from 1/10/2026."""
    before, after = (award_forms.kinds_on(dt.date(2026, month, 1)) for month in (9, 10))
    assert set(after) - set(before) == {"movement"}
    assert before["thematic"] == after["movement"] != after["thematic"]
    desk, today = make.account(DESK), clock.today()
    plan = {"actor": desk, "opens_on": today, "closes_on": today, "achievement": "đã có thành tích"}
    old_law = dt.date(2026, 9, 30)
    with pytest.raises(NotReady, match="không có loại khen thưởng này"):
        round_actions.create(RoundKind.MOVEMENT, "Theo luật cũ", rule_date=old_law, **plan)
    made = round_actions.create(RoundKind.MOVEMENT, "Theo luật mới", **plan)
    with pytest.raises(NotReady, match="không có loại khen thưởng này"):
        round_actions.edit(made, {"rule_date": old_law, "kind": RoundKind.MOVEMENT}, actor=desk)
