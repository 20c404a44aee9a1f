"""The papers: what stands in them, that each opens, keeps its pages and its form (NĐ 30/2020)."""

import pytest

from intranet.core import clock
from intranet.core.text import long_date
from intranet.decisions import papers
from intranet.decisions.models import DecisionKind as K
from intranet.decisions.states import State
from intranet.documents import read_back, style
from tests.documents import office
from tests.factories import corrections as later
from tests.factories import decisions as make

DAY = long_date(clock.today())
FIRST = f"Quyết định số 01/QĐ-UBND {DAY} của Chủ tịch Ủy ban nhân dân xã Đại Thanh"


@pytest.fixture
def base(app):
    return make.award(State.SIGNED, "@", "nhanvien", "nhanvien2", "Lưu Văn Ước")


def lines(decision, key: str) -> list[str]:
    return read_back.paragraphs(papers.file_of(decision, key)[1])


def test_an_amending_decision_for_one_says_old_and_new_itself(base):
    made = later.later(base, K.AMENDMENT, {2: {"name": "Bà Nguyễn Thị Lan Oanh"}}, State.NUMBERED)
    found = lines(made, "quyet-dinh")
    assert f"Về việc sửa đổi, bổ sung {FIRST}" in " ".join(found)
    assert (
        f"Căn cứ {FIRST} về việc tặng Giấy khen cho tập thể, cá nhân, hộ gia đình {make.ACHIEVEMENT};"
        in found
    )
    at = found.index(
        "Điều 1. Sửa đổi, bổ sung nội dung ghi tại số thứ tự 02 Danh sách kèm theo Quyết định số 01/QĐ-UBND như sau:"
    )
    assert found[at + 1] == "- Tên: “Bà Nguyễn Thị Lan Anh” sửa thành “Bà Nguyễn Thị Lan Oanh”."
    assert not any("Kèm theo Quyết định số 02" in line for line in found)
    assert next(line for line in found if line.startswith("Điều 3.")).endswith(
        "và cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
    )
    assert any(
        line.startswith("Theo đề nghị của Trưởng phòng Văn hóa - Xã hội tại Tờ trình số 02/TTr-VHXH")
        for line in found
    )


def test_an_amending_decision_for_several_annexes_the_list(base):
    changes = {1: {"name": "Điểm phục vụ"}, 3: {"detail": "Công chức Tư pháp", "achievement": "Đã tốt"}}
    made = later.later(base, K.AMENDMENT, changes, State.NUMBERED)
    found = lines(made, "quyet-dinh")
    assert (
        "Điều 1. Sửa đổi, bổ sung nội dung ghi tại Danh sách kèm theo Quyết định số 01/QĐ-UBND đối với 01 tập thể và 01 cá nhân (có Danh sách nội dung sửa đổi kèm theo)."
        in found
    )
    assert f"(Kèm theo Quyết định số 02/QĐ-UBND {DAY} của Chủ tịch Ủy ban nhân dân xã Đại Thanh)" in found
    (table,) = [one for one in read_back.tables(papers.file_of(made, "quyet-dinh")[1]) if len(one[0]) == 5]
    assert [row[:3] for row in table] == [
        ["STT", "Số thứ tự tại Danh sách", "Nội dung"], ["1", "01", "Tên"],
        ["2", "03", "Chức vụ, đơn vị / địa chỉ"], ["", "", "Thành tích"],
    ]  # fmt: skip
    assert [row[4] for row in table[1:]] == ["Điểm phục vụ", "Công chức Tư pháp", "Đã tốt"]


def test_a_revoking_decision_lists_the_money(base):
    made = later.later(base, K.REVOCATION, {2: {}, 4: {}}, State.NUMBERED, ground_text="Có hành vi gian dối")
    found = lines(made, "quyet-dinh")
    assert f"Điều 1. Hủy bỏ một phần {FIRST}" in " ".join(found)
    assert "(Bằng chữ: Một triệu chín trăm nghìn đồng)./." in found
    (table,) = [one for one in read_back.tables(papers.file_of(made, "quyet-dinh")[1]) if len(one[0]) == 5]
    assert [row[-1] for row in table[1:]][:2] == ["760.000", "1.140.000"] and "1.900.000" in table[-1]
    assert "giay-thay-the" not in papers.papers_of(made)


def test_the_letter_has_the_form_of_a_cong_van(base):
    made = later.later(
        base, K.CORRECTION, {1: {"name": "Điểm phục vụ"}, 2: {"detail": "Công chức"}}, State.NUMBERED
    )
    found = lines(made, "cong-van")
    at = found.index("Số: 01/UBND-VHXH")
    assert "V/v đính chính Quyết định số 01/QĐ-UBND" in " ".join(found[at : at + 5])
    assert "QUYẾT ĐỊNH" not in found
    assert (
        "- Số thứ tự 01: tên: đã in là “Điểm phục vụ hành chính công”, nay đính chính là “Điểm phục vụ”;"
        in found
    )
    assert found[-1] == "Nguyễn Văn Hưng"
    assert any(line.endswith("có liên quan biết, thực hiện./.") for line in found)


def test_new_certificates_carry_the_first_number_and_the_new_day(base):
    made = later.later(base, K.REISSUE, {3: {}}, State.NUMBERED)
    found = lines(made, "giay-thay-the")
    assert [line for line in found if line.startswith(("Số sổ vàng", "Quyết định số"))] == [
        "Quyết định số 01/QĐ-UBND", "Số sổ vàng: 03",
    ]  # fmt: skip
    assert f"Đại Thanh, {DAY}" in found


def test_every_paper_of_every_kind_keeps_the_decree(base):
    recognised = make.recognition(State.SIGNED, "nhanvien2")
    made = [
        later.later(base, K.CORRECTION, {2: {"name": "Bà Nguyễn Thị Lan Oanh"}}, State.NUMBERED),
        later.later(
            base, K.AMENDMENT, {1: {"name": "Điểm phục vụ"}, 4: {"detail": "Thôn khác"}}, State.NUMBERED
        ),
        later.later(base, K.REISSUE, {3: {}}, State.NUMBERED),
        later.later(base, K.REVOCATION, {2: {}, 4: {}}, State.NUMBERED),
        later.later(recognised, K.AMENDMENT, {1: {"name": "Bà Nguyễn Lan"}}, State.NUMBERED),
        later.later(recognised, K.REVOCATION, {1: {}, 2: {}}, State.NUMBERED),
    ]
    for one in made:
        for key in papers.papers_of(one):
            found = lines(one, key)
            assert not [line for line in found if "{" in line or "None" in line or "…" in line], (
                one.kind,
                key,
            )
            if key != "giay-thay-the":
                assert style.slips(papers.file_of(one, key)[1], numbered=True) == [], (one.kind, key)


@pytest.mark.libreoffice
def test_pages_of_the_papers(base, tmp_path):
    made = {
        "letter": (later.later(base, K.CORRECTION, {2: {"name": "Bà Lan Oanh"}}, State.NUMBERED), "cong-van", 1),
        "one": (later.later(base, K.AMENDMENT, {3: {"name": "Ông Ân"}}, State.NUMBERED), "quyet-dinh", 1),
        "again": (later.later(base, K.REISSUE, {3: {}}, State.NUMBERED), "quyet-dinh", 1),
        "several": (later.later(base, K.AMENDMENT, {1: {"name": "Điểm phục vụ"}, 4: {"detail": "Thôn khác"}}, State.NUMBERED), "quyet-dinh", 3),
        "new": (None, "giay-thay-the", 2),
    }  # fmt: skip
    made["new"] = (made["several"][0], "giay-thay-the", 2)
    files = {name: papers.file_of(one, key)[1] for name, (one, key, _) in made.items()}
    pdfs = office.to_pdf(tmp_path, **files)
    assert {name: office.pages(pdf) for name, pdf in pdfs.items()} == {
        n: pages for n, (_, _, pages) in made.items()
    }
    words = office.boxes(pdfs["letter"])
    (subject,) = [box for box in words if box[1] == "V/v"]
    (number,) = [box for box in words if "UBND-VHXH" in box[1]]
    assert number[5] < subject[3] < number[5] + 6 and subject[4] < 30 + 67  # below the number, in its column
