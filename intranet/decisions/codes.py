"""Public codes: whether the office wants them, giving them to certificates, the text and picture of a QR code."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core import audit, keys, public_address
from ..core.audit import Actor
from ..core.db import Base, Line, Versioned, db
from . import code_text
from .code_text import Statement
from .models import FIRST, Certificate, Decision
from .stack import GONE

DOTS_PER_MM = 300 / 25.4
SMALLEST = 20.0  # mm: below it telephones cannot tell the squares of this many signs apart
_DOTS = 4  # of a printer with 300 dpi, for one square

audit.declare("decision", codes_given=("count",))


class PublicCheck(Versioned, Base):
    """Whether new certificates get a public code, and where the public page is found; one row, none means no."""

    __tablename__ = "public_check"
    wanted: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(
        Line(120), default=""
    )  # https://.../kiem-tra, as the families see it


def setting() -> PublicCheck | None:
    """Return the office's choice, None while it made none."""
    return db.session.get(PublicCheck, 1)


def _site() -> str:
    """Return the address of the site as families see it, from the address of the page of look-ups."""
    row = setting()
    return row.address.rstrip("/").removesuffix("/kiem-tra") if row is not None else ""


public_address.SOURCES.append(_site)


def wanted() -> bool:
    """Return whether certificates get public codes."""
    row = setting()
    return row is not None and row.wanted


def give(decision: Decision, *, actor: Actor) -> int:
    """Give a code to each certificate in force that has none, if the office wants codes; return to how many.

    Safe to call again: a code once given stays. Logged when any was given. Called in the transaction that makes the
    certificates.
    """
    if not wanted():
        return 0
    bare = [one for one in decision.certificates if one.code is None and one.state not in GONE]
    fresh = _unused(len(bare))
    for one, code in zip(bare, fresh, strict=True):
        one.code = code
    if bare:
        audit.record("decision:codes_given", actor=actor, obj=decision, data={"count": len(bare)})
    return len(bare)


def _unused(count: int) -> list[str]:
    found: dict[str, None] = {}  # in the order of chance
    while len(found) < count:
        more = [code_text.new_code() for _ in range(count - len(found))]
        taken = set(db.session.scalars(sa.select(Certificate.code).where(Certificate.code.in_(more))))
        found |= dict.fromkeys(code for code in more if code not in taken)
    return list(found)


def text_of(certificate: Certificate) -> str | None:
    """Return the signed text that the QR code of a certificate holds; None when it has no public code."""
    row, decision = setting(), certificate.decision
    if certificate.code is None or row is None or decision.number is None or decision.issued_on is None:
        return None
    statement = Statement(
        code=certificate.code,
        number=decision.number,
        symbol=decision.symbol or "",
        issued_on=decision.issued_on,
        ordinal=certificate.ordinal,
        edition=certificate.edition,
        name_hash=code_text.hash_name(certificate.code, certificate.name),
    )
    return code_text.sign(statement, row.address, keys.signing_key())


@dataclass(frozen=True)
class Mark:
    """What a certificate carries for the public check: its code as people read it, the PNG of its QR code."""

    shown: str
    picture: bytes


BLANK = Mark(
    code_text.show_code("0" * code_text.LENGTH), b"-"
)  # takes the same room while there is no code yet


def mark(certificate: Certificate) -> Mark | None:
    """Return what a certificate carries; None when it has no public code."""
    text = text_of(certificate)
    if text is None or certificate.code is None:
        return None
    return Mark(code_text.show_code(certificate.code), png(text))


def marked(decision: Decision, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a document, each with the "mark" of the certificate that the document makes, if it has one.

    A first Decision makes the first editions by ordinal, a later one new editions of those that its rows name.
    """
    if decision.kind in FIRST:
        made = {one.ordinal: one for one in decision.certificates if one.edition == 1}
        pairs = [(row, made.get(row["ordinal"])) for row in rows]
    else:
        replaced = [row["certificate_id"] for row in rows if "certificate_id" in row]
        query = sa.select(Certificate).where(Certificate.replaces_id.in_(replaced))
        newer = {one.replaces_id: one for one in db.session.scalars(query)}
        pairs = [(row, newer.get(row.get("certificate_id"))) for row in rows]
    return [row | {"mark": mark(one)} if one is not None and one.code else row for row, one in pairs]


def _qr(text: str) -> segno.QRCode:
    """Return the symbol; one mask for all, since trying all eight takes five times as long and signed texts look random."""
    return segno.make_qr(text, error="m", mask=0)


@lru_cache(maxsize=256)
def png(text: str) -> bytes:
    """Return a QR code (ISO/IEC 18004, level M, white edge of 4 squares) that prints >= 20 mm wide at 300 dpi."""
    code, out = _qr(text), io.BytesIO()
    side = code.symbol_size()[0]
    scale = _DOTS
    while side * scale < SMALLEST * DOTS_PER_MM:
        scale += 1
    code.save(out, kind="png", scale=scale, dpi=300)
    return out.getvalue()


def width(text: str) -> float:
    """Return how wide the picture of `png` prints, in millimetres."""
    return int.from_bytes(png(text)[16:20], "big") / DOTS_PER_MM


def svg(text: str) -> bytes:
    """Return the same QR code as drawing of the same width."""
    code, out = _qr(text), io.BytesIO()
    code.save(out, kind="svg", scale=width(text) / code.symbol_size()[0], unit="mm", xmldecl=True)
    return out.getvalue()
