"""Forms of scoring; the form of a sheet is made from the frozen rubric of its round."""

import re
from typing import Any

from ..core.forms import (
    BaseForm,
    DayField,
    HiddenField,
    LineField,
    ManyField,
    PickField,
    ProseField,
    ReasonField,
    ValidationError,
)
from .actions import Given
from .markers import Candidate
from .models import ScoreSheet
from .results import show
from .rubric import Criterion
from .rules import rubric_of

_POINTS = re.compile(r"(\d{1,3})(?:[.,]([05])0?)?", re.ASCII)


class PointsField(LineField):
    """Points typed as 7, 7,5 or 7.5; `halves` gives them as half points, None while empty."""

    def __init__(self, criterion: Criterion, *, whole: bool, **kwargs: Any) -> None:
        super().__init__(f"Điểm {criterion.name.lower()}", limit=8, **kwargs)
        self.criterion, self.whole = criterion, whole
        self.flags.required = True  # for the page: a draft may be empty, a sheet handed in may not
        self.halves: int | None = None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Read the points; refuse what is no number, out of range, or a half where only whole points are given."""
        self.halves = None
        if not self.data:
            return
        most = show(self.criterion.maximum)
        found = _POINTS.fullmatch(self.data)
        if found is None:
            raise ValidationError(
                "Chỉ nhập số, ví dụ 7" + ("." if self.whole else " hoặc 7,5 (nửa điểm là nhỏ nhất).")
            )
        halves = int(found[1]) * 2 + (1 if found[2] == "5" else 0)
        if halves > self.criterion.maximum * 2:
            raise ValidationError(f"Điểm phải từ 0 đến {most}.")
        if self.whole and halves % 2:
            raise ValidationError("Thang điểm này chỉ nhận điểm chẵn.")
        self.halves = halves


class SheetForm(BaseForm):
    """A marker's sheet; `for_sheet` adds three fields for each criterion."""

    version = HiddenField()

    def given(self) -> dict[str, Given]:
        """Return what was typed, by criterion (after validation)."""
        codes = [name.removeprefix("points_") for name in self._fields if name.startswith("points_")]
        return {
            code: Given(
                self[f"points_{code}"].halves,
                self[f"comment_{code}"].data or "",
                self[f"passages_{code}"].data or "",
            )
            for code in codes
        }


def for_sheet(sheet: ScoreSheet) -> SheetForm:
    """Return the form of a sheet, filled with the draft."""
    rubric = rubric_of(sheet.round)
    marks = {mark.criterion: mark for mark in sheet.marks}
    fields: dict[str, Any] = {}
    stored: dict[str, Any] = {"version": str(sheet.version)}
    for one in rubric.criteria:
        fields[f"points_{one.code}"] = PointsField(one, whole=rubric.step == 1)
        fields[f"comment_{one.code}"] = ProseField(f"Nhận xét về {one.name.lower()}", limit=2000)
        fields[f"passages_{one.code}"] = ProseField(
            f"Đoạn trích làm căn cứ cho {one.name.lower()}", limit=4000
        )
        mark = marks[one.code]
        stored[f"points_{one.code}"] = show(mark.points)
        stored[f"comment_{one.code}"], stored[f"passages_{one.code}"] = mark.comment, mark.passages
    made: SheetForm = type("SheetForm", (SheetForm,), fields)(data=stored)
    return made


class OpenForm(BaseForm):
    """A new round: who marks, until when, and why once more."""

    markers = ManyField("Người chấm", coerce=int)
    due_on = DayField("Chấm xong trước ngày")
    reason = ReasonField("Lý do chấm lại", required=False)

    def __init__(self, found: list[Candidate], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.markers.choices = choices_of(found)
        self.markers.flags.required = True


class MarkerForm(BaseForm):
    """One more marker."""

    person = PickField("Người chấm", required=True)

    def __init__(self, found: list[Candidate], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = [("", "— Chọn —"), *((str(i), words) for i, words in choices_of(found))]


def choices_of(found: list[Candidate]) -> list[tuple[int, str]]:
    """Return who may be chosen, with how many sheets wait for each."""
    return [
        (
            one.person.id,
            f"{one.person.addressed}, {one.person.job} "
            f"({f'đang chấm {one.load} sáng kiến' if one.load else 'chưa có phiếu nào chờ chấm'})",
        )
        for one in found
        if not one.barred
    ]


class ReasonForm(BaseForm):
    """One button with a reason."""

    reason = ReasonField()


class StepForm(BaseForm):
    """One button."""
