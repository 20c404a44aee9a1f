"""Rounds, markers, sheets: who may, when it is sealed, what the third marker changes, what the database refuses."""

import datetime as dt
from fractions import Fraction

import pytest
import sqlalchemy as sa

from intranet.core import audit, clock
from intranet.core.audit import AuditEvent
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, Stale, WrongState
from intranet.core.tasks import tasks_for
from intranet.council import subjects
from intranet.council.models import AgendaItem, Conflict
from intranet.notices.models import Notice
from intranet.parameters import actions as parameters
from intranet.parameters.queries import rule
from intranet.scoring import actions, markers, queries, rubric, rules, service
from intranet.scoring.actions import Given
from intranet.scoring.models import ScoreMark, ScoreRound
from intranet.scoring.states import State
from tests.factories import council, initiatives
from tests.factories import scoring as make

RULES = "scoring.rules"


def candidates(initiative) -> dict[str, str]:
    wanted = rubric.read(rubric.on_day(clock.today()))
    return {one.person.account.login: one.barred for one in markers.candidates(initiative, wanted)}


def set_rules(**changes: str) -> None:
    value = rule(RULES, clock.today()).value | changes
    parameters.add_parameter(
        RULES, value, actor=make.account("thuongtruc"), effective_from=clock.today(), source="Quy chế số 1"
    )


def test_seats_of_the_initiative_council_mark_but_not_authors_nor_their_unit(app):
    found = candidates(make.accepted())
    assert list(found) == ["chutich", "thuongtruc", "thuky", "vanphong", "kinhte"]
    assert set(found.values()) == {""}
    by_seat = candidates(make.accepted("kinhte"))
    assert by_seat["kinhte"] == "là tác giả hoặc người viết"
    assert by_seat["thuky"] == ""
    from_vhxh = candidates(make.accepted("thuky"))
    assert from_vhxh["thuky"] == "là tác giả hoặc người viết"
    assert from_vhxh["thuongtruc"] == "cùng đơn vị với tác giả"


def test_conflict_declared_in_council_bars_from_marking_and_hides(app):
    round_ = make.finished()
    initiative = round_.initiative
    meeting = council.meeting(0, kind=council.CouncilKind.INITIATIVE)
    council.actions.add_case(meeting, "initiative", initiative.id, actor=make.account("thuky"))
    council.actions.convene(meeting, actor=make.account("thuky"))
    item = db.session.scalars(sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).one()
    chair = make.account("chutich")
    assert service.summary_for(initiative.id, chair).total == "66"
    member = next(m for m in meeting.roll if m.person_id == chair.person_id)
    db.session.add(
        Conflict(item_id=item.id, member_id=member.id, reason="Anh em", declared_at=clock.now(), declared_by_id=chair.id)
    )  # fmt: skip
    db.session.flush()
    hidden = service.summary_for(initiative.id, chair)
    assert (hidden.hidden, hidden.total, hidden.comparison, hidden.passed, hidden.handed_in) == (
        True, "", None, None, 0,
    )  # fmt: skip
    assert candidates(initiative)["chutich"] == "đã khai xung đột lợi ích"


def test_suggestion_is_fair_by_load(app):
    make.opened(make.accepted(), ("chutich", "thuongtruc"))
    wanted = rubric.read(rubric.on_day(clock.today()))
    found = markers.candidates(make.accepted("nhanvien2"), wanted)
    people = {one.person.id: one.person.account.login for one in found}
    assert [people[one] for one in markers.suggest(found, 4)] == ["thuky", "vanphong", "kinhte", "chutich"]


def test_round_needs_two_markers_the_desk_and_an_accepted_initiative(app):
    one, desk = make.accepted(), make.account("thuky")
    with pytest.raises(NotReady, match="ít nhất 2 người chấm"):
        actions.open_round(one, [make.account("kinhte").person_id], actor=desk)
    twice = [make.account("kinhte").person_id] * 2
    with pytest.raises(NotReady, match="ít nhất 2"):
        actions.open_round(one, twice, actor=desk)
    stranger = [make.account("kinhte").person_id, make.account("yte").person_id]
    with pytest.raises(NotReady, match="thành viên Hội đồng Sáng kiến"):
        actions.open_round(one, stranger, actor=desk)
    pair = [make.account(x).person_id for x in ("kinhte", "vanphong")]
    with pytest.raises(Barred):
        actions.open_round(one, pair, actor=make.account("kinhte"))
    early = initiatives.at(initiatives.State.ENDORSED, "nhanvien2")
    with pytest.raises(WrongState):
        actions.open_round(early, pair, actor=desk)
    actions.open_round(one, pair, actor=desk)
    with pytest.raises(WrongState, match="chưa xong"):
        actions.open_round(one, pair, actor=desk)


def test_desk_that_is_the_author_does_not_run_its_own_round(app):
    one = make.accepted("thuky")
    pair = [make.account(x).person_id for x in ("kinhte", "vanphong")]
    with pytest.raises(Barred, match="Người khác của thường trực"):
        actions.open_round(one, pair, actor=make.account("thuky"))
    round_ = actions.open_round(one, pair, actor=make.account("thuongtruc"))
    assert service.summary_of(round_, make.account("thuky")).hidden


def test_results_are_sealed_until_all_are_in(app):
    round_ = make.opened()
    make.mark(round_, "vanphong", 70)
    for login in ("vanphong", "kinhte", "thuky", "chutich", "thuongtruc"):
        seen = service.summary_of(round_, make.account(login))
        assert (seen.sealed, seen.total, seen.passed, seen.comparison) == (True, "", None, None), login
        assert (seen.handed_in, seen.needed) == (1, 2)
    assert service.complete(round_.initiative_id) is False and service.result_of(round_.initiative_id) is None
    make.mark(round_, "kinhte", 62)
    seen = service.summary_of(round_, make.account("chutich"))
    assert (seen.total, seen.passed, seen.comparison.totals) == ("66", True, ("70", "62"))
    assert service.complete(round_.initiative_id) and service.result_of(round_.initiative_id) == 66
    assert service.summary_for(round_.initiative_id, make.account("chutich"), conflicted=True).hidden
    assert service.summary_for(round_.initiative_id, make.account("nhanvien")).hidden  # the author
    assert service.summary_for(round_.initiative_id, make.account("yte")) is None


def test_third_marker_when_two_differ_by_more_than_the_gap(app):
    round_ = make.opened()
    make.mark(round_, "vanphong", 80)
    make.mark(round_, "kinhte", 64)
    assert (round_.state, round_.places_free, round_.result) == (State.THIRD_NEEDED, 1, None)
    titles = [task.title for task in tasks_for(make.account("thuky"))]
    assert f"Cử người chấm: {round_.initiative.title}" in titles
    third = actions.add_marker(round_, make.account("chutich").person_id, actor=make.account("thuky"))
    assert (round_.state, third.position) == (State.MARKING, 3)
    assert service.summary_of(round_, make.account("chutich")).sealed
    make.mark(round_, "chutich", 62)
    assert (round_.state, round_.result, round_.passed) == (State.FINISHED, Fraction(63), True)


def test_third_is_asked_for_once_and_a_fraction_stays_exact(app):
    set_rules_today = rule(RULES, clock.today()).value
    assert set_rules_today["gap"] == "15"
    round_ = make.opened()
    make.mark(round_, "vanphong", 100)
    make.mark(round_, "kinhte", 20)
    actions.add_marker(round_, make.account("chutich").person_id, actor=make.account("thuky"))
    make.mark(round_, "chutich", Fraction(119, 2))
    assert round_.state == State.FINISHED
    assert round_.result == Fraction(159, 4) and round_.passed is False  # 20 and 59,5 lie nearest


def test_pass_mark_is_reached_exactly(app):
    round_ = make.finished(60, 60)
    assert round_.passed is True
    again = make.opened(make.accepted("nhanvien2"))
    make.mark(again, "vanphong", 60)
    make.mark(again, "kinhte", Fraction(119, 2))
    assert again.passed is False


def test_marker_scores_whole_and_half_points_within_the_rubric(app):
    round_ = make.opened()
    sheet, me = make.sheet(round_, "kinhte"), make.account("kinhte")
    with pytest.raises(NotReady, match="ngoài thang điểm"):
        actions.save(sheet, {"novelty": Given(61)}, actor=me)
    with pytest.raises(NotReady, match="ngoài thang điểm"):
        actions.save(sheet, {"novelty": Given(-1)}, actor=me)
    actions.save(sheet, {"novelty": Given(31)}, actor=me)
    assert sheet.marks[0].points == Fraction(31, 2)
    with pytest.raises(Barred, match="người khác"):
        actions.save(sheet, {"novelty": Given(2)}, actor=make.account("vanphong"))
    with pytest.raises(Stale):
        actions.save(sheet, {"novelty": Given(2)}, actor=me, version=sheet.version - 1)
    with pytest.raises(NotReady) as refused:
        actions.hand_in(sheet, actor=me)
    assert refused.value.missing == [
        "Tính khả thi: chưa có điểm", "Hiệu quả: chưa có điểm", "Khả năng nhân rộng: chưa có điểm",
    ]  # fmt: skip


def test_extreme_points_need_words(app):
    round_ = make.opened()
    sheet, me = make.sheet(round_, "kinhte"), make.account("kinhte")
    points = {"novelty": Given(54), "feasibility": Given(8), "benefit": Given(53), "replication": Given(9)}
    actions.save(sheet, points, actor=me)
    assert rules.missing(sheet) == [
        "Tính mới: điểm rất thấp hoặc rất cao cần ghi lý do",
        "Tính khả thi: điểm rất thấp hoặc rất cao cần ghi lý do",
    ]


def test_handed_in_is_final_in_the_program_and_in_the_database(app):
    round_ = make.opened()
    sheet = make.mark(round_, "kinhte", 62)
    with pytest.raises(WrongState):
        actions.save(sheet, make.given(round_, 70), actor=make.account("kinhte"))
    with pytest.raises(WrongState):
        actions.hand_in(sheet, actor=make.account("kinhte"))
    with pytest.raises(WrongState):
        actions.release(sheet, "Ốm", actor=make.account("thuky"))
    statements = (
        "UPDATE score_mark SET halves = 1 WHERE sealed",
        "UPDATE score_mark SET comment = 'x' WHERE sealed",
        "DELETE FROM score_mark WHERE sealed",
        "UPDATE score_sheet SET handed_in_at = NULL WHERE handed_in_at IS NOT NULL",
        "UPDATE score_round SET rubric = '{}'",
    )
    for statement in statements:
        point = db.session.begin_nested()
        with pytest.raises(sa.exc.DatabaseError, match="final"):
            db.session.execute(sa.text(statement))
        point.rollback()


def test_database_refuses_points_out_of_range_and_a_changed_result(app):
    round_ = make.finished()
    open_ = make.opened(make.accepted("nhanvien2"))
    for statement in (
        f"UPDATE score_mark SET halves = maximum_halves + 1 WHERE sheet_id = {open_.sheets[0].id}",
        f"UPDATE score_mark SET halves = -1 WHERE sheet_id = {open_.sheets[0].id}",
        f"UPDATE score_round SET result_numerator = 100 WHERE id = {round_.id}",
        f"UPDATE score_round SET state = 'marking' WHERE id = {round_.id}",
        f"DELETE FROM score_round WHERE id = {round_.id}",
    ):
        point = db.session.begin_nested()
        with pytest.raises(sa.exc.DatabaseError):
            db.session.execute(sa.text(statement))
        point.rollback()


def test_marker_with_a_conflict_is_replaced_and_sees_nothing(app):
    round_ = make.opened()
    sheet, me = make.sheet(round_, "kinhte"), make.account("kinhte")
    actions.save(sheet, make.given(round_, 62), actor=me)
    with pytest.raises(NotReady):
        actions.declare_conflict(sheet, " ", actor=me)
    actions.declare_conflict(sheet, "Vợ chồng với tác giả", actor=me)
    assert [mark.halves for mark in sheet.marks] == [None] * 4
    assert round_.places_free == 1
    with pytest.raises(NotReady, match="không được chấm"):
        actions.add_marker(round_, me.person_id, actor=make.account("thuky"))
    actions.add_marker(round_, make.account("chutich").person_id, actor=make.account("thuky"))
    with pytest.raises(WrongState):
        actions.add_marker(round_, make.account("thuongtruc").person_id, actor=make.account("thuky"))
    make.mark(round_, "vanphong", 70)
    make.mark(round_, "chutich", 62)
    assert round_.result == 66
    assert service.summary_of(round_, me).hidden
    assert not queries.may_read(me, round_.initiative_id)


def test_released_marker_is_no_conflict(app):
    round_ = make.opened()
    actions.release(make.sheet(round_, "kinhte"), "Đi công tác", actor=make.account("thuky"))
    assert not rules.conflicted(make.account("kinhte"), round_.initiative)
    assert queries.sheets_to_do(make.account("kinhte")) == []


def test_marker_may_read_the_files_while_marking(app):
    initiative = make.accepted()
    me = make.account("kinhte")
    assert not queries.may_read(me, initiative.id)
    make.opened(initiative)
    assert queries.may_read(me, initiative.id)


def test_new_round_keeps_the_old_scores_and_needs_a_reason(app):
    first = make.finished()
    pair = [make.account(x).person_id for x in ("chutich", "thuongtruc")]
    with pytest.raises(NotReady, match="Chấm lại cần ghi lý do"):
        actions.open_round(first.initiative, pair, actor=make.account("thuky"))
    second = actions.open_round(
        first.initiative, pair, actor=make.account("thuky"), reason="Tác giả bổ sung số liệu"
    )
    assert (second.number, service.complete(first.initiative_id)) == (2, False)
    assert service.summary_of(first, make.account("vanphong")).total == "66"
    actions.cancel(second, actor=make.account("thuky"), reason="Lập nhầm")
    assert service.complete(first.initiative_id) and queries.newest(first.initiative_id) == first


def test_rubric_is_frozen_for_the_round_and_dated(app):
    round_ = make.opened()
    later = clock.today() + dt.timedelta(days=1)
    parameters.add_parameter(
        RULES,
        rule(RULES, clock.today()).value | {"pass_mark": "90", "step": "1", "result": "trung vị"},
        actor=make.account("thuongtruc"),
        effective_from=later,
        source="Quy chế số 2",
    )
    assert rules.rubric_of(round_).pass_mark == 60 and rules.rubric_of(round_).needs_check
    new = rubric.read(rubric.on_day(later))
    assert (new.pass_mark, new.step, new.result) == (90, 1, rubric.ResultRule.MEDIAN)


@pytest.mark.parametrize(
    "changes",
    [{"result": "tung đồng xu"}, {"markers": "1"}, {"step": "0.25"}, {"low": "95"}, {"same_unit": "tùy"}],
)
def test_rules_that_cannot_be_followed_are_refused_on_the_screen(app, changes):
    with pytest.raises(NotReady):
        set_rules(**changes)


def test_no_log_line_or_notice_carries_points_before_all_are_in(app):
    round_ = make.opened()
    make.mark(round_, "vanphong", Fraction(147, 2))
    make.mark(round_, "kinhte", 31)
    lines = [
        event.data + event.reason
        for event in db.session.scalars(sa.select(AuditEvent).where(AuditEvent.object_kind.like("score_%")))
    ]
    told = [n.title + n.text for n in db.session.scalars(sa.select(Notice)) if "/cham-diem" in n.url]
    assert len(lines) >= 6 and len(told) >= 3
    for text in lines + told:
        assert not [one for one in ("73", "147", "31", "62", make.WORDS, make.QUOTE) if one in text], text
    assert audit.verify() is None


def test_council_is_warned_of_an_open_round_and_barred_only_by_rule(app):
    round_ = make.opened()
    kind = subjects.KINDS["initiative"]
    assert kind.case(round_.initiative_id).warnings == (
        "Chưa chấm điểm xong: vòng chấm của sáng kiến này còn mở.",
    )
    kind.put_on(round_.initiative_id, make.account("thuky"))
    frozen = round_.rubric | {"rules": round_.rubric["rules"] | {"open_vote": "chưa biểu quyết"}}
    strict = make.accepted("nhanvien2")
    other = ScoreRound(
        initiative_id=strict.id, number=1, rubric=frozen, content={"texts": []}, needed=2,
        opened_at=clock.now(), opened_by="Thư ký",
    )  # fmt: skip
    db.session.add(other)
    db.session.flush()
    with pytest.raises(NotReady, match="chưa cho biểu quyết"):
        kind.put_on(strict.id, make.account("thuky"))
    done = make.finished()
    assert kind.case(done.initiative_id).warnings == ()


def test_passages_are_looked_up_in_the_frozen_text(app):
    round_ = make.opened()
    assert rules.quoted(round_, "“phân luồng   hồ sơ NGAY từ bàn hướng dẫn…”")
    assert not rules.quoted(round_, "Tiết kiệm một tỷ đồng")
    assert not rules.quoted(round_, " … ")


def test_every_criterion_has_its_line_on_every_sheet(app):
    round_ = make.opened()
    rows = db.session.scalars(sa.select(ScoreMark)).all()
    assert len(rows) == 8 and {row.maximum_halves for row in rows} == {60, 40}
    assert round_.due_on is None
