"""Cells of an uploaded workbook: openpyxl in read-only mode behind the checks of `files.py`."""

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import openpyxl

from . import files
from .errors import BadFile
from .text import clean_line

COLUMNS_LIMIT = 60
_LINES_LIMIT = 100_000  # with empty ones: a sheet may claim a row at its very end
Line = tuple[int, dict[int, "Cell"]]


@dataclass(frozen=True)
class Cell:
    """What a cell holds: kind s (text), n (number), d (date), e (error of Excel), or "" when it is empty."""

    kind: str = ""
    text: str = ""  # as stored: old fonts are recognised before anything is cleaned away
    day: dt.date | None = None
    font: str | None = None
    formula: bool = False

    @cached_property
    def shown(self) -> str:
        """Return the cleaned text in NFC."""
        return clean_line(self.text)

    @property
    def empty(self) -> bool:
        """Return whether there is nothing to read."""
        return not self.formula and not self.shown


def cells(name: str, content: bytes) -> Iterator[Iterable[Line]]:
    """Yield the visible sheets, each as (row number, {column: cell}).

    BadFile names the file and the reason: no .xlsx, macro, password, bomb, too large, or not readable.
    """
    shown = files.clean_name(name)
    if files.check(shown, content) != "xlsx":
        raise BadFile(f"Tệp “{shown}” không phải tệp Excel (.xlsx).")
    _refuse_entities(shown, content)
    broken = BadFile(f"Tệp “{shown}” không đúng là tệp Excel hoặc đã hỏng. Hãy mở bằng Excel rồi lưu lại.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles that it does not know
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            formulas = _formulas(content)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    yield _lines(sheet, formulas.get(sheet.title, set()), broken)
    except BadFile:
        raise
    except Exception as error:
        raise broken from error


def _lines(sheet: Any, formulas: set[tuple[int, int]], broken: BadFile) -> Iterator[Line]:
    sheet.reset_dimensions()
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_LIMIT), start=1):
            if number > _LINES_LIMIT:
                return
            line = {
                place: _cell(one, (number, place) in formulas)
                for place, one in enumerate(row, start=1)
                if one.value is not None or (number, place) in formulas
            }
            if line:
                yield number, line
    except Exception as error:
        raise broken from error


def _cell(one: Any, formula: bool) -> Cell:
    value = one.value
    if value is None:
        return Cell(formula=formula)
    if isinstance(value, dt.datetime):
        day = value.date()
        return Cell("d", f"{day.day:02d}/{day.month:02d}/{day.year}", day, formula=formula)
    if isinstance(value, (dt.time, dt.timedelta)):
        return Cell("s", str(value), formula=formula)
    if one.data_type == "e":
        return Cell("e", str(value), formula=formula)
    if isinstance(value, bool):
        return Cell("s", "Có" if value else "Không", formula=formula)
    if isinstance(value, (int, float)):
        whole = int(value) if abs(value) < 1e15 and value == int(value) else None
        return Cell("n", str(value if whole is None else whole), formula=formula)
    text = str(value)
    font = None if text.isascii() else getattr(one.font, "name", None)
    return Cell("s", text, font=font, formula=formula)


def _refuse_entities(name: str, content: bytes) -> None:
    """BadFile when a part carries a document type: Excel writes none, entity bombs need one."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        for entry in pack.infolist():
            if entry.filename.lower().endswith((".xml", ".rels")):
                with pack.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(4096).replace(b"\x00", b"").upper():
                        raise BadFile(f"Tệp “{name}” có phần khai báo lạ, hệ thống không nhận.")


def _formulas(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Return sheet -> places of formulas; a second reading, made only when some sheet has formulas at all."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        sheets = [e for e in pack.infolist() if e.filename.lower().startswith("xl/worksheets/sheet")]
        if not any(b"<f>" in (xml := pack.read(one)) or b"<f " in xml for one in sheets):
            return {}
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    found: dict[str, set[tuple[int, int]]] = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        places = found.setdefault(sheet.title, set())
        for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_LIMIT, max_row=_LINES_LIMIT), start=1):
            places |= {(number, place) for place, one in enumerate(row, start=1) if one.data_type == "f"}
    return found
