"""Acts on certificates: first print, reprint with a reason, handing over."""

from typing import Any

from ..core import clock
from ..core.workflow import perform
from ..people.models import Account
from . import rules
from .models import Certificate, Decision
from .states import CERTIFICATE_WORKFLOW, CertificateState, CertificateStep

_NOT_YOURS = "Chỉ văn thư hoặc cơ quan thường trực ghi được việc in, trao giấy khen."


def mark_printed(decision: Decision, *, actor: Account) -> int:
    """Note the first print of all certificates that were not printed; return how many."""
    rules.require(rules.may_print(actor, decision), _NOT_YOURS)
    waiting = [one for one in decision.certificates if one.state == CertificateState.READY]
    for one in waiting:
        one.printed_at = clock.now()
        perform(CERTIFICATE_WORKFLOW, one, CertificateStep.PRINT, actor=actor)
    return len(waiting)


def mark_reprinted(certificate: Certificate, *, actor: Account, reason: str) -> None:
    """Note a reprint of one certificate, with its reason."""
    rules.require(rules.may_print(actor, certificate.decision), _NOT_YOURS)
    certificate.printed_at = clock.now()
    perform(CERTIFICATE_WORKFLOW, certificate, CertificateStep.REPRINT, actor=actor, reason=reason)


def mark_one(
    certificate: Certificate, *, actor: Account, reason: str = "", details: dict[str, Any] | None = None
) -> None:
    """Note a print of one certificate: its first one, or a reprint, which needs a reason; `details` go to the log."""
    rules.require(rules.may_print(actor, certificate.decision), _NOT_YOURS)
    first = certificate.state == CertificateState.READY
    certificate.printed_at = clock.now()
    step = CertificateStep.PRINT if first else CertificateStep.REPRINT
    perform(CERTIFICATE_WORKFLOW, certificate, step, actor=actor, reason=reason, details=details)


def mark_handed_over(decision: Decision, *, actor: Account) -> int:
    """Note that all printed certificates were handed over; return how many."""
    rules.require(rules.may_print(actor, decision), _NOT_YOURS)
    printed = (CertificateState.PRINTED, CertificateState.REPRINTED)
    waiting = [one for one in decision.certificates if one.state in printed]
    for one in waiting:
        one.handed_over_on = clock.today()
        perform(CERTIFICATE_WORKFLOW, one, CertificateStep.HAND_OVER, actor=actor)
    return len(waiting)
