"""The workflow of one thing to be recovered after a revocation."""

import enum

from ..core.workflow import NOBODY, Transition, Workflow


class State(enum.StrEnum):
    """Where one thing to be recovered stands."""

    OPEN = "open"
    RECOVERED = "recovered"
    WAIVED = "waived"  # there is nothing to recover: never paid, never handed over


class Step(enum.StrEnum):
    """What can be done to it."""

    RECOVER = "recover"
    WAIVE = "waive"
    REOPEN = "reopen"


S, T = State, Transition
WORKFLOW = Workflow(
    kind="recovery",
    states=State,
    initial=State.OPEN,
    transitions=(
        T(Step.RECOVER, (S.OPEN,), (S.RECOVERED,), notify=NOBODY, facts=(("settled_on", "Ngày thu hồi"),)),
        T(Step.WAIVE, (S.OPEN,), (S.WAIVED,), notify=NOBODY, reason=True),
        T(Step.REOPEN, (S.RECOVERED, S.WAIVED), (S.OPEN,), notify=NOBODY, reason=True),
    ),
)
