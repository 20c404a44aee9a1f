"""Words that all papers of a meeting share: letterhead, people, times, what to tell of a case, what is hidden from whom."""

import datetime as dt
from dataclasses import dataclass

from ..core import audit, clock, conflicts
from ..core.text import long_date, pad_number
from ..documents.parts import Issuer, Letterhead, Number, PlaceDate
from ..people.models import Account
from ..people.queries import organisation
from . import rules
from .models import AgendaItem, Choice, Meeting, MeetingKind, MeetingMember, Method, Outcome, Seat
from .phrases import WORDS
from .queries import case_of
from .states import VoteState

HIDDEN = conflicts.HIDDEN
COPY = "Bản trích cho thành viên có xung đột lợi ích: không ghi số liệu của hồ sơ liên quan"


def hidden_items(meeting: Meeting, viewer: Account | None) -> frozenset[int]:
    """Return the cases whose figures this reader must not see; all rounds of a case go together.

    `viewer` None is the office itself: the paper that is signed and kept.
    """
    if viewer is None:
        return frozenset()
    away = {(i.subject_kind, i.subject_id) for i in meeting.items if _hidden(viewer, i)}
    return frozenset(i.id for i in meeting.items if (i.subject_kind, i.subject_id) in away)


def _hidden(viewer: Account, item: AgendaItem) -> bool:
    return viewer.person_id in out_of(item)


def out_of(item: AgendaItem) -> set[int]:
    """Return the people who stay out of a case: whose own case it is, and who declared a conflict."""
    return {one.member.person_id for one in item.conflicts} | set(case_of(item).involved)


def letterhead(meeting: Meeting, number: Number | None, *, dated: dt.date | None = None) -> Letterhead:
    """Return the head of a paper of the council; without a day there is no place-date line (Mẫu 1.9)."""
    settings = organisation()
    name = meeting.council.name.removesuffix(f" {settings.commune}")
    return Letterhead(
        Issuer((name,), above=(settings.short_name,)),
        number,
        PlaceDate(settings.place_name, None, dated.year) if dated else None,
    )


def symbol(kind: str) -> str:
    """Return the symbol of another kind of paper in the council's own series: "GM-HĐTĐKT" (NĐ 30/2020, II.3a)."""
    return f"{kind}-{organisation().minutes_symbol.partition('-')[2] or 'HĐ'}"


def moment(at: dt.datetime) -> str:
    """Return "08 giờ 30 phút, ngày 01 tháng 12 năm 2026"."""
    local = clock.local(at)
    return f"{local:%H} giờ {local:%M} phút, {long_date(local.date())}"


def hour(at: dt.datetime) -> str:
    """Return "09 giờ 15 phút"."""
    return f"{clock.local(at):%H giờ %M phút}"


def day_of(meeting: Meeting) -> dt.date:
    """Return the day of the meeting."""
    return clock.local(meeting.starts_at).date()


def seat(member: MeetingMember) -> str:
    """Return "Ông Nguyễn Văn A, Chủ tịch Hội đồng"."""
    return f"{member.name}, {WORDS[f'Seat.{member.seat.value}']}"


def head(meeting: Meeting) -> MeetingMember | None:
    """Return who presides; where nobody sat together (opinions in writing), who holds the chair's seat."""
    return rules.chair_of(meeting) or next((m for m in meeting.roll if m.seat == Seat.CHAIR), None)


def attended(meeting: Meeting) -> list[MeetingMember]:
    """Return who was there, also for a part of the meeting."""
    if meeting.kind == MeetingKind.WRITTEN:
        heard = rules.answered(meeting)
        return [m for m in meeting.roll if m.id in heard]
    return [m for m in meeting.roll if m.present or m.left_at is not None]


def came(meeting: Meeting, member: MeetingMember) -> str:
    """Return the seat with the times of who came late or left early."""
    times = []
    if member.arrived_at and meeting.opened_at and member.arrived_at > meeting.opened_at:
        times.append(f"đến lúc {hour(member.arrived_at)}")
    if member.left_at:
        times.append(f"rời phiên họp lúc {hour(member.left_at)}")
    return seat(member) + (f" ({', '.join(times)})" if times else "")


def members_line(meeting: Meeting) -> str:
    """Return how many members there are, were here, and were away."""
    here, total = len(attended(meeting)), len(meeting.roll)
    if meeting.kind == MeetingKind.WRITTEN:
        return (
            f"Tổng số thành viên theo {meeting.council.founding_decision}: {pad_number(total)}; "
            f"có ý kiến bằng văn bản: {pad_number(here)}; không gửi ý kiến: {pad_number(total - here)}."
        )
    return (
        f"Tổng số thành viên theo {meeting.council.founding_decision}: {pad_number(total)}; "
        f"có mặt: {pad_number(here)}; vắng mặt: {pad_number(total - here)}."
    )


def title_of(item: AgendaItem) -> str:
    """Return the name of a case, with its round after the first."""
    return f"{item.title} (biểu quyết lần {item.round})" if item.round > 1 else item.title


def shown_items(meeting: Meeting, hidden: frozenset[int]) -> list[AgendaItem]:
    """Return the cases for the tables: of a hidden case one line, for a second round would tell of the first."""
    followed = {item.previous_id for item in meeting.items if item.previous_id}
    return [item for item in meeting.items if item.id not in hidden or item.id not in followed]


@dataclass(frozen=True)
class Totals:
    """How many cases were decided; None where a hidden case would show through the sum."""

    cases: int
    voted: int | None
    passed: int | None


def totals(meeting: Meeting, hidden: frozenset[int]) -> Totals:
    """Count each case once, by its last round that was not annulled."""
    followed = {item.previous_id for item in meeting.items if item.previous_id}
    last = [item for item in meeting.items if item.id not in followed]
    if hidden:
        return Totals(len(last), None, None)
    voted = [item for item in last if item.state == VoteState.CLOSED]
    passed = [i for i in voted if i.outcome == Outcome.PASSED and i.annulled_on is None]
    return Totals(len(last), len(voted), len(passed))


def told(number: int | None) -> str:
    """Return a count with its leading zero, or the words that it is hidden."""
    return f"({HIDDEN})" if number is None else pad_number(number)


def share(item: AgendaItem) -> str:
    """Return "8/9 (88,9 %)"."""
    yes, members = item.yes or 0, item.members or 1
    return f"{yes}/{members} ({rules.percent(yes, members)})"


def outcome(item: AgendaItem) -> str:
    """Return the result in words; an annulled one says so."""
    if item.state == VoteState.STRUCK:
        return "Rút khỏi chương trình"
    if item.state == VoteState.ABORTED:
        return "Không có kết quả"
    words = WORDS[f"Outcome.{item.outcome.value}"] if item.outcome else ""
    return f"{words} (đã hủy)" if item.annulled_on else words


def notes(item: AgendaItem) -> list[str]:
    """Return what the papers tell of a case beside its row: who was out, opinions, rounds, ties, annulment.

    Who stayed out is named, why is not told; written opinions have names in an open vote only.
    """
    lines = [_struck(item)] if item.state == VoteState.STRUCK else []
    if item.state == VoteState.ABORTED:
        return [*_round(item), "Việc biểu quyết dừng lại khi chưa có kết quả; nội dung được biểu quyết lại."]
    lines += [*_round(item), *_out(item), *_late(item), *_gone(item), *_written(item), *_paper(item)]
    lines += _tie(item)
    if item.annulled_on:
        lines.append(
            f"Kết quả này bị hủy {long_date(item.annulled_on)}; lý do: {_sentence(item.annulled_reason)}"
        )
    return lines


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;") + "."


def _struck(item: AgendaItem) -> str:
    reasons = [row.reason for row in audit.timeline(item) if row.event == "agenda_item:strike"]
    reason = f" Lý do: {_sentence(reasons[-1])}" if reasons and reasons[-1] else ""
    return f"Rút khỏi chương trình, không biểu quyết.{reason}"


def _round(item: AgendaItem) -> list[str]:
    before = item.previous
    if before is None:
        return []
    was = f"{share(before)}, {outcome(before).lower()}" if before.yes is not None else "không có kết quả"
    return [
        f"Chủ tọa cho biểu quyết lại (lần {item.round}); lý do: {_sentence(item.reason)}",
        f"Kết quả lần {before.round}, giữ trong hồ sơ: {was}.",
    ]


def _out(item: AgendaItem) -> list[str]:
    away = out_of(item)
    names = [m.name for m in item.meeting.roll if m.person_id in away]
    return [f"Không tham gia biểu quyết do xung đột lợi ích: {', '.join(names)}."] if names else []


def _late(item: AgendaItem) -> list[str]:
    if item.closed_at is None:
        return []
    closed = item.closed_at
    names = [m.name for m in item.meeting.roll if m.arrived_at and m.arrived_at > closed]
    return [f"Chưa có mặt khi biểu quyết: {', '.join(names)}."] if names else []


def _gone(item: AgendaItem) -> list[str]:
    """Name who had left for good when the vote closed; who voted in writing is told there."""
    if item.closed_at is None:
        return []
    closed, wrote = item.closed_at, {one.member_id for one in item.opinions}
    left = [m for m in item.meeting.roll if m.left_at and m.left_at <= closed and m.id not in wrote]
    names = [m.name for m in left if not m.present]
    return [f"Đã rời phiên họp khi biểu quyết: {', '.join(names)}."] if names else []


def _written(item: AgendaItem) -> list[str]:
    if not item.opinions:
        return []
    if item.method == Method.OPEN:
        parts = [
            f"{one.member.name}: {WORDS[f'Choice.{one.choice.value}'].lower()}"
            for one in sorted(item.opinions, key=lambda o: o.member.position)
        ]
        return [f"Ý kiến bằng văn bản của thành viên vắng mặt, đã tính vào kết quả: {'; '.join(parts)}."]
    return [f"Có {pad_number(len(item.opinions))} ý kiến bằng văn bản của thành viên vắng mặt."]


def _paper(item: AgendaItem) -> list[str]:
    if item.method != Method.PAPER or item.issued is None:
        return []
    collected, invalid = item.collected or 0, item.invalid or 0
    return [
        f"Số phiếu phát ra: {pad_number(item.issued)}; thu về: {pad_number(collected)}; "
        f"hợp lệ: {pad_number(collected - invalid)}; không hợp lệ: {pad_number(invalid)}."
    ]


def _tie(item: AgendaItem) -> list[str]:
    if item.casting_choice is None or item.casting_by is None:
        return []
    decided = "đồng ý" if item.casting_choice == Choice.YES else "không đồng ý"
    return [
        f"Số ý kiến đồng ý và không đồng ý ngang nhau; {seat(item.casting_by)}, có ý kiến quyết định: {decided}."
    ]
