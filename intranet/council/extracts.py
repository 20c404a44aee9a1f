"""Trích biên bản: what the signed minutes say of one case, for the file of that case or for the level above."""

from dataclasses import replace

from ..core.text import fold, long_date, pad_number
from ..documents.kinds.meeting_minutes import render
from ..people.models import Account
from ..people.queries import organisation
from . import minutes, rounds, voting
from . import paper_text as say
from .models import AgendaItem, Meeting
from .states import State, VoteState


def of(meeting: Meeting, viewer: Account) -> list[AgendaItem]:
    """Return the cases that have an extract: decided, in signed minutes, not hidden from the reader."""
    if meeting.state != State.MINUTES_SIGNED:
        return []
    hidden = say.hidden_items(meeting, viewer)
    return [
        item
        for item in meeting.items
        if item.state == VoteState.CLOSED and rounds.is_latest(item) and item.id not in hidden
    ]


def file_of(item: AgendaItem) -> tuple[str, bytes]:
    """Return name and bytes of the extract: attendance in numbers, all rounds of the case, nothing of other cases.

    What the secretary wrote about this case is in it; the discussion, which may tell of others, is not.
    """
    meeting, settings = item.meeting, organisation()
    rounds_of = frozenset(
        one.id
        for one in meeting.items
        if (one.subject_kind, one.subject_id) == (item.subject_kind, item.subject_id)
    )
    whole = minutes.paper(meeting, only=rounds_of)
    signed = meeting.minutes_signed_on
    number = f"{pad_number(meeting.minutes_number or 0)}/{settings.minutes_symbol}"
    paper = replace(
        whole,
        title="TRÍCH BIÊN BẢN",
        letterhead=say.letterhead(meeting, None),
        present=(),
        absent=(),
        guests=(),
        opening=(),
        discussion=(),
        tellers=(),
        vote_lead=f"Về: {item.title}, ngưỡng thông qua {voting.threshold_words(item)}:",
        conclusion=(f"Kết quả: {say.share(item)}, {say.outcome(item).lower()}.",),
        ended=f"Trích từ Biên bản số {number}" + (f" {long_date(signed)}" if signed else ""),
        recipients=("Hồ sơ của nội dung nêu trên", settings.copies_line),
        left_title="NGƯỜI TRÍCH",
    )
    slug = fold(item.title).replace(" ", "-")[:50]
    return f"trich-bien-ban-{pad_number(item.position)}-{slug}.docx", render(paper)
