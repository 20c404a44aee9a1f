"""Vietnamese words of signed files."""

WORDS: dict[str, str] = {
    "Match.same": "Khớp",
    "Match.different": "Có điểm khác",
    "Match.no_text": "Không đọc được chữ (bản quét)",
    "decision:signed_file_added": "Đưa bản đã ký vào hệ thống",
    "decision:signed_file_confirmed": "Xác nhận bản đã ký",
}
TONES: dict[str, str] = {
    "Match.same": "good",
    "Match.different": "bad",
    "Match.no_text": "waiting",
}
