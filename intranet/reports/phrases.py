"""Vietnamese words of reports."""

WORDS: dict[str, str] = {
    "movement_report.draft": "Đang soạn",
    "movement_report.submitted": "Chờ Chủ tịch duyệt",
    "movement_report.approved": "Đã duyệt, chờ số",
    "movement_report.issued": "Đã ban hành",
    "movement_report:created": "Lập báo cáo",
    "movement_report:edited": "Sửa lời văn",
    "movement_report:submit": "Trình báo cáo",
    "movement_report:return": "Trả lại báo cáo",
    "movement_report:approve": "Duyệt báo cáo",
    "movement_report:issue": "Cấp số báo cáo",
    "ReportKind.quarter": "Thông báo kết quả",
    "ReportKind.midterm": "Báo cáo sơ kết",
    "ReportKind.final": "Báo cáo tổng kết",
    "ReportKind.city": "Báo cáo gửi thành phố",
}

TONES: dict[str, str] = {
    "movement_report.draft": "neutral",
    "movement_report.submitted": "waiting",
    "movement_report.approved": "waiting",
    "movement_report.issued": "good",
}
# who has a report in each state that waits for somebody
WITH: dict[str, str] = {
    "draft": "Thường trực thi đua",
    "submitted": "Chủ tịch UBND xã",
    "approved": "Văn thư",
}
