"""The macros as pages use them: labels, errors and help belong to their fields, in every kind of field."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string, request
from werkzeug.datastructures import MultiDict

from intranet.core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    LineField,
    ManyField,
    MultipleFileField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
)
from intranet.core.tasks import Task

PAGE = """{% import "components/forms.html" as forms %}{{ forms.error_summary(form) }}{{ forms.form_open(form, "/x") }}
{% for f in form %}{{ forms.field(f) }}{% endfor %}{{ forms.submit("Lưu") }}{{ forms.form_close() }}"""


class Sample(BaseForm):
    """One field of each kind."""

    name = LineField("Tên", required=True, limit=10, description="Viết ngắn.")
    text = ProseField("Lời kể", required=True, limit=2000)
    day = DayField("Ngày", required=True)
    money = NumberField("Số tiền", required=True)
    theme = PickField("Nội dung", required=True, choices=[("", "Chọn"), ("1", "Một")])
    kind = RadioPickField("Loại", required=True, choices=[("p", "Cá nhân"), ("c", "Tập thể")])
    places = ManyField("Nơi áp dụng", choices=[("1", "Thôn 1"), ("2", "Thôn 2")])
    proof = MultipleFileField("Tài liệu")
    sure = BooleanField("Tôi cam đoan")


@pytest.fixture
def draw(app):
    """Return a function that renders the sample form as sent back with errors."""

    def render(**sent: str) -> BeautifulSoup:
        with app.test_request_context("/", method="POST"):
            form = Sample(MultiDict(sent), meta={"csrf": False})
            form.validate()
            return BeautifulSoup(render_template_string(PAGE, form=form), "html5lib")

    return render


def test_every_field_has_a_label_and_its_notes(draw):
    page = draw()
    fields = page.select("input:not([type=hidden]), select, textarea")
    labelled = {label["for"] for label in page.select("label")}
    assert [field["id"] for field in fields if field["id"] not in labelled] == []
    ids = [tag["id"] for tag in page.select("[id]")]
    assert sorted(ids) == sorted(set(ids))
    described = [one for tag in page.select("[aria-describedby]") for one in tag["aria-describedby"].split()]
    assert [one for one in described if one not in ids] == []


def test_errors_stand_next_to_the_field_and_on_top(draw):
    page = draw(name="x" * 11, text="Đủ", day="32/1/2026", money="abc", theme="9", kind="z")
    told = {tag["data-error-for"]: tag.get_text(strip=True) for tag in page.select("[data-error-for]")}
    assert told == {
        "name": "Dài quá 10 ký tự. Hãy viết ngắn lại.",
        "day": "Không có ngày 32/1/2026. Hãy kiểm tra lại ngày, tháng, năm.",
        "money": "Chỉ nhập số nguyên, ví dụ 1.520.000.",
        "theme": "Mục đã chọn không có trong danh sách. Hãy chọn lại.",
        "kind": "Mục đã chọn không có trong danh sách. Hãy chọn lại.",
    }
    links = [link["href"] for link in page.select(".error-summary a")]
    assert links == ["#name", "#day", "#money", "#theme", "#kind"]
    assert [link for link in links if page.select_one(link) is None] == []


def test_typed_text_is_shown_again_and_nothing_cuts_it(draw):
    page = draw(name="x" * 11, day="32/1/2026", money="abc")
    assert [page.select_one(f"#{name}")["value"] for name in ("name", "day", "money")] == [
        "x" * 11,
        "32/1/2026",
        "abc",
    ]
    assert page.select("[maxlength]") == []


def test_markup_in_a_value_stays_text(draw):
    page = draw(name="<b>'\"", text="</textarea><script>1</script>")
    assert page.select_one("#name")["value"] == "<b>'\""
    assert page.select_one("#text").get_text() == "</textarea><script>1</script>"
    assert page.select("b, script") == []


def test_optional_fields_say_so(draw):
    words = {tag.get_text(" ", strip=True) for tag in draw().select(".form-label") if tag.select(".optional")}
    assert words == {"Nơi áp dụng (không bắt buộc)", "Tài liệu (không bắt buộc)"}


def test_a_late_task_is_marked_and_each_task_has_one_button(app):
    tasks = [
        Task("Xác nhận sáng kiến", "Vũ Đình Ân", "/a", "Xem", dt.date(2026, 11, 20)),
        Task("Bỏ phiếu", "", "/b", "Vào họp", dt.date(2026, 12, 4)),
        Task("Hồ sơ", "", "/c", "", None, waiting_for="Trưởng phòng"),
    ]
    source = '{% from "components/tasks.html" import task_list %}{{ task_list(tasks, today) }}'
    with app.test_request_context("/"):
        assert request.path == "/"
        html = render_template_string(source, tasks=tasks, today=dt.date(2026, 11, 23))
    rows = BeautifulSoup(html, "html5lib").select(".tasks > li")
    assert [("late" in row.get("class", []), [b.get_text() for b in row.select(".btn")]) for row in rows] == [
        (True, ["Xem"]),
        (False, ["Vào họp"]),
        (False, []),
    ]
