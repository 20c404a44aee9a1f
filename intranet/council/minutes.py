"""The minutes of a meeting, composed from its rows: people, cases, exact shares, results; and both minutes frozen."""

from ..core import clock, files
from ..core.errors import NotReady
from ..documents.kinds.meeting_minutes import Case, MinutesPaper, render
from ..documents.parts import Number
from ..parameters.queries import fill, texts
from ..people.models import Account
from ..people.queries import organisation
from ..registers.actions import issued_files, keep_file
from . import count_papers, paper_edits, paper_sections, rules
from . import paper_text as say
from .models import AgendaItem, Meeting, MeetingKind
from .phrases import WORDS
from .states import State, VoteState

KIND = "meeting_minutes"


def _case(item: AgendaItem, hidden: frozenset[int]) -> Case:
    name = say.title_of(item)
    if item.id in hidden:
        return Case(name, "", "", "", "", "", say.HIDDEN)
    if item.state != VoteState.CLOSED:
        return Case(name, "", "", "", "", "", say.outcome(item))
    yes, members = item.yes or 0, item.members or 1
    return Case(
        name=name,
        form=WORDS[f"Method.{item.method.value}"],
        yes=f"{yes}/{members}",
        no=str(item.no),
        blank=str(item.blank),
        share=rules.percent(yes, members),
        result=say.outcome(item),
    )


def require_closed(meeting: Meeting) -> None:
    """NotReady before the meeting is closed."""
    if meeting.state not in (State.CLOSED, State.MINUTES_SIGNED):
        raise NotReady("Biên bản có sau khi phiên họp kết thúc.")


def paper(
    meeting: Meeting, viewer: Account | None = None, *, only: frozenset[int] | None = None
) -> MinutesPaper:
    """Return the minutes as data, for a reader (None: the office); NotReady before the meeting is closed.

    `only`: the cases of an extract.
    """
    require_closed(meeting)
    hidden = say.hidden_items(meeting, viewer)
    chair, secretary = say.head(meeting), rules.secretary_of(meeting)
    here = {member.id for member in say.attended(meeting)}
    words = texts(KIND, say.day_of(meeting))
    text = paper_edits.printed(meeting, paper_sections.MINUTES, hidden)
    sitting = meeting.kind == MeetingKind.SITTING
    shown = [one for one in say.shown_items(meeting, hidden) if only is None or one.id in only]
    notes = tuple(
        (
            say.title_of(item),
            tuple(filter(None, (*_lines(text, f"facts-{item.id}"), *_lines(text, f"case-{item.id}")))),
        )
        for item in shown
    )
    ended = meeting.closed_at or meeting.starts_at
    subject = fill(words["subject"], {"title": meeting.title})
    return MinutesPaper(
        letterhead=say.letterhead(meeting, Number(meeting.minutes_number, organisation().minutes_symbol)),
        subject=subject if sitting else f"Lấy ý kiến bằng văn bản: {subject}",
        started=say.moment(meeting.opened_at or meeting.starts_at),
        place=meeting.place if sitting else "lấy ý kiến bằng văn bản, không họp tập trung",
        present=tuple(say.came(meeting, m) for m in meeting.roll if m.id in here) if sitting else (),
        absent=tuple(
            say.seat(m) + (f" ({m.absence_reason})" if m.absence_reason else "")
            for m in meeting.roll
            if m.id not in here and sitting
        ),
        guests=tuple(line for line in meeting.guests.split("\n") if line.strip()),
        members_line=say.members_line(meeting),
        chair=say.seat(chair) if chair else "",
        secretary=say.seat(secretary) if secretary else "",
        opening=_lines(text, "opening"),
        discussion=_lines(text, "discussion"),
        vote_lead=text["vote_lead"],
        cases=tuple(_case(item, hidden) for item in shown),
        conclusion=_lines(text, "conclusion"),
        ended=f"{'Cuộc họp' if sitting else 'Việc lấy ý kiến'} kết thúc vào {say.moment(ended)}",
        recipients=tuple(words["recipients"].split("\n")),
        chair_name=chair.person.full_name if chair else "",
        secretary_name=secretary.person.full_name if secretary else "",
        tellers=_lines(text, "tellers"),
        notes=tuple(one for one in notes if one[1]),
        hidden_note=say.COPY if hidden else "",
    )


def _lines(text: dict[str, str], key: str) -> tuple[str, ...]:
    return tuple(text.get(key, "").split("\n"))


def keep(meeting: Meeting) -> None:
    """Render both minutes as signed and keep the files: from now on they are what everybody gets.

    NotReady while a composed text changed below the secretary's words and nobody has chosen.
    """
    unsettled = paper_edits.unsettled(meeting)
    if unsettled:
        raise NotReady("Lời hệ thống soạn đã đổi dưới phần Thư ký sửa. Hãy chọn bản dùng.", unsettled)
    keep_file(meeting, document_kind=KIND, name=_name(meeting), content=render(paper(meeting)))
    if paper_sections.voted(meeting):
        name, content = count_papers.count_file(meeting)
        keep_file(meeting, document_kind=count_papers.KIND, name=name, content=content)


def _name(meeting: Meeting) -> str:
    number = f"{meeting.minutes_number:02d} " if meeting.minutes_number else "du thao "
    return f"Bien ban {number}{clock.local(meeting.starts_at):%Y-%m-%d}.docx"


def file_of(meeting: Meeting, viewer: Account | None = None) -> tuple[str, bytes]:
    """Return name and bytes of the minutes: the kept file once signed, else a draft made now.

    A reader with a conflict gets a copy made now, without the figures of that case.
    """
    if say.hidden_items(meeting, viewer):
        return f"trich {_name(meeting)}", render(paper(meeting, viewer))
    kept = [row for row in issued_files(meeting) if row.document_kind == KIND]
    if kept:
        return kept[-1].name, files.get(kept[-1].sha256)
    return _name(meeting), render(paper(meeting))
