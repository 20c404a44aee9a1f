"""Workflows of award rounds and nominations."""

import enum

from ..core.workflow import NOBODY, Transition, Workflow


class RoundState(enum.StrEnum):
    """Where an award round stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    IN_COUNCIL = "in_council"
    DECIDED = "decided"
    ISSUED = "issued"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"


class RoundStep(enum.StrEnum):
    """What can be done to a round."""

    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"
    PUT_TO_COUNCIL = "put_to_council"
    SKIP_COUNCIL = "skip_council"  # simplified procedure
    DECIDE = "decide"
    ISSUE = "issue"
    HAND_OVER = "hand_over"
    CANCEL = "cancel"


R, T = RoundState, Transition
ROUND_WORKFLOW = Workflow(
    kind="award_round",
    states=RoundState,
    initial=RoundState.PLANNED,
    transitions=(
        T(RoundStep.OPEN, (R.PLANNED,), (R.OPEN,), notify="unit_heads"),
        T(RoundStep.CLOSE, (R.OPEN,), (R.CLOSED,), notify=NOBODY),
        T(RoundStep.REOPEN, (R.CLOSED,), (R.OPEN,), notify="unit_heads", reason=True),
        T(RoundStep.PUT_TO_COUNCIL, (R.CLOSED,), (R.IN_COUNCIL,), notify=NOBODY),
        T(RoundStep.SKIP_COUNCIL, (R.CLOSED,), (R.IN_COUNCIL,), notify=NOBODY, reason=True),
        T(RoundStep.DECIDE, (R.IN_COUNCIL,), (R.DECIDED,), notify=NOBODY),
        T(RoundStep.ISSUE, (R.DECIDED,), (R.ISSUED,), notify="unit_heads"),
        T(RoundStep.HAND_OVER, (R.ISSUED,), (R.HANDED_OVER,), notify=NOBODY),
        T(
            RoundStep.CANCEL,
            (R.PLANNED, R.OPEN, R.CLOSED, R.IN_COUNCIL, R.DECIDED),
            (R.CANCELLED,),
            notify="unit_heads",
            reason=True,
        ),
    ),
)


class State(enum.StrEnum):
    """Where a nomination stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    ON_AGENDA = "on_agenda"
    PASSED = "passed"
    APPROVED = "approved"
    AWARDED = "awarded"
    RETURNED = "returned"
    INELIGIBLE = "ineligible"
    FAILED = "failed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class Step(enum.StrEnum):
    """What can be done to a nomination."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    FIND_ELIGIBLE = "find_eligible"
    FIND_INELIGIBLE = "find_ineligible"
    RETURN = "return"
    WITHDRAW = "withdraw"
    PUT_ON_AGENDA = "put_on_agenda"
    TAKE_BACK = "take_back"
    PASS = "pass"  # noqa: S105  # the council's result
    FAIL = "fail"
    SKIP_COUNCIL = "skip_council"  # simplified procedure
    REOPEN = "reopen"  # the council's result was annulled
    APPROVE = "approve"
    DECLINE = "decline"
    AWARD = "award"
    RECORD_PAPER = "record_paper"  # decided on paper, outside the program
    REVOKE = "revoke"


S = State
WORKFLOW = Workflow(
    kind="nomination",
    states=State,
    initial=State.DRAFT,
    transitions=(
        T(Step.SUBMIT, (S.DRAFT,), (S.SUBMITTED,), notify="standing"),
        T(Step.RESUBMIT, (S.RETURNED,), (S.SUBMITTED,), notify="standing"),
        T(Step.FIND_ELIGIBLE, (S.SUBMITTED,), (S.ELIGIBLE,), notify="nominator"),
        T(Step.FIND_INELIGIBLE, (S.SUBMITTED, S.ELIGIBLE), (S.INELIGIBLE,), notify="nominator", reason=True),
        T(Step.RETURN, (S.SUBMITTED, S.ELIGIBLE), (S.RETURNED,), notify="nominator", reason=True),
        T(Step.WITHDRAW, (S.DRAFT, S.SUBMITTED, S.RETURNED, S.ELIGIBLE), (S.WITHDRAWN,), notify="standing"),
        T(Step.PUT_ON_AGENDA, (S.ELIGIBLE,), (S.ON_AGENDA,), notify=NOBODY),
        T(Step.TAKE_BACK, (S.ON_AGENDA,), (S.ELIGIBLE,), notify=NOBODY),
        T(Step.PASS, (S.ON_AGENDA,), (S.PASSED,), notify="nominator"),
        T(Step.SKIP_COUNCIL, (S.ELIGIBLE,), (S.PASSED,), notify="nominator", reason=True),
        T(Step.FAIL, (S.ON_AGENDA,), (S.FAILED,), notify="nominator"),
        T(Step.REOPEN, (S.PASSED, S.FAILED), (S.ELIGIBLE,), notify="nominator", reason=True),
        T(Step.APPROVE, (S.PASSED,), (S.APPROVED,), notify=NOBODY),
        T(Step.DECLINE, (S.PASSED, S.APPROVED), (S.DECLINED,), notify="nominator", reason=True),
        T(
            Step.AWARD,
            (S.APPROVED,),
            (S.AWARDED,),
            notify="nominee",
            facts=(("decision_number", "Số quyết định"), ("awarded_on", "Ngày quyết định")),
        ),
        T(
            Step.RECORD_PAPER,
            (S.DRAFT, S.SUBMITTED, S.ELIGIBLE),
            (S.AWARDED,),
            notify="nominee",
            reason=True,
            facts=(("decision_number", "Số quyết định"), ("awarded_on", "Ngày quyết định")),
        ),
        T(Step.REVOKE, (S.AWARDED,), (S.REVOKED,), notify="nominee", reason=True),
    ),
)
