"""The workflow of an initiative (NĐ 13/2012, TT 18/2013; plan of the commune)."""

import enum

from ..core.workflow import NOBODY, Transition, Workflow


class State(enum.StrEnum):
    """Where an initiative stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ENDORSED = "endorsed"
    ACCEPTED = "accepted"
    IN_COUNCIL = "in_council"
    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class Step(enum.StrEnum):
    """What can be done to it."""

    SUBMIT = "submit"
    RESUBMIT = "resubmit"  # back to the review step that returned it
    ENDORSE = "endorse"
    ACCEPT = "accept"
    RETURN = "return"
    WITHDRAW = "withdraw"
    PUT_TO_COUNCIL = "put_to_council"
    TAKE_BACK = "take_back"  # struck from the agenda before the vote
    REOPEN = "reopen"  # the council's result was annulled
    RECOGNISE = "recognise"  # by the numbered Decision
    REFUSE = "refuse"  # by the council's result; in writing with reasons (NĐ 13/2012 Điều 7.1)
    REVOKE = "revoke"


S, T = State, Transition
WORKFLOW = Workflow(
    kind="initiative",
    states=State,
    initial=State.DRAFT,
    transitions=(
        T(Step.SUBMIT, (S.DRAFT,), (S.SUBMITTED,), notify="unit_head"),
        T(Step.RESUBMIT, (S.RETURNED,), (S.SUBMITTED, S.ENDORSED), notify="reviewer"),
        T(Step.ENDORSE, (S.SUBMITTED,), (S.ENDORSED,), notify="standing"),
        T(Step.ACCEPT, (S.ENDORSED,), (S.ACCEPTED,), notify="authors"),
        T(Step.RETURN, (S.SUBMITTED, S.ENDORSED), (S.RETURNED,), notify="authors", reason=True),
        T(
            Step.WITHDRAW,
            (S.DRAFT, S.SUBMITTED, S.ENDORSED, S.ACCEPTED, S.RETURNED),
            (S.WITHDRAWN,),
            notify="reviewer",
        ),
        T(Step.PUT_TO_COUNCIL, (S.ACCEPTED,), (S.IN_COUNCIL,), notify="authors"),
        T(Step.TAKE_BACK, (S.IN_COUNCIL,), (S.ACCEPTED,), notify=NOBODY),
        T(Step.REOPEN, (S.IN_COUNCIL, S.NOT_RECOGNISED), (S.ACCEPTED,), notify="authors", reason=True),
        T(
            Step.RECOGNISE,
            (S.IN_COUNCIL,),
            (S.RECOGNISED,),
            notify="authors",
            facts=(("decision_number", "Số quyết định"), ("recognised_on", "Ngày quyết định")),
        ),
        T(Step.REFUSE, (S.IN_COUNCIL,), (S.NOT_RECOGNISED,), notify="authors", reason=True),
        T(Step.REVOKE, (S.RECOGNISED,), (S.REVOKED,), notify="authors", reason=True),
    ),
)
