"""Zip files written by hand: fixed dates and order (same parts, same bytes), constant parts deflated only once.

A .docx holds seven small parts that never change and one that does; `zipfile` would deflate all of them for every
file. Format: PKWARE APPNOTE 4.3 (local header, data, central directory, its end), no extensions.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

STAMP = (2026, 1, 1, 0, 0, 0)  # the date that every entry carries
_DATE = (STAMP[0] - 1980) << 9 | STAMP[1] << 5 | STAMP[2]
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sBBHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION, _UNIX, _DEFLATED, _MODE = 20, 3, 8, 0o600 << 16
_SMALL = 16 * 1024  # bytes; larger parts are not kept
_LIMIT = 2**32 - 1


def _deflate(content: bytes) -> tuple[int, bytes]:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return zlib.crc32(content), packer.compress(content) + packer.flush()


_kept = lru_cache(maxsize=128)(_deflate)


def zipped(parts: Mapping[str, bytes], *, constant: Iterable[str] = ()) -> bytes:
    """Return parts (ASCII name -> content) as a zip in the given order.

    The deflated form of the small parts named in `constant` is kept for the next file. ValueError from 4 GiB.
    """
    again = frozenset(constant)
    written: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, content in parts.items():
        raw = name.encode("ascii")
        crc, data = (_kept if name in again and len(content) <= _SMALL else _deflate)(content)
        common = (_VERSION, 0, _DEFLATED, 0, _DATE, crc, len(data), len(content), len(raw), 0)
        directory += [
            _CENTRAL.pack(b"PK\x01\x02", _VERSION, _UNIX, *common, 0, 0, 0, _MODE, at), raw,
        ]  # fmt: skip
        written += [_LOCAL.pack(b"PK\x03\x04", *common), raw, data]
        at += _LOCAL.size + len(raw) + len(data)
        if max(at, len(content)) > _LIMIT:
            raise ValueError("a zip of 4 GiB or more needs another format")
    size = sum(map(len, directory))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), size, at, 0)
    return b"".join([*written, *directory, end])
