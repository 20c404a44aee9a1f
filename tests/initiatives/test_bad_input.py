"""What people really paste and press: every form, every field; nothing half-saved, what was typed stays."""

import io

import pytest

from intranet.core.db import db
from intranet.initiatives.models import Initiative
from intranet.initiatives.states import State
from tests.factories import initiatives as make

LINES = {"title": 300, "first_applied_at": 300}
PROSE = {
    "before": 5000, "content": 10_000, "novelty": 5000, "conditions": 5000, "replication": 5000,
    "confidential": 2000, "benefit": 5000,
}  # fmt: skip
NUMBERS = ("benefit_money", "benefit_hours", "benefit_people")


@pytest.fixture
def number(site) -> int:
    with site.app_context():
        made = make.draft(complete=False, title="Tên cũ")
        db.session.commit()
        return made.id


def _stored(site, number: int, name: str):
    with site.app_context():
        return getattr(db.session.get(Initiative, number), name)


def _value(page, name: str) -> str:
    tag = page.html.find(attrs={"name": name})
    return tag.get_text().removeprefix("\n") if tag.name == "textarea" else tag.get("value", "")


def test_every_field_empty_is_kept_as_an_empty_draft(site, browser, number):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    empty = dict.fromkeys([*LINES, *PROSE, *NUMBERS, "theme_id", "kind", "first_applied_on"], "")
    page = writer.submit(page, "/viet", **empty)
    assert page.heading == "Viết sáng kiến"
    assert _stored(site, number, "title") == ""
    assert page.errors() == {}


def test_no_author_at_all(site, browser, number):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    rows = {"authors-0-person": "", "authors-0-share": ""}
    page = writer.submit(page, "/viet", expect=422, title="Tên mới", **rows)
    assert page.errors() == {"authors": "Cần có ít nhất một tác giả."}
    assert _stored(site, number, "title") == "Tên cũ"


@pytest.mark.parametrize(("name", "limit"), [*LINES.items(), *PROSE.items()])
def test_too_long_is_told_and_kept_on_the_page(site, browser, number, name, limit):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    long = "ô" * (limit + 1)
    page = writer.submit(page, "/viet", expect=422, **{name: long})
    shown = f"{limit:,}".replace(",", ".")
    assert page.errors() == {name: f"Dài quá {shown} ký tự. Hãy viết ngắn lại."}
    assert _value(page, name) == long
    assert _stored(site, number, "title") == "Tên cũ"
    writer.submit(page, "/viet", **{name: "ô" * limit})
    assert _stored(site, number, name) == "ô" * limit


def test_word_signs_decomposed_letters_and_tags_are_normalised_not_refused(site, browser, number):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    typed = {
        "title": "Rút\u00a0ngă\u0301n \x0bthời\u200b gian\x07",
        "content": "Bước 1\x0bBước 2\r\n\r\n\r\n<script>alert(1)</script>",
    }
    page = writer.submit(page, "/viet", **typed)
    assert _stored(site, number, "title") == "Rút ngắn thời gian"
    assert _stored(site, number, "content") == "Bước 1\nBước 2\n\n<script>alert(1)</script>"
    page = writer.get(f"/sang-kien/{number}")
    assert "<script>alert(1)</script>" in page.text
    assert not [tag for tag in page.html.find_all("script") if "alert" in tag.get_text()]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/2/2026", "Không có ngày 31/2/2026. Hãy kiểm tra lại ngày, tháng, năm."),
        ("hôm qua", "Ngày phải viết như 05/02/2026 (ngày/tháng/năm)."),
        ("1/1/2099", "Ngày áp dụng lần đầu không được sau hôm nay."),
        ("1/1/0026", "Ngày phải từ 01/01/1930 đến 31/12/2100."),
    ],
)
def test_wrong_dates(site, browser, number, typed, words):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    page = writer.submit(page, "/viet", expect=422, first_applied_on=typed)
    assert page.errors() == {"first_applied_on": words}
    assert _value(page, "first_applied_on") == typed
    assert _stored(site, number, "first_applied_on") is None


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("typed", ["12,5", "-3", "rất nhiều", "9" * 20])
def test_wrong_numbers(site, browser, number, name, typed):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    page = writer.submit(page, "/viet", expect=422, **{name: typed})
    assert list(page.errors()) == [name]
    assert _value(page, name) == typed


@pytest.mark.parametrize("name", ["theme_id", "kind"])
@pytest.mark.parametrize("typed", ["999", "x", "1' OR 1=1"])
def test_choices_that_are_none(site, browser, number, name, typed):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    page = writer.submit(page, "/viet", expect=422, **{name: typed})
    assert page.errors() == {name: "Mục đã chọn không có trong danh sách. Hãy chọn lại."}


def test_a_tampered_version_or_row_name_does_not_break(browser, number):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    writer.submit(page, "/viet", expect=409, version="abc")
    page = writer.get(f"/sang-kien/{number}/viet")
    rows = {f"authors-{n}-person": "Vũ Đình Ân" for n in range(1, 14)}
    page = writer.submit(page, "/viet", expect=422, **rows)
    assert "authors" in page.errors()
    writer.submit(writer.get(f"/sang-kien/{number}/viet"), "/viet", remove_author="x")


@pytest.mark.parametrize(
    ("name", "content"),
    [("trong.pdf", b""), ("gia.pdf", b"MZ\x90"), ("anh.svg", b"<svg/>"), ("khong-duoi", b"%PDF-1.4")],
)
def test_wrong_files_are_refused_by_name(browser, number, name, content):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/tep-dinh-kem")
    page = writer.submit(page, "/tep-dinh-kem", expect=422, files=(io.BytesIO(content), name))
    assert f"“{name}”" in page.errors()["files"]
    assert "Chưa có tệp nào." in page.text


def test_a_wrong_proof_leaves_no_record_behind(site, browser):
    with site.app_context():
        made = make.at(State.RECOGNISED)
        unit_id = make.unit("Trạm Y tế").id
        db.session.commit()
        number = made.id
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/ap-dung/moi")
    given = {"unit_id": str(unit_id), "applied_on": "3/3/2026", "place": "Quầy 2", "effect": "Nhanh hơn."}
    page = writer.submit(page, "/ap-dung/moi", expect=422, files=(io.BytesIO(b"MZ"), "a.exe"), **given)
    assert "“a.exe”" in page.errors()["files"]
    assert _value(page, "place") == "Quầy 2"
    assert "Chưa có đơn vị nào được ghi" in writer.get(f"/sang-kien/{number}").text


@pytest.mark.parametrize("page_name", ["tra-lai", "rut"])
def test_too_long_a_reason(site, browser, page_name):
    with site.app_context():
        made = make.at(State.SUBMITTED)
        db.session.commit()
        number = made.id
    who = browser("truongphong" if page_name == "tra-lai" else "nhanvien")
    page = who.get(f"/sang-kien/{number}/{page_name}")
    page = who.submit(page, page_name, expect=422, reason="x" * 2001)
    assert page.errors() == {"reason": "Dài quá 2.000 ký tự. Hãy viết ngắn lại."}
    assert _value(page, "reason") == "x" * 2001
    with site.app_context():
        assert db.session.get(Initiative, number).state == State.SUBMITTED


def test_a_double_click_on_each_act_does_it_once(site, browser):
    with site.app_context():
        made = make.at(State.SUBMITTED)
        db.session.commit()
        number = made.id
    head, desk = browser("truongphong"), browser("thuongtruc")
    page = head.get(f"/sang-kien/{number}")
    assert head.submit(page, "/xac-nhan").url == head.submit(page, "/xac-nhan").url
    page = desk.get(f"/sang-kien/{number}/tra-lai")
    first = desk.submit(page, "/tra-lai", reason="Thiếu số liệu.")
    assert first.url == desk.submit(page, "/tra-lai", reason="Thiếu số liệu.").url
    steps = [p.get_text() for p in first.html.select(".timeline-what")]
    assert steps.count("Trả lại để sửa") == 1
