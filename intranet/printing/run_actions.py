"""Acts on print runs: prepare (makes the file), start, note the result, go on after a jam, give up."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.text import clean_prose, fold, format_number
from ..core.workflow import perform
from ..decisions import codes, printing
from ..decisions.models import Certificate, Decision
from ..decisions.rules import require
from ..decisions.stack import Sheet, stack
from ..decisions.states import CertificateState
from ..people.models import Account
from ..registers.actions import keep_file
from . import choosing, ledger, queries, ranges, rules, sheets
from .ledger import NOT_YOURS
from .models import (
    EntryKind,
    PrinterProfile,
    PrintRun,
    PrintSheet,
    RunKind,
    RunMode,
    SheetResult,
    StockProfile,
)
from .states import OPEN, WORKFLOW, RunState, RunStep

audit.declare("print_run", prepared=("sheets", "mode", "kind"))
FILE = "luot-in"
SHEETS_LIMIT = 2000  # pages in one file; word processors get slow beyond


@dataclass(frozen=True)
class Order:
    """What is to be printed: how, why, on what."""

    mode: RunMode
    kind: RunKind
    reason: str = ""
    stock: StockProfile | None = None
    printer: PrinterProfile | None = None


def prepare(decision: Decision, order: Order, range_text: str, *, actor: Account) -> PrintRun:
    """Make a run of the sheets that a range names ("" means all that wait for this kind of print), with its file.

    NotReady in words, naming recipients, for a bad range, sheets that cannot be printed this way or stand in
    another open run, a reprint without reason, text that does not fit, or too few blanks.
    """
    require(rules.may_print(actor), NOT_YOURS)
    _lock(decision)
    chosen = choosing.choose(stack(decision), order.kind, ranges.parse(range_text))
    return _make(decision, order, chosen, actor=actor)


def _lock(decision: Decision) -> None:
    """Let one person at a time begin or end runs of a Decision; what others changed meanwhile is read anew."""
    db.session.execute(sa.select(Decision.id).where(Decision.id == decision.id).with_for_update())
    db.session.execute(
        sa.select(Certificate)
        .where(Certificate.decision_id == decision.id)
        .execution_options(populate_existing=True)
    ).scalars().all()
    db.session.expire(decision, ["certificates"])  # a new edition may stand there since


def _make(
    decision: Decision,
    order: Order,
    chosen: Sequence[Sheet],
    *,
    actor: Account,
    follows: PrintRun | None = None,
) -> PrintRun:
    reason = clean_prose(order.reason)
    if order.kind == RunKind.REPRINT and not reason:
        raise NotReady("In lại phải ghi lý do.", ["Lý do in lại"])
    if len(chosen) > SHEETS_LIMIT:
        raise NotReady(f"Mỗi lượt in tối đa {format_number(SHEETS_LIMIT)} tờ. Hãy chia thành nhiều lượt.")
    choosing.require_free(chosen)
    codes.give(decision, actor=actor)
    content = _file(decision, order, chosen)
    last = db.session.scalar(
        sa.select(sa.func.max(PrintRun.number)).where(PrintRun.decision_id == decision.id)
    )
    run = PrintRun(
        decision_id=decision.id,
        number=(last or 0) + 1,
        mode=order.mode,
        kind=order.kind,
        reason=reason,
        stock_id=order.stock.id if order.stock else None,
        printer_id=order.printer.id if order.printer else None,
        follows_id=follows.id if follows else None,
        prepared_by=actor.display_name,
        prepared_at=clock.now(),
    )
    run.sheets = [
        PrintSheet(position=place, certificate_id=sheet.certificate.id)
        for place, sheet in enumerate(chosen, start=1)
    ]
    db.session.add(run)
    db.session.flush()
    keep_file(run, document_kind=FILE, name=_file_name(decision, run), content=content)
    said = ranges.shown(sheet.certificate.ordinal for sheet in chosen)
    data = {"sheets": said, "mode": order.mode.value, "kind": order.kind.value}
    audit.record("print_run:prepared", actor=actor, obj=run, reason=reason, data=data)
    return run


def _file(decision: Decision, order: Order, chosen: Sequence[Sheet]) -> bytes:
    if order.mode == RunMode.WHOLE:
        return sheets.whole_file(decision, chosen)
    if order.stock is None or order.printer is None:
        raise NotReady("In lên phôi cần chọn mẫu phôi và máy in.", ["Mẫu phôi", "Máy in"])
    _require_blanks(order.stock, len(chosen))
    return sheets.overlay_file(decision, chosen, order.stock, order.printer)


def _require_blanks(stock: StockProfile, wanted: int) -> None:
    """NotReady when the ledger has too few blanks for these sheets beside those of other open runs."""
    ledger.lock(stock)
    query = sa.select(sa.func.count(PrintSheet.id)).join(PrintRun)
    promised = db.session.scalar(query.where(PrintRun.stock_id == stock.id, PrintRun.state.in_(OPEN))) or 0
    left = ledger.left(stock)
    if left - promised < wanted:
        others = f" (đã dành {format_number(promised)} tờ cho lượt in khác)" if promised else ""
        raise NotReady(
            f"Sổ phôi “{stock.name}” còn {format_number(left)} tờ{others}, lượt này cần {format_number(wanted)} tờ. "
            "Hãy ghi nhập phôi trước, hoặc in ít tờ hơn."
        )


def _file_name(decision: Decision, run: PrintRun) -> str:
    number = fold(decision.full_number).replace("/", "-")
    return f"luot-in-{run.number}-{number}-{decision.year}.docx"


def _take(run: PrintRun) -> None:
    """Lock a run for its next step; what was read before is read anew."""
    _lock(run.decision)
    query = sa.select(PrintRun).where(PrintRun.id == run.id).with_for_update()
    db.session.scalars(query.execution_options(populate_existing=True)).one()


def start(run: PrintRun, *, actor: Account) -> None:
    """Note that the file goes to the printer. NotReady when a certificate was replaced, revoked or printed since."""
    require(rules.may_print(actor), NOT_YOURS)
    _take(run)
    by_id = {sheet.certificate.id: sheet for sheet in stack(run.decision)}
    gone = [one.certificate for one in run.sheets if one.certificate_id not in by_id]
    if gone and run.state == RunState.PREPARED:
        raise NotReady(
            "Giấy trong lượt này đã bị thay thế hoặc thu hồi. Hãy bỏ lượt in này và lập lượt mới.",
            [named(one) for one in gone],
        )
    if run.state == RunState.PREPARED:
        choosing.require_kind([by_id[one.certificate_id] for one in run.sheets], run.kind)
    perform(WORKFLOW, run, RunStep.START, actor=actor)


def named(certificate: Certificate) -> str:
    """Return "Bà Lê Thị Lan (tờ số 05)"."""
    return f"{certificate.name} (tờ số {certificate.ordinal:02d})"


def discard(run: PrintRun, *, actor: Account) -> None:
    """Give a run up before printing: nothing was printed, nothing is booked."""
    require(rules.may_print(actor), NOT_YOURS)
    _take(run)
    perform(WORKFLOW, run, RunStep.DISCARD, actor=actor)
    run.ended_at = clock.now()


def note_result(
    run: PrintRun,
    *,
    actor: Account,
    upto: int | None = None,
    spoiled: Sequence[int] = (),
    wasted: int = 0,
    reason: str = "",
) -> None:
    """Note how a run went; certificates are marked and blanks are booked in the same transaction.

    `upto`: the ordinal of the last sheet that came out (None: all; 0: not one); `spoiled`: ordinals whose blank was
    spoiled and which are still to be printed; `wasted`: blanks spoiled and done again at once. NotReady for numbers
    that are not in the run, spoiled blanks without a reason, or more blanks than there are.
    """
    require(rules.may_print(actor), NOT_YOURS)
    _take(run)
    if run.state != RunState.PRINTING:
        raise WrongState("Lượt in này không còn ở bước đang in. Hãy tải lại trang.")
    reason = clean_prose(reason)
    ordinals = [one.certificate.ordinal for one in run.sheets]
    upto = ordinals[-1] if upto is None else upto
    if upto != 0 and upto not in ordinals:
        raise NotReady(f"Lượt này không có tờ số {upto}: chỉ có {ranges.shown(ordinals)}.", ["In tới tờ số"])
    strange = [number for number in spoiled if number not in ordinals]
    if strange:
        raise NotReady(f"Lượt này không có tờ số {ranges.shown(strange)}.", ["Tờ hỏng"])
    if (spoiled or wasted) and not reason:
        raise NotReady("Có phôi hỏng thì phải ghi lý do.", ["Lý do hỏng"])
    good: list[PrintSheet] = []
    for one in run.sheets:
        number = one.certificate.ordinal
        if number in spoiled:
            one.result = SheetResult.SPOILED
        elif number <= upto:
            one.result = SheetResult.PRINTED
            good.append(one)
        else:
            one.result = SheetResult.LEFT
    _mark(run, good, actor=actor)
    run.wasted, run.spoil_reason, run.ended_at = wasted, reason, clock.now()
    _book(run, len(good), list(spoiled), actor=actor)
    step = RunStep.FINISH if len(good) == len(run.sheets) else RunStep.STOP
    facts = {"printed": len(good), "spoiled": ranges.shown(spoiled), "wasted": wasted, "upto": upto}
    perform(WORKFLOW, run, step, actor=actor, reason=reason, details=facts)


def _mark(run: PrintRun, good: Sequence[PrintSheet], *, actor: Account) -> None:
    able = (CertificateState.READY, CertificateState.PRINTED, CertificateState.REPRINTED)
    gone = [one.certificate for one in good if one.certificate.state not in able]
    if gone:
        raise NotReady(
            "Trong lúc in, giấy sau đây đã được trao, bị thay thế hoặc thu hồi: hãy ghi các tờ đó là hỏng và giữ lại phôi.",
            [named(one) for one in gone],
        )
    # somebody may have noted the first print by hand meanwhile: then this one is logged as what it is, one more
    reason = run.reason or f"Đã được ghi in từ trước, nay in trong lượt số {run.number}."
    for one in good:
        said = run.reason if one.certificate.state == CertificateState.READY else reason
        details = {"run": run.number, "kind": run.kind.value}
        printing.mark_one(one.certificate, actor=actor, reason=said, details=details)


def _book(run: PrintRun, used: int, spoiled: list[int], *, actor: Account) -> None:
    if run.stock is None:
        return
    said = f"Lượt in số {run.number}, Quyết định số {run.decision.full_number}"
    today: dt.date = clock.today()
    if used:
        ledger.book(run.stock, EntryKind.USED, used, actor=actor, on=today, note=said, run=run)
    if spoiled:
        note = f"{said}: tờ số {ranges.shown(spoiled)}. {run.spoil_reason}"
        ledger.book(run.stock, EntryKind.SPOILED, len(spoiled), actor=actor, on=today, note=note, run=run)
    if run.wasted:
        note = f"{said}: hỏng và in bù ngay. {run.spoil_reason}"
        ledger.book(run.stock, EntryKind.SPOILED, run.wasted, actor=actor, on=today, note=note, run=run)


def left_over(run: PrintRun) -> list[PrintSheet]:
    """Return the sheets of an ended run that are still to be printed, in the order of the stack."""
    return [one for one in run.sheets if one.result in (SheetResult.SPOILED, SheetResult.LEFT)]


def resume(run: PrintRun, *, actor: Account) -> PrintRun:
    """Make the run that goes on where this one stopped: exactly the rest, in the order of the stack.

    Certificates that were replaced or revoked since are left out. WrongState when it was not stopped or somebody
    already goes on with it; NotReady when nothing is left.
    """
    require(rules.may_print(actor), NOT_YOURS)
    _take(run)
    if run.state != RunState.STOPPED or queries.followed_by(run) is not None:
        raise WrongState("Lượt in này không dừng giữa chừng, hoặc đã có lượt in tiếp.")
    wanted = {one.certificate_id for one in left_over(run)}
    rest = [sheet for sheet in stack(run.decision) if sheet.certificate.id in wanted]
    able = [sheet for sheet in rest if choosing.fits(sheet, run.kind)]
    if not able:
        raise NotReady("Không còn tờ nào phải in tiếp: các tờ còn lại đã được in, thay thế hoặc thu hồi.")
    order = Order(run.mode, run.kind, run.reason, run.stock, run.printer)
    return _make(run.decision, order, able, actor=actor, follows=run)
