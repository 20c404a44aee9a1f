"""Vietnamese text: one normaliser, search folding, sort keys, dates and numbers in words.

The table of cases is `tests/core/test_text.py`. Nothing here knows the database or Flask.
"""

import datetime as dt
import re
import unicodedata

# Word's Shift+Enter pastes U+000B and its page break U+000C; both mean "new line" to the writer.
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Not allowed in XML, or able to fake a printed name: other C0/C1 controls, bidi overrides, zero-width signs,
# soft hyphen, lone surrogates, noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
    "|[" + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 17)) + "]"
)
_SPACES = re.compile(r"[^\S\n]+")


def printable(value: str) -> str:
    """Return text in NFC without what XML or paper must not hold; spaces and line breaks stay as they are."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", _LINE_BREAKS.sub("\n", value)))


def clean_prose(value: str | None) -> str:
    """Return text of several lines in NFC, without control characters, with at most one empty line in a row.

    Pasted Word line breaks become new lines; what XML or a printed name must not hold is dropped.
    """
    if not value:
        return ""
    lines = [_SPACES.sub(" ", line).strip() for line in printable(value).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_line(value: str | None) -> str:
    """Return text of one line in NFC: as `clean_prose`, with every run of white space as one space."""
    return re.sub(r"\s+", " ", clean_prose(value)).strip()


def fold(value: str | None) -> str:
    """Return the search form: lower case, no diacritics, đ as d (which no Unicode form does), single spaces."""
    text = unicodedata.normalize("NFD", (value or "").casefold())
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("đ", "d")
    return re.sub(r"\s+", " ", text).strip()


_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: f"{i:02d}" for i, letter in enumerate(_LETTERS)}
# huyền < hỏi < ngã < sắc < nặng (CLDR vi); the combining marks of the tones only.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tone = "0"
    for char in unicodedata.normalize("NFD", syllable.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        elif unicodedata.combining(char) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
    return "".join(_LETTER_RANK.get(c, "99") for c in letters) + "." + tone


def sort_key(value: str | None) -> str:
    """Return an ASCII key that sorts Vietnamese text syllable by syllable (a ă â ... ; huyền < ... < nặng)."""
    return " ".join(_syllable_key(s) for s in re.findall(r"\w+", value or ""))


def name_sort_key(full_name: str | None) -> str:
    """Return the key of a person's name: given name (last word) first, then family and middle names."""
    words = clean_line(full_name).split(" ")
    return sort_key(" ".join([words[-1], *words[:-1]]))


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")


def _three_digits(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words: list[str] = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0 and units and words:
        words += ["linh", _DIGITS[units]]
    elif tens == 0 and units:
        words.append(_DIGITS[units])
    elif tens:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
        if units == 1 and tens > 1:
            words.append("mốt")
        elif units == 4 and tens > 1:
            words.append("tư")
        elif units == 5:
            words.append("lăm")
        elif units:
            words.append(_DIGITS[units])
    return " ".join(words)


def number_words(number: int) -> str:
    """Return a whole number >= 0 in Vietnamese words ("một nghìn không trăm linh năm"); ValueError below 0."""
    if number < 0:
        raise ValueError("only whole numbers from 0")
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 10**9)
    words: list[str] = []
    if billions:
        words += [number_words(billions), "tỷ"]
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words.append(_three_digits(group, full=bool(words)))
            if _GROUPS[power]:
                words.append(_GROUPS[power])
    return " ".join(words)


def money_words(amount: int) -> str:
    """Return an amount in đồng as printed after "Bằng chữ:" ("Bảy trăm sáu mươi nghìn đồng")."""
    words = number_words(amount)
    return words[0].upper() + words[1:] + " đồng"


def format_number(number: int) -> str:
    """Return 1234567 as "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def pad_number(number: int) -> str:
    """Return a document number, ordinal or count with the leading zero that NĐ 30/2020 wants below 10."""
    return f"{number:02d}"


def long_date(day: dt.date) -> str:
    """Return "ngày 05 tháng 02 năm 2026": 0 before days below 10 and before months 1 and 2 (NĐ 30/2020, II.4b)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: dt.date) -> str:
    """Return dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def weekday_date(day: dt.date) -> str:
    """Return "thứ Sáu, 27/11/2026"."""
    return f"{_WEEKDAYS[day.weekday()]}, {short_date(day)}"
