"""What a browser calls itself, in words that its owner recognises."""

# the order matters: Edge and Cốc Cốc also call themselves Chrome, Chrome also calls itself Safari
_BROWSERS = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "trình duyệt Samsung"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "điện thoại Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "máy tính Windows"),
    ("Mac OS", "máy tính Mac"),
    ("Linux", "máy tính Linux"),
)


def device_words(agent: str) -> str:
    """Return "Chrome trên máy tính Windows" from a User-Agent text, which may also say nothing useful."""
    browser = next((words for sign, words in _BROWSERS if sign in agent), "")
    system = next((words for sign, words in _SYSTEMS if sign in agent), "")
    shown = " trên ".join(part for part in (browser, system) if part)
    return shown[0].upper() + shown[1:] if shown else "Thiết bị không rõ loại"
