"""Who may report, accept, lock and see what of the figures. Nobody accepts what he or she handed in."""

from ..core.errors import Barred
from ..core.permissions import Permission as P
from ..people.models import Account, Unit
from .models import Indicator, IndicatorQuarter, Origin, UnitReport
from .states import ReportState

EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def exists_in(unit: Unit, quarter: IndicatorQuarter) -> bool:
    """Return whether a unit existed in a quarter: one added in mid-year reports from its start only."""
    began = unit.starts_on is None or unit.starts_on <= quarter.ends_on
    return began and (unit.ends_on is None or unit.ends_on >= quarter.starts_on)


def reports(indicator: Indicator, unit: Unit) -> bool:
    """Return whether a unit types the figure of an indicator."""
    return indicator.origin == Origin.TYPED and in_scope(indicator, unit)


def in_scope(indicator: Indicator, unit: Unit) -> bool:
    """Return whether an indicator is asked of a unit, by its kind or by name."""
    if indicator.reporter_id is not None:
        return unit.id == indicator.reporter_id
    return unit.kind.value in indicator.reporter_kinds.split()


def may_write(account: Account, unit_id: int) -> bool:
    """Return whether the account reports for a unit."""
    return account.has_in(P.INDICATORS_WRITE, unit_id)


def may_see_report(account: Account, unit_id: int) -> bool:
    """Return whether the account reads the report of a unit: its head, who checks, who reads all."""
    return account.has(P.INDICATORS_CHECK) or account.has(P.INDICATORS_READ) or may_write(account, unit_id)


def may_see_records(account: Account, unit_id: int | None) -> bool:
    """Return whether the account sees the records behind a figure: of all units, or of the own."""
    if account.has(P.INDICATORS_READ):
        return True
    return unit_id is not None and may_write(account, unit_id)


def may_edit(account: Account, report: UnitReport) -> bool:
    """Type figures: the unit's head, until they are handed in, while the quarter is open."""
    return report.state in EDITABLE and not report.quarter.locked and may_write(account, report.unit_id)


def may_check(account: Account, report: UnitReport) -> bool:
    """Accept or return what was handed in."""
    return (
        report.state == ReportState.SUBMITTED
        and not report.quarter.locked
        and account.has(P.INDICATORS_CHECK)
        and not barred_own_report(account, report)
    )


def barred_own_report(account: Account, report: UnitReport) -> bool:
    """Nobody accepts the own figures."""
    return report.submitter_id == account.id
