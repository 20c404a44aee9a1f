"""Vietnamese words of releases."""

WORDS: dict[str, str] = {
    "public_release.proposed": "Chờ Chủ tịch cho phép",
    "public_release.declined": "Chủ tịch chưa cho phép",
    "public_release.released": "Đang công khai",
    "public_release.superseded": "Đã có bản mới thay thế",
    "public_release.withdrawn": "Đã rút",
    "public_release:proposed": "Đề nghị công bố",
    "public_release:release": "Cho phép công bố",
    "public_release:decline": "Chưa cho phép công bố",
    "public_release:supersede": "Thay bằng bản mới",
    "public_release:withdraw": "Rút nội dung đã công bố",
    "ReleaseKind.board": "Bảng chỉ tiêu quý",
    "ReleaseKind.initiatives": "Sáng kiến được công nhận",
    "ReleaseKind.rewarded": "Danh sách khen thưởng",
    "ReleaseKind.survey": "Kết quả khảo sát",
}
TONES: dict[str, str] = {
    "public_release.proposed": "waiting",
    "public_release.declined": "bad",
    "public_release.released": "good",
    "public_release.superseded": "neutral",
    "public_release.withdrawn": "bad",
}
