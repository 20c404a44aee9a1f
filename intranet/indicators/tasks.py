"""What waits for a person because of indicators: figures to report, reports to accept, a quarter to lock."""

from ..core import clock, tasks
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..people.models import Account
from . import quarter_actions, queries
from .states import ReportState


@tasks.provider
def to_report(account: Account) -> list[Task]:
    """The report of each own unit for the quarter that has ended, until it is handed in."""
    if not account.has(P.INDICATORS_WRITE):
        return []
    quarter = queries.to_report()
    if quarter is None:
        return []
    mine = {unit.id for unit in queries.units_of(account)}
    reports = queries.reports_in(quarter)
    found = []
    for unit, asked in queries.expected(quarter):
        report = reports.get(unit.id)
        if unit.id not in mine:
            continue
        url = f"/chi-tieu/bao-cao/{quarter.id}/{unit.id}"
        title = f"Số liệu {quarter.name}: {unit.name}"
        if report is None or report.state == ReportState.DRAFT:
            found.append(
                Task(title, f"{len(asked)} chỉ tiêu, khoảng 10 phút", url, "Nhập số liệu", quarter.due_on)
            )
        elif report.state == ReportState.RETURNED:
            found.append(Task(title, "Được trả lại kèm lý do", url, "Xem lý do và sửa", quarter.due_on))
        elif report.state == ReportState.SUBMITTED:
            found.append(Task(title, "Đã gửi", url, "", waiting_for="Thường trực thi đua"))
    return found


@tasks.provider
def to_check(account: Account) -> list[Task]:
    """Reports to accept; for the standing body also a quarter that is ready for its lock."""
    found = [
        Task(
            f"Kiểm tra số liệu {one.quarter.name}: {one.unit.name}",
            f"{one.submitted_by} đã gửi",
            f"/chi-tieu/bao-cao/{one.quarter_id}/{one.unit_id}",
            "Kiểm tra",
        )
        for one in queries.waiting_for(account)
    ]
    if account.has(P.INDICATORS_LOCK) and (quarter := queries.to_report()) is not None:
        lacking = quarter_actions.unready(quarter)
        if not lacking:
            words = "Mọi đơn vị đã xong"
            found.append(
                Task(f"Khóa số liệu {quarter.name}", words, f"/chi-tieu/quy/{quarter.id}", "Xem và khóa")
            )
        elif clock.today() > quarter.due_on:
            words = f"{len(lacking)} đơn vị chưa xong"
            found.append(
                Task(
                    f"Đôn đốc số liệu {quarter.name}",
                    words,
                    f"/chi-tieu/quy/{quarter.id}",
                    "Xem ai chậm",
                    quarter.due_on,
                )
            )
    return found


def papers_to_sign(account: Account) -> list[Task]:
    """Return what of all tasks waits for the account's own act, whatever feature offers it."""
    own = (to_report, to_check)
    return [
        task
        for offer in tasks.PROVIDERS
        if offer not in own
        for task in offer(account)
        if task.action and not task.waiting_for
    ]
