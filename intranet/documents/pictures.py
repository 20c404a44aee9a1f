"""Pictures that go into a document: a PNG is read to its end before it is put on paper.

Form of the file: W3C PNG, third edition (8 bytes of signature, then chunks of length, name, data, CRC).
"""

import struct
import zlib
from dataclasses import dataclass
from html import escape

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
_PASSES = ((8, 8), (8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2))  # pixels between, in the passes of Adam7
BYTES, SIDE, PIXELS = 4 * 1024 * 1024, 10_000, 25_000_000
_EMU_PER_MM = 36000


class BadPicture(ValueError):
    """What was given is not a PNG that can be printed; the message says why, in English."""


@dataclass(frozen=True)
class Picture:
    """A PNG that was read whole with its size in pixels, or a drawing of ours (`emf.py`) in its own units."""

    data: bytes
    wide: int
    high: int
    kind: str = "png"


def read(data: bytes) -> Picture:
    """Return the picture in `data`.

    BadPicture when it is no PNG, cut short, damaged, larger than BYTES, or would unpack to more than PIXELS.
    """
    if len(data) > BYTES:
        raise BadPicture(f"a picture may have {BYTES // 1024**2} MiB")
    if not data.startswith(_SIGNATURE):
        raise BadPicture("not a PNG")
    chunks = _chunks(data)
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        raise BadPicture("cut short or damaged")
    wide, high, depth, colour, method, filtering, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if not (0 < wide <= SIDE and 0 < high <= SIDE and wide * high <= PIXELS):
        raise BadPicture(f"{wide} x {high} pixels are too many, or none")
    if colour not in _COLOURS or depth not in _COLOURS[colour][1] or method or filtering or interlaced > 1:
        raise BadPicture("an unknown kind of PNG")
    if colour == 3 and not any(name == b"PLTE" for name, _content in chunks):
        raise BadPicture("its colours are missing")
    expected = _size(wide, high, depth * _COLOURS[colour][0], interlaced=bool(interlaced))
    _require_pixels(b"".join(content for name, content in chunks if name == b"IDAT"), expected)
    return Picture(data, wide, high)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return name and content of the chunks up to IEND."""
    found: list[tuple[bytes, bytes]] = []
    at = len(_SIGNATURE)
    while at + 12 <= len(data) and (not found or found[-1][0] != b"IEND"):
        (length,) = struct.unpack_from(">I", data, at)
        name, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) != 4 or zlib.crc32(name + content) != int.from_bytes(check, "big"):
            raise BadPicture("cut short or damaged")
        found.append((name, content))
        at += 12 + length
    return found


def _size(wide: int, high: int, bits: int, *, interlaced: bool) -> int:
    """Return the bytes of all rows: each begins with the kind of its filter."""

    def rows(w: int, h: int) -> int:
        return h * (1 + (w * bits + 7) // 8) if w else 0

    if not interlaced:
        return rows(wide, high)
    starts = ((0, 0), (4, 0), (0, 4), (2, 0), (0, 2), (1, 0), (0, 1))
    return sum(
        rows(max(-(-(wide - x) // across), 0), max(-(-(high - y) // down), 0))
        for (x, y), (across, down) in zip(starts, _PASSES, strict=True)
    )


def _require_pixels(packed: bytes, expected: int) -> None:
    """Unpack piece by piece, so that a bomb ends at its first byte too many."""
    unpacker, size = zlib.decompressobj(), 0
    try:
        while not unpacker.eof and size <= expected:
            piece = unpacker.decompress(packed, 1 << 16)
            if not piece and not unpacker.eof:
                break
            size, packed = size + len(piece), unpacker.unconsumed_tail
    except zlib.error as error:
        raise BadPicture("cut short or damaged") from error
    if size != expected or not unpacker.eof:
        raise BadPicture("its pixels do not match its size")


def relation(number: int) -> str:
    """Return the id by which the document points to its picture `number`, from 1."""
    return f"rId{number + 3}"  # after styles, settings, header


def box(picture: Picture, width: float, height: float) -> tuple[int, int]:
    """Return width and height in EMU of the picture as large as fits into a box of so many mm."""
    high = round(height * _EMU_PER_MM)
    wide = round(picture.wide * high / picture.high)
    if wide > (most := round(width * _EMU_PER_MM)):
        wide, high = most, round(high * most / wide)
    return wide, high


_A, _P = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://schemas.openxmlformats.org/drawingml/2006/picture",
)
_GRAPHIC = (
    '<wp:docPr id="{ident}" name="Picture {picture}"{told}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
    f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{_P}"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="image.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic>"
)
_NAMES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{_A}" xmlns:pic="{_P}" distT="0" distB="0" distL="0" distR="0"'
)
_INLINE = f'<w:r><w:drawing><wp:inline {_NAMES}><wp:extent cx="{{wide}}" cy="{{high}}"/>{_GRAPHIC}</wp:inline></w:drawing></w:r>'


def inline(number: int, size: tuple[int, int], *, ident: int, description: str = "") -> str:
    """Return w:r with picture `number` standing in the line, `size` in EMU; `ident` is unique in the file.

    `description` is what a screen reader says of it.
    """
    wide, high = size
    told = f' descr="{escape(description)}"' if description else ""
    return _INLINE.format(
        wide=wide, high=high, ident=ident, picture=number, relation=relation(number), told=told
    )
