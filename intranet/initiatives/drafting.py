"""Writing an initiative: begin, save, authors with shares and their confirmation. Nothing here commits."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, Stale
from ..core.text import fold
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import account_ids_of
from . import rules
from .models import Initiative, InitiativeAuthor
from .states import State

audit.declare(
    "initiative", created=(), authors=("authors",), share_confirmed=("share",), share_declined=("share",)
)

TEXTS = (
    "title",
    "theme_id",
    "kind",
    "before",
    "content",
    "novelty",
    "conditions",
    "replication",
    "confidential",
    "first_applied_on",
    "first_applied_at",
    "benefit",
    "benefit_money",
    "benefit_hours",
    "benefit_people",
)


@dataclass(frozen=True)
class Share:
    """An author as given on the form: the person and the share in per cent (0: not yet given)."""

    person_id: int
    share: int


def create(*, actor: Account) -> Initiative:
    """Begin a draft of the actor's own, who is its only author with 100 % for now.

    NotReady when the actor belongs to no unit: nobody could endorse it.
    """
    person, now = actor.person, clock.now()
    if person.unit_id is None:
        raise NotReady(
            "Hồ sơ của bạn chưa ghi đơn vị, nên chưa viết được sáng kiến. Hãy báo quản trị bổ sung."
        )
    initiative = Initiative(
        owner_id=person.id, unit_id=person.unit_id, state=State.DRAFT, created_at=now, updated_at=now
    )
    initiative.authors = [InitiativeAuthor(person_id=person.id, position=1, share=100, confirmed_at=now)]
    db.session.add(initiative)
    db.session.flush()
    _index(initiative)
    audit.record("initiative:created", actor=actor, obj=initiative, data={})
    return initiative


def check_version(initiative: Initiative, version: int | None) -> None:
    """Raise Stale when the form was opened on another version than the stored one."""
    if version != initiative.version:
        raise Stale("Sáng kiến này đã được sửa ở nơi khác từ lúc bạn mở trang.")


def save(
    initiative: Initiative,
    values: dict[str, Any],
    shares: Sequence[Share] | None,
    *,
    actor: Account,
    at: dt.datetime | None = None,
) -> None:
    """Store what is written so far, complete or not.

    `values` holds some of TEXTS; `shares` None leaves the authors as they are.

    Side effects: a changed share loses its author's confirmation; once the sum is 100 % the authors who
    have to confirm are told. The row's version rises. Barred for others, and once it is handed in.
    """
    require_editable(initiative, actor)
    for name in TEXTS:
        if name in values:
            setattr(initiative, name, values[name])
    if initiative.state != State.DRAFT and not initiative.title:
        raise NotReady("Sáng kiến đã nộp phải có tên.", ["Tên sáng kiến"])
    if shares is not None:
        set_authors(initiative, shares, actor=actor)
    initiative.updated_at = at or clock.now()
    _index(initiative)
    db.session.flush()


def require_editable(initiative: Initiative, actor: Account) -> None:
    """Barred unless the actor writes it and it is a draft or was returned."""
    rules.require(
        rules.may_edit(actor, initiative),
        "Chỉ người viết sửa được, khi sáng kiến chưa nộp hoặc được trả lại.",
    )


def set_authors(initiative: Initiative, shares: Sequence[Share], *, actor: Account) -> None:
    """Replace the authors. NotReady for a person named twice, for none, for more than rules.MAX_AUTHORS."""
    if not 1 <= len(shares) <= rules.MAX_AUTHORS:
        raise NotReady(f"Sáng kiến có từ 1 đến {rules.MAX_AUTHORS} tác giả.", ["Tác giả"])
    if len({one.person_id for one in shares}) < len(shares):
        raise NotReady("Có người được ghi hai lần trong danh sách tác giả.", ["Tác giả"])
    known = {author.person_id: author for author in initiative.authors}
    old_total = rules.shares_total(initiative)
    wanted = {one.person_id for one in shares}
    gone = [author for author in initiative.authors if author.person_id not in wanted]
    changed: list[int] = []
    for leaving in gone:
        initiative.authors.remove(leaving)
    db.session.flush()
    for position, one in enumerate(shares, start=1):
        author = known.get(one.person_id)
        if author is None:
            author = InitiativeAuthor(person_id=one.person_id, share=one.share)
            initiative.authors.append(author)
            changed.append(one.person_id)
        elif author.share != one.share:
            author.share, author.confirmed_at, author.declined_reason = one.share, None, ""
            changed.append(one.person_id)
        author.position = position
        if one.person_id == initiative.owner_id and author.confirmed_at is None:
            author.confirmed_at = clock.now()  # who writes the share down agrees with it
    db.session.flush()
    # rows are shown in the order just given, without reading them again
    db.session.refresh(initiative, ["authors"])
    if not changed and not gone:
        return
    data = {"authors": [[a.person.full_name, a.share] for a in initiative.authors]}
    audit.record("initiative:authors", actor=actor, obj=initiative, data=data)
    if rules.shares_total(initiative) == 100:
        _ask_authors(initiative, None if old_total != 100 else changed)


def _ask_authors(initiative: Initiative, only: list[int] | None) -> None:
    """Tell the authors who have to confirm; `only` limits it to those whose share is new."""
    for author in initiative.authors:
        waits = author.confirmed_at is None and not author.declined_reason
        if not waits or (only is not None and author.person_id not in only):
            continue
        tell(
            account_ids_of([author.person_id]),
            f"Xác nhận tỷ lệ đóng góp {author.share} % của bạn",
            text=f"{initiative.owner.full_name} ghi bạn là đồng tác giả sáng kiến “{initiative.title}”.",
            url=f"/sang-kien/{initiative.id}",
            act_needed=True,
        )


def confirm_share(initiative: Initiative, share: int | None, *, actor: Account) -> None:
    """Confirm the own share. Stale when it is no longer the share that the author was shown.

    Side effect: who writes the initiative is told when this was the last confirmation.
    """
    author = _own_line(initiative, actor)
    if author.share != share:
        raise Stale(f"Tỷ lệ của bạn vừa được sửa thành {author.share} %. Hãy xem lại rồi xác nhận.")
    author.confirmed_at, author.declined_reason = clock.now(), ""
    audit.record("initiative:share_confirmed", actor=actor, obj=initiative, data={"share": author.share})
    if all(one.confirmed_at is not None for one in initiative.authors):
        tell(
            account_ids_of([initiative.owner_id]),
            "Các đồng tác giả đã xác nhận đủ",
            text=f"Bạn có thể nộp sáng kiến “{initiative.title}”.",
            url=f"/sang-kien/{initiative.id}",
            act_needed=True,
        )


def decline_share(initiative: Initiative, *, actor: Account, reason: str) -> None:
    """Decline the own share with a reason (NotReady without); who writes the initiative is told."""
    author = _own_line(initiative, actor)
    if not reason.strip():
        raise NotReady("Cần ghi lý do để người viết biết phải sửa gì.", ["Lý do"])
    author.declined_reason = reason
    audit.record(
        "initiative:share_declined", actor=actor, obj=initiative, reason=reason, data={"share": author.share}
    )
    tell(
        account_ids_of([initiative.owner_id]),
        f"{actor.display_name} chưa đồng ý với tỷ lệ {author.share} %",
        text=reason,
        url=f"/sang-kien/{initiative.id}",
        act_needed=True,
    )


def _own_line(initiative: Initiative, actor: Account) -> InitiativeAuthor:
    author = rules.share_to_confirm(actor, initiative)
    if author is None:
        raise Stale("Hiện không có tỷ lệ nào chờ bạn xác nhận. Hãy tải lại trang.")
    return author


def _index(initiative: Initiative) -> None:
    """Keep the search text: folded title and names of all authors."""
    names = [author.person.full_name for author in initiative.authors]
    initiative.search_text = fold(" ".join([initiative.title or "", *names]))
