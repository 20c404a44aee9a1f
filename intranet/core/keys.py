"""Keys of this copy of the program: made at first use in the data folder, readable by its user only."""

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from flask import current_app

from .errors import NotReady

CODE_KEY = "certificate-codes.key"


def data_folder() -> Path:
    """Return the folder in which the store of files lies (INTRANET_VAR)."""
    return Path(current_app.config["FILES_DIR"]).parent


def signing_key(name: str = CODE_KEY) -> Ed25519PrivateKey:
    """Return the Ed25519 key (RFC 8032) of this name; the first call makes its file (PKCS #8, mode 0600).

    NotReady when the file holds something else: what was signed with a lost key could not be checked any more, so
    a damaged one is never replaced silently.
    """
    path = data_folder() / name
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except ValueError:
        key = None  # told below
    if not isinstance(key, Ed25519PrivateKey):
        raise NotReady("Khóa ký mã tra cứu đã hỏng. Hãy báo quản trị khôi phục từ bản sao lưu.")
    return key


def _make(path: Path) -> None:
    """Write a new key whole or not at all: of two who come at once, the first one's key stays."""
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """Return the public key as PEM (SubjectPublicKeyInfo)."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public(pem: bytes) -> Ed25519PublicKey:
    """Return a public key from its PEM; ValueError for anything else."""
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 public key")
    return key


def fingerprint(key: Ed25519PrivateKey) -> str:
    """Return the SHA-256 of the public key in groups of four, to compare by eye."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    digits = hashlib.sha256(raw).hexdigest()[:32]
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))
