"""Vietnamese words of the public check."""

WORDS: dict[str, str] = {
    "public_check:changed": "Sửa việc tra cứu giấy khen",
    "decision:codes_given": "Cấp mã tra cứu cho giấy",
}
TONES: dict[str, str] = {}
# what the public page says of a certificate, by `queries.Answer.key`
ANSWERS: dict[str, str] = {
    "valid": "Có giá trị",
    "waiting": "Chưa ban hành",
    "replaced": "Đã được thay bằng bản mới",
    "revoked": "Đã bị thu hồi, hủy bỏ",
}
EXPLAINED: dict[str, str] = {
    "valid": "Giấy này do cơ quan cấp và đang có giá trị.",
    "waiting": "Quyết định đã có số nhưng chưa ghi nhận việc ký, đóng dấu. Hãy tra lại sau hoặc hỏi cơ quan.",
    "replaced": "Bản giấy này không còn dùng: cơ quan đã cấp bản mới thay cho nó.",
    "revoked": "Giấy này không còn giá trị.",
}
