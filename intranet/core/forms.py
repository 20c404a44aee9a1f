"""Form base and fields: Vietnamese messages, cleaned text, dates and money as people here type them."""

import datetime as dt
import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FileField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation, ValidationError

from . import once
from .text import clean_line, clean_prose, format_number, short_date

REQUIRED = "Cần điền mục này."


class Filled:
    """Validator: the cleaned value must not be empty; marks the field as required for the page."""

    field_flags = {"required": True}  # WTForms reads this class attribute

    def __init__(self, message: str = REQUIRED) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        """StopValidation when nothing was given (0 and False are values)."""
        if field.data is None or field.data in ("", []):
            if not field.errors:
                raise StopValidation(self.message)
            raise StopValidation()


class BaseForm(FlaskForm):
    """Base of all forms: CSRF token and one-time key as hidden fields."""

    once = HiddenField(default=once.new_key)

    def missing(self) -> list[str]:
        """Return the labels of the fields in error, for a list on top of the page."""
        return [field.label.text for field in self if field.errors]


class LineField(StringField):
    """Text of one line, at most `limit` characters after cleaning."""

    def __init__(self, label: str, *, limit: int = 200, required: bool = False, **kwargs: Any) -> None:
        checks = [Filled() if required else Optional(), _limit(limit), *kwargs.pop("validators", [])]
        super().__init__(
            label, checks, filters=[lambda v: clean_line(v) if isinstance(v, str) else v], **kwargs
        )
        self.limit = limit


class ProseField(TextAreaField):
    """Text of several lines, at most `limit` characters after cleaning."""

    def __init__(self, label: str, *, limit: int = 5000, required: bool = False, **kwargs: Any) -> None:
        checks = [Filled() if required else Optional(), _limit(limit), *kwargs.pop("validators", [])]
        super().__init__(
            label, checks, filters=[lambda v: clean_prose(v) if isinstance(v, str) else v], **kwargs
        )
        self.limit = limit


def _limit(limit: int) -> Length:
    return Length(max=limit, message=f"Dài quá {format_number(limit)} ký tự. Hãy viết ngắn lại.")


class DayField(Field):
    """A date typed as 5/2/2026, 05-02-2026 or 2026-02-05; what was typed is shown again when it is wrong."""

    data: Any  # a date after validation of a required field
    widget = StringField.widget

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        earliest: dt.date = dt.date(1930, 1, 1),
        latest: dt.date = dt.date(2100, 12, 31),
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label, [Filled() if required else Optional(), *kwargs.pop("validators", [])], **kwargs
        )
        self.earliest, self.latest, self.typed = earliest, latest, ""

    def _value(self) -> str:
        return self.typed or (short_date(self.data) if self.data else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; ValueError with a Vietnamese message when it is no date."""
        self.data, self.typed = None, clean_line(valuelist[0]) if valuelist else ""
        if not self.typed:
            return
        parts = re.fullmatch(r"(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})", self.typed)
        if not parts:
            raise ValueError("Ngày phải viết như 05/02/2026 (ngày/tháng/năm).")
        a, b, c = (int(n) for n in parts.groups())
        year, month, day = (a, b, c) if len(parts[1]) == 4 else (c, b, a)
        try:
            self.data = dt.date(year, month, day)
        except ValueError:
            raise ValueError(f"Không có ngày {self.typed}. Hãy kiểm tra lại ngày, tháng, năm.") from None
        if not self.earliest <= self.data <= self.latest:
            self.data = None
            raise ValueError(f"Ngày phải từ {short_date(self.earliest)} đến {short_date(self.latest)}.")


def read_hour(typed: str) -> dt.time:
    """Read 8:30, 08h30, 8 giờ 30, 8h; ValueError with a Vietnamese message when it is no time of a day."""
    found = re.fullmatch(r"(\d{1,2})(?:[:hg.]|\s*giờ\s*)(\d{2})?", typed.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError("Giờ phải viết như 08:30.")
    return dt.time(int(found[1]), int(found[2] or 0))


class HourField(Field):
    """A time of the day, typed as people here do; what was typed is shown again when it is wrong."""

    data: Any  # a time after validation of a required field
    widget = StringField.widget

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("description", "Ví dụ: 08:30")
        super().__init__(
            label, [Filled() if required else Optional(), *kwargs.pop("validators", [])], **kwargs
        )
        self.typed = ""

    def _value(self) -> str:
        return self.typed or (f"{self.data:%H:%M}" if self.data else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data, self.typed = None, clean_line(valuelist[0]) if valuelist else ""
        if self.typed:
            self.data = read_hour(self.typed)


class NumberField(Field):
    """A whole number >= 0, typed with or without thousand dots ("1.520.000")."""

    widget = StringField.widget

    def __init__(
        self, label: str, *, required: bool = False, low: int = 0, high: int = 10**12, **kwargs: Any
    ) -> None:
        super().__init__(
            label, [Filled() if required else Optional(), *kwargs.pop("validators", [])], **kwargs
        )
        self.low, self.high, self.typed = low, high, ""

    def _value(self) -> str:
        return self.typed or ("" if self.data is None else format_number(self.data))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; ValueError with a Vietnamese message when it is none or out of bounds."""
        self.data, self.typed = None, clean_line(valuelist[0]) if valuelist else ""
        if not self.typed:
            return
        if re.fullmatch(r"[-\u2012-\u2014\u2212] ?\d[\d., ]*", self.typed, re.ASCII):
            raise ValueError("Số không được âm.")
        if not re.fullmatch(r"\d{1,3}([. ]\d{3})+|\d{1,15}", self.typed, re.ASCII):
            raise ValueError("Chỉ nhập số nguyên, ví dụ 1.520.000.")
        number = int(re.sub(r"\D", "", self.typed))
        if not self.low <= number <= self.high:
            raise ValueError(f"Số phải từ {format_number(self.low)} đến {format_number(self.high)}.")
        self.data = number


def _pairs(given: Any) -> Any:
    if not isinstance(given, (list, tuple)):
        return given
    return [SelectChoice(*one) if isinstance(one, tuple) else one for one in given]


class _Choices(SelectField):
    """Lets choices be given as (value, label) pairs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"choices": _pairs(kwargs.get("choices"))}))

    @property
    def choices(self) -> Any:
        """Return the choices as WTForms wants them."""
        return SelectField.choices.fget(self)

    @choices.setter
    def choices(self, given: Any) -> None:
        SelectField.choices.fset(self, _pairs(given))


class PickField(_Choices):
    """One of some choices; with `required` an empty first choice must be left."""

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        checks = [Filled("Hãy chọn một mục.") if required else Optional(), *kwargs.pop("validators", [])]
        kwargs.setdefault("coerce", lambda v: v or "")
        super().__init__(label, checks, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Refuse a value that is not among the choices."""
        if self.data in ("", None):
            return
        if not any(str(value) == str(self.data) for value, *_ in self.iter_choices()):
            raise ValidationError("Mục đã chọn không có trong danh sách. Hãy chọn lại.")


class ManyField(_Choices, SelectMultipleField):
    """Several of some choices, shown as check boxes."""


class RadioPickField(_Choices, RadioField):
    """One of a few choices, all shown."""

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        checks = [Filled("Hãy chọn một mục.") if required else Optional(), *kwargs.pop("validators", [])]
        super().__init__(label, checks, validate_choice=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Refuse a value that is not among the choices."""
        if self.data not in ("", None) and str(self.data) not in [str(v) for v, *_ in self.iter_choices()]:
            raise ValidationError("Mục đã chọn không có trong danh sách. Hãy chọn lại.")


class ReasonField(ProseField):
    """The reason of an act; compulsory where the workflow says so."""

    def __init__(self, label: str = "Lý do", *, required: bool = True, **kwargs: Any) -> None:
        super().__init__(label, limit=2000, required=required, **kwargs)


def number_or_none(value: Any) -> int | None:
    """Coerce a select value to a row id; None for the empty choice and for what no row can have."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


__all__ = [
    "REQUIRED",
    "BaseForm",
    "BooleanField",
    "DayField",
    "FileField",
    "Filled",
    "HiddenField",
    "HourField",
    "InputRequired",
    "IntegerField",
    "LineField",
    "ManyField",
    "MultipleFileField",
    "NumberField",
    "NumberRange",
    "Optional",
    "PickField",
    "ProseField",
    "RadioPickField",
    "ReasonField",
    "ValidationError",
    "number_or_none",
    "read_hour",
]
