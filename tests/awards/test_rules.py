"""Who sees and does what: the list's SQL and the rule say the same for every role, state and owner."""

import pytest
import sqlalchemy as sa

from intranet.awards import actions, queries, round_actions, rules
from intranet.awards.states import RoundState, State
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.people.models import Account
from tests.factories import awards as make

LOGINS = (
    "nhanvien", "nhanvien2", "truongphong", "kinhte", "thuongtruc", "thuky", "chutich", "vanthu", "quantri", "yte",
)  # fmt: skip


def test_the_list_shows_exactly_what_the_rule_allows(app):
    every = [make.at(state) for state in State]
    db.session.flush()
    for login in LOGINS:
        account = make.account(login)
        shown = set(
            db.session.scalars(queries.visible_to(account).with_only_columns(sa.text("nomination.id")))
        )
        allowed = {one.id for one in every if rules.may_see(account, one)}
        assert shown == allowed, login


@pytest.mark.parametrize(
    ("login", "states"),
    [
        ("truongphong", set(State)),
        ("nhanvien", set(State) - {State.DRAFT}),  # the nominee
        ("nhanvien2", set()),
        ("kinhte", set(rules.COUNCIL_SEES)),  # a member of the council, head of another unit
        ("thuongtruc", set(State) - {State.DRAFT}),
        ("vanthu", set()),
        ("quantri", set()),
    ],
)
def test_who_sees_a_nomination_in_which_state(app, login, states):
    account = make.account(login)
    assert {state for state in State if rules.may_see(account, make.at(state))} == states


def test_nobody_checks_the_own_file(app):
    """The standing body's head is also a head of unit: what she nominated somebody else must check."""
    round_ = make.opened()
    standing = make.account("thuongtruc")
    own_unit = make.unit("Phòng Văn hóa - Xã hội")
    made = actions.nominate_person(round_, own_unit, make.account("thuky").person, actor=standing)
    made.achievement = made.report = made.unit_meeting = "Có."
    make.files.attach(made, "a.png", make.PNG, actor=standing)
    actions.submit(made, actor=standing)
    assert rules.may_check(standing, made) is False
    with pytest.raises(Barred, match="người khác sẽ kiểm tra"):
        actions.find_eligible(made, actor=standing)


def test_the_same_person_is_nominated_once_in_a_round(app):
    round_ = make.opened()
    make.draft(round_)
    with pytest.raises(NotReady, match="đã có hồ sơ trong đợt này"):
        make.draft(round_)
    other = make.opened("Đợt khác")
    assert make.draft(other).round_id == other.id


def test_a_head_nominates_only_for_the_own_unit(app):
    with pytest.raises(Barred):
        make.draft(make.opened(), head="kinhte")


def test_what_is_missing_is_listed_and_nothing_is_handed_in(app):
    made = make.draft(make.opened())
    with pytest.raises(NotReady) as refused:
        actions.submit(made, actor=make.account("truongphong"))
    assert refused.value.missing == [
        "Thành tích ghi trên Giấy khen",
        "Báo cáo thành tích",
        "Kết quả bình xét của đơn vị",
        "Biên bản bình xét của đơn vị: lập ở trang của đợt, hoặc đính tệp bản đã ký",
    ]
    assert made.state == State.DRAFT


def test_a_missing_honorific_is_never_guessed(app):
    made = make.complete(make.opened())
    made.honorific = None
    with pytest.raises(NotReady) as refused:
        actions.submit(made, actor=make.account("truongphong"))
    assert refused.value.missing == ["Danh xưng Ông hoặc Bà (không được đoán)"]


def test_a_file_is_not_eligible_with_an_open_or_unmet_line(app):
    made, standing = make.at(State.SUBMITTED), make.account("thuongtruc")
    with pytest.raises(NotReady, match="chưa kiểm tra"):
        actions.find_eligible(made, actor=standing)
    answers = {check.code: ("yes", "") for check in made.checks} | {
        "no_hold": ("no", "đang xác minh đơn thư")
    }
    actions.answer_checklist(made, answers, actor=standing)
    with pytest.raises(NotReady) as refused:
        actions.find_eligible(made, actor=standing)
    assert len(refused.value.missing) == 1 and "Nghị định số 152/2025/NĐ-CP" in refused.value.missing[0]


def test_every_line_of_the_checklist_names_its_article(app):
    made = make.at(State.SUBMITTED)
    assert [check.code for check in made.checks] == [
        "report", "identity", "unit_minutes", "one_achievement", "no_hold", "initiative_once",
    ]  # fmt: skip
    assert all(check.article for check in made.checks)


def test_a_round_closes_only_when_every_file_is_checked(app):
    made = make.at(State.SUBMITTED)
    with pytest.raises(NotReady) as refused:
        actions.close(made.round, actor=make.account("thuongtruc"))
    assert refused.value.missing == ["Nguyễn Thị Lan Anh"]


def test_a_closed_round_takes_no_nomination(app):
    round_ = make.opened()
    actions.close(round_, actor=make.account("thuongtruc"))
    with pytest.raises(WrongState):
        make.draft(round_)


def test_only_files_of_closed_rounds_go_before_the_council(app):
    made = make.at(State.ELIGIBLE)
    assert queries.for_agenda() == []
    with pytest.raises(WrongState, match="đóng nhận hồ sơ"):
        actions.put_on_agenda(made, actor=make.account("thuky"))
    actions.close(made.round, actor=make.account("thuongtruc"))
    assert queries.for_agenda() == [made]


def test_the_agreed_order_of_the_annex(app):
    round_, head = make.opened(), make.account("truongphong")
    household = actions.nominate_household(
        round_, make.unit(), make.Honorific.MR, "Lưu Văn Ước", "Thôn Tả Thanh Oai", actor=head
    )
    late = make.draft(round_, "nhanvien2")  # Vũ Đình Ân
    early = make.draft(round_)  # Nguyễn Thị Lan Anh
    collective = actions.nominate_collective(round_, make.unit(), make.unit(), actor=head)
    assert queries.in_round(round_, State.DRAFT) == [collective, early, late, household]


def test_an_initiative_is_used_once(app):
    from intranet.initiatives.states import State as InitiativeState
    from tests.factories import initiatives

    idea = initiatives.at(InitiativeState.RECOGNISED)
    head = make.account("truongphong")
    actions.save(make.draft(make.opened()), {"initiative_id": idea.id}, actor=head)
    other = make.draft(make.opened("Đợt sau"))
    with pytest.raises(NotReady, match="chỉ dùng để khen thưởng một lần"):
        actions.save(other, {"initiative_id": idea.id}, actor=head)


def test_the_nominee_and_the_unit_are_told_of_the_award(app):
    from intranet.notices.models import Notice

    made = make.at(State.AWARDED)
    told = set(
        db.session.scalars(
            sa.select(Notice.account_id).where(Notice.title == f"Đã khen thưởng: {made.printed_name}")
        )
    )
    assert {db.session.get(Account, one).login for one in told} == {"nhanvien", "truongphong"}


def test_a_round_before_the_council_is_not_cancelled_under_its_files(app):
    made, standing = make.at(State.ON_AGENDA), make.account("thuongtruc")
    with pytest.raises(NotReady, match="đang được Hội đồng"):
        round_actions.cancel(made.round, actor=standing, reason="Nhầm đợt")
    actions.record_council_result(made, actor=make.account("thuky"), passed=False, note="2/9 đồng ý")
    round_actions.cancel(made.round, actor=standing, reason="Không có hồ sơ nào được thông qua")
    assert made.round.state == RoundState.CANCELLED
