"""poppler: how many pages a PDF has and how large, which fonts are in it, a picture of each page."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import machine, png
from .problems import Failed

DPI = 96  # one pixel of the screen at 100 %
MOST = 300  # pages that get a picture; the PDF has them all
_ASKED = ("TimesNewRoman", "LiberationSerif")  # the same widths, and every Vietnamese letter
_SIGNS = ("OpenSymbol", "Symbol", "Wingdings")  # bullets and tick boxes
_SECONDS = 60
_AT_ONCE = 10

Check = Callable[[], None]


def available() -> bool:
    """Say whether poppler's programs are on this machine."""
    return all(shutil.which(name) for name in ("pdfinfo", "pdffonts", "pdftoppm"))


def _ask(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # our own command
            command, capture_output=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Failed("Không đọc được tệp PDF vừa tạo. Hãy làm lại bản xem trước.") from error
    return done.stdout.decode("utf-8", "replace")


def sizes(pdf: Path) -> list[tuple[int, int]]:
    """Return width and height of every page in pixels at 96 dpi, turned pages as they are shown."""
    told = _ask("pdfinfo", "-f", "1", "-l", "999999", str(pdf))
    count = re.search(r"^Pages:\s+(\d+)", told, re.MULTILINE)
    pages = int(count[1]) if count else 0
    found = []
    for width, height, turned in re.findall(r"size:\s+([\d.]+) x ([\d.]+) pts.*\n.*rot:\s+(\d+)", told):
        size = [round(float(points) * DPI / 72) for points in (width, height)]
        found.append((size[1], size[0]) if int(turned) % 180 else (size[0], size[1]))
    if pages == 0 or len(found) != pages:
        raise Failed("Tệp PDF vừa tạo không có trang nào. Hãy làm lại bản xem trước.")
    return found


def foreign_fonts(pdf: Path) -> list[str]:
    """Return the fonts that stand in for Times New Roman: a letter, or all of them, was missing on this machine.

    Liberation Serif 2 is as good as the real one; version 1 and Nimbus Roman lack 92 Vietnamese letters, for which
    another font is then found in the file (document-format.md, section 8).
    """
    found = set()
    for line in _ask("pdffonts", str(pdf)).splitlines()[2:]:
        name = re.sub(r"^[A-Z]{6}\+", "", line.split()[0]) if line.split() else ""
        if name and not name.startswith(_ASKED + _SIGNS):
            found.add(re.split(r"[-,]", name)[0])
    return sorted(found)


def draw(pdf: Path, folder: Path, pages: int, check: Check) -> Iterator[bytes]:
    """Yield the pictures (PNG) of the first `pages` pages; ends early when a page cannot be drawn.

    Some pages in one process: a process for each takes a third longer, one for all fills the disk with raw pictures.
    """
    for first in range(1, pages + 1, _AT_ONCE):
        last = min(first + _AT_ONCE - 1, pages)
        asked = [
            "pdftoppm",
            "-r",
            str(DPI),
            "-f",
            str(first),
            "-l",
            str(last),
            str(pdf),
            str(folder / "page"),
        ]
        child = machine.Child(asked, folder)
        try:
            while child.running() and child.age < _SECONDS:
                check()
                time.sleep(0.02)
        finally:
            child.end()
        drawn = sorted(folder.glob("page-*.ppm"))
        for path in drawn:
            check()
            try:
                picture = png.from_ppm(path.read_bytes())
            except ValueError:
                return
            path.unlink()
            yield picture
        if len(drawn) < last - first + 1:
            return
