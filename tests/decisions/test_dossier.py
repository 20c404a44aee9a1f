"""The whole dossier: every paper from one list, nothing differs; a planted letter is found and shown."""

import io
import zipfile
from dataclasses import replace

import pytest

from intranet.core.db import db
from intranet.core.errors import Barred, NotReady
from intranet.decisions import dossier, notice, papers, queries
from intranet.decisions.models import Decision
from intranet.decisions.states import State
from intranet.documents import read_back
from intranet.registers.models import RegisterEntry
from tests.factories import decisions as make

AWARD = [
    "01-to-trinh.docx",
    "02-tom-tat-thanh-tich.docx",
    "03-bao-cao-thanh-tich/",
    "04-bien-ban-hop.docx",
    "05-bien-ban-kiem-phieu.docx",
    "06-phieu-bau.docx",
    "07-quyet-dinh.docx",
    "08-giay-khen.docx",
    "09-thong-bao.docx",
    "10-trich-so-van-ban-di.docx",
    "11-trich-so-khen-thuong.docx",
]


def kinds(files: list[dossier.DossierFile]) -> list[str]:
    """Return the names, reports as one."""
    names = [one.read.name for one in files]
    return list(dict.fromkeys(name.split("/")[0] + "/" if "/" in name else name for name in names))


@pytest.mark.parametrize("state", [State.DRAFT, State.NUMBERED])
def test_every_paper_of_an_award_agrees_with_the_list(app, state):
    decision = make.award(state)
    files = dossier.files_of(decision)
    assert kinds(files) == (AWARD if state == State.NUMBERED else AWARD[:9])
    rows = papers.content_of(decision)["rows"]
    assert sum("/" in one.read.name for one in files) == len(rows) > 1
    result, slips = dossier.check_all(files, decision)
    assert result.differences == ()
    assert result.compared > 20 * len(rows)
    assert [(one.file, slip.where) for one in slips for slip in one.found] == []


def test_every_paper_of_a_recognition_agrees_with_the_list(app):
    decision = make.recognition(State.NUMBERED)
    files = dossier.files_of(decision)
    assert "08-giay-chung-nhan.docx" in kinds(files) and "02-tom-tat-thanh-tich.docx" not in kinds(files)
    result, slips = dossier.check_all(files, decision)
    assert (result.differences, slips) == ((), [])


def changed(content: bytes, old: str, new: str) -> bytes:
    """Return a .docx in which words were changed as somebody would in Word."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as pack, zipfile.ZipFile(out, "w") as fresh:
        for name in pack.namelist():
            data = pack.read(name)
            if name == "word/document.xml":
                assert old in data.decode(), f"{old} is not in the file"
                data = data.decode().replace(old, new, 1).encode()
            fresh.writestr(name, data)
    return out.getvalue()


def planted(decision, name: str, old: str, new: str):
    """Return the differences of one file with one change."""
    given = next(one for one in dossier.files_of(decision) if one.read.name == name)
    result, _ = dossier.check_changed(decision, name, changed(given.read.content, old, new))
    return [(one.expected, one.found) for one in result.differences]


@pytest.mark.parametrize(
    "name", ["01-to-trinh.docx", "02-tom-tat-thanh-tich.docx", "07-quyet-dinh.docx", "09-thong-bao.docx"]
)
def test_a_letter_changed_in_a_list_is_found(app, name):
    decision = make.award(State.NUMBERED)
    row = papers.content_of(decision)["rows"][-1]
    wrong = row["name"][:-1] + "z"
    assert planted(decision, name, row["name"], wrong) == [(row["name"], wrong)]


def test_an_amount_changed_in_the_list_is_found_in_its_row_and_in_the_sum(app):
    decision = make.award(State.NUMBERED)
    content = papers.content_of(decision)
    amount = f"{content['rows'][0]['amount']:,}".replace(",", ".")
    found = planted(decision, "07-quyet-dinh.docx", f">{amount}<", ">9.999.000<")
    assert (amount, "9.999.000") in found
    assert len(found) == 2  # the row, and the sum of the rows


def test_a_number_changed_in_the_head_is_found(app):
    decision = make.award(State.NUMBERED)
    assert planted(decision, "07-quyet-dinh.docx", "Số: 01/QĐ", "Số: 02/QĐ") == [("01/QĐ-UBND", "02/QĐ-UBND")]


def test_a_count_changed_in_the_first_article_is_found(app):
    decision = make.award(State.NUMBERED)
    text = " ".join(papers.content_of(decision)["articles"])
    count = next(word for word in ("01 tập thể", "01 cá nhân", "02 cá nhân") if word in text)
    found = planted(decision, "07-quyet-dinh.docx", count, count.replace("0", "1", 1))
    assert found == [(count[:2], "1" + count[1])]


def test_a_name_missing_from_the_minutes_is_found(app):
    decision = make.award(State.NUMBERED)
    row = papers.content_of(decision)["rows"][-1]
    name = row["name"].split(" ", 1)[1] if row["group"] == "person" else row["name"]
    found = planted(decision, "04-bien-ban-hop.docx", name, "Người Khác")
    assert found[0][0] == name


def test_the_archive_is_the_same_twice_and_holds_every_file(app):
    decision = make.award(State.NUMBERED)
    name, content = dossier.archive(decision)
    assert name == f"ho-so-quyet-dinh-01-{decision.year}.zip"
    assert content == dossier.archive(decision)[1]
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        assert pack.namelist() == [one.read.name for one in dossier.files_of(decision)]


def test_the_papers_of_a_numbered_decision_do_not_change_with_its_people(app):
    decision = make.award(State.NUMBERED)
    before = {one.read.name: one.read.content for one in dossier.files_of(decision)}
    for one in queries.nominations_of(decision):
        one.name, one.report = "Tên Mới", "Báo cáo khác"
    db.session.flush()
    after = {one.read.name: one.read.content for one in dossier.files_of(decision)}
    assert {name for name in before if before[name] != after[name]} == set()


def test_the_notice_gets_a_number_once(app):
    decision, clerk = make.award(State.NUMBERED), make.account("vanthu")
    line = notice.number(decision, actor=clerk)
    assert (line.series, line.number, line.symbol) == ("TB", 1, "TB-VHXH")
    with pytest.raises(NotReady):
        notice.number(decision, actor=clerk)
    assert "Số: 01/TB-VHXH" in read_back.paragraphs(notice.file_of(decision)[1])
    assert db.session.query(RegisterEntry).filter_by(series="TB").count() == 1


@pytest.mark.parametrize(("login", "state"), [("thuongtruc", State.NUMBERED), ("vanthu", State.APPROVED)])
def test_the_notice_is_numbered_by_the_clerk_after_the_decision(app, login, state):
    decision = make.award(state)
    with pytest.raises(Barred):
        notice.number(decision, actor=make.account(login))


@pytest.fixture
def numbered(site):
    """The id of a numbered award Decision."""
    with site.app_context():
        decision = make.award(State.NUMBERED)
        db.session.commit()
        return decision.id


def test_the_page_says_that_nothing_differs_and_gives_every_file(browser, numbered):
    clerk = browser("vanthu")
    page = clerk.get(f"/quyet-dinh/{numbered}/ho-so")
    assert "không có chỗ nào khác danh sách" in page.text
    for url in page.links().values():
        if "/ho-so" in url:
            assert clerk.http.get(url).data[:2] == b"PK"
    done = clerk.submit(page, "/thong-bao/cap-so")
    assert done.flashes == ["Đã cấp số 01/TB-VHXH cho thông báo."]
    assert "Cấp số thông báo kết quả" not in done.buttons()
    assert "không có chỗ nào khác danh sách" in done.text


def test_an_edited_file_is_compared_on_the_page(site, browser, numbered):
    clerk = browser("vanthu")
    with site.app_context():
        decision = db.session.get(Decision, numbered)
        given = next(one for one in dossier.files_of(decision) if one.read.name == "07-quyet-dinh.docx")
        row = papers.content_of(decision)["rows"][-1]
        wrong = changed(given.read.content, row["name"], row["name"] + "h")
    page = clerk.get(f"/quyet-dinh/{numbered}/ho-so")
    sent = {"paper": "07-quyet-dinh.docx"}
    bad = clerk.submit(page, "/kiem-tra", **sent, file=(io.BytesIO(wrong), "sửa.docx"))
    assert "có 1 chỗ khác danh sách" in bad.text and row["name"] + "h" in bad.text
    good = clerk.submit(page, "/kiem-tra", **sent, file=(io.BytesIO(given.read.content), "nguyên.docx"))
    assert "khớp hoàn toàn" in good.text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "rong.docx"),
        (b"%PDF-1.7", "a.pdf"),
        (b"khong phai zip", "hong.docx"),
        (b"PK\x03\x04", "cut.docx"),
    ],
)
def test_a_file_that_is_no_word_file_is_refused_by_name(browser, numbered, content, name):
    clerk = browser("vanthu")
    page = clerk.get(f"/quyet-dinh/{numbered}/ho-so")
    done = clerk.submit(
        page, "/kiem-tra", paper="07-quyet-dinh.docx", file=(io.BytesIO(content), name), expect=422
    )
    assert name in done.text


@pytest.mark.parametrize(
    "path", ["ho-so/khong-co.docx", "ho-so/../../etc/passwd", "ho-so/03-bao-cao-thanh-tich/x.docx"]
)
def test_an_unknown_file_is_not_there(browser, numbered, path):
    assert browser("vanthu").http.get(f"/quyet-dinh/{numbered}/{path}").status_code == 404


def test_a_decision_without_a_recipient_says_what_is_missing(site, browser):
    with site.app_context():
        decision = make.award(State.DRAFT)
        for one in queries.nominations_of(decision):
            one.honorific = None
        db.session.commit()
        number = decision.id
    page = browser("thuongtruc").get(f"/quyet-dinh/{number}/ho-so")
    assert "danh xưng" in page.text
    assert "Tải cả hồ sơ (.zip)" not in page.links()


def test_a_longer_list_costs_no_more_statements(site, browser, count_queries):
    clerk, found = browser("thuongtruc"), {}
    for whom in (("nhanvien", "nhanvien2"), ("nhanvien", "nhanvien2", "kinhte", "vanphong", "yte")):
        with site.app_context():
            decision = make.award(State.DRAFT, *whom)
            db.session.commit()
            url = f"/quyet-dinh/{decision.id}"
        clerk.get(url)
        with count_queries(site) as statements:
            clerk.get(url)
        found[len(whom)] = len(statements)
    assert found[2] == found[5]


def test_a_stack_above_two_thousand_comes_in_parts_and_is_checked(app):
    decision = make.award(State.NUMBERED)
    content = papers.content_of(decision)
    row = content["rows"][-1]
    content["rows"] = [row | {"ordinal": n, "name": f"Ông Người Thứ {n}"} for n in range(1, 2102)]
    made = papers.certificates_file(content)
    name = papers.name_of(decision, papers.PAPERS["giay-khen"], made)
    assert name.endswith(".zip")
    parts = list(dossier._stack("Giấy khen", "08-giay-khen", name, made))
    assert [one.read.name for one in parts] == [
        "08-giay-khen/tap-giay-0001-2000.docx",
        "08-giay-khen/tap-giay-2001-2101.docx",
    ]
    facts = dossier.facts_of(content)
    assert dossier.check([one.read for one in parts], facts).differences == ()
    swapped = replace(parts[1].read, sheets=slice(0, 101))
    assert len(dossier.check([swapped], facts).differences) >= 101
