"""The workflow of a report: written by the standing body, approved by the chairman, numbered by the clerk."""

import enum

from ..core.workflow import Transition, Workflow


class State(enum.StrEnum):
    """Where a report stands. From SUBMITTED on its content is frozen; from ISSUED on for good."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"


class Step(enum.StrEnum):
    """What can be done to a report."""

    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    ISSUE = "issue"


S, T = State, Transition
WORKFLOW = Workflow(
    kind="movement_report",
    states=State,
    initial=State.DRAFT,
    transitions=(
        T(
            Step.SUBMIT,
            (S.DRAFT,),
            (S.SUBMITTED,),
            notify="chairman",
            facts=(("content", "Bản chốt nội dung"),),
        ),
        T(Step.RETURN, (S.SUBMITTED, S.APPROVED), (S.DRAFT,), notify="standing", reason=True),
        T(Step.APPROVE, (S.SUBMITTED,), (S.APPROVED,), notify="clerk"),
        T(
            Step.ISSUE,
            (S.APPROVED,),
            (S.ISSUED,),
            notify="standing",
            facts=(("number", "Số"), ("issued_on", "Ngày ban hành")),
        ),
    ),
)
