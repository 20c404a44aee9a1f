"""The minutes of a meeting, composed from its rows: people, cases, exact shares, results."""

from ..core import clock, files
from ..core.errors import NotReady
from ..core.text import long_date, pad_number
from ..documents.kinds.meeting_minutes import Case, MinutesPaper, render
from ..documents.parts import Issuer, Letterhead, Number
from ..parameters.queries import fill, texts
from ..people.queries import organisation
from ..registers.actions import issued_files, keep_file
from . import rules, voting
from .models import AgendaItem, Meeting, MeetingMember, Outcome
from .phrases import WORDS
from .states import State, VoteState

KIND = "meeting_minutes"


def _seat(member: MeetingMember) -> str:
    return f"{member.name}, {WORDS[f'Seat.{member.seat.value}']}"


def _time(meeting: Meeting, *, end: bool = False) -> str:
    moment = clock.local((meeting.closed_at if end else meeting.opened_at) or meeting.starts_at)
    return f"{moment:%H} giờ {moment:%M} phút, {long_date(moment.date())}"


def _case(item: AgendaItem) -> Case:
    if item.state == VoteState.STRUCK:
        return Case(item.title, "", "", "", "", "", "Rút khỏi chương trình")
    yes, members = item.yes or 0, item.members or 1
    return Case(
        name=item.title,
        form=WORDS[f"Method.{item.method.value}"],
        yes=f"{yes}/{members}",
        no=str(item.no),
        blank=str(item.blank),
        share=rules.percent(yes, members),
        result=WORDS[f"Outcome.{item.outcome.value}"] if item.outcome else "",
    )


def paper(meeting: Meeting) -> MinutesPaper:
    """Return the minutes as data; NotReady before the meeting is closed."""
    if meeting.state not in (State.CLOSED, State.MINUTES_SIGNED):
        raise NotReady("Biên bản có sau khi phiên họp kết thúc.")
    settings, chair, secretary = organisation(), rules.chair_of(meeting), rules.secretary_of(meeting)
    here = rules.present(meeting)
    away = [member for member in meeting.roll if not member.present]
    on = clock.local(meeting.starts_at).date()
    wording = texts(KIND, on)
    passed = [item for item in meeting.items if item.outcome == Outcome.PASSED]
    values = {
        "council": meeting.council.name,
        "commune": settings.commune,
        "title": meeting.title,
        "passed": pad_number(len(passed)),
        "cases": pad_number(len(meeting.items)),
    }
    said = {slot: fill(text, values) for slot, text in wording.items()}
    totals = (
        f"Tổng số thành viên theo {meeting.council.founding_decision}: {pad_number(len(meeting.roll))}; "
        f"có mặt: {pad_number(len(here))}; vắng mặt: {pad_number(len(away))}."
    )
    thresholds = sorted({voting.threshold_words(item) for item in meeting.items})
    lead = (
        f"{said['vote_lead'].rstrip(':. ')} (ngưỡng thông qua: {'; '.join(thresholds)} tổng số thành viên):"
    )
    return MinutesPaper(
        letterhead=Letterhead(
            Issuer(
                (meeting.council.name.removesuffix(f" {settings.commune}"),), above=(settings.short_name,)
            ),
            Number(meeting.minutes_number, settings.minutes_symbol),
            None,
        ),
        subject=fill(wording["subject"], values),
        started=_time(meeting),
        place=meeting.place,
        present=tuple(_seat(member) for member in here),
        absent=tuple(
            _seat(member) + (f" ({member.absence_reason})" if member.absence_reason else "")
            for member in away
        ),
        guests=tuple(line for line in meeting.guests.split("\n") if line.strip()),
        members_line=totals,
        chair=_seat(chair) if chair else "",
        secretary=_seat(secretary) if secretary else "",
        opening=tuple(said["opening"].split("\n")),
        discussion=tuple(meeting.discussion.split("\n")),
        vote_lead=lead,
        cases=tuple(_case(item) for item in meeting.items),
        conclusion=tuple(said["conclusion"].split("\n")),
        ended=f"Cuộc họp kết thúc vào {_time(meeting, end=True)}",
        recipients=tuple(said["recipients"].split("\n")),
        chair_name=chair.person.full_name if chair else "",
        secretary_name=secretary.person.full_name if secretary else "",
    )


def keep(meeting: Meeting) -> None:
    """Render the signed minutes and keep the file: from now on it is what everybody gets."""
    keep_file(meeting, document_kind=KIND, name=_name(meeting), content=render(paper(meeting)))


def _name(meeting: Meeting) -> str:
    number = f"{meeting.minutes_number:02d} " if meeting.minutes_number else "du thao "
    return f"Bien ban {number}{clock.local(meeting.starts_at):%Y-%m-%d}.docx"


def file_of(meeting: Meeting) -> tuple[str, bytes]:
    """Return name and bytes of the minutes: the kept file once signed, else a draft made now."""
    kept = [row for row in issued_files(meeting) if row.document_kind == KIND]
    if kept:
        return kept[-1].name, files.get(kept[-1].sha256)
    return _name(meeting), render(paper(meeting))
