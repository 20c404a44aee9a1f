"""The sheets of a ceremony: who is called, who signs for certificate and money."""

from dataclasses import replace

import pytest

from intranet.documents import read_back
from intranet.documents.kinds import call_sheet, sign_sheet
from intranet.documents.parts import Group
from tests.documents import office, samples, samples_dossier
from tests.documents.test_bad_input import TEXTS, emptied, shown
from tests.documents.test_form import _spoilt

PAPERS = {
    "call": (call_sheet.render, samples_dossier.called()),
    "sign": (sign_sheet.render, samples_dossier.signed_for()),
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", PAPERS)
def test_what_people_paste_comes_out_clean(kind, text):
    render, data = PAPERS[kind]
    typed, printed = TEXTS[text]
    found = shown(render(_spoilt(data, typed)))
    if printed is not None:
        assert printed in found


@pytest.mark.parametrize("kind", PAPERS)
def test_without_anybody_there_is_a_sheet_with_its_head(kind):
    render, data = PAPERS[kind]
    assert "STT" in shown(render(emptied(data)))


def test_the_order_is_that_of_the_given_rows():
    texts = read_back.paragraphs(call_sheet.render(samples_dossier.called(30)))
    assert [text for text in texts if text.isdigit() and len(text) == 2 and text < "10"] == [
        f"{n:02d}" for n in range(1, 10)
    ]
    assert texts.index("I. TẬP THỂ") < texts.index("Phòng Kinh tế") < texts.index("II. CÁ NHÂN")


def test_without_money_nothing_is_summed():
    data = replace(samples_dossier.signed_for(), total="")
    found = shown(sign_sheet.render(data))
    assert "Tổng cộng" not in found
    assert "Bằng chữ" not in found
    assert "(Bằng chữ: Bốn triệu năm trăm sáu mươi nghìn đồng.)" in shown(
        sign_sheet.render(samples_dossier.signed_for())
    )


@pytest.mark.libreoffice
def test_the_sheets_as_they_are_laid_out(tmp_path):
    row = ("1", "01", f"Bà {samples.LONG}", samples.LONG, samples.ENDLESS[:200])
    files = {
        "call": call_sheet.render(samples_dossier.called()),
        "call200": call_sheet.render(samples_dossier.called(200)),
        "hard": call_sheet.render(replace(samples_dossier.called(), groups=(Group("", (row,) * 5),))),
        "sign": sign_sheet.render(samples_dossier.signed_for()),
        "sign57": sign_sheet.render(samples_dossier.signed_for(56)),
    }
    found = office.to_pdf(tmp_path, **files)
    assert [office.pages(found[name]) for name in ("call", "sign")] == [1, 1]
    for name, pdf in found.items():
        for page in range(1, office.pages(pdf) + 1):
            assert office.text(pdf, page).split(), f"{name}, page {page}"
    last = office.text(found["sign57"], office.pages(found["sign57"]))
    for words in ("NGƯỜI PHÁT", "Lê Thị Hoa", "NGƯỜI LẬP DANH SÁCH", "Phạm Thu Hà", "xếp đúng thứ tự"):
        assert words in last
    heights = {box[1]: box[5] - box[3] for box in office.boxes(found["call"])}
    assert heights["Lan"] / heights["gồm"] == pytest.approx(16 / 14, abs=0.01), "16-point letters"
    numbers = [box[3] for box in office.boxes(found["sign"]) if box[1] in ("03", "04") and box[2] < 55]
    assert numbers[1] - numbers[0] >= 10, "room to sign"
