"""All papers of a meeting under their names: what there is at this moment, and each as a file for its reader."""

from collections.abc import Callable
from dataclasses import dataclass

from ..core.errors import NotThere
from ..core.text import short_date
from ..people.models import Account
from . import annulments, count_papers, extracts, invitation, minutes, paper_sections, rules
from . import paper_text as say
from .invitation import invitation_file, notice_file
from .models import Meeting, Method
from .reading_pack import reading_pack_file
from .states import State, VoteState

__all__ = ["Paper", "file_of", "invitation_file", "notice_file", "of", "reading_pack_file"]

_HELD = (State.CLOSED, State.MINUTES_SIGNED)
EDITED = {"bien-ban-hop": paper_sections.MINUTES, "bien-ban-kiem-phieu": paper_sections.COUNT}


@dataclass(frozen=True)
class Paper:
    """A paper of a meeting: its name in addresses, its words, what to know of it."""

    name: str
    label: str
    note: str
    read: Callable[[Account], tuple[str, bytes]]
    single: bool = False  # about one case: shown below the others


def of(meeting: Meeting, viewer: Account) -> list[Paper]:
    """Return the papers that this reader may have now, in the order of the work. Ballots are the desk's."""
    found = []
    if meeting.state != State.CANCELLED and invitation.agenda(meeting):
        found.append(
            Paper(
                "giay-moi", "Giấy mời họp", _numbered(meeting, "giay-moi"), lambda _: invitation_file(meeting)
            )
        )
        found.append(
            Paper(
                "tai-lieu",
                "Tài liệu họp",
                "Mỗi nội dung một trang: hồ sơ, lịch sử, cảnh báo.",
                lambda viewer: reading_pack_file(meeting, viewer),
            )
        )
    if meeting.state not in (State.DRAFT, State.CANCELLED) and rules.may_run(viewer):
        found += _ballots(meeting)
    if meeting.state in _HELD:
        found += _held(meeting)
        found += _annulled(meeting, viewer)
        found += [
            Paper(f"trich-{one.id}", say.title_of(one), "", lambda _, one=one: extracts.file_of(one), True)  # type: ignore[misc]
            for one in extracts.of(meeting, viewer)
        ]
    return found


def _numbered(meeting: Meeting, name: str) -> str:
    line = invitation.line_of(meeting, name)
    if line is None:
        return "Văn thư cấp số và ngày khi phát hành."
    return f"Số {line.number:02d}/{line.symbol} ngày {short_date(line.issued_on)}."


def _annulled(meeting: Meeting, viewer: Account) -> list[Paper]:
    hidden = say.hidden_items(meeting, viewer)
    return [
        Paper(
            f"bien-ban-huy-{item.id}",
            f"Biên bản hủy kết quả: {item.title}",
            f"Số {line.number:02d}/{line.symbol}." if line else "Văn thư cấp số khi ký.",
            lambda _, one=item: annulments.file_of(one),  # type: ignore[misc]
        )
        for item in annulments.of(meeting)
        if item.id not in hidden
        for line in [annulments.line_of(item)]
    ]


def _ballots(meeting: Meeting) -> list[Paper]:
    found = [
        Paper(
            "phieu-bau",
            "Phiếu bầu (mẫu chung)",
            "Một phiếu có mọi nội dung.",
            lambda _: count_papers.ballot_file(meeting),
        )
    ]
    for item in meeting.items:
        if item.method == Method.PAPER and item.state in (VoteState.WAITING, VoteState.OPEN):
            copies = count_papers.entitled(item)
            found.append(
                Paper(
                    f"phieu-bau-{item.id}",
                    f"Phiếu bầu: {item.title}",
                    f"{copies} phiếu, mỗi thành viên được bỏ phiếu một tờ.",
                    lambda _, one=item: count_papers.case_ballots(one),  # type: ignore[misc]
                )
            )
    return found


def _held(meeting: Meeting) -> list[Paper]:
    signed = meeting.state == State.MINUTES_SIGNED
    state = "Đã ký, không thay đổi nữa." if signed else "Chưa ký: tải về bản mới nhất để in."
    found = [
        Paper("bien-ban-hop", "Biên bản họp", state, lambda viewer: minutes.file_of(meeting, viewer)),
    ]
    if paper_sections.voted(meeting):
        found.append(
            Paper(
                "bien-ban-kiem-phieu",
                "Biên bản kiểm phiếu",
                state,
                lambda viewer: count_papers.count_file(meeting, viewer),
            )
        )
    found.append(
        Paper(
            "thong-bao",
            "Thông báo kết quả phiên họp",
            _numbered(meeting, "thong-bao"),
            lambda viewer: notice_file(meeting, viewer),
        )
    )
    return found


def file_of(meeting: Meeting, name: str, viewer: Account) -> tuple[str, bytes]:
    """Return name and bytes of a paper for this reader; NotThere for one that the reader may not have."""
    found = next((one for one in of(meeting, viewer) if one.name == name), None)
    if found is None:
        raise NotThere("Phiên họp không có văn bản này, hoặc văn bản chưa có.")
    return found.read(viewer)
