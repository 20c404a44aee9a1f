"""`python -m benchmarks.border_art`: draw the plait and the flower of our certificates' border into intranet/documents/art.

A plait of two ribbons with a diamond in each eye; a flower of eight petals. 300 dots to an inch, a palette of twelve
colours, every eye the same dots: a strip of 265 mm takes about 1 KiB.
"""

import struct
import zlib
from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin
from pathlib import Path

ART = Path(__file__).parent.parent / "intranet" / "documents" / "art"
BAND, DEPTH = 84, 104  # dots: width of the plait; of a whole piece, with the two lines inside
EYE, EYES = {"across": 110, "down": 108}, {"across": 28, "down": 19}
START = 93  # dots from the end of the upper piece to its first eye
LINES = (86, 100)  # dots from the outer edge; each is three dots wide
DOTS_PER_MM = 11.63
GOLD, RED = (0xB8, 0x86, 0x0B), (0xC8, 0x10, 0x2E)
SHADES, FINE = 6, 4  # steps from white to full colour; parts of a dot that are looked at, each way
Paint = Callable[[float, float], int]  # place in dots -> 0 white, 1 gold, 2 red


def plait(x: float, y: float, eye: int) -> int:
    """Colour of a place in an eye."""
    along, across = x / eye, y - BAND / 2
    if abs(along - 0.5) * eye + abs(across) < 0.085 * BAND:
        return 2
    for swing in (0.34, 0.25):
        high, slope = swing * BAND * sin(pi * along), swing * BAND * pi / eye * cos(pi * along)
        if abs(abs(across) - high) / hypot(1, slope) < 0.13 * DOTS_PER_MM:
            return 1
    return 0


def flower(x: float, y: float) -> int:
    """Colour of a place in a corner."""
    x, y = x - BAND / 2, y - BAND / 2
    if abs(x) + abs(y) < 0.1 * BAND:
        return 2
    turn = atan2(y, x)
    off = turn - round(turn / (pi / 4)) * pi / 4
    far = hypot(x, y) / (0.46 * BAND)
    along = (far * cos(off) - 0.28) / 0.72
    inside = 0 < along < 1 and abs(far * sin(off)) < 0.19 * sin(pi * along**1.25) ** 0.9
    return 1 if inside else 0


def dots(paint: Paint, wide: int, high: int) -> list[list[int]]:
    """Return rows of places in the palette: 0 white, then shades of gold, then of red."""
    rows = []
    for y in range(high):
        row = []
        for x in range(wide):
            seen = [
                paint(x + (i + 0.5) / FINE, y + (j + 0.5) / FINE) for i in range(FINE) for j in range(FINE)
            ]
            red, gold = seen.count(2), seen.count(1)
            shade = round(max(red, gold) / FINE**2 * SHADES)
            row.append(shade and shade + (SHADES if red > gold else 0))
        rows.append(row)
    return rows


def png(rows: list[list[int]]) -> bytes:
    """Return rows of palette places, four bits each, as PNG."""
    palette = bytes([255, 255, 255])
    for colour in (GOLD, RED):
        for shade in range(1, SHADES + 1):
            palette += bytes(round(255 + (part - 255) * shade / SHADES) for part in colour)
    raw = b"".join(
        b"\0"
        + bytes(
            left << 4 | right for left, right in zip(row[::2], row[1::2] + [0] * (len(row) % 2), strict=True)
        )
        for row in rows
    )

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 4, 3, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"PLTE", palette)
        + chunk(b"IDAT", zlib.compress(raw, 9))
        + chunk(b"IEND", b"")
    )


def drawn() -> dict[str, bytes]:
    """Return the pictures by name: the upper side with both corners, the left side between them."""
    line = [any(at <= y < at + 3 for at in LINES) for y in range(DEPTH)]
    eye = dots(lambda x, y: plait(x, y, EYE["across"]), EYE["across"], BAND)
    corner = dots(flower, BAND, BAND)
    across = []
    for y in range(DEPTH):
        left = [0] * START
        if y < BAND:
            left[:BAND] = corner[y]
        for x in range(BAND, START):
            # lines turn down at their ends
            if any(at <= min(x, y) < at + 3 for at in LINES):
                left[x] = SHADES
        middle = eye[y] * EYES["across"] if y < BAND else [SHADES * line[y]] * EYE["across"] * EYES["across"]
        if y >= LINES[1] - 1:  # the inner line begins farther in
            left = [SHADES if LINES[0] <= x < LINES[0] + 3 else 0 for x in range(START)]
            inner = LINES[1] - START
            middle[:inner] = middle[-inner:] = [0] * inner
            if y > LINES[1] + 2:
                for x in range(inner, inner + 3):
                    middle[x] = middle[-x - 1] = SHADES
        across.append(left + middle + left[::-1])
    tall = dots(lambda x, y: plait(x, y, EYE["down"]), EYE["down"], BAND)
    tail = [SHADES * part for part in line[BAND:]]
    down = [list(column) + tail for column in zip(*tall, strict=True)]
    return {"across": png(across), "down": png(down * EYES["down"])}


if __name__ == "__main__":
    for name, content in drawn().items():
        (ART / f"{name}.png").write_bytes(content)
        print(f"{name}: {len(content)} bytes")
