"""Vietnamese words of registers."""

WORDS: dict[str, str] = {
    "register:entered": "Vào sổ văn bản đi",
    "register:delivered": "Ghi việc chuyển văn bản",
    "register:closed": "Khóa sổ",
    "Series.QD": "Quyết định",
    "Series.TTr": "Tờ trình",
    "Series.TTr-UBND": "Tờ trình của Ủy ban nhân dân xã",
    "Series.BB": "Biên bản họp Hội đồng",
    "Series.CV": "Công văn",
    "Series.BC": "Báo cáo",
    "Series.TB": "Thông báo",
    "Series.GM": "Giấy mời của Hội đồng",
    "Series.TBHD": "Thông báo của Hội đồng",
}
TONES: dict[str, str] = {}
