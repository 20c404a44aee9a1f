"""The workflow of a secret ballot."""

import enum

from ..core.workflow import NOBODY, Transition, Workflow


class PollState(enum.StrEnum):
    """Where a poll stands."""

    OPEN = "open"
    CLOSED = "closed"  # envelopes opened and gone
    VOID = "void"  # never opened, or found wrong: the vote is repeated


class PollStep(enum.StrEnum):
    """What can be done to a poll."""

    COUNT = "count"
    VOID = "void"


S, T = PollState, Transition
WORKFLOW = Workflow(
    kind="poll",
    states=PollState,
    initial=PollState.OPEN,
    transitions=(
        T(
            PollStep.COUNT,
            (S.OPEN,),
            (S.CLOSED,),
            notify=NOBODY,
            facts=(("list_hash", "Mã chốt danh sách"), ("closed_at", "Giờ mở phiếu")),
        ),
        T(PollStep.VOID, (S.OPEN, S.CLOSED), (S.VOID,), notify=NOBODY, reason=True),
    ),
)
