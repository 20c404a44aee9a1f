"""Long batches and the files around them: order, names, parts, bytes, memory."""

import io
import re
import tracemalloc
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from intranet.documents import archive, batch, landscape
from intranet.documents.kinds import certificate, initiative_certificate
from tests.documents import samples

LIMIT = landscape.PAGES_LIMIT


def papers(number: int) -> list[certificate.CertificatePaper]:
    return [samples.giay_khen(f"Bà Nguyễn Thị Thứ {n}", ordinal=n) for n in range(1, number + 1)]


def content(made: batch.Made) -> bytes:
    with made.file as file:
        return file.read()


def document(docx: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as pack:
        assert pack.testzip() is None
        return pack.read("word/document.xml")


def order(docx: bytes) -> list[int]:
    """Return the numbers in the names, page after page."""
    return [int(n) for n in re.findall(r">Bà Nguyễn Thị Thứ (\d+)<", document(docx).decode())]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        assert pack.testzip() is None
        assert {info.date_time for info in pack.infolist()} == {archive.STAMP}
        return {name: pack.read(name) for name in pack.namelist()}


@pytest.fixture(scope="module")
def long():
    """One certificate more than a file may hold."""
    return content(batch.in_order(papers(LIMIT + 1), certificate.render, name="giay-khen"))


def test_up_to_two_thousand_certificates_are_one_file():
    made = batch.in_order(papers(LIMIT), certificate.render, name="giay-khen")
    assert (made.name, made.media_type) == ("giay-khen.docx", batch.DOCX)
    docx = content(made)
    assert order(docx) == list(range(1, LIMIT + 1))
    assert document(docx).count(b"<w:pageBreakBefore/>") == LIMIT - 1


def test_more_are_a_zip_of_parts_in_the_order_of_the_list(long):
    parts = unpacked(long)
    assert list(parts) == ["giay-khen-0001-2000.docx", "giay-khen-2001-2001.docx"]
    assert [n for docx in parts.values() for n in order(docx)] == list(range(1, LIMIT + 2))
    assert long == content(batch.in_order(papers(LIMIT + 1), certificate.render, name="giay-khen"))


def test_names_of_parts_sort_as_they_follow_each_other():
    made = batch.in_order(range(12_500), lambda some: f"{some[0]}-{some[-1]}".encode(), name="x")
    names = list(unpacked(content(made)))
    assert made.name == "x.zip"
    assert names == sorted(names)
    assert (names[0], names[-1]) == ("x-00001-02000.docx", "x-12001-12500.docx")


def test_parts_are_made_one_after_the_other():
    """A part is written before the next one is begun: what was made before is not waited for at the end."""
    made: list[range] = []

    def render(some: range) -> bytes:
        made.append(some)
        if len(made) == 3:
            raise OSError("no room left")
        return b"x"

    with pytest.raises(OSError, match="no room"):
        batch.in_order(range(LIMIT * 5), render, name="x")
    assert made == [range(2000), range(2000, 4000), range(4000, 6000)]


@pytest.mark.parametrize("make", [batch.in_order, lambda *a, name: batch.each(*a, str, name=name)])
def test_no_papers_are_refused(make):
    with pytest.raises(ValueError, match="no papers"):
        make([], certificate.render, name="giay-khen")


def test_each_paper_has_a_file_with_its_place_and_name():
    given = [
        samples.giay_khen(name) for name in ("Bà Nguyễn Thị Đào", "Bà Nguyễn Thị Đào", "😀", "../x\\" * 40)
    ]
    made = batch.each(given, certificate.render, lambda one: one.name, name="giay-khen")
    assert (made.name, made.media_type) == ("giay-khen.zip", batch.ZIP)
    data = content(made)
    files = unpacked(data)
    names = list(files)
    assert names[:3] == [
        "giay-khen-0001-ba-nguyen-thi-dao.docx", "giay-khen-0002-ba-nguyen-thi-dao.docx", "giay-khen-0003.docx",
    ]  # fmt: skip
    assert re.fullmatch(r"giay-khen-0004-[x-]{1,60}\.docx", names[3])
    assert files[names[1]] == certificate.render([given[1]])
    assert data == content(batch.each(given, certificate.render, lambda one: one.name, name="giay-khen"))


def test_a_zip_does_not_hold_one_name_twice():
    with pytest.raises(ValueError, match="one name"):
        batch.archive([("a.docx", b"1"), ("b.docx", b"2"), ("a.docx", b"3")])


def test_a_long_zip_keeps_what_was_written_first():
    """Above 8 MiB the file moves from memory to the disk."""
    noise = bytes(range(256)) * 4096  # 1 MiB
    files = {f"{n:02d}.docx": bytes([n]) + noise for n in range(12)}
    with batch.archive(files.items()) as file:
        assert unpacked(file.read()) == files


@pytest.mark.parametrize(
    ("render", "paper"),
    [(certificate.render, samples.giay_khen()), (initiative_certificate.render, samples.recognition())],
    ids=["giay_khen", "initiative"],
)
def test_ids_of_pictures_are_unique_and_the_picture_is_stored_once(render, paper):
    picture = samples.png(30, 40)
    docx = render([replace(paper, name=f"Bà {n}") for n in range(300)], emblem=picture)
    ids = [node.get("id") for node in etree.fromstring(document(docx)).iter("{*}docPr")]
    assert len(ids) >= 300
    assert len(ids) == len(set(ids))
    assert list(unpacked(docx).values()).count(picture) == 1


def test_a_batch_is_never_in_memory_as_a_whole():
    """The pages of 400 certificates are 4 MB of XML; each is packed before the next one is made."""
    given = papers(400)
    expected = certificate.render(given)
    tracemalloc.start()
    try:
        assert certificate.render(given) == expected
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    size = len(document(expected))
    assert size > 3_500_000
    assert peak < size / 2


def test_the_zip_is_that_of_the_standard_library():
    """Byte for byte, so that every reader that knows zip files knows ours."""
    parts = {"[Content_Types].xml": b"<a/>" * 50, "word/document.xml": b"abc" * 9000, "empty": b""}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, archive.STAMP)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            pack.writestr(info, data)
    assert archive.zipped(parts) == out.getvalue()
    assert archive.zipped(parts, constant=["[Content_Types].xml", "empty"]) == out.getvalue()
    whole = parts["word/document.xml"]
    pieces = (whole[at : at + 1000] for at in range(0, len(whole), 1000))
    assert unpacked(archive.zipped(parts | {"word/document.xml": pieces})) == parts


def test_a_kept_part_is_not_taken_for_another():
    """Constant parts are kept by their content: another title is another part."""
    one, two = (
        landscape.render([certificate.page(samples.giay_khen())], title=t) for t in ("Một", "Hai & <ba>")
    )
    assert b"<dc:title>M\xe1\xbb\x99t</dc:title>" in unpacked(one)["docProps/core.xml"]
    assert b"<dc:title>Hai &amp; &lt;ba&gt;</dc:title>" in unpacked(two)["docProps/core.xml"]
    assert one == landscape.render([certificate.page(samples.giay_khen())], title="Một")
