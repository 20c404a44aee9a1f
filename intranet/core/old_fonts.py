"""Text typed with the old TCVN3 (ABC) fonts such as .VnTime: recognised, and what it says in Unicode.

TCVN3 (TCVN 5712:1993, VN3) puts Vietnamese letters on the places of Latin-1, so "NguyÔn V¨n A" is Nguyễn Văn A.
Nobody's name is changed silently: callers show both texts and ask.
"""

import re

_LOWER = {
    0xA8: "ă", 0xA9: "â", 0xAA: "ê", 0xAB: "ô", 0xAC: "ơ", 0xAD: "ư", 0xAE: "đ",
    0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ",
    0xBB: "ằ", 0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ",
    0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ",
    0xCC: "è", 0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ",
    0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ",
    0xD7: "ì", 0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị",
    0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ",
    0xE5: "ồ", 0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ",
    0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ",
    0xEF: "ù", 0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ",
    0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự",
    0xFA: "ỳ", 0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
}  # fmt: skip
_UPPER = {0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ"}
TABLE = {chr(code): letter for code, letter in (_LOWER | _UPPER).items()}

# letters that Vietnamese Unicode text also has: alone they prove nothing
_SHARED = set("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
# of the others those that no Vietnamese word holds; signs such as © ½ « only count inside a word
_TELLING = "".join(sorted(re.escape(sign) for sign in TABLE if sign not in _SHARED))
_IN_A_WORD = re.compile(f"[A-Za-z][{_TELLING}]|[{_TELLING}][A-Za-z]")
_CAPITAL_INSIDE = re.compile(
    "[a-z][ÈÉÊÌÒÓÔÕÝ]|[ÈÉÊÌÒÓÔÕÝ][a-z]"
)  # "NguyÔn", "TuÊn": a capital after a small one
_ONLY_UNICODE = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9\u0300-\u036f]")


def is_old(text: str) -> bool:
    """Return whether a text is certainly TCVN3: signs inside words that Vietnamese Unicode never has there."""
    if text.isascii() or _ONLY_UNICODE.search(text):
        return False
    inside = _CAPITAL_INSIDE.search(text)
    return bool(_IN_A_WORD.search(text)) or bool(inside and inside[0][0].islower())


def is_unicode(text: str) -> bool:
    """Return whether a text is certainly Vietnamese in Unicode: it has letters that TCVN3 cannot show."""
    return bool(_ONLY_UNICODE.search(text))


def may_be_old(text: str) -> bool:
    """Return whether a text can be TCVN3, to be judged by its neighbours or its font ("Mai Th·", "Hµ")."""
    return not _ONLY_UNICODE.search(text) and any(sign in TABLE for sign in text)


def is_old_font(name: str | None) -> bool:
    """Return whether a font of this name shows TCVN3 (.VnTime, .VnArial, .VnTimeH ...)."""
    return (name or "").casefold().startswith(".vn")


def to_unicode(text: str, font: str | None = None) -> str:
    """Return what the TCVN3 text says, in Unicode; a font whose name ends with H shows capitals only."""
    said = "".join(TABLE.get(sign, sign) for sign in text)
    return said.upper() if is_old_font(font) and (font or "").endswith("H") else said
