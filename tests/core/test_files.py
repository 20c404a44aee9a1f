"""Uploads: what is taken, what is refused and with which words, how names and bytes are kept."""

import io
import struct
import zipfile

import pytest

from intranet.core import audit, files
from intranet.core.db import db
from intranet.core.errors import BadFile, NotThere

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 4, 4) + b"\x08\x02\x00\x00\x00"
HUGE_PNG = PNG[:16] + struct.pack(">II", 60_000, 60_000) + b"\x08\x02\x00\x00\x00"
JPG, PDF = b"\xff\xd8\xff\xe0" + b"x" * 40, b"%PDF-1.7\n%%EOF"
OLE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
)  # what an encrypted or an old Office file begins with


def office(*names: str, content: bytes = b"<x/>") -> bytes:
    """Return a package with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in ("[Content_Types].xml", *names):
            pack.writestr(name, content)
    return out.getvalue()


def flagged(content: bytes) -> bytes:
    """Set the flag "encrypted" of every part."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + at] |= 1
            place = changed.find(mark, place + 4)
    return bytes(changed)


DOCX, XLSX = office("word/document.xml"), office("xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("A.PDF", PDF, "pdf"),
        ("Ảnh thẻ.jpg", JPG, "jpg"),
        ("a.jpeg", JPG, "jpg"),
        ("a.png", PNG, "png"),
        ("Báo cáo.docx", DOCX, "docx"),
        ("a.xlsx", XLSX, "xlsx"),
    ],
)
def test_good_file_is_taken(name, content, kind):
    assert files.check(name, content) == kind


BAD = {
    "kind not taken": ("virus.exe", b"MZ", "không thuộc loại được nhận"),
    "no ending": ("README", b"x", "không thuộc loại được nhận"),
    "two endings": ("a.pdf.exe", PDF, "không thuộc loại được nhận"),
    "svg": ("a.svg", b"<svg/>", "không thuộc loại được nhận"),
    "page": ("a.html", b"<script>", "không thuộc loại được nhận"),
    "macro kind": ("a.docm", DOCX, "không thuộc loại được nhận"),
    "old word": ("a.doc", OLE, "không thuộc loại được nhận"),
    "empty": ("a.pdf", b"", "rỗng"),
    "program named as pdf": ("a.pdf", b"MZ\x90", "không đúng là tệp .pdf"),
    "page named as picture": ("a.png", b"<html><script>alert(1)</script>", "không đúng là tệp .png"),
    "half a picture": ("a.png", PNG[:12], "không đúng là tệp .png"),
    "text named as photo": ("a.jpg", b"xin ch\xc3\xa0o", "không đúng là tệp .jpg"),
    "huge picture": ("a.png", HUGE_PNG, "quá lớn"),
    "not a package": ("a.docx", b"PK\x03\x04 not really", "không đúng là tệp .docx"),
    "encrypted as Office does": ("a.docx", OLE, "không đúng là tệp .docx"),
    "sheet named as text": ("a.docx", XLSX, "không đúng là tệp .docx"),
    "text named as sheet": ("a.xlsx", DOCX, "không đúng là tệp .xlsx"),
    "any zip": ("a.docx", office("readme.txt"), "không đúng là tệp .docx"),
    "macro": ("a.docx", office("word/document.xml", "word/vbaProject.bin"), "macro"),
    "macro elsewhere": ("a.xlsx", office("xl/workbook.xml", "customXL/VBAPROJECT.BIN"), "macro"),
    "bomb": ("a.docx", office("word/document.xml", content=b"0" * 30_000_000), "bung ra quá lớn"),
    "many parts": ("a.docx", office(*[f"word/{n}.xml" for n in range(2100)]), "bung ra quá lớn"),
    "password": ("a.docx", flagged(DOCX), "mật khẩu"),
    "too large": ("a.pdf", PDF + b"x" * files.LIMIT, "lớn hơn 20 MB"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_refused_by_name(case):
    name, content, words = BAD[case]
    with pytest.raises(BadFile, match=words) as refused:
        files.check(name, content)
    assert f"“{name}”" in refused.value.message


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Lan Anh\\Báo cáo.docx", "Báo cáo.docx"),
        ("Giấy khen Đường.pdf", "Giấy khen Đường.pdf"),
        ("Gia\u0302\u0301y.pdf", "Giấy.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("gpj.\u202efdp.exe", "gpj.fdp.exe"),
        ('<img src="x">.png', "_img src=_x__.png"),
        ("...", "tep"),
        ("", "tep"),
        (None, "tep"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_name_is_kept_without_paths_and_tricks(given, shown):
    assert files.clean_name(given) == shown


def test_refused_file_leaves_nothing_behind(app, account):
    actor = account("nhanvien")
    with pytest.raises(BadFile):
        files.attach(actor, "a.pdf", b"MZ", actor=actor)
    assert files.of(actor) == []
    assert not list((files.store_path("0" * 64).parent.parent).rglob("*"))


def test_same_bytes_lie_once_and_events_name_them(app, account):
    actor = account("nhanvien")
    one = files.attach(actor, "một.pdf", PDF, actor=actor)
    two = files.attach(actor, "hai.pdf", PDF, actor=actor, purpose="bản hai")
    db.session.flush()
    stored = [p for p in files.store_path(one.sha256).parent.parent.rglob("*") if p.is_file()]
    assert [p.name for p in stored] == [one.sha256]
    assert (one.sha256, files.get(one.sha256), one.size) == (two.sha256, PDF, len(PDF))
    assert [row.name for row in files.of(actor)] == ["một.pdf", "hai.pdf"]
    assert [row.name for row in files.of(actor, "bản hai")] == ["hai.pdf"]
    files.detach(actor, one.id, actor=actor)
    assert [row.name for row in files.of(actor)] == ["hai.pdf"]
    assert [e.event for e in audit.timeline(actor)][-3:] == [
        "file:attached",
        "file:attached",
        "file:detached",
    ]


def test_file_of_another_row_cannot_be_removed(app, account):
    owner, other = account("nhanvien"), account("nhanvien2")
    row = files.attach(owner, "a.pdf", PDF, actor=owner)
    db.session.flush()
    for number in (row.id, 999_999):
        with pytest.raises(NotThere):
            files.detach(other, number, actor=other)
    assert files.of(owner) == [row]


def test_lost_bytes_are_told_in_words(app):
    with pytest.raises(NotThere, match="kho lưu trữ"):
        files.get("a" * 64)
