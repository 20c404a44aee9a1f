"""Acts of scoring: open a round, name markers, save, hand in, leave, cancel. Nothing here commits.

No log line, notice or message carries points, totals or how far apart they are while a round is sealed.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, Stale, WrongState
from ..core.permissions import Permission as P
from ..core.text import clean_line, clean_prose
from ..core.workflow import perform
from ..initiatives.models import Initiative
from ..initiatives.phrases import LABELS
from ..initiatives.queries import versions
from ..initiatives.versions import snapshot
from ..notices.actions import tell
from ..people.models import Account, Person
from ..people.queries import account_ids_of, accounts_with
from . import markers, results, rubric, rules
from .models import ScoreMark, ScoreRound, ScoreSheet
from .states import SEALED, WORKFLOW, State, Step

audit.declare("score_round", opened=("number", "markers"))
audit.declare("score_sheet", assigned=("name",), declined=("conflict",), handed_in=("number",))

_TEXTS = (
    "title", "before", "content", "novelty", "conditions", "replication", "benefit", "benefit_money",
    "benefit_hours", "benefit_people", "first_applied_on", "first_applied_at", "confidential",
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What a marker typed for one criterion; `halves` are half points, None while empty."""

    halves: int | None
    comment: str = ""
    passages: str = ""


def open_round(
    initiative: Initiative,
    person_ids: Sequence[int],
    *,
    actor: Account,
    due_on: dt.date | None = None,
    reason: str = "",
) -> ScoreRound:
    """Open a round with its markers; rubric and texts are frozen as of today.

    Side effect: the markers are told. NotReady with too few or barred markers, or when a second round has no
    reason; WrongState while another round runs or when the council has decided; Barred in a conflict.
    """
    rules.require_desk(actor, initiative)
    if not rules.may_score(initiative):
        raise WrongState("Chỉ chấm điểm sáng kiến đã được tiếp nhận và Hội đồng chưa biểu quyết.")
    earlier = list(db.session.scalars(sa.select(ScoreRound).where(ScoreRound.initiative_id == initiative.id)))
    if any(one.state in SEALED for one in earlier):
        raise WrongState("Sáng kiến này đang có một vòng chấm chưa xong.")
    if any(one.state == State.FINISHED for one in earlier) and not clean_prose(reason):
        raise NotReady("Chấm lại cần ghi lý do. Điểm của vòng trước vẫn được giữ.", ["Lý do chấm lại"])
    frozen = rubric.on_day(clock.today())
    wanted = rubric.read(frozen)
    people = markers.chosen(markers.candidates(initiative, wanted), person_ids)
    if len(people) < wanted.markers:
        raise NotReady(f"Cần ít nhất {wanted.markers} người chấm.", ["Người chấm"])
    made = ScoreRound(
        initiative_id=initiative.id,
        number=len(earlier) + 1,
        reason=reason,
        rubric=frozen,
        content=_content(initiative),
        needed=len(people),
        due_on=due_on,
        opened_at=clock.now(),
        opened_by=actor.display_name,
    )
    db.session.add(made)
    db.session.flush()
    data = {"number": made.number, "markers": len(people)}
    audit.record("score_round:opened", actor=actor, obj=made, reason=reason, data=data)
    for person in people:
        _assign(made, person, actor=actor)
    return made


def _content(initiative: Initiative) -> dict[str, object]:
    """Return the texts that will be read and quoted: the last version handed in."""
    kept = versions(initiative)
    values = kept[-1].content if kept else snapshot(initiative)
    texts = [[LABELS[name], str(values[name])] for name in _TEXTS if values.get(name) not in (None, "")]
    return {
        "version": kept[-1].number if kept else 0,
        "sha256": kept[-1].sha256 if kept else "",
        "texts": texts,
    }


def add_marker(round_: ScoreRound, person_id: int, *, actor: Account) -> ScoreSheet:
    """Name a marker for a free place: a replacement, or the third. Side effect: the person is told.

    WrongState when no place is free; NotReady when the person may not mark.
    """
    rules.require_desk(actor, round_.initiative)
    lock(round_)
    if round_.state not in SEALED or round_.places_free < 1:
        raise WrongState("Vòng chấm này hiện không thiếu người chấm.")
    found = markers.candidates(round_.initiative, rules.rubric_of(round_), round_)
    (person,) = markers.chosen(found, [person_id])
    sheet = _assign(round_, person, actor=actor)
    if round_.state == State.THIRD_NEEDED:
        perform(WORKFLOW, round_, Step.NAME_THIRD, actor=actor)
    return sheet


def _assign(round_: ScoreRound, person: Person, *, actor: Account) -> ScoreSheet:
    sheet = ScoreSheet(
        round=round_,
        person_id=person.id,
        position=len(round_.sheets) + 1,
        name=person.addressed,
        assigned_at=clock.now(),
    )
    for place, one in enumerate(rules.rubric_of(round_).criteria, start=1):
        sheet.marks.append(ScoreMark(position=place, criterion=one.code, maximum_halves=int(one.maximum * 2)))
    db.session.add(sheet)
    db.session.flush()
    audit.record("score_sheet:assigned", actor=actor, obj=sheet, data={"name": sheet.name})
    _tell(
        account_ids_of([person.id]),
        "Bạn được cử chấm điểm sáng kiến",
        round_,
        url=f"/cham-diem/phieu/{sheet.id}",
    )
    return sheet


def save(
    sheet: ScoreSheet, given: Mapping[str, Given], *, actor: Account, version: int | None = None
) -> ScoreSheet:
    """Keep a draft: any criterion may be empty. NotReady out of range, Stale when saved elsewhere meanwhile."""
    rules.require_marker(actor, sheet)
    if version is not None and version != sheet.version:
        raise Stale("Phiếu chấm này đã được lưu ở một thẻ khác. Hãy tải lại trang để xem bản mới.")
    wanted = rules.rubric_of(sheet.round)
    by_code = {mark.criterion: mark for mark in sheet.marks}
    for one in wanted.criteria:
        typed = given.get(one.code)
        if typed is None:
            continue
        if typed.halves is not None:
            rules.check_points(wanted, one, typed.halves)
        mark = by_code[one.code]
        mark.halves, mark.comment, mark.passages = typed.halves, typed.comment, typed.passages
    sheet.saved_at = clock.now()
    db.session.flush()
    return sheet


def hand_in(sheet: ScoreSheet, *, actor: Account) -> None:
    """Hand in for good. Side effects: when it is the last one, the round finishes or asks for a third marker.

    NotReady with the list of what is missing; WrongState when it is in already.
    """
    round_ = lock(sheet.round)
    rules.require_marker(actor, sheet)
    lacking = rules.missing(sheet)
    if lacking:
        raise NotReady("Chưa nộp được phiếu chấm, còn thiếu:", lacking)
    for mark in sheet.marks:
        mark.sealed = True
    sheet.handed_in_at = clock.now()
    db.session.flush()
    audit.record("score_sheet:handed_in", actor=actor, obj=sheet, data={"number": round_.number})
    _advance(round_)


def _advance(round_: ScoreRound) -> None:
    """When all are in: finish, or ask once for one more marker when two lie further apart than the gap."""
    done = [sheet for sheet in round_.active if sheet.handed_in_at is not None]
    if len(done) < round_.needed or round_.state != State.MARKING:
        return
    wanted = rules.rubric_of(round_)
    totals = [total_of(sheet) for sheet in done]
    if not round_.third_asked and results.too_far_apart(totals, wanted.gap):
        round_.third_asked, round_.needed = True, round_.needed + 1
        perform(WORKFLOW, round_, Step.ASK_THIRD, actor=audit.SYSTEM)
        _tell(_desk(round_), "Cần cử thêm một người chấm sáng kiến", round_)
        return
    result = results.combine(totals, wanted.result)
    round_.result_numerator, round_.result_denominator = result.numerator, result.denominator
    round_.passed, round_.finished_at = results.passes(result, wanted), clock.now()
    perform(WORKFLOW, round_, Step.FINISH, actor=audit.SYSTEM)
    people = account_ids_of([sheet.person_id for sheet in round_.active])
    _tell([*people, *_desk(round_)], "Đã chấm xong sáng kiến, mở được bảng so sánh", round_, act_needed=False)


def total_of(sheet: ScoreSheet) -> Fraction:
    """Return the weighted total of a sheet that is handed in."""
    return rules.rubric_of(sheet.round).total(
        {mark.criterion: mark.points for mark in sheet.marks if mark.points is not None}
    )


def declare_conflict(sheet: ScoreSheet, reason: str, *, actor: Account) -> None:
    """A marker has a conflict: the draft goes, the place is free, the scores are hidden from now on."""
    rules.require_marker(actor, sheet)
    _leave(sheet, reason, conflict=True, actor=actor)


def release(sheet: ScoreSheet, reason: str, *, actor: Account) -> None:
    """The desk takes the sheet back from a marker who has not handed in (ill, away); no conflict is meant."""
    rules.require_desk(actor, sheet.round.initiative)
    if sheet.handed_in_at is not None or sheet.left_at is not None or sheet.round.state not in SEALED:
        raise WrongState("Phiếu chấm này đã nộp hoặc đã thôi chấm.")
    _leave(sheet, reason, conflict=False, actor=actor)
    _tell(account_ids_of([sheet.person_id]), "Bạn thôi chấm một sáng kiến", sheet.round, act_needed=False)


def _leave(sheet: ScoreSheet, reason: str, *, conflict: bool, actor: Account) -> None:
    if not clean_prose(reason):
        raise NotReady("Cần ghi lý do.", ["Lý do"])
    lock(sheet.round)
    for mark in sheet.marks:  # a draft of somebody who does not mark is nobody's score
        mark.halves, mark.comment, mark.passages = None, "", ""
    sheet.left_at, sheet.conflict, sheet.left_reason = clock.now(), conflict, reason
    db.session.flush()
    data = {"conflict": conflict}
    audit.record("score_sheet:declined", actor=actor, obj=sheet, reason=reason, data=data)
    _tell([one for one in _desk(sheet.round) if one != actor.id], "Cần cử người chấm thay", sheet.round)


def cancel(round_: ScoreRound, *, actor: Account, reason: str) -> None:
    """Stop a round that runs; what was handed in stays sealed for good. NotReady without a reason."""
    rules.require_desk(actor, round_.initiative)
    lock(round_)
    perform(WORKFLOW, round_, Step.CANCEL, actor=actor, reason=reason)
    people = account_ids_of([sheet.person_id for sheet in round_.active])
    _tell(people, "Vòng chấm điểm đã hủy", round_, act_needed=False)


def lock(round_: ScoreRound) -> ScoreRound:
    """Lock the round and read it and its sheets anew: two who hand in at once must see each other."""
    fresh = {"populate_existing": True}
    db.session.flush()
    db.session.scalars(
        sa.select(ScoreRound).where(ScoreRound.id == round_.id).with_for_update(), execution_options=fresh
    ).one()
    query = sa.select(ScoreSheet).where(ScoreSheet.round_id == round_.id)
    db.session.scalars(query, execution_options=fresh).all()
    db.session.expire(round_, ["sheets"])
    return round_


def _desk(round_: ScoreRound) -> list[int]:
    hidden = markers.in_conflict(round_.initiative)
    return [one.id for one in accounts_with(P.COUNCIL_DESK) if one.person_id not in hidden]


def _tell(
    ids: Sequence[int], title: str, round_: ScoreRound, *, url: str = "", act_needed: bool = True
) -> None:
    about = f"“{clean_line(round_.initiative.title)}”, vòng chấm {round_.number}."
    tell(ids, title, text=about, url=url or f"/cham-diem/{round_.id}", act_needed=act_needed)
