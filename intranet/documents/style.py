"""Warn of what Nghị định 30/2020/NĐ-CP does not want: the slips that make a chairman send a paper back.

Works on any .docx, also one that was typed by hand. Every rule names its place in the decree (Phụ lục I unless said
otherwise); the slips of the commune's own plan are in the tests.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import read_back
from .blocks import QUOC_HIEU, TIEU_NGU
from .check import plain


@dataclass(frozen=True)
class Slip:
    """One slip: the rule with its source, the words where it stands, what to write instead."""

    rule: str
    where: str
    advice: str


@dataclass(frozen=True)
class _Rule:
    name: str
    find: Callable[[list[str]], Iterator[tuple[str, str]]]


_BASIS = re.compile(r"^(Căn cứ|Theo đề nghị|Xét đề nghị|Theo kết quả)\b")
_SHORT_DATE = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/])")
_LONG_DATE = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm \d{4}")
_NUMBER = re.compile(r"[Ss]ố:? ?(\d)/(?=[A-ZĐ])")
_COUNT = re.compile(r"(?<![\w.,/])(\d) (tập thể|cá nhân|hộ gia đình|sáng kiến)\b")
_LAW_NUMBER = re.compile(r"\b(?:Luật|Pháp lệnh)\b[^;,]{0,80}? số \d+/\d{4}/[A-ZĐ]+\d*")
_RANGE_EN, _RANGE_HYPHEN = re.compile(r"\d{4} – \d{4}"), re.compile(r"\d{4} - \d{4}")
_COPIES = re.compile(r"^- ?Lưu ?: ?(.+?)\.?$")
_SYMBOL = re.compile(r"\bsố:? ?\d+ ?/ ?[A-ZĐ]+(?: -|- )", re.IGNORECASE)
# words of administrative papers that spell checkers pass: a lost hook mark gives another word
_LOST_MARKS = {
    "chuyên đổi số": "chuyển đổi số",
    "Chuyên đổi số": "Chuyển đổi số",
    "Trường các Thôn": "Trưởng các thôn",
    "Trường thôn": "Trưởng thôn",
    "Trường phòng": "Trưởng phòng",
    "thi đưa": "thi đua",
    "khen thường": "khen thưởng",
    "Khen thường": "Khen thưởng",
    "cái cách hành chính": "cải cách hành chính",
    "Uỷ ban": "Ủy ban",
}


def _authority(lines: list[str]) -> Iterator[tuple[str, str]]:
    head = next((line for line in lines if line.startswith("CHỦ TỊCH ỦY BAN NHÂN DÂN")), None)
    for line in lines:
        # a council's paper has "TM. HỘI ĐỒNG", and the office of who signs above the name (II.7c)
        if head and line.startswith("TM.") and not line.startswith("TM. HỘI ĐỒNG"):
            yield (
                line,
                "Bỏ “TM.”: quyết định của Chủ tịch thì ký “CHỦ TỊCH” (hoặc KT. CHỦ TỊCH / PHÓ CHỦ TỊCH).",
            )
    collective = next((line for line in lines if line.startswith("ỦY BAN NHÂN DÂN XÃ")), None)
    titles = [line for line in lines if line in ("CHỦ TỊCH", "KT. CHỦ TỊCH")]
    decides = "QUYẾT ĐỊNH:" in lines
    if decides and collective and not head and titles and not any(line.startswith("TM.") for line in lines):
        yield titles[0], "Văn bản của tập thể Ủy ban nhân dân thì ký “TM. ỦY BAN NHÂN DÂN”."


def _bases(lines: list[str]) -> Iterator[tuple[str, str]]:
    found = [line for line in lines if _BASIS.match(line)]
    if "QUYẾT ĐỊNH:" not in lines:
        return
    for line in found[:-1]:
        if not line.endswith(";"):
            yield line, "Mỗi căn cứ kết thúc bằng dấu chấm phẩy (;)."
    if found and not found[-1].endswith("."):
        yield found[-1], "Căn cứ cuối cùng kết thúc bằng dấu chấm (.)."


def _short_dates(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if _BASIS.match(line):
            for found in _SHORT_DATE.finditer(line):
                yield found[0], "Trong căn cứ ghi đủ: “ngày … tháng … năm …”."


def _laws(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if _BASIS.match(line):
            for found in _LAW_NUMBER.finditer(line):
                yield found[0], "Căn cứ là Luật, Pháp lệnh thì không ghi số, ký hiệu và cơ quan ban hành."


def _dashes(lines: list[str]) -> Iterator[tuple[str, str]]:
    text = "\n".join(lines)
    if (dash := _RANGE_EN.search(text)) and _RANGE_HYPHEN.search(text):
        yield dash[0], "Văn bản dùng lẫn gạch nối (-) và gạch ngang (–); hãy dùng một loại."


def _zeros(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for found in _NUMBER.finditer(line):
            yield line, f"Số dưới 10 có số 0 ở trước: 0{found[1]}."
        for found in _LONG_DATE.finditer(line):
            day, month = found[1], found[2]
            if len(day) == 1:
                yield found[0], f"Ngày dưới 10 có số 0 ở trước: 0{day}."
            if month in ("1", "2"):
                yield found[0], f"Tháng 1, tháng 2 có số 0 ở trước: 0{month}."
            if len(month) == 2 and month.startswith("0") and month not in ("01", "02"):
                yield found[0], f"Chỉ tháng 1 và tháng 2 có số 0 ở trước: tháng {month[1]}."
        for found in _COUNT.finditer(line):
            yield found[0], f"Số lượng dưới 10 có số 0 ở trước: 0{found[1]} {found[2]}."


def _copies(lines: list[str], codes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if "Nơi nhận:" not in lines:
        return
    kept = [found[1] for line in lines if (found := _COPIES.match(line))]
    if not kept:
        yield "Nơi nhận:", "Dòng cuối của Nơi nhận là “- Lưu: VT, …”."
    for code in (part.strip() for line in kept for part in re.split("[,;]", line)):
        if codes and code and code not in (*codes, "Hồ sơ", "HS"):
            yield code, f"Chữ viết tắt không có trong cơ quan; có phải: {', '.join(codes)}?"


def _spelling(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for wrong, right in _LOST_MARKS.items():
            if re.search(rf"\b{wrong}\b", line):
                yield wrong, f"Có phải: “{right}”?"


def _spaces(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if found := re.search(r"\S* [,;:](?=\s|$)", line):
            yield found[0], "Không để khoảng trắng trước dấu câu."
        if found := _SYMBOL.search(line):
            yield found[0], "Trong số, ký hiệu không có khoảng trắng quanh “/” và “-”."


def _fixed(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if "XÃ HỘI CHỦ NGHĨA" in line.upper() and len(line) < 60 and line != QUOC_HIEU:
            yield line, f"Quốc hiệu ghi: {QUOC_HIEU}."
        if line.startswith("Độc lập") and len(line) < 40 and line != TIEU_NGU:
            yield line, f"Tiêu ngữ ghi: {TIEU_NGU} (gạch nối, có khoảng trắng hai bên)."


def _ending(lines: list[str]) -> Iterator[tuple[str, str]]:
    articles = [line for line in lines if line.startswith("Điều ")]
    if "QUYẾT ĐỊNH:" in lines and articles and not articles[-1].endswith("./."):
        last = lines[: lines.index("Nơi nhận:")][-1] if "Nơi nhận:" in lines else articles[-1]
        if not last.endswith("./."):
            yield last, "Hết nội dung văn bản ghi dấu “./.”."
    annex = any(line.startswith(("(Kèm theo", "(kèm theo")) for line in lines)
    body = " ".join(lines[: lines.index("Nơi nhận:")] if "Nơi nhận:" in lines else lines)
    if annex and not re.search(r"kèm theo\)|[Pp]hụ lục|danh sách kèm theo", body):
        yield "(Kèm theo …)", "Văn bản có phụ lục thì phần nội dung phải dẫn: “(có Danh sách kèm theo)”."


def _blanks(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if re.search(r"[Ss]ố:? ?(?:…|\.{3,}|\s{2,})\s*/|ngày(?: …|\.{2,}|\s{3,})", line):
            yield line, "Còn chỗ trống: chưa có số hoặc ngày."


def slips(content: bytes, *, codes: tuple[str, ...] = (), numbered: bool = False) -> list[Slip]:
    """Return the slips of a .docx in the order of the rules, each once.

    `codes`: abbreviations that may stand after "Lưu:". `numbered`: number and date must be filled in.
    """
    raw = read_back.paragraphs(content)
    lines = [plain(line) for text in raw for line in text.split("\n") if plain(line)]
    rules = [
        _Rule("Quyền hạn, chức vụ của người ký (mục II.7)", _authority),
        _Rule("Căn cứ ban hành (mục II.6)", _bases),
        _Rule("Ngày tháng trong căn cứ (mục II.6)", _short_dates),
        _Rule("Căn cứ là Luật, Pháp lệnh (mục II.6)", _laws),
        _Rule("Gạch nối và gạch ngang", _dashes),
        _Rule("Số 0 ở trước (mục II.3, II.4)", _zeros),
        _Rule("Nơi nhận (mục II.9)", lambda found: _copies(found, codes)),
        _Rule("Quốc hiệu và Tiêu ngữ (mục II.1)", _fixed),
        _Rule("Kết thúc văn bản và phụ lục (mục III.1; Mẫu 1.2)", _ending),
        _Rule("Chính tả", _spelling),
        _Rule("Khoảng trắng", _spaces),
    ]
    if numbered:
        rules.append(_Rule("Số, ngày tháng (mục II.3, II.4)", _blanks))
    found = [Slip(rule.name, where, advice) for rule in rules for where, advice in rule.find(lines)]
    return list(dict.fromkeys(found))
