"""What the board says in words: amounts, targets, states, distances, what is still missing before when."""

from fractions import Fraction

from ..core.text import format_number
from . import engine
from .board import Row
from .engine import Comparator, Kind, Line, Value, Verdict
from .models import Indicator, IndicatorQuarter

_SIGNS = {
    Comparator.GE: "từ {} trở lên",
    Comparator.GT: "trên {}",
    Comparator.EQ: "đủ {}",
    Comparator.LE: "không quá {}",
    Comparator.LT: "dưới {}",
}
_SHORT = {
    Comparator.GE: "≥ {}",
    Comparator.GT: "> {}",
    Comparator.EQ: "= {}",
    Comparator.LE: "≤ {}",
    Comparator.LT: "< {}",
}


def fraction(value: Value | None) -> str:
    """Return "1.240/1.302", a count alone, or what is said of nothing and of a missing figure."""
    if value is None:
        return "Chưa có số liệu"
    if value.nothing:
        return "Không phát sinh"
    if value.denominator == 1:
        return whole(value.numerator)
    return f"{whole(value.numerator)}/{whole(value.denominator)}"


def whole(number: int) -> str:
    """Return a whole number with thousand dots, with its sign."""
    return f"-{format_number(-number)}" if number < 0 else format_number(number)


def amount(value: Value | None, *, ratio: bool, line: Line | None = None) -> str:
    """Return "95,2 %" or "3"; a dash for what is missing or did not arise."""
    if value is None or value.nothing:
        return "–"
    found = engine.amount(value, ratio=ratio)
    return f"{engine.shown(found, line)} %" if ratio else whole(value.numerator)


def target(line: Line, *, ratio: bool, measure: str = "", short: bool = False) -> str:
    """Return a target: "từ 99 % trở lên", "≥ 99 %", "3 đến 5 người/tổ"."""
    unit = " %" if ratio else f" {measure}" if measure and not short else ""
    if line.comparator == Comparator.IN:
        return f"{line.target} đến {line.upper}{unit}"
    return (_SHORT if short else _SIGNS)[line.comparator].format(f"{line.target}{unit}")


def row_target(row: Row, *, short: bool = False) -> str:
    """Return the target of a row of the board."""
    if row.indicator.kind == Kind.RANGE:
        return target(engine.Line(Comparator.IN, row.target.target, row.target.upper), ratio=False,
                      measure=row.indicator.measure, short=short)  # fmt: skip
    if row.indicator.every_unit and row.ratio:
        words = target(engine.Line(row.target.comparator, row.target.target), ratio=False, short=True)
        return f"mọi đơn vị {words}"
    return target(row.line, ratio=row.ratio, measure=row.indicator.measure, short=short)


def points(distance: Fraction | None) -> str:
    """Return a distance with one decimal, at least 0,1 when there is any: "2,3"."""
    if distance is None:
        return ""
    if 0 < distance < Fraction(1, 20):
        return "dưới 0,1"
    return engine.shown(distance)


def state(row: Row, year: int) -> str:
    """Return the state of a row in words, with what is left."""
    verdict, left = row.judgement.verdict, row.judgement.distance
    if row.unconnected and verdict == Verdict.MISSING:
        return "Chưa có nguồn số liệu"
    match verdict:
        case Verdict.MET:
            return "Đạt"
        case Verdict.NOTHING:
            return "Không phát sinh"
        case Verdict.MISSING:
            return "Chưa có số liệu"
        case Verdict.NOT_DUE:
            return f"Chưa đến hạn năm {row.line.due_year}, {_left(row, left)}"
        case Verdict.ON_PATH:
            return f"Đúng lộ trình đến {row.line.due_year}, {_left(row, left)}"
        case Verdict.BEHIND:
            return f"Chậm so với lộ trình đến {row.line.due_year}, {_left(row, left)}"
        case Verdict.RUNNING:
            return f"Đang thực hiện, {_left(row, left)} trước 31/12/{year}" if left else "Đang thực hiện"
    return f"Chưa đạt, {_left(row, left)}" if left else "Chưa đạt"


def short_state(row: Row) -> str:
    """Return the state of a row for a small card: what is left, without dates."""
    verdict, left = row.judgement.verdict, row.judgement.distance
    if verdict == Verdict.MISSING:
        return "Chưa có nguồn" if row.unconnected else "Chưa có số liệu"
    plain = {Verdict.MET: "Đạt", Verdict.NOTHING: "Không phát sinh"}
    begin = {
        Verdict.NOT_MET: "Chưa đạt",
        Verdict.NOT_DUE: "Chưa đến hạn",
        Verdict.ON_PATH: "Đúng lộ trình",
        Verdict.BEHIND: "Chậm lộ trình",
        Verdict.RUNNING: "Đang làm",
    }
    if verdict in plain:
        return plain[verdict]
    return f"{begin[verdict]}, {_left(row, left, short=True)}" if left else begin[verdict]


SHORT_NAMES = {
    "I01": "Hồ sơ đúng và trước hạn",
    "I02": "Hồ sơ được số hóa",
    "I03": "DVC toàn trình",
    "I04": "Sử dụng DVC trực tuyến",
    "I05": "Thanh toán trực tuyến",
    "I06": "Chỉ số hài lòng",
    "I07": "Sáng kiến được áp dụng",
    "I08": "Bổ sung quá một lần",
    "I09": "Kiến nghị gửi cấp trên",
    "I10": "Văn bản nội bộ điện tử",
    "I11": "Dùng chữ ký số",
    "I12": "Hồ sơ đi lại nhiều lần",
    "I13": "Đợt khảo sát hài lòng",
    "I14": "Đào tạo kỹ năng số",
    "I15": "Đạt chuẩn số nâng cao",
    "I16": "Phòng có sáng kiến",
    "I17": "Thôn, TDP có tổ CĐS",
    "I18": "Buổi tuyên truyền",
    "I19": "Người dân biết dùng DVC",
    "X1": "Rà soát toàn bộ TTHC",
    "X2": "Rút ngắn thời gian TTHC",
    "X3": "Công bố tỷ lệ đúng hạn",
    "X4": "Công khai khảo sát",
    "X5": "Tổ CĐS có 3 - 5 người",
    "X6": "Công khai TTHC ở ba nơi",
}


def short_name(indicator: Indicator) -> str:
    """Return the name of an indicator for a small card."""
    return SHORT_NAMES.get(indicator.code, indicator.name)


def _left(row: Row, left: Fraction | None, *, short: bool = False) -> str:
    if row.indicator.every_unit and row.ratio and row.value is not None:
        return f"còn {row.value.denominator - row.value.numerator} đơn vị"
    if not row.ratio:
        return f"còn {'' if short else 'thiếu '}{whole(int(left or 0))} {row.indicator.measure}"
    sign = "vượt" if row.indicator.lower_is_better else "" if short else "thiếu"
    unit = "điểm" if short else "điểm %"
    return " ".join(part for part in ("còn", sign, points(left), unit) if part)


ICONS = {
    Verdict.MET: ("good", "check-circle-fill"),
    Verdict.NOT_MET: ("bad", "x-circle-fill"),
    Verdict.BEHIND: ("bad", "exclamation-triangle-fill"),
    Verdict.ON_PATH: ("waiting", "arrow-right"),
    Verdict.RUNNING: ("waiting", "hourglass-split"),
    Verdict.NOT_DUE: ("neutral", "clock"),
    Verdict.NOTHING: ("neutral", "circle"),
    Verdict.MISSING: ("neutral", "circle"),
}


def needed(row: Row, year: int) -> str:
    """Return what a unit still has to do: "cần thêm 6 người"; empty when there is nothing to do."""
    if row.value is None or row.value.nothing or row.judgement.verdict == Verdict.MET:
        return ""
    if row.indicator.kind == Kind.COUNT:
        left = row.line.target - row.value.numerator
        if left <= 0 or not row.indicator.every_unit:
            return ""
        return f"Còn thiếu {left} {row.indicator.measure.split('/')[0]} trước 31/12/{year}"
    due = row.line.due_year if row.line.due_year and row.line.due_year > year else year
    if row.indicator.lower_is_better:
        return f"Còn vượt {points(row.judgement.distance)} điểm %, phải giảm trước 31/12/{due}"
    more = engine.lacking(row.value, row.line)
    return (
        f"Còn thiếu {whole(more)} ({lower(row.indicator.numerator_words)}) trước 31/12/{due}" if more else ""
    )


def lower(words: str) -> str:
    """Return words with a small first letter, unless it begins with an abbreviation."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def quarter_amount(indicator: Indicator, value: Value | None) -> str:
    """Return the figure of one quarter or unit as it is shown in tables."""
    return amount(value, ratio=indicator.kind != Kind.COUNT)


def trend(indicator: Indicator, points_: list[tuple[IndicatorQuarter, Fraction | None]]) -> str:
    """Return a trend as text: what a chart says to who cannot see it."""
    unit = " %" if indicator.kind != Kind.COUNT else ""
    said = [
        f"{quarter.name}: " + ("chưa có" if found is None else f"{plain(found, ratio=bool(unit))}{unit}")
        for quarter, found in points_
    ]
    return "; ".join(said) or "Chưa có số liệu"


def plain(found: Fraction, *, ratio: bool) -> str:
    """Return an amount without comparison: one decimal for per cent, whole for counts."""
    return engine.shown(found) if ratio else whole(int(found))
