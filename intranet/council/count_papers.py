"""The count of a closed meeting as papers: minutes of the count, and the ballot as it would be printed."""

from ..core import clock
from ..core.errors import NotReady
from ..core.text import long_date, pad_number
from ..documents.kinds import ballot, count_minutes
from ..documents.kinds.count_minutes import CountedCase, CountMinutesPaper
from ..documents.parts import Issuer, Letterhead, Number, Signer
from ..people.queries import organisation
from . import rules
from .models import AgendaItem, Meeting, Method, Outcome
from .phrases import WORDS
from .states import State, VoteState

_METHODS = {
    Method.OPEN: "Hội đồng biểu quyết công khai, ghi tên từng thành viên, mỗi nội dung một lần.",
    Method.SECRET: "Hội đồng bỏ phiếu kín, mỗi nội dung một phiếu.",
    Method.PAPER: "Hội đồng bỏ phiếu giấy, mỗi nội dung một phiếu.",
}


def _issuer(meeting: Meeting) -> Issuer:
    settings = organisation()
    name = meeting.council.name.removesuffix(f" {settings.commune}")
    return Issuer((name,), above=(settings.short_name,))


def _voted(meeting: Meeting) -> list[AgendaItem]:
    return [item for item in meeting.items if item.state == VoteState.CLOSED]


def _case(item: AgendaItem) -> CountedCase:
    yes, no, blank, members = item.yes or 0, item.no or 0, item.blank or 0, item.members or 1
    return CountedCase(
        name=item.title,
        valid=str(yes + no + blank),
        yes=str(yes),
        no=str(no),
        blank=str(blank),
        share=f"{yes}/{members} ({rules.percent(yes, members)})",
        result=WORDS[f"Outcome.{item.outcome.value}"] if item.outcome else "",
    )


def count_file(meeting: Meeting) -> tuple[str, bytes]:
    """Return name and bytes of the minutes of the count; NotReady before the meeting is closed or without a vote."""
    items = _voted(meeting)
    if meeting.state not in (State.CLOSED, State.MINUTES_SIGNED) or not items:
        raise NotReady("Biên bản kiểm phiếu có sau khi phiên họp kết thúc và có nội dung đã biểu quyết.")
    chair, secretary = rules.chair_of(meeting), rules.secretary_of(meeting)
    here = len(rules.present(meeting))
    closed = clock.local(meeting.closed_at or meeting.starts_at)
    started = clock.local(items[0].opened_at or meeting.opened_at or meeting.starts_at)
    most = max((item.yes or 0) + (item.no or 0) + (item.blank or 0) for item in items)
    passed = sum(item.outcome == Outcome.PASSED for item in items)
    methods = dict.fromkeys(item.method for item in items)
    paper = CountMinutesPaper(
        letterhead=Letterhead(_issuer(meeting), Number(None, organisation().minutes_symbol), None),
        subject=meeting.title,
        started=f"{started:%H} giờ {started:%M} phút, {long_date(started.date())}",
        place=meeting.place,
        tellers=(),
        members_line=(
            f"Tổng số thành viên theo {meeting.council.founding_decision}: {pad_number(len(meeting.roll))}; "
            f"có mặt: {pad_number(here)}; vắng mặt: {pad_number(len(meeting.roll) - here)}."
        ),
        method=" ".join(_METHODS[method] for method in methods),
        ballots=(
            f"Số thành viên tham gia nhiều nhất ở một nội dung: {pad_number(most)}. "
            "Tỷ lệ tính trên tổng số thành viên theo quyết định thành lập.",
        ),
        cases=tuple(_case(item) for item in items),
        written=(),
        conclusion=(
            f"Hội đồng thông qua {pad_number(passed)}/{pad_number(len(items))} nội dung đã biểu quyết.",
        ),
        ended=f"Việc kiểm kết quả kết thúc vào {closed:%H} giờ {closed:%M} phút, {long_date(closed.date())}",
        recipients=("Chủ tịch Hội đồng", "Lưu: VT, Hồ sơ"),
        left=Signer(("THƯ KÝ",), secretary.person.full_name if secretary else ""),
        right=Signer(("CHỦ TỌA",), chair.person.full_name if chair else ""),
    )
    return f"bien-ban-kiem-phieu-{closed:%Y-%m-%d}.docx", count_minutes.render(paper)


def ballot_file(meeting: Meeting, *, copies: int = 1) -> tuple[str, bytes]:
    """Return name and bytes of the printed ballot with all cases that were not struck; NotReady without one."""
    cases = [item for item in meeting.items if item.state != VoteState.STRUCK]
    if not cases:
        raise NotReady("Phiên họp không có nội dung nào để in phiếu.")
    day = clock.local(meeting.starts_at).date()
    paper = ballot.BallotPaper(
        issuer=_issuer(meeting),
        subject=meeting.title,
        meeting=f"Phiên họp {long_date(day)}",
        cases=[(item.title, item.detail.split(";")[0]) for item in cases],
        copies=copies,
    )
    return f"phieu-bau-{day:%Y-%m-%d}.docx", ballot.render(paper)
