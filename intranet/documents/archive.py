"""Zip files written by hand: fixed dates and order (same parts, same bytes), constant parts deflated only once.

A .docx holds seven small parts that never change and one that does; `zipfile` would deflate all of them for every
file. Format: PKWARE APPNOTE 4.3 (local header, data, central directory, its end), no extensions.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

STAMP = (2026, 1, 1, 0, 0, 0)  # the date that every entry carries
_DATE = (STAMP[0] - 1980) << 9 | STAMP[1] << 5 | STAMP[2]
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sBBHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION, _UNIX, _DEFLATED = 20, 3, 8
_SMALL = 16 * 1024  # bytes; larger parts are not kept
_LIMIT = 2**32 - 1


@dataclass(frozen=True)
class _Packed:
    """A part as it stands in the file."""

    data: bytes
    crc: int
    size: int  # before it was deflated


def _deflated(pieces: Iterable[bytes]) -> _Packed:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc = size = 0
    out: list[bytes] = []
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        out.append(packer.compress(piece))
    return _Packed(b"".join([*out, packer.flush()]), crc, size)


@lru_cache(maxsize=128)
def _kept(content: bytes) -> _Packed:
    return _deflated([content])


def zipped(
    parts: Mapping[str, bytes | Iterable[bytes]], *, constant: Iterable[str] = (), mode: int = 0o600
) -> bytes:
    """Return parts (ASCII name -> content, whole or in pieces) as a zip in the given order.

    Pieces are deflated as they come, so that a large part is never in memory as a whole. The deflated form of the
    small parts named in `constant` is kept for the next file. `mode`: who may read the files where they are unpacked
    (0o644 for what a web server gives to everybody). ValueError from 4 GiB.
    """
    again = frozenset(constant)
    written: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, content in parts.items():
        raw = name.encode("ascii")
        if not isinstance(content, bytes):
            packed = _deflated(content)
        elif name in again and len(content) <= _SMALL:
            packed = _kept(content)
        else:
            packed = _deflated([content])
        common = (_VERSION, 0, _DEFLATED, 0, _DATE, packed.crc, len(packed.data), packed.size, len(raw), 0)
        directory += [
            _CENTRAL.pack(b"PK\x01\x02", _VERSION, _UNIX, *common, 0, 0, 0, mode << 16, at), raw,
        ]  # fmt: skip
        written += [_LOCAL.pack(b"PK\x03\x04", *common), raw, packed.data]
        at += _LOCAL.size + len(raw) + len(packed.data)
        if max(at, packed.size) > _LIMIT:
            raise ValueError("a zip of 4 GiB or more needs another format")
    size = sum(map(len, directory))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), size, at, 0)
    return b"".join([*written, *directory, end])
