"""A list page: filter + search + sort + page + the same rows as .xlsx. The address holds the whole state."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
import xlsxwriter
from flask import Response

from .db import db
from .text import clean_line, fold

PER_PAGE = 50
XLSX_LIMIT = 20_000
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Column:
    """One column: how a row shows it, and by which expressions it sorts (a name: its sort key column)."""

    key: str
    label: str
    value: Callable[[Any], Any]
    sort: Any = None
    css: str = ""
    sort_url: str = ""
    sorted: str | None = None

    @property
    def sortable(self) -> bool:
        """Return whether the head of the column is a link that sorts."""
        return self.sort is not None


@dataclass
class Filter:
    """One select above the list; `where` gives the condition for a chosen value."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    where: Callable[[str], Any]
    value: str = ""


@dataclass
class Listing:
    """Rows of a query as the address asks for them. `query` selects ORM entities, already limited to what is visible.

    `args` are the request's arguments: q (search), sort ("key" or "-key"), page, and one per filter; unknown or
    wrong values are ignored, never an error.
    """

    query: sa.Select[Any]
    columns: list[Column]
    args: Mapping[str, str]
    path: str
    filters: list[Filter] = field(default_factory=list)
    search_in: Sequence[Any] = ()  # folded columns
    default_sort: str = ""
    tie: Any = None  # last sort expression, makes the order total
    per_page: int = PER_PAGE
    search: str = field(init=False, default="")
    page: int = field(init=False, default=1)
    total: int = field(init=False, default=0)
    rows: list[Any] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.search = clean_line(self.args.get("q", ""))[:100]
        self._apply_filters()
        self._apply_sort()
        counted = self.query.order_by(None).subquery()
        self.total = db.session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
        asked = self.args.get("page", "1")
        self.page = min(max(int(asked), 1) if asked.isdecimal() and len(asked) < 9 else 1, self.pages)
        offset = (self.page - 1) * self.per_page
        self.rows = list(db.session.scalars(self.query.limit(self.per_page).offset(offset)).unique())

    def _apply_filters(self) -> None:
        for one in self.filters:
            asked = self.args.get(one.name, "")
            if asked and asked in [value for value, _ in one.choices]:
                one.value = asked
                self.query = self.query.where(one.where(asked))
        for word in fold(self.search).split():
            if self.search_in:
                self.query = self.query.where(
                    sa.or_(*(column.contains(word, autoescape=True) for column in self.search_in))
                )

    def _apply_sort(self) -> None:
        asked = self.args.get("sort", "") or self.default_sort
        by_key = {column.key: column for column in self.columns if column.sortable}
        chosen = by_key.get(asked.lstrip("-"))
        if chosen is None:
            asked, chosen = self.default_sort, by_key.get(self.default_sort.lstrip("-"))
        if chosen is not None:
            down = asked.startswith("-")
            self.query = self.query.order_by(None).order_by(chosen.sort.desc() if down else chosen.sort.asc())
            chosen.sorted = "desc" if down else "asc"
        if self.tie is not None:
            self.query = self.query.order_by(self.tie)
        for column in by_key.values():
            column.sort_url = self.url(
                sort=f"-{column.key}" if column.sorted == "asc" else column.key, page=None
            )

    def url(self, **changes: Any) -> str:
        """Return this list's address with some arguments changed (None removes one)."""
        state: dict[str, Any] = {"q": self.search, "sort": self.args.get("sort", "")}
        state |= {one.name: one.value for one in self.filters}
        state |= {"page": self.page if self.page > 1 else ""} | changes
        kept = {name: value for name, value in state.items() if value not in (None, "")}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Number of the first row on this page, from 1; 0 when the list is empty."""
        return (self.page - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Number of the last row on this page."""
        return min(self.page * self.per_page, self.total)

    @property
    def prev_url(self) -> str | None:
        """Address of the page before, if any."""
        return self.url(page=self.page - 1) if self.page > 1 else None

    @property
    def next_url(self) -> str | None:
        """Address of the next page, if any."""
        return self.url(page=self.page + 1) if self.page < self.pages else None

    @property
    def url_for_xlsx(self) -> str:
        """Address of the same rows as a workbook."""
        return self.url(page=None, format="xlsx")

    @property
    def filtered(self) -> bool:
        """Return whether a search or filter narrows the list (an empty list then means "nothing matches")."""
        return bool(self.search or any(one.value for one in self.filters))

    def wants_xlsx(self) -> bool:
        """Return whether the address asks for the workbook."""
        return self.args.get("format") == "xlsx"

    def xlsx(self, title: str) -> Response:
        """Return all rows as filtered and sorted (at most XLSX_LIMIT) as a workbook for download."""
        rows = db.session.scalars(self.query.limit(XLSX_LIMIT)).unique()
        table = ([column.value(row) for column in self.columns] for row in rows)
        return workbook(title, [column.label for column in self.columns], table)


def workbook(title: str, labels: Sequence[str], rows: Any) -> Response:
    """Return a workbook of one sheet; text is always stored as text, so nothing in it becomes a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Danh sách")
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    widths = [len(label) for label in labels]
    sheet.write_row(0, 0, labels, head)
    for at, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(at, place, value)
            else:
                shown = clean_line(str(value if value is not None else ""))[:32_000]
                sheet.write_string(at, place, shown)
                widths[place] = max(widths[place], len(shown))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width + 2, 60))
    sheet.freeze_panes(1, 0)
    book.close()
    name = fold(title).replace(" ", "-")
    headers = {"Content-Disposition": f"attachment; filename={name}.xlsx"}
    return Response(out.getvalue(), 200, headers, mimetype=XLSX_TYPE)
