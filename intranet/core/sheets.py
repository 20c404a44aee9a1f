"""Excel lists that come in: header found by alias, cells read without guessing, problems in words per row.

A feature declares its `Field`s, offers `template()` for download and reads uploads with `read()`. Nothing is stored
here (`sheet_uploads.py` keeps a file between preview and import). What can be read in two ways (a date cell of Excel,
text of an old font) is a problem of its row until a person has chosen; see docs/history.md.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from . import clock, old_fonts
from .errors import BadFile
from .sheet_cells import Cell, cells
from .text import clean_line, fold, format_number, short_date

ROWS_LIMIT = 20_000
HEADER_WITHIN = 20  # rows from the top in which the header must stand
EARLIEST = 1930
AS_EXCEL, SWAPPED = "excel", "swapped"  # how to read date cells whose day and month could be exchanged


@dataclass(frozen=True)
class Field:
    """One column: `kind` is line, day, day_or_year, number or choice (label -> value in `choices`)."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    kind: str = "line"
    required: bool = False
    limit: int = 200
    choices: Mapping[str, str] = field(default_factory=dict)
    past: bool = False  # a day after today is a mistake
    help: str = ""
    sample: str = ""

    @cached_property
    def by_words(self) -> dict[str, str]:
        """Return the values of a choice by their labels in the form of heads."""
        return {head_key(label): value for label, value in self.choices.items()}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell."""

    label: str
    text: str


@dataclass
class Row:
    """One line of the file: `number` as Excel shows it, `values` by key, `texts` as typed."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    readings: list[tuple[str, dt.date, dt.date]] = field(
        default_factory=list
    )  # label, as Excel says, swapped
    converted: list[tuple[str, str, str]] = field(default_factory=list)  # label, as typed, in Unicode

    def wrong(self, label: str, text: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(label, text))


@dataclass
class Sheet:
    """All rows of a file; empty ones are left out."""

    fields: Sequence[Field]
    rows: list[Row]
    ignored: list[str]  # heads of columns that nobody asked for

    @property
    def wrong(self) -> list[Row]:
        """Rows with problems."""
        return [row for row in self.rows if row.problems]

    @property
    def readings(self) -> list[Row]:
        """Rows with a date cell that can be read in two ways."""
        return [row for row in self.rows if row.readings]

    @property
    def converted(self) -> list[Row]:
        """Rows with text of an old font."""
        return [row for row in self.rows if row.converted]


def head_key(text: str) -> str:
    """Return the form in which heads are compared: no accents, signs or remarks in brackets."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)", " ", fold(text))))


def read(
    name: str,
    content: bytes,
    fields: Sequence[Field],
    *,
    days: str = "",
    accept_old_font: bool = False,
    limit: int = ROWS_LIMIT,
) -> Sheet:
    """Return the rows of the first sheet that has the header.

    `days` says how to read date cells that allow two readings (AS_EXCEL, SWAPPED; "" leaves them as problems),
    `accept_old_font` takes the Unicode proposal for TCVN3 text. BadFile for the file as a whole: no workbook, macro,
    bomb, empty, no header, columns missing or double, more than `limit` rows.
    """
    missing: list[str] = [one.label for one in fields if one.required]
    empty = True
    for lines in cells(name, content):
        rows = iter(lines)
        columns, ignored, lacking = _header(name, rows, fields)
        empty = empty and not columns
        if not columns or lacking:
            missing = lacking if columns and len(lacking) <= len(missing) else missing
            continue
        sheet = Sheet(fields, [], ignored)
        for number, line in rows:
            found = {key: line[place] for place, key in columns.items() if place in line}
            if all(cell.empty for cell in found.values()):
                continue
            if len(sheet.rows) == limit:
                raise BadFile(f"Tệp “{name}” có hơn {format_number(limit)} dòng. Hãy chia thành nhiều tệp.")
            sheet.rows.append(_row(number, found, fields, days, accept_old_font))
        if not sheet.rows:
            raise BadFile(f"Tệp “{name}” chỉ có dòng tiêu đề, chưa có dòng dữ liệu nào.")
        return sheet
    if empty:
        raise BadFile(
            f"Không thấy dòng tiêu đề trong {HEADER_WITHIN} dòng đầu của tệp “{name}”. Hãy dùng tệp mẫu; cần các cột: "
            + ", ".join(missing)
            + "."
        )
    raise BadFile(f"Tệp “{name}” thiếu cột: {', '.join(missing)}. Hãy đối chiếu với tệp mẫu.")


def _header(
    name: str, rows: Iterator[tuple[int, dict[int, Cell]]], fields: Sequence[Field]
) -> tuple[dict[int, str], list[str], list[str]]:
    """Read on to the header; return place -> key, the heads left over, and the labels of required columns missing."""
    known = {head_key(alias): one for one in fields for alias in (one.label, *one.aliases)}
    best: tuple[dict[int, str], list[str], list[str]] = ({}, [], [])
    for seen, (_number, line) in enumerate(rows, start=1):
        columns: dict[int, str] = {}
        ignored = []
        for place, cell in line.items():
            one = known.get(head_key(cell.text))
            if one is None:
                ignored.append(clean_line(cell.text)[:60])
            elif one.key in columns.values():
                if len(columns) > 1:
                    raise BadFile(f"Tệp “{name}” có hai cột “{one.label}”. Hãy bỏ bớt một cột.")
            else:
                columns[place] = one.key
        lacking = [one.label for one in fields if one.required and one.key not in columns.values()]
        if columns and not lacking:
            return columns, [text for text in ignored if text], []
        if len(columns) > max(len(best[0]), 1):
            best = (columns, [], lacking)
        if seen >= HEADER_WITHIN:
            break
    return best


def _row(number: int, found: dict[str, Cell], fields: Sequence[Field], days: str, accept: bool) -> Row:
    row = Row(number)
    texts = [cell.text for cell in found.values() if cell.kind == "s"]
    # neighbours judge only where the row is of one kind: a list may be half old, half new
    old_row = any(map(old_fonts.is_old, texts)) and not any(map(old_fonts.is_unicode, texts))
    for one in fields:
        cell = found.get(one.key, Cell())
        if cell.kind == "s":
            cell = _in_unicode(row, one, cell, old_row, accept)
        row.texts[one.key] = shown = cell.shown
        row.values[one.key] = None if one.kind != "line" else ""
        if cell.formula and not shown:
            row.wrong(
                one.label, "Ô có công thức nhưng chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi gửi."
            )
        elif cell.kind == "e":
            row.wrong(one.label, f"Ô báo lỗi {shown} của Excel.")
        elif not shown:
            if one.required:
                row.wrong(one.label, "Chưa điền.")
        else:
            try:
                row.values[one.key] = _value(row, one, cell, days)
            except ValueError as error:
                row.wrong(one.label, str(error))
    return row


def _in_unicode(row: Row, one: Field, cell: Cell, old_row: bool, accept: bool) -> Cell:
    """Return the cell with old text converted when that was accepted; else note the proposal and the problem."""
    if head_key(cell.text) in one.by_words:
        return cell
    certain = old_fonts.is_old(cell.text) or old_fonts.is_old_font(cell.font) or old_row
    if not certain or not old_fonts.may_be_old(cell.text):
        return cell
    said = clean_line(old_fonts.to_unicode(cell.text, cell.font))
    row.converted.append((one.label, cell.shown, said))
    if accept:
        return Cell("s", said)
    row.wrong(one.label, f"Chữ theo phông cũ (TCVN3): “{cell.shown[:60]}”, đề nghị đọc là “{said[:60]}”.")
    return cell


def _value(row: Row, one: Field, cell: Cell, days: str) -> Any:
    if one.kind in ("day", "day_or_year"):
        return _day(row, one, cell, days)
    if cell.day is not None:
        raise ValueError(
            f"Excel đã đổi nội dung thành ngày {short_date(cell.day)}. Hãy định dạng cột là Văn bản (Text) rồi gõ lại."
        )
    if one.kind == "number":
        return _number(cell)
    if one.kind == "choice":
        words = head_key(cell.shown)
        if words not in one.by_words:
            raise ValueError(f"“{cell.shown[:60]}” không có trong danh sách: {', '.join(one.choices)}.")
        return one.by_words[words]
    if len(cell.shown) > one.limit:
        raise ValueError(f"Dài {len(cell.shown)} ký tự, tối đa {one.limit}.")
    return cell.shown


def _number(cell: Cell) -> int:
    typed = cell.shown.removesuffix("đồng").removesuffix("đ").strip()
    if not re.fullmatch(r"\d{1,3}([. ]\d{3})+|\d{1,12}", typed, re.ASCII):
        raise ValueError(f"“{cell.shown[:40]}” không phải số nguyên, ví dụ đúng: 1.520.000.")
    return int(re.sub(r"\D", "", typed))


def _day(row: Row, one: Field, cell: Cell, days: str) -> dt.date | int:
    """Return a date, or a year where the column allows it; ValueError with the reason."""
    if cell.day is not None:
        return _checked(one, _excel_day(row, one, cell.day, days))
    year = re.fullmatch(r"\d{4}", cell.shown, re.ASCII)
    if year and one.kind == "day_or_year":
        if not EARLIEST <= int(cell.shown) <= clock.today().year:
            raise ValueError(f"Năm phải từ {EARLIEST} đến {clock.today().year}.")
        return int(cell.shown)
    if cell.kind == "n":
        raise ValueError(
            f"Ô chứa số {cell.shown}, không phải ngày. Hãy gõ dạng ngày/tháng/năm, ví dụ 05/02/2026."
        )
    parts = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", cell.shown, re.ASCII)
    if not parts:
        raise ValueError(f"“{cell.shown[:40]}” không phải ngày viết dạng ngày/tháng/năm, ví dụ 05/02/2026.")
    day, month, of = (int(part) for part in parts.groups())
    try:
        return _checked(one, dt.date(of, month, day))
    except ValueError as error:
        if month > 12 >= day:
            raise ValueError(
                f"Không có tháng {month}: “{cell.shown}” có vẻ viết tháng trước ngày. Hãy kiểm tra cả cột."
            ) from None
        if not str(error).startswith("Ngày"):
            raise ValueError(f"Không có ngày {cell.shown}.") from None
        raise


def _excel_day(row: Row, one: Field, day: dt.date, days: str) -> dt.date:
    """Choose between the two readings of a date cell: a PC set to month/day has stored 5/2 as the 2nd of May."""
    if day.day > 12 or day.day == day.month:
        return day
    swapped = day.replace(month=day.day, day=day.month)
    row.readings.append((one.label, day, swapped))
    if not days:
        raise ValueError(
            f"Ô kiểu ngày của Excel, có thể là {short_date(day)} hoặc {short_date(swapped)}. Hãy chọn cách đọc."
        )
    return swapped if days == SWAPPED else day


def _checked(one: Field, day: dt.date) -> dt.date:
    if day.year < EARLIEST or day.year > 2100:
        raise ValueError(f"Ngày phải từ năm {EARLIEST} trở đi.")
    if one.past and day > clock.today():
        raise ValueError(f"Ngày {short_date(day)} ở tương lai.")
    return day
