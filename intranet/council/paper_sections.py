"""The minutes as sections with stable keys: what is composed, what the secretary may write, which figures stand fast."""

from dataclasses import dataclass, field

from ..parameters.queries import fill, texts
from . import paper_text as say
from . import subjects, voting
from .models import AgendaItem, Meeting, MeetingKind, Method
from .states import VoteState

MINUTES, COUNT = "minutes", "count"
METHODS = {
    Method.OPEN: "biểu quyết công khai, ghi tên từng thành viên",
    Method.SECRET: "bỏ phiếu kín, mỗi thành viên một phiếu cho mỗi nội dung",
    Method.PAPER: "bỏ phiếu giấy, mỗi thành viên một phiếu cho mỗi nội dung",
}


@dataclass(frozen=True)
class Section:
    """One part of a paper. `template` is the composed text; words in braces are figures that the system fills in.

    A locked section holds nothing but facts of the meeting. `spoken`: words that a person typed (they may tell of a
    case in ways that no program finds, so they are not shown to a reader who must not see a case).
    """

    key: str
    label: str
    template: str
    locked: bool = False
    spoken: bool = False
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def composed(self) -> str:
        """Return the text as the system says it now."""
        return fill(self.template, self.figures)


def voted(meeting: Meeting) -> list[AgendaItem]:
    """Return the cases that were voted on."""
    return [item for item in meeting.items if item.state == VoteState.CLOSED]


def of(meeting: Meeting, paper: str, hidden: frozenset[int] = frozenset()) -> list[Section]:
    """Return the sections of the minutes or of the minutes of the count, in the order of the paper."""
    return _minutes(meeting, hidden) if paper == MINUTES else _count(meeting, hidden)


def _wording(meeting: Meeting, kind: str, hidden: frozenset[int]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the office's texts with names filled in, and the figures that stay as words in braces."""
    counted = say.totals(meeting, hidden)
    cases = counted.cases if kind == "meeting_minutes" else counted.voted
    figures = {"passed": say.told(counted.passed), "cases": say.told(cases)}
    names = {"council": meeting.council.name, "title": meeting.title}
    said = texts(kind, say.day_of(meeting))
    return {slot: fill(text, names) for slot, text in said.items()}, figures


def methods(meeting: Meeting, hidden: frozenset[int]) -> str:
    """Return how the council voted; how a hidden case was voted is not told."""
    used = dict.fromkeys(i.method for i in voted(meeting) if i.id not in hidden)
    return f"Hình thức: {'; '.join(METHODS[method] for method in used)}." if used else ""


def tellers(meeting: Meeting) -> str:
    """Return the elected tellers in one sentence."""
    names = [one.name for one in meeting.tellers]
    return f"Hội đồng bầu Ban kiểm phiếu gồm: {', '.join(names)}." if names else ""


def _people(meeting: Meeting) -> str:
    lines = [say.members_line(meeting)]
    if meeting.kind == MeetingKind.SITTING:
        lines += [f"Có mặt: {say.came(meeting, m)}." for m in say.attended(meeting)]
        here = {m.id for m in say.attended(meeting)}
        lines += [
            f"Vắng mặt: {say.seat(m)}" + (f" ({m.absence_reason})." if m.absence_reason else ".")
            for m in meeting.roll
            if m.id not in here
        ]
    return "\n".join(lines)


def _minutes(meeting: Meeting, hidden: frozenset[int]) -> list[Section]:
    said, figures = _wording(meeting, "meeting_minutes", hidden)
    thresholds = "; ".join(
        sorted({voting.threshold_words(i) for i in meeting.items if i.state == VoteState.CLOSED})
    )
    lead = said["vote_lead"].rstrip(":. ")
    if thresholds:
        lead += " (ngưỡng thông qua: {thresholds})"
    figures |= {"thresholds": thresholds}
    found = [
        Section("people", "I. Thành phần tham dự", _people(meeting), locked=True),
        Section("opening", "II. Nội dung: mở đầu", _opening(meeting, said), figures=figures),
        Section("discussion", "II. Nội dung: thảo luận", meeting.discussion, spoken=True),
        Section("tellers", "Ban kiểm phiếu", tellers(meeting), locked=True),
        Section("vote_lead", "III. Kết quả: câu dẫn", f"{lead}:", figures=figures),
        Section("results", "III. Kết quả: bảng", _results(meeting, hidden), locked=True),
    ]
    for item in say.shown_items(meeting, hidden):
        if item.id in hidden:
            continue
        lines = "\n".join((*say.notes(item), *subjects.notes_of(item.subject_kind, item.subject_id)))
        if lines:
            found.append(Section(f"facts-{item.id}", f"Về: {say.title_of(item)}", lines, locked=True))
        found.append(Section(f"case-{item.id}", f"Ghi thêm về: {say.title_of(item)}", ""))
    found.append(Section("conclusion", "Kết luận", said["conclusion"], figures=figures))
    return found


def _opening(meeting: Meeting, said: dict[str, str]) -> str:
    """Return how the meeting began; where nobody met, how the opinions were asked for."""
    if meeting.kind == MeetingKind.SITTING or meeting.answers_until is None:
        return said["opening"]
    asked, until = say.moment(meeting.opened_at or meeting.starts_at), say.moment(meeting.answers_until)
    return (
        f"Cơ quan thường trực Hội đồng gửi hồ sơ của {{cases}} nội dung đến các thành viên từ {asked}; "
        f"hạn gửi ý kiến: {until}.\nCác thành viên nghiên cứu hồ sơ, cho ý kiến bằng văn bản về từng nội dung."
    )


def _results(meeting: Meeting, hidden: frozenset[int]) -> str:
    lines = []
    for item in say.shown_items(meeting, hidden):
        if item.id in hidden:
            lines.append(f"{say.title_of(item)}: {say.HIDDEN}.")
        elif item.state == VoteState.CLOSED:
            votes = f"đồng ý {say.share(item)}, không đồng ý {item.no}, không có ý kiến {item.blank}"
            lines.append(f"{say.title_of(item)}: {votes}. {say.outcome(item)}.")
        else:
            lines.append(f"{say.title_of(item)}: {say.outcome(item)}.")
    return "\n".join(lines)


def _count(meeting: Meeting, hidden: frozenset[int]) -> list[Section]:
    said, figures = _wording(meeting, "count_minutes", hidden)
    found = [
        Section("tellers", "I. Ban kiểm phiếu", tellers(meeting), locked=True),
        Section(
            "method",
            "II. Cách biểu quyết",
            "\n".join(line for line in (methods(meeting, hidden), _bases(meeting, hidden)) if line),
        ),
        Section("results", "III. Kết quả: bảng", _results(meeting, hidden), locked=True),
    ]
    for item in say.shown_items(meeting, hidden):
        lines = "\n".join(say.notes(item))
        if item.id not in hidden and item.state == VoteState.CLOSED and lines:
            found.append(Section(f"facts-{item.id}", f"Về: {say.title_of(item)}", lines, locked=True))
    found.append(Section("remark", "Ghi thêm của Ban kiểm phiếu", ""))
    found.append(Section("conclusion", "Kết luận", said["conclusion"], figures=figures))
    return found


def _bases(meeting: Meeting, hidden: frozenset[int]) -> str:
    """Return of what the shares are taken."""
    used = dict.fromkeys(i.base for i in voted(meeting) if i.id not in hidden)
    words = {"all": "tổng số thành viên theo quyết định thành lập", "present": "số thành viên tham gia"}
    if not used:
        return ""
    return f"Tỷ lệ tính trên {' hoặc '.join(words[base.value] for base in used)}."
