"""Vietnamese words of registers."""

WORDS: dict[str, str] = {
    "register:entered": "Vào sổ văn bản đi",
    "Series.QD": "Quyết định",
    "Series.TTr": "Tờ trình",
    "Series.BB": "Biên bản họp Hội đồng",
}
TONES: dict[str, str] = {}
