"""Reports of the movement for tests, brought to a state by the real acts."""

from intranet.core import clock
from intranet.indicators.models import IndicatorQuarter
from intranet.reports import actions, sections
from intranet.reports.models import MovementReport, ReportKind
from intranet.reports.states import State
from tests.factories import indicators
from tests.factories.indicators import account


def locked(until: int) -> list[IndicatorQuarter]:
    """Return the locked quarters of 2026 up to one, all with figures."""
    return [indicators.locked(number) for number in range(1, until + 1)]


def draft(kind: ReportKind = ReportKind.MIDTERM, quarter: int = 3, year: int = 2026) -> MovementReport:
    """Return a draft up to a quarter."""
    return actions.create(kind, year, quarter, actor=account("thuongtruc"))


def explained(report: MovementReport) -> MovementReport:
    """Fill every section that must not be empty."""
    for key in (key for _, key in actions.lacking(report) if key):
        sections.write(report, key, f"Do hệ thống một cửa ({key})", base=0, actor=account("thuongtruc"))
    return report


def at(state: State, kind: ReportKind = ReportKind.MIDTERM, quarter: int = 3) -> MovementReport:
    """Return a report in a state."""
    report = draft(kind, quarter)
    if state == State.DRAFT:
        return report
    actions.submit(explained(report), actor=account("thuongtruc"))
    if state != State.SUBMITTED:
        actions.approve(report, actor=account("chutich"))
    if state == State.ISSUED:
        actions.issue(report, clock.today(), actor=account("vanthu"))
    return report


def everything(quarter: int = 1) -> None:
    """Make one report in every state, each of another kind."""
    for state, kind in zip(State, ReportKind, strict=True):
        at(state, kind, quarter)
