"""Every kind of paper with what people paste and upload: right output or a clear refusal, never a broken file."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import replace

import pytest
from lxml import etree

from intranet.documents import pictures, read_back
from intranet.documents.kinds import (
    achievement_report,
    achievement_summary,
    ballot,
    certificate,
    count_minutes,
    initiative_certificate,
    notice,
    official_letter,
    register_book,
)
from tests.documents import office, samples, samples_dossier
from tests.documents.test_form import PAPERS as FIRST
from tests.documents.test_form import _spoilt

LONG = ("Đã có thành tích xuất sắc " * 200)[:5000]
LETTER = official_letter.OfficialLetterPaper(
    letterhead=samples.to_trinh().letterhead,
    subject="Đính chính Quyết định số 07/QĐ-UBND",
    addressees=("Phòng Kinh tế",),
    paragraphs=("Nội dung đính chính.",),
    recipients=("Như trên",),
    signer=samples.CHAIR,
    annex=samples.annex(),
)
PAPERS = FIRST | {
    "report": (
        lambda data: achievement_report.render(replace(data, variant=achievement_report.PERSON)),
        samples_dossier.report(),
    ),
    "summary": (achievement_summary.render, samples_dossier.summary()),
    "ballot": (
        ballot.render,
        replace(samples_dossier.ballots(), cases=(("Bà Nguyễn Thị Lan Anh", "Công chức"),)),
    ),
    "count minutes": (count_minutes.render, samples_dossier.counted()),
    "notice": (notice.render, samples_dossier.result_notice()),
    "letter": (official_letter.render, LETTER),
    "register": (
        register_book.render,
        replace(samples_dossier.book(), rows=tuple(samples_dossier.book().rows)),
    ),
}
# what is typed, and what must stand on paper
TEXTS = {
    "emoji": ("Bà 😀 Lan 👩\u200d👧 🇻🇳", "Bà 😀 Lan 👩👧 🇻🇳"),
    "right_to_left": ("Bà \u202egnôhC\u202c \u200fשלום\u061c مرحبا", "Bà gnôhC שלום مرحبا"),
    "control": ("Bà\x00 \x07Lan\x1b \x7fAnh\x85", "Bà Lan Anh"),
    "surrogates": ("Bà \ud800Lan\udfff \udc00Anh", "Bà Lan Anh"),
    "decomposed": (unicodedata.normalize("NFD", "Bà Nguyễn Thị Hường Đặng"), "Bà Nguyễn Thị Hường Đặng"),
    "markup": ("Bà <w:t>&amp;]]> <?raw x?> {{ a }}", "Bà <w:t>&amp;]]> <?raw x?> {{ a }}"),
    "noncharacters": ("Bà \ufffe\uffffLan\U0001ffff\ufeff", "Bà Lan"),
    "five_thousand": (LONG, None),
    "empty": ("", None),
}
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufffe\uffff]"
)


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a file after the checks that every file must pass."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        found = {name: pack.read(name) for name in pack.namelist()}
    for name, data in found.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    return found


def shown(content: bytes) -> str:
    """Return all text of a file that passed the checks, on one line."""
    parts(content)
    text = " ".join(read_back.paragraphs(content))
    assert FORBIDDEN.findall(text) == []
    assert unicodedata.is_normalized("NFC", text)
    return " ".join(text.split())


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", PAPERS)
def test_what_people_paste_comes_out_clean_or_not_at_all(kind, text):
    render, data = PAPERS[kind]
    typed, printed = TEXTS[text]
    found = shown(render(_spoilt(data, typed)))
    if printed is not None:
        assert printed in found


@pytest.mark.parametrize("render", [certificate.render, initiative_certificate.render])
def test_a_batch_without_recipients_is_refused(render):
    with pytest.raises(ValueError, match="from 1 to 2000"):
        render([])


def emptied(value):
    """Return the same data with every list in it empty."""
    if isinstance(value, tuple):
        return ()
    if hasattr(value, "__dataclass_fields__"):
        kept = {
            name: emptied(getattr(value, name)) for name in value.__dataclass_fields__ if name != "columns"
        }
        return replace(value, **kept)
    return value


def test_a_ballot_without_a_case_is_refused():
    with pytest.raises(ValueError, match="needs a case"):
        ballot.render(replace(samples_dossier.ballots(), cases=()))


@pytest.mark.parametrize("kind", [kind for kind in PAPERS if kind != "ballot"])
def test_lists_without_entries_leave_a_readable_file(kind):
    render, data = PAPERS[kind]
    parts(render(emptied(data)))


def test_an_annex_without_rows_and_with_two_thousand():
    for number in (0, 1, 2000):
        attached = samples.annex(number)
        group = attached.table.groups[1]
        attached = replace(attached, table=replace(attached.table, groups=(replace(group, rows=group.rows),)))
        for kind in ("decision", "submission"):
            render, data = PAPERS[kind]
            content = render(replace(data, annex=attached))
            parts(content)
            rows = read_back.tables(content)[-1]
            assert [row[0] for row in rows[2:-1]] == [str(n) for n in range(2, number + 2)]


def test_two_thousand_of_everything_else():
    many = {
        "minutes": samples.minutes(2000),
        "application": _crowd(2000),
        "summary": samples_dossier.summary(2000),
        "ballot": samples_dossier.ballots(2000, 1),
        "register": samples_dossier.book(2000),
    }
    for kind, data in many.items():
        content = PAPERS[kind][0](data)
        parts(content)
        assert max(len(rows) for rows in read_back.tables(content)) >= 2001


def _crowd(number: int):
    data = samples.application(1)
    return replace(data, authors=data.authors * number, signatures=data.signatures * number)


def test_two_thousand_certificates_have_a_page_each():
    for render, paper in (
        (certificate.render, samples.giay_khen()),
        (initiative_certificate.render, samples.recognition()),
    ):
        found = parts(render([replace(paper, name=f"Bà {n}") for n in range(2000)]))["word/document.xml"]
        assert found.count(b"<w:pageBreakBefore/>") == 1999
        assert re.findall(rb">B\xc3\xa0 (\d+)<", found) == [str(n).encode() for n in range(2000)]


def test_a_recipient_without_a_title_leaves_no_empty_line():
    """A household or a citizen may have neither position nor unit."""
    for detail in ("", " ", "\n"):
        lines = read_back.paragraphs(certificate.render([replace(samples.giay_khen(), detail=detail)]))
        at = lines.index("Bà Nguyễn Thị Lan Anh")
        assert lines[at + 1].startswith("Đã có thành tích")
        assert certificate.overflowing(replace(samples.giay_khen(), detail=detail)) == []


def test_five_thousand_letters_on_a_certificate_are_told():
    """The caller refuses to print; whoever prints all the same sees the cut."""
    paper = replace(samples.giay_khen(), achievement=LONG)
    assert certificate.overflowing(paper) == [LONG.strip()]
    assert "…" in shown(certificate.render([paper]))
    everything = _spoilt(samples.giay_khen(), LONG)
    assert LONG in certificate.overflowing(everything)
    other = replace(samples.recognition(), benefit=LONG)
    assert initiative_certificate.overflowing(other) == [LONG.strip()]


# Pictures


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    header: tuple[int, ...] = (2, 2, 8, 2, 0, 0, 0),
    pixels: bytes = bytes(14),
    more: bytes = b"",
    packed: bytes | None = None,
) -> bytes:
    """Return a PNG from its fields: width, height, depth, colour, three zeros."""
    body = zlib.compress(pixels) if packed is None else packed
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", *header))
        + more
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


GOOD = samples.png(30, 40)
PALETTE = chunk(b"PLTE", bytes(12))
BAD_PICTURES = {
    "empty": b"",
    "text": "Kính gửi: UBND xã".encode(),
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "zip": b"PK\x03\x04" + bytes(60),
    "signature only": GOOD[:8],
    "cut in the header": GOOD[:20],
    "cut in the pixels": GOOD[: len(GOOD) // 2],
    "cut before the end": GOOD[:-12],
    "cut in the last bytes": GOOD[:-1],
    "one bit wrong": GOOD[:45] + bytes([GOOD[45] ^ 1]) + GOOD[46:],
    "bomb of pixels": png((2, 2, 8, 2, 0, 0, 0), packed=zlib.compress(bytes(100_000_000))),
    "bomb of size": png((60_000, 60_000, 8, 2, 0, 0, 0)),
    "many pixels": png((9_000, 9_000, 8, 2, 0, 0, 0)),
    "no pixels": png((0, 2, 8, 2, 0, 0, 0)),
    "fewer pixels than told": png((2, 3, 8, 2, 0, 0, 0)),
    "more pixels than told": png((2, 1, 8, 2, 0, 0, 0)),
    "pixels are no zlib": png(packed=b"xxxx" * 10),
    "pixels end early": png(packed=zlib.compress(bytes(14))[:-5]),
    "unknown colour": png((2, 2, 8, 5, 0, 0, 0)),
    "unknown depth": png((2, 2, 3, 2, 0, 0, 0)),
    "palette missing": png((2, 2, 8, 3, 0, 0, 0), bytes(6)),
    "too many bytes": GOOD + bytes(pictures.BYTES),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_a_picture_that_cannot_be_printed_is_refused(name):
    with pytest.raises(pictures.BadPicture):
        certificate.render([samples.giay_khen()], emblem=BAD_PICTURES[name])
    with pytest.raises(ValueError, match=r"\w"):
        initiative_certificate.render([samples.recognition()], emblem=BAD_PICTURES[name])


# the pass of each pixel of 8 x 8 (PNG, 8.2)
ADAM7 = ["16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777"]


def interlaced(wide: int, high: int) -> bytes:
    """Return the rows of the seven passes, counted pixel by pixel; one byte a pixel."""
    rows = b""
    for name in "1234567":
        for y in range(high):
            pixels = sum(ADAM7[y % 8][x % 8] == name for x in range(wide))
            rows += bytes(1 + pixels) if pixels else b""
    return rows


GOOD_PICTURES = {
    "rgb": GOOD,
    "rgba": png((3, 5, 8, 6, 0, 0, 0), bytes(5 * 13)),
    "grey 16": png((3, 5, 16, 0, 0, 0, 0), bytes(5 * 7)),
    "one bit": png((9, 5, 1, 0, 0, 0, 0), bytes(5 * 3)),
    "palette": png((5, 2, 4, 3, 0, 0, 0), bytes(2 * 4), more=PALETTE),
    "interlaced": png((13, 11, 8, 0, 0, 0, 1), interlaced(13, 11)),
    "interlaced, one pixel": png((1, 1, 8, 0, 0, 0, 1), interlaced(1, 1)),
    "text inside": png(more=chunk(b"tEXt", b"Title\x00emblem")),
}


@pytest.mark.parametrize("name", GOOD_PICTURES)
def test_every_kind_of_png_is_taken(name):
    found = parts(certificate.render([samples.giay_khen()], emblem=GOOD_PICTURES[name]))
    assert list(found.values()).count(GOOD_PICTURES[name]) == 1


@pytest.mark.libreoffice
def test_the_files_open_in_libreoffice(tmp_path):
    """One call for all: what was pasted, in every kind; certificates keep one page each."""
    mixed = "Bà 😀 \u202eשלום\u202c \ud800 e\u0323\u0302 <&> \x07"
    files = {
        f"{kind}_{name}".replace(" ", "_"): render(_spoilt(data, text))
        for kind, (render, data) in PAPERS.items()
        for name, text in (("mixed", mixed), ("empty", ""))
    }
    files |= {
        f"{kind}_long": PAPERS[kind][0](_spoilt(PAPERS[kind][1], LONG)) for kind in ("decision", "report")
    }
    # with 5,000 letters in the lines of the signature too there is no room left: `overflowing` names it
    long = replace(samples.giay_khen(LONG, LONG), detail=LONG, awarder=LONG)
    batch = [samples.giay_khen(typed) for typed, _printed in TEXTS.values()] + [long]
    files |= {
        f"emblem_{at}": certificate.render(batch, emblem=data)
        for at, data in enumerate(GOOD_PICTURES.values())
    }
    pages = {name: office.pages(pdf) for name, pdf in office.to_pdf(tmp_path, **files).items()}
    assert set(pages) == set(files)
    for name, number in pages.items():
        if name.startswith("emblem"):
            assert number == len(batch), name
        elif name.startswith(("certificate", "initiative")):
            assert number == 1, name
