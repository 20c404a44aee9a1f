"""The count of a closed meeting as papers: minutes of the count, and the ballots as they are printed."""

from ..core import clock, files
from ..core.errors import NotReady
from ..core.text import long_date, pad_number
from ..documents.kinds import ballot, count_minutes
from ..documents.kinds.count_minutes import CountedCase, CountMinutesPaper
from ..documents.parts import Number, Signer
from ..parameters.queries import fill, texts
from ..people.models import Account
from ..people.queries import organisation
from ..registers.actions import issued_files
from . import paper_edits, paper_sections, rules
from . import paper_text as say
from .models import AgendaItem, Meeting, MeetingKind, Method
from .phrases import WORDS
from .states import State, VoteState

KIND = "count_minutes"
HEAD = ("TRƯỞNG BAN", "KIỂM PHIẾU")


def _case(item: AgendaItem, hidden: frozenset[int], ballots: bool) -> CountedCase:
    if item.id in hidden:
        form = say.HIDDEN if ballots else ""
        return CountedCase(say.title_of(item), "", "", "", "", "", say.HIDDEN, form=form)
    yes, no, blank = item.yes or 0, item.no or 0, item.blank or 0
    paper = item.method == Method.PAPER and item.issued is not None
    valid = (item.collected or 0) - (item.invalid or 0) if paper else yes + no + blank
    return CountedCase(
        name=say.title_of(item),
        valid=str(valid),
        yes=str(yes),
        no=str(no),
        blank=str(blank),
        share=say.share(item),
        result=say.outcome(item),
        form=WORDS[f"Method.{item.method.value}"] if ballots else "",
        issued=str(item.issued) if paper else "-",
        collected=str(item.collected or 0) if paper else str(yes + no + blank),
        invalid=str(item.invalid or 0) if paper else "-",
    )


def paper(meeting: Meeting, viewer: Account | None = None) -> CountMinutesPaper:
    """Return the minutes of the count as data, for a reader (None: the office).

    The tellers of the meeting sign; without tellers (only open votes) the secretary and the chair.
    NotReady before the meeting is closed or without a vote.
    """
    hidden = say.hidden_items(meeting, viewer)
    items = [item for item in say.shown_items(meeting, hidden) if item.state == VoteState.CLOSED]
    if meeting.state not in (State.CLOSED, State.MINUTES_SIGNED) or not items:
        raise NotReady("Biên bản kiểm phiếu có sau khi phiên họp kết thúc và có nội dung đã biểu quyết.")
    text = paper_edits.printed(meeting, paper_sections.COUNT, hidden)
    words = texts(KIND, say.day_of(meeting))
    started = items[0].opened_at or meeting.opened_at or meeting.starts_at
    ballots = any(item.method != Method.OPEN for item in items)
    signers = _signers(meeting)
    return CountMinutesPaper(
        letterhead=say.letterhead(meeting, Number(None, organisation().minutes_symbol)),
        subject=fill(words["subject"], {"title": meeting.title}),
        started=say.moment(started),
        place=meeting.place
        if meeting.kind == MeetingKind.SITTING
        else "lấy ý kiến bằng văn bản, không họp tập trung",
        tellers=tuple(
            f"{one.name}, {'Trưởng ban' if n == 0 else 'Ủy viên'}" for n, one in enumerate(meeting.tellers)
        ),
        members_line=say.members_line(meeting),
        method=text["method"],
        ballots=(),
        cases=tuple(_case(item, hidden, ballots) for item in items),
        written=(),
        conclusion=(*text["remark"].split("\n"), *text["conclusion"].split("\n")),
        ended=f"Việc kiểm kết quả kết thúc vào {say.moment(meeting.closed_at or meeting.starts_at)}",
        recipients=tuple(words["recipients"].split("\n")),
        left=signers[0],
        right=signers[-1],
        middle=signers[1] if len(signers) > 2 else None,
        notes=tuple(
            (say.title_of(item), tuple(text[key].split("\n")))
            for item in items
            if (key := f"facts-{item.id}") in text
        ),
        hidden_note=say.COPY if hidden else "",
    )


def _signers(meeting: Meeting) -> list[Signer]:
    """Return who signs, left to right: two members and the head of the tellers, or the secretary and the chair."""
    if len(meeting.tellers) > 1:
        head, *others = meeting.tellers
        signers = [Signer(("ỦY VIÊN",), one.person.full_name) for one in others[:2]]
        return [*signers, Signer(HEAD, head.person.full_name)]
    chair, secretary = say.head(meeting), rules.secretary_of(meeting)
    return [
        Signer(("THƯ KÝ",), secretary.person.full_name if secretary else ""),
        Signer(("CHỦ TỌA",), chair.person.full_name if chair else ""),
    ]


def count_file(meeting: Meeting, viewer: Account | None = None) -> tuple[str, bytes]:
    """Return name and bytes of the minutes of the count: the kept file once the minutes are signed, else made now.

    A reader with a conflict gets a copy made now, without the figures of that case.
    """
    closed = clock.local(meeting.closed_at or meeting.starts_at)
    name = f"bien-ban-kiem-phieu-{closed:%Y-%m-%d}.docx"
    if say.hidden_items(meeting, viewer):
        return f"trich-{name}", count_minutes.render(paper(meeting, viewer))
    kept = [row for row in issued_files(meeting) if row.document_kind == KIND]
    if kept:
        return kept[-1].name, files.get(kept[-1].sha256)
    return name, count_minutes.render(paper(meeting))


def ballot_file(meeting: Meeting, *, copies: int = 1) -> tuple[str, bytes]:
    """Return name and bytes of the printed ballot with all cases that were not struck; NotReady without one."""
    cases = [item for item in meeting.items if item.state != VoteState.STRUCK and item.previous_id is None]
    if not cases:
        raise NotReady("Phiên họp không có nội dung nào để in phiếu.")
    return f"phieu-bau-{say.day_of(meeting):%Y-%m-%d}.docx", _ballots(meeting, cases, copies)


def entitled(item: AgendaItem) -> int:
    """Return how many members may vote on a case: present, and not out of it; all members before the roll call."""
    away = say.out_of(item)
    called = any(member.present is not None for member in item.meeting.roll)
    return sum(
        member.person_id not in away and (not called or bool(member.present)) for member in item.meeting.roll
    )


def case_ballots(item: AgendaItem) -> tuple[str, bytes]:
    """Return name and bytes of the ballots of one case, one for each member who may vote on it; NotReady for none."""
    copies = entitled(item)
    if item.state == VoteState.STRUCK or not copies:
        raise NotReady("Nội dung này không có ai bỏ phiếu nên không in phiếu.")
    number = pad_number(item.position)
    return f"phieu-bau-noi-dung-{number}-lan-{item.round}.docx", _ballots(item.meeting, [item], copies)


def _ballots(meeting: Meeting, cases: list[AgendaItem], copies: int) -> bytes:
    return ballot.render(
        ballot.BallotPaper(
            issuer=say.letterhead(meeting, None).issuer,
            subject=meeting.title,
            meeting=f"Phiên họp {long_date(say.day_of(meeting))}",
            cases=[(say.title_of(item), item.detail.split(";")[0]) for item in cases],
            copies=copies,
        )
    )
