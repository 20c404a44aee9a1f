"""The workflow of a proposal to the city."""

import enum

from ..core.workflow import NOBODY, Workflow
from ..core.workflow import Transition as T


class State(enum.StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    READY = "ready"  # with the clerk, to be signed and numbered
    SIGNED = "signed"
    SENT = "sent"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


class Step(enum.StrEnum):
    """What can be done to a proposal."""

    HAND_OVER = "hand_over"
    RETURN = "return"
    NUMBER = "number"
    SEND = "send"
    ANSWER = "answer"
    REOPEN = "reopen"  # an answer was recorded wrongly
    CANCEL = "cancel"


S = State
WORKFLOW = Workflow(
    kind="city_proposal",
    states=State,
    initial=State.DRAFT,
    transitions=(
        T(Step.HAND_OVER, (S.DRAFT,), (S.READY,), notify="clerk"),
        T(Step.RETURN, (S.READY,), (S.DRAFT,), notify="standing", reason=True),
        T(
            Step.NUMBER,
            (S.READY,),
            (S.SIGNED,),
            notify="standing",
            facts=(("number", "Số tờ trình"), ("issued_on", "Ngày tờ trình")),
        ),
        T(
            Step.SEND,
            (S.SIGNED,),
            (S.SENT,),
            notify="standing",
            facts=(("sent_on", "Ngày gửi"), ("channel", "Cách gửi")),
        ),
        T(Step.ANSWER, (S.SENT,), (S.ANSWERED,), notify=NOBODY, facts=(("answered_on", "Ngày trả lời"),)),
        T(Step.REOPEN, (S.ANSWERED,), (S.SENT,), notify=NOBODY, reason=True),
        T(Step.CANCEL, (S.DRAFT, S.READY, S.SIGNED), (S.CANCELLED,), notify="clerk", reason=True),
    ),
)
