"""What all kinds of documents are made of. Text is given ready to print; only the form is decided here."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Issuer:
    """Top left: the body above in plain capitals (if any), the issuing body in bold, one entry per line."""

    lines: tuple[str, ...]
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class Number:
    """Number and symbol: Number(7, "QĐ-UBND") prints "Số: 07/QĐ-UBND"; None leaves room for the number."""

    number: int | None
    symbol: str


@dataclass(frozen=True)
class PlaceDate:
    """Place and date line; `day` None leaves room for day and month of the year."""

    place: str
    day: dt.date | None
    year: int | None = None


@dataclass(frozen=True)
class Letterhead:
    """The head of the first page; biên bản have no place and date line (Mẫu 1.9)."""

    issuer: Issuer
    number: Number | None
    place_date: PlaceDate | None


@dataclass(frozen=True)
class Signer:
    """The block of the signature: lines of authority in capitals, and the name without titles.

    `office`: who signs for a council under the seal of the body writes the office held there above the name
    (NĐ 30/2020 Phụ lục I, II.7c: "TM. HỘI ĐỒNG, CHỦ TỊCH", signature and seal, then the office).
    """

    lines: tuple[str, ...]
    name: str
    office: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table: head, width in mm, "left", "center" or "right"."""

    label: str
    width: float
    align: str = "left"


@dataclass(frozen=True)
class Group:
    """Rows under one heading ("I. TẬP THỂ"); an empty heading prints none."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table of text; `total` is a last row: a label over the first columns, the value under one column."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    total: tuple[str, int, str] | None = None  # label, index of the value's column, value


@dataclass(frozen=True)
class Annex:
    """An annex in its own section with its own page numbers. `reference` stands below the title."""

    title: str
    reference: str
    table: Table
    closing: tuple[str, ...] = ()
    label: str = ""  # "Phụ lục I" where there are two or more
