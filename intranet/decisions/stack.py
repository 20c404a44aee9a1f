"""The certificates in force of a Decision, in the order of its list: the order of the stack and of the ceremony."""

import json
from dataclasses import dataclass
from typing import Any

from .models import Certificate, Decision
from .states import CertificateState

GONE = (CertificateState.REPLACED, CertificateState.REVOKED)


@dataclass(frozen=True)
class Sheet:
    """One certificate and the row that it prints."""

    certificate: Certificate
    row: dict[str, Any]


def stack(decision: Decision) -> list[Sheet]:
    """Return the certificates in force, by ordinal; empty while the Decision has no number.

    What a certificate prints is the row of the frozen snapshot, or its own once it was replaced.
    """
    if decision.snapshot is None:
        return []
    rows = {row["ordinal"]: row for row in json.loads(decision.snapshot)["rows"]}
    return [
        Sheet(one, json.loads(one.content) if one.content else rows[one.ordinal])
        for one in decision.certificates
        if one.state not in GONE
    ]
