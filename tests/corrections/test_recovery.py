"""What comes back after a revocation: opened when it is numbered, ticked off, waived, opened again."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import audit, clock, tasks
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.corrections import queries, recovery
from intranet.corrections.models import Recovery
from intranet.corrections.states import State as R
from intranet.decisions import printing
from intranet.decisions.models import DecisionKind as K
from intranet.decisions.states import State
from intranet.parameters.models import Confidence
from intranet.parameters.queries import holidays
from tests.factories import corrections as later
from tests.factories import decisions as make

TODAY = clock.today()


@pytest.fixture
def revoked(app):
    """A revocation of a unit and a person; all certificates were handed over before."""
    base = make.award(State.SIGNED, "@", "nhanvien", "Lưu Văn Ước")
    db.session.flush()
    printing.mark_printed(base, actor=make.account("vanthu"))
    printing.mark_handed_over(base, actor=make.account("vanthu"))
    made = later.later(base, K.REVOCATION, {1: {}, 2: {}}, State.NUMBERED)
    db.session.commit()
    return made


def rows(decision) -> list[tuple[str, str, int, str]]:
    return [
        (r.certificate.name, r.kind.value, r.amount, r.state.value) for r in queries.of_decision(decision)
    ]


def test_a_revocation_opens_money_paper_and_frame_per_recipient(revoked):
    unit, person = "Điểm phục vụ hành chính công", "Bà Nguyễn Thị Lan Anh"
    assert rows(revoked) == [
        (unit, "money", 1_520_000, "open"), (unit, "paper", 0, "open"), (unit, "frame", 0, "open"),
        (person, "money", 760_000, "open"), (person, "paper", 0, "open"), (person, "frame", 0, "open"),
    ]  # fmt: skip
    due = clock.add_working_days(TODAY, 15, holidays())
    assert {row.due_on for row in queries.of_decision(revoked)} == {due}


def test_nothing_is_opened_before_the_number(app):
    base = make.award(State.SIGNED, "nhanvien")
    later.later(base, K.REVOCATION, {1: {}}, State.APPROVED)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Recovery)) == 0


def test_what_was_never_handed_over_has_no_frame_and_an_initiative_no_money(app):
    made = later.later(make.award(State.SIGNED, "nhanvien"), K.REVOCATION, {1: {}}, State.NUMBERED)
    assert [row[1] for row in rows(made)] == ["money", "paper"]
    made = later.later(make.recognition(State.SIGNED), K.REVOCATION, {1: {}}, State.NUMBERED)
    assert [row[1] for row in rows(made)] == ["paper"]


def test_ticked_with_day_who_and_note_until_nothing_waits(revoked):
    desk = make.account("thuongtruc")

    def waiting() -> list[tuple[str, str]]:
        return [(t.title, t.url) for t in tasks.tasks_for(desk) if "/dinh-chinh" in t.url]

    assert waiting() == [("Thu hồi còn dở: 6 mục", f"/dinh-chinh/thu-hoi/{revoked.id}")]
    found = queries.of_decision(revoked)
    assert recovery.settle(revoked, [found[0].id], actor=desk, settled_on=TODAY, note="Phiếu thu 12") == 1
    assert (found[0].state, found[0].settled_on, found[0].settled_by, found[0].note) == (
        R.RECOVERED, TODAY, "Lê Thị Hạnh", "Phiếu thu 12",
    )  # fmt: skip
    recovery.waive(found[1], actor=desk, reason="Giấy chưa trao")
    assert waiting() == [("Thu hồi còn dở: 4 mục", f"/dinh-chinh/thu-hoi/{revoked.id}")]
    recovery.settle(revoked, [row.id for row in found[2:]], actor=desk, settled_on=TODAY)
    assert waiting() == []
    recovery.reopen(found[1], actor=desk, reason="Ghi nhầm")
    assert (found[1].state, found[1].settled_on, found[1].note) == (R.OPEN, None, "")
    assert [(e.event, e.reason) for e in audit.timeline(found[1])] == [
        ("recovery:waive", "Giấy chưa trao"), ("recovery:reopen", "Ghi nhầm"),
    ]  # fmt: skip
    assert len(waiting()) == 1


def test_a_thing_is_ticked_once_and_all_or_none(revoked):
    desk, found = make.account("thuongtruc"), queries.of_decision(revoked)
    recovery.settle(revoked, [found[0].id], actor=desk, settled_on=TODAY)
    db.session.commit()
    with pytest.raises(WrongState, match="người khác"):
        recovery.settle(revoked, [found[0].id, found[1].id], actor=desk, settled_on=TODAY)
    db.session.rollback()
    assert [row.state for row in queries.of_decision(revoked)].count(R.OPEN) == 5


def test_things_of_another_revocation_and_impossible_days_are_refused(revoked):
    desk = make.account("thuongtruc")
    other = later.later(make.award(State.SIGNED, "nhanvien2"), K.REVOCATION, {1: {}}, State.NUMBERED)
    theirs = queries.of_decision(other)[0].id
    mine = queries.of_decision(revoked)[0].id
    with pytest.raises(NotReady, match="không thuộc"):
        recovery.settle(revoked, [mine, theirs], actor=desk, settled_on=TODAY)
    for day in (TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)):
        with pytest.raises(NotReady) as refused:
            recovery.settle(revoked, [mine], actor=desk, settled_on=day)
        assert refused.value.missing == ["Ngày thu hồi"]
    with pytest.raises(NotReady, match="ít nhất một"):
        recovery.settle(revoked, [], actor=desk, settled_on=TODAY)
    assert {row[3] for row in rows(revoked) + rows(other)} == {"open"}


@pytest.mark.parametrize("login", ["nhanvien", "truongphong", "thuky", "chutich", "vanthu", "quantri"])
def test_only_the_standing_body_ticks(revoked, login):
    found, actor = queries.of_decision(revoked)[0], make.account(login)
    for act in (
        lambda: recovery.settle(revoked, [found.id], actor=actor, settled_on=TODAY),
        lambda: recovery.waive(found, actor=actor, reason="x"),
        lambda: recovery.reopen(found, actor=actor, reason="x"),
    ):
        with pytest.raises(Barred):
            act()
    assert queries.tasks_for(actor) == []


def test_the_grounds_are_the_four_of_the_law_with_their_article(app):
    base = make.award(State.SIGNED, "nhanvien")
    found = queries.grounds(base)
    assert [one["article"][:7] for one in found.value] == ["điểm a ", "điểm b ", "điểm c ", "điểm d "]
    assert {one["article"][7:] for one in found.value} == {"khoản 2 Điều 93 Luật Thi đua, khen thưởng"}
    assert (found.confidence, found.needs_check) == (Confidence.VERIFIED, False)
    assert queries.grounds(make.recognition(State.SIGNED)).needs_check
    with pytest.raises(NotReady, match="không có trong danh sách"):
        queries.ground(base, "khac")
