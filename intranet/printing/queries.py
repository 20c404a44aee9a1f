"""Read stock, printers, runs; what waits at the printer."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.tasks import Task
from ..decisions import queries as decisions
from ..decisions.models import FIRST, Certificate, Decision
from ..decisions.rules import FROZEN
from ..people.models import Account
from . import rules
from .models import Calibration, PrinterProfile, PrintRun, PrintSheet, StockEntry, StockProfile
from .states import OPEN, RunState


def stocks(*, active: bool = False) -> list[StockProfile]:
    """Return the stock profiles by name."""
    query = sa.select(StockProfile).order_by(StockProfile.active.desc(), StockProfile.name)
    if active:
        query = query.where(StockProfile.active.is_(True))
    return list(db.session.scalars(query.options(selectinload(StockProfile.boxes))))


def stock(stock_id: int) -> StockProfile:
    """Return a stock; NotThere when there is none."""
    found = db.session.get(StockProfile, stock_id)
    if found is None:
        raise NotThere("Không tìm thấy mẫu phôi này.")
    return found


def balances() -> dict[int, int]:
    """Return stock id -> blanks left, for stocks that have lines."""
    query = sa.select(StockEntry.stock_id, sa.func.sum(StockEntry.quantity)).group_by(StockEntry.stock_id)
    return {stock_id: int(total) for stock_id, total in db.session.execute(query)}


def entries(stock_id: int) -> sa.Select[Any]:
    """Return the query of the ledger lines of a stock."""
    return sa.select(StockEntry).where(StockEntry.stock_id == stock_id)


def printers(*, active: bool = False) -> list[PrinterProfile]:
    """Return the printers by name, with their calibrations."""
    query = sa.select(PrinterProfile).order_by(PrinterProfile.active.desc(), PrinterProfile.name)
    if active:
        query = query.where(PrinterProfile.active.is_(True))
    return list(db.session.scalars(query.options(selectinload(PrinterProfile.calibrations))))


def printer(printer_id: int) -> PrinterProfile:
    """Return a printer; NotThere when there is none."""
    found = db.session.get(PrinterProfile, printer_id)
    if found is None:
        raise NotThere("Không tìm thấy máy in này.")
    return found


def calibration(calibration_id: int) -> Calibration:
    """Return a calibration; NotThere when there is none."""
    found = db.session.get(Calibration, calibration_id)
    if found is None:
        raise NotThere("Không tìm thấy lần can chỉnh này.")
    return found


def printable(account: Account, decision_id: int) -> Decision:
    """Return a numbered Decision that has certificates of its own; NotThere otherwise."""
    found = decisions.get_for(account, decision_id)
    if found.state not in FROZEN:
        raise NotThere("Quyết định này chưa được cấp số.")
    if found.kind not in FIRST:
        raise NotThere("Văn bản này không có tập giấy riêng: giấy mới in theo quyết định gốc.")
    return found


def run(run_id: int) -> PrintRun:
    """Return a run with its sheets; NotThere when there is none."""
    query = sa.select(PrintRun).where(PrintRun.id == run_id)
    found = db.session.scalar(
        query.options(
            joinedload(PrintRun.decision), selectinload(PrintRun.sheets).joinedload(PrintSheet.certificate)
        )
    )
    if found is None:
        raise NotThere("Không tìm thấy lượt in này.")
    return found


def runs_of(decision: Decision) -> list[PrintRun]:
    """Return the runs of a Decision, newest first."""
    query = sa.select(PrintRun).where(PrintRun.decision_id == decision.id).order_by(PrintRun.number.desc())
    loaded = query.options(
        selectinload(PrintRun.sheets), joinedload(PrintRun.stock), joinedload(PrintRun.printer)
    )
    return list(db.session.scalars(loaded).unique())


def open_runs() -> list[PrintRun]:
    """Return all runs that are not ended, oldest first."""
    query = sa.select(PrintRun).where(PrintRun.state.in_(OPEN)).order_by(PrintRun.id)
    return list(
        db.session.scalars(query.options(joinedload(PrintRun.decision), selectinload(PrintRun.sheets)))
    )


def held(certificate_ids: list[int]) -> dict[int, int]:
    """Return certificate id -> number of the open run that it is in."""
    query = (
        sa.select(PrintSheet.certificate_id, PrintRun.number)
        .join(PrintRun)
        .where(PrintRun.state.in_(OPEN), PrintSheet.certificate_id.in_(certificate_ids))
    )
    return {certificate_id: int(number) for certificate_id, number in db.session.execute(query)}


def followed_by(found: PrintRun) -> PrintRun | None:
    """Return the run that goes on with this one; one that was given up does not count."""
    query = sa.select(PrintRun).where(PrintRun.follows_id == found.id, PrintRun.state != RunState.DISCARDED)
    return db.session.scalar(query.order_by(PrintRun.id.desc()).limit(1))


def prints_of(decision: Decision) -> dict[int, list[PrintSheet]]:
    """Return certificate id -> its sheets in runs that were ended, oldest first: the log of printing."""
    query = (
        sa.select(PrintSheet)
        .join(PrintRun)
        .join(Certificate, Certificate.id == PrintSheet.certificate_id)
        .where(PrintRun.decision_id == decision.id, PrintRun.state.in_((RunState.DONE, RunState.STOPPED)))
        .options(joinedload(PrintSheet.run))
        .order_by(PrintRun.number)
    )
    found: dict[int, list[PrintSheet]] = {}
    for sheet in db.session.scalars(query):
        found.setdefault(sheet.certificate_id, []).append(sheet)
    return found


def decisions_to_print() -> list[Decision]:
    """Return the newest numbered Decisions that have certificates, at most ten."""
    query = (
        sa.select(Decision)
        .where(Decision.kind.in_(FIRST), Decision.state.in_(FROZEN))
        .order_by(Decision.issued_on.desc(), Decision.number.desc())
        .limit(10)
    )
    return list(db.session.scalars(query.options(selectinload(Decision.certificates))))


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Runs whose end nobody has noted."""
    if not rules.may_print(account):
        return []
    query = sa.select(PrintRun).where(PrintRun.state == RunState.PRINTING).order_by(PrintRun.id)
    return [
        Task(
            f"Ghi kết quả lượt in số {one.number}: {one.decision.title}",
            f"Quyết định số {one.decision.full_number}",
            f"/in-an/luot/{one.id}",
            "Ghi kết quả",
        )
        for one in db.session.scalars(query.options(joinedload(PrintRun.decision)))
    ]
