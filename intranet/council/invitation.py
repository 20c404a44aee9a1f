"""What calls the members: giấy mời with the agenda, the same in plain text for Zalo, and the notice of the result."""

from dataclasses import replace
from urllib.parse import quote, urlencode

from ..core import clock, files
from ..core.errors import NotReady
from ..core.text import long_date, pad_number, weekday_date
from ..documents.kinds import invitation, notice
from ..documents.kinds.invitation import InvitationPaper
from ..documents.kinds.notice import NoticePaper
from ..documents.parts import Annex, Column, Group, Letterhead, Number, PlaceDate, Signer, Table
from ..notices import outbox
from ..parameters.queries import fill, texts
from ..people.models import Account
from ..people.queries import account_ids_of, organisation
from ..registers import actions as registers
from ..registers.models import RegisterEntry
from ..registers.queries import lines_of_object
from . import minutes
from . import paper_text as say
from .models import AgendaItem, Meeting, MeetingKind, MeetingMember, Seat
from .phrases import WORDS
from .states import State, VoteState

_AGENDA = (
    Column("STT", 12, "center"),
    Column("Nội dung", 78),
    Column("Tác giả, đơn vị, thành tích", 75),
)
_RESULT = (
    Column("STT", 12, "center"),
    Column("Nội dung", 78),
    Column("Tỷ lệ đồng ý", 40, "center"),
    Column("Kết quả", 35, "center"),
)


def _names(meeting: Meeting) -> list[str]:
    """Return who is invited: the roll, or before the meeting is convened the seats of that day."""
    if meeting.roll:
        return [say.seat(member) for member in meeting.roll]
    day = say.day_of(meeting)
    return [
        f"{one.person.addressed}, {WORDS[f'Seat.{one.seat.value}']}"
        for one in meeting.council.seats
        if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)
    ]


def _guests(meeting: Meeting) -> list[str]:
    return [f"{line.strip()} (đại biểu mời dự)" for line in meeting.guests.split("\n") if line.strip()]


SERIES = {"giay-moi": "GM", "thong-bao": "TBHD"}  # the council's own series
SYMBOLS = {"giay-moi": "GM", "thong-bao": "TB"}
KINDS = {"giay-moi": "meeting_invitation", "thong-bao": "meeting_notice"}


def line_of(meeting: Meeting, name: str) -> RegisterEntry | None:
    """Return the register line of the invitation or the notice, or None while it has no number."""
    return next((line for line in lines_of_object(meeting) if line.series == SERIES[name]), None)


def keep(meeting: Meeting, name: str) -> None:
    """Keep the paper with the number that it has now: from here on it is what everybody gets."""
    made = _made(meeting) if name == "giay-moi" else _notice(meeting, frozenset())
    registers.keep_file(meeting, document_kind=KINDS[name], name=_file_name(meeting, name), content=made)


def _kept(meeting: Meeting, name: str) -> tuple[str, bytes] | None:
    kept = [row for row in registers.issued_files(meeting) if row.document_kind == KINDS[name]]
    return (kept[-1].name, files.get(kept[-1].sha256)) if kept else None


def _file_name(meeting: Meeting, name: str) -> str:
    shown = {"giay-moi": "giay-moi", "thong-bao": "thong-bao-ket-qua"}[name]
    return f"{shown}-{say.day_of(meeting):%Y-%m-%d}.docx"


def _letterhead(meeting: Meeting, name: str) -> Letterhead:
    """Return the head with number and day, or with room for both."""
    line = line_of(meeting, name)
    number = Number(line.number if line else None, say.symbol(SYMBOLS[name]))
    head = say.letterhead(meeting, number, dated=clock.today())
    if line is None or head.place_date is None:
        return head
    return replace(head, place_date=PlaceDate(head.place_date.place, line.issued_on))


def _reference(meeting: Meeting, name: str, what: str) -> str:
    """Return "(Kèm theo Giấy mời số 05/GM-HĐTĐKT ngày 20 tháng 11 năm 2026 của Hội đồng ...)"."""
    line = line_of(meeting, name)
    number = f" số {pad_number(line.number)}/{line.symbol} {long_date(line.issued_on)}" if line else ""
    return f"(Kèm theo {what}{number} của {meeting.council.name})"


def _signer(meeting: Meeting, head: MeetingMember | None = None) -> Signer:
    """Return who signs for the council: its chairman (KT. when the deputy presided), with the office held."""
    if head is not None and head.seat == Seat.VICE_CHAIR:
        lines = ("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
        return Signer(lines, head.person.full_name, head.person.position)
    chairs = [one.person for one in (meeting.roll or meeting.council.seats) if one.seat == Seat.CHAIR]
    if not chairs:
        return Signer(("TM. HỘI ĐỒNG", "CHỦ TỊCH"), "")
    return Signer(("TM. HỘI ĐỒNG", "CHỦ TỊCH"), chairs[-1].full_name, chairs[-1].position)


def agenda(meeting: Meeting) -> list[AgendaItem]:
    """Return the cases as called: without second rounds and what was struck."""
    return [i for i in meeting.items if i.previous_id is None and i.state != VoteState.STRUCK]


def invitation_file(meeting: Meeting) -> tuple[str, bytes]:
    """Return name and bytes of the invitation with the agenda: the kept file once it has its number.

    NotReady without a case.
    """
    if not agenda(meeting):
        raise NotReady("Chương trình họp chưa có nội dung nào nên chưa có giấy mời.")
    return _kept(meeting, "giay-moi") or (_file_name(meeting, "giay-moi"), _made(meeting))


def _made(meeting: Meeting) -> bytes:
    day = say.day_of(meeting)
    said = texts("meeting_invitation", day)
    values = {"council": meeting.council.name, "title": meeting.title}
    words = {slot: fill(text, values) for slot, text in said.items()}
    paper = InvitationPaper(
        letterhead=_letterhead(meeting, "giay-moi"),
        subject=words["subject"],
        lead=tuple(words["paragraphs"].split("\n")),
        people=(*_names(meeting), *_guests(meeting)),
        facts=_when_and_where(meeting),
        closing=tuple(words["closing"].split("\n")),
        recipients=tuple(words["recipients"].split("\n")),
        signer=_signer(meeting),
        agenda=Annex(
            title="Chương trình phiên họp",
            reference=_reference(meeting, "giay-moi", "Giấy mời"),
            table=Table(_AGENDA, (Group("", _rows(meeting)),)),
        ),
    )
    return invitation.render(paper)


def _rows(meeting: Meeting) -> tuple[tuple[str, ...], ...]:
    return tuple((str(n), one.title, one.detail) for n, one in enumerate(agenda(meeting), start=1))


def _when_and_where(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    chairs = [
        one.person.addressed for one in (meeting.roll or meeting.council.seats) if one.seat == Seat.CHAIR
    ]
    about = f"xét {pad_number(len(agenda(meeting)))} nội dung (có Chương trình phiên họp kèm theo)"
    if meeting.kind == MeetingKind.WRITTEN:
        until = say.moment(meeting.answers_until) if meeting.answers_until else ""
        return (
            ("Hình thức", "lấy ý kiến bằng văn bản, không họp tập trung"),
            ("Nội dung", about),
            ("Hạn gửi ý kiến", until),
        )
    head = f"{chairs[-1]}, Chủ tịch Hội đồng" if chairs else ""
    return (
        ("Nội dung", about),
        ("Chủ trì", head),
        ("Thời gian", say.moment(meeting.starts_at)),
        ("Địa điểm", meeting.place),
    )


def message(meeting: Meeting, address: str = "") -> str:
    """Return the invitation as plain text to paste into Zalo: short lines, no marks; `address` leads to the papers."""
    local = clock.local(meeting.starts_at)
    lines = [f"MỜI HỌP: {meeting.title}", meeting.council.name, ""]
    if meeting.kind == MeetingKind.WRITTEN and meeting.answers_until:
        lines.append(f"Lấy ý kiến bằng văn bản, gửi trước {say.moment(meeting.answers_until)}")
    else:
        lines.append(f"Thời gian: {local:%H:%M}, {weekday_date(local.date())}")
        lines.append(f"Địa điểm: {meeting.place}")
    lines += ["", f"Chương trình ({len(agenda(meeting))} nội dung):"]
    lines += [f"{n}. {one.title}" for n, one in enumerate(agenda(meeting), start=1)]
    lines.append("")
    if address:
        lines.append(f"Tài liệu (mở trong mạng của xã): {address}")
    lines.append(
        "Không dự được hoặc có lợi ích liên quan đến nội dung nào, xin báo Thư ký Hội đồng trước giờ họp."
    )
    return "\n".join(lines)


def mailto(meeting: Meeting, address: str) -> str:
    """Return a link that opens the user's own mail program: members with an address in Bcc, time, place, link.

    Short, for mail programs cut long links; the agenda is behind the link.
    """
    people = [m.person_id for m in meeting.roll] or [one.person_id for one in meeting.council.seats]
    to = outbox.addresses_of(account_ids_of(people))
    words = message(meeting, address).split("\n\nChương trình", maxsplit=1)[0]
    body = f"{words}\n{pad_number(len(agenda(meeting)))} nội dung.\nTài liệu: {address}"
    fields = {"bcc": ",".join(to), "subject": f"Mời họp: {meeting.title}", "body": body}
    return "mailto:?" + urlencode({k: v for k, v in fields.items() if v}, quote_via=quote)


def notice_file(meeting: Meeting, viewer: Account | None = None) -> tuple[str, bytes]:
    """Return name and bytes of the notice of the result: the kept file once it has its number.

    A reader with a conflict gets a copy made now, without the figures of that case. NotReady before the meeting is closed.
    """
    minutes.require_closed(meeting)
    hidden, name = say.hidden_items(meeting, viewer), _file_name(meeting, "thong-bao")
    if hidden:
        return f"trich-{name}", _notice(meeting, hidden)
    return _kept(meeting, "thong-bao") or (name, _notice(meeting, hidden))


def _notice(meeting: Meeting, hidden: frozenset[int]) -> bytes:
    day = say.day_of(meeting)
    words = texts("meeting_notice", day)
    values = {
        "council": meeting.council.name,
        "title": meeting.title,
        "meeting_date": long_date(day).removeprefix("ngày "),
        "minutes": minutes_words(meeting),
        "meeting_result": result_words(meeting, hidden),
    }
    said = {slot: fill(text, values) for slot, text in words.items()}
    rows = tuple(
        (str(n), say.title_of(item), *_result(item, hidden))
        for n, item in enumerate(say.shown_items(meeting, hidden), start=1)
    )
    paper = NoticePaper(
        letterhead=_letterhead(meeting, "thong-bao"),
        subject=said["subject"],
        paragraphs=((say.COPY + ".",) if hidden else ()) + tuple(said["paragraphs"].split("\n")),
        recipients=tuple(said["recipients"].split("\n")),
        signer=_signer(meeting, say.head(meeting)),
        annex=Annex(
            title=said["annex_title"],
            reference=_reference(meeting, "thong-bao", "Thông báo"),
            table=Table(_RESULT, (Group("", rows),)),
        ),
    )
    return notice.render(paper)


def _result(item: AgendaItem, hidden: frozenset[int]) -> tuple[str, str]:
    if item.id in hidden:
        return say.HIDDEN, say.HIDDEN
    return (say.share(item) if item.state == VoteState.CLOSED else "", say.outcome(item))


def minutes_words(meeting: Meeting) -> str:
    """Return "Biên bản số 03/BB-HĐTĐKT ngày 01 tháng 12 năm 2026", or "Biên bản họp" before it has its number."""
    if meeting.state != State.MINUTES_SIGNED or not meeting.minutes_number or not meeting.minutes_signed_on:
        return "Biên bản họp"
    number = f"{pad_number(meeting.minutes_number)}/{organisation().minutes_symbol}"
    return f"Biên bản số {number} {long_date(meeting.minutes_signed_on)}"


def result_words(meeting: Meeting, hidden: frozenset[int] = frozenset()) -> str:
    """Return "xét 05 nội dung, thông qua 04 nội dung" of a closed meeting."""
    counted = say.totals(meeting, hidden)
    return f"xét {pad_number(counted.cases)} nội dung, thông qua {say.told(counted.passed)} nội dung"
