"""The XML of the documents against NĐ 30/2020 and the traps that were met."""

import io
import itertools
import unicodedata
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from intranet.documents import blocks, metrics, read_back
from intranet.documents.kinds import (
    certificate,
    decision,
    initiative_application,
    initiative_certificate,
    meeting_minutes,
    submission,
)
from tests.documents import samples

KINDS = {
    "decision": lambda: decision.render(samples.award(attached=samples.annex())),
    "certificate": lambda: certificate.render([samples.giay_khen(), samples.giay_khen(ordinal=2)]),
    "initiative_certificate": lambda: initiative_certificate.render([samples.recognition()]),
    "minutes": lambda: meeting_minutes.render(samples.minutes()),
    "submission": lambda: submission.render(samples.to_trinh()),
    "application": lambda: initiative_application.render(samples.application()),
}
# the order that the schema asks for, of the elements used here
_PPR = [
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "widowControl",
    "pBdr",
    "spacing",
    "ind",
    "jc",
    "rPr",
    "sectPr",
]
_RPR = ["rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "lang"]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        return {name: pack.read(name) for name in pack.namelist()}


@pytest.fixture(params=KINDS, scope="module")
def content(request):
    return KINDS[request.param]()


def test_the_same_input_gives_the_same_bytes(content):
    again = [make() for make in KINDS.values()]
    assert content in again


def test_threads_do_not_disturb_each_other():
    """The server renders in several threads, which share the prototypes of paragraphs."""
    expected = [make() for make in KINDS.values()]
    with ThreadPoolExecutor(8) as pool:
        rounds = list(pool.map(lambda _: [make() for make in KINDS.values()], range(24)))
    assert all(found == expected for found in rounds)


def test_every_part_is_well_formed_and_slim(content):
    found = parts(content)
    for name, data in found.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    assert "docProps/thumbnail.jpeg" not in found
    assert len(content) < 10 * 1024


def test_all_text_is_times_new_roman_in_all_four_slots(content):
    root = etree.fromstring(parts(content)["word/document.xml"])
    for fonts in root.iter(qn("w:rFonts")):
        assert {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "Times New Roman"
        }
    for run in root.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        assert properties is not None
        assert properties.find(qn("w:rFonts")) is not None
        assert properties.find(qn("w:sz")).get(qn("w:val")) == properties.find(qn("w:szCs")).get(qn("w:val"))
    styles = parts(content)["word/styles.xml"].decode()
    assert "Theme" not in styles
    assert styles.count('w:val="vi-VN"') == 2


def test_children_stand_in_the_order_of_the_schema(content):
    root = etree.fromstring(parts(content)["word/document.xml"])
    for tag, order in (("pPr", _PPR), ("rPr", _RPR)):
        for node in root.iter(qn(f"w:{tag}")):
            names = [etree.QName(child).localname for child in node]
            assert names == sorted(names, key=order.index), names


def test_every_cell_has_a_paragraph_and_its_width(content):
    root = etree.fromstring(parts(content)["word/document.xml"])
    for table in root.iter(qn("w:tbl")):
        grid = [int(column.get(qn("w:w"))) for column in table.find(qn("w:tblGrid"))]
        for row in table.iterchildren(qn("w:tr")):
            at = 0
            for cell in row.iterchildren(qn("w:tc")):
                assert cell.find(qn("w:p")) is not None
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                wide = int(span.get(qn("w:val"))) if span is not None else 1
                width = int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")))
                assert abs(width - sum(grid[at : at + wide])) <= wide
                at += wide
            assert at == len(grid)


def test_the_page_is_that_of_the_decree():
    section = Document(io.BytesIO(KINDS["decision"]())).sections[0]
    assert [round(m.mm) for m in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)] == [
        20, 20, 30, 15,
    ]  # fmt: skip
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.different_first_page_header_footer is True
    assert " PAGE " in parts(KINDS["decision"]())["word/header1.xml"].decode()


def test_the_annex_counts_its_own_pages():
    root = etree.fromstring(parts(KINDS["decision"]())["word/document.xml"])
    sections = list(root.iter(qn("w:sectPr")))
    assert [s.find(qn("w:pgNumType")) is not None for s in sections] == [False, True]
    assert sections[1].find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_the_lines_of_a_decision_stand_in_the_order_of_the_form():
    lines = read_back.paragraphs(KINDS["decision"]())
    expected = [
        "ỦY BAN NHÂN DÂN",
        "XÃ ĐẠI THANH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 07/QĐ-UBND",
        "Đại Thanh, ngày 05 tháng 12 năm 2026",
        "QUYẾT ĐỊNH",
    ]
    assert lines[:7] == expected
    start = lines.index("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH")
    assert [line[-1] for line in lines[start + 1 : start + 5]] == [";", ";", ";", "."]
    assert lines[start + 5] == "QUYẾT ĐỊNH:"
    assert lines[start + 8].startswith("Điều 3. ")
    assert lines[start + 8].endswith("./.")
    assert lines[start + 9 : start + 15] == [
        "Nơi nhận:", "- Như Điều 3;", "- Phòng Kinh tế;", "- Lưu: VT, VHXH.", "CHỦ TỊCH", "Nguyễn Văn Hưng",
    ]  # fmt: skip


def test_a_symbol_is_not_torn_and_no_line_begins_with_a_dash():
    torn = "Theo Tờ trình số 15/TTr-VHXH của Phòng Văn hóa - Xã hội, xem https://mot-cua.example/ho-so"
    glued = blocks.glued(torn)
    assert glued == (
        "Theo Tờ trình số\u00a015/TTr\u2011VHXH của Phòng Văn hóa\u00a0- Xã hội, xem https://mot-cua.example/ho-so"
    )
    content = decision.render(samples.award(articles=(f"Điều 1. {torn}",)))
    assert f"Điều 1. {torn}./." in read_back.paragraphs(content)
    root = etree.fromstring(parts(content)["word/document.xml"])
    assert (
        len(list(root.iter(qn("w:noBreakHyphen")))) == 3
    )  # 152/2025/NĐ-CP is a basis, 15/TTr-VHXH stands twice


def test_no_table_is_the_last_or_touches_another(content):
    root = etree.fromstring(parts(content)["word/document.xml"])
    tags = [etree.QName(node).localname for node in root[0]]
    assert tags[-2:] == ["p", "sectPr"]
    assert ("tbl", "tbl") not in set(itertools.pairwise(tags))


def test_parts_that_are_empty_leave_no_trace():
    bare = replace(samples.award(), bases=(), articles=(), recipients=())
    lines = read_back.paragraphs(decision.render(bare))
    assert lines[-4:] == [
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH",
        "QUYẾT ĐỊNH:",
        "CHỦ TỊCH",
        "Nguyễn Văn Hưng",
    ]
    blank = replace(samples.to_trinh(), addressees=("",), paragraphs=(), recipients=())
    assert read_back.paragraphs(submission.render(blank))[-2:] == ["TRƯỞNG PHÒNG", "Lê Thị Hạnh"]


def test_legal_bases_are_in_italics_in_a_submission_too():
    root = etree.fromstring(parts(submission.render(samples.to_trinh()))["word/document.xml"])
    slanted = [
        "".join(run.itertext()) for run in root.iter(qn("w:r")) if run.find(f".//{qn('w:i')}") is not None
    ]
    assert [text for text in slanted if len(text) > 40] == [
        "Căn cứ Luật Thi đua, khen thưởng ngày\u00a015 tháng\u00a06 năm\u00a02022;"
    ]


def test_several_addressees_stand_under_each_other():
    two = replace(
        samples.to_trinh(), addressees=("Chủ tịch Ủy ban nhân dân xã", "Hội đồng Thi đua - Khen thưởng xã;")
    )
    lines = read_back.paragraphs(submission.render(two))
    start = lines.index("Kính gửi:")
    assert lines[start + 1 : start + 3] == [
        "- Chủ tịch Ủy ban nhân dân xã;", "- Hội đồng Thi đua - Khen thưởng xã.",
    ]  # fmt: skip


def test_the_annex_holds_every_row():
    rows = read_back.tables(decision.render(samples.award(attached=samples.annex(300))))[-1]
    assert rows[0] == [
        "STT",
        "Tên",
        "Chức vụ, đơn vị / địa chỉ",
        "Thành tích",
        "Tiền thưởng (đồng)",
        "Ghi chú",
    ]
    assert [row[0] for row in rows[4:-1]] == [str(n) for n in range(2, 302)]
    assert rows[-1] == ["Tổng cộng", "4.560.000", ""]


def test_an_unnumbered_decision_leaves_room():
    lines = read_back.paragraphs(decision.render(samples.award(number=None)))
    assert lines[4] == "Số:       /QĐ-UBND"
    assert lines[5] == "Đại Thanh, ngày      tháng      năm 2026"


def test_the_rules_are_as_long_as_the_decree_asks():
    assert round(metrics.width("Độc lập - Tự do - Hạnh phúc", 14, bold=True), 1) == 60.5
    assert round(metrics.width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True), 1) == 95.7


HOSTILE = "A\x00\x07\x0bB\u202e\ud800<w:p/>&amp; ]]> \ufffe e\u0323\u0302 😀 \u200b{{ 7*7 }} =1+1"


def test_hostile_text_comes_out_as_text():
    expected = "A\nB<w:p/>&amp; ]]>  ệ 😀 {{ 7*7 }} =1+1"
    lines = read_back.paragraphs(decision.render(samples.award(articles=(f"Điều 1. {HOSTILE}",))))
    found = [line for line in lines if "Điều 1." in line or line.startswith("B<w:p/>")]
    shown = " ".join(expected.split("\n")[1].replace("  ", " ").split())
    assert found[0] == "Điều 1. A"
    assert found[1] == f"{shown}./."
    page = certificate.render([samples.giay_khen(name=HOSTILE)])
    assert f"A {shown}" in read_back.paragraphs(page)


def _spoilt(value, text):
    """Return the same data with every text in it, however deep, replaced."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(_spoilt(one, text) for one in value)
    if is_dataclass(value):
        kept = ("align", "width")
        return replace(
            value,
            **{f.name: _spoilt(getattr(value, f.name), text) for f in fields(value) if f.name not in kept},
        )
    return value


PAPERS = {
    "decision": (decision.render, samples.award(attached=samples.annex())),
    "minutes": (meeting_minutes.render, samples.minutes()),
    "submission": (submission.render, samples.to_trinh(samples.annex())),
    "application": (initiative_application.render, samples.application(3)),
    "certificate": (lambda data: certificate.render([data]), samples.giay_khen()),
    "initiative certificate": (lambda data: initiative_certificate.render([data]), samples.recognition()),
}


@pytest.mark.parametrize("text", ["", " ", "\n", HOSTILE, "- ;.", "x" * 5000, "từ " * 3000], ids=range(7))
@pytest.mark.parametrize("kind", PAPERS)
def test_any_text_in_any_field_gives_a_readable_file(kind, text):
    render, data = PAPERS[kind]
    content = render(_spoilt(data, text))
    Document(io.BytesIO(content))
    shown = " ".join(read_back.paragraphs(content))
    assert not set("\x00\x07\u202e\ufffe\u200b") & set(shown)
    assert ("<w:p/>&amp; ]]>" in shown) is (text == HOSTILE)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Bà Nguyễn Thị Hường, “Đặng” – 100 % ≥ 5 m² …", []),
        ("Ông 漢 😀", ["漢", "😀"]),
        (unicodedata.normalize("NFD", "Bà Nguyễn Thị Hường"), []),
        ("Bà\x00 Lan\u200e\n", []),
        ("", []),
    ],
)
def test_letters_that_the_font_lacks_are_named(text, lacking):
    assert metrics.missing(text) == lacking
