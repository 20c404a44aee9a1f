"""Certificates: what shrinks, what breaks, what is said not to fit; the emblem."""

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from intranet.documents import landscape, metrics, read_back
from intranet.documents.kinds import certificate, initiative_certificate
from tests.documents import samples


def test_text_is_broken_into_lines_of_nearly_equal_length():
    text = "Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm 2026 của xã"
    lines = metrics.balanced(text, 17, 200)
    assert " ".join(lines) == text
    assert len(lines) == len(metrics.wrap(text, 17, 200)) == 2
    widths = [metrics.width(line, 17) for line in lines]
    assert max(widths) <= 200
    assert min(widths) > 0.8 * max(widths)


def test_a_word_wider_than_the_room_is_broken_inside():
    lines = metrics.wrap("A " + "W" * 100, 14, 60)
    assert "".join(lines) == "A" + "W" * 100
    assert all(metrics.width(line, 14) <= 60 for line in lines)


def test_every_vietnamese_letter_has_its_own_width():
    letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    tables = metrics._tables()
    for table in tables.values():
        assert [c for c in letters + letters.upper() if c not in table] == []
    assert metrics.width("e\u0323\u0302", 14) == metrics.width("ệ", 14)


def test_a_name_shrinks_then_breaks():
    sizes = {}
    for name in ("Bà Lan", f"Bà {samples.LONG[:60]}", f"Bà {samples.LONG}"):
        page = landscape._layout(certificate.page(samples.giay_khen(name=name)))[0]
        shown = next(one for one in page if one.line.text == name)
        sizes[name] = (shown.size, len(shown.rows))
    assert list(sizes.values()) == [(28, 1), (28, 2), (28, 2)]


def test_a_certificate_says_what_does_not_fit():
    assert certificate.overflowing(samples.giay_khen()) == []
    assert certificate.overflowing(samples.giay_khen(name=f"Bà {samples.LONG}")) == []
    assert certificate.overflowing(samples.giay_khen(achievement=samples.ENDLESS)) == [samples.ENDLESS]
    crowded = samples.recognition(
        f"Bà {samples.LONG}", ("Ông A", f"Bà {samples.LONG}", f"Ông {samples.LONG}")
    )
    assert initiative_certificate.overflowing(crowded) == []
    assert initiative_certificate.overflowing(replace(crowded, summary=samples.ENDLESS)) == [samples.ENDLESS]


def test_a_foot_that_takes_the_page_is_said_too():
    paper = replace(samples.giay_khen(), decision_lines=(samples.ENDLESS * 3,))
    assert samples.ENDLESS * 3 in certificate.overflowing(paper)


def test_what_was_cut_is_marked():
    lines = read_back.paragraphs(certificate.render([samples.giay_khen(achievement=samples.ENDLESS)]))
    assert [line for line in lines if line.endswith("…")] == [next(x for x in lines if x.endswith("…"))]


@pytest.mark.parametrize("signer", [samples.CHAIR, samples.DEPUTY])
@pytest.mark.parametrize("text", ["", "A", samples.ENDLESS, "W" * 900])
def test_no_page_is_higher_than_the_paper(text, signer):
    """All heights are exact, so their sum tells whether a second page would open."""
    papers = [
        certificate.page(
            replace(samples.giay_khen(text or "A", text), detail=text, awarder=text, signer=signer)
        ),
        initiative_certificate.page(
            replace(
                samples.recognition(text, (text,)), initiative=text, summary=text, benefit=text, signer=signer
            )
        ),
    ]
    for page in [*papers, *(replace(paper, left=(text, text)) for paper in papers if len(text) < 200)]:
        fitted, _lost = landscape._layout(page)
        total = landscape._HEAD + sum(one.height for one in fitted) + landscape._foot(page).height
        assert total <= landscape.HEIGHT
        for one in fitted:
            style = {"bold": one.line.bold, "italic": one.line.italic}
            assert all(metrics.width(row, one.size, **style) <= landscape.WIDTH for row in one.rows)


@pytest.mark.parametrize("number", [0, 2001])
def test_a_batch_has_bounds(number):
    with pytest.raises(ValueError, match="from 1 to 2000"):
        certificate.render([samples.giay_khen()] * number)


def test_an_emblem_is_stored_once_with_ids_of_their_own():
    png = samples.png(2, 2)
    content = certificate.render([samples.giay_khen(ordinal=n) for n in range(1, 6)], emblem=png)
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert [name for name in pack.namelist() if name.endswith(".png")] == ["word/media/image1.png"]
        root = etree.fromstring(pack.read("word/document.xml"))
    ids = [node.get("id") for node in root.iter("{*}docPr")]
    assert ids == ["1", "2", "3", "4", "5"]


def test_a_wide_emblem_is_not_higher_or_wider_than_its_place():
    content = certificate.render([samples.giay_khen()], emblem=samples.png(40, 2))
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        root = etree.fromstring(pack.read("word/document.xml"))
    extent = next(root.iter("{*}extent"))
    assert [round(int(extent.get(side)) / 36000) for side in ("cx", "cy")] == [60, 3]
