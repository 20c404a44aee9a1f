"""The workflow of a training record."""

import enum

from ..core.workflow import Transition, Workflow


class State(enum.StrEnum):
    """Where a training record stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    RETURNED = "returned"
    REJECTED = "rejected"


class Step(enum.StrEnum):
    """What can be done to it."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    VERIFY = "verify"
    RETURN = "return"
    REJECT = "reject"


S, T = State, Transition
WORKFLOW = Workflow(
    kind="training_record",
    states=State,
    initial=State.DRAFT,
    transitions=(
        T(Step.SUBMIT, (S.DRAFT,), (S.SUBMITTED,), notify="unit_head"),
        T(Step.RESUBMIT, (S.RETURNED,), (S.SUBMITTED,), notify="unit_head"),
        T(
            Step.VERIFY,
            (S.SUBMITTED,),
            (S.VERIFIED,),
            notify="owner",
            facts=(("verified_by", "Người xác nhận"), ("verified_at", "Ngày xác nhận")),
        ),
        T(Step.RETURN, (S.SUBMITTED,), (S.RETURNED,), notify="owner", reason=True),
        T(Step.REJECT, (S.SUBMITTED,), (S.REJECTED,), notify="owner", reason=True),
    ),
)
