"""Many papers at once: one .docx, or a .zip of parts when one file would be too long to open or to print.

Parts are made and written one by one, so a batch of any length needs the memory of one part. The same input
gives the same bytes: names in order, fixed dates.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, TypeVar

from ..core.text import fold
from .archive import STAMP
from .landscape import PAGES_LIMIT

_IN_MEMORY = 8 * 1024 * 1024  # bytes; a longer file lies on the disk until it is closed
_SLUG = 60
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
T = TypeVar("T")


@dataclass(frozen=True)
class Made:
    """A file ready to be sent: its name, its media type, its content from the first byte (close it)."""

    name: str
    media_type: str
    file: IO[bytes]


def in_order(papers: Sequence[T], render: Callable[[Sequence[T]], bytes], *, name: str) -> Made:
    """Return the papers in the given order: `name`.docx, or above PAGES_LIMIT `name`.zip of parts.

    The parts are called after the places of their first and last paper: "giay-khen-0001-2000.docx".
    ValueError for no papers.
    """
    if not papers:
        raise ValueError("no papers")
    if len(papers) <= PAGES_LIMIT:
        return Made(f"{name}.docx", DOCX, io.BytesIO(render(papers)))
    digits = max(len(str(len(papers))), 4)
    parts = (
        (
            f"{name}-{start + 1:0{digits}}-{min(start + PAGES_LIMIT, len(papers)):0{digits}}.docx",
            render(papers[start : start + PAGES_LIMIT]),
        )
        for start in range(0, len(papers), PAGES_LIMIT)
    )
    return Made(f"{name}.zip", ZIP, archive(parts))


def each(
    papers: Sequence[T], render: Callable[[Sequence[T]], bytes], title: Callable[[T], str], *, name: str
) -> Made:
    """Return `name`.zip with a file for each paper: "giay-khen-0001-ba-nguyen-thi-lan-anh.docx".

    `title` says whose paper it is; the place in the list keeps equal titles apart. ValueError for no papers.
    """
    if not papers:
        raise ValueError("no papers")
    digits = max(len(str(len(papers))), 4)
    files = (
        ("-".join(filter(None, (name, f"{place:0{digits}}", slug(title(paper))))) + ".docx", render([paper]))
        for place, paper in enumerate(papers, start=1)
    )
    return Made(f"{name}.zip", ZIP, archive(files))


def archive(files: Iterable[tuple[str, bytes]]) -> IO[bytes]:
    """Return a zip of (name, content) in the given order, from its first byte; ValueError for a name given twice.

    Contents are stored as they are: a .docx or a .pdf is packed already.
    """
    out = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # whoever sends it closes it
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:
            _fill(pack, files)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _fill(pack: zipfile.ZipFile, files: Iterable[tuple[str, bytes]]) -> None:
    known: set[str] = set()
    for name, content in files:
        if name in known:
            raise ValueError(f"two files with one name: {name}")
        known.add(name)
        info = zipfile.ZipInfo(name, STAMP)
        info.external_attr = 0o600 << 16
        info.create_system = 3  # the same bytes on Windows
        pack.writestr(info, content)


def slug(text: str) -> str:
    """Return text as a part of a file name: "Bà Nguyễn Thị Lan Anh" gives "ba-nguyen-thi-lan-anh"."""
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(text))
    return "-".join(letters[:_SLUG].split())
