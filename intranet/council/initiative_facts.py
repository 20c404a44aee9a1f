"""What a council reads about an initiative before it votes."""

from ..core.text import format_number, short_date
from ..initiatives.models import Initiative
from ..initiatives.phrases import LABELS, WORDS
from .case_facts import Facts

_TEXTS = ("before", "content", "novelty", "conditions", "replication", "benefit")
_NUMBERS = ("benefit_money", "benefit_hours", "benefit_people")


def facts(one: Initiative) -> list[Facts]:
    """Return file, benefit and warnings of an initiative; empty fields are left out."""
    about = [
        ("Tác giả", "; ".join(f"{a.person.full_name} ({a.share} %)" for a in one.authors)),
        ("Đơn vị", one.unit.name),
        ("Loại giải pháp", WORDS[f"SolutionKind.{one.kind.value}"] if one.kind else ""),
        ("Áp dụng lần đầu", short_date(one.first_applied_on) if one.first_applied_on else ""),
        ("Nơi áp dụng", one.first_applied_at),
    ]
    texts = [(LABELS[name], getattr(one, name)) for name in _TEXTS]
    numbers = [
        (LABELS[name], format_number(getattr(one, name)))
        for name in _NUMBERS
        if getattr(one, name) is not None
    ]
    missing = [a.person.full_name for a in one.authors if a.confirmed_at is None]
    warnings = [("Tác giả chưa xác nhận tỷ lệ đóng góp", ", ".join(missing))] if missing else []
    if one.first_applied_on is None:
        warnings.append(("Ngày áp dụng lần đầu", "chưa ghi trong hồ sơ"))
    return [
        Facts("Hồ sơ", _told(about)),
        Facts("Nội dung", _told(texts)),
        Facts("Hiệu quả tính được", _told(numbers)),
        Facts("cần lưu ý", tuple(warnings), warning=True),
    ]


def _told(lines: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in lines if value)
