"""What members read before they vote: one page per case from the facts of its kind, for one reader."""

from ..core.errors import NotReady
from ..documents.kinds import reading_pack
from ..documents.kinds.reading_pack import PackCase, PackGroup, ReadingPackPaper
from ..people.models import Account
from . import invitation, subjects, voting
from . import paper_text as say
from .models import AgendaItem, Meeting
from .phrases import WORDS


def groups_for(item: AgendaItem, viewer: Account) -> list[subjects.Facts]:
    """Return what this reader may know of a case, for its web page and for the pack: nothing in a conflict."""
    if item.id in say.hidden_items(item.meeting, viewer):
        return [subjects.Facts("Hồ sơ bạn không tham gia xét", (("Nội dung", say.HIDDEN),))]
    return subjects.facts_of(item.subject_kind, item.subject_id)


def _case(item: AgendaItem, viewer: Account) -> PackCase:
    form = f"{WORDS[f'Method.{item.method.value}']}, ngưỡng thông qua {voting.threshold_words(item)}"
    groups = (PackGroup(one.title, one.lines, one.warning) for one in groups_for(item, viewer))
    return PackCase(item.title, item.detail, form, tuple(groups))


def reading_pack_file(meeting: Meeting, viewer: Account) -> tuple[str, bytes]:
    """Return name and bytes of the pack as this reader may have it; NotReady without a case."""
    cases = invitation.agenda(meeting)
    if not cases:
        raise NotReady("Chương trình họp chưa có nội dung nào nên chưa có tài liệu họp.")
    paper = ReadingPackPaper(
        issuer=say.letterhead(meeting, None).issuer,
        subject=meeting.title,
        meeting=f"{say.moment(meeting.starts_at)}, {meeting.place}",
        cases=tuple(_case(item, viewer) for item in cases),
    )
    return f"tai-lieu-hop-{say.day_of(meeting):%Y-%m-%d}.docx", reading_pack.render(paper)
