"""The checker finds one letter; the style checker finds the slips of the commune's own plan."""

import io
import zipfile
from dataclasses import replace

import pytest

from intranet.documents import check, package, style
from intranet.documents.kinds import certificate, decision
from intranet.documents.parts import Signer
from intranet.documents.xml import text_paragraph
from tests.documents import samples

NAMES = ("Phòng Kinh tế", "Bà Nguyễn Thị Lan Anh", "Ông Đặng Văn Hòa", "Ông Trần Quốc Bảo")


def award(number: int = 7) -> decision.DecisionPaper:
    paper = replace(samples.award(), annex=samples.annex())
    return replace(paper, letterhead=replace(paper.letterhead, number=samples.Number(number, "QĐ-UBND")))


def sheet(name: str) -> certificate.CertificatePaper:
    return replace(samples.giay_khen(), name=name)


def texts_of(paper: certificate.CertificatePaper) -> tuple[str, ...]:
    return (paper.name, paper.detail, *paper.decision_lines)


def stack(names=NAMES) -> tuple[bytes, check.Facts]:
    papers = [sheet(name) for name in names]
    facts = check.Facts(rows=(), sheets=tuple(texts_of(sheet(name)) for name in NAMES), counts={})
    return certificate.render(papers), facts


def differences(file: check.File, facts: check.Facts) -> list[check.Difference]:
    return list(check.check([file], facts).differences)


def test_a_right_stack_has_no_difference():
    content, facts = stack()
    result = check.check([check.File("giay-khen.docx", content, stack=True)], facts)
    assert result.differences == ()
    assert result.compared >= 1 + 4 * 3


@pytest.mark.parametrize(
    ("wrong", "shown"),
    [
        ("Bà Nguyễn Thị Lan Ánh", "Bà Nguyễn Thị Lan Ánh"),
        ("Bà Nguyễn Thi Lan Anh", "Bà Nguyễn Thi Lan Anh"),
        ("Ông Nguyễn Thị Lan Anh", "Ông Nguyễn Thị Lan Anh"),
    ],
)
def test_one_letter_is_found_and_shown(wrong, shown):
    content, facts = stack((NAMES[0], wrong, *NAMES[2:]))
    found = differences(check.File("giay-khen.docx", content, stack=True), facts)
    assert [(one.place, one.expected, one.found) for one in found] == [("Tờ 2", NAMES[1], shown)]


def test_two_sheets_in_the_wrong_order_are_found():
    content, facts = stack((NAMES[1], NAMES[0], *NAMES[2:]))
    assert [one.place for one in differences(check.File("x", content, stack=True), facts)] == ["Tờ 1", "Tờ 2"]


def test_a_missing_sheet_is_found():
    content, facts = stack(NAMES[:3])
    found = differences(check.File("x", content, stack=True), facts)
    assert (found[0].place, found[0].expected, found[0].found) == ("Số tờ", "4", "3")


def listed(annex) -> check.Facts:
    rows = tuple(
        {"Tên": row[1], "Chức vụ": row[2], "Thành tích": row[3], "Tiền thưởng": row[4]}
        for group in annex.table.groups
        for row in group.rows
    )
    total = annex.table.total[2]
    return check.Facts(rows=rows, sheets=(), counts={"cá nhân": 4, "tập thể": 1}, total=total)


def test_list_is_read_row_by_row():
    paper = award()
    assert paper.annex is not None
    facts = listed(paper.annex)
    file = check.File("qd.docx", decision.render(paper), number="07/QĐ-UBND", lists=True, prose=False)
    wrong_sum = [one for one in differences(file, facts) if one.place == "Cộng các dòng tiền thưởng"]
    assert [one for one in differences(file, facts) if one not in wrong_sum] == []
    changed = replace(facts, rows=({**facts.rows[0], "Tên": "Phòng Kinh té"}, *facts.rows[1:]))
    found = [one for one in differences(file, changed) if one.place.startswith("Dòng 1")]
    assert [(one.expected, one.found) for one in found] == [("Phòng Kinh té", facts.rows[0]["Tên"])]


def test_number_of_the_paper_itself():
    file = check.File("qd.docx", decision.render(award(8)), number="07/QĐ-UBND", prose=False)
    found = differences(file, check.Facts((), (), {}))
    assert [(one.place, one.expected, one.found) for one in found] == [
        ("Số, ký hiệu", "07/QĐ-UBND", "08/QĐ-UBND")
    ]


def page(*lines: str) -> bytes:
    return package.build([text_paragraph(line) for line in lines], package.section(), title="x")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Tặng Giấy khen cho 02 tập thể và 04 cá nhân.", "Số lượng tập thể"),
        ("Tổng số tiền 4.570.000 đồng.", "Số tiền"),
        ("(Bằng chữ: Bốn triệu năm trăm sáu mươi nghìn đồng).", "Số tiền bằng chữ"),
        ("(Kèm theo Quyết định số 08/QĐ-UBND ngày 05 tháng 12 năm 2026 của Chủ tịch)", "Quyết định được dẫn"),
        ("(Kèm theo Quyết định số 07/QĐ-UBND ngày 06 tháng 12 năm 2026)", "Ngày của Quyết định được dẫn"),
        ("Theo kết quả tại phiên họp ngày 02 tháng 12 năm 2026;", "Ngày họp Hội đồng"),
    ],
)
def test_counts_amounts_words_and_references(line, place):
    facts = check.Facts(
        rows=(),
        sheets=(),
        counts={"tập thể": 1, "cá nhân": 4},
        total="4.560.000",
        total_words="Bốn triệu năm trăm sáu mươi nghìn đồng chẵn",
        references={"Quyết định": ("07/QĐ-UBND", "ngày 05 tháng 12 năm 2026")},
        meeting="ngày 01 tháng 12 năm 2026",
    )
    found = differences(check.File("x.docx", page(line)), facts)
    assert [one.place for one in found] == [place]


def test_achievements_are_not_read_for_counts():
    facts = check.Facts(
        rows=({"Tên": "A", "Thành tích": "Đã giúp 30 cá nhân"},), sheets=(), counts={"cá nhân": 4}
    )
    assert differences(check.File("x", page("Đã giúp 30 cá nhân")), facts) == []
    assert len(differences(check.File("x", page("Tặng cho 30 cá nhân")), facts)) == 1


def test_names_anywhere():
    file = check.File("bb.docx", page("Hội đồng xét Bà Nguyễn Thị Lan Anh."), names=("Nguyễn Thị Lan Anh",))
    assert differences(file, check.Facts((), (), {})) == []
    wrong = replace(file, names=("Nguyễn Thị Lan Oanh",))
    assert differences(wrong, check.Facts((), (), {}))[0].found == "Nguyễn Thị Lan Anh."


HEAD = ("QUYẾT ĐỊNH", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH")


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ((*HEAD, "TM. ỦY BAN NHÂN DÂN"), "TM. ỦY BAN NHÂN DÂN"),
        (("Căn cứ Luật A.", "Theo đề nghị của B.", "QUYẾT ĐỊNH:", "Điều 1. C./."), "Căn cứ Luật A."),
        (("Căn cứ Luật A;", "Theo đề nghị của B,", "QUYẾT ĐỊNH:", "Điều 1. C./."), "Theo đề nghị của B,"),
        (("Căn cứ Kế hoạch số 77/KH-UBND ngày 02/3/2026 của Thành phố;",), "02/3/2026"),
        (
            ("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",),
            "Luật Tổ chức chính quyền địa phương số 72/2025/QH15",
        ),
        (("Giai đoạn 2026 - 2030.", "Phong trào 2026 – 2030."), "2026 – 2030"),
        (("Số: 7/QĐ-UBND",), "Số: 7/QĐ-UBND"),
        (("Đại Thanh, ngày 5 tháng 12 năm 2026",), "ngày 5 tháng 12 năm 2026"),
        (("Đại Thanh, ngày 05 tháng 2 năm 2026",), "ngày 05 tháng 2 năm 2026"),
        (("Đại Thanh, ngày 05 tháng 03 năm 2026",), "ngày 05 tháng 03 năm 2026"),
        (("Tặng Giấy khen cho 2 tập thể.",), "2 tập thể"),
        (("Nơi nhận:", "- Lưu: VT, VHXXH."), "VHXXH"),
        (("Nơi nhận:", "- Như Điều 3;"), "Nơi nhận:"),
        (("Đẩy mạnh chuyên đổi số.",), "chuyên đổi số"),
        (("- Trường các Thôn;",), "Trường các Thôn"),
        (("Độc lập – Tự do – Hạnh phúc",), "Độc lập – Tự do – Hạnh phúc"),
        (("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",), "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (("QUYẾT ĐỊNH:", "Điều 1. Tặng Giấy khen."), "Điều 1. Tặng Giấy khen."),
        (("Điều 1. Tặng Giấy khen./.", "(Kèm theo Quyết định số 07/QĐ-UBND)"), "(Kèm theo …)"),
        (("Tặng Giấy khen , kèm tiền thưởng",), "khen ,"),
    ],
)
def test_each_slip_is_found_alone(lines, where):
    assert [slip.where for slip in style.slips(page(*lines), codes=("VT", "VHXH"))] == [where]


def test_blanks_are_slips_only_on_a_numbered_paper():
    content = page("Số: …/QĐ-UBND", "Đại Thanh, ngày … tháng … năm 2026")
    assert style.slips(content) == []
    assert len(style.slips(content, numbered=True)) == 2


def test_our_own_papers_have_no_slip():
    chair = replace(samples.award(), signer=Signer(("CHỦ TỊCH",), "Nguyễn Văn Hưng"))
    for content in (decision.render(chair), certificate.render([samples.giay_khen()])):
        assert style.slips(content, codes=("VT", "VHXH"), numbered=True) == []


def test_planted_change_inside_the_file():
    """A letter changed in the finished .docx, as somebody would do in Word."""
    content, facts = stack()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                assert "Đặng Văn Hòa" in data.decode()
                data = data.decode().replace("Đặng Văn Hòa", "Đặng Văn Hóa").encode()
            new.writestr(name, data)
    found = differences(check.File("giay-khen.docx", out.getvalue(), stack=True), facts)
    assert [(one.place, one.found) for one in found] == [("Tờ 3", "Ông Đặng Văn Hóa")]
