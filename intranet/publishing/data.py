"""Data files of a release: CSV that Excel opens with Vietnamese letters, JSON with exact whole numbers."""

import csv
import io
import json
from typing import Any

from .models import Release
from .pages import day

NAMES = ("so-lieu.csv", "so-lieu.json")
_BOARD = (
    "Mã", "Chỉ tiêu", "Phạm vi", "Kỳ", "Tử số", "Mẫu số", "Kết quả", "Mức phấn đấu", "Đánh giá",
    "Tử số khi khóa", "Mẫu số khi khóa", "Nguồn", "Ghi chú",
)  # fmt: skip


def as_csv(content: dict[str, Any]) -> bytes:
    """Return a table of the contents, with a byte order mark so that Excel reads UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in _TABLES[content["kind"]](content):
        writer.writerow([_cell(one) for one in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def _pair(value: list[int] | None) -> list[Any]:
    return ["", ""] if value is None else list(value)


def _board(content: dict[str, Any]) -> list[list[Any]]:
    rows: list[list[Any]] = [list(_BOARD)]
    period, year = content["period"], f"từ đầu năm đến hết {content['period']}"
    for row in content["rows"]:
        name = [row["code"], row["name"]]
        judged = [row["target"], row["state"]]
        end = [row["source"], "có số điều chỉnh" if row["restated"] else ""]
        rows.append([*name, "Toàn xã", year, *_pair(row["value"]), row["value_text"], *judged, "", "", *end])
        locked = _pair(row["locked"])
        rows.append(
            [*name, "Toàn xã", period, *_pair(row["quarter"]), row["quarter_text"], "", "", *locked, *end]
        )
        for one in row["units"]:
            note = "ít phiếu, không công bố" if one["hidden"] else ""
            rows.append(
                [
                    *name,
                    one["unit"],
                    period,
                    *_pair(one["value"]),
                    one["text"],
                    "",
                    "",
                    "",
                    "",
                    row["source"],
                    note,
                ]
            )
        for one in row["restated"]:
            note = (
                "ít phiếu, không công bố"
                if one["hidden"]
                else f"Điều chỉnh ngày {one['on']}: {one['reason']}"
            )
            after, before = _pair(one["after"]), _pair(one["before"])
            rows.append(
                [
                    *name,
                    one["unit"],
                    one["period"],
                    *after,
                    one["after_text"],
                    "",
                    "Số điều chỉnh",
                    *before,
                    "",
                    note,
                ]
            )
    return rows


def _initiatives(content: dict[str, Any]) -> list[list[Any]]:
    head: list[list[Any]] = [["STT", "Tên sáng kiến", "Tác giả", "Đơn vị", "Nội dung thi đua"]]
    return head + [
        [number, one["title"], "; ".join(one["authors"]), one["unit"], one["theme"]]
        for number, one in enumerate(content["rows"], start=1)
    ]


def _rewarded(content: dict[str, Any]) -> list[list[Any]]:
    head: list[list[Any]] = [["STT", "Nhóm", "Tên", "Chức vụ, đơn vị", "Thành tích"]]
    return head + [
        [number, one["group"], one["name"], one["detail"], one["achievement"]]
        for number, one in enumerate(content["rows"], start=1)
    ]


def _survey(content: dict[str, Any]) -> list[list[Any]]:
    rows: list[list[Any]] = [["Câu hỏi", "Phạm vi", "Trả lời", "Số người", "Tổng số trả lời", "Tỷ lệ"]]
    for one in content["questions"]:
        rows += [
            [one["text"], "Toàn xã", given["words"], given["number"], one["asked"], given["text"]]
            for given in one["answers"]
        ]
    for one in content["units"]:
        words = "Ít phiếu, không công bố" if one["hidden"] else "Hài lòng và rất hài lòng"
        rows.append(["Các câu về mức hài lòng", one["unit"], words, *_pair(one["value"]), one["text"]])
    return rows


_TABLES = {"board": _board, "initiatives": _initiatives, "rewarded": _rewarded, "survey": _survey}


def as_json(release: Release, content: dict[str, Any]) -> bytes:
    """Return the frozen contents with when they were released and their hash; the same bytes every time."""
    whole = {
        "edition": release.edition,
        "released_on": day(release.released_at),
        "content_sha256": release.content_sha256,
        "content": content,
    }
    return (json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
