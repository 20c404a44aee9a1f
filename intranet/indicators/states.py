"""Two workflows: the report of one unit for one quarter, and the quarter itself."""

import enum

from ..core.workflow import NOBODY, Transition, Workflow


class ReportState(enum.StrEnum):
    """Where the report of a unit stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class ReportStep(enum.StrEnum):
    """What can be done to a report."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    RETURN = "return"
    ACCEPT = "accept"


class QuarterState(enum.StrEnum):
    """Whether the figures of a quarter may still change."""

    OPEN = "open"
    LOCKED = "locked"


class QuarterStep(enum.StrEnum):
    """What can be done to a quarter; a locked one stays locked, later changes are restatements."""

    LOCK = "lock"


R, Q, T = ReportState, QuarterState, Transition
REPORTS = Workflow(
    kind="unit_report",
    states=ReportState,
    initial=ReportState.DRAFT,
    transitions=(
        T(
            ReportStep.SUBMIT,
            (R.DRAFT,),
            (R.SUBMITTED,),
            notify="standing",
            facts=(("submitted_at", "Ngày gửi"),),
        ),
        T(ReportStep.RESUBMIT, (R.RETURNED,), (R.SUBMITTED,), notify="standing"),
        T(ReportStep.RETURN, (R.SUBMITTED,), (R.RETURNED,), notify="unit_head", reason=True),
        T(ReportStep.ACCEPT, (R.SUBMITTED,), (R.ACCEPTED,), notify="unit_head"),
    ),
)
QUARTERS = Workflow(
    kind="indicator_quarter",
    states=QuarterState,
    initial=QuarterState.OPEN,
    transitions=(
        T(QuarterStep.LOCK, (Q.OPEN,), (Q.LOCKED,), notify=NOBODY, facts=(("locked_at", "Ngày khóa"),)),
    ),
)
