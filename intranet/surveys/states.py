"""The workflows of survey waves, batches of paper forms, and citizens' remarks."""

import enum

from ..core.workflow import NOBODY, Workflow
from ..core.workflow import Transition as T


class WaveState(enum.StrEnum):
    """Where a wave stands; a closed one is final, in the database too."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class WaveStep(enum.StrEnum):
    """What can be done to a wave."""

    OPEN = "open"
    CLOSE = "close"
    CANCEL = "cancel"


WAVE = Workflow(
    kind="survey_wave",
    states=WaveState,
    initial=WaveState.DRAFT,
    transitions=(
        T(WaveStep.OPEN, (WaveState.DRAFT,), (WaveState.OPEN,), notify="unit_heads"),
        T(
            WaveStep.CLOSE,
            (WaveState.OPEN,),
            (WaveState.CLOSED,),
            notify="chairman",
            facts=(("closed_on", "Ngày kết thúc"),),
        ),
        T(WaveStep.CANCEL, (WaveState.DRAFT,), (WaveState.CANCELLED,), notify=NOBODY, reason=True),
    ),
)


class BatchState(enum.StrEnum):
    """Where a batch of paper forms stands; only a balanced batch counts."""

    TYPING = "typing"
    BALANCED = "balanced"
    DISCARDED = "discarded"


class BatchStep(enum.StrEnum):
    """What can be done to a batch."""

    BALANCE = "balance"
    REOPEN = "reopen"
    DISCARD = "discard"


BATCH = Workflow(
    kind="paper_batch",
    states=BatchState,
    initial=BatchState.TYPING,
    transitions=(
        T(BatchStep.BALANCE, (BatchState.TYPING,), (BatchState.BALANCED,), notify=NOBODY),
        T(BatchStep.REOPEN, (BatchState.BALANCED,), (BatchState.TYPING,), notify=NOBODY, reason=True),
        T(BatchStep.DISCARD, (BatchState.TYPING,), (BatchState.DISCARDED,), notify=NOBODY, reason=True),
    ),
)


class RemarkState(enum.StrEnum):
    """Where a citizen's remark stands."""

    RECEIVED = "received"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"


class RemarkStep(enum.StrEnum):
    """What can be done to a remark."""

    ANSWER = "answer"
    SET_ASIDE = "set_aside"
    REOPEN = "reopen"


REMARK = Workflow(
    kind="citizen_remark",
    states=RemarkState,
    initial=RemarkState.RECEIVED,
    transitions=(
        T(
            RemarkStep.ANSWER,
            (RemarkState.RECEIVED,),
            (RemarkState.ANSWERED,),
            notify=NOBODY,
            facts=(("answer", "Nội dung trả lời"), ("answered_on", "Ngày trả lời")),
        ),
        T(
            RemarkStep.SET_ASIDE,
            (RemarkState.RECEIVED,),
            (RemarkState.SET_ASIDE,),
            notify=NOBODY,
            reason=True,
        ),
        T(
            RemarkStep.REOPEN,
            (RemarkState.ANSWERED, RemarkState.SET_ASIDE),
            (RemarkState.RECEIVED,),
            notify=NOBODY,
            reason=True,
        ),
    ),
)
