"""The board of a quarter as .docx, and its PDF when LibreOffice is here; from the frozen contents only."""

import re
from fractions import Fraction
from typing import Any

from ..documents.charts import Trend
from ..documents.kinds import quarter_board
from ..documents.parts import Issuer
from ..indicators.words import SHORT_NAMES
from ..people.queries import organisation
from ..previews import service
from .models import Release
from .pages import day

# what LibreOffice writes anew each time, in the lengths that it uses: places in the file do not move
_TIME = re.compile(rb"/CreationDate\(D:\d{14}[^)]*\)")
_NAME = re.compile(rb"<[0-9A-Fa-f]{32}>")
_CHECK = re.compile(rb"/DocChecksum /[0-9A-Fa-f]{32}")


def board(release: Release, content: dict[str, Any]) -> bytes:
    """Return the .docx of a released board."""
    restated = [
        (
            row["code"],
            one["unit"],
            one["period"],
            "Ít phiếu" if one["hidden"] else one["before_text"],
            "Ít phiếu" if one["hidden"] else one["after_text"],
            f"{one['reason']} ({one['on']})",
        )
        for row in content["rows"]
        for one in row["restated"]
    ]
    lead = [
        f"{content['met']} chỉ tiêu đạt, {content['red']} chưa đạt hoặc chậm, trên {len(content['rows'])} chỉ tiêu. "
        f"Số liệu tính đến {content['ends_on']}, khóa ngày {content['locked_on']}."
    ]
    if content["lacking"]:
        lead.append(f"Khi khóa còn thiếu báo cáo của: {'; '.join(content['lacking'])}.")
    edition = f", bản thứ {release.edition}" if release.edition > 1 else ""
    data = quarter_board.QuarterBoardPaper(
        issuer=Issuer(("Ủy ban nhân dân", organisation().commune)),
        title=content["title"],
        lead=tuple(lead),
        rows=tuple(
            (
                row["code"],
                row["name"],
                row["value_text"],
                row["fraction"],
                row["quarter_text"],
                row["target"],
                row["state"],
            )
            for row in content["rows"]
        ),
        restated=tuple(restated),
        closing=(
            f"Công bố ngày {day(release.released_at)}{edition}, do Chủ tịch cho phép. "
            "Số liệu từng đơn vị có trong tệp CSV và JSON kèm theo.",
        ),
        trends=tuple(_trend(row) for row in content["rows"] if _drawn(row)),
    )
    return quarter_board.render(data)


def _drawn(row: dict[str, Any]) -> bool:
    """Return whether there is a line to draw: a share with figures of two quarters."""
    return bool(row["ratio"]) and sum(one["amount"] is not None for one in row["trend"]) > 1


def _trend(row: dict[str, Any]) -> Trend:
    points = tuple(None if one["amount"] is None else Fraction(*one["amount"]) for one in row["trend"])
    last = row["trend"][-1]
    return Trend(
        f"{row['code']} {SHORT_NAMES.get(row['code'], row['name'])}",
        points,
        row["trend"][0]["period"],
        last["period"],
        f"{last['period']}: {row['quarter_text']}",
        None if row["line"] is None else Fraction(*row["line"]),
    )


def steady(pdf: bytes) -> bytes:
    """Return a PDF without the moment it was made: the same document gives the same bytes.

    Only strings of fixed length are overwritten (creation date, file identifier, checksum), so the table of places
    inside stays right.
    """
    pdf = _TIME.sub(lambda found: b"/CreationDate(D:20260101000000" + found[0][30:], pdf)
    head, mark, tail = pdf.rpartition(b"trailer")
    if not mark:  # another way of writing PDFs: left as it is
        return pdf
    tail = _NAME.sub(b"<" + b"0" * 32 + b">", tail)
    return head + mark + _CHECK.sub(b"/DocChecksum /" + b"0" * 32, tail)


def made_pdf(docx: bytes, *, owner: int) -> bytes | None:
    """Return the PDF that was asked for before and is ready; None otherwise."""
    found = service.made(docx, owner=owner)
    return None if found is None else steady(found)
