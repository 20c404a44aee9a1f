"""Pictures of lines and words: an Enhanced Metafile ([MS-EMF]), which Word and LibreOffice print as sharp as text.

Places are millimetres from the top left corner; the words are Times New Roman, as in the paper around them.
"""

import struct

from . import metrics
from .pictures import Picture

_PER_MM = 20  # device units in a millimetre
_HEADER_SIZE, _EOF_SIZE = 108, 20
_ALIGN = {"left": 24, "right": 26, "center": 30}  # TA_BASELINE with TA_LEFT, TA_RIGHT, TA_CENTER
_SOLID, _DASH = 0, 1
Point = tuple[float, float]


def _units(millimetres: float) -> int:
    return round(millimetres * _PER_MM)


class Canvas:
    """A picture that is drawn on; `picture` gives it as a file. Size in mm."""

    def __init__(self, wide: float, high: float) -> None:
        self.wide, self.high = wide, high
        self._records: list[bytes] = []
        self._handles: dict[tuple[object, ...], int] = {}
        self._chosen: dict[str, int] = {}
        self._add(18, struct.pack("<I", 1))  # EMR_SETBKMODE: transparent

    def _add(self, kind: int, content: bytes) -> None:
        self._records.append(struct.pack("<II", kind, 8 + len(content)) + content)

    def _use(self, slot: str, kind: int, key: tuple[object, ...], content: bytes) -> None:
        """Select an object, made when it is used first."""
        handle = self._handles.get((slot, *key))
        if handle is None:
            handle = self._handles[slot, *key] = len(self._handles) + 1
            self._add(kind, struct.pack("<I", handle) + content)
        if self._chosen.get(slot) != handle:
            self._chosen[slot] = handle
            self._add(37, struct.pack("<I", handle))  # EMR_SELECTOBJECT

    def _pen(self, width: float, grey: int, *, dashed: bool) -> None:
        # a dashed line of GDI is one unit wide: it is drawn by hand instead, in `line`
        content = struct.pack("<IiiI", _SOLID, _units(width), 0, grey * 0x010101)
        self._use("pen", 38, (width, grey, dashed), content)

    def _brush(self, grey: int) -> None:
        self._use("brush", 39, (grey,), struct.pack("<III", 0, grey * 0x010101, 0))

    def line(self, points: list[Point], *, width: float = 0.3, grey: int = 0, dashed: bool = False) -> None:
        """Draw straight lines through points; a dashed one has two."""
        self._pen(width, grey, dashed=dashed)
        if not dashed:
            self._polyline(points)
            return
        (x, y), (to_x, to_y) = points
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        for n in range(int(length / 2) + 1):
            start, end = n * 2 / length, min((n * 2 + 1.2) / length, 1)
            if start < 1:
                self._polyline([(x + (to_x - x) * at, y + (to_y - y) * at) for at in (start, end)])

    def _polyline(self, points: list[Point]) -> None:
        flat = [_units(side) for point in points for side in point]
        content = struct.pack(f"<iiiiI{len(flat)}h", 0, 0, *self._size(), len(points), *flat)
        self._add(87, content)  # EMR_POLYLINE16

    def rectangle(self, x: float, y: float, wide: float, high: float, *, grey: int) -> None:
        """Draw a bar with a black edge, filled with a grey (0 black, 255 white)."""
        self._pen(0.2, 0, dashed=False)
        self._brush(grey)
        sides = (x, y, x + wide, y + high)
        self._add(43, struct.pack("<iiii", *(_units(side) for side in sides)))

    def dot(self, x: float, y: float, radius: float) -> None:
        """Draw a black dot."""
        self._pen(0.2, 0, dashed=False)
        self._brush(0)
        sides = (x - radius, y - radius, x + radius, y + radius)
        self._add(42, struct.pack("<iiii", *(_units(side) for side in sides)))

    def words(
        self, text: str, x: float, y: float, size: float, *, bold: bool = False, align: str = "left"
    ) -> None:
        """Write text on the base line `y`, `size` in points; every letter stands where Times New Roman has it."""
        height = -round(size * 25.4 / 72 * _PER_MM)
        face = "Times New Roman".encode("utf-16-le").ljust(64, b"\0")
        font = struct.pack("<iiiii8B", height, 0, 0, 0, 700 if bold else 400, 0, 0, 0, 0, 0, 0, 0, 0) + face
        self._use("font", 82, (size, bold), font.ljust(320, b"\0"))
        self._add(22, struct.pack("<I", _ALIGN[align]))  # EMR_SETTEXTALIGN
        shown = text.encode("utf-16-le")
        count = len(shown) // 2
        steps = [_units(metrics.width(text[: n + 1], size, bold=bold)) for n in range(len(text))]
        steps = [after - before for before, after in zip([0, *steps], steps, strict=False)]
        steps += [0] * (count - len(steps))  # letters outside of the basic plane have two places
        padded = shown.ljust(-(-len(shown) // 4) * 4, b"\0")
        head = struct.pack(
            "<iiiiIffiiIIIiiiiI", 0, 0, *self._size(), 1, 1.0, 1.0, _units(x), _units(y), count, 76, 0,
            0, 0, -1, -1, 76 + len(padded),
        )  # fmt: skip
        self._add(84, head + padded + struct.pack(f"<{count}I", *steps))  # EMR_EXTTEXTOUTW

    def _size(self) -> tuple[int, int]:
        return _units(self.wide), _units(self.high)

    def picture(self) -> Picture:
        """Return the picture; the same drawing gives the same bytes."""
        wide, high = self._size()
        body = b"".join(self._records)
        end = struct.pack("<IIIII", 14, _EOF_SIZE, 0, 16, _EOF_SIZE)
        total = _HEADER_SIZE + len(body) + _EOF_SIZE
        header = struct.pack(
            "<II4i4i4I2H3I2I2I3I2I", 1, _HEADER_SIZE, 0, 0, wide, high,
            0, 0, round(self.wide * 100), round(self.high * 100),
            0x464D4520, 0x10000, total, len(self._records) + 2, len(self._handles) + 1, 0, 0, 0, 0,
            210 * _PER_MM, 297 * _PER_MM, 210, 297, 0, 0, 0, 210_000, 297_000,
        )  # fmt: skip
        return Picture(header + body + end, wide, high, "emf")
