"""Acts of a secret ballot: open, vote, remove, void, object. Opening the envelopes is in `counting.py`.

What is stored while a poll is open says who voted and when, never how (docs/secret-ballot.md).
"""

import hashlib
import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import Barred, NotReady, NotThere
from ..core.workflow import perform
from ..notices.actions import tell
from ..people import sessions
from ..people.models import Account, Person
from ..people.queries import account_ids_of
from . import rules, sealing, vault
from .guides import guide_of
from .models import (
    Envelope,
    Mark,
    Poll,
    PollElector,
    PollLine,
    PollObjection,
    PollTeller,
    PollWrap,
    TellerKey,
)
from .states import WORKFLOW, PollState, PollStep

audit.declare(
    "ballots",
    key_made=(),
    opened=("title", "electors", "tellers"),
    voted=("elector", "envelope"),
    elector_removed=("elector",),
    account_changed=("elector",),
    released=("elector",),
    objected=("title",),
    answered=("title", "proven"),
)
_LETTERS = "ABCDEFGHKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
_SERVER_PART = 6


def place_of(poll: Poll) -> str:
    """Return what every seal of this poll is bound to."""
    return f"{poll.kind}/{poll.subject_id}"


def get(poll_id: int, *, lock: bool = False) -> Poll:
    """Return a poll, if asked with its row locked; NotThere when there is none."""
    poll = db.session.get(
        Poll, poll_id, with_for_update={"of": Poll} if lock else None, populate_existing=lock
    )
    if poll is None:
        raise NotThere()
    return poll


def get_for(account: Account, poll_id: int) -> Poll:
    """Return a poll that the account may see; NotThere otherwise."""
    poll = get(poll_id)
    if not rules.may_see(account, poll):
        raise NotThere()
    return poll


def of_subject(kind: str, subject_id: int) -> Poll | None:
    """Return the poll of a case."""
    return db.session.scalar(sa.select(Poll).where(Poll.kind == kind, Poll.subject_id == subject_id))


def key_of(account: Account) -> TellerKey | None:
    """Return the teller key of an account."""
    return db.session.scalar(sa.select(TellerKey).where(TellerKey.account_id == account.id))


def make_key(account: Account, password: str) -> TellerKey:
    """Make (or make anew) the teller key of an account under its password, which the caller has checked.

    Open polls stay bound to the old key: NotReady while the account counts one.
    """
    busy = sa.select(PollTeller.id).join(Poll).where(PollTeller.account_id == account.id)
    if db.session.scalar(busy.where(Poll.state == PollState.OPEN).limit(1)) is not None:
        raise NotReady(
            "Bạn đang trong tổ kiểm phiếu của một cuộc bỏ phiếu chưa mở. Hãy tạo khóa mới sau khi kiểm phiếu."
        )
    seal = sealing.new_teller(password, account.id)
    key = key_of(account) or TellerKey(account_id=account.id)
    key.public, key.salt, key.sealed, key.created_at = seal.public, seal.salt, seal.sealed, clock.now()
    db.session.add(key)
    db.session.flush()
    audit.record("ballots:key_made", actor=account, obj=key)
    return key


def open_poll(
    kind: str,
    subject_id: int,
    title: str,
    *,
    electors: Sequence[Person],
    tellers: Sequence[Person],
    actor: Actor,
) -> Poll:
    """Freeze electors and tellers, make the poll's key, wrap it for every pair of tellers.

    NotReady with fewer than three electors, not exactly three tellers, or a teller without key or account.
    """
    missing = []
    if len(electors) < rules.SMALLEST_BOX:
        missing.append(f"Bỏ phiếu kín cần ít nhất {rules.SMALLEST_BOX} người bỏ phiếu")
    if len(tellers) != rules.TELLERS or len({t.id for t in tellers}) != rules.TELLERS:
        missing.append(f"Tổ kiểm phiếu cần đúng {rules.TELLERS} người")
    accounts = _accounts([*electors, *tellers])
    keys = {}
    for person in tellers:
        account = accounts.get(person.id)
        key = key_of(account) if account else None
        if key is None:
            missing.append(f"{person.addressed} (kiểm phiếu) chưa tạo khóa kiểm phiếu")
        else:
            keys[person.id] = key
    if missing:
        raise NotReady("Chưa mở được bỏ phiếu kín.", missing)
    poll = of_subject(kind, subject_id)
    if poll is not None:
        raise NotReady("Nội dung này đã có cuộc bỏ phiếu kín.")
    poll = Poll(kind=kind, subject_id=subject_id, title=title, opened_at=clock.now())
    secret = vault.new_secret()
    poll.public, wraps = sealing.new_poll(place_of(poll), secret, [keys[p.id].public for p in tellers])
    vault.keep(poll.public, secret)
    poll.electors = [
        PollElector(
            person=person,
            name=person.addressed,
            account_mark=rules.account_mark(accounts[person.id]) if person.id in accounts else "",
        )
        for person in electors
    ]
    poll.tellers = [
        PollTeller(account_id=keys[person.id].account_id, position=place, name=person.addressed)
        for place, person in enumerate(tellers)
    ]
    db.session.add(poll)
    db.session.flush()
    db.session.add_all(PollWrap(poll_id=poll.id, **vars(wrap)) for wrap in wraps)
    data = {
        "title": title,
        "electors": [e.name for e in poll.electors],
        "tellers": [t.name for t in poll.tellers],
    }
    audit.record("ballots:opened", actor=actor, obj=poll, data=data)
    return poll


def _accounts(people: Sequence[Person]) -> dict[int, Account]:
    query = sa.select(Account).where(
        Account.person_id.in_([p.id for p in people]), Account.disabled_at.is_(None)
    )
    return {account.person_id: account for account in db.session.scalars(query)}


def cast(poll: Poll, mark: str, own_code: str, *, actor: Account) -> str:
    """Seal the actor's ballot at once and return the receipt code, which is kept nowhere else.

    A second ballot replaces the first. Barred when this account may not vote now; NotReady for an odd own code or
    mark. The poll's row is locked first: a ballot and the closing cannot pass each other.
    """
    poll = get(poll.id, lock=True)
    why_not = rules.barred_from_vote(actor, poll, clock.now())
    elector = rules.elector_of(actor, poll)
    if why_not or elector is None:
        raise Barred(why_not)
    if mark not in set(Mark):
        raise NotReady("Hãy chọn một ý kiến.", ["Ý kiến của bạn"])
    code = "".join(secrets.choice(_LETTERS) for _ in range(_SERVER_PART)) + rules.clean_code(own_code)
    sealed = sealing.seal_ballot(place_of(poll), elector.id, poll.public, mark, code)
    envelope = envelopes(poll).get(elector.id) or Envelope(elector_id=elector.id)
    envelope.sealed = sealed
    db.session.add(envelope)
    data = {"elector": elector.id, "envelope": hashlib.sha256(sealed).hexdigest()}
    audit.record("ballots:voted", actor=actor, obj=poll, data=data)
    return code


def envelopes(poll: Poll) -> dict[int, Envelope]:
    """Return the sealed ballots by elector."""
    query = sa.select(Envelope).join(PollElector, PollElector.id == Envelope.elector_id)
    return {one.elector_id: one for one in db.session.scalars(query.where(PollElector.poll_id == poll.id))}


def votes_cast(poll: Poll) -> int:
    """Return how many have voted; during the vote nothing more is known."""
    return poll.voted if poll.voted is not None else len(envelopes(poll))


def missing(poll: Poll) -> list[str]:
    """Return who has not voted yet, for chair and desk."""
    voted = envelopes(poll)
    return [e.name for e in poll.electors if not e.removed and e.id not in voted]


def last_recorded(poll: Poll, account: Account) -> bool:
    """Return whether a ballot of this account lies in the box."""
    elector = rules.elector_of(account, poll)
    return elector is not None and elector.id in envelopes(poll)


def may_vote(poll: Poll, account: Account) -> bool:
    """Return whether this account may vote now."""
    return not rules.barred_from_vote(account, poll, clock.now())


def remove_elector(poll: Poll, person_id: int, *, actor: Actor, reason: str) -> None:
    """Take a person off the list (a conflict found late); a ballot cast already leaves the box unopened."""
    poll = get(poll.id, lock=True)
    rules.require_open(poll)
    elector = next((e for e in poll.electors if e.person_id == person_id and not e.removed), None)
    if elector is None:
        return
    elector.removed, elector.removed_reason = True, reason
    if (envelope := envelopes(poll).get(elector.id)) is not None:
        db.session.delete(envelope)
    audit.record(
        "ballots:elector_removed", actor=actor, obj=poll, reason=reason, data={"elector": elector.id}
    )


def account_changed(account: Account, actor: Actor) -> None:
    """Hold an account that was reset, given a role or made anew while it may vote; tell member, chair and desk."""
    query = (
        sa.select(PollElector)
        .join(Poll)
        .where(
            PollElector.person_id == account.person_id,
            PollElector.removed.is_(False),
            Poll.state == PollState.OPEN,
        )
    )
    for elector in db.session.scalars(query):
        elector.held, elector.released_chair_id, elector.released_desk_id = True, None, None
        poll, guide = elector.poll, guide_of(elector.poll)
        audit.record("ballots:account_changed", actor=actor, obj=poll, data={"elector": elector.id})
        people = guide.watchers(poll.subject_id) | set(account_ids_of([elector.person_id]))
        tell(
            people,
            f"Tài khoản của {elector.name} thay đổi khi đang bỏ phiếu kín",
            url=f"/phieu-kin/{poll.id}",
            text="Tài khoản này chưa bỏ phiếu được cho đến khi Chủ tọa và thư ký cùng xác nhận.",
            act_needed=True,
        )


sessions.WATCHERS.append(account_changed)


def held(poll: Poll) -> list[PollElector]:
    """Return the electors whose account waits for chair and desk."""
    accounts = _accounts([e.person for e in poll.electors])
    return [
        e
        for e in poll.electors
        if not e.removed and (e.held or (e.person_id in accounts and rules.is_held(e, accounts[e.person_id])))
    ]


def release(poll: Poll, elector: PollElector, *, actor: Account) -> bool:
    """Confirm that an account is the member's own; True when chair and desk (two people) both did."""
    rules.require_open(poll)
    guide = guide_of(poll)
    if elector.person_id == actor.person_id:
        raise Barred("Bạn không xác nhận cho tài khoản của chính mình.")
    if guide.is_chair(poll.subject_id, actor):
        elector.released_chair_id = actor.id
    elif guide.is_desk(poll.subject_id, actor):
        elector.released_desk_id = actor.id
    else:
        raise Barred("Chỉ Chủ tọa và thư ký xác nhận được tài khoản.")
    audit.record("ballots:released", actor=actor, obj=poll, data={"elector": elector.id})
    account = _accounts([elector.person]).get(elector.person_id)
    both = elector.released_chair_id is not None and elector.released_desk_id is not None
    if both and account is not None:
        elector.held, elector.account_mark = False, rules.account_mark(account)
    return both


def void(poll: Poll, *, actor: Actor, reason: str) -> None:
    """Declare the vote void: unopened envelopes are destroyed, the owner repeats the vote. NotReady without reason."""
    if not reason.strip():
        raise NotReady("Hãy ghi lý do hủy cuộc bỏ phiếu.", ["Lý do"])
    poll = get(poll.id, lock=True)
    if poll.state == PollState.VOID:
        return
    empty_box(poll)
    poll.void_reason = reason
    perform(WORKFLOW, poll, PollStep.VOID, actor=actor, reason=reason)
    guide_of(poll).voided(poll, actor)


def empty_box(poll: Poll) -> None:
    """Delete envelopes, key shares and wraps of a poll."""
    electors = sa.select(PollElector.id).where(PollElector.poll_id == poll.id).scalar_subquery()
    db.session.execute(sa.delete(Envelope).where(Envelope.elector_id.in_(electors)))
    db.session.execute(sa.delete(PollWrap).where(PollWrap.poll_id == poll.id))
    for teller in poll.tellers:
        teller.waiting = None
    db.session.flush()


def lines_for(poll: Poll, account: Account) -> list[PollLine]:
    """Return the opened ballots in the order of their codes, to electors only and after the count."""
    if poll.state == PollState.OPEN or not rules.is_elector(account, poll):
        return []
    return list(
        db.session.scalars(sa.select(PollLine).where(PollLine.poll_id == poll.id).order_by(PollLine.code))
    )


def objections(poll: Poll) -> list[PollObjection]:
    """Return the objections, oldest first."""
    return list(
        db.session.scalars(
            sa.select(PollObjection).where(PollObjection.poll_id == poll.id).order_by(PollObjection.id)
        )
    )


def object_to(poll: Poll, text: str, *, actor: Account) -> PollObjection:
    """Say that the own line is missing or wrong; Barred for others, NotReady when the time is over."""
    if not rules.is_elector(actor, poll):
        raise Barred("Chỉ người có tên trong danh sách bỏ phiếu khiếu nại được.")
    if poll.state != PollState.CLOSED or poll.objections_until is None or clock.now() > poll.objections_until:
        raise NotReady("Không còn trong thời gian khiếu nại kết quả kiểm phiếu.")
    row = PollObjection(poll_id=poll.id, person_id=actor.person_id, text=text, raised_at=clock.now())
    db.session.add(row)
    db.session.flush()
    audit.record("ballots:objected", actor=actor, obj=poll, data={"title": poll.title})
    tell(
        guide_of(poll).watchers(poll.subject_id),
        f"Khiếu nại kết quả kiểm phiếu: {poll.title}",
        url=f"/phieu-kin/{poll.id}/ket-qua",
        act_needed=True,
    )
    return row


def answer(poll: Poll, objection: PollObjection, *, actor: Account, proven: bool, text: str) -> None:
    """The chair settles an objection; one proven mismatch voids the vote, which is then held on paper."""
    rules.require_chair(actor, poll)
    if not text.strip():
        raise NotReady("Hãy ghi kết luận.", ["Kết luận"])
    objection.proven, objection.answer = proven, text
    audit.record("ballots:answered", actor=actor, obj=poll, data={"title": poll.title, "proven": proven})
    if proven:
        void(poll, actor=actor, reason=f"Phiếu bị sai lệch, đã xác minh: {text}")
