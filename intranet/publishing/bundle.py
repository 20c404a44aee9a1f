"""The bundle for the commune's portal: everything that is public as plain files in one .zip; the same input, same bytes.

Pages name each other by relative links and bring their own style sheets, so they work in any folder and from a disk.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ..config import ROOT
from ..documents.archive import zipped
from ..people.queries import organisation_or_none
from . import contents, data, pages, papers, queries
from .models import Release, ReleaseKind
from .pages import Place, day

_STATIC = {"css/public.css": "public.css", "css/open.css": "open.css", "img/icon.svg": "icon.svg"}
MANIFEST, README = "manifest.json", "DOC-TRUOC.txt"
_NO_PDF = (
    "Không có bản PDF của: {}. Trong gói là bản Word (.docx) cùng nội dung; muốn có PDF, mở bằng Word rồi lưu thành PDF, "
    "hoặc tạo PDF trên trang “Gói cho cổng thông tin” (máy chủ phải cài LibreOffice) rồi tải gói lại."
)
_ABOUT = (
    "GÓI THÔNG TIN CÔNG KHAI\r\n\r\n"
    "1. Giải nén, chép cả thư mục lên cổng thông tin của xã (không đổi tên tệp); trang đầu là index.html.\r\n"
    "2. Mỗi lần công bố hoặc rút nội dung: tải gói mới, XÓA thư mục cũ trên cổng rồi chép thư mục mới. "
    "Nội dung đã rút không có trong gói mới.\r\n"
    "3. manifest.json ghi mã SHA-256 của từng tệp để đối chiếu.\r\n"
)


@dataclass(frozen=True)
class Bundle:
    """The files by name, in their order, and the boards that have no PDF."""

    files: dict[str, bytes]
    without_pdf: list[str]

    def packed(self) -> bytes:
        """Return the .zip."""
        return zipped(self.files, mode=0o644)


def _name(slug: str, part: str) -> str:
    """Return the file of a page or data file."""
    if part in data.NAMES:
        return slug + part[part.index(".") :]
    return f"{slug}-{part}.html" if part else f"{slug}.html"


PLACE = Place(_name, "index.html", _STATIC.__getitem__, online=False)


def make(*, owner: int) -> Bundle:
    """Return the bundle of what is public now; PDFs are those that `owner` has had made."""
    held = (
        organisation_or_none()
    )  # every page names it: held, so that the session does not ask for it each time
    public = queries.public(contents_too=True)
    slugs = {one.slug for one in public}
    changed = contents.changed(public)
    files = {"index.html": pages.start(PLACE, public, queries.withdrawn()).encode()}
    lacking: list[str] = []
    for one in sorted(public, key=lambda row: row.slug):
        content, paper = contents.read(one), ""
        if one.kind == ReleaseKind.BOARD:
            docx = papers.board(one, content)
            pdf = papers.made_pdf(docx, owner=owner)
            if pdf is None:
                lacking.append(one.title)
            paper = f"{one.slug}.{'docx' if pdf is None else 'pdf'}"
            files[paper] = docx if pdf is None else pdf
        for part in pages.part_names(content):
            html = pages.page(one, content, part, PLACE, slugs, changed=one.id in changed, paper=paper)
            files[_name(one.slug, part)] = html.encode()
        files[f"{one.slug}.csv"] = data.as_csv(content)
        files[f"{one.slug}.json"] = data.as_json(one, content)
    files |= {name: (ROOT / "static" / path).read_bytes() for path, name in _STATIC.items()}
    about = _ABOUT + (f"\r\n{_NO_PDF.format('; '.join(lacking))}\r\n" if lacking else "")
    files[README] = b"\xef\xbb\xbf" + about.encode()
    files[MANIFEST] = _manifest(public, files, lacking)
    del held
    return Bundle(files, lacking)


def _manifest(public: list[Release], files: dict[str, bytes], lacking: list[str]) -> bytes:
    whole: dict[str, Any] = {
        "releases": [
            {
                "slug": one.slug,
                "title": one.title,
                "edition": one.edition,
                "released_on": day(one.released_at),
                "content_sha256": one.content_sha256,
            }
            for one in public
        ],
        "without_pdf": lacking,
        "files": {
            name: {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
            for name, raw in sorted(files.items())
        },
    }
    return (json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
