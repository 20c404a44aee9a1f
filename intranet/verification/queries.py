"""Find the certificates that the office lets be checked: those with a public code, nothing else."""

import datetime as dt
import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core.db import db
from ..core.text import clean_line, fold
from ..decisions.models import Certificate, Decision
from ..decisions.states import CertificateState, State

_ISSUED = (State.SIGNED, State.AMENDED, State.REVOKED)  # what is only numbered is nobody's business yet
_MOST = 10


@dataclass(frozen=True)
class Answer:
    """What the public page says of a certificate: key of the words, and of a replaced one the edition that holds now."""

    key: str  # valid, waiting, replaced, revoked
    certificate: Certificate
    newest: int


def by_code(code: str) -> Certificate | None:
    """Return the certificate with a code (as `read_code` gives it), or None."""
    query = sa.select(Certificate).options(joinedload(Certificate.decision)).where(Certificate.code == code)
    return db.session.scalar(query)


def by_name(number: int, issued_on: dt.date, name: str) -> list[Certificate]:
    """Return certificates of issued Decisions by number, date and full name, with or without honorific and diacritics."""
    query = (
        sa.select(Certificate)
        .options(joinedload(Certificate.decision))
        .join(Decision)
        .where(Decision.number == number, Decision.issued_on == issued_on, Decision.state.in_(_ISSUED))
        .where(Certificate.code.is_not(None))
        .order_by(Certificate.ordinal, Certificate.edition)
    )
    wanted = _bare(name)
    return [one for one in db.session.scalars(query) if _bare(one.name) == wanted][:_MOST]


def _bare(name: str) -> str:
    return re.sub(r"^(ho gia dinh )?(ong|ba) ", "", fold(clean_line(name)))


def answer(certificate: Certificate) -> Answer:
    """Return whether a certificate holds."""
    decision = certificate.decision
    newest = certificate.edition
    if certificate.state == CertificateState.REVOKED or decision.state == State.REVOKED:
        key = "revoked"
    elif certificate.state == CertificateState.REPLACED:
        key = "replaced"
        same = sa.select(sa.func.max(Certificate.edition)).where(
            Certificate.decision_id == certificate.decision_id, Certificate.ordinal == certificate.ordinal
        )
        newest = db.session.scalar(same) or newest
    else:
        key = "valid" if decision.state in _ISSUED else "waiting"
    return Answer(key, certificate, newest)
