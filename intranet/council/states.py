"""The workflow of a meeting; a ballot's item opens and closes inside it."""

import enum

from ..core.workflow import NOBODY, Transition, Workflow


class State(enum.StrEnum):
    """Where a meeting stands."""

    DRAFT = "draft"
    CONVENED = "convened"
    IN_SESSION = "in_session"
    CLOSED = "closed"
    MINUTES_SIGNED = "minutes_signed"
    CANCELLED = "cancelled"


class Step(enum.StrEnum):
    """What can be done to a meeting."""

    CONVENE = "convene"
    OPEN = "open"
    CLOSE = "close"
    SIGN_MINUTES = "sign_minutes"
    CANCEL = "cancel"


S, T = State, Transition
WORKFLOW = Workflow(
    kind="meeting",
    states=State,
    initial=State.DRAFT,
    transitions=(
        T(Step.CONVENE, (S.DRAFT,), (S.CONVENED,), notify="members"),
        T(Step.OPEN, (S.CONVENED,), (S.IN_SESSION,), notify=NOBODY),
        T(Step.CLOSE, (S.IN_SESSION,), (S.CLOSED,), notify="desk"),
        T(
            Step.SIGN_MINUTES,
            (S.CLOSED,),
            (S.MINUTES_SIGNED,),
            notify="standing",
            facts=(("minutes_signed_on", "Ngày ký biên bản"),),
        ),
        T(Step.CANCEL, (S.DRAFT, S.CONVENED), (S.CANCELLED,), notify="members", reason=True),
    ),
)


class VoteState(enum.StrEnum):
    """Where the vote on one case stands."""

    WAITING = "waiting"
    OPEN = "open"
    TIED = "tied"  # counted, yes and no are equal: waits for the chair's deciding vote
    CLOSED = "closed"
    ABORTED = "aborted"  # the vote could not be ended: it is repeated as a new round
    STRUCK = "struck"  # taken from the agenda


class VoteStep(enum.StrEnum):
    """What can be done to the vote on one case."""

    OPEN_VOTE = "open_vote"
    CLOSE_VOTE = "close_vote"
    DECIDE = "decide"
    ABORT = "abort"
    STRIKE = "strike"


V = VoteState
VOTE_WORKFLOW = Workflow(
    kind="agenda_item",
    states=VoteState,
    initial=VoteState.WAITING,
    transitions=(
        T(VoteStep.OPEN_VOTE, (V.WAITING,), (V.OPEN,), notify="voters"),
        T(
            VoteStep.CLOSE_VOTE,
            (V.OPEN,),
            (V.CLOSED, V.TIED),
            notify=NOBODY,
            facts=(("members", "Tổng số thành viên"), ("closed_at", "Giờ đóng")),
        ),
        T(VoteStep.DECIDE, (V.TIED,), (V.CLOSED,), notify=NOBODY, facts=(("outcome", "Kết quả"),)),
        T(VoteStep.ABORT, (V.OPEN,), (V.ABORTED,), notify="voters", reason=True),
        T(VoteStep.STRIKE, (V.WAITING,), (V.STRUCK,), notify=NOBODY, reason=True),
    ),
)
