"""Certificates: what shrinks, what breaks, what is said not to fit; the emblem."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from lxml import etree

from benchmarks import border_art
from intranet.documents import certificate_form, frame, landscape, metrics, read_back
from intranet.documents.certificate_form import CertificateForm, Line
from intranet.documents.kinds import certificate, initiative_certificate
from intranet.documents.pictures import BadPicture
from tests.documents import office, samples


def document(content: bytes):
    """Return the root of the main part."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return etree.fromstring(pack.read("word/document.xml"))


def stored_pictures(content: bytes) -> list[bytes]:
    """Return the pictures of a file in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return [pack.read(name) for name in sorted(pack.namelist()) if name.endswith(".png")]


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
        page = certificate.page(samples.giay_khen(name=name))
        shown = next(
            one for one in landscape._layout(page, landscape._foot(page))[0] if one.line.text == name
        )
        sizes[name] = (shown.size, len(shown.rows))
    assert list(sizes.values()) == [(28, 1), (28, 2), (28, 2)]


def test_the_lines_stand_in_the_order_and_look_of_the_form():
    """NĐ 98/2023/NĐ-CP Điều 104, line by line: text, size, bold, italic, colour."""
    root = document(certificate.render([samples.giay_khen()]))
    shown = []
    for run in root.iter(qn("w:r")):
        text = "".join(node.text if node.tag == qn("w:t") else "-" for node in run if node.tag != qn("w:rPr"))
        look = run.find(qn("w:rPr"))
        if run.find(qn("w:t")) is None:  # a piece of the border
            continue
        size = int(look.find(qn("w:sz")).get(qn("w:val"))) / 2
        marks = tuple(look.find(qn(tag)) is not None for tag in ("w:b", "w:i"))
        shown.append((text.replace("\u00a0", " "), size, *marks, look.find(qn("w:color")).get(qn("w:val"))))
    black, red = "000000", "C8102E"
    assert shown == [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 14, True, False, black),
        ("Độc lập - Tự do - Hạnh phúc", 15, True, False, black),
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH", 20, True, False, red),
        ("TẶNG", 18, True, False, black),
        ("GIẤY KHEN", 44, True, False, red),
        ("Bà Nguyễn Thị Lan Anh", 28, True, False, black),
        ("Công chức Tư pháp - Hộ tịch, Điểm phục vụ hành chính công", 16, False, False, black),
        ("Đã có thành tích xuất sắc trong phong trào thi đua “Cải cách", 17, False, False, black),
        ("hành chính đồng bộ, Chính quyền phục vụ nhân dân” năm 2026", 17, False, False, black),
        ("Quyết định số 07/QĐ-UBND", 13, True, True, black),
        ("ngày 05 tháng 12 năm 2026", 13, True, True, black),
        ("Số sổ vàng: 01", 13, True, True, black),
        ("Đại Thanh, ngày 05 tháng 12 năm 2026", 14, True, True, black),
        ("CHỦ TỊCH", 14, True, False, black),
        ("Nguyễn Văn Hưng", 15, True, False, black),
    ]


def test_another_form_changes_order_words_and_colours():
    party = CertificateForm(
        head=(Line("ĐẢNG CỘNG SẢN VIỆT NAM", (16,), bold=True, rule=True),),
        lines=(
            Line("{title}", (40,), bold=True, color="0000FF"),
            Line("Tặng: {name} ({detail})", (20,), 2),
            Line("Vì: {achievement}", (16,), 3),
        ),
        left=("Vào sổ khen thưởng số {register}",),
        emblem=0,
        border=None,
    )
    paper = replace(samples.giay_khen(), register_line="07", achievement="", name="Bà {title} Lan")
    content = certificate.render([paper], form=party)
    lines = [line for line in read_back.paragraphs(content) if line.strip()]
    assert lines[:2] == ["ĐẢNG CỘNG SẢN VIỆT NAM", "GIẤY KHEN"]
    assert " ".join(lines[2:4]).startswith("Tặng: Bà {title} Lan (Công chức Tư pháp - Hộ tịch, Điểm")
    cells = "\n".join(text for table in read_back.tables(content) for row in table for text in row)
    assert "Vào sổ khen thưởng số 07" in cells.replace("\u00a0", " ")
    assert "Quyết định" not in cells
    assert "Vì:" not in "".join(lines)
    assert stored_pictures(content) == []
    assert list(document(content).iter(qn("w:pgBorders"))) == []
    assert certificate.overflowing(paper, party) == []


def test_a_form_that_asks_for_an_unknown_field_is_told():
    assert certificate_form.unknown(certificate.GIAY_KHEN, certificate.FIELDS) == []
    assert certificate_form.unknown(initiative_certificate.CHUNG_NHAN, initiative_certificate.FIELDS) == []
    slip = CertificateForm(lines=(Line("{nmae}", (20,)),), left=("{register}", "{so}"))
    assert certificate_form.unknown(slip, certificate.FIELDS) == ["nmae", "so"]


def test_the_border_is_stored_once_and_keeps_inside_the_paper():
    one, many = (certificate.render([samples.giay_khen()] * number) for number in (1, 50))
    assert len(one) <= 10 * 1024
    assert stored_pictures(many) == stored_pictures(one) == [piece.data for piece in frame.art()]
    anchors = list(document(many).iter("{*}anchor"))
    assert len({shape.find("{*}docPr").get("id") for shape in anchors}) == len(anchors) == 50 * 4
    sides = []
    for shape in anchors[:4]:
        left, top = (int(shape.find(f"{{*}}position{axis}/{{*}}posOffset").text) / 36000 for axis in "HV")
        wide, high = (int(shape.find("{*}extent").get(side)) / 36000 for side in ("cx", "cy"))
        sides.append((round(left, 1), round(top, 1), round(left + wide, 1), round(top + high, 1)))
    # within the outer line, which stands 7 mm from the edges; clear of the text, 19 and 30 mm from them
    assert sides == [
        (8.1, 8.1, 288.9, 17.0), (8.1, 193.0, 288.9, 201.9), (8.1, 17.0, 17.0, 193.0), (280.0, 17.0, 288.9, 193.0),
    ]  # fmt: skip
    edge = next(document(one).iter(qn("w:pgBorders")))
    assert {side.get(qn("w:space")) for side in edge} == {"20"}


def test_the_art_of_the_border_is_what_its_program_draws():
    assert [piece.data for piece in frame.art()] == list(border_art.drawn().values())


def test_a_code_stands_beside_the_lines_bottom_left():
    first, second = samples.png(21, 21), samples.png(25, 25)
    papers = [
        replace(samples.giay_khen(ordinal=n), code=code)
        for n, code in enumerate([first, None, second, first])
    ]
    content = certificate.render(papers, emblem=samples.png(2, 2))
    assert stored_pictures(content)[2:] == [samples.png(2, 2), first, second]
    root = document(content)
    ids = [node.get("id") for node in root.iter("{*}docPr")]
    assert len(set(ids)) == len(ids) == 4 * (4 + 1) + 3
    tables = list(root.iter(qn("w:tbl")))
    assert [len(list(table.iter("{*}blip"))) for table in tables] == [1, 0, 1, 1]
    assert [len(list(table.iter(qn("w:tc")))) for table in tables] == [3, 2, 3, 3]
    with pytest.raises(BadPicture):
        certificate.render([replace(samples.giay_khen(), code=b"GIF89a")])


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
    assert certificate.overflowing(paper) == [samples.ENDLESS * 3, paper.register_line]
    long = replace(samples.CHAIR, lines=(samples.ENDLESS,), name=samples.ENDLESS)
    assert certificate.overflowing(replace(samples.giay_khen(), signer=long))[-2:] == [samples.ENDLESS] * 2
    assert certificate.overflowing(replace(samples.giay_khen(), signer=samples.DEPUTY)) == []


def test_what_was_cut_is_marked():
    lines = read_back.paragraphs(certificate.render([samples.giay_khen(achievement=samples.ENDLESS)]))
    assert [line for line in lines if line.endswith("…")] == [next(x for x in lines if x.endswith("…"))]


@pytest.mark.parametrize(
    "signer",
    [samples.CHAIR, samples.DEPUTY, replace(samples.DEPUTY, lines=("W " * 300,) * 3, name="W" * 500)],
)
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
    for page in [*papers, *(replace(paper, left=(text, text), code=b"any") for paper in papers)]:
        foot = landscape._foot(page)
        fitted, _lost = landscape._layout(page, foot)
        total = landscape._head_height(page.form) + sum(one.height for one in fitted) + foot.height
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
    assert stored_pictures(content)[2:] == [png]
    root = document(content)
    ids = [node.find("{*}docPr").get("id") for node in root.iter("{*}inline")]
    assert ids == ["1", "2", "3", "4", "5"]
    assert {
        node.get(qn("r:embed")) for inline in root.iter("{*}inline") for node in inline.iter("{*}blip")
    } == {"rId6"}


def test_a_wide_emblem_is_not_higher_or_wider_than_its_place():
    content = certificate.render([samples.giay_khen()], emblem=samples.png(40, 2))
    extent = next(next(document(content).iter("{*}inline")).iter("{*}extent"))
    assert [round(int(extent.get(side)) / 36000) for side in ("cx", "cy")] == [60, 3]


@pytest.mark.libreoffice
def test_short_usual_and_extreme_certificates_are_one_page_each(tmp_path):
    """Rendered: border and lines are on the page, the name centred, the code left of the number, nothing cut off."""
    usual = samples.giay_khen()
    papers = [
        replace(usual, name="Bà Vũ Ân", detail="", achievement=""),
        usual,
        replace(usual, code=samples.png(21, 21)),
        replace(samples.giay_khen(f"Bà {samples.LONG}", samples.ENDLESS), code=samples.png(21, 21), signer=samples.DEPUTY),
        replace(usual, name=""),
    ]  # fmt: skip
    content = certificate.render(papers, emblem=samples.png(40, 40))
    pdf = office.to_pdf(tmp_path, all=content)["all"]
    assert office.pages(pdf) == len(papers)
    words = office.boxes(pdf)
    for number in range(1, len(papers) + 1):
        page = [word for word in words if word[0] == number]
        assert all(word[2] >= 29.5 and word[4] <= 267.5 and word[3] > 17 and word[5] < 193 for word in page)
        assert [word for word in page if word[1] == "Hưng" or word[1] == "Nguyệt"]
    name = [word for word in words if word[0] == 2 and word[1] in {"Bà", "Anh"}]
    assert (name[0][2] + name[-1][4]) / 2 == pytest.approx(148.5, abs=0.5)
    number = {page: next(word for word in words if word[0] == page and word[1] == "sổ") for page in (2, 3)}
    assert number[3][2] - number[2][2] == pytest.approx(24, abs=0.5)
