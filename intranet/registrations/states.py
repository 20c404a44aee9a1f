"""Workflow of a registration."""

import enum

from ..core.workflow import Transition, Workflow


class State(enum.StrEnum):
    """Where a registration stands."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Step(enum.StrEnum):
    """What can be done to a registration."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    RETURN = "return"


S, T = State, Transition
WORKFLOW = Workflow(
    kind="registration",
    states=State,
    initial=State.DRAFT,
    transitions=(
        T(Step.SUBMIT, (S.DRAFT,), (S.HANDED_IN,), notify="standing"),
        T(Step.RESUBMIT, (S.RETURNED,), (S.HANDED_IN,), notify="standing"),
        T(Step.ACCEPT, (S.HANDED_IN,), (S.ACCEPTED,), notify="unit_head"),
        T(Step.RETURN, (S.HANDED_IN, S.ACCEPTED), (S.RETURNED,), notify="unit_head", reason=True),
    ),
)
