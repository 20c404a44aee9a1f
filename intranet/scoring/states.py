"""The workflow of a round of scores; sealed from its opening until the last marker has handed in."""

import enum

from ..core.workflow import Transition, Workflow


class State(enum.StrEnum):
    """Where a round stands."""

    MARKING = "marking"
    THIRD_NEEDED = "third_needed"  # the scores lie too far apart; the desk names one more marker
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Step(enum.StrEnum):
    """What can be done to a round."""

    ASK_THIRD = "ask_third"
    NAME_THIRD = "name_third"
    FINISH = "finish"
    CANCEL = "cancel"


S, T = State, Transition
SEALED = (S.MARKING, S.THIRD_NEEDED)
WORKFLOW = Workflow(
    kind="score_round",
    states=State,
    initial=State.MARKING,
    transitions=(
        T(Step.ASK_THIRD, (S.MARKING,), (S.THIRD_NEEDED,), notify="desk"),
        T(Step.NAME_THIRD, (S.THIRD_NEEDED,), (S.MARKING,), notify="members"),
        T(Step.FINISH, (S.MARKING,), (S.FINISHED,), notify="desk"),
        T(Step.CANCEL, SEALED, (S.CANCELLED,), notify="members", reason=True),
    ),
)
