"""TT7: what stands twice in a round is shown; a file goes out only with a reason, in the log."""

import datetime as dt

import pytest

from intranet.awards import actions, duplicates, paper_award
from intranet.awards.eligibility_facts import findings_of
from intranet.awards.states import State
from intranet.core import audit
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.history import actions as history
from intranet.history.models import RecipientKind
from intranet.initiatives.states import State as InitiativeState
from intranet.people.models import Honorific, Person
from tests.factories import awards as make
from tests.factories import initiatives

DESK, HEAD = "thuongtruc", "truongphong"
REPORT = (
    "Trong năm tôi đã chủ động rà soát hồ sơ tồn đọng, hướng dẫn người dân nộp hồ sơ trực tuyến tại nhà văn hóa thôn "
    "vào các buổi tối và xây dựng bảng theo dõi thời hạn giải quyết của từng hồ sơ, nhờ đó không còn hồ sơ quá hạn."
)


def named(groups) -> list[tuple[str, set[str]]]:
    return [(group.words, {one.name for one in group.files}) for group in groups]


def household(round_, head: str, address: str):
    unit = make.unit()
    one = actions.nominate_household(round_, unit, Honorific.MR, head, address, actor=make.account(HEAD))
    actions.save(one, {"achievement": "Hiến 120 m2 đất mở đường thôn năm 2026"}, actor=make.account(HEAD))
    return one


def test_tt7_people_achievements_initiatives_and_reports_that_stand_twice(app):
    idea = initiatives.at(InitiativeState.RECOGNISED, "nhanvien2")
    round_ = make.opened()
    first, second = make.complete(round_, "nhanvien"), make.complete(round_, "nhanvien2")
    first.report, second.report = REPORT, REPORT.replace("Trong năm tôi", "Năm 2026 tôi")
    first.achievement = second.achievement = "Đã hướng dẫn người dân nộp hồ sơ trực tuyến năm 2026"
    twin = Person(full_name=first.name.upper(), honorific=first.honorific, unit_id=make.unit().id)
    db.session.add(twin)
    db.session.flush()
    copy = actions.nominate_person(round_, make.unit(), twin, actor=make.account(HEAD))
    first.initiative_id = second.initiative_id = idea.id  # as an older version let it happen
    one = household(round_, "Lê Văn Tám", "Thôn Đông")
    other = household(round_, "lê văn tám", "thôn đông")
    db.session.flush()
    found = duplicates.in_round(round_)
    assert {frozenset(names) for _, names in named(found.same_name)} == {
        frozenset({one.name, other.name}),
        frozenset({first.name, copy.name}),
    }
    assert named(found.same_initiative) == [(f"Sáng kiến “{idea.title}”", {first.name, second.name})]
    assert {frozenset(names) for _, names in named(found.same_text)} == {
        frozenset({first.name, second.name}),
        frozenset({one.name, other.name}),
    }
    (alike,) = found.alike
    assert {one.id for one in alike.files} == {
        first.id,
        second.id,
    } and "rà soát hồ sơ tồn đọng" in alike.passages[0]
    assert found.other_round == [] and found.total == 6


def test_the_same_achievement_in_two_living_rounds_is_shown_and_warned_about(app):
    make.at(State.SUBMITTED, make.opened("Đợt trước"))
    later = make.opened("Đợt sau")
    again = make.complete(later)
    (group,) = duplicates.in_round(later).other_round
    assert [one.round.title for one in group.files] == ["Đợt sau", "Đợt trước"]
    assert "Thành tích này đang được đề nghị ở đợt khác." in {f.text for f in findings_of(again)}
    again.achievement = "Một việc khác hẳn"
    assert "Thành tích này đang được đề nghị ở đợt khác." not in {f.text for f in findings_of(again)}


def test_a_household_is_compared_with_the_history_by_head_and_address(app):
    history.enter(
        {
            "kind": RecipientKind.HOUSEHOLD, "honorific": Honorific.MR, "name": "Lê Văn Tám", "detail": "Thôn Đông",
            "form": "Giấy khen", "number": "7/QĐ-UBND", "awarded_on": dt.date(2025, 3, 2), "year": None, "issuer": "",
            "achievement": "Hiến 120 m2 đất mở đường thôn năm 2026", "amount": None,
        },
        actor=make.account("vanthu"),
    )  # fmt: skip
    round_ = make.opened()
    texts = {f.text for f in findings_of(household(round_, "LÊ VĂN TÁM", "thôn Đông"))}
    assert "Thành tích này đã được khen thưởng." in texts
    elsewhere = {f.text for f in findings_of(household(round_, "Lê Văn Tám", "Thôn Đoài"))}
    assert "Thành tích này đã được khen thưởng." not in elsewhere
    given = household(make.opened("Đợt giấy"), "Ngô Thị Na", "Thôn Trung")
    on_paper = {"decision_number": "9/QĐ-UBND", "awarded_on": dt.date(2026, 1, 5)}
    paper_award.record(given, actor=make.account(DESK), reason="Đã ký trên giấy", **on_paper)
    again = household(round_, "Ngô Thị Na", "Thôn Trung")
    assert "Thành tích này đã được khen thưởng." in {f.text for f in findings_of(again)}


def test_every_removal_has_a_reason_and_stands_in_the_log(app):
    ready = make.at(State.ELIGIBLE)
    with pytest.raises(NotReady, match="lý do"):
        actions.withdraw(ready, actor=make.account(HEAD))
    actions.find_ineligible(ready, actor=make.account(DESK), reason="Trùng hồ sơ của đơn vị khác")
    assert ready.state == State.INELIGIBLE
    assert audit.timeline(ready)[-1].reason == "Trùng hồ sơ của đơn vị khác"
    draft = make.draft(make.opened("Đợt khác"))
    actions.withdraw(draft, actor=make.account(HEAD))
    assert draft.state == State.WITHDRAWN


def test_the_page_shows_groups_with_their_acts_and_costs_the_same_for_many(site, browser, count_queries):
    with site.app_context():
        round_ = make.opened()
        make.at(State.ELIGIBLE, round_, "nhanvien")
        make.at(State.SUBMITTED, round_, "nhanvien2")
        empty = make.opened("Đợt trống")
        for login in ("vanphong",):
            make.at(State.SUBMITTED, empty, login)
        where, other = (f"/khen-thuong/dot/{one.id}/trung-lap" for one in (round_, empty))
        db.session.commit()
    desk = browser(DESK)
    with count_queries(site) as few:
        nothing = desk.get(other)
    with count_queries(site) as many:
        page = desk.get(where)
    assert "Không thấy hồ sơ nào trùng nhau" in nothing.text
    assert "Cùng câu thành tích" in page.text
    assert len(many) == len(few)
    links = [url for url in page.links().values() if url.endswith("/khong-du")]
    asked = desk.get(links[0])
    desk.submit(asked, links[0], expect=422, reason="")
    desk.submit(asked, links[0], reason="Chép nguyên câu của người khác")
    assert "Không thấy hồ sơ nào trùng nhau" in desk.get(where).text
