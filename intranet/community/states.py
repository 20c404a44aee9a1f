"""The workflows of events, difficulties, obligations and remedies."""

import enum

from ..core.workflow import Transition as T
from ..core.workflow import Workflow


class EventState(enum.StrEnum):
    """Where an outreach event stands. Only held and confirmed ones count."""

    PLANNED = "planned"
    HELD = "held"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class EventStep(enum.StrEnum):
    """What can be done to an event."""

    REPORT = "report"
    RESUBMIT = "resubmit"
    CONFIRM = "confirm"
    RETURN = "return"
    CANCEL = "cancel"


_HELD_FACTS = (("held_on", "Ngày tổ chức"), ("taught", "Số người được hướng dẫn"))
EVENT = Workflow(
    kind="outreach_event",
    states=EventState,
    initial=EventState.PLANNED,
    transitions=(
        T(
            EventStep.REPORT,
            (EventState.PLANNED,),
            (EventState.HELD,),
            notify="standing",
            facts=_HELD_FACTS,
        ),
        T(
            EventStep.RESUBMIT,
            (EventState.RETURNED,),
            (EventState.HELD,),
            notify="standing",
            facts=_HELD_FACTS,
        ),
        T(
            EventStep.CONFIRM,
            (EventState.HELD,),
            (EventState.CONFIRMED,),
            notify="owner",
            facts=(("confirmed_by", "Người xác nhận"), ("confirmed_at", "Ngày xác nhận")),
        ),
        T(
            EventStep.RETURN,
            (EventState.HELD, EventState.CONFIRMED),
            (EventState.RETURNED,),
            notify="owner",
            reason=True,
        ),
        T(
            EventStep.CANCEL,
            (EventState.PLANNED, EventState.RETURNED),
            (EventState.CANCELLED,),
            notify="standing",
            reason=True,
        ),
    ),
)


class DifficultyState(enum.StrEnum):
    """Where a reported difficulty stands."""

    REPORTED = "reported"
    ANSWERED = "answered"


class DifficultyStep(enum.StrEnum):
    """What can be done to a difficulty."""

    ANSWER = "answer"
    REOPEN = "reopen"


DIFFICULTY = Workflow(
    kind="difficulty",
    states=DifficultyState,
    initial=DifficultyState.REPORTED,
    transitions=(
        T(
            DifficultyStep.ANSWER,
            (DifficultyState.REPORTED,),
            (DifficultyState.ANSWERED,),
            notify="owner",
            facts=(("answer", "Nội dung trả lời"), ("answered_on", "Ngày trả lời")),
        ),
        T(
            DifficultyStep.REOPEN,
            (DifficultyState.ANSWERED,),
            (DifficultyState.REPORTED,),
            notify="standing",
            reason=True,
        ),
    ),
)


class ObligationState(enum.StrEnum):
    """Where an obligation of the plan stands in its year."""

    WAITING = "waiting"
    DOING = "doing"
    DONE = "done"


class ObligationStep(enum.StrEnum):
    """What can be done to an obligation."""

    START = "start"
    FINISH = "finish"
    REOPEN = "reopen"


OBLIGATION = Workflow(
    kind="obligation",
    states=ObligationState,
    initial=ObligationState.WAITING,
    transitions=(
        T(
            ObligationStep.START,
            (ObligationState.WAITING,),
            (ObligationState.DOING,),
            notify="standing",
            facts=(("unit_id", "Đơn vị chủ trì"),),
        ),
        T(
            ObligationStep.FINISH,
            (ObligationState.DOING,),
            (ObligationState.DONE,),
            notify="standing",
            facts=(("finished_on", "Ngày hoàn thành"),),
        ),
        T(
            ObligationStep.REOPEN,
            (ObligationState.DONE,),
            (ObligationState.DOING,),
            notify="unit_head",
            reason=True,
        ),
    ),
)


class RemedyState(enum.StrEnum):
    """Where the setting right of a shortcoming stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class RemedyStep(enum.StrEnum):
    """What can be done to it."""

    FINISH = "finish"
    CANCEL = "cancel"


REMEDY = Workflow(
    kind="remedy",
    states=RemedyState,
    initial=RemedyState.OPEN,
    transitions=(
        T(
            RemedyStep.FINISH,
            (RemedyState.OPEN,),
            (RemedyState.DONE,),
            notify="owner",
            facts=(("result", "Kết quả"), ("finished_on", "Ngày xong")),
        ),
        T(RemedyStep.CANCEL, (RemedyState.OPEN,), (RemedyState.CANCELLED,), notify="unit_head", reason=True),
    ),
)
