"""What the records say for an achievement report: data of the nominee, merits in the time that is rewarded, awards."""

import datetime as dt
import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ..core.db import db
from ..core.text import pad_number, short_date
from ..history.models import PastAward
from ..indicators import board
from ..indicators import queries as indicators
from ..indicators import words as indicator_words
from ..initiatives.models import Initiative, InitiativeApplication, InitiativeAuthor
from ..initiatives.states import State as InitiativeState
from ..people.models import Honorific, Person, Unit
from ..people.queries import staff
from ..training import queries as training
from ..training.models import Level, TrainingRecord
from ..training.states import State as TrainingState
from . import queries
from .models import Nomination, RoundKind
from .report_models import ReportSection as S

_HEADING = re.compile(r"^(I|II|III)\.\s")
_OLD_MARK = "[Phần dưới đây do hệ thống soạn"  # how drafts of the first versions began
_LEVELS = {Level.BASIC: "cơ bản", Level.ADVANCED: "nâng cao"}


@dataclass(frozen=True)
class Drafted:
    """A passage as the records give it."""

    section: S
    key: str
    text: str


def split(report: str) -> dict[str, list[str]]:
    """Split a report by its headings I, II, III; what stands before the first belongs to the achievements."""
    found: dict[str, list[str]] = {"I": [], "II": [], "III": []}
    at = "II"
    for line in report.split("\n"):
        heading = _HEADING.match(line.strip())
        if heading:
            at = heading[1]
        elif line.strip() and not line.startswith(_OLD_MARK):
            found[at].append(line.strip())
    return found


def facts(nomination: Nomination) -> list[list[str]]:
    """Return what is known of a person or a collective, as [label, value]; empty values are left out."""
    if nomination.person is not None:
        person = nomination.person
        gender = {Honorific.MR: "Nam", Honorific.MRS: "Nữ"}.get(nomination.honorific or person.honorific)  # type: ignore[arg-type]
        rows = [
            ["Ngày, tháng, năm sinh", short_date(person.born_on) if person.born_on else ""],
            ["Giới tính", gender or ""],
            ["Chức vụ, chức danh", person.position or person.title],
            ["Đơn vị công tác", person.unit.name if person.unit else ""],
            ["Trình độ chuyên môn", person.qualification],
            ["Nơi thường trú", person.address],
        ]
    else:
        label = "Trực thuộc" if nomination.collective_id else "Địa chỉ"
        rows = [[label, nomination.detail]]
    return [row for row in rows if row[1]]


def decision_words(past: PastAward) -> str:
    """Return number, date and issuer of the Decision of an earlier award."""
    number = f"Quyết định số {past.number}" if past.number else ""
    when = f"ngày {short_date(past.awarded_on)}" if past.awarded_on else ""
    return ", ".join(part for part in (number, when, past.issuer) if part)


def drafted(nomination: Nomination) -> list[Drafted]:
    """Return the passages that the records give now, in the order of the report."""
    sudden = nomination.round.kind == RoundKind.SUDDEN
    found = []
    if lines := facts(nomination):
        found.append(Drafted(S.FACTS, "facts", "\n".join(f"{label}: {value}" for label, value in lines)))
    if nomination.collective is not None and not sudden:
        found += _staff(nomination.collective)
    if sudden:  # a report on a sudden act keeps to the act
        if nomination.achievement:
            found.append(Drafted(S.RESULTS, "act", nomination.achievement))
        return found
    start, end = nomination.round.counted
    if nomination.person is not None:
        found += _of_person(nomination.person, start, end)
    unit = nomination.collective or (nomination.person.unit if nomination.person else None)
    if nomination.collective is not None:
        found += _of_staff(nomination.collective, start, end)
    if unit is not None:
        found += _indicators(unit, start, end, own=nomination.collective is not None)
    past = queries.history(nomination.person_id, nomination.collective_id)
    words = "\n".join(f"{one.year}: {one.form}; {decision_words(one)}".rstrip("; ") for one in past)
    found.append(Drafted(S.PAST, "past", words or "Chưa có trong dữ liệu của hệ thống."))
    return found


def _ended(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;")


def _idea(one: Initiative, lead: str) -> Drafted:
    when = f" ngày {short_date(one.recognised_on)}" if one.recognised_on else ""
    text = f"- {lead}, được công nhận tại Quyết định số {one.decision_number}{when}"
    places = list(dict.fromkeys(a.unit.name for a in one.applications if a.counts))
    if places:
        text += f"; đã áp dụng tại {pad_number(len(places))} đơn vị: {', '.join(places)}"
    effect = _ended(one.benefit)
    return Drafted(
        S.RESULTS, f"initiative:{one.id}", f"{text}. Hiệu quả: {effect}." if effect else f"{text}."
    )


def _ideas(people: set[int], start: dt.date, end: dt.date) -> list[Initiative]:
    query = (
        sa.select(Initiative)
        .where(
            Initiative.id.in_(
                sa.select(InitiativeAuthor.initiative_id).where(InitiativeAuthor.person_id.in_(people))
            ),
            Initiative.state == InitiativeState.RECOGNISED,
            Initiative.recognised_on.between(start, end),
        )
        .options(
            selectinload(Initiative.authors),
            selectinload(Initiative.applications).joinedload(InitiativeApplication.unit),
        )
        .order_by(Initiative.recognised_on, Initiative.id)
    )
    return list(db.session.scalars(query))


def _trainings(people: set[int], start: dt.date, end: dt.date) -> list[TrainingRecord]:
    query = sa.select(TrainingRecord).where(
        TrainingRecord.person_id.in_(people),
        TrainingRecord.state == TrainingState.VERIFIED,
        TrainingRecord.starts_on.between(start, end),
    )
    return list(db.session.scalars(query.order_by(TrainingRecord.starts_on, TrainingRecord.id)))


def _of_person(person: Person, start: dt.date, end: dt.date) -> list[Drafted]:
    found = []
    for one in _ideas({person.id}, start, end):
        share = next(a.share for a in one.authors if a.person_id == person.id)
        found.append(_idea(one, f"Sáng kiến “{one.title}” (đóng góp {share} %)"))
    for record in _trainings({person.id}, start, end):
        periods = f", {record.periods} tiết" if record.periods else ""
        text = f"- Hoàn thành bồi dưỡng “{record.title}”{periods}, năm {record.starts_on.year}."  # type: ignore[union-attr]
        found.append(Drafted(S.RESULTS, f"training:{record.id}", text))
    newest = next(iter(training.assessments(person)), None)
    level = training.levels([person.id])[person.id]
    if level in _LEVELS and newest is not None:
        text = f"- Đạt kỹ năng số mức {_LEVELS[level]}, đánh giá ngày {short_date(newest.assessed_on)}."
        found.append(Drafted(S.RESULTS, "level", text))
    return found


def _staff(unit: Unit) -> list[Drafted]:
    people = staff(unit.id)
    if not people:
        return []
    women = sum(1 for one in people if one.honorific == Honorific.MRS)
    text = f"{unit.name} có {pad_number(len(people))} người, trong đó {pad_number(women)} nữ."
    return [Drafted(S.OVERVIEW, "staff", text)]


def _of_staff(unit: Unit, start: dt.date, end: dt.date) -> list[Drafted]:
    people = {one.id for one in staff(unit.id)}
    if not people:
        return []
    found = [_idea(one, f"Sáng kiến “{one.title}” của tập thể") for one in _ideas(people, start, end)]
    trained = {record.person_id for record in _trainings(people, start, end)}
    if trained:
        text = f"- Có {len(trained)}/{len(people)} người của đơn vị hoàn thành bồi dưỡng trong kỳ."
        found.append(Drafted(S.RESULTS, "trained", text))
    return found


def _indicators(unit: Unit, start: dt.date, end: dt.date, *, own: bool) -> list[Drafted]:
    """Tell the figures of the newest quarter of the time that is locked: others may still change."""
    locked = [one for one in indicators.quarters() if one.locked and start <= one.ends_on <= end]
    if not locked:
        return []
    quarter = locked[-1]
    lines = []
    for row in board.of_unit(unit, quarter.year, quarter.quarter):
        if row.amount is None:
            continue
        amount = indicator_words.amount(row.value, ratio=row.ratio, line=row.line)
        measure = "" if row.ratio else f" {row.indicator.measure}"
        lines.append(
            f"- {row.indicator.name}: {amount}{measure} (chỉ tiêu: {indicator_words.row_target(row)})."
        )
    if not lines:
        return []
    whose = "của tập thể" if own else f"của {unit.name}"
    lead = f"Kết quả chỉ tiêu {whose} đến hết {quarter.name}:"
    return [Drafted(S.RESULTS, f"indicators:{quarter.year}", "\n".join([lead, *lines]))]
