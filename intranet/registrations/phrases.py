"""Vietnamese words of this feature."""

WORDS = {
    "registration.draft": "Đang soạn",
    "registration.handed_in": "Chờ duyệt",
    "registration.accepted": "Đã duyệt",
    "registration.returned": "Trả lại để sửa",
    "registration:submit": "Nộp đăng ký thi đua",
    "registration:resubmit": "Nộp lại đăng ký thi đua",
    "registration:accept": "Duyệt đăng ký thi đua",
    "registration:return": "Trả lại đăng ký thi đua",
    "registration:begun": "Lập đăng ký thi đua",
    "registration:saved": "Sửa đăng ký thi đua",
}
TONES = {
    "registration.handed_in": "waiting",
    "registration.accepted": "good",
    "registration.returned": "bad",
}
