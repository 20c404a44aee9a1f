"""With the real LibreOffice and poppler."""

import re
import subprocess
import threading

import pytest
from docx import Document

from intranet.documents.kinds import certificate, decision
from intranet.previews import service
from tests.documents import samples
from tests.previews.conftest import processes

pytestmark = pytest.mark.libreoffice


def word(text: str, font: str, path) -> bytes:
    """Return a .docx of one paragraph in a font."""
    document = Document()
    run = document.add_paragraph().add_run(text)
    run.font.name = font
    document.save(path)
    return path.read_bytes()


def test_papers_become_the_pages_that_libreoffice_prints(real, tmp_path):
    content = decision.render(samples.award(attached=samples.annex(60)))
    found = real.finished(key := service.request(content, "Quyết định.docx", owner=1))
    (tmp_path / "a.pdf").write_bytes(service.pdf(key, owner=1))
    text = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "QUYẾT ĐỊNH" in text and "Bà Nguyễn Thị Lan Anh" in " ".join(text.split())
    assert (found.state, found.message, found.fonts) == ("done", "", ())
    assert found.pages == found.pages_done == text.count("\f") > 2
    assert found.sizes[0] == (794, 1123), "A4 at 96 dpi"
    heads = [service.page(key, n, owner=1)[:24] for n in range(1, found.pages + 1)]
    sizes = [(int.from_bytes(h[16:20], "big"), int.from_bytes(h[20:24], "big")) for h in heads]
    assert all(abs(a - c) <= 1 and abs(b - d) <= 1 for (a, b), (c, d) in zip(sizes, found.sizes, strict=True))


def test_two_hundred_certificates_lie_across(real):
    names = [f"Bà {samples.LONG}"[: 8 + n % 70] for n in range(200)]
    content = certificate.render(
        [samples.giay_khen(name, ordinal=n) for n, name in enumerate(names, start=1)]
    )
    key = service.request(content, "Giấy khen.docx", owner=1)
    seen: set[int] = set()
    real.until(
        lambda: seen.add(service.status(key, owner=1).pages_done) or service.status(key, owner=1).finished,
        "200",
        120,
    )
    found = service.status(key, owner=1)
    assert (found.state, found.pages, found.pages_done, found.fonts) == ("done", 200, 200, ())
    assert set(found.sizes) == {(1123, 794)}
    assert len(seen) > 10, "the bar advances"


def test_the_next_document_finds_an_office_that_stands_by(real, tmp_path):
    real.finished(service.request(word("Một", "Times New Roman", tmp_path / "1.docx"), "1.docx", owner=1))
    profile = f"{real.folder.as_uri()}/profile"
    real.until(lambda: processes("--nodefault") and processes(profile), "the office that stands by")
    before = set(processes(profile))
    found = real.finished(
        service.request(word("Hai", "Times New Roman", tmp_path / "2.docx"), "2.docx", owner=1)
    )
    assert found.state == "done"
    real.until(lambda: not before & set(processes(profile)), "each document has its own process")
    real.until(lambda: processes(profile), "the next that stands by")


def test_an_office_that_stands_by_and_dies_harms_nothing(real, tmp_path):
    real.finished(service.request(word("Một", "Times New Roman", tmp_path / "1.docx"), "1.docx", owner=1))
    profile = f"{real.folder.as_uri()}/profile"
    real.until(lambda: processes(profile), "the office that stands by")
    for number in processes(profile):
        subprocess.run(["kill", "-9", str(number)], check=False, capture_output=True)
    found = real.finished(
        service.request(word("Hai", "Times New Roman", tmp_path / "2.docx"), "2.docx", owner=1)
    )
    assert found.state == "done"


def test_an_office_killed_in_the_middle_loses_nothing(real):
    content = decision.render(samples.award(attached=samples.annex(300)))
    profile = f"{real.folder.as_uri()}/profile"
    key = service.request(content, "a.docx", owner=1)
    stop = threading.Event()

    def kill_once() -> None:
        while not stop.is_set():
            found = [n for n in processes(profile) if n in processes("--convert-to")]
            if found:
                subprocess.run(["kill", "-9", *map(str, found)], check=False, capture_output=True)
                return

    thread = threading.Thread(target=kill_once)
    thread.start()
    found = real.finished(key)
    stop.set()
    thread.join()
    assert found.state == "done" and found.pages > 5, "the second attempt gave all pages"
    assert "attempt 1" in real.log()
    assert service.document(key, owner=1) == content


@pytest.mark.parametrize(
    ("font", "expected"), [("Times New Roman", ()), ("Courier New", ("LiberationMono",))]
)
def test_a_font_that_had_to_stand_in_is_named(real, tmp_path, font, expected):
    letters = "Ắ ằ ẳ ẵ ặ Ế ề ể ễ ệ ơ ờ ở ỡ ợ ư ừ ử ữ ự đ Đ ỳ ỵ ỷ ỹ"
    key = service.request(word(letters, font, tmp_path / "f.docx"), "f.docx", owner=1)
    found = real.finished(key)
    assert found.state == "done"
    assert tuple(name for name in found.fonts if re.match(r"Liberation", name)) == expected
    assert bool(found.fonts) == bool(expected)


def test_a_document_cut_in_the_middle_fails_in_words(real):
    content = certificate.render([samples.giay_khen("Bà A")])
    found = real.finished(service.request(content[:-300], "a.docx", owner=1))
    assert found.state == "failed" and "bị hỏng" in found.message
