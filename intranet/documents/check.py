"""Read finished papers back and compare every name, title, count, amount, number and date with the frozen list.

The papers are made from the list, so a difference means that a file was changed, mixed up or wrongly composed: the
reader uses nothing but the .docx files (and the list), never the code that made them.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from . import read_back

_COUNT = re.compile(r"(?<![\w./,])(\d{1,4}) (tập thể|cá nhân|hộ gia đình|sáng kiến)\b")
_MONEY = re.compile(r"(?<![\w./,])(\d{1,3}(?:\.\d{3})+) đồng\b")
_WORDS = re.compile(r"[Bb]ằng chữ: ([^().;]+)")
_DATE = r"ngày \d{1,2} tháng \d{1,2} năm \d{4}"
_REFERENCE = re.compile(
    rf"(?:Kèm theo|tại|theo|Theo) (Quyết định|Tờ trình) số (\d[\w/.-]*[\w-])(?: ({_DATE}))?"
)
_FIRST = ("STT", "Số sổ vàng", "Số")
_OWN_NUMBER = re.compile(r"^Số: ?(\d[\w/-]*)$")
_OWN_DATE = re.compile(rf"^[^,\d]{{2,40}}, ({_DATE})$")
_MEETING = re.compile(rf"(?:phiên họp|họp) ({_DATE})")


@dataclass(frozen=True)
class Facts:
    """What the papers must say. All texts as printed.

    `rows`: one mapping per line of the list, from the first words of a column's head to its cell ("Tên": ...).
    `sheets`: one tuple of texts per certificate, in the order of the stack.
    `references`: kind of paper -> its number and date in words ("" when not given yet).
    """

    rows: tuple[Mapping[str, str], ...]
    sheets: tuple[tuple[str, ...], ...]
    counts: Mapping[str, int]
    amounts: frozenset[str] = frozenset()
    total: str = ""
    total_words: str = ""
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    own_words: frozenset[str] = frozenset()  # lines that somebody wrote freely: they may name other papers
    meeting: str = ""  # "ngày 01 tháng 12 năm 2026"


@dataclass(frozen=True)
class File:
    """A paper to read: its name, its bytes, its own number and date, and which parts it has.

    `lists`: its tables are the list; `stack`: its pages are the certificates; `names`: texts that it must hold
    anywhere; `prose`: counts and amounts in its sentences are those of the list (not so in a report); `refers`: the
    Decision, submission and meeting that it names are those of the dossier (minutes name the council's founding one).
    """

    name: str
    content: bytes
    number: str = ""
    date: str = ""
    lists: bool = False
    stack: bool = False
    names: tuple[str, ...] = ()
    prose: bool = True
    refers: bool = True
    sheets: slice = field(default_factory=lambda: slice(None))  # which certificates of the stack it holds


@dataclass(frozen=True)
class Difference:
    """Something that a paper says otherwise than the list."""

    file: str
    place: str
    expected: str
    found: str


@dataclass(frozen=True)
class Result:
    """How many facts were compared, and what differs."""

    compared: int
    differences: tuple[Difference, ...]


class _Reader:
    """Compares one file; counts what it compares."""

    def __init__(self, file: File, facts: Facts) -> None:
        self.file, self.facts = file, facts
        self.compared = 0
        self.differences: list[Difference] = []

    def equal(self, place: str, expected: str, found: str) -> None:
        self.compared += 1
        if plain(expected) != plain(found):
            self.differences.append(Difference(self.file.name, place, plain(expected), plain(found)))

    def holds(self, place: str, expected: str, text: str) -> None:
        """The text must hold the expected words, letter by letter."""
        self.compared += 1
        if plain(expected) and plain(expected) not in text:
            self.differences.append(
                Difference(self.file.name, place, plain(expected), nearest(plain(expected), text))
            )

    def read(self) -> None:
        """Compare all parts that the file has."""
        free = {plain(line) for line in self.facts.own_words}
        read = [plain(line) for line in read_back.paragraphs(self.file.content)]
        lines = [line for line in read if line.strip(" -;.") not in free]
        if self.file.lists:
            self.lists()
        if self.file.stack:
            self.stack()
        whole = " ".join(read)
        for name in self.file.names:
            self.holds("Tên trong văn bản", name, whole)
        self.numbers(lines)
        if self.file.prose:
            self.prose(lines)

    def lists(self) -> None:
        """Every row of every list table; the sum of its amounts; no row too many or too few."""
        for table in read_back.tables(self.file.content):
            head = next((row for row in table if row and plain(row[0]) in _FIRST), None)
            if head is None:
                continue
            keys = _columns(head, self.facts.rows)
            if "Tên" not in keys.values():
                continue
            rows = [row for row in table if plain(row[0]).isdigit() and len(row) == len(head)]
            self.equal("Số dòng của danh sách", str(len(self.facts.rows)), str(len(rows)))
            for at, (expected, row) in enumerate(zip(self.facts.rows, rows, strict=False), start=1):
                for column, key in keys.items():
                    self.equal(f"Dòng {at}, cột {key}", expected[key], row[column])
            self._sum(head, rows, table)

    def _sum(self, head: list[str], rows: list[list[str]], table: list[list[str]]) -> None:
        money = next((at for at, label in enumerate(head) if plain(label).startswith("Tiền thưởng")), None)
        if money is None or not self.facts.total:
            return
        figures = [re.sub(r"\D", "", row[money]) for row in rows]
        total = sum(int(figure) for figure in figures if figure)
        self.equal("Cộng các dòng tiền thưởng", self.facts.total, f"{total:,}".replace(",", "."))
        for row in table:
            if plain(row[0]).startswith("Tổng cộng"):
                shown = next((plain(cell) for cell in row[1:] if plain(cell)), "")
                self.equal("Dòng Tổng cộng", self.facts.total, shown)

    def stack(self) -> None:
        """One page per certificate, in the order of the list, each with all its texts."""
        pages = [" ".join(map(plain, page)) for page in read_back.pages(self.file.content)]
        sheets = self.facts.sheets[self.file.sheets]
        self.equal("Số tờ", str(len(sheets)), str(len(pages)))
        for at, (texts, page) in enumerate(
            zip(sheets, pages, strict=False), start=1 + (self.file.sheets.start or 0)
        ):
            for text in texts:
                self.holds(f"Tờ {at}", text, page)

    def numbers(self, lines: list[str]) -> None:
        """The paper's own number and date, and the papers that it refers to."""
        if self.file.number:
            own = [found[1] for line in lines if (found := _OWN_NUMBER.match(line))]
            self.equal("Số, ký hiệu", self.file.number, own[0] if own else "")
        if self.file.date:
            dated = [found[1] for line in lines if (found := _OWN_DATE.match(line))]
            self.equal("Địa danh, ngày tháng", self.file.date, dated[0] if dated else "")
        for line in lines if self.file.refers else ():
            for found in _REFERENCE.finditer(line):
                number, date = self.facts.references.get(found[1], ("", ""))
                if number:
                    self.equal(f"{found[1]} được dẫn", number, found[2])
                if date and found[3]:
                    self.equal(f"Ngày của {found[1]} được dẫn", date, found[3])
            for found in _MEETING.finditer(line):
                if self.facts.meeting:
                    self.equal("Ngày họp Hội đồng", self.facts.meeting, found[1])

    def prose(self, lines: Iterable[str]) -> None:
        """Counts, amounts and amounts in words in the sentences; what people did is not read for counts."""
        achievements = {plain(text) for row in self.facts.rows for key, text in row.items() if key != "Tên"}
        money = self.facts.amounts | ({self.facts.total} if self.facts.total else set())
        for line in lines:
            if line in achievements:
                continue
            for found in _COUNT.finditer(line):
                expected = self.facts.counts.get(found[2])
                if expected is not None:
                    self.equal(f"Số lượng {found[2]}", f"{expected:02d}", found[1])
            for found in _MONEY.finditer(line):
                self.equal("Số tiền", found[1] if found[1] in money else self.facts.total, found[1])
            for found in _WORDS.finditer(line):
                self.equal("Số tiền bằng chữ", self.facts.total_words, found[1])


def check(files: Iterable[File], facts: Facts) -> Result:
    """Compare all files with the facts; differences stand in the order of the files."""
    compared, differences = 0, []
    for file in files:
        reader = _Reader(file, facts)
        reader.read()
        compared += reader.compared
        differences += reader.differences
    return Result(compared, tuple(differences))


def plain(text: str) -> str:
    """Return text for comparison: composed letters, simple spaces and hyphens; case and accents count."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u2011", "-").split())


def nearest(expected: str, text: str) -> str:
    """Return the words of a text that are most like the expected ones ("" when nothing is like them)."""
    words, length = text.split(), len(expected.split())
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(expected)
    best, best_score = "", 0.6
    for size in (length, length + 1, max(length - 1, 1)):
        if best_score > 0.75:  # as many words as expected and much like them: no need to look at more
            break
        for part in (" ".join(words[at : at + size]) for at in range(max(len(words) - size + 1, 1))):
            matcher.set_seq1(part)
            if matcher.real_quick_ratio() > best_score and matcher.quick_ratio() > best_score:
                score = matcher.ratio()
                if score > best_score:
                    best, best_score = part, score
    return best


def _columns(head: list[str], rows: tuple[Mapping[str, str], ...]) -> dict[int, str]:
    """Return column -> key of a row, by the first words of the column's head."""
    keys = sorted(rows[0], key=len, reverse=True) if rows else []
    found: dict[int, str] = {}
    for at, label in enumerate(map(plain, head)):
        key = next((key for key in keys if label.startswith(key)), None)
        if key is not None and key not in found.values():
            found[at] = key
    return found
