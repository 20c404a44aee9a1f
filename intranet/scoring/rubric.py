"""The rubric: criteria, levels, pass mark, gap and rule of the result, as dated data; frozen in each round.

Two parameters hold it (edited on the screen "Tham số"): `scoring.criteria`, a list of lines, and `scoring.rules`.
No law sets these figures (NĐ 13/2012 leaves them to the base): they are RECALLED from practice, to be confirmed.
"""

import datetime as dt
import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..core.errors import NotReady
from ..core.text import fold
from ..parameters import actions as parameters
from ..parameters.models import Confidence
from ..parameters.queries import rule

CRITERIA, RULES = "scoring.criteria", "scoring.rules"
_POINTS = re.compile(r"\d{1,3}(\.[05])?")
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,4})?")


class ResultRule(enum.StrEnum):
    """How one result is made of several totals; the values are the words that the office writes."""

    CLOSEST = "trung bình hai điểm gần nhau nhất"
    MEDIAN = "trung vị"
    MEAN = "trung bình cộng"


@dataclass(frozen=True)
class Criterion:
    """One criterion with the most points it gives, its weight in the total and the texts of its levels."""

    code: str
    name: str
    maximum: Fraction
    weight: Fraction
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Rubric:
    """All that a round is scored by; points are exact."""

    criteria: tuple[Criterion, ...]
    pass_mark: Fraction
    gap: Fraction
    markers: int
    step: Fraction
    low: Fraction  # share of the maximum up to which a mark is extreme and needs words
    high: Fraction  # share of the maximum from which it is
    result: ResultRule
    unit_barred: bool  # people of the authors' unit do not mark
    vote_barred: bool  # an open round bars the initiative from an agenda, else it warns
    source: str
    needs_check: bool

    @property
    def maximum(self) -> Fraction:
        """Return the most points of all criteria together."""
        return sum((one.maximum * one.weight for one in self.criteria), Fraction(0))

    def extreme(self, criterion: Criterion, points: Fraction) -> bool:
        """Return whether points are so low or so high that the marker must say why."""
        return points <= criterion.maximum * self.low or points >= criterion.maximum * self.high

    def total(self, points: dict[str, Fraction]) -> Fraction:
        """Return the weighted total of the points by criterion; KeyError when one is missing."""
        return sum((one.weight * points[one.code] for one in self.criteria), Fraction(0))


def on_day(day: dt.date) -> dict[str, Any]:
    """Return the rubric in force on a day as plain JSON, to be frozen in a round; NotReady when there is none."""
    criteria, rules = rule(CRITERIA, day), rule(RULES, day)
    sources = dict.fromkeys((criteria.source, rules.source))
    frozen = {
        "criteria": criteria.value,
        "rules": rules.value,
        "source": "; ".join(sources),
        "confidence": [criteria.confidence.value, rules.confidence.value],
    }
    read(frozen)  # a rubric that cannot be read is refused before anything is opened
    return frozen


def read(frozen: dict[str, Any]) -> Rubric:
    """Return a frozen rubric with exact numbers; NotReady (in words) when it makes no sense."""
    criteria = _criteria(frozen["criteria"])
    rules = frozen["rules"]
    check_rules(rules)
    sure = {Confidence.VERIFIED.value, Confidence.CONFIRMED.value}
    made = Rubric(
        criteria=criteria,
        pass_mark=Fraction(rules["pass_mark"]),
        gap=Fraction(rules["gap"]),
        markers=int(rules["markers"]),
        step=Fraction(rules["step"]),
        low=Fraction(rules["low"]) / 100,
        high=Fraction(rules["high"]) / 100,
        result=_result_rule(rules["result"]),
        unit_barred=fold(rules["same_unit"]) == "khong cham",
        vote_barred=fold(rules["open_vote"]) == "chua bieu quyet",
        source=frozen["source"],
        needs_check=not set(frozen["confidence"]) <= sure,
    )
    if made.pass_mark > made.maximum:
        raise NotReady("Điểm đạt lớn hơn tổng điểm tối đa của các tiêu chí.", ["Điểm đạt"])
    return made


def _criteria(lines: Sequence[dict[str, str]]) -> tuple[Criterion, ...]:
    check_criteria(lines)
    return tuple(
        Criterion(
            code=line["code"],
            name=line["text"],
            maximum=_number(line["points"]),
            weight=_number(line["weight"]),
            levels=tuple(part.strip() for part in line["levels"].split(";") if part.strip()),
        )
        for line in lines
    )


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _result_rule(text: str) -> ResultRule:
    found = {fold(one.value): one for one in ResultRule}
    if fold(text) not in found:
        raise NotReady("Cách tính kết quả chưa đúng.", [f"Một trong: {'; '.join(ResultRule)}"])
    return found[fold(text)]


def check_criteria(lines: Any) -> None:
    """NotReady unless every criterion has a maximum in whole or half points and a weight above zero."""
    for line in lines:
        points, weight = line["points"].replace(",", "."), line["weight"].replace(",", ".")
        if not _POINTS.fullmatch(points) or Fraction(points) <= 0:
            raise NotReady("Điểm tối đa là số lớn hơn 0, chẵn nửa điểm.", [line["text"]])
        if not _NUMBER.fullmatch(weight) or Fraction(weight) <= 0:
            raise NotReady("Hệ số là số lớn hơn 0, ví dụ 1 hoặc 1,5.", [line["text"]])
        if len(line["code"]) > 40:
            raise NotReady("Mã tiêu chí dài quá 40 ký tự.", [line["text"]])


def check_rules(rules: Any) -> None:
    """NotReady unless the figures and the words of the rules can be followed."""
    if int(Fraction(rules["markers"])) != Fraction(rules["markers"]) or Fraction(rules["markers"]) < 2:
        raise NotReady("Số người chấm là số nguyên, từ 2 trở lên.", ["Số người chấm"])
    if rules["step"] not in ("1", "0.5"):
        raise NotReady("Bước điểm là 1 (điểm chẵn) hoặc 0,5 (nửa điểm).", ["Bước điểm"])
    if not Fraction(0) <= Fraction(rules["low"]) < Fraction(rules["high"]) <= 100:
        raise NotReady("Ngưỡng phải nêu lý do là hai tỷ lệ từ 0 đến 100, mức thấp nhỏ hơn mức cao.")
    _result_rule(rules["result"])
    for key, words in (
        ("same_unit", ("không chấm", "được chấm")),
        ("open_vote", ("nhắc", "chưa biểu quyết")),
    ):
        if fold(rules[key]) not in map(fold, words):
            raise NotReady("Giá trị chưa đúng cách viết.", [f"Một trong: {'; '.join(words)}"])


parameters.CHECKS |= {CRITERIA: check_criteria, RULES: check_rules}
