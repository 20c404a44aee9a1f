"""The bundle for the portal: plain files that hold the locked numbers, the same bytes for the same input."""

import csv
import hashlib
import io
import json
import re
import zipfile

import pytest
from bs4 import BeautifulSoup

from intranet.core.db import db
from intranet.decisions.states import State as DecisionState
from intranet.documents import read_back
from intranet.indicators import figures, words
from intranet.indicators import queries as indicators
from intranet.previews import service
from intranet.publishing import actions, bundle, contents, papers, queries
from intranet.publishing.models import ReleaseKind
from tests.factories import decisions, publishing, surveys
from tests.factories import indicators as make

BOARD = "chi-tieu-quy-3-2026"
PDF = (
    b"%PDF-1.6\n5 0 obj\n/CreationDate(D:20261123190617Z')\nendobj\ntrailer\n<</ID [ <41436667E5921E0A95418842D379CEE6>\n"
    b"<41436667E5921E0A95418842D379CEE6> ]\n/DocChecksum /F80EAC17D28C0C91148AF5926D215463\n>>\nstartxref\n9\n%%EOF\n"
)


@pytest.fixture
def filled(app):
    """Return the releases of each kind, all public."""
    board = publishing.released(ReleaseKind.BOARD, publishing.year_until(3))
    survey = publishing.released(ReleaseKind.SURVEY, surveys.closed())
    rewarded = publishing.released(ReleaseKind.REWARDED, decisions.award(DecisionState.SIGNED))
    db.session.commit()
    return board, survey, rewarded


def unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as pack:
        assert pack.testzip() is None
        assert {info.external_attr >> 16 for info in pack.infolist()} == {0o644}
        return {name: pack.read(name) for name in pack.namelist()}


def text(raw: bytes) -> str:
    return " ".join(BeautifulSoup(raw, "html.parser").get_text(" ").split())


def test_tt3_the_bundle_equals_the_locked_numbers_and_the_public_pages(app, filled):
    when = make.quarter()
    raw = bundle.make(owner=1).packed()
    assert bundle.make(owner=1).packed() == raw
    files = unpacked(raw)
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["files"]) == set(files) - {"manifest.json"}
    assert all(hashlib.sha256(files[n]).hexdigest() == one["sha256"] for n, one in manifest["files"].items())
    pages = {name: BeautifulSoup(one, "html.parser") for name, one in files.items() if name.endswith(".html")}
    for name, page in pages.items():
        assert len(files[name]) < 85_000 and not page.find("script")
        for tag, attribute in (("a", "href"), ("link", "href")):
            assert {one[attribute] for one in page.find_all(tag)} <= set(files), name  # nothing leads out
    every = indicators.indicators()
    locked, per_unit = figures.of_commune(every, [when]), figures.by_unit(every, [when])
    table = list(csv.DictReader(io.StringIO(files[f"{BOARD}.csv"].decode("utf-8-sig"))))
    data = {row["code"]: row for row in json.loads(files[f"{BOARD}.json"])["content"]["rows"]}
    paper = {row[0]: row for row in read_back.tables(files[f"{BOARD}.docx"])[0]}
    http = app.test_client()
    for one in every:
        value = locked.get((one.id, when.id))
        shown, said = text(files[f"{BOARD}-{one.code.lower()}.html"]), words.fraction(value)
        online = text(http.get(f"/cong-khai/{BOARD}/{one.code.lower()}").data)
        assert data[one.code]["quarter"] == (None if value is None else list(value))
        assert said in shown and said in online and words.quarter_amount(one, value) in paper[one.code]
        mine = [row for row in table if row["Mã"] == one.code]
        pair = ["", ""] if value is None else [str(number) for number in value]
        assert [mine[1]["Tử số"], mine[1]["Mẫu số"]] == pair
        for unit in data[one.code]["units"]:
            exact = per_unit.get((one.id, when.id, make.unit(unit["unit"]).id))
            assert unit["value"] == (None if exact is None else list(exact))
            assert f"{unit['unit']} {unit['text']} {words.fraction(exact)}" in shown
        strip = re.compile(r"Góp ý|Tải số liệu.*")
        assert strip.sub("", shown) == strip.sub("", online)  # the same page in both places
    assert {"khao-sat-1.html", "khen-thuong-1.html", "khen-thuong-1.csv", "index.html"} <= set(files)
    assert "Không có bản PDF" in files["DOC-TRUOC.txt"].decode() and manifest["without_pdf"]


def test_a_withdrawn_publication_is_gone_from_the_next_bundle(app, filled):
    board, survey, _ = filled
    actions.withdraw(board, actor=publishing.account(publishing.CHAIRMAN), reason="Số liệu sai")
    files = bundle.make(owner=1).files
    assert not [name for name in files if name.startswith("chi-tieu")]
    assert f"{survey.slug}.html" in files
    start = text(files["index.html"])
    assert "Số liệu sai" in start and "chi-tieu" not in files["index.html"].decode()
    assert json.loads(files["manifest.json"])["without_pdf"] == []
    assert queries.withdrawn() == [board]
    assert not [name for name, raw in files.items() if b"I01" in raw]


def test_a_trend_shows_only_quarters_that_are_public(app):
    second = publishing.released(ReleaseKind.BOARD, publishing.year_until(2))
    third = publishing.released(ReleaseKind.BOARD, make.locked(3))
    name = f"{third.slug}-i01.html"
    assert "Quý 2/2026" in text(bundle.make(owner=1).files[name])
    actions.withdraw(second, actor=publishing.account(publishing.CHAIRMAN), reason="Rút để kiểm tra")
    shown = text(bundle.make(owner=1).files[name])
    assert "Quý 2/2026" not in shown and "Quý 1/2026" not in shown


def test_a_pdf_that_is_ready_is_in_the_bundle_without_its_moment(app, filled):
    board = filled[0]
    content = papers.board(board, contents.read(board))
    owner = publishing.account(publishing.DESK).id
    assert papers.made_pdf(content, owner=owner) is None
    key = service.request(content, "a.docx", owner=owner)
    service._store().path(key, "document.pdf").write_bytes(PDF)  # as LibreOffice would have written it
    made = bundle.make(owner=owner)
    found = made.files[f"{BOARD}.pdf"]
    assert made.without_pdf == [] and f"{BOARD}.docx" not in made.files
    assert f'href="{BOARD}.pdf"' in made.files[f"{BOARD}.html"].decode()
    later = (
        PDF.replace(b"190617", b"190618").replace(b"41436667", b"AAAAAAAA").replace(b"F80EAC17", b"BBBBBBBB")
    )
    assert found == papers.steady(later) != PDF and len(found) == len(PDF)
    assert papers.steady(b"%PDF-1.6 of another kind") == b"%PDF-1.6 of another kind"


def test_tt3_the_desk_downloads_the_bundle(browser, site):
    with site.app_context():
        publishing.released(ReleaseKind.BOARD, publishing.year_until(1))
        db.session.commit()
    desk = browser("thuongtruc")
    page = desk.get("/cong-bo/goi")
    assert "chưa cài LibreOffice" in page.text and "chi-tieu-quy-1-2026.html" in page.text
    answer = desk.http.get("/cong-bo/goi/cong-khai.zip")
    assert answer.mimetype == "application/zip" and "index.html" in unpacked(answer.data)
    browser("nhanvien").get("/cong-bo/goi", expect=403)
