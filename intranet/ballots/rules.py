"""Who may do what with a secret ballot; no queries."""

import datetime as dt
import hashlib
import re

from ..core.errors import Barred, NotReady, WrongState
from ..people.models import Account
from .guides import guide_of
from .models import Poll, PollElector, PollTeller
from .states import PollState

TELLERS = 3
SMALLEST_BOX = 3  # fewer ballots tell who voted how
SMALL_BOX = 5
TOGETHER = dt.timedelta(minutes=10)  # chair's request and both tellers
OWN_CODE = re.compile(r"[A-Za-z0-9]{4,12}")


def account_mark(account: Account) -> str:
    """Return what identifies an account as it was: another account or another password gives another mark."""
    text = f"{account.id} {account.password_changed_at}"
    return hashlib.sha256(text.encode()).hexdigest()


def elector_of(account: Account, poll: Poll) -> PollElector | None:
    """Return the account's line in the electorate, also a removed one."""
    return next((e for e in poll.electors if e.person_id == account.person_id), None)


def teller_of(account: Account, poll: Poll) -> PollTeller | None:
    """Return the account's place among the tellers."""
    return next((t for t in poll.tellers if t.account_id == account.id), None)


def is_elector(account: Account, poll: Poll) -> bool:
    """On the list and not removed."""
    elector = elector_of(account, poll)
    return elector is not None and not elector.removed


def may_see(account: Account, poll: Poll) -> bool:
    """Electors, tellers, chair and desk; whoever was removed sees nothing any more."""
    elector = elector_of(account, poll)
    if elector is not None:
        return not elector.removed
    guide = guide_of(poll)
    return (
        teller_of(account, poll) is not None
        or guide.is_chair(poll.subject_id, account)
        or guide.is_desk(poll.subject_id, account)
    )


def closing_asked(poll: Poll, now: dt.datetime) -> bool:
    """Whether the chair's request still stands (10 minutes)."""
    return poll.closing_at is not None and now < poll.closing_at + TOGETHER


def is_held(elector: PollElector, account: Account) -> bool:
    """Whether the account was reset or changed since the opening and nobody has confirmed it yet."""
    return elector.held or elector.account_mark != account_mark(account)


def barred_from_vote(account: Account, poll: Poll, now: dt.datetime) -> str:
    """Return why this account may not vote now, or ""."""
    elector = elector_of(account, poll)
    if elector is None:
        return "Bạn không có tên trong danh sách bỏ phiếu."
    if elector.removed:
        return "Bạn không bỏ phiếu nội dung này (xung đột lợi ích)."
    if poll.state != PollState.OPEN:
        return "Cuộc bỏ phiếu đã kết thúc."
    if closing_asked(poll, now):
        return "Chủ tọa đã đề nghị kiểm phiếu, không nhận thêm phiếu."
    if is_held(elector, account):
        return (
            "Tài khoản của bạn thay đổi (mật khẩu hoặc vai trò) khi đang bỏ phiếu. "
            "Hãy báo Chủ tọa và thư ký cùng xác nhận, rồi bỏ phiếu."
        )
    return guide_of(poll).may_vote(poll.subject_id)


def require_chair(account: Account, poll: Poll) -> None:
    """Barred unless the account chairs."""
    if not guide_of(poll).is_chair(poll.subject_id, account):
        raise Barred("Chỉ Chủ tọa phiên họp làm được việc này.")


def require_open(poll: Poll) -> None:
    """WrongState unless ballots are still sealed."""
    if poll.state != PollState.OPEN:
        raise WrongState("Cuộc bỏ phiếu đã kết thúc.")


def clean_code(own: str) -> str:
    """Return the voter's part of the receipt in capitals; NotReady unless 4 to 12 plain letters or digits."""
    if not OWN_CODE.fullmatch(own.strip()):
        raise NotReady("Ký hiệu riêng cần 4 đến 12 chữ cái không dấu hoặc chữ số.", ["Ký hiệu riêng"])
    return own.strip().upper()
