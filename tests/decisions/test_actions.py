"""Draft, submit, approve, number: what each act does, refuses and leaves behind."""

import datetime as dt
import hashlib
import json

import pytest
import sqlalchemy as sa

from intranet.awards.models import Nomination
from intranet.awards.states import RoundState
from intranet.awards.states import State as NominationState
from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady
from intranet.decisions import actions, compose, papers, printing, queries
from intranet.decisions.models import Certificate, Decision
from intranet.decisions.states import CertificateState, State
from intranet.documents import read_back
from intranet.initiatives.models import Initiative
from intranet.initiatives.states import State as InitiativeState
from intranet.parameters.models import Parameter
from intranet.people.models import Unit
from intranet.registers.models import NumberSeries, RegisterEntry
from tests.factories import decisions as make

TODAY = clock.today()


def entries(series: str) -> list[RegisterEntry]:
    query = sa.select(RegisterEntry).where(RegisterEntry.series == series).order_by(RegisterEntry.number)
    return list(db.session.scalars(query))


def test_a_draft_has_its_numbered_submission(app):
    decision = make.award()
    assert (decision.state, decision.number, decision.submission_number) == (State.DRAFT, None, 1)
    assert decision.title == f"Về việc tặng Giấy khen cho tập thể, cá nhân {make.ACHIEVEMENT}"
    (line,) = entries("TTr")
    assert (line.number, line.symbol, line.issued_on) == (1, "TTr-VHXH", TODAY)
    assert (line.object_kind, line.object_id, line.signer) == ("decision", decision.id, "Lê Thị Hạnh")
    assert entries("QD") == []


def test_a_round_is_drafted_once_and_only_when_all_is_settled(app):
    decision = make.award()
    with pytest.raises(NotReady):
        actions.draft_award(decision.round, actor=make.account("thuongtruc"), signer_id=make.signer().id)
    waiting = make.open_round()
    make.eligible(waiting, "nhanvien2")
    with pytest.raises(NotReady):
        actions.draft_award(waiting, actor=make.account("thuongtruc"), signer_id=make.signer().id)


def test_a_file_that_waits_for_its_vote_holds_the_decision_back(app):
    round_ = make.open_round()
    voted, late = make.eligible(round_, "nhanvien"), make.eligible(round_, "@")
    make.round_actions.close(round_, actor=make.account("thuongtruc"))
    make.met(make.CouncilKind.AWARD, [("nomination", voted.id)])
    assert queries.rounds_ready() == []
    make.met(make.CouncilKind.AWARD, [("nomination", late.id)])
    assert queries.rounds_ready() == [round_]


def test_only_what_the_council_passed_is_rewarded(app):
    round_ = make.open_round()
    passed, failed = make.eligible(round_, "nhanvien"), make.eligible(round_, "@")
    make.round_actions.close(round_, actor=make.account("thuongtruc"))
    cases = [("nomination", passed.id), ("nomination", failed.id)]
    make.met(make.CouncilKind.AWARD, cases, no=frozenset({failed.id}))
    decision = actions.draft_award(round_, actor=make.account("thuongtruc"), signer_id=make.signer().id)
    assert [row["name"] for row in compose.snapshot(decision)["rows"]] == ["Bà Nguyễn Thị Lan Anh"]


def test_the_list_is_in_order_with_exact_money(app):
    content = compose.snapshot(make.award(State.DRAFT, "Lưu Văn Ước", "nhanvien", "nhanvien2", "@"))
    assert [(r["ordinal"], r["group"], r["name"], r["amount"]) for r in content["rows"]] == [
        (1, "collective", "Điểm phục vụ hành chính công", 1_520_000),
        (2, "person", "Bà Nguyễn Thị Lan Anh", 760_000),
        (3, "person", "Ông Vũ Đình Ân", 760_000),
        (4, "household", "Hộ gia đình ông Lưu Văn Ước", 1_140_000),
    ]
    assert content["total"] == 4_180_000
    assert content["total_words"] == "Bốn triệu một trăm tám mươi nghìn đồng"
    assert content["articles"][0] == (
        f"Điều 1. Tặng Giấy khen cho 01 tập thể, 02 cá nhân và 01 hộ gia đình {make.ACHIEVEMENT} (có Danh sách kèm theo)."
    )


def test_the_way_to_a_number(app):
    decision = make.award(State.SUBMITTED)
    nominations = queries.nominations_of(decision)
    assert {one.state for one in nominations} == {NominationState.PASSED}
    actions.approve(decision, actor=make.account("chutich"))
    assert {one.state for one in nominations} == {NominationState.APPROVED}
    assert (decision.approved_by, decision.round.state) == ("Nguyễn Văn Hưng", RoundState.DECIDED)
    actions.number(decision, actor=make.account("vanthu"), issued_on=TODAY)
    assert (decision.state, decision.full_number, decision.issued_on) == (State.NUMBERED, "01/QĐ-UBND", TODAY)
    assert decision.round.state == RoundState.ISSUED
    facts = {(n.name, n.state, n.decision_number, n.awarded_on, n.amount) for n in nominations}
    assert facts == {
        ("Điểm phục vụ hành chính công", NominationState.AWARDED, "01/QĐ-UBND", TODAY, 1_520_000),
        ("Nguyễn Thị Lan Anh", NominationState.AWARDED, "01/QĐ-UBND", TODAY, 760_000),
    }
    (line,) = entries("QD")
    assert (line.number, line.symbol, line.issued_on, line.signer) == (1, "QĐ-UBND", TODAY, "Nguyễn Văn Hưng")
    assert line.title == f"Quyết định về việc tặng Giấy khen cho tập thể, cá nhân {make.ACHIEVEMENT}"
    rows = db.session.scalars(sa.select(Certificate).order_by(Certificate.ordinal)).all()
    assert [(c.ordinal, c.name, c.amount, c.state) for c in rows] == [
        (1, "Điểm phục vụ hành chính công", 1_520_000, CertificateState.READY),
        (2, "Bà Nguyễn Thị Lan Anh", 760_000, CertificateState.READY),
    ]
    db.session.flush()
    assert hashlib.sha256(decision.snapshot.encode()).hexdigest() == decision.snapshot_sha256
    assert queries.broken_snapshots() == [] and audit.verify() is None


def test_the_database_refuses_a_change_of_what_is_frozen(app):
    decision = make.award(State.NUMBERED)
    decision.snapshot = decision.snapshot.replace("760000", "960000")
    with db.session.no_autoflush:
        assert queries.broken_snapshots() == ["01/QĐ-UBND"]
    with pytest.raises(sa.exc.DBAPIError):
        db.session.flush()


def test_recognition_gives_one_certificate_per_author(app):
    decision = make.recognition(State.NUMBERED, co_author="nhanvien2")
    initiative = db.session.scalars(sa.select(Initiative)).one()
    assert (initiative.state, initiative.decision_number) == (InitiativeState.RECOGNISED, "01/QĐ-UBND")
    rows = db.session.scalars(sa.select(Certificate).order_by(Certificate.ordinal)).all()
    assert [(c.ordinal, c.name, c.amount) for c in rows] == [
        (1, "Bà Nguyễn Thị Lan Anh", 0),
        (2, "Ông Vũ Đình Ân", 0),
    ]
    table = read_back.tables(papers.file_of(decision, "quyet-dinh")[1])[-1]
    assert table[-1][2] == "Bà Nguyễn Thị Lan Anh (70 %); Ông Vũ Đình Ân (30 %)"
    said = read_back.paragraphs(papers.file_of(decision, "giay-khen")[1])
    assert [text for text in said if text.startswith("Số: ")] == ["Số: 01", "Số: 02"]


def test_nothing_that_changes_later_touches_a_numbered_paper(app):
    decision = make.award(State.NUMBERED)
    db.session.flush()
    before = {key: papers.file_of(decision, key)[1] for key in papers.PAPERS}
    db.session.execute(sa.update(Nomination).values(name="Tên khác", achievement="Khác", detail="Khác"))
    for unit in db.session.scalars(sa.select(Unit)):
        unit.name += " (đổi tên)"
    for login in ("nhanvien", "chutich", "thuongtruc"):
        make.account(login).person.full_name = "Trần Văn Đổi"
    make.signer().lines = "QUYỀN CHỦ TỊCH"
    settings = actions.organisation()
    settings.fund_name, settings.place_name = "Quỹ khác", "Nơi khác"
    for row in db.session.scalars(sa.select(Parameter).where(Parameter.key == "base_salary")):
        row.value = 1
    db.session.flush()
    assert {key: papers.file_of(decision, key)[1] for key in papers.PAPERS} == before
    papers.keep_all(decision)
    assert {key: papers.file_of(decision, key)[1] for key in papers.PAPERS} == before


def test_money_follows_the_day_of_issue_and_is_frozen(app):
    decision = make.award(State.APPROVED, "nhanvien")
    row = db.session.scalars(
        sa.select(Parameter).where(Parameter.key == "base_salary").order_by(Parameter.effective_from.desc())
    ).first()
    row.effective_to = TODAY - dt.timedelta(days=1)
    newer = {"key": "base_salary", "value": 3_000_000, "effective_from": TODAY}
    db.session.add(Parameter(**newer, source="Ví dụ", confidence="confirmed"))
    actions.number(decision, actor=make.account("vanthu"), issued_on=TODAY)
    assert json.loads(decision.snapshot)["total"] == 900_000
    assert decision.certificates[0].amount == 900_000


@pytest.mark.parametrize("days", [1, -1, -400])
def test_a_day_before_the_approval_or_in_the_future_is_refused(app, days):
    decision = make.award(State.APPROVED)
    with pytest.raises(NotReady) as refused:
        actions.number(decision, actor=make.account("vanthu"), issued_on=TODAY + dt.timedelta(days=days))
    assert refused.value.missing == ["Ngày ban hành"]
    assert (decision.state, decision.number) == (State.APPROVED, None)


def test_a_day_before_the_last_number_is_refused_and_the_number_is_given_back(app):
    first, second = make.award(State.NUMBERED), make.recognition(State.APPROVED)
    second.approved_at -= dt.timedelta(days=3)
    db.session.commit()
    with pytest.raises(NotReady) as refused:
        actions.number(second, actor=make.account("vanthu"), issued_on=TODAY - dt.timedelta(days=1))
    assert "Số liền trước đã mang ngày" in refused.value.message
    db.session.rollback()
    actions.number(second, actor=make.account("vanthu"), issued_on=TODAY)
    assert (first.number, second.number) == (1, 2)
    assert db.session.scalar(sa.select(NumberSeries.last).where(NumberSeries.series == "QD")) == 2


def test_a_number_is_given_once(app):
    decision = make.award(State.NUMBERED)
    with pytest.raises(Barred):
        actions.number(decision, actor=make.account("vanthu"), issued_on=TODAY)
    assert [line.number for line in entries("QD")] == [1]


@pytest.mark.parametrize("login", ["nhanvien", "truongphong", "thuky", "quantri", "chutich", "vanthu"])
def test_only_the_standing_body_drafts_and_submits(app, login):
    round_ = make.settled_round()
    with pytest.raises(Barred):
        actions.draft_award(round_, actor=make.account(login), signer_id=make.signer().id)
    decision = actions.draft_award(round_, actor=make.account("thuongtruc"), signer_id=make.signer().id)
    with pytest.raises(Barred):
        actions.submit(decision, actor=make.account(login))


@pytest.mark.parametrize("login", ["nhanvien", "thuongtruc", "thuky", "quantri", "vanthu", "phochutich"])
def test_only_the_chairman_decides(app, login):
    decision, actor = make.award(State.SUBMITTED), make.account(login)
    for act in (
        lambda: actions.approve(decision, actor=actor),
        lambda: actions.send_back(decision, actor=actor, reason="Sửa"),
        lambda: actions.decline(decision, actor=actor, reason="Không"),
    ):
        with pytest.raises(Barred):
            act()
    assert decision.state == State.SUBMITTED


def test_nobody_approves_an_award_of_their_own(app):
    decision = make.award(State.SUBMITTED, "chutich", "nhanvien")
    with pytest.raises(Barred) as refused:
        actions.approve(decision, actor=make.account("chutich"))
    assert refused.value.message.startswith("Bạn có tên trong danh sách")
    assert decision.state == State.SUBMITTED


@pytest.mark.parametrize("login", ["thuongtruc", "chutich", "quantri"])
def test_only_the_clerk_numbers(app, login):
    decision = make.award(State.APPROVED)
    with pytest.raises(Barred):
        actions.number(decision, actor=make.account(login), issued_on=TODAY)


def test_returned_with_a_reason_and_submitted_again(app):
    decision = make.award(State.SUBMITTED)
    actions.send_back(decision, actor=make.account("chutich"), reason="Ghi rõ tên quỹ.")
    assert decision.state == State.DRAFT
    assert [event.reason for event in audit.timeline(decision)].count("Ghi rõ tên quỹ.") == 1
    actions.submit(decision, actor=make.account("thuongtruc"))
    assert decision.state == State.SUBMITTED


def test_declined_ends_the_nominations_with_the_reason(app):
    decision = make.award(State.DECLINED)
    states = set(db.session.scalars(sa.select(Nomination.state)))
    assert (decision.state, states) == (State.DECLINED, {NominationState.DECLINED})
    assert decision.round.state.value == "cancelled"
    assert entries("QD") == []


def test_the_deputy_signs_for_the_chairman(app):
    decision = make.award()
    actions.choose_signer(decision, make.signer(1).id, actor=make.account("thuongtruc"))
    assert compose.snapshot(decision)["signer"] == {
        "lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "name": "Trần Thị Minh Nguyệt",
    }


def test_what_does_not_fit_on_a_certificate_is_told_before_the_chairman_sees_it(app):
    with pytest.raises(NotReady) as refused:
        make.award(State.DRAFT, "nhanvien", achievement="THÀNH TÍCH WWWWWWW " * 25)
    assert refused.value.missing == ["Bà Nguyễn Thị Lan Anh"]
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 0
    assert entries("TTr") == []


def test_braces_in_a_text_are_text(app):
    round_ = make.settled_round("nhanvien")
    round_.achievement = "đã {total} góp\ncông {fund}"
    decision = actions.draft_award(round_, actor=make.account("thuongtruc"), signer_id=make.signer().id)
    assert decision.title == "Về việc tặng Giấy khen cho cá nhân đã {total} góp công {fund}"
    assert len(compose.snapshot(decision)["articles"]) == 3


def test_printed_reprinted_handed_over(app):
    decision, clerk = make.award(State.NUMBERED), make.account("vanthu")
    db.session.flush()
    assert printing.mark_handed_over(decision, actor=clerk) == 0
    assert (printing.mark_printed(decision, actor=clerk), printing.mark_printed(decision, actor=clerk)) == (
        2,
        0,
    )
    printing.mark_reprinted(decision.certificates[0], actor=clerk, reason="Giấy bị nhòe.")
    assert printing.mark_handed_over(decision, actor=clerk) == 2
    assert {(c.state, c.handed_over_on) for c in decision.certificates} == {
        (CertificateState.HANDED_OVER, TODAY)
    }
    with pytest.raises(Barred):
        printing.mark_printed(decision, actor=make.account("nhanvien"))


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.SUBMITTED, State.APPROVED, State.NUMBERED, State.DECLINED]
)
@pytest.mark.parametrize(
    "login", ["nhanvien", "truongphong", "thuongtruc", "thuky", "chutich", "vanthu", "quantri"]
)
def test_the_list_and_the_rule_agree(app, state, login):
    decision, who = make.award(state, "nhanvien"), make.account(login)
    db.session.flush()
    seen = list(db.session.scalars(queries.visible_to(who)))
    assert seen == ([decision] if actions.rules.may_see(who, decision) else [])


def test_what_waits_for_whom(app):
    def urls(login: str) -> list[tuple[str, str]]:
        return [(task.action, task.url) for task in queries.tasks_for(make.account(login))]

    round_ = make.settled_round()
    assert urls("thuongtruc") == [("Lập dự thảo", f"/quyet-dinh/moi/khen-thuong/{round_.id}")]
    decision = actions.draft_award(round_, actor=make.account("thuongtruc"), signer_id=make.signer().id)
    here = f"/quyet-dinh/{decision.id}"
    assert urls("thuongtruc") == [("Hoàn thiện, trình Chủ tịch", here)]
    actions.submit(decision, actor=make.account("thuongtruc"))
    assert (urls("thuongtruc"), urls("chutich"), urls("vanthu")) == ([], [("Xem và duyệt", here)], [])
    actions.approve(decision, actor=make.account("chutich"))
    assert (urls("chutich"), urls("vanthu")) == ([], [("Cấp số, ngày", here)])
    actions.number(decision, actor=make.account("vanthu"), issued_on=TODAY)
    assert urls("vanthu") == [("Ghi đã ký, đóng dấu", here)]
    actions.sign(decision, actor=make.account("vanthu"))
    assert urls("vanthu") == []


@pytest.mark.parametrize("field", ["name", "detail", "achievement"])
def test_a_letter_that_the_font_lacks_stops_the_draft_and_names_the_recipient(app, field):
    decision = make.award(State.DRAFT)
    nomination = queries.nominations_of(decision)[-1]
    setattr(nomination, field, f"{getattr(nomination, field)} 漢")
    with pytest.raises(NotReady) as told:
        actions.submit(decision, actor=make.account("thuongtruc"))
    assert len(told.value.missing) == 1
    assert told.value.missing[0].startswith(nomination.printed_name) and told.value.missing[0].endswith(
        ": 漢"
    )
