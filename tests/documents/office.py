"""Convert with LibreOffice and read pages: for tests marked `libreoffice`."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

MISSING = shutil.which("soffice") is None or shutil.which("pdftotext") is None


def require() -> None:
    """Skip when LibreOffice or poppler is missing; fail instead where everything must be there."""
    if MISSING:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("LibreOffice and poppler must be installed here")
        pytest.skip("LibreOffice or poppler is not installed")


def to_pdf(folder: Path, **files: bytes) -> dict[str, Path]:
    """Convert several .docx in one call, with a profile of its own; return name -> PDF."""
    require()
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    sources = [str(folder / f"{name}.docx") for name in files]
    subprocess.run(
        [*command, "--outdir", str(folder), *sources], check=True, capture_output=True, timeout=240
    )
    return {name: folder / f"{name}.pdf" for name in files}


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def pages(pdf: Path) -> int:
    """Return the number of pages."""
    return int(re.search(r"Pages:\s+(\d+)", _run("pdfinfo", str(pdf)))[1])


def text(pdf: Path, page: int | None = None) -> str:
    """Return the text of the document or of one page, NBSP as spaces."""
    only = ["-f", str(page), "-l", str(page)] if page else []
    return _run("pdftotext", "-layout", *only, str(pdf), "-").replace("\u00a0", " ")


def fonts(pdf: Path) -> set[str]:
    """Return the families of the fonts in the file."""
    rows = _run("pdffonts", str(pdf)).splitlines()[2:]
    return {re.sub(r"^[A-Z]{6}\+", "", row.split()[0]).split("-")[0] for row in rows}


def boxes(pdf: Path) -> list[tuple[int, str, float, float, float, float]]:
    """Return (page, word, left, top, right, bottom) in millimetres."""
    found, page = [], 0
    for line in _run("pdftotext", "-bbox", str(pdf), "-").splitlines():
        if "<page " in line:
            page += 1
        word = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', line)
        if word:
            left, top, right, bottom = (float(n) * 25.4 / 72 for n in word.groups()[:4])
            found.append((page, word[5], left, top, right, bottom))
    return found


def size(pdf: Path) -> tuple[float, float]:
    """Return width and height of the first page in millimetres."""
    found = re.search(r"Page size:\s+([\d.]+) x ([\d.]+) pts", _run("pdfinfo", str(pdf)))
    return float(found[1]) * 25.4 / 72, float(found[2]) * 25.4 / 72
