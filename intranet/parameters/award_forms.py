"""Which forms and titles the commune confers, how papers name them, and for whom they are: all dated rules.

Sources: Luật TĐKT Điều 19-24, 28, 75; NĐ 129/2025/NĐ-CP Điều 59 (the chairman of a commune confers CSTĐCS, TTLĐTT, LĐTT).
"""

import datetime as dt

from ..core.errors import NotReady
from ..core.text import fold
from .queries import in_force, rule

_BEGINNINGS = (
    ("giay khen", "giay_khen"),
    ("lao dong tien tien", "ldtt"),
    ("ldtt", "ldtt"),
    ("chien si thi dua co so", "cstdcs"),
    ("cstdcs", "cstdcs"),
    ("tap the lao dong tien tien", "ttldtt"),
    ("ttldtt", "ttldtt"),
)
LDTT, CSTDCS, TTLDTT = "ldtt", "cstdcs", "ttldtt"


def titles_on(day: dt.date) -> dict[str, str]:
    """Return the titles in force on a day, code -> name; none in a database that has no such rule yet."""
    rows = in_force("award.titles", day)
    return dict(rows[0].value) if rows else {}


def forms_on(day: dt.date) -> dict[str, str]:
    """Return forms and titles that the commune confers, code -> name as a Decision has it."""
    return dict(rule("award.forms", day).value) | titles_on(day)


def kinds_on(day: dt.date) -> dict[str, str]:
    """Return the kinds of reward that the law knows on a day, code -> words; none where no such rule is kept.

    Luật 06/2026/QH16 splits chuyên đề in two from 1/10/2026; a round keeps the kinds of its day.
    """
    rows = in_force("award.kinds", day)
    return dict(rows[0].value) if rows else {}


def bare_name(code: str, day: dt.date) -> str:
    """Return "Giấy khen", "Lao động tiên tiến"; the code itself for a form that is no longer known."""
    return forms_on(day).get(code, code).split(" của Chủ tịch")[0]


def named(code: str, day: dt.date) -> str:
    """Return how a sentence names it: "Giấy khen", "danh hiệu “Lao động tiên tiến”"."""
    name = bare_name(code, day)
    return f"danh hiệu “{name}”" if code in titles_on(day) else name


def paper_of(code: str, day: dt.date) -> str:
    """Return the paper that the recipient gets: "Giấy khen", "Bằng danh hiệu “Chiến sĩ thi đua cơ sở”"."""
    return f"Bằng {named(code, day)}" if code in titles_on(day) else bare_name(code, day)


def code_of(words: str) -> str:
    """Return the code of a form as lists and old papers name it; the words without accents when it is none of ours."""
    plain = fold(words).removeprefix("danh hieu ").strip('“”" ')
    return next((code for begin, code in _BEGINNINGS if plain.startswith(begin)), plain)


def subjects_of(code: str, day: dt.date) -> frozenset[str]:
    """Return who may get it ("person", "collective", "household"): those for whom money is set."""
    return frozenset(rule(f"award.{code}.coefficient", day).value)


def require_for(code: str, subject: str, day: dt.date, words: str) -> None:
    """NotReady when this form is not for such a nominee; `words` name the kind of nominee."""
    if subject not in subjects_of(code, day):
        raise NotReady(f"{bare_name(code, day)} không tặng cho {words.lower()}.")
