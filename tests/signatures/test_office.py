"""Our own .docx turned to PDF by LibreOffice, as the office does before signing: the text is found again."""

import pytest

from intranet.core.db import db
from intranet.core.errors import BadFile
from intranet.decisions import papers
from intranet.decisions.states import State
from intranet.signatures import actions, reading, verdicts
from intranet.signatures.models import Match
from tests.documents import office
from tests.factories import decisions as make
from tests.factories import signatures
from tests.signatures import pdf

pytestmark = pytest.mark.libreoffice
HOUSEHOLDS = [f"Nguyễn Trần Hoàng Phương Thảo Ngọc Lan {n:02d}" for n in range(1, 40)]


def test_printed_by_libreoffice_signed_and_brought_back(app, tmp_path):
    long = signatures.numbered("@", "nhanvien", *HOUSEHOLDS)
    other = make.recognition(State.NUMBERED, "nhanvien2")
    db.session.flush()
    found = office.to_pdf(
        tmp_path,
        long=papers.file_of(long, "quyet-dinh")[1],
        request=papers.file_of(long, "to-trinh")[1],
        other=papers.file_of(other, "quyet-dinh")[1],
    )
    content = {name: path.read_bytes() for name, path in found.items()}
    assert office.pages(found["long"]) > 2

    whole = pdf.signed(content["long"], pdf.holder("Trần Văn Minh"))
    row = signatures.upload(long, whole)
    assert (row.match, row.found["differences"]) == (Match.SAME, [])
    assert [verdicts.describe(s).tone for s in row.found["signatures"]] == ["good"]
    assert long.state == State.SIGNED

    row = signatures.upload(long, content["request"], paper="to-trinh")
    assert (row.match, row.found["differences"]) == (Match.SAME, [])

    row = signatures.upload(other, content["other"])
    assert (row.match, row.found["differences"]) == (Match.SAME, [])

    text = reading.read("x.pdf", content["other"])
    with pytest.raises(BadFile, match=f"là văn bản số {other.full_number}"):
        actions.add(long, "quyet-dinh", "x.pdf", content["other"], text, actor=make.account("vanthu"))
