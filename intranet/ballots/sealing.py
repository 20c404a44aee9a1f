"""Envelopes, teller keys and key shares: bytes in, bytes out, no database.

Every seal is HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) or, where one side holds the key already,
ChaCha20-Poly1305 (RFC 8439) with a key of HKDF (RFC 5869) that is used once. Nothing here is of our own invention
but the order of the calls.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

PAGE = 64  # bytes of every opened ballot: mark, code, padding
_SHARE = 32
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_ONCE = bytes(12)  # a nonce may be constant where the key seals one text only


class Unopenable(Exception):
    """A seal does not open: wrong key, wrong place, or the bytes were changed. Says nothing of the content."""


@dataclass(frozen=True)
class Wrap:
    """The private key of a poll for one pair of tellers (positions 0 to 2)."""

    first: int
    second: int
    share_first: bytes
    share_second: bytes
    sealed: bytes


@dataclass(frozen=True)
class TellerSeal:
    """A teller's key pair, the private half sealed under a password."""

    public: bytes
    salt: bytes
    sealed: bytes


def _bind(*parts: object) -> bytes:
    """Return one unambiguous text of what a seal belongs to."""
    return "\x1f".join(str(part) for part in parts).encode()


def _derive(material: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, purpose).derive(material)


def _password_key(password: str, salt: bytes) -> bytes:
    """Stretch a password (scrypt, RFC 7914: 32 MiB); not the hash that sign-in keeps."""
    return Scrypt(salt, 32, n=2**15, r=8, p=1).derive(password.encode())


def new_teller(password: str, account_id: int) -> TellerSeal:
    """Make a teller's key pair under the password of the account."""
    key, salt = X25519PrivateKey.generate(), secrets.token_bytes(16)
    sealed = ChaCha20Poly1305(_password_key(password, salt)).encrypt(
        _ONCE, key.private_bytes_raw(), _bind("teller", account_id)
    )
    return TellerSeal(key.public_key().public_bytes_raw(), salt, sealed)


def teller_private(seal: TellerSeal, password: str, account_id: int) -> bytes:
    """Return the private key of a teller; Unopenable for another password or account."""
    return _open(_password_key(password, seal.salt), seal.sealed, _bind("teller", account_id))


def _open(key: bytes, sealed: bytes, place: bytes) -> bytes:
    try:
        return ChaCha20Poly1305(key).decrypt(_ONCE, sealed, place)
    except InvalidTag:
        raise Unopenable from None


def _unseal(sealed: bytes, private: bytes, place: bytes) -> bytes:
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=place)
    except (InvalidTag, ValueError):
        raise Unopenable from None


def _seal(text: bytes, public: bytes, place: bytes) -> bytes:
    return _SUITE.encrypt(text, X25519PublicKey.from_public_bytes(public), info=place)


def new_poll(place: str, secret: bytes, tellers: Sequence[bytes]) -> tuple[bytes, list[Wrap]]:
    """Make the key pair of a poll: its public half, and the private half wrapped for every pair of tellers.

    `place` names the poll, `secret` lies outside the database, `tellers` are public keys. The private half is
    kept nowhere else.
    """
    key = X25519PrivateKey.generate()
    wraps = []
    for first, second in combinations(range(len(tellers)), 2):
        shares = [secrets.token_bytes(_SHARE), secrets.token_bytes(_SHARE)]
        pair = _bind("wrap", place, first, second)
        wrapping = _derive(shares[0] + shares[1] + secret, pair)
        share_first, share_second = (
            _seal(share, tellers[who], _bind("share", place, first, second, who))
            for share, who in zip(shares, (first, second), strict=True)
        )
        sealed = ChaCha20Poly1305(wrapping).encrypt(_ONCE, key.private_bytes_raw(), pair)
        wraps.append(Wrap(first, second, share_first, share_second, sealed))
    return key.public_key().public_bytes_raw(), wraps


def shares_of(
    place: str, wraps: Sequence[Wrap], position: int, private: bytes
) -> dict[tuple[int, int], bytes]:
    """Return what one teller holds of each pair; Unopenable when the key is not that teller's."""
    found = {}
    for wrap in wraps:
        if position in (wrap.first, wrap.second):
            sealed = wrap.share_first if position == wrap.first else wrap.share_second
            at = _bind("share", place, wrap.first, wrap.second, position)
            found[(wrap.first, wrap.second)] = _unseal(sealed, private, at)
    return found


def poll_private(place: str, secret: bytes, wrap: Wrap, share_first: bytes, share_second: bytes) -> bytes:
    """Return the private key of a poll from both shares of a pair and the secret; Unopenable otherwise."""
    pair = _bind("wrap", place, wrap.first, wrap.second)
    return _open(_derive(share_first + share_second + secret, pair), wrap.sealed, pair)


def keep_shares(place: str, secret: bytes, position: int, shares: dict[tuple[int, int], bytes]) -> bytes:
    """Seal the shares of the teller who came first, for the minutes until the second one comes."""
    text = b"".join(bytes(pair) + share for pair, share in sorted(shares.items()))
    salt = secrets.token_bytes(16)
    at = _bind("waiting", place, position)
    return salt + ChaCha20Poly1305(_derive(secret + salt, at)).encrypt(_ONCE, text, at)


def kept_shares(place: str, secret: bytes, position: int, kept: bytes) -> dict[tuple[int, int], bytes]:
    """Open what `keep_shares` sealed; Unopenable with another secret."""
    at = _bind("waiting", place, position)
    text = _open(_derive(secret + kept[:16], at), kept[16:], at)
    size = _SHARE + 2
    return {(text[n], text[n + 1]): text[n + 2 : n + size] for n in range(0, len(text), size)}


def seal_ballot(place: str, elector: int, public: bytes, mark: str, code: str) -> bytes:
    """Seal one ballot; every one has the same length. ValueError when mark and code do not fit."""
    text = f"{mark}\n{code}\n".encode()
    if len(text) > PAGE:
        raise ValueError("the code is too long")
    return _seal(text.ljust(PAGE, b"\0"), public, _bind("ballot", place, elector))


def open_ballot(place: str, elector: int, private: bytes, sealed: bytes) -> tuple[str, str]:
    """Return mark and code; Unopenable for another poll, another elector or changed bytes."""
    text = _unseal(sealed, private, _bind("ballot", place, elector))
    mark, code, _rest = text.decode().split("\n", 2)
    return mark, code


def list_hash(lines: Sequence[tuple[str, str]]) -> str:
    """Return the SHA-256 of the opened list (code, mark), in the order of the codes."""
    text = "\n".join(f"{code} {mark}" for code, mark in sorted(lines))
    return hashlib.sha256(text.encode()).hexdigest()
