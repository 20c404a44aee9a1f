"""Codes, the signed text of the QR code, its picture, the key."""

import datetime as dt
import re
import stat
import struct
import sys
import zlib

import pytest
import sqlalchemy as sa
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from intranet import commands
from intranet.core import audit, keys
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.decisions import code_text, codes
from intranet.decisions.code_text import Statement
from intranet.decisions.models import Certificate
from intranet.decisions.states import State
from tests.factories import decisions as make
from tests.verification.conftest import ADDRESS, want

KEY = Ed25519PrivateKey.generate()
SAMPLE = Statement(
    "0000000000", 7, "QĐ-UBND", dt.date(2026, 11, 23), 57, 2, code_text.hash_name("0000000000", "Bà Lan Anh")
)


def pixels(png: bytes) -> tuple[list[bytes], int]:
    """Return the rows of a PNG of 1 bit grey (0 black, 255 white) and its dots per metre."""
    at, parts = 8, {}
    while at < len(png):
        (size,), name = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        parts[name] = parts.get(name, b"") + png[at + 8 : at + 8 + size]
        at += size + 12
    width, height, depth, colour = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert (depth, colour) == (1, 0)
    raw, stride = zlib.decompress(parts[b"IDAT"]), (width + 7) // 8 + 1
    rows, above = [], bytes(stride - 1)
    for y in range(height):
        kind, line = raw[y * stride], raw[y * stride + 1 : (y + 1) * stride]
        assert kind in (0, 2)  # as it is, or the difference to the row above
        above = bytes((a + b) % 256 for a, b in zip(line, above, strict=True)) if kind else line
        rows.append(bytes(255 * (above[x // 8] >> (7 - x % 8) & 1) for x in range(width)))
    return rows, struct.unpack(">I", parts[b"pHYs"][:4])[0]


def scanned(rows: list[bytes]) -> list[str]:
    """Return what a QR reader finds in a grey picture."""
    picture = memoryview(b"".join(rows)).cast("B", shape=[len(rows), len(rows[0])])
    return [one.text for one in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def test_every_wrong_sign_and_every_exchange_is_noticed():
    for _ in range(20):
        code = code_text.new_code()
        assert code_text.read_code(code) == code
        for place in range(len(code)):
            for sign in set(code_text.ALPHABET) - {code[place]}:
                assert code_text.read_code(code[:place] + sign + code[place + 1 :]) is None
            for other in range(place):
                swapped = list(code)
                swapped[place], swapped[other] = swapped[other], swapped[place]
                if swapped != list(code):
                    assert code_text.read_code("".join(swapped)) is None


def test_a_code_is_read_as_people_write_it():
    code = next(one for one in iter(code_text.new_code, "") if "0" in one and "1" in one)
    shown = code_text.show_code(code)
    for typed in (
        code.lower(),
        shown,
        f" {code[:5]} {code[5:]} ",
        shown.replace("-", "–"),
        code.replace("0", "O"),
        code.replace("1", "l").replace("0", "o"),
    ):
        assert code_text.read_code(typed) == code


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    found = code_text.read_code(text)
    assert found is None or code_text.read_code(found) == found
    assert code_text.check(text, KEY.public_key()) is None


def test_what_is_signed_is_read_back():
    text = code_text.sign(SAMPLE, ADDRESS, KEY)
    assert text.startswith(f"{ADDRESS}/0000000000?s=")
    found = code_text.check(text, KEY.public_key())
    assert found == SAMPLE
    assert found.decision == "07/QĐ-UBND ngày 23/11/2026"
    assert found.names("bà  lan ANH") and not found.names("Bà Lan Ánh") and not found.names("Lan Anh")


def test_every_changed_sign_of_the_text_is_noticed():
    text = code_text.sign(SAMPLE, ADDRESS, KEY)
    start = text.index("0000000000")
    for place in range(start, len(text)):
        if text[place] in "?s=" and place < start + 13:
            continue
        for new in ("A", "7") if text[place] not in "A7" else ("B", "8"):
            changed = text[:place] + new + text[place + 1 :]
            found = code_text.check(changed, KEY.public_key())
            # the last sign of base 64 carries spare bits: another writing of the very same bytes
            assert found is None or (place == len(text) - 1 and found == SAMPLE), place
    for cut in range(start, len(text)):
        assert code_text.check(text[:cut], KEY.public_key()) is None


def test_another_key_or_another_certificate_is_not_ours():
    text = code_text.sign(SAMPLE, ADDRESS, KEY)
    assert code_text.check(text, Ed25519PrivateKey.generate().public_key()) is None
    other = code_text.new_code()
    assert code_text.check(text.replace("0000000000", other), KEY.public_key()) is None


def test_another_address_does_not_matter_to_the_signature():
    text = code_text.sign(SAMPLE, "http://192.168.1.5:8000/kiem-tra", KEY)
    assert code_text.check("Quét được: " + text + "&x=1", KEY.public_key()) == SAMPLE


@pytest.mark.parametrize(
    "address", ["https://a.vn/kiem-tra", ADDRESS, "https://" + "thi-dua." * 9 + "vn/kiem-tra"]
)
def test_the_picture_is_scanned_again_and_large_enough(address):
    text = code_text.sign(SAMPLE, address, KEY)
    rows, dots_per_metre = pixels(codes.png(text))
    width = len(rows[0])
    assert round(dots_per_metre * 0.0254) == 300
    assert width / 300 * 25.4 >= 20 and width == len(rows)
    assert scanned(rows) == [text]
    # as a telephone sees it: coarser, and with grey edges
    mixed = [
        bytes(sum(rows[y + a][x + b] for a in (0, 1) for b in (0, 1)) // 4 for x in range(0, width - 1, 2))
        for y in range(0, width - 1, 2)
    ]
    assert scanned(mixed) == [text]


def test_the_drawing_is_as_wide_as_the_picture():
    text = code_text.sign(SAMPLE, ADDRESS, KEY)
    drawing = codes.svg(text).decode()
    width = float(re.search(r'width="([\d.]+)mm"', drawing)[1])
    assert 20 <= width <= 30 and abs(width - codes.width(text)) < 0.01
    assert "<script" not in drawing


def test_the_key_is_made_once_for_its_user_only(app, tmp_path):
    first = keys.signing_key()
    path = tmp_path / keys.CODE_KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.public_pem(keys.signing_key()) == keys.public_pem(first)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(keys.CODE_KEY)] == [keys.CODE_KEY]
    path.write_text("broken")
    with pytest.raises(NotReady, match="Khóa ký mã tra cứu đã hỏng"):
        keys.signing_key()
    assert path.read_text() == "broken"  # never replaced silently


def test_without_the_offices_wish_there_are_no_codes(app):
    made = make.award(State.NUMBERED)
    assert {one.code for one in made.certificates} == {None}
    assert codes.give(made, actor=make.account("vanthu")) == 0
    want(wanted=False)
    assert codes.give(made, actor=make.account("vanthu")) == 0
    assert codes.text_of(made.certificates[0]) is None


def test_numbering_gives_each_certificate_its_own_code(app):
    want()
    made = make.award(State.NUMBERED)
    given_codes = [one.code for one in made.certificates]
    assert len(set(given_codes)) == 2 and all(code_text.read_code(code) == code for code in given_codes)
    assert codes.give(made, actor=make.account("vanthu")) == 0
    assert [one.code for one in made.certificates] == given_codes
    assert [e.details() for e in audit.timeline(made) if e.event == "decision:codes_given"] == [{"count": 2}]
    assert audit.verify() is None


def test_the_text_of_a_certificate_says_what_it_says(app):
    want()
    made = make.award(State.NUMBERED)
    one = made.certificates[1]
    found = code_text.check(codes.text_of(one), keys.signing_key().public_key())
    assert (found.number, found.symbol, found.issued_on, found.ordinal, found.edition) == (
        made.number, made.symbol, made.issued_on, 2, 1,
    )  # fmt: skip
    assert found.names(one.name)


def test_the_database_refuses_the_same_code_twice(app):
    want()
    first, second = make.award(State.NUMBERED).certificates
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Certificate).where(Certificate.id == second.id).values(code=first.code))


@pytest.mark.parametrize(
    ("change", "name", "said", "status"),
    [
        ("", "", "Genuine: ", 0),
        ("", "same", "Genuine: ", 0),
        ("", "Bà Ai Khác", "NOT GENUINE: the signed name is not", 1),
        ("cut", "", "NOT GENUINE: not signed with this key", 1),
    ],
)
def test_the_command_checks_a_text_without_the_database(app, capsys, tmp_path, change, name, said, status):
    want()
    one = make.award(State.NUMBERED).certificates[0]
    text = codes.text_of(one)
    key = tmp_path / "khoa.pem"
    key.write_bytes(keys.public_pem(keys.signing_key()))
    given_name = one.name if name == "same" else name
    for extra in ([], ["--key", str(key)]):
        asked = ["check-code", text[:-3] if change else text, "--name", given_name, *extra]
        assert commands.check_code(app, commands.parser().parse_args(asked)) == status
        assert said in capsys.readouterr().out


def test_the_command_says_when_the_key_is_none(app, capsys, tmp_path):
    key = tmp_path / "khoa.pem"
    key.write_text("x")
    asked = commands.parser().parse_args(["check-code", "x", "--key", str(key)])
    assert commands.check_code(app, asked) == 2
    assert "No public key" in capsys.readouterr().err
    assert sys.modules["intranet.commands"] is commands


def test_a_hundred_pictures_are_all_scanned():
    for number in range(100):
        one = Statement(
            code_text.new_code(), number, "QĐ-UBND", SAMPLE.issued_on, number, 1, bytes([number] * 8)
        )
        text = code_text.sign(one, ADDRESS, KEY)
        assert scanned(pixels(codes.png(text))[0]) == [text]
