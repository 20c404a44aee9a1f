"""Acts on what belongs to a dossier: the unit's minutes and the nominee's word. Nothing here commits."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, Stale, WrongState
from ..core.permissions import Permission as P
from ..core.text import long_date, pad_number, short_date
from ..documents.kinds import meeting_minutes
from ..documents.kinds.meeting_minutes import Case, MinutesPaper
from ..documents.parts import Issuer, Letterhead
from ..notices.actions import tell
from ..people.models import Account, Unit
from ..people.queries import accounts_with, organisation
from . import rules
from .dossier_models import Answer, NomineeAnswer, UnitMinutes, UnitVote
from .eligibility_facts import DEAD
from .models import AwardRound, Nomination
from .states import RoundState, State

audit.declare("nomination", nominee_answered=("answer",))
audit.declare("unit_minutes", saved=("unit", "held_on", "present", "total"))
ASKED = (State.SUBMITTED, State.RETURNED, State.ELIGIBLE)  # handed in, the list has not gone up


@dataclass(frozen=True)
class Held:
    """How a unit's meeting was held."""

    held_on: dt.date
    place: str
    chair: str
    secretary: str
    total: int
    present: int
    discussion: str


def minutes_of(round_id: int, unit_id: int) -> UnitMinutes | None:
    """Return the minutes of a unit in a round."""
    query = sa.select(UnitMinutes).where(UnitMinutes.round_id == round_id, UnitMinutes.unit_id == unit_id)
    return db.session.scalar(query.options(selectinload(UnitMinutes.votes).joinedload(UnitVote.nomination)))


def living_of(round_id: int, unit_id: int) -> list[Nomination]:
    """Return the living nominations of a unit in a round, collectives first, then by name."""
    query = sa.select(Nomination).where(
        Nomination.round_id == round_id, Nomination.unit_id == unit_id, Nomination.state.not_in(DEAD)
    )
    return list(
        db.session.scalars(query.order_by(Nomination.subject_kind, Nomination.name_key, Nomination.id))
    )


def has_vote(nomination: Nomination) -> bool:
    """Return whether the unit's minutes tell the vote about this nominee."""
    query = sa.select(UnitVote.id).where(UnitVote.nomination_id == nomination.id)
    return db.session.scalar(query) is not None


def save_minutes(
    round_: AwardRound,
    unit: Unit,
    held: Held,
    votes: Mapping[int, int],
    *,
    actor: Account,
    version: str = "",
) -> UnitMinutes:
    """Write the unit's minutes with the vote about each nominee (nomination id -> agreed).

    The result is written into each file that can still be edited. NotReady for figures that cannot be, a day to
    come, nobody to vote on; Stale when somebody else saved in between.
    """
    rules.require(
        actor.has_in(P.NOMINATIONS_WRITE, unit.id), "Chỉ Trưởng đơn vị lập được biên bản bình xét của đơn vị."
    )
    if round_.state != RoundState.OPEN:
        raise WrongState("Đợt khen thưởng này không nhận hồ sơ nữa.")
    row = minutes_of(round_.id, unit.id)
    if row is not None and version and version != str(row.version):
        raise Stale("Người khác vừa sửa biên bản này. Nội dung bạn gõ vẫn ở dưới; bấm Lưu lần nữa để thay.")
    nominees = {one.id: one for one in living_of(round_.id, unit.id)}
    _check(held, {number: yes for number, yes in votes.items() if number in nominees}, nominees)
    if row is None:
        row = UnitMinutes(round=round_, unit=unit)
        db.session.add(row)
    for field in fields(held):
        setattr(row, field.name, getattr(held, field.name))
    row.written_by, row.written_at = actor.display_name, clock.now()
    known = {vote.nomination_id: vote for vote in row.votes}
    for number, nomination in nominees.items():
        if number not in votes:
            continue
        vote = known.get(number)
        if vote is None:
            vote = UnitVote(nomination=nomination)
            row.votes.append(vote)
        vote.yes = votes[number]
        if nomination.state in rules.EDITABLE:
            nomination.unit_meeting = result_words(row, vote.yes)
    db.session.flush()
    data = {"unit": unit.name, "held_on": row.held_on, "present": row.present, "total": row.total}
    audit.record("unit_minutes:saved", actor=actor, obj=row, data=data)
    return row


def _check(held: Held, votes: Mapping[int, int], nominees: Mapping[int, Nomination]) -> None:
    wrong = []
    if not nominees:
        wrong.append("Đơn vị chưa lập hồ sơ nào trong đợt")
    if held.held_on > clock.today():
        wrong.append("Ngày họp không được ở sau hôm nay")
    if not 1 <= held.present <= held.total:
        wrong.append("Số người dự phải từ 1 đến tổng số người của đơn vị")
    wrong += [
        f"{nominees[number].printed_name}: {yes} người đồng ý, nhiều hơn số người dự"
        for number, yes in votes.items()
        if yes > held.present
    ]
    if wrong:
        raise NotReady("Biên bản chưa khớp.", wrong)


def result_words(minutes: UnitMinutes, yes: int) -> str:
    """Return the result as the file tells it."""
    return (
        f"Họp ngày {short_date(minutes.held_on)}, {minutes.present}/{minutes.total} người dự; "
        f"{yes}/{minutes.present} người dự họp đồng ý đề nghị."
    )


def minutes_paper(minutes: UnitMinutes) -> bytes:
    """Return the unit's minutes as .docx (NĐ 30/2020, Mẫu 1.9)."""
    settings = organisation()
    cases = []
    for vote in minutes.votes:
        tenths = (2000 * vote.yes + minutes.present) // (2 * minutes.present)
        share = f"{tenths // 10},{tenths % 10} %".replace(",0 %", " %")
        one = vote.nomination
        name = ", ".join(part for part in (one.printed_name, one.detail) if part)
        no = str(minutes.present - vote.yes)
        cases.append(
            Case(
                name, "Biểu quyết", str(vote.yes), no, "0", share, "Đề nghị" if vote.yes else "Không đề nghị"
            )
        )
    away = minutes.total - minutes.present
    held = long_date(minutes.held_on)
    return meeting_minutes.render(
        MinutesPaper(
            letterhead=Letterhead(Issuer((minutes.unit.name,), above=(settings.short_name,)), None, None),
            subject=f"Họp bình xét, đề nghị khen thưởng: {minutes.round.title}",
            started=held,
            place=minutes.place,
            present=(),
            absent=(),
            guests=(),
            members_line=f"Tổng số: {pad_number(minutes.total)}; có mặt: {pad_number(minutes.present)}; "
            f"vắng mặt: {pad_number(away)}.",
            chair=minutes.chair,
            secretary=minutes.secretary,
            opening=(
                f"Đơn vị họp bình xét các cá nhân, tập thể, hộ gia đình đề nghị khen thưởng: {minutes.round.title}.",
            ),
            discussion=tuple(line for line in minutes.discussion.split("\n") if line.strip()),
            vote_lead="Kết quả biểu quyết, tính trên số người dự họp:",
            cases=tuple(cases),
            conclusion=("Đơn vị thống nhất đề nghị các trường hợp nêu trên.",),
            ended="Biên bản được thông qua tại cuộc họp",
            recipients=("Thường trực Hội đồng TĐ - KT xã", f"Lưu: {minutes.unit.name}"),
            chair_name=minutes.chair,
            secretary_name=minutes.secretary,
        )
    )


def printed_line(nomination: Nomination) -> str:
    """Return what will stand on paper about a nominee."""
    return f"{nomination.printed_name} | {nomination.detail} | {nomination.unit.name}"


def answer_of(nomination: Nomination) -> NomineeAnswer | None:
    """Return the nominee's word while it is about the data as they are now."""
    return answers_of([nomination]).get(nomination.id)


def answers_of(nominations: Sequence[Nomination]) -> dict[int, NomineeAnswer]:
    """Return nomination id -> the nominee's word that still stands; one statement."""
    lines = {one.id: printed_line(one) for one in nominations}
    rows = db.session.scalars(sa.select(NomineeAnswer).where(NomineeAnswer.nomination_id.in_(lines)))
    return {row.nomination_id: row for row in rows if row.printed == lines[row.nomination_id]}


def answer(nomination: Nomination, given: Answer, text: str, *, actor: Account) -> NomineeAnswer:
    """The nominee says that the own data are right, or what should be changed. NotReady without words for a change."""
    if not rules.is_nominee(actor, nomination):
        raise Barred("Chỉ người được đề nghị xác nhận được thông tin của mình.")
    if nomination.state not in ASKED:
        raise WrongState("Hồ sơ không còn ở bước xác nhận thông tin.")
    if given == Answer.CHANGE and not text.strip():
        raise NotReady("Hãy ghi thông tin cần sửa.", ["Cần sửa"])
    row = db.session.scalar(sa.select(NomineeAnswer).where(NomineeAnswer.nomination_id == nomination.id))
    if row is None:
        row = NomineeAnswer(nomination_id=nomination.id)
        db.session.add(row)
    row.answer, row.text, row.printed, row.answered_at = given, text, printed_line(nomination), clock.now()
    db.session.flush()
    audit.record("nomination:nominee_answered", actor=actor, obj=nomination, data={"answer": given.value})
    if given == Answer.CHANGE:
        people = [
            *accounts_with(P.NOMINATIONS_WRITE, nomination.unit_id),
            *accounts_with(P.NOMINATIONS_CHECK),
        ]
        ids = sorted({account.id for account in people})
        title = f"Người được đề nghị xin sửa thông tin: {nomination.printed_name}"
        tell(ids, title, text=text, url=f"/khen-thuong/ho-so/{nomination.id}", act_needed=True)
    return row


def unanswered_by(account: Account) -> list[Nomination]:
    """Return the nominations of this person whose data wait for a word."""
    query = sa.select(Nomination).where(
        Nomination.person_id == account.person_id, Nomination.state.in_(ASKED)
    )
    found = list(db.session.scalars(query.options(joinedload(Nomination.unit), joinedload(Nomination.round))))
    answered = answers_of(found)
    return [one for one in found if one.id not in answered]
