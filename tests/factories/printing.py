"""A stock, a printer, a calibration, runs in every state."""

from intranet.decisions.models import Decision
from intranet.decisions.states import State
from intranet.printing import ledger, printer_actions, run_actions, stock_actions
from intranet.printing.models import EntryKind, PrinterProfile, PrintRun, RunKind, RunMode, StockProfile
from tests.factories import decisions as make

FAMILIES = ("Lưu Văn Ước", "Đặng Đình Ánh", "Nguyễn Ỷ", "Trần Thị Ngọc Quỳnh")
TRUE_CROSSES = (20.0, 20.0, 277.0, 190.0)  # measured where they belong on A4 landscape


def decision(*whom: str, state: State = State.NUMBERED) -> Decision:
    """Return a numbered award Decision: a unit, a person, four households; ordinals from 1."""
    return make.award(state, *(whom or ("@", "nhanvien", *FAMILIES)))


def stock(blanks: int = 0) -> StockProfile:
    """Return the default stock with some blanks received."""
    made = stock_actions.make_default(actor=make.account("vanthu"))
    if blanks:
        ledger.book(made, EntryKind.RECEIVED, blanks, actor=make.account("vanthu"), note="Nhận từ kho.")
    return made


def printer(name: str = "Máy in tầng 2", rotation: int = 0) -> PrinterProfile:
    """Return a printer that is not calibrated."""
    return printer_actions.add(name, "Phòng Văn thư", rotation, actor=make.account("vanthu"))


def order(kind: RunKind = RunKind.FIRST, reason: str = "", blanks: int = 50) -> run_actions.Order:
    """Return an order that prints on the default stock."""
    return run_actions.Order(RunMode.OVERLAY, kind, reason, stock(blanks), printer(f"Máy {kind.value}"))


def everything(base: Decision) -> PrintRun:
    """Make a stock with a ledger, a calibrated printer, an ended run and an open one of a Decision of two sheets."""
    clerk, paper, machine = make.account("vanthu"), stock(50), printer()
    for _again in range(2):
        row = printer_actions.measure(machine, paper, TRUE_CROSSES, actor=clerk)
    printer_actions.accept(row, actor=clerk)
    ordered = run_actions.Order(RunMode.OVERLAY, RunKind.FIRST, "", paper, machine)
    run = run_actions.prepare(base, ordered, "", actor=clerk)
    run_actions.start(run, actor=clerk)
    run_actions.note_result(run, actor=clerk, upto=0, spoiled=[2], reason="Kẹt giấy.")
    return run_actions.resume(run, actor=clerk)
