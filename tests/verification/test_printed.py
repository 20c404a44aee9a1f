"""The code and its QR picture on the certificates themselves."""

import io
import re
import subprocess
import zipfile

import pytest

from intranet.core.db import db
from intranet.decisions import codes, papers
from intranet.decisions.code_text import show_code
from intranet.decisions.stack import stack
from intranet.decisions.states import State
from intranet.documents import read_back
from intranet.printing import sheets
from tests.documents import office
from tests.factories import corrections
from tests.factories import decisions as make
from tests.verification.conftest import want
from tests.verification.test_codes import pixels, scanned


def pictures(content: bytes) -> list[str]:
    """Return what the QR pictures inside a .docx say, in the order of their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        names = sorted(n for n in pack.namelist() if n.startswith("word/media/"))
        drawn = [pack.read(name) for name in names]
    # the border of the certificate is in colours, a code is of 1 bit (depth and colour type of the PNG head)
    return [text for png in drawn if png[24:26] == b"\x01\x00" for text in scanned(pixels(png)[0])]


@pytest.mark.parametrize("kind", ["award", "recognition"])
def test_each_certificate_carries_its_own_code(app, kind):
    want()
    made = make.award(State.NUMBERED) if kind == "award" else make.recognition(State.NUMBERED, "nhanvien2")
    content = papers.file_of(made, "giay-khen")[1]
    pages = read_back.pages(content)
    assert len(pages) == len(made.certificates) == 2
    for page, one in zip(pages, made.certificates, strict=True):
        assert f"Mã tra cứu: {show_code(one.code)}" in page
        assert any(one.name in line for line in page)
    assert set(pictures(content)) == {codes.text_of(one) for one in made.certificates}
    assert papers.file_of(made, "giay-khen")[1] == content  # same snapshot, same codes: same bytes


def test_without_codes_the_certificates_stay_as_they_were(app):
    made = make.award(State.NUMBERED)
    before = papers.file_of(made, "giay-khen")[1]
    want()
    assert papers.file_of(made, "giay-khen")[1] == before
    assert "Mã tra cứu" not in "\n".join(read_back.paragraphs(before)) and pictures(before) == []


def test_a_new_edition_carries_the_new_code(app):
    from intranet.decisions.models import Certificate, DecisionKind

    want()
    base = make.award(State.SIGNED)
    later = corrections.later(
        base, DecisionKind.AMENDMENT, {2: {"name": "Bà Nguyễn Thị Lan Ảnh"}}, State.NUMBERED
    )
    newest = db.session.query(Certificate).filter_by(edition=2).one()
    content = papers.file_of(later, "giay-thay-the")[1]
    assert f"Mã tra cứu: {show_code(newest.code)}" in read_back.paragraphs(content)
    assert pictures(content) == [codes.text_of(newest)]


def test_a_print_run_carries_the_codes_of_its_sheets(app):
    want()
    made = make.award(State.NUMBERED)
    chosen = stack(made)[1:]
    content = sheets.whole_file(made, chosen)
    assert pictures(content) == [codes.text_of(made.certificates[1])]
    assert f"Mã tra cứu: {show_code(made.certificates[1].code)}" in read_back.paragraphs(content)
    made.certificates[1].code = None
    assert pictures(sheets.whole_file(made, chosen)) == []


@pytest.mark.libreoffice
def test_the_printed_page_is_scanned(app, tmp_path):
    want()
    made = make.award(State.NUMBERED)
    found = office.to_pdf(tmp_path, page=papers.file_of(made, "giay-khen")[1])["page"]
    assert office.pages(found) == 2
    for place, one in enumerate(made.certificates, start=1):
        command = ["pdftoppm", "-r", "300", "-gray", "-f", str(place), "-l", str(place), str(found)]
        grey = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", grey)
        wide, high = int(head[1]), int(head[2])
        rows = [grey[head.end() + y * wide : head.end() + (y + 1) * wide] for y in range(high)]
        assert scanned(rows) == [codes.text_of(one)]
