"""Vietnamese words of past awards."""

WORDS: dict[str, str] = {
    "RecipientKind.person": "Cá nhân",
    "RecipientKind.collective": "Tập thể",
    "RecipientKind.household": "Hộ gia đình",
    "Source.manual": "Nhập tay",
    "Source.import": "Nhập từ Excel",
    "Source.decision": "Quyết định trong hệ thống",
    "past_award:entered": "Nhập khen thưởng cũ",
    "past_award:edited": "Sửa khen thưởng cũ",
    "past_award:withdrawn": "Rút dòng khen thưởng cũ",
    "past_award:linked": "Nối với người trong danh sách",
    "past_award:left_alone": "Xác định không phải người trong danh sách",
    "past_award:imported": "Nhập khen thưởng cũ từ Excel",
}
TONES: dict[str, str] = {}
