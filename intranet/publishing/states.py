"""The workflow of one release: proposed by the standing body, released or declined by the chairman, later withdrawn."""

import enum

from ..core.workflow import Transition, Workflow


class State(enum.StrEnum):
    """Where a release stands; only what is RELEASED is seen by everybody."""

    PROPOSED = "proposed"  # waits for the chairman
    DECLINED = "declined"
    RELEASED = "released"
    SUPERSEDED = "superseded"  # a newer edition took its place
    WITHDRAWN = "withdrawn"  # its page says so, with the reason


class Step(enum.StrEnum):
    """What can be done to a release."""

    RELEASE = "release"
    DECLINE = "decline"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


S, T = State, Transition
WORKFLOW = Workflow(
    kind="public_release",
    states=State,
    initial=State.PROPOSED,
    transitions=(
        T(
            Step.RELEASE,
            (S.PROPOSED,),
            (S.RELEASED,),
            notify="standing",
            facts=(("released_at", "Thời điểm công bố"),),
        ),
        T(Step.DECLINE, (S.PROPOSED,), (S.DECLINED,), notify="standing", reason=True),
        T(Step.SUPERSEDE, (S.RELEASED,), (S.SUPERSEDED,), notify="standing"),
        T(
            Step.WITHDRAW,
            (S.RELEASED,),
            (S.WITHDRAWN,),
            notify="standing",
            reason=True,
            facts=(("withdrawn_at", "Thời điểm rút"),),
        ),
    ),
)
