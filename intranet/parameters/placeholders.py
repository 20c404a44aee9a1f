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
    "met_result",
    "met_told",
    "written_result",
    "written_told",
    "simplified_result",
    "simplified_told",
)  # slots printed as one line

SAMPLES = {
    "counts": "02 tập thể và 03 cá nhân",
    "recipients_kinds": "tập thể, cá nhân",
    "award": "Giấy khen",
    "award_verb": "Tặng",
    "award_title": "Giấy khen",
    "achievement": "đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
    "achievement_title": "cho tập thể, cá nhân đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
    "total": "5.320.000",
    "total_words": "Năm triệu ba trăm hai mươi nghìn đồng",
    "fund": "Quỹ thi đua, khen thưởng của xã",
    "council": "Hội đồng Thi đua - Khen thưởng xã",
    "council_result": "kết quả xét khen thưởng của Hội đồng Thi đua - Khen thưởng xã tại phiên họp ngày 01 tháng 12 năm 2026",
    "considered": "Hội đồng Thi đua - Khen thưởng xã đã họp ngày 01 tháng 12 năm 2026, thông qua 04 nội dung (Biên bản họp)",
    "considered_what": "xét khen thưởng",
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
    "minutes": "Biên bản số 03/BB-HĐTĐKT ngày 01 tháng 12 năm 2026",
    "case": "Bà Nguyễn Thị A",
    "annulled_day": "ngày 05 tháng 12 năm 2026",
    "next_vote": "Nội dung này được đưa ra Hội đồng biểu quyết lại tại phiên họp sau.",
    "meeting_result": "xét 05 nội dung, thông qua 04 nội dung",
    "amended_document": "Quyết định số 07/QĐ-UBND ngày 05 tháng 12 năm 2026 của Chủ tịch Ủy ban nhân dân xã",
    "amended_short": "Quyết định số 07/QĐ-UBND",
    "amended_day": "05 tháng 12 năm 2026",
    "amended_subject": "về việc tặng Giấy khen cho tập thể, cá nhân",
    "paper_name": "Giấy khen",
    "whom": "bà Nguyễn Thị A, Công chức Văn phòng",
    "affected": "cá nhân",
    "addressed": "Bà Nguyễn Thị A",
    "changes": "số thứ tự 02 Danh sách kèm theo Quyết định số 07/QĐ-UBND như sau:",
    "reason": "ghi nhầm tên",
    "cause": "giấy bị mất",
    "ground": "có hành vi gian dối trong việc kê khai thành tích để được khen thưởng",
    "ground_article": "điểm a khoản 2 Điều 93 Luật Thi đua, khen thưởng",
    "revoked": "một phần Quyết định số 07/QĐ-UBND ngày 05 tháng 12 năm 2026",
    "artefacts": "Giấy khen, tiền thưởng",
    "recovery": "Giấy khen, khung Giấy khen và tiền thưởng đã nhận",
}


def unknown(text: str) -> list[str]:
    """Return the words in braces of a text that no paper can fill in, as they stand."""
    return ["{" + name + "}" for name in IN_BRACES.findall(text) if name not in SAMPLES]
