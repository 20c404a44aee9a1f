"""Print runs: chosen sheets in the order of the stack, jams, spoiled blanks, reprints, two runs over one certificate."""

import json

import pytest

from intranet.core import audit, files
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.decisions import code_text
from intranet.decisions import printing as marks
from intranet.decisions.models import Certificate, DecisionKind
from intranet.decisions.stack import stack
from intranet.decisions.states import CertificateState as C
from intranet.documents import read_back
from intranet.printing import ledger, queries, run_actions, stock_actions
from intranet.printing.models import EntryKind, RunKind, RunMode, SheetResult, StockField
from intranet.printing.states import RunState
from intranet.registers.actions import issued_files
from intranet.verification import actions as verification
from tests.factories import corrections, printing
from tests.factories import decisions as make

WHOLE = run_actions.Order(RunMode.WHOLE, RunKind.FIRST)


def ordinals(run) -> list[int]:
    return [one.certificate.ordinal for one in run.sheets]


def results(run) -> list[str]:
    return [one.result.value for one in run.sheets]


def states(decision) -> list[C]:
    return [one.state for one in decision.certificates]


def names_in_file(run) -> list[str]:
    """Return who stands in the file of a run, page by page."""
    lines = read_back.paragraphs(files.get(issued_files(run)[-1].sha256))
    known = {one.name for one in run.decision.certificates}
    return [line for line in lines if line in known]


def started(decision, clerk, order=WHOLE, sheets=""):
    run = run_actions.prepare(decision, order, sheets, actor=clerk)
    run_actions.start(run, actor=clerk)
    return run


@pytest.mark.parametrize("mode", RunMode)
def test_the_file_has_exactly_the_chosen_sheets_in_the_order_of_the_list(clerk, mode):
    decision = printing.decision()
    order = WHOLE if mode == RunMode.WHOLE else printing.order()
    run = run_actions.prepare(decision, order, "5, 2-3", actor=clerk)
    assert ordinals(run) == [2, 3, 5]
    by_number = {one.ordinal: one.name for one in decision.certificates}
    assert names_in_file(run) == [by_number[2], by_number[3], by_number[5]]


def test_empty_means_all_that_are_not_printed_yet(clerk):
    decision = printing.decision()
    run = started(decision, clerk, sheets="2, 4")
    run_actions.note_result(run, actor=clerk)
    assert (run.state, set(results(run))) == (RunState.DONE, {"printed"})
    assert ordinals(run_actions.prepare(decision, WHOLE, "", actor=clerk)) == [1, 3, 5, 6]


def test_preparing_prints_nothing_and_giving_up_books_nothing(clerk):
    decision, order = printing.decision(), printing.order(blanks=6)
    run = run_actions.prepare(decision, order, "", actor=clerk)
    assert set(states(decision)) == {C.READY}
    run_actions.discard(run, actor=clerk)
    assert (set(states(decision)), ledger.left(order.stock)) == ({C.READY}, 6)
    assert len(run_actions.prepare(decision, order, "", actor=clerk).sheets) == 6


def test_each_certificate_logs_which_run_printed_it(clerk):
    decision = printing.decision()
    run = started(decision, clerk)
    run_actions.note_result(run, actor=clerk)
    events = [event for one in decision.certificates for event in audit.timeline(one)]
    assert [event.event for event in events] == ["certificate:print"] * 6
    assert {str(event.details()["details"]) for event in events} == {"{'kind': 'first', 'run': 1}"}
    assert set(states(decision)) == {C.PRINTED}


def test_after_a_jam_exactly_the_rest_is_printed_in_its_order(clerk):
    decision, order = printing.decision(), printing.order(blanks=20)
    run = started(decision, clerk, order)
    run_actions.note_result(run, actor=clerk, upto=4, spoiled=[2, 5], wasted=1, reason="Kẹt giấy, lem mực.")
    assert run.state == RunState.STOPPED
    assert results(run) == ["printed", "spoiled", "printed", "printed", "spoiled", "left"]
    assert states(decision) == [C.PRINTED, C.READY, C.PRINTED, C.PRINTED, C.READY, C.READY]
    rest = run_actions.resume(run, actor=clerk)
    assert (ordinals(rest), rest.follows_id, rest.stock_id) == ([2, 5, 6], run.id, order.stock.id)
    assert names_in_file(rest) == [decision.certificates[n - 1].name for n in (2, 5, 6)]
    run_actions.start(rest, actor=clerk)
    run_actions.note_result(rest, actor=clerk)
    assert set(states(decision)) == {C.PRINTED}
    found = ledger.totals(order.stock)
    assert (found[EntryKind.USED], found[EntryKind.SPOILED], ledger.left(order.stock)) == (6, 3, 11)


def test_nothing_came_out(clerk):
    decision, order = printing.decision(), printing.order(blanks=6)
    run = started(decision, clerk, order)
    run_actions.note_result(run, actor=clerk, upto=0)
    assert (run.state, ledger.left(order.stock)) == (RunState.STOPPED, 6)
    assert ordinals(run_actions.resume(run, actor=clerk)) == [1, 2, 3, 4, 5, 6]


def test_only_one_run_goes_on_where_it_stopped(clerk):
    run = started(printing.decision(), clerk)
    run_actions.note_result(run, actor=clerk, upto=4)
    again = run_actions.resume(run, actor=clerk)
    with pytest.raises(WrongState):
        run_actions.resume(run, actor=clerk)
    run_actions.discard(again, actor=clerk)
    assert ordinals(run_actions.resume(run, actor=clerk)) == [5, 6]


def test_what_was_revoked_meanwhile_is_not_printed_again(clerk):
    decision = printing.decision()
    run = started(decision, clerk)
    run_actions.note_result(run, actor=clerk, upto=4)
    decision.certificates[4].state = C.REVOKED
    db.session.flush()
    assert ordinals(run_actions.resume(run, actor=clerk)) == [6]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"upto": 7}, "không có tờ số 7"),
        ({"spoiled": [3, 99]}, "không có tờ số 99"),
        ({"spoiled": [3]}, "lý do"),
        ({"wasted": 2, "reason": " \n"}, "lý do"),
        ({"wasted": 15, "reason": "Ướt cả tập."}, "còn 14 tờ, không đủ để trừ 15"),
    ],
)
def test_a_wrong_result_changes_nothing(clerk, given, said):
    decision, order = printing.decision(), printing.order(blanks=20)
    run = started(decision, clerk, order)
    db.session.commit()
    with pytest.raises(NotReady, match=said):
        run_actions.note_result(run, actor=clerk, **given)
    db.session.rollback()
    assert (run.state, ledger.left(order.stock)) == (RunState.PRINTING, 20)
    assert set(states(decision)) == {C.READY}


def test_too_few_blanks_are_told_before_the_file_is_made(clerk):
    decision, order = printing.decision(), printing.order(blanks=5)
    run_actions.prepare(decision, order, "1-4", actor=clerk)
    with pytest.raises(NotReady, match=r"còn 5 tờ \(đã dành 4 tờ cho lượt in khác\), lượt này cần 2 tờ"):
        run_actions.prepare(decision, order, "5-6", actor=clerk)
    assert len(queries.runs_of(decision)) == 1


def test_two_runs_never_hold_the_same_certificate(clerk):
    decision = printing.decision()
    first = run_actions.prepare(decision, WHOLE, "1-3", actor=clerk)
    with pytest.raises(NotReady) as caught:
        run_actions.prepare(decision, WHOLE, "2-5", actor=clerk)
    assert caught.value.missing == ["Lượt in số 1: tờ 2, 3"]
    assert ordinals(run_actions.prepare(decision, WHOLE, "4-5", actor=clerk)) == [4, 5]
    assert ordinals(run_actions.prepare(decision, WHOLE, "", actor=clerk)) == [6]
    with pytest.raises(NotReady) as caught:
        run_actions.prepare(decision, WHOLE, "", actor=clerk)
    assert caught.value.missing == ["Lượt in số 1: tờ 1-3", "Lượt in số 2: tờ 4, 5", "Lượt in số 3: tờ 6"]
    run_actions.discard(first, actor=clerk)
    assert ordinals(run_actions.prepare(decision, WHOLE, "2-3", actor=clerk)) == [2, 3]


@pytest.mark.parametrize("reason", ["", "  \n\t"])
def test_a_reprint_without_reason_is_refused(clerk, reason):
    decision = printing.decision()
    run_actions.note_result(started(decision, clerk), actor=clerk)
    order = run_actions.Order(RunMode.WHOLE, RunKind.REPRINT, reason)
    with pytest.raises(NotReady, match="lý do"):
        run_actions.prepare(decision, order, "3", actor=clerk)


def test_a_reprint_is_logged_with_its_reason(clerk):
    decision = printing.decision()
    run_actions.note_result(started(decision, clerk), actor=clerk)
    order = run_actions.Order(RunMode.WHOLE, RunKind.REPRINT, "Nhòe mực.")
    with pytest.raises(NotReady, match="ghi rõ số các tờ"):
        run_actions.prepare(decision, order, "", actor=clerk)
    run_actions.note_result(started(decision, clerk, order, "3"), actor=clerk)
    last = audit.timeline(decision.certificates[2])[-1]
    assert (last.event, last.reason) == ("certificate:reprint", "Nhòe mực.")
    assert last.details()["details"] == {"run": 2, "kind": "reprint"}
    assert states(decision)[2] == C.REPRINTED
    printed = queries.prints_of(decision)[decision.certificates[2].id]
    assert [one.run.kind for one in printed] == [RunKind.FIRST, RunKind.REPRINT]


@pytest.mark.parametrize(
    ("state", "kind", "said"),
    [
        (C.PRINTED, RunKind.FIRST, "đã in, muốn in nữa hãy chọn “In lại”"),
        (C.HANDED_OVER, RunKind.REPRINT, "đã trao, hãy làm thủ tục cấp lại"),
        (C.READY, RunKind.REPRINT, "chưa in lần nào"),
        (C.READY, RunKind.REPLACEMENT, "là giấy in lần đầu"),
    ],
)
def test_a_sheet_that_cannot_be_printed_this_way_is_named(clerk, state, kind, said):
    decision = printing.decision()
    decision.certificates[3].state = state
    db.session.flush()
    with pytest.raises(NotReady) as caught:
        run_actions.prepare(decision, run_actions.Order(RunMode.WHOLE, kind, "Nhòe."), "4", actor=clerk)
    assert caught.value.missing == [f"{decision.certificates[3].name} (tờ số 04): {said}"]


def test_a_number_outside_of_the_stack_is_refused(clerk):
    with pytest.raises(NotReady, match="không có tờ số 7-9; đang có: 1-6"):
        run_actions.prepare(printing.decision(), WHOLE, "5-9", actor=clerk)


def test_what_was_marked_by_hand_meanwhile_is_logged_as_one_more_print(clerk):
    decision = printing.decision()
    run = started(decision, clerk)
    marks.mark_printed(decision, actor=clerk)
    run_actions.note_result(run, actor=clerk)
    last = audit.timeline(decision.certificates[0])[-1]
    assert (last.event, last.reason) == (
        "certificate:reprint",
        "Đã được ghi in từ trước, nay in trong lượt số 1.",
    )


def test_a_run_whose_certificate_was_revoked_does_not_start(clerk):
    decision = printing.decision()
    run = run_actions.prepare(decision, WHOLE, "", actor=clerk)
    decision.certificates[1].state = C.REVOKED
    db.session.flush()
    with pytest.raises(NotReady) as caught:
        run_actions.start(run, actor=clerk)
    assert caught.value.missing == [f"{decision.certificates[1].name} (tờ số 02)"]


def test_revoked_while_printing_must_be_noted_as_spoiled(clerk):
    decision = printing.decision()
    run = started(decision, clerk)
    decision.certificates[1].state = C.REVOKED
    db.session.flush()
    db.session.commit()
    with pytest.raises(NotReady, match="Trong lúc in"):
        run_actions.note_result(run, actor=clerk)
    db.session.rollback()
    run_actions.note_result(run, actor=clerk, spoiled=[2], reason="Đã thu hồi.")
    assert run.sheets[1].result == SheetResult.SPOILED
    assert decision.certificates[1].state == C.REVOKED


def test_text_that_does_not_fit_its_box_blocks_and_names_recipient_and_field(clerk):
    decision, order = printing.decision(), printing.order()
    box = {"width": 20.0, "sizes": "20", "lines": 1}
    stock_actions.set_box(order.stock, StockField.NAME, box, actor=clerk)
    with pytest.raises(NotReady) as caught:
        run_actions.prepare(decision, order, "2", actor=clerk)
    said = f"{decision.certificates[1].name} (tờ số 2): tên người, tập thể được khen"
    assert caught.value.missing == [said]


def test_a_missing_honorific_blocks_and_names_who(clerk):
    decision = printing.decision()
    row = stack(decision)[1].row | {"name": "Nguyễn Thị Lan Anh"}
    decision.certificates[1].content = json.dumps(row)
    with pytest.raises(NotReady) as caught:
        run_actions.prepare(decision, WHOLE, "1-2", actor=clerk)
    assert caught.value.missing == ["Nguyễn Thị Lan Anh"]


def test_overlay_needs_stock_and_printer(clerk):
    with pytest.raises(NotReady, match="cần chọn mẫu phôi và máy in"):
        run_actions.prepare(
            printing.decision(), run_actions.Order(RunMode.OVERLAY, RunKind.FIRST), "", actor=clerk
        )


def test_certificates_of_initiatives_are_printed_on_stock_too(clerk):
    decision = make.recognition(make.State.NUMBERED, "nhanvien2")
    run = run_actions.prepare(decision, printing.order(), "", actor=clerk)
    lines = read_back.paragraphs(files.get(issued_files(run)[-1].sha256))
    assert lines.count("GIẤY CHỨNG NHẬN SÁNG KIẾN") == len(stack(decision)) == 2


def test_others_do_not_print(clerk):
    decision, other = printing.decision(), make.account("truongphong")
    with pytest.raises(Barred):
        run_actions.prepare(decision, WHOLE, "", actor=other)
    run = started(decision, clerk)
    for act in (run_actions.note_result, run_actions.resume, run_actions.discard, run_actions.start):
        with pytest.raises(Barred):
            act(run, actor=other)


def test_the_file_of_a_run_never_changes(clerk):
    decision, order = printing.decision(), printing.order()
    run = run_actions.prepare(decision, order, "", actor=clerk)
    before = names_in_file(run), issued_files(run)[-1].sha256
    stock_actions.set_box(order.stock, StockField.NAME, {"x": 1.0}, actor=clerk)
    assert (names_in_file(run), issued_files(run)[-1].sha256) == before


def test_two_people_end_the_same_run_only_once(clerk):
    run = started(printing.decision(), clerk)
    run_actions.note_result(run, actor=clerk)
    with pytest.raises(WrongState):
        run_actions.note_result(run, actor=make.account("thuongtruc"))
    assert db.session.query(Certificate).filter_by(state=C.REPRINTED).count() == 0


def test_codes_are_printed_when_the_office_wants_them(clerk):
    verification.choose(wanted=True, address="https://thidua.example/kiem-tra", actor=clerk)
    decision, order = printing.decision(), printing.order()
    for mode in (WHOLE, order):
        run = run_actions.prepare(decision, mode, "2", actor=clerk)
        shown = code_text.show_code(decision.certificates[1].code)
        lines = read_back.paragraphs(files.get(issued_files(run)[-1].sha256))
        assert sum(shown in line for line in lines) == 1
        run_actions.discard(run, actor=clerk)
    stock_actions.set_box(order.stock, StockField.REGISTER, {"lines": 1, "height": 7.0}, actor=clerk)
    run = run_actions.prepare(decision, order, "2", actor=clerk)
    assert not any(shown in line for line in read_back.paragraphs(files.get(issued_files(run)[-1].sha256)))


def test_a_replacement_is_printed_and_logged_as_one(clerk):
    decision = printing.decision()
    run_actions.note_result(started(decision, clerk), actor=clerk)
    new = "Bà Nguyễn Thị Lan Oanh"
    corrections.later(decision, DecisionKind.AMENDMENT, {2: {"name": new}}, make.State.NUMBERED)
    db.session.expire_all()
    order = run_actions.Order(RunMode.WHOLE, RunKind.REPLACEMENT)
    with pytest.raises(NotReady, match="Có tờ không in theo cách này"):
        run_actions.prepare(decision, WHOLE, "2", actor=clerk)
    run = started(decision, clerk, order)
    assert (ordinals(run), names_in_file(run)) == ([2], [new])
    run_actions.note_result(run, actor=clerk)
    found = run.sheets[0].certificate
    assert (found.edition, found.state) == (2, C.PRINTED)
    last = audit.timeline(found)[-1]
    assert last.event == "certificate:print"
    assert last.details()["details"] == {"run": 2, "kind": "replacement"}
