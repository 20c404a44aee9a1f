"""Vietnamese words for the kinds of things that the log speaks of, by table name."""

OBJECTS: dict[str, str] = {
    "organisation": "Cơ quan",
    "unit": "Đơn vị",
    "person": "Người",
    "signer": "Người ký",
    "account": "Tài khoản",
    "campaign": "Phong trào thi đua",
    "initiative": "Sáng kiến",
    "initiative_application": "Áp dụng sáng kiến",
    "course": "Lớp bồi dưỡng",
    "training_record": "Hồ sơ đào tạo",
    "skill_assessment": "Chuẩn kỹ năng số",
    "movement_report": "Báo cáo phong trào",
    "remedy": "Việc chấn chỉnh",
    "council": "Hội đồng",
    "meeting": "Phiên họp",
    "agenda_item": "Nội dung họp",
    "award_round": "Đợt khen thưởng",
    "registration": "Đăng ký thi đua",
    "nomination": "Hồ sơ đề nghị khen thưởng",
    "decision": "Quyết định",
    "certificate": "Giấy khen, giấy chứng nhận",
    "public_check": "Tra cứu giấy khen",
    "parameter": "Tham số",
    "wording": "Lời văn mẫu",
    "register": "Sổ",
    "register_entry": "Dòng trong sổ",
}


def object_words(kind: str, number: int | None) -> str:
    """Return "Sáng kiến số 5" for an object of the log; an empty text when the event has none."""
    if not kind:
        return ""
    name = OBJECTS.get(kind, "Nội dung khác")
    return f"{name} {number}" if number is not None else name
