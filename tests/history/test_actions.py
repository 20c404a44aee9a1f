"""Awards entered by hand, corrected, withdrawn, linked; those of Decisions; of a person, a unit, a household."""

import datetime as dt
import unicodedata

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from intranet.awards import agenda, report
from intranet.awards import queries as award_queries
from intranet.core import audit
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.core.text import fold
from intranet.decisions.models import DecisionKind
from intranet.decisions.states import State as DecisionState
from intranet.history import actions, matching, queries
from intranet.history.matching import Known
from intranet.history.models import PastAward, RecipientKind, Source
from intranet.people import restructuring
from intranet.people.models import Honorific
from tests.factories import awards, corrections, decisions, history
from tests.factories.people import account, new_unit, person, unit


def values(award: PastAward, **changes):
    return {key: getattr(award, key) for key in actions.FIELDS} | changes


def test_entered_by_hand_once_corrected_with_a_reason_and_withdrawn(app):
    clerk = account("vanthu")
    made = history.enter(unicodedata.normalize("NFD", "Nguyễn  Văn Hùng"), number="12/QĐ-UB")
    assert (made.name, made.source, made.year, made.when) == (
        "Nguyễn Văn Hùng",
        Source.MANUAL,
        1998,
        "05/02/1998",
    )
    with pytest.raises(NotReady, match="đã có"):
        history.enter("NGUYỄN VĂN HÙNG", number="12/qđ-ub")
    namesake = history.enter(number="12/QĐ-UB", detail="Thôn Đoài")  # two people of one list
    with pytest.raises(NotReady, match="đã có"):
        actions.edit(namesake, values(namesake, detail="Thôn Đông"), actor=clerk, reason="Gõ nhầm")
    with pytest.raises(NotReady, match="Chưa có nội dung nào thay đổi"):
        actions.edit(made, values(made), actor=clerk, reason="Gõ nhầm")
    actions.edit(made, values(made, achievement="Có công dập lửa"), actor=clerk, reason="Thiếu chữ")
    (event,) = [one for one in audit.timeline(made) if one.event == "past_award:edited"]
    assert event.reason == "Thiếu chữ"
    assert event.details()["changes"] == {"achievement": ["Đã có thành tích xuất sắc", "Có công dập lửa"]}
    actions.withdraw(made, actor=clerk, reason="Nhầm sổ của xã khác")
    db.session.flush()
    assert list(db.session.scalars(queries.search(""))) == [namesake]
    again = history.enter(number="12/QĐ-UB")
    assert again.id != made.id and made.withdrawn_reason == "Nhầm sổ của xã khác"
    for act in (actions.withdraw, lambda one, **k: actions.edit(one, values(one), **k)):
        with pytest.raises(WrongState):
            act(made, actor=clerk, reason="Lần nữa")


@pytest.mark.parametrize("login", ["nhanvien", "chutich", "quantri"])
def test_who_may_not_write(app, login):
    made = history.enter()
    with pytest.raises(Barred):
        actions.withdraw(made, actor=account(login), reason="x")
    with pytest.raises(Barred):
        actions.enter(values(made, number="9"), actor=account(login))


def test_bounds_of_what_is_entered(app):
    long = history.enter("Tập thể " + "đ" * 492, kind=RecipientKind.COLLECTIVE)
    assert len(long.name) == 500 and long.honorific is None
    assert history.enter("Cụ Lý", awarded_on=None, year=1975).when == "1975"
    for changes, message in (
        ({"name": "x" * 501}, "dài quá 500"),
        ({"awarded_on": None, "year": None}, "ít nhất là năm"),
        ({"awarded_on": dt.date(2099, 1, 1)}, "tương lai"),
        ({"awarded_on": None, "year": 2099}, "tương lai"),
    ):
        with pytest.raises((NotReady, sa.exc.StatementError), match=message), db.session.begin_nested():
            history.enter(**({"name": "Người khác"} | changes))


def test_links_to_people_are_said_by_people_and_units_by_name(app):
    clerk = account("vanthu")
    one, two = person("Cao Văn Lỗ"), person("Cao Văn Lộ")
    award, alike = history.enter("Cao Văn Lỗ"), history.enter("Cao Văn Lo", number="8")
    assert list(db.session.scalars(queries.undecided())) == [alike, award]
    assert queries.people_named([award.name_fold])[award.name_fold] == [one, two]
    actions.link(award, one, actor=clerk)
    actions.link(alike, None, actor=clerk)
    assert list(db.session.scalars(queries.undecided())) == []
    assert queries.of_person(one.id) == [award] and queries.of_person(two.id) == []
    with pytest.raises(NotReady, match="khác"):
        actions.link(award, account("nhanvien").person, actor=clerk)
    actions.edit(award, values(award, name="Nguyễn Văn Hòa"), actor=clerk, reason="Đọc lại sổ")
    assert award.person_id is None  # another name is another person until somebody says so
    group = history.enter("phòng kinh tế", kind=RecipientKind.COLLECTIVE)
    assert group.unit_id == unit("Phòng Kinh tế").id
    with pytest.raises(Barred):
        actions.link(group, one, actor=clerk)


def test_awards_of_a_unit_under_all_its_names_and_of_a_household(app):
    clerk = account("vanthu")
    old, into = new_unit("Phòng Văn thư"), unit("Phòng Kinh tế")
    first = history.enter("Phòng Văn thư", kind=RecipientKind.COLLECTIVE)
    day = dt.date(2026, 6, 1)
    restructuring.rename(old, "Phòng Lưu trữ", "", on=day, document="QĐ 1", actor=clerk)
    second = history.enter("Phòng Lưu trữ", kind=RecipientKind.COLLECTIVE, awarded_on=dt.date(2026, 7, 1))
    third = history.enter("Phòng Văn thư", kind=RecipientKind.COLLECTIVE, awarded_on=dt.date(2001, 7, 1))
    assert [(a.name, a.unit_id) for a in queries.of_unit(old.id)] == [
        (one.name, old.id) for one in (second, third, first)
    ]
    restructuring.merge(old, into, on=dt.date(2026, 9, 1), document="QĐ 2", actor=clerk)
    db.session.flush()
    assert queries.of_unit(into.id) == [second, third, first]
    assert queries.of_units([old.id, into.id, 1]) == {i: queries.of_unit(i) for i in (old.id, into.id, 1)}
    home = history.enter("Trần Thị Lan", kind=RecipientKind.HOUSEHOLD, honorific=Honorific.MRS)
    later = history.enter(
        "Trần thị LAN", kind=RecipientKind.HOUSEHOLD, number="99", awarded_on=dt.date(2005, 1, 1)
    )
    history.enter("Trần Thị Lan", kind=RecipientKind.HOUSEHOLD, detail="Thôn Đoài")
    assert queries.of_household(home) == [later, home]
    assert home.printed_name == "Hộ gia đình bà Trần Thị Lan"


def test_a_decision_writes_amends_and_revokes_its_rows(app):
    base = decisions.award(DecisionState.NUMBERED)
    rows = {
        a.ordinal: a for a in db.session.scalars(sa.select(PastAward).where(PastAward.decision_id == base.id))
    }
    assert [rows[c.ordinal].printed_name.casefold() for c in base.certificates] == [
        c.name.casefold() for c in base.certificates
    ]
    assert {(a.source, a.number, a.awarded_on, a.form) for a in rows.values()} == {
        (Source.DECISION, base.full_number, base.issued_on, "Giấy khen của Chủ tịch Ủy ban nhân dân xã")
    }
    linked = {a.ordinal: a.person_id for a in rows.values() if a.kind == RecipientKind.PERSON}
    assert linked == {c.ordinal: c.person_id for c in base.certificates if c.ordinal in linked}
    assert linked and None not in linked.values()
    somebody, at = next((rows[number], number) for number in linked)
    assert somebody in queries.of_person(somebody.person_id or 0)
    later = corrections.later(
        base, DecisionKind.AMENDMENT, {at: {"name": "Bà Nguyễn Thị Đổi"}}, DecisionState.NUMBERED
    )
    assert (somebody.name, somebody.honorific) == ("Nguyễn Thị Đổi", Honorific.MRS)
    assert somebody.amended == f"Quyết định số {later.full_number}" and somebody.search_text.startswith(
        "nguyen thi doi"
    )
    corrections.later(base, DecisionKind.REVOCATION, {at: {}}, DecisionState.NUMBERED)
    assert not somebody.in_force
    assert somebody not in queries.of_people([somebody.person_id or 0])[somebody.person_id or 0]
    assert all(a.in_force for number, a in rows.items() if number != at)
    with pytest.raises(WrongState, match="văn bản"):
        actions.withdraw(somebody, actor=account("vanthu"), reason="x")


def test_a_nomination_draws_on_the_whole_history(app):
    mine = account("nhanvien").person
    history.enter(mine.full_name, number="77/QĐ-UBND").person_id = mine.id
    history.enter(mine.full_name, number="88/QĐ-UBND", awarded_on=None, year=2001).person_id = mine.id
    db.session.flush()
    made = awards.draft(awards.opened())
    expected = [
        "Giấy khen, Quyết định số 88/QĐ-UBND, năm 2001, UBND xã",
        "Giấy khen, Quyết định số 77/QĐ-UBND, ngày 05/02/1998, UBND xã",
    ]
    assert [one.in_words for one in award_queries.histories([made])[made.id]] == expected
    assert award_queries.known_about([mine])[mine.id]["awards"] == 2
    report.draft(made, actor=account("truongphong"))
    told = next(row.text for row in report.passages(made) if row.key == "past")
    assert told.split("\n") == [
        "2001: Giấy khen; Quyết định số 88/QĐ-UBND, UBND xã",
        "1998: Giấy khen; Quyết định số 77/QĐ-UBND, ngày 05/02/1998, UBND xã",
    ]
    facts = {label: text for one in agenda._facts(made) for label, text in one.lines} if made.id else {}
    assert facts["Đã được khen thưởng"] == "; ".join(expected)


# --- matching: pure, on random names ---
LETTERS = st.sampled_from(["An", "Ân", "Ấn", "Hùng", "Hưng", "Hung", "Văn", "Vân", "Lê", "Lẻ", "Thị"])
NAMES = st.lists(LETTERS, min_size=2, max_size=4).map(" ".join)
UNITS = st.sampled_from(["Phòng Kinh tế", "Thôn Đông", "Trạm Y tế", ""])
PEOPLE = st.lists(
    st.tuples(NAMES, st.sampled_from([None, *Honorific]), UNITS).map(
        lambda p: (p[0], p[1], (p[2],) if p[2] else ())
    ),
    max_size=6,
).map(lambda rows: [Known(n, *row) for n, row in enumerate(rows, start=1)])


@given(NAMES, UNITS, st.sampled_from([None, *Honorific]), PEOPLE)
def test_a_match_is_never_a_guess(name, place, honorific, people):
    found = matching.certain(name, f"Cán bộ, {place}", honorific, people)
    alike = [one for one in people if fold(one.name) == fold(name)]
    if found is None:
        sure = len(alike) == 1 and alike[0].name == name and place in alike[0].units and place
        assert not sure or (None not in (honorific, alike[0].honorific) and honorific != alike[0].honorific)
    else:
        assert [one.id for one in alike] == [found] and alike[0].name == name and place in alike[0].units
        assert honorific is None or alike[0].honorific in (None, honorific)


@given(NAMES, PEOPLE)
def test_form_and_case_of_letters_change_no_match(name, people):
    plain = matching.certain(name, "Phòng Kinh tế", None, people)
    assert (
        matching.certain(unicodedata.normalize("NFD", name.upper()), "PHÒNG KINH TẾ", None, people) == plain
    )


def test_units_match_whole_words_and_honorifics_are_split():
    people = [Known(1, "Lê An", None, ("Thôn Đông",))]
    assert matching.certain("Lê An", "Thôn Đông", None, people) == 1
    assert matching.certain("Lê An", "Thôn Đông Hà", None, people) == 1  # the words of the unit stand there
    assert matching.certain("Lê An", "Thôn Đôngg", None, people) is None
    assert matching.certain("Lê Ân", "Thôn Đông", None, people) is None
    assert matching.certain("Lê An", "Thôn Đông", None, [*people, Known(2, "Lê Ân", None, ())]) is None
    for printed, expected in (
        ("Bà Trần Thị B", (Honorific.MRS, "Trần Thị B")),
        ("Hộ gia đình ông Lê C", (Honorific.MR, "Lê C")),
        ("ÔNG: Lê D", (Honorific.MR, "Lê D")),
        ("Ông", (None, "Ông")),
        ("Bàng Văn E", (None, "Bàng Văn E")),
    ):
        assert matching.split_honorific(printed) == expected
