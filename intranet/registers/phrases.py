"""Vietnamese words of registers."""

WORDS: dict[str, str] = {
    "register:entered": "Vào sổ văn bản đi",
    "register:delivered": "Ghi việc chuyển văn bản",
    "register:closed": "Khóa sổ",
    "Series.QD": "Quyết định",
    "Series.TTr": "Tờ trình",
    "Series.BB": "Biên bản họp Hội đồng",
    "Series.CV": "Công văn",
    "Series.TB": "Thông báo",
}
TONES: dict[str, str] = {}
