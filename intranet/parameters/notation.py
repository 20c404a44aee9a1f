"""How a rule's value is written on the screen, and read back: plain lines that people of the office can edit.

The shape of the rule before decides how a text is read; `actions.add_parameter` checks the result once more.
"""

from typing import Any

from ..core.errors import NotReady
from ..core.text import clean_line, fold, format_number

SUBJECTS = {
    "person": "cá nhân",
    "collective": "tập thể",
    "household": "hộ gia đình",
    "giay_khen": "Giấy khen",
    "name": "họ và tên",
    "born_year": "năm sinh",
    "gender": "giới tính",
    "job": "chức vụ",
    "unit": "đơn vị",
    "form": "hình thức",
    "summary": "thành tích",
    "votes": "tỷ lệ phiếu",
    "titles": "đã đạt",
    "pass_mark": "điểm đạt",
    "gap": "chênh lệch tối đa giữa hai người chấm",
    "markers": "số người chấm",
    "step": "bước điểm",
    "low": "phải nêu lý do khi điểm từ mức này trở xuống (% điểm tối đa)",
    "high": "phải nêu lý do khi điểm từ mức này trở lên (% điểm tối đa)",
    "result": "cách tính kết quả",
    "same_unit": "người cùng đơn vị với tác giả",
    "open_vote": "khi chưa chấm xong",
}
MODES = {"up": "làm tròn lên", "nearest": "làm tròn đến số gần nhất", "none": "không làm tròn"}


def write(value: Any) -> str:
    """Return a value as the form shows it."""
    if isinstance(value, int):
        return format_number(value)
    if isinstance(value, dict) and "fraction" in value:
        return f"{'trên' if value['strict'] else 'từ'} {value['fraction'][0]}/{value['fraction'][1]}"
    if isinstance(value, dict) and "mode" in value:
        return f"{MODES[value['mode']]}: {format_number(value['unit'])}"
    if isinstance(value, dict):
        return "\n".join(f"{SUBJECTS.get(k, k)}: {v.replace('.', ',')}" for k, v in value.items())
    if isinstance(value, list) and isinstance(value[0], int):
        return f"{value[0]}/{value[1]}"
    return "\n".join(" | ".join(line[part] for part in _parts(line)) for line in value)


def _parts(line: dict[str, str]) -> list[str]:
    """Return the names of a line's texts in their order; its code is not shown."""
    return [part for part in line if part != "code"]


def hint(value: Any) -> str:
    """Return in words how to write a value of this kind."""
    if isinstance(value, int):
        return "Một số nguyên."
    if isinstance(value, dict) and "fraction" in value:
        return "“từ 2/3” là đủ 2/3 thì đạt; “trên 1/2” là phải hơn 1/2. Tính trên tổng số thành viên."
    if isinstance(value, dict) and "mode" in value:
        return "Một trong: “làm tròn lên: 10.000”, “làm tròn đến số gần nhất: 10.000”, “không làm tròn: 1”."
    if isinstance(value, dict):
        return "Mỗi dòng một mục, giữ nguyên chữ trước dấu hai chấm."
    if isinstance(value, list) and isinstance(value[0], int):
        return "Một phân số, ví dụ 2/3."
    if "levels" in value[0]:
        return "Mỗi dòng một tiêu chí: tên | điểm tối đa | hệ số | các mức, cách nhau bằng dấu chấm phẩy."
    return "Mỗi dòng một mục kiểm tra: nội dung | điều khoản."


def read(text: str, like: Any) -> Any:
    """Return the value that a text means, of the kind of `like`; NotReady when it means none."""
    try:
        return _read(text.strip(), like)
    except (ValueError, KeyError):
        raise NotReady("Giá trị chưa đúng cách viết. Hãy viết giống mẫu đang hiện.", ["Giá trị"]) from None


def _read(text: str, like: Any) -> Any:
    if isinstance(like, int):
        return _whole(text)
    if isinstance(like, dict) and "fraction" in like:
        word, share = text.split()
        return {"fraction": _share(share), "strict": {"trên": True, "từ": False}[word.lower()]}
    if isinstance(like, dict) and "mode" in like:
        word, unit = text.split(":")
        modes = {fold(words): mode for mode, words in MODES.items()}
        return {"mode": modes[fold(word.strip())], "unit": _whole(unit)}
    if isinstance(like, dict):
        return _named(text, like)
    if isinstance(like, list) and isinstance(like[0], int):
        return _share(text)
    return _lines(text, like)


def _whole(text: str) -> int:
    digits = text.strip().replace(".", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise ValueError(text)
    return int(digits)


def _share(text: str) -> list[int]:
    numerator, denominator = text.split("/")
    return [_whole(numerator), _whole(denominator)]


def _named(text: str, like: dict[str, str]) -> dict[str, str]:
    keys = {fold(SUBJECTS.get(key, key)): key for key in like}
    found: dict[str, str] = {}
    for line in text.split("\n"):
        if not line.strip():
            continue
        name, value = line.split(":", 1)
        key, value = keys[fold(name.strip())], value.strip()
        if key in found:
            raise ValueError(line)
        numeric = like[key].replace(".", "").isdigit()
        found[key] = value.replace(",", ".") if numeric else value
    if set(found) != set(like):
        raise ValueError(text)
    return {key: found[key] for key in like}


def _lines(text: str, like: list[dict[str, str]]) -> list[dict[str, str]]:
    """A line that says what a line said before keeps its code, so that answers given to it stay with it."""
    codes = {clean_line(line["text"]): line["code"] for line in like}
    used = set(codes.values())
    found: list[dict[str, str]] = []
    for raw in text.split("\n"):
        if not raw.strip():
            continue
        given = [clean_line(part) for part in raw.split("|")]
        if len(given) != len(_parts(like[0])):
            raise ValueError(raw)
        code = codes.get(given[0])
        if code is None:
            code = next(name for n in range(1, len(used) + 2) if (name := f"muc-{n}") not in used)
            used.add(code)
        found.append({"code": code} | dict(zip(_parts(like[0]), given, strict=True)))
    return found
