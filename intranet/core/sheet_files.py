"""Workbooks that go out with an import: the empty template, and the wrong rows to mend and send again."""

import io
from collections.abc import Sequence

import xlsxwriter
from flask import Response

from .sheets import Field, Sheet
from .tables import XLSX_TYPE, workbook
from .text import fold

_LINES = 2000  # rows of the template that are prepared as text with their lists to choose from
NUMBER, PROBLEMS = "Dòng trong tệp cũ", "Cần sửa"


def template(title: str, fields: Sequence[Field]) -> Response:
    """Return "Tải file mẫu": the header, columns as text (so that Excel changes no date or number), a page of help."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, guide = book.add_worksheet("Danh sách"), book.add_worksheet("Hướng dẫn")
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    plain, wrap = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "valign": "top"})
    guide.write_row(0, 0, ["Cột", "Bắt buộc", "Cách ghi", "Ví dụ"], head)
    for place, one in enumerate(fields):
        sheet.set_column(place, place, max(len(one.label) + 2, 14), plain)
        sheet.write_string(0, place, one.label, head)
        if one.choices:
            sheet.data_validation(
                1, place, _LINES, place, {"validate": "list", "source": list(dict.fromkeys(one.choices))}
            )
        ways = {"day": "ngày/tháng/năm", "day_or_year": "ngày/tháng/năm, hoặc chỉ năm", "number": "số nguyên"}
        how = "; ".join(part for part in (ways.get(one.kind, ""), one.help, ", ".join(one.choices)) if part)
        guide.write_row(place + 1, 0, [one.label, "có" if one.required else "", how, one.sample], wrap)
    sheet.freeze_panes(1, 0)
    guide.set_column(0, 0, 28)
    guide.set_column(2, 3, 50)
    book.close()
    headers = {"Content-Disposition": f"attachment; filename={fold(title).replace(' ', '-')}.xlsx"}
    return Response(out.getvalue(), 200, headers, mimetype=XLSX_TYPE)


def wrong_rows(title: str, sheet: Sheet) -> Response:
    """Return the wrong rows as typed, each with its number and problems; it can be mended and sent as it is."""
    lines = (
        [
            row.number,
            "; ".join(f"{one.label}: {one.text}" for one in row.problems),
            *(row.texts.get(one.key, "") for one in sheet.fields),
        ]
        for row in sheet.wrong
    )
    return workbook(title, [NUMBER, PROBLEMS, *(one.label for one in sheet.fields)], lines)
