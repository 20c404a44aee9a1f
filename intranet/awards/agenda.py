"""How nominations get before the award council, and what its result does to them (registered with the council)."""

from collections.abc import Sequence

from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotThere
from ..core.text import short_date
from ..council import subjects
from ..council.models import CouncilKind
from ..indicators import board, words
from ..parameters import award_forms
from ..people.models import Unit
from ..registrations import queries as registrations
from . import actions, queries, rules
from .eligibility_facts import choices_among, findings_of, overrides_among
from .models import Nomination


def _nomination(nomination_id: int) -> Nomination:
    found = db.session.get(Nomination, nomination_id)
    if found is None:
        raise NotThere()
    return found


def _case(nomination: Nomination) -> subjects.Case:
    """A nominee does not vote on the own case; a collective has nobody who is it."""
    return subjects.Case(
        kind="nomination",
        id=nomination.id,
        title=nomination.printed_name,
        detail="; ".join(part for part in (nomination.detail, nomination.achievement) if part),
        involved=frozenset({nomination.person_id}) if nomination.person_id else frozenset(),
        url=f"/khen-thuong/ho-so/{nomination.id}",
    )


def _result(nomination_id: int, actor: Actor, passed: bool, note: str) -> None:
    actions.record_council_result(_nomination(nomination_id), actor=actor, passed=passed, note=note)


def _facts(one: Nomination) -> list[subjects.Facts]:
    """File, history and warnings of a nominee, as members read them; empty lines are left out."""
    past = queries.history(one.person_id, one.collective_id) if one.person_id or one.collective_id else []
    year = one.round.rule_date.year
    ideas = queries.initiatives_of(one.person_id) if one.person_id else []
    courses = queries.trainings_of(one.person_id, year) if one.person_id else []
    about = [
        ("Đơn vị đề nghị", one.unit.name),
        ("Chức vụ, đơn vị / địa chỉ", one.detail),
        ("Đề nghị ghi nhận", one.achievement),
        ("Kết quả họp ở đơn vị", one.unit_meeting),
        ("Đăng ký đầu năm", registered_words(one)),
        ("Báo cáo thành tích", one.report),
    ]
    history = [
        ("Đã được khen thưởng", "; ".join(row.in_words for row in past) or "chưa có trong hệ thống"),
        ("Sáng kiến được công nhận", "; ".join(row.title for row in ideas)),
        (f"Đào tạo, bồi dưỡng năm {year}", "; ".join(row.title for row in courses)),
    ]
    unmet = rules.unmet(one)
    warnings = [("Điều kiện chưa đạt", "; ".join(unmet))] if unmet else []
    warnings += [(f.check.severity.value, f.cited) for f in findings_of(one)]
    warnings += [("Bỏ qua cảnh báo", line) for line in notes(one)]
    return [
        subjects.Facts("Hồ sơ", tuple(line for line in about if line[1])),
        subjects.Facts("Lịch sử", tuple(line for line in history if line[1])),
        subjects.Facts(f"Chỉ tiêu của đơn vị năm {year}", _indicators(one.unit, year)),
        subjects.Facts("cần lưu ý", tuple(warnings), warning=True),
    ]


def _indicators(unit: Unit, year: int) -> tuple[tuple[str, str], ...]:
    """The unit's figures of the plan, which count in its awards (plan III.4); what has no figure is left out."""
    return tuple(
        (row.indicator.name, f"{words.fraction(row.value)}. {words.state(row, year)}")
        for row in board.of_unit(unit, year)
        if row.value is not None
    )


def registered_words(one: Nomination) -> str:
    """Return for what the nominee was registered in the year that the round counts; a household never is."""
    if one.person_id is None and one.collective_id is None:
        return ""
    year = one.round.counted[1].year
    codes = registrations.registered(year, person_id=one.person_id, collective_id=one.collective_id)
    names = [award_forms.bare_name(code, one.round.rule_date) for code in codes]
    return "; ".join(names) or f"Không đăng ký năm {year}"


def notes(one: Nomination) -> list[str]:
    """Return what was decided against the usual rule, with who and why: for the minutes and the chairman."""
    return notes_among([one])[one.id]


def notes_among(nominations: Sequence[Nomination]) -> dict[int, list[str]]:
    """Return the notes of many nominations by id, in two statements."""
    ids = [one.id for one in nominations]
    found: dict[int, list[str]] = {one: [] for one in ids}
    for row in overrides_among(ids):
        found[row.nomination_id].append(
            f"Bỏ qua cảnh báo “{row.text}” ({row.article}); lý do: {row.reason} ({row.by_name})"
        )
    for chosen in choices_among(ids):
        day = short_date(chosen.rule_date)
        found[chosen.nomination_id].append(
            f"Áp dụng quy định ngày {day} có lợi hơn; lý do: {chosen.reason} ({chosen.by_name})"
        )
    return found


subjects.register(
    subjects.SubjectKind(
        kind="nomination",
        council=CouncilKind.AWARD,
        label="Hồ sơ khen thưởng",
        threshold_rule=lambda one: f"council.award.threshold.{_nomination(one).award_form}",
        ballot_rule=lambda one: f"council.award.ballot_required.{_nomination(one).award_form}",
        waiting=lambda: [_case(row) for row in queries.for_agenda()],
        case=lambda one: _case(_nomination(one)),
        put_on=lambda one, actor: actions.put_on_agenda(_nomination(one), actor=actor),
        take_back=lambda one, actor: actions.take_back(_nomination(one), actor=actor),
        result=_result,
        facts=lambda one: _facts(_nomination(one)),
        notes=lambda one: notes(_nomination(one)),
        reopen=lambda one, actor, reason: actions.reopen(_nomination(one), actor=actor, reason=reason),
    )
)
