"""A bar that begins after the council stops the Decision; one nominee can be left out; exceptions are told first."""

import datetime as dt

import pytest

from intranet.awards import eligibility_actions as eligibility
from intranet.awards.agenda import notes_among
from intranet.awards.eligibility import HoldKind
from intranet.awards.eligibility_models import FindingOverride
from intranet.awards.states import State as NominationState
from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere
from intranet.decisions import actions, dossier, left_out, papers, queries
from intranet.decisions.states import State
from intranet.documents import read_back
from intranet.documents.kinds.submission import EXCEPTIONS
from tests.factories import decisions as make


def hold_on(nomination):
    return eligibility.add_hold(
        nomination.person or nomination.collective,
        HoldKind.INSPECTION,
        actor=make.account("thuongtruc"),
        from_on=clock.today() - dt.timedelta(days=1),
        to_on=None,
        source="Quyết định thanh tra số 05/QĐ-TTr",
    )


def person_of(decision):
    return next(one for one in queries.nominations_of(decision) if one.person_id)


def test_a_hold_after_the_council_stops_every_step_to_the_number(app):
    decision = make.award(State.DRAFT)
    barred = person_of(decision)
    steps = [
        (lambda: actions.submit(decision, actor=make.account("thuongtruc"))),
        (lambda: actions.approve(decision, actor=make.account("chutich"))),
        (lambda: actions.number(decision, actor=make.account("vanthu"), issued_on=clock.today())),
    ]
    for step in steps:
        hold = hold_on(barred)
        with pytest.raises(NotReady, match="Quy định không cho khen thưởng") as stopped:
            step()
        (line,) = stopped.value.missing
        assert line.startswith(f"{barred.printed_name}: ") and "Điều" in line and ". (" not in line
        eligibility.lift_hold(hold, actor=make.account("thuongtruc"), reason="Đã kết luận không vi phạm")
        step()
    assert decision.state == State.NUMBERED
    hold_on(barred)  # later than the number: revocation is the way then
    assert barred.state == NominationState.AWARDED


def test_the_chairman_leaves_one_out_even_after_approval_and_the_rest_is_numbered(app):
    decision = make.award(State.SUBMITTED)
    actions.approve(decision, actor=make.account("chutich"))
    barred = person_of(decision)
    before = len(queries.nominations_of(decision))
    hold_on(barred)
    with pytest.raises(Barred):
        left_out.leave_out(decision, barred, actor=make.account("vanthu"), reason="Đang thanh tra")
    left_out.leave_out(decision, barred, actor=make.account("chutich"), reason="Đang thanh tra")
    assert barred.state == NominationState.DECLINED
    actions.number(decision, actor=make.account("vanthu"), issued_on=clock.today())
    assert len(decision.certificates) == before - 1 > 0
    assert barred.printed_name not in {one.name for one in decision.certificates}
    with pytest.raises(NotThere):
        left_out.nomination_of(decision, barred.id)


def test_the_standing_body_leaves_out_of_its_draft_only_whom_the_law_bars_and_never_the_last(app):
    decision = make.award(State.DRAFT, "nhanvien", "@")
    one, last = queries.nominations_of(decision)
    desk = make.account("thuongtruc")
    with pytest.raises(Barred):
        left_out.leave_out(decision, one, actor=desk, reason="Không muốn")
    hold_on(one)
    hold_on(last)
    with pytest.raises(NotReady, match="lý do"):
        left_out.leave_out(decision, one, actor=desk, reason=" ")
    left_out.leave_out(decision, one, actor=desk, reason="Đang thanh tra")
    with pytest.raises(NotReady, match="chỉ còn một"):
        left_out.leave_out(decision, last, actor=desk, reason="Đang thanh tra")


def test_the_chairman_declines_what_he_had_approved_before_the_number(app):
    decision = make.award(State.SUBMITTED)
    actions.approve(decision, actor=make.account("chutich"))
    files = queries.nominations_of(decision)
    actions.decline(decision, actor=make.account("chutich"), reason="Phát hiện hồ sơ không đúng")
    assert decision.state == State.DECLINED
    assert {one.state for one in files} == {NominationState.DECLINED}
    assert decision.round.state.value == "cancelled"


def planted(decision) -> FindingOverride:
    """Put an override on a file, as the standing body writes it while it checks."""
    desk = make.account("thuongtruc")
    row = FindingOverride(
        nomination_id=person_of(decision).id,
        key="planted",
        text="Báo cáo gần giống hồ sơ khác, theo Quyết định số 99/QĐ-UBND ngày 01 tháng 02 năm 2020",
        article="NĐ 152/2025 Điều 4",
        reason="Hai người cùng làm 02 cá nhân",
        by_id=desk.id,
        by_name=desk.display_name,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def test_ct2_overrides_stand_first_in_the_submission_and_the_checker_reads_past_them(app):
    decision = make.award(State.SUBMITTED)
    row = planted(decision)
    name = person_of(decision).printed_name
    lines = read_back.paragraphs(papers.submission_file(papers.content_of(decision)))
    at = lines.index(EXCEPTIONS)
    assert lines[at + 1].startswith(f"- {name}: Bỏ qua cảnh báo “{row.text}”")
    assert lines[at - 1].startswith("Căn cứ ")
    result, slips = dossier.check_all(dossier.files_of(decision), decision)
    assert result.compared > 20
    assert (result.differences, slips) == ((), [])


def test_ct2_the_page_tells_overrides_before_the_button_and_leaves_a_barred_person_out(site, browser):
    with site.app_context():
        decision = make.award(State.SUBMITTED)
        row = planted(decision)
        barred = person_of(decision)
        hold_on(barred)
        name, reason = barred.printed_name, row.reason
        page, where = f"/quyet-dinh/{decision.id}", f"/quyet-dinh/{decision.id}/dua-ra/{barred.id}"
        db.session.commit()
    chairman = browser("chutich")
    shown = chairman.get(page)
    order = [
        shown.text.index(words) for words in ("Cần biết trước", "Duyệt, chuyển văn thư", "Danh sách kèm")
    ]
    assert order == sorted(order)
    assert reason in shown.text and where in shown.links().values()
    ask = chairman.get(where)
    chairman.submit(ask, where, expect=422, reason="")
    chairman.submit(ask, where, reason="Đang thanh tra")
    after = chairman.get(page)
    assert where not in after.links().values()
    assert name not in str(after.html.find("table"))
    chairman.get(where, expect=404)


def test_notes_of_many_files_cost_two_statements(site, count_queries):
    with site.app_context():
        nominations = queries.nominations_of(make.award(State.DRAFT))
        with count_queries(site) as few:
            notes_among(nominations[:1])
        with count_queries(site) as many:
            notes_among(nominations)
        assert len(few) == len(many) == 2 == len(nominations)
