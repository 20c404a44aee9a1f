"""Releases: nothing is public without the chairman; what is public is what was locked."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere, WrongState
from intranet.decisions.states import State as DecisionState
from intranet.indicators import board, figures, quarter_actions
from intranet.indicators import queries as indicators
from intranet.indicators.models import Publication
from intranet.indicators.models import Subject as Published
from intranet.publishing import actions, contents, lists, queries, small
from intranet.publishing.models import Release, ReleaseKind
from intranet.publishing.states import State
from tests.factories import decisions, publishing, surveys
from tests.factories import indicators as make
from tests.factories.publishing import CHAIRMAN, DESK, account

BOARD = ReleaseKind.BOARD


def test_ct7_only_the_chairman_makes_public_and_each_step_has_its_refusal(app):
    when = make.quarter()
    with pytest.raises(NotReady, match="Hãy khóa quý 3/2026 trước"):
        actions.propose(BOARD, when, actor=account(DESK))
    publishing.year_until(3)
    with pytest.raises(Barred):
        actions.propose(BOARD, when, actor=account("truongphong"))
    with pytest.raises(NotReady, match="Chủ tịch chưa cho phép"):  # not even in the log of publications
        quarter_actions.publish(when, Published.BOARD, when.due_on, "Bảng tin", actor=account(DESK))
    row = actions.propose(BOARD, when, actor=account(DESK))
    with pytest.raises(WrongState, match="đang chờ"):
        actions.propose(BOARD, when, actor=account(DESK))
    with pytest.raises(NotThere):
        queries.by_slug(row.slug)
    with pytest.raises(Barred):
        actions.release(row, actor=account(DESK), place="/")
    with pytest.raises(WrongState, match="không đang được công bố"):
        actions.withdraw(row, actor=account(CHAIRMAN), reason="Sai")
    with pytest.raises(NotReady, match="lý do"):
        actions.decline(row, actor=account(CHAIRMAN), reason=" ")
    actions.decline(row, actor=account(CHAIRMAN), reason="Chờ họp")
    row = actions.propose(BOARD, when, actor=account(DESK))
    actions.release(row, actor=account(CHAIRMAN), place="/cong-khai/x")
    assert (row.state, row.edition, queries.by_slug(row.slug)) == (State.RELEASED, 2, row)
    (logged,) = db.session.scalars(sa.select(Publication))
    assert (logged.subject, logged.place, logged.quarter_id) == (Published.BOARD, "/cong-khai/x", when.id)
    quarter_actions.publish(when, Published.BOARD, when.due_on, "Bảng tin", actor=account(DESK))
    with pytest.raises(WrongState):
        actions.release(row, actor=account(CHAIRMAN), place="/")  # a second click
    with pytest.raises(NotReady, match="không có gì thay đổi"):
        actions.propose(BOARD, when, actor=account(DESK))
    with pytest.raises(NotReady, match="người dân sẽ đọc"):
        actions.withdraw(row, actor=account(CHAIRMAN), reason="\n")
    actions.withdraw(row, actor=account(CHAIRMAN), reason="Phát hiện sai sót")
    assert [queries.is_public] == quarter_actions.PUBLIC and not queries.is_public(when, Published.BOARD)
    assert queries.by_slug(row.slug).notice == "Phát hiện sai sót" and queries.withdrawn() == [row]
    again = publishing.released(BOARD, when)  # after the mistake is put right it may come back
    assert (queries.by_slug(row.slug), queries.withdrawn()) == (again, [])
    assert audit.verify() is None and queries.broken() == []
    with pytest.raises(WrongState, match="không còn nguyên vẹn"):
        contents.read(Release(content="{}", content_sha256=row.content_sha256))
    with pytest.raises(NotThere):
        contents.get_subject(BOARD, 999)
    db.session.commit()
    with pytest.raises(DBAPIError):
        db.session.execute(sa.text("UPDATE public_release SET content = '{}'"))
    db.session.rollback()
    with pytest.raises(DBAPIError):
        db.session.execute(sa.text("DELETE FROM public_release"))


def test_tt3_the_board_of_a_release_says_the_locked_numbers_and_names_what_was_missing(app):
    publishing.year_until(2)
    for name in list(make.HEADS)[:3]:
        make.accepted(name)
    make.submitted("Phòng Kinh tế", pair=(88, 100))  # not accepted: no figure of the quarter
    when = make.quarter()
    with pytest.raises(NotReady, match="còn đơn vị chưa xong"):
        quarter_actions.lock(when, actor=account(DESK))
    quarter_actions.lock(when, actor=account(DESK), exception="Phòng Kinh tế gửi muộn")
    found = contents.compose(BOARD, when)
    assert found["lacking"] == ["Phòng Kinh tế"]
    rows = {row["code"]: row for row in found["rows"]}
    said = {row.indicator.code: row for row in board.rows(2026, 3)}
    every = indicators.indicators()
    sealed = figures.of_commune(every, [when])
    per_unit = figures.by_unit(every, [when])
    assert len(rows) == 25
    for one in every:
        row, value = rows[one.code], sealed.get((one.id, when.id))
        assert row["value"] == (list(said[one.code].value) if said[one.code].value is not None else None)
        assert row["quarter"] == row["locked"] == (list(value) if value is not None else None)
        for unit in row["units"]:
            key = (one.id, when.id, make.unit(unit["unit"]).id)
            assert unit["value"] == (list(per_unit[key]) if key in per_unit else None)
    economy = [u for row in rows.values() for u in row["units"] if u["unit"] == "Phòng Kinh tế"]
    assert economy and not any(one["value"] == [88, 100] for one in economy)


def test_a_quarter_needs_the_earlier_ones_of_its_year_locked(app):
    make.accepted(number=2)
    make.locked(3)
    with pytest.raises(NotReady, match="quý 2/2026 chưa khóa"):
        contents.compose(BOARD, make.quarter(3))


def test_a_restatement_while_public_shows_no_new_number_until_the_chairman_releases_it(app):
    when = publishing.year_until(3)
    row = publishing.released(BOARD, when)
    assert contents.changed([row]) == set()
    before = next(one for one in contents.read(row)["rows"] if one["code"] == "I01")
    make.restated(when)  # 91/100 at the service point, was 90/100
    quarter_actions.restate(
        make.indicator("I01"), when, make.unit(), make.Entry(95, 100), actor=account(DESK), reason="Lần hai"
    )
    assert contents.changed([row]) == {row.id}
    assert contents.read(row) == contents.read(queries.by_slug(row.slug))
    proposed = actions.propose(BOARD, when, actor=account(DESK))
    make.restated(when)  # once more: what the chairman has before him is not true any more
    with pytest.raises(NotReady, match="đã thay đổi từ khi đề nghị"):
        actions.release(proposed, actor=account(CHAIRMAN), place="/")
    actions.decline(proposed, actor=account(CHAIRMAN), reason="Đã đổi")
    newer = publishing.released(BOARD, when)
    assert (row.state, newer.edition, queries.public()) == (State.SUPERSEDED, 3, [newer])
    after = next(one for one in contents.read(newer)["rows"] if one["code"] == "I01")
    assert after["locked"] == before["quarter"]
    assert after["quarter"] == [before["quarter"][0] + 1, before["quarter"][1]]  # 90 > 91 > 95 > 91
    assert [(one["before"], one["after"]) for one in after["restated"]] == [
        ([90, 100], [91, 100]),
        ([91, 100], [95, 100]),
        ([95, 100], [91, 100]),
    ]
    assert after["quarter"] == list(figures.of_commune([make.indicator("I01")], [when]).popitem()[1])


def test_cd4_lists_of_a_decision_carry_only_allowed_fields_before_and_after_it(app):
    decision = decisions.award(
        DecisionState.SUBMITTED, "nhanvien", "Nguyễn Văn Tám", achievement="Hiến 20 m2 đất, gọi 0912 345 678"
    )
    before = publishing.released(ReleaseKind.REWARDED, decision)
    assert contents.read(before)["stage"] == "before" and contents.read(before)["decision"] == ""
    for step in ("approve", "number", "sign"):
        publishing.go_on(decision, step)
    assert contents.changed([before]) == {before.id}
    assert [kind for kind, *_ in queries.offers()] == [ReleaseKind.REWARDED]
    after = publishing.released(ReleaseKind.REWARDED, decision)
    found = contents.read(after)
    assert (found["stage"], before.state, after.slug) == ("after", State.SUPERSEDED, before.slug)
    assert {key for row in found["rows"] for key in row} == {"group", "name", "detail", "achievement"}
    assert [row["name"] for row in found["rows"]][1] == "Hộ gia đình ông Nguyễn Văn Tám"
    assert "345" not in after.content and "đất, gọi …" in after.content
    assert "760.000" not in after.content and "amount" not in after.content
    publishing.revoke_paper(decision)
    assert contents.changed([after]) == {after.id}
    with pytest.raises(NotReady, match="sáng kiến"):
        actions.propose(ReleaseKind.INITIATIVES, decision, actor=account(DESK))


def test_recognised_initiatives_are_public_from_the_signature_on(app):
    decision = decisions.recognition(DecisionState.NUMBERED, "kinhte")
    with pytest.raises(NotReady, match="đã ký ban hành"):
        actions.propose(ReleaseKind.INITIATIVES, decision, actor=account(DESK))
    publishing.go_on(decision, "sign")
    (row,) = contents.read(publishing.released(ReleaseKind.INITIATIVES, decision))["rows"]
    assert len(row["authors"]) == 2 and set(row) == {"title", "authors", "unit", "theme"}
    assert not any("%" in name for name in row["authors"])


def test_private_parts_of_a_detail_stay_out():
    detail = lists.public_detail
    assert detail("Số 12 ngõ 5, Thôn Tả Thanh Oai") == "Thôn Tả Thanh Oai"
    assert detail("Công chức, Phòng Kinh tế; sinh năm 1980; 0987.654.321") == "Công chức, Phòng Kinh tế"
    assert detail("Tổ dân phố số 3, CCCD 001080012345, a@b.vn") == "Tổ dân phố số 3"
    assert detail("Sinh viên Trường Đại học Mỏ, sinh 2003") == "Sinh viên Trường Đại học Mỏ"
    assert detail("Nhà văn hóa thôn Siêu Quần") == "Nhà văn hóa thôn Siêu Quần"
    assert detail("Trường THCS Đại Thanh, 24/7 đường Phan Trọng Tuệ") == "Trường THCS Đại Thanh"


def test_survey_results_are_public_when_closed_and_hide_small_groups(app):
    kind = ReleaseKind.SURVEY
    wave = surveys.opened()
    for number in range(8):
        surveys.reply(wave, number)
    for number in range(2):
        surveys.reply(wave, 20 + number, surveys.unit(), q1="1")
    with pytest.raises(NotReady, match="đã kết thúc"):
        actions.propose(kind, wave, actor=account(DESK))
    surveys.actions.close_wave(wave, actor=account(DESK))
    row = publishing.released(kind, wave)
    logged = db.session.scalars(sa.select(Publication)).one()
    assert (logged.subject, logged.quarter_id) == (Published.SURVEY, queries.quarter_of(wave).id)
    assert queries.is_public(logged.quarter, Published.SURVEY)
    assert not queries.is_public(logged.quarter, Published.BOARD)
    found = contents.read(row)
    assert found["counted"] == 10 and found["questions"][0]["asked"] == 10
    assert [(one["hidden"], one["value"], one["replies"]) for one in found["units"]] == [
        (True, None, None)
    ] * 2
    assert json.loads(row.content) == found
    few = surveys.closed(4)
    with pytest.raises(NotReady, match="dưới 5 phiếu"):
        actions.propose(kind, few, actor=account(DESK))


def test_the_board_hides_satisfaction_of_units_with_few_replies_also_when_restated(app, monkeypatch):
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: dt.datetime(2026, 8, 5, 3, tzinfo=dt.UTC))
        wave = surveys.opened()
        for number in range(9):
            surveys.reply(wave, number)
        surveys.reply(wave, 20, surveys.unit(), q1="1")  # one person at Phòng Kinh tế
        surveys.actions.close_wave(wave, actor=account(DESK))
        db.session.commit()
    when = publishing.year_until(3)
    quarter_actions.restate(
        make.indicator("I06"), when, surveys.unit(), make.Entry(4, 4), actor=account(DESK), reason="Nhập sai"
    )
    found = next(one for one in contents.compose(BOARD, when)["rows"] if one["code"] == "I06")
    assert found["locked"] == [39, 40] and found["quarter"] == [40, 40]
    few = [one for one in found["units"] if one["unit"] in (surveys.unit().name, surveys.point().name)]
    assert [(one["hidden"], one["value"], one["text"], one["fraction"]) for one in few] == [
        (True, None, "", "")
    ] * 2
    (change,) = found["restated"]
    assert (change["hidden"], change["before"], change["after"], change["after_text"]) == (
        True,
        None,
        None,
        "",
    )


def test_as_many_groups_are_hidden_as_it_takes():
    assert small.hidden({1: 9, 2: 5, 3: 0}) == frozenset()
    assert small.hidden({1: 9, 2: 4, 3: 6}) == {2, 3}
    assert small.hidden({1: 1, 2: 1, 3: 30, 4: 7}) == {1, 2, 4}  # two people would be too few
    assert small.hidden({1: 3, 2: 3, 3: 30}) == {1, 2}
    assert small.hidden({1: 3}) == {1}
    # 9 of a quarter minus the 6 of the second wave, public by itself, would tell the three of the first
    assert small.hidden_in_any([{1: 3, 2: 20}, {1: 6, 2: 20}]) == {1, 2}
