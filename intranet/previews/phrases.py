"""Words of the states of a preview."""

WORDS = {
    "preview.waiting": "Đang chờ đến lượt",
    "preview.running": "Đang tạo bản xem trước",
    "preview.done": "Đã xong",
    "preview.failed": "Không tạo được",
    "preview.cancelled": "Đã dừng",
}
TONES = {
    "preview.waiting": "waiting",
    "preview.running": "waiting",
    "preview.done": "good",
    "preview.failed": "bad",
    "preview.cancelled": "neutral",
}
