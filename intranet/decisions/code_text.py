"""Public codes of certificates and the signed text that a QR code holds. Knows no database and no web.

The code: 10 signs of Crockford's base 32 (https://www.crockford.com/base32.html), 9 of them random (45 bits), the last a
check sign over GF(32): every wrong sign and every two signs that changed places are found without asking anybody.
The text: the address of the public page, then `?s=` and, in URL-safe base 64, what the certificate says and an Ed25519
signature over it: whoever has the public key can check it without a network.
"""

import datetime as dt
import hashlib
import re
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ..core.text import clean_line, short_date

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_DOMAIN = b"intranet certificate 1\0"  # a signature of this key means nothing else
_HEAD = struct.Struct(">BHHHB8s")  # form, number, days since 2000, ordinal, edition, hash of the name
_FORM = 1
_START = dt.date(2000, 1, 1)
_SIGNATURE = 64
_IN_ADDRESS = re.compile(r"/([0-9A-Za-z-]{10,16})/?\?(?:[^#\s]*&)?s=([A-Za-z0-9_-]{80,400})")


def _times_two(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 32 else value  # x^5 + x^2 + 1


def _check_sign(body: str) -> str:
    """Return the sign that makes the weighted sum over GF(32) zero; the weights 2, 4, 8 ... all differ."""
    total = 0
    for sign in body:
        total = _times_two(total ^ ALPHABET.index(sign))
    return ALPHABET[total]


def new_code() -> str:
    """Return a random code of 10 signs."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check_sign(body)


def read_code(typed: str) -> str | None:
    """Return a typed code in its stored form, or None when it cannot be one (length, signs, check sign).

    Small letters, spaces and hyphens do no harm; O is read as 0, I and L as 1 (Crockford).
    """
    if len(typed) > 40:
        return None
    code = re.sub(r"[\s.\-\u2010-\u2015]", "", typed).upper().translate(str.maketrans("OIL", "011"))
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if _check_sign(code[:-1]) == code[-1] else None


def show_code(code: str) -> str:
    """Return a code as people read it: "4TZQ7-K0M2P"."""
    return f"{code[:5]}-{code[5:]}"


@dataclass(frozen=True)
class Statement:
    """What a QR code states; the name only as a hash, so that the text alone names nobody."""

    code: str
    number: int
    symbol: str
    issued_on: dt.date
    ordinal: int
    edition: int
    name_hash: bytes

    @property
    def decision(self) -> str:
        """Return "07/QĐ-UBND ngày 23/11/2026"."""
        return f"{self.number:02d}/{self.symbol} ngày {short_date(self.issued_on)}"

    def names(self, name: str) -> bool:
        """Return whether this is the name that was printed (capital letters do not matter)."""
        return secrets.compare_digest(hash_name(self.code, name), self.name_hash)


def hash_name(code: str, name: str) -> bytes:
    """Return 8 bytes of SHA-256 over code and name: equal names of two certificates do not look equal."""
    return hashlib.sha256(f"{code}\0{clean_line(name).casefold()}".encode()).digest()[:8]


def sign(statement: Statement, address: str, key: Ed25519PrivateKey) -> str:
    """Return the text of the QR code; `address` is that of the public page ("https://.../kiem-tra")."""
    body = _pack(statement)
    signature = key.sign(_DOMAIN + statement.code.encode() + body)
    packed = urlsafe_b64encode(body + signature).decode().rstrip("=")
    return f"{address.rstrip('/')}/{statement.code}?s={packed}"


def _pack(one: Statement) -> bytes:
    days = (one.issued_on - _START).days
    return _HEAD.pack(_FORM, one.number, days, one.ordinal, one.edition, one.name_hash) + one.symbol.encode()


def check(text: str, key: Ed25519PublicKey) -> Statement | None:
    """Return what a text states when its signature is of this key; None for everything else."""
    found = _IN_ADDRESS.search(text[:2000])
    code = read_code(found[1]) if found else None
    return unpack(code, found[2], key) if found and code else None


def unpack(code: str, packed: str, key: Ed25519PublicKey) -> Statement | None:
    """Return what the part after `?s=` states about a code when its signature is of this key, else None."""
    try:
        content = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        body, signature = content[:-_SIGNATURE], content[-_SIGNATURE:]
        key.verify(signature, _DOMAIN + code.encode() + body)
        form, number, days, ordinal, edition, name_hash = _HEAD.unpack(body[: _HEAD.size])
        symbol = body[_HEAD.size :].decode()
    except (ValueError, InvalidSignature, struct.error):
        return None
    if form != _FORM:
        return None
    return Statement(code, number, symbol, _START + dt.timedelta(days=days), ordinal, edition, name_hash)
