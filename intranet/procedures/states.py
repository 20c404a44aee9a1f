"""The workflows of review rounds, of a unit's review, and of reform proposals."""

import enum

from ..core.workflow import NOBODY, Workflow
from ..core.workflow import Transition as T


class RoundState(enum.StrEnum):
    """Where a review round of the commune stands."""

    OPEN = "open"
    CLOSED = "closed"


class RoundStep(enum.StrEnum):
    """What can be done to a round."""

    CLOSE = "close"
    REOPEN = "reopen"


ROUND = Workflow(
    kind="review_round",
    states=RoundState,
    initial=RoundState.OPEN,
    transitions=(
        T(RoundStep.CLOSE, (RoundState.OPEN,), (RoundState.CLOSED,), notify="unit_heads"),
        T(RoundStep.REOPEN, (RoundState.CLOSED,), (RoundState.OPEN,), notify="unit_heads", reason=True),
    ),
)


class ReviewState(enum.StrEnum):
    """Where the review of one unit in a round stands."""

    OPEN = "open"
    CLOSED = "closed"


class ReviewStep(enum.StrEnum):
    """What can be done to a unit's review."""

    CLOSE = "close"
    REOPEN = "reopen"


REVIEW = Workflow(
    kind="unit_review",
    states=ReviewState,
    initial=ReviewState.OPEN,
    transitions=(
        T(
            ReviewStep.CLOSE,
            (ReviewState.OPEN,),
            (ReviewState.CLOSED,),
            notify="clerk",
            facts=(("closed_on", "Ngày hoàn thành"),),
        ),
        T(ReviewStep.REOPEN, (ReviewState.CLOSED,), (ReviewState.OPEN,), notify="unit_head", reason=True),
    ),
)


class ProposalState(enum.StrEnum):
    """Where a proposal to cut or simplify stands."""

    DRAFT = "draft"
    SENT = "sent"  # upward, with an outgoing number
    ANSWERED = "answered"
    ADOPTED = "adopted"  # within the commune's own power
    DROPPED = "dropped"


class ProposalStep(enum.StrEnum):
    """What can be done to a proposal."""

    SEND = "send"
    ANSWER = "answer"
    ADOPT = "adopt"
    DROP = "drop"


PROPOSAL = Workflow(
    kind="reform_proposal",
    states=ProposalState,
    initial=ProposalState.DRAFT,
    transitions=(
        T(
            ProposalStep.SEND,
            (ProposalState.DRAFT,),
            (ProposalState.SENT,),
            notify="unit_head",
            facts=(
                ("outgoing_number", "Số văn bản đi"),
                ("sent_on", "Ngày văn bản"),
                ("sent_to", "Cơ quan nhận"),
            ),
        ),
        T(
            ProposalStep.ANSWER,
            (ProposalState.SENT,),
            (ProposalState.ANSWERED,),
            notify="unit_head",
            facts=(("answer", "Nội dung trả lời"), ("answered_on", "Ngày trả lời")),
        ),
        T(
            ProposalStep.ADOPT,
            (ProposalState.DRAFT,),
            (ProposalState.ADOPTED,),
            notify="unit_head",
            facts=(("adopted_on", "Ngày áp dụng"), ("result", "Kết quả")),
        ),
        T(ProposalStep.DROP, (ProposalState.DRAFT,), (ProposalState.DROPPED,), notify=NOBODY, reason=True),
    ),
)
