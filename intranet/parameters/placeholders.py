"""The words in braces that an office text may hold, each with a sample for the preview (told in `docs/wording.md`)."""

import re

IN_BRACES = re.compile(r"\{([^{}\n]*)\}")
ONE_LINE = (
    "subject",
    "annex_title",
    "awarder",
    "verb",
    "title",
    "register_line",
)  # slots printed as one line

SAMPLES = {
    "counts": "02 tập thể và 03 cá nhân",
    "recipients_kinds": "tập thể, cá nhân",
    "achievement": "đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
    "achievement_title": "cho tập thể, cá nhân đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
    "total": "5.320.000",
    "total_words": "Năm triệu ba trăm hai mươi nghìn đồng",
    "fund": "Quỹ thi đua, khen thưởng của xã",
    "council": "Hội đồng Thi đua - Khen thưởng xã",
    "meeting_date": "01 tháng 12 năm 2026",
    "submission_number": "15/TTr-VHXH",
    "submission_date": "02 tháng 12 năm 2026",
    "standing_office": "Phòng Văn hóa - Xã hội",
    "standing_head": "Trưởng phòng Văn hóa - Xã hội",
    "head_title": "Chủ tịch Ủy ban nhân dân xã",
    "copies_line": "Lưu: VT, VHXH",
    "register_label": "Số sổ vàng",
    "decision_number": "07/QĐ-UBND",
    "decision_date": "ngày 05 tháng 12 năm 2026",
    "ordinal": "01",
    "year": "2026",
    "title": "Họp xét khen thưởng năm 2026",
    "cases": "05",
    "passed": "04",
    "commune": "xã",
}


def unknown(text: str) -> list[str]:
    """Return the words in braces of a text that no paper can fill in, as they stand."""
    return ["{" + name + "}" for name in IN_BRACES.findall(text) if name not in SAMPLES]
