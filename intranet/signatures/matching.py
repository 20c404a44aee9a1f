"""Whether the text of a PDF is the text of a numbered paper: number, date, subject, names, signer, total. Pure functions.

What is looked for comes from the frozen snapshot and only as far as the issued .docx prints it. A PDF gives its text
back with other spaces, line breaks, ligatures, soft hyphens, decomposed letters and marks in odd order: none of them
counts as a difference; a letter or a mark that differs does.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from ..core.text import format_number, long_date, printable

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[\u201c\u201d\u201e\u00ab\u00bb]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # written after the marks of shape (circumflex, breve, horn)
SUBJECT, NAME = "Trích yếu", "Tên"
_FEWEST_LETTERS = 200  # a Decision has thousands; a stamp of the scanner a few
_HEAD = 3000  # signs in which the number of the paper itself stands
_OWN_NUMBER = re.compile(r"s\s*ố\s*:\s*(\d[\d\s]{0,5}?)\s*/\s*([a-zđ0-9]+(?:\s*-\s*[a-zđ0-9]+)*)")
_DAY = re.compile(r"n\s*gày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*n\s*ăm\s*(\d{4})")


@dataclass(frozen=True)
class Expected:
    """What a paper says: number with symbol, date, and (words for the clerk, text) that must stand in it."""

    number: int
    symbol: str
    issued_on: dt.date
    parts: tuple[tuple[str, str], ...]

    @property
    def full_number(self) -> str:
        """Return "07/QĐ-UBND"."""
        return f"{self.number:02d}/{self.symbol}"


def normal(text: str) -> str:
    """Return text in one form: composed letters, no ligatures, one kind of dash and quote, small letters."""
    decomposed = unicodedata.normalize("NFKD", printable(text))
    ordered = re.sub(
        r"[\u0300-\u036f]{2,}", lambda m: "".join(sorted(m[0], key=lambda c: c in _TONES)), decomposed
    )
    plain = unicodedata.normalize("NFC", ordered).casefold()
    return _QUOTES.sub('"', _DASHES.sub("-", plain))


class Text:
    """A text to look things up in, whatever its white space."""

    def __init__(self, text: str) -> None:
        self.plain = normal(text)
        squeezed, after_gap, gap = [], [], True
        for sign in self.plain:
            if sign.isspace():
                gap = True
                continue
            squeezed.append(sign)
            after_gap.append(gap)
            gap = False
        self.squeezed, self._after_gap = "".join(squeezed), [*after_gap, True]

    @property
    def letters(self) -> int:
        """Return how many letters there are."""
        return sum(sign.isalpha() for sign in self.squeezed)

    def count(self, phrase: str) -> int:
        """Return how often a phrase stands there as whole words, spaces and line breaks aside."""
        wanted = "".join(normal(phrase).split())
        if not wanted:
            return 0
        found, at = 0, self.squeezed.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if self._edge(at) and self._edge(end):
                found += 1
            at = self.squeezed.find(wanted, at + 1)
        return found

    def _edge(self, at: int) -> bool:
        """Return whether no word goes on across a place."""
        if at == 0 or at >= len(self.squeezed) or self._after_gap[at]:
            return True
        return not (self.squeezed[at - 1].isalnum() and self.squeezed[at].isalnum())


def expected(content: dict[str, Any], paper: str, printed: str) -> Expected:
    """Return what the signed form of a paper must say, from a snapshot and the text of the issued .docx."""
    source = content["submission"] if paper == "to-trinh" else content
    on = dt.date.fromisoformat(source["on"] if paper == "to-trinh" else content["issued_on"])
    subject = str(source["subject"])
    short = subject.removeprefix("Về việc ")
    signer = str(source["signer"]["name"])
    parts = [(SUBJECT, subject), (SUBJECT, short), ("Người ký", signer)]
    parts += [(NAME, str(row["name"])) for row in content["rows"]]
    if content.get("total"):
        parts.append(("Tổng số tiền", format_number(content["total"])))
    words = Text(printed)
    there = tuple(dict.fromkeys((label, text) for label, text in parts if words.count(text)))
    # the subject once: the longer form, when the paper prints it
    subjects = [one for one in there if one[0] == SUBJECT]
    there = tuple(one for one in there if one not in subjects[1:])
    return Expected(int(source["number"]), str(source["symbol"]), on, there)


def days(text: Text) -> list[tuple[int, int, int]]:
    """Return (day, month, year) of the dates that are written out in a text, in its order."""
    return [(int(d), int(m), int(y)) for d, m, y in _DAY.findall(text.plain)]


def own_number(text: Text) -> tuple[int, str, int | None] | None:
    """Return (number, symbol in capitals, year of the first date) from the head of a text ("Số: 07/QĐ-UBND"), or None."""
    own = _OWN_NUMBER.search(text.plain[:_HEAD])
    if own is None:
        return None
    written = days(text)
    year = written[0][2] if written else None
    return int("".join(own[1].split())), "".join(own[2].split()).upper(), year


def is_other(own: tuple[int, str, int | None] | None, text: Text, paper: Expected) -> bool:
    """Return whether the number in the head is not the paper's, or its date is of another year and ours nowhere."""
    if own is None:
        return False
    number, symbol, year = own
    if (number, symbol) != (paper.number, normal(paper.symbol).upper()):
        return True
    on = paper.issued_on
    return year not in (None, on.year) and (on.day, on.month, on.year) not in days(text)


def differences(text: Text, paper: Expected, printed: str) -> list[str]:
    """Return in words what of a paper does not stand in a text; empty when all of it does."""
    found = []
    if not text.count(paper.full_number):
        found.append(f"Không thấy số {paper.full_number}.")
    on = paper.issued_on
    if (on.day, on.month, on.year) not in days(text):
        found.append(f"Không thấy {long_date(on)}.")
    words = Text(printed)
    for label, part in paper.parts:
        there, often = text.count(part), words.count(part)
        if not there:
            found.append(f"{label}: không thấy “{part}”.")
        elif label == NAME and there < often:
            found.append(f"{label}: “{part}” có {there} lần, bản đã cấp số có {often} lần.")
    return found


def is_scan(text: Text) -> bool:
    """Return whether there is too little text to compare: pictures of pages."""
    return text.letters < _FEWEST_LETTERS
