"""What a digital signature says, in words for the office: who, when, whether the file is whole, whose word the chain is.

Each is told by itself; nothing is guessed: what was not checked is called not checked.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ..core import clock
from ..core.text import short_date

UNKNOWN_CHAIN = "Chưa kiểm tra được nguồn gốc chứng thư: cơ quan chưa khai báo chứng thư gốc tin cậy."
_ALLOWED = {"NONE", "LTA_UPDATES", "FORM_FILLING"}


@dataclass(frozen=True)
class Verdict:
    """One signature as the page shows it; tone is good, bad or waiting (not known)."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    integrity: str
    tone: str
    chain: str
    chain_tone: str


def describe(signature: dict[str, Any]) -> Verdict:
    """Return the words for one signature of a `Reading`."""
    signer = _named(signature.get("signer"))
    stamp = signature["kind"] == "timestamp"
    integrity, tone = _integrity(signature)
    chain, chain_tone = _chain(signature)
    rows = [
        ("Đơn vị cấp dấu thời gian" if stamp else "Người ký", signer or "Không đọc được"),
        ("Chứng thư do", _named(signature.get("issuer")) or "Không đọc được"),
        ("Thời điểm ký", _time(signature)),
    ]
    if "valid_from" in signature:
        days = [_day(signature["valid_from"]), _day(signature["valid_to"])]
        rows.append(("Chứng thư có hạn", f"từ {days[0]} đến {days[1]}"))
    return Verdict(
        "Dấu thời gian của tài liệu" if stamp else f"Chữ ký số của {signer or 'người chưa rõ'}",
        tuple(rows),
        integrity,
        tone,
        chain,
        chain_tone,
    )


def is_sound(signature: dict[str, Any]) -> bool:
    """Return whether what was signed is whole and nothing but signatures or timestamps was added afterwards."""
    return _integrity(signature)[1] == "good"


def broken(signature: dict[str, Any]) -> str:
    """Return why a signature needs a second look, as one sentence."""
    name = _named(signature.get("signer"))
    return f"Chữ ký số{' của ' + name if name else ''}: {_integrity(signature)[0]}"


def _integrity(signature: dict[str, Any]) -> tuple[str, str]:
    if "problem" in signature:
        return "Chữ ký số này có dạng lạ, hệ thống không kiểm tra được.", "waiting"
    if not signature["intact"]:
        return "Không nguyên vẹn: nội dung đã bị thay đổi sau khi ký.", "bad"
    if signature["covers"] == "ENTIRE_FILE":
        return "Nguyên vẹn: chữ ký bao trọn tệp, không thay đổi sau khi ký.", "good"
    if signature["covers"] != "ENTIRE_REVISION":
        return "Chữ ký không bao trọn tệp: có phần nội dung không được ký.", "bad"
    if signature["changes"] in _ALLOWED and signature["allowed"]:
        return "Nguyên vẹn: sau chữ ký này chỉ thêm chữ ký hoặc dấu thời gian khác.", "good"
    return "Phần đã ký còn nguyên, nhưng tệp đã bị sửa thêm sau khi ký.", "bad"


def _chain(signature: dict[str, Any]) -> tuple[str, str]:
    trusted = signature.get("trusted")
    if "problem" in signature:
        return "Chưa kiểm tra được nguồn gốc chứng thư.", "waiting"
    if trusted is None:
        return UNKNOWN_CHAIN, "waiting"
    if not signature["intact"]:
        return "Chưa kiểm tra nguồn gốc chứng thư, vì nội dung đã ký không còn nguyên.", "waiting"
    if trusted:
        return (
            "Chứng thư do chứng thư gốc mà cơ quan tin cậy cấp, còn hạn lúc kiểm tra. "
            "Hệ thống không hỏi qua mạng xem chứng thư có bị thu hồi không."
        ), "good"
    return "Chứng thư không nối được tới chứng thư gốc nào mà cơ quan tin cậy, hoặc không còn giá trị.", "bad"


def _time(signature: dict[str, Any]) -> str:
    stamped, claimed = signature.get("stamped_at"), signature.get("claimed_at")
    if stamped and signature.get("stamp_intact", signature.get("intact", False)):
        trusted = signature.get("stamp_trusted", signature.get("trusted"))
        told = {True: "tin cậy", False: "không tin cậy", None: "chưa kiểm tra được nguồn gốc"}[trusted]
        return f"{_moment(stamped)}, theo dấu thời gian ({told})"
    if stamped:
        return f"{_moment(stamped)}, theo dấu thời gian KHÔNG nguyên vẹn"
    if claimed:
        return f"{_moment(claimed)}, theo máy của người ký (không có dấu thời gian)"
    return "Không ghi trong chữ ký"


def _named(name: dict[str, str] | None) -> str:
    if not name:
        return ""
    parts = dict.fromkeys(name.get(key, "") for key in ("common_name", "title", "organization_name"))
    return ", ".join(part for part in parts if part)


def _moment(raw: str) -> str:
    local = clock.local(dt.datetime.fromisoformat(raw).astimezone(dt.UTC))
    return f"{local:%H:%M} ngày {short_date(local.date())}"


def _day(raw: str) -> str:
    return short_date(clock.local(dt.datetime.fromisoformat(raw)).date())
