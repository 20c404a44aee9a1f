"""Shapes of what the pages of indicators take in."""

from collections.abc import Sequence
from typing import Any

from ..core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    FileField,
    Filled,
    HiddenField,
    LineField,
    ManyField,
    MultipleFileField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
)
from ..people.models import Unit, UnitKind
from ..people.phrases import WORDS as PEOPLE_WORDS
from . import queries, words
from .actions import Entry
from .engine import Kind
from .models import Indicator, IndicatorTarget, Measurement, Subject
from .phrases import WORDS

LARGEST = 1_000_000_000


class ReportForm(BaseForm):
    """The figures of a unit: fields are added per indicator by `report_form`."""

    version = HiddenField()
    uploads = MultipleFileField("Tệp minh chứng chung cho các số")


def report_form(
    indicators: Sequence[Indicator], there: dict[int, Measurement], version: int | None
) -> ReportForm:
    """Return the form of a unit's indicators, filled with what is there."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": str(version or "")}
    for one in indicators:
        name, row = f"f{one.id}", there.get(one.id)
        ratio = one.kind != Kind.COUNT
        fields[f"{name}_numerator"] = NumberField(one.numerator_words, high=LARGEST)
        if ratio:
            fields[f"{name}_denominator"] = NumberField(one.denominator_words, high=LARGEST)
        fields[f"{name}_nothing"] = BooleanField("Không phát sinh trong quý")
        fields[f"{name}_note"] = LineField("Lý do lệch nhiều so với quý trước", limit=500)
        fields[f"{name}_explanation"] = LineField("Số lấy từ đâu (nếu không có tệp minh chứng)", limit=500)
        if row is not None:
            nothing = row.denominator == 0
            data |= {
                f"{name}_numerator": None if nothing else row.numerator,
                f"{name}_denominator": None if nothing else row.denominator,
                f"{name}_nothing": nothing,
                f"{name}_note": row.note,
                f"{name}_explanation": row.explanation,
            }
    made = type("FiguresForm", (ReportForm,), fields)
    form: ReportForm = made(data=data)
    return form


def entries(form: ReportForm, indicators: Sequence[Indicator]) -> dict[int, Entry]:
    """Return indicator -> what was typed for it."""
    return {one.id: entry(form, f"f{one.id}_") for one in indicators}


def entry(form: BaseForm, prefix: str = "") -> Entry:
    """Return what was typed for one figure."""
    denominator = form[f"{prefix}denominator"].data if f"{prefix}denominator" in form else None
    return Entry(
        numerator=form[f"{prefix}numerator"].data,
        denominator=denominator,
        nothing=bool(form[f"{prefix}nothing"].data),
        note=form[f"{prefix}note"].data or "" if f"{prefix}note" in form else "",
        explanation=form[f"{prefix}explanation"].data or "" if f"{prefix}explanation" in form else "",
    )


class ActForm(BaseForm):
    """Nothing but the tokens: an act without questions."""


class ReturnForm(BaseForm):
    """Why a report goes back."""

    reason = ReasonField("Lý do trả lại")


class RemindForm(BaseForm):
    """The words of a reminder, as pasted into Zalo."""

    words = ProseField("Nội dung nhắc", limit=1000, required=True)


class LockForm(BaseForm):
    """The lock, with a written exception when units are not ready."""

    exception = ReasonField("Lý do khóa khi còn đơn vị chưa xong", required=False)


class RestateForm(BaseForm):
    """Another figure for a locked quarter."""

    numerator = NumberField("Tử số", high=LARGEST)
    denominator = NumberField("Mẫu số", high=LARGEST)
    nothing = BooleanField("Không phát sinh trong quý")
    reason = ReasonField("Lý do điều chỉnh")

    @classmethod
    def of(cls, indicator: Indicator) -> "RestateForm":
        """Return the form with the words of an indicator; a count has one number."""
        form = cls()
        form.numerator.label.text = indicator.numerator_words
        if indicator.kind == Kind.COUNT:
            del form.denominator
        else:
            form.denominator.label.text = indicator.denominator_words
        return form


class SheetForm(BaseForm):
    """The Excel of the one-stop system."""

    upload = FileField(
        "Tệp Excel của hệ thống một cửa", [Filled("Hãy chọn tệp.")], description="Excel (.xlsx)"
    )


class PublicationForm(BaseForm):
    """One publication, for the log."""

    subject = PickField(
        "Nội dung công bố",
        required=True,
        choices=[(one.value, WORDS[f"Subject.{one.value}"]) for one in Subject],
    )
    published_on = DayField("Ngày công bố", required=True)
    place = LineField(
        "Nơi công bố", limit=300, required=True, description="Ví dụ: cổng thông tin điện tử của xã."
    )


class TargetsForm(BaseForm):
    """The targets of one indicator in one year; fields are added by `targets_form`."""


def targets_form(lines: Sequence[IndicatorTarget]) -> TargetsForm:
    """Return the form of an indicator's lines of one year."""
    fields = {
        f"line{one.number}": NumberField(f"Mức phấn đấu, mục {one.passage}", required=True, high=10_000)
        for one in lines
    }
    made = type("YearTargetsForm", (TargetsForm,), fields)
    form: TargetsForm = made(data={f"line{one.number}": one.target for one in lines})
    return form


class ReporterForm(BaseForm):
    """Who types an indicator: one unit, or all units of some kinds."""

    unit = PickField("Một đơn vị", required=False)
    kinds = ManyField(
        "Hoặc mọi đơn vị thuộc loại",
        choices=[(one.value, PEOPLE_WORDS[f"UnitKind.{one.value}"]) for one in UnitKind],
    )
    words = LineField("Cách ghi trên bảng chỉ tiêu", limit=200, required=True)

    def offer(self, units: Sequence[Unit]) -> None:
        """Offer these units."""
        self.unit.choices = [("", "Theo loại đơn vị"), *((str(one.id), one.name) for one in units)]


class LineChoiceForm(BaseForm):
    """By which passage of the plan an indicator is judged, and on what this rests."""

    passage = RadioPickField("Xét theo", required=True)
    effective_from = DayField("Từ ngày", required=True)
    source = LineField(
        "Căn cứ",
        limit=500,
        required=True,
        description="Ví dụ: Thông báo kết luận số 15/TB-UBND ngày 05/01/2027.",
    )

    def offer(self, indicator: Indicator, lines: Sequence[IndicatorTarget], stricter: str) -> None:
        """Offer the passages of the plan and the stricter of them."""
        ratio = indicator.kind != Kind.COUNT
        said = [
            (
                one.passage,
                f"Mục {one.passage}: {words.target(queries.as_line(one), ratio=ratio, measure=indicator.measure)}"
                + (f", năm {one.due_year}" if one.due_year else ", mỗi năm"),
            )
            for one in lines
        ]
        self.passage.choices = [(stricter, "Dòng chặt hơn (chưa chốt)"), *said]
