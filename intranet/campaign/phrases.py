"""Vietnamese words of this feature's states, steps, events and choices."""

WORDS: dict[str, str] = {
    "campaign:edited": "Sửa thông tin phong trào",
    "campaign:theme_edited": "Sửa nội dung thi đua",
}
TONES: dict[str, str] = {}
