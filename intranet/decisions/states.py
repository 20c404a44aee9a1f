"""Workflows of Decisions and certificates."""

import enum

from ..core.workflow import NOBODY, Transition, Workflow


class State(enum.StrEnum):
    """Where a Decision stands. From NUMBERED on its content is frozen."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for the chairman
    APPROVED = "approved"
    NUMBERED = "numbered"
    SIGNED = "signed"
    DECLINED = "declined"
    AMENDED = "amended"
    REVOKED = "revoked"


class Step(enum.StrEnum):
    """What can be done to a Decision."""

    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    DECLINE = "decline"
    NUMBER = "number"
    SIGN = "sign"
    AMEND = "amend"
    REVOKE = "revoke"


S, T = State, Transition
WORKFLOW = Workflow(
    kind="decision",
    states=State,
    initial=State.DRAFT,
    transitions=(
        T(Step.SUBMIT, (S.DRAFT,), (S.SUBMITTED,), notify="chairman"),
        T(Step.RETURN, (S.SUBMITTED,), (S.DRAFT,), notify="standing", reason=True),
        T(Step.APPROVE, (S.SUBMITTED,), (S.APPROVED,), notify="clerk"),
        T(Step.DECLINE, (S.SUBMITTED, S.APPROVED), (S.DECLINED,), notify="standing", reason=True),
        T(
            Step.NUMBER,
            (S.APPROVED,),
            (S.NUMBERED,),
            notify="standing",
            facts=(
                ("number", "Số"),
                ("issued_on", "Ngày ban hành"),
                ("snapshot_sha256", "Bản chốt nội dung"),
            ),
        ),
        T(Step.SIGN, (S.NUMBERED,), (S.SIGNED,), notify=NOBODY),
        T(Step.AMEND, (S.NUMBERED, S.SIGNED, S.AMENDED), (S.AMENDED,), notify="standing", reason=True),
        T(Step.REVOKE, (S.NUMBERED, S.SIGNED, S.AMENDED), (S.REVOKED,), notify="standing", reason=True),
    ),
)


class CertificateState(enum.StrEnum):
    """Where a certificate stands."""

    READY = "ready"
    PRINTED = "printed"
    REPRINTED = "reprinted"
    HANDED_OVER = "handed_over"
    REPLACED = "replaced"
    REVOKED = "revoked"


class CertificateStep(enum.StrEnum):
    """What can be done to a certificate."""

    PRINT = "print"
    REPRINT = "reprint"
    HAND_OVER = "hand_over"
    REPLACE = "replace"
    REVOKE = "revoke"


C = CertificateState
CERTIFICATE_WORKFLOW = Workflow(
    kind="certificate",
    states=CertificateState,
    initial=CertificateState.READY,
    transitions=(
        T(CertificateStep.PRINT, (C.READY,), (C.PRINTED,), notify=NOBODY),
        T(CertificateStep.REPRINT, (C.PRINTED, C.REPRINTED), (C.REPRINTED,), notify=NOBODY, reason=True),
        T(CertificateStep.HAND_OVER, (C.PRINTED, C.REPRINTED), (C.HANDED_OVER,), notify=NOBODY),
        T(
            CertificateStep.REPLACE,
            (C.READY, C.PRINTED, C.REPRINTED, C.HANDED_OVER),
            (C.REPLACED,),
            notify=NOBODY,
            reason=True,
        ),
        T(
            CertificateStep.REVOKE,
            (C.READY, C.PRINTED, C.REPRINTED, C.HANDED_OVER),
            (C.REVOKED,),
            notify=NOBODY,
            reason=True,
        ),
    ),
)
