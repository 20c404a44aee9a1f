"""The reader in its child process: signatures as they are, and files that want to break it."""

import io
import json
import subprocess
import sys

import pytest
from pypdf import PdfReader, PdfWriter

from intranet.core.errors import BadFile
from intranet.signatures import reading, verdicts
from tests.signatures import pdf

TEXT = ["Số: 07/QĐ-UBND", "Bà Nguyễn Thị Lan Anh"]


@pytest.fixture(scope="module")
def plain() -> bytes:
    return pdf.written(TEXT)


@pytest.fixture
def roots(app, tmp_path):
    """Return a function that lays a root certificate into the data folder."""

    def trust(*pems: bytes) -> None:
        folder = tmp_path / reading.ROOTS
        folder.mkdir()
        for number, one in enumerate(pems):
            (folder / f"{number}.pem").write_bytes(one)
        (folder / "ghi-chu.txt").write_text("no certificate")

    return trust


def one(content: bytes) -> verdicts.Verdict:
    found = reading.read("x.pdf", content).signatures
    assert len(found) == 1
    return verdicts.describe(found[0])


def test_text_and_pages_of_a_plain_file(app, plain):
    found = reading.read("x.pdf", plain)
    assert (found.pages, found.text.split("\n")[:2], found.signatures, found.signature_problem) == (
        1,
        TEXT,
        [],
        "",
    )


def test_a_signature_tells_signer_issuer_and_that_its_time_is_the_signers_own(app, plain):
    shown = one(pdf.signed(plain, pdf.holder("Trần Văn Minh")))
    assert shown.heading == "Chữ ký số của Trần Văn Minh, Ủy ban nhân dân xã Đại Thanh"
    told = dict(shown.rows)
    assert told["Chứng thư do"] == "Gốc thử nghiệm, Cơ quan thử nghiệm"
    assert told["Thời điểm ký"].endswith("theo máy của người ký (không có dấu thời gian)")
    assert (shown.tone, shown.integrity) == (
        "good",
        "Nguyên vẹn: chữ ký bao trọn tệp, không thay đổi sau khi ký.",
    )


def test_a_chain_is_never_guessed(app, plain):
    shown = one(pdf.signed(plain, pdf.holder("Trần Văn Minh")))
    assert (shown.chain, shown.chain_tone) == (verdicts.UNKNOWN_CHAIN, "waiting")


def test_a_chain_to_a_root_that_the_office_trusts(app, plain, roots):
    who = pdf.holder("Trần Văn Minh")
    roots(who.root_pem)
    assert one(pdf.signed(plain, who)).chain_tone == "good"
    stranger = one(pdf.signed(plain, pdf.holder("Trần Văn Minh", "Gốc tự làm")))
    assert (stranger.chain_tone, stranger.tone) == ("bad", "good")


@pytest.mark.parametrize(
    ("trusted", "said"), [(True, "(tin cậy)"), (False, "(chưa kiểm tra được nguồn gốc)")]
)
def test_a_timestamp_is_told_apart_from_the_signers_clock(app, plain, roots, trusted, said):
    who, stamper = pdf.holder("Trần Văn Minh"), pdf.holder("Dấu thời gian", stamps=True)
    if trusted:
        roots(who.root_pem)
    told = dict(one(pdf.signed(plain, who, stamper=stamper)).rows)["Thời điểm ký"]
    assert f"theo dấu thời gian {said}" in told


def test_a_timestamp_of_an_unknown_authority_is_not_trusted(app, plain, roots):
    who, stamper = pdf.holder("Trần Văn Minh"), pdf.holder("Dấu giả", "Gốc tự làm", stamps=True)
    roots(who.root_pem)
    assert (
        "theo dấu thời gian (không tin cậy)"
        in dict(one(pdf.signed(plain, who, stamper=stamper)).rows)["Thời điểm ký"]
    )


def test_several_signatures_are_all_listed(app, plain):
    first = pdf.signed(plain, pdf.holder("Trần Văn Minh"))
    both = pdf.signed(first, pdf.holder("Văn thư"), field="Signature2")
    found = [verdicts.describe(s) for s in reading.read("x.pdf", both).signatures]
    assert [s.heading.split(",")[0] for s in found] == [
        "Chữ ký số của Trần Văn Minh",
        "Chữ ký số của Văn thư",
    ]
    assert [s.tone for s in found] == ["good", "good"]
    assert found[0].integrity == "Nguyên vẹn: sau chữ ký này chỉ thêm chữ ký hoặc dấu thời gian khác."


def test_one_changed_byte_is_seen(app, plain):
    content = bytearray(pdf.signed(plain, pdf.holder("Trần Văn Minh")))
    place = content.index(b"/MediaBox [0 0 595") + len("/MediaBox [0 0 ")
    content[place : place + 1] = b"4"
    shown = one(bytes(content))
    assert (shown.tone, shown.integrity) == (
        "bad",
        "Không nguyên vẹn: nội dung đã bị thay đổi sau khi ký.",
    )


def test_a_page_written_over_after_signing_is_seen(app, plain):
    shown = one(pdf.appended(pdf.signed(plain, pdf.holder("Trần Văn Minh")), "Sửa"))
    assert (shown.tone, shown.integrity) == (
        "bad",
        "Phần đã ký còn nguyên, nhưng tệp đã bị sửa thêm sau khi ký.",
    )


def _locked(plain: bytes, password: str) -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(plain))), io.BytesIO()
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def test_a_password_is_refused_and_one_only_for_changes_is_not(app, plain):
    with pytest.raises(BadFile, match="đặt mật khẩu"):
        reading.read("x.pdf", _locked(plain, "bi-mat"))
    assert reading.read("x.pdf", _locked(plain, "")).text.split("\n")[:2] == TEXT


@pytest.mark.parametrize(
    "content",
    [pdf.bomb(300), pdf.packed_bomb(300), pdf.deep(300)],
    ids=["page content", "object stream", "page tree"],
)
def test_bombs_are_refused_and_named(app, content):
    with pytest.raises(BadFile, match=r"Tệp “bom\.pdf” quá nặng"):
        reading.read("bom.pdf", content)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"x" * 5000,
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer << /Root 1 0 R >>",
        b"%PDF-1.7\ntrailer << /Root 1 0 R /Size -5 >>\nstartxref\n99999999999\n%%EOF",
        pdf.deep(30_000),
    ],
    ids=["nothing", "rubbish", "own parent", "numbers", "nested"],
)
def test_what_is_no_pdf_is_refused_in_words(app, content):
    with pytest.raises(BadFile, match=r"Tệp “x\.pdf” (không đọc được|quá nặng)"):
        reading.read("x.pdf", content)


def test_half_a_signed_file_is_not_called_whole(app, plain):
    content = pdf.signed(plain, pdf.holder("Trần Văn Minh"))
    try:
        found = reading.read("x.pdf", content[: len(content) // 2])
    except BadFile:
        return
    assert found.signature_problem or not all(verdicts.is_sound(s) for s in found.signatures)


def test_too_little_memory_or_time_ends_the_child_only(app, plain):
    with pytest.raises(BadFile, match="quá nặng"):
        reading.read("x.pdf", plain, memory=24 * 1024 * 1024)
    assert reading.read("x.pdf", plain).pages == 1


PROBE = """
import importlib.util, json, os, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("reader", READER)
reader = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reader)
reader.limit(json.loads(sys.stdin.buffer.readline())["limits"])
try:
    Path(__file__).with_name("written").write_text("x" * 10)
    kept = "wrote"
except OSError:
    kept = "refused"
told = {"kept": kept, "secret": "SECRET_KEY" in os.environ, "ours": any(m.startswith("intranet") for m in sys.modules)}
sys.stdout.write(json.dumps({"pages": 0, "text": json.dumps(told), "signatures": [], "signature_problem": ""}))
"""


def test_the_child_writes_no_file_knows_no_secret_and_loads_nothing_of_ours(app, tmp_path, monkeypatch):
    program = tmp_path / "probe.py"
    program.write_text(PROBE.replace("READER", repr(str(reading.PROGRAM))))
    monkeypatch.setattr(reading, "PROGRAM", program)
    monkeypatch.setenv("SECRET_KEY", "0123456789abcdef0123456789abcdef")
    told = json.loads(reading.read("x.pdf", b"").text)
    assert told == {"kept": "refused", "secret": False, "ours": False}


def test_answers_of_the_child_are_plain_data(app, plain):
    head = {"roots": [], "limits": {"memory": reading.MEMORY, "seconds": 20}}
    done = subprocess.run(
        [sys.executable, "-I", str(reading.PROGRAM)],
        input=json.dumps(head).encode() + b"\n" + plain,
        capture_output=True,
        check=True,
    )
    assert set(json.loads(done.stdout)) == {"pages", "text", "signatures", "signature_problem"}
