"""Vietnamese words of scoring."""

WORDS: dict[str, str] = {
    "score_round.marking": "Đang chấm, điểm được giữ kín",
    "score_round.third_needed": "Cần thêm một người chấm",
    "score_round.finished": "Đã chấm xong",
    "score_round.cancelled": "Đã hủy",
    "score_round:opened": "Lập vòng chấm điểm",
    "score_round:ask_third": "Yêu cầu thêm một người chấm",
    "score_round:name_third": "Cử thêm một người chấm",
    "score_round:finish": "Chấm xong, mở bảng so sánh",
    "score_round:cancel": "Hủy vòng chấm",
    "score_sheet:assigned": "Cử người chấm",
    "score_sheet:declined": "Thôi chấm",
    "score_sheet:handed_in": "Nộp phiếu chấm",
}

TONES: dict[str, str] = {
    "score_round.marking": "waiting",
    "score_round.third_needed": "waiting",
    "score_round.finished": "good",
    "score_round.cancelled": "bad",
}
