"""The paper of a result that was annulled after its meeting: who, which case, on what grounds, what follows."""

import sqlalchemy as sa

from ..core import audit, clock, files
from ..core.db import db
from ..core.text import long_date, pad_number
from ..documents.kinds import annulment
from ..documents.parts import Number, Signer
from ..parameters.queries import fill, texts
from ..people.queries import organisation
from ..registers import actions as registers
from ..registers.models import RegisterEntry
from ..registers.queries import lines_of_object
from . import paper_text as say
from . import rounds, rules
from .models import AgendaItem, Meeting
from .phrases import WORDS
from .states import State, VoteState

KIND, SERIES = "annulment_minutes", "BB"


def of(meeting: Meeting) -> list[AgendaItem]:
    """Return the cases whose result was annulled after the meeting; inside it the minutes tell of it themselves."""
    if meeting.state not in (State.CLOSED, State.MINUTES_SIGNED):
        return []
    return [i for i in meeting.items if i.annulled_on is not None and rounds.is_latest(i)]


def line_of(item: AgendaItem) -> RegisterEntry | None:
    """Return the register line of the paper, or None while it has no number."""
    return next((line for line in lines_of_object(item) if line.series == SERIES), None)


def subject_of(item: AgendaItem) -> str:
    """Return the subject of the paper in one line."""
    day = item.annulled_on or clock.today()
    return fill(texts(KIND, day)["subject"], {"case": item.title, "council": item.meeting.council.name})


def _minutes_of(meeting: Meeting) -> str:
    words = f"Phiên họp {long_date(say.day_of(meeting))}: {meeting.title}"
    if not meeting.minutes_number or meeting.minutes_signed_on is None:
        return words
    number = f"{pad_number(meeting.minutes_number)}/{organisation().minutes_symbol}"
    return f"{words}; Biên bản số {number} {long_date(meeting.minutes_signed_on)}"


def next_vote(item: AgendaItem) -> AgendaItem | None:
    """Return the case in the meeting that took it up again, if one did."""
    query = sa.select(AgendaItem).where(
        AgendaItem.subject_kind == item.subject_kind,
        AgendaItem.subject_id == item.subject_id,
        AgendaItem.id > item.id,
        AgendaItem.state != VoteState.STRUCK,
    )
    found = db.session.scalars(query.order_by(AgendaItem.id))
    return next((one for one in found if one.meeting.state != State.CANCELLED), None)


def _follows(item: AgendaItem) -> str:
    again = next_vote(item)
    if again is None:
        return "Nội dung này được đưa ra Hội đồng biểu quyết lại tại phiên họp sau."
    day = long_date(say.day_of(again.meeting))
    where = f"Nội dung này được đưa ra biểu quyết lại tại phiên họp {day} ({again.meeting.title})"
    if again.state != VoteState.CLOSED:
        return f"{where}."
    return f"{where}; kết quả: {say.share(again)}, {say.outcome(again).lower()}."


def paper(item: AgendaItem, number: int | None) -> annulment.AnnulmentPaper:
    """Return the paper as data; `number` None leaves room for it."""
    meeting = item.meeting
    row = [one for one in audit.timeline(item) if one.event == "council:annulled"][-1]
    chair, secretary = say.head(meeting), rules.secretary_of(meeting)
    day = clock.local(row.at).date()
    said = texts(KIND, day)
    values = {"case": item.title, "council": meeting.council.name}
    follows = {"annulled_day": long_date(day), "next_vote": _follows(item)}
    return annulment.AnnulmentPaper(
        letterhead=say.letterhead(meeting, Number(number, organisation().minutes_symbol)),
        subject=fill(said["subject"], values),
        made=say.moment(row.at),
        place=f"trụ sở {organisation().short_name}",
        people=(
            ("Người quyết định hủy", row.actor_name),
            ("Chủ tọa phiên họp", say.seat(chair) if chair else ""),
            ("Thư ký (người ghi biên bản)", say.seat(secretary) if secretary else ""),
        ),
        facts=(
            ("Nội dung", say.title_of(item) + (f" ({item.detail})" if item.detail else "")),
            ("Kết quả ghi tại", _minutes_of(meeting)),
            ("Hình thức", WORDS[f"Method.{item.method.value}"].lower()),
            ("Kết quả đã ghi", f"đồng ý {say.share(item)}, {WORDS[_result(item)].lower()}"),
        ),
        grounds=tuple(f"{_begun(line)}." for line in item.annulled_reason.split("\n") if line.strip()),
        conclusion=tuple(fill(said["conclusion"], values | follows).split("\n")),
        recipients=tuple(said["recipients"].split("\n")),
        secretary=Signer(("THƯ KÝ",), secretary.person.full_name if secretary else ""),
        chair=Signer(("CHỦ TỌA",), chair.person.full_name if chair else ""),
    )


def _begun(line: str) -> str:
    line = line.strip(" .;")
    return line[:1].upper() + line[1:]


def _result(item: AgendaItem) -> str:
    return f"Outcome.{item.outcome.value}" if item.outcome else "agenda_item.tied"


def file_of(item: AgendaItem) -> tuple[str, bytes]:
    """Return name and bytes of the paper: the kept file once it has its number, else made now."""
    kept = [row for row in registers.issued_files(item) if row.document_kind == KIND]
    if kept:
        return kept[-1].name, files.get(kept[-1].sha256)
    return _name(item, None), annulment.render(paper(item, None))


def _name(item: AgendaItem, number: int | None) -> str:
    shown = f"{number:02d}" if number else "du-thao"
    return f"bien-ban-huy-ket-qua-{shown}-{item.annulled_on:%Y-%m-%d}.docx"


def keep(item: AgendaItem, number: int) -> None:
    """Render the paper with its number and keep the file: from now on it is what everybody gets."""
    registers.keep_file(
        item, document_kind=KIND, name=_name(item, number), content=annulment.render(paper(item, number))
    )
