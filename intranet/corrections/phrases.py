"""Vietnamese words of corrections and recovery."""

WORDS: dict[str, str] = {
    "recovery.open": "Chưa thu hồi",
    "recovery.recovered": "Đã thu hồi",
    "recovery.waived": "Không phải thu hồi",
    "recovery:recover": "Đã thu hồi",
    "recovery:waive": "Không phải thu hồi",
    "recovery:reopen": "Mở lại mục thu hồi",
    "RecoveryKind.money": "Tiền thưởng",
    "RecoveryKind.paper": "Giấy khen, Giấy chứng nhận",
    "RecoveryKind.frame": "Khung",
    "Cause.spoilt": "Giấy đã cấp bị hư hỏng",
    "Cause.lost": "Giấy đã cấp bị mất",
    "Cause.misprint": "Giấy đã cấp in sai so với Danh sách kèm theo Quyết định",
}
TONES: dict[str, str] = {
    "recovery.open": "waiting",
    "recovery.recovered": "good",
    "recovery.waived": "neutral",
}
