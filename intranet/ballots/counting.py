"""Opening the envelopes: the chair asks, two tellers come with their passwords, one transaction, then destruction.

A crash before the commit leaves all envelopes sealed; one after it leaves only the destruction to do, which
`destroy_secrets` repeats at every start until it is done.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady
from ..core.workflow import perform
from ..parameters.queries import rule
from ..people.models import Account
from . import rules, sealing, service, vault
from .guides import Tally, guide_of
from .models import Mark, Poll, PollLine, PollTeller, PollWrap
from .states import WORKFLOW, PollState, PollStep

audit.declare(
    "ballots",
    closing_asked=("title",),
    teller_confirmed=("title",),
    destroyed=("title",),
)
OBJECTION_RULE = "council.secret.objection_hours"


def request_close(poll: Poll, *, actor: Account) -> None:
    """The chair asks to count: for ten minutes no ballot is taken and the tellers may open the box."""
    poll = service.get(poll.id, lock=True)
    rules.require_chair(actor, poll)
    rules.require_open(poll)
    guide_of(poll).may_close(poll.subject_id)
    poll.closing_by_id, poll.closing_at = actor.id, clock.now()
    for teller in poll.tellers:
        teller.waiting, teller.confirmed_at = None, None
    audit.record("ballots:closing_asked", actor=actor, obj=poll, data={"title": poll.title})


def confirm_close(poll: Poll, password: str, *, actor: Account) -> bool:
    """One teller confirms with the own password; True when it was the second one and the ballots are counted.

    Barred for anybody else; NotReady when the chair has not asked, the password does not open the key, the secret
    is lost, or an envelope does not fit the log (nothing is opened then, and nothing stored).
    """
    poll = service.get(poll.id, lock=True)
    rules.require_open(poll)
    teller = rules.teller_of(actor, poll)
    if teller is None:
        raise Barred("Bạn không thuộc tổ kiểm phiếu của cuộc bỏ phiếu này.")
    now = clock.now()
    if not rules.closing_asked(poll, now):
        raise NotReady(
            "Chủ tọa chưa đề nghị kiểm phiếu, hoặc đề nghị đã quá 10 phút. Hãy chờ Chủ tọa đề nghị lại."
        )
    guide_of(poll).may_close(poll.subject_id)
    secret = vault.read(poll.public)
    if secret is None:
        raise NotReady(
            "Khóa của cuộc bỏ phiếu không còn trên máy chủ (có thể do khôi phục từ bản sao lưu). "
            "Không thể mở phiếu: Chủ tọa phải hủy và cho bỏ phiếu lại, ghi vào biên bản."
        )
    place, wraps = service.place_of(poll), _wraps(poll)
    mine = _shares(place, wraps, teller, password, actor)
    first = next((t for t in poll.tellers if t is not teller and _still_waits(t, now)), None)
    teller.confirmed_at = now
    audit.record("ballots:teller_confirmed", actor=actor, obj=poll, data={"title": poll.title})
    if first is None:
        teller.waiting = sealing.keep_shares(place, secret, teller.position, mine)
        return False
    pair = (min(first.position, teller.position), max(first.position, teller.position))
    try:
        other = sealing.kept_shares(place, secret, first.position, first.waiting or b"")
        shares = {teller.position: mine[pair], first.position: other[pair]}
        private = sealing.poll_private(place, secret, wraps[pair], shares[pair[0]], shares[pair[1]])
    except sealing.Unopenable:
        raise NotReady(
            "Khóa của cuộc bỏ phiếu đã bị thay đổi, không mở được. Hãy hủy và bỏ phiếu lại."
        ) from None
    _count(poll, private, actor)
    return True


def _still_waits(teller: PollTeller, now: dt.datetime) -> bool:
    return (
        teller.waiting is not None
        and teller.confirmed_at is not None
        and now < teller.confirmed_at + rules.TOGETHER
    )


def _wraps(poll: Poll) -> dict[tuple[int, int], sealing.Wrap]:
    rows = db.session.scalars(sa.select(PollWrap).where(PollWrap.poll_id == poll.id))
    return {
        (r.first, r.second): sealing.Wrap(r.first, r.second, r.share_first, r.share_second, r.sealed)
        for r in rows
    }


def _shares(
    place: str,
    wraps: Mapping[tuple[int, int], sealing.Wrap],
    teller: PollTeller,
    password: str,
    actor: Account,
) -> dict[tuple[int, int], bytes]:
    key = service.key_of(actor)
    if key is None:
        raise NotReady(
            "Khóa kiểm phiếu của bạn không còn. Hai thành viên khác của tổ kiểm phiếu có thể mở phiếu."
        )
    try:
        private = sealing.teller_private(
            sealing.TellerSeal(key.public, key.salt, key.sealed), password, actor.id
        )
        return sealing.shares_of(place, list(wraps.values()), teller.position, private)
    except sealing.Unopenable:
        raise NotReady(
            "Mật khẩu không mở được khóa kiểm phiếu. Khóa mở bằng mật khẩu bạn dùng khi tạo khóa; "
            "nếu mật khẩu đã bị đặt lại, hai thành viên khác của tổ kiểm phiếu vẫn mở được phiếu.",
            ["Mật khẩu"],
        ) from None


def _count(poll: Poll, private: bytes, actor: Account) -> None:
    """Open all envelopes and put the list in their place, sorted by code, in the running transaction."""
    place, box = service.place_of(poll), service.envelopes(poll)
    electors = {e.id: e for e in poll.electors if not e.removed}
    logged = _logged(poll)
    if set(box) != {number for number in logged if number in electors}:
        raise NotReady(_MISMATCH)
    lines = []
    for number, envelope in box.items():
        if hashlib.sha256(envelope.sealed).hexdigest() != logged[number]:
            raise NotReady(_MISMATCH)
        try:
            mark, code = sealing.open_ballot(place, number, private, envelope.sealed)
        except sealing.Unopenable:
            raise NotReady(_MISMATCH) from None
        lines.append((code, Mark(mark)))
    lines.sort()
    for elector in electors.values():
        elector.voted = elector.id in box
    service.empty_box(poll)
    for code, mark in lines:
        db.session.add(PollLine(poll_id=poll.id, code=code, mark=Mark(mark)))
        db.session.flush()  # one by one: rows lie in the order of the codes
    marks = [mark for _, mark in lines]
    tally = Tally(*(marks.count(mark) for mark in (Mark.YES, Mark.NO, Mark.BLANK)))
    now = clock.now()
    poll.voted, poll.yes, poll.no, poll.blank = len(lines), tally.yes, tally.no, tally.blank
    poll.list_hash = sealing.list_hash([(code, mark.value) for code, mark in lines])
    poll.closed_at = now
    hours = rule(OBJECTION_RULE, clock.local(now).date()).value
    poll.objections_until = now + dt.timedelta(hours=hours)
    details = {
        "voted": poll.voted,
        "yes": tally.yes,
        "no": tally.no,
        "blank": tally.blank,
        "list_hash": poll.list_hash,
    }
    perform(WORKFLOW, poll, PollStep.COUNT, actor=actor, details=details)
    guide_of(poll).closed(poll, tally, actor)


_MISMATCH = (
    "Phong bì phiếu không khớp nhật ký bỏ phiếu: dữ liệu đã bị thay đổi. Không mở phiếu nào. "
    "Chủ tọa phải hủy cuộc bỏ phiếu và chuyển sang phiếu giấy."
)


def _logged(poll: Poll) -> dict[int, str]:
    """Return the last envelope that the log knows of each elector."""
    events = db.session.scalars(
        sa.select(audit.AuditEvent)
        .where(
            audit.AuditEvent.event == "ballots:voted",
            audit.AuditEvent.object_kind == "poll",
            audit.AuditEvent.object_id == poll.id,
        )
        .order_by(audit.AuditEvent.id)
    )
    return {details["elector"]: details["envelope"] for details in (one.details() for one in events)}


def check_list(poll: Poll) -> bool:
    """Return whether the stored list still is the one that was counted (its hash is in the chained log)."""
    lines = db.session.scalars(sa.select(PollLine).where(PollLine.poll_id == poll.id)).all()
    marks = [line.mark for line in lines]
    counts = tuple(marks.count(mark) for mark in (Mark.YES, Mark.NO, Mark.BLANK))
    counted = db.session.scalar(
        sa.select(audit.AuditEvent).where(
            audit.AuditEvent.event == "poll:count",
            audit.AuditEvent.object_kind == "poll",
            audit.AuditEvent.object_id == poll.id,
        )
    )
    if counted is None:
        return False
    details, found = (
        counted.details()["details"],
        sealing.list_hash([(line.code, line.mark.value) for line in lines]),
    )
    return found == poll.list_hash == details["list_hash"] and counts == (poll.yes, poll.no, poll.blank) == (
        details["yes"],
        details["no"],
        details["blank"],
    )


def destroy_secrets() -> list[Poll]:
    """Delete the secrets of ended polls, and those that no poll owns; return the polls whose files are to be rewritten.

    Repeated until `note_destroyed`: a crash in between loses nothing.
    """
    query = sa.select(Poll).where(Poll.state != PollState.OPEN, Poll.destroyed_at.is_(None))
    ended = list(db.session.scalars(query))
    for poll in ended:
        vault.destroy(poll.public)
    vault.destroy_orphans(db.session.scalars(sa.select(Poll.public).where(Poll.state == PollState.OPEN)))
    return ended


def note_destroyed(polls: list[Poll]) -> None:
    """Write down that nothing of these polls is left but their lists."""
    for poll in polls:
        poll.destroyed_at = clock.now()
        audit.record("ballots:destroyed", actor=audit.SYSTEM, obj=poll, data={"title": poll.title})
