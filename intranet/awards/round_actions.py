"""Acts on award rounds. Nothing here commits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.text import short_date, weekday_date
from ..core.workflow import NOBODY, perform
from ..notices.actions import tell
from ..parameters import award_forms
from ..people.models import Account
from ..people.queries import accounts_with
from . import rules
from .models import GIAY_KHEN, AwardRound, Nomination, RoundKind
from .states import ROUND_WORKFLOW, RoundState, RoundStep, State

audit.declare("award_round", created=("title",), edited=("title",))

_ONLY_STANDING = "Chỉ cơ quan thường trực làm được việc này."
FIELDS = (
    "kind", "title", "achievement", "campaign_id", "opens_on", "closes_on", "rule_date", "counts_from", "counts_to",
    "guidance", "award_form",
)  # fmt: skip

# what a round keeps once it is open
_FIXED = {
    "kind": "Loại đợt",
    "award_form": "Hình thức, danh hiệu",
    "rule_date": "Áp dụng quy định tại ngày",
    "opens_on": "Ngày mở",
}


def create(
    kind: RoundKind,
    title: str,
    *,
    actor: Account,
    opens_on: dt.date,
    closes_on: dt.date,
    rule_date: dt.date | None = None,
    **more: Any,
) -> AwardRound:
    """Plan a round. `rule_date`: the day whose dated rules it follows (its opening day when not given)."""
    rules.require(rules.may_run_rounds(actor), _ONLY_STANDING)
    _check_dates(opens_on, closes_on, more.get("counts_from"), more.get("counts_to"))
    _check_form(more.get("award_form", GIAY_KHEN), rule_date or opens_on)
    _check_kind(kind, rule_date or opens_on)
    round_ = AwardRound(
        kind=kind, title=title, opens_on=opens_on, closes_on=closes_on, rule_date=rule_date or opens_on,
        created_at=clock.now(), **more,
    )  # fmt: skip
    db.session.add(round_)
    db.session.flush()
    audit.record("award_round:created", actor=actor, obj=round_, data={"title": title})
    return round_


def edit(round_: AwardRound, values: dict[str, Any], *, actor: Account) -> None:
    """Change a round; once it has left the planning only dates of closing, guidance and wording may change."""
    rules.require(rules.may_run_rounds(actor), _ONLY_STANDING)
    if round_.state not in (RoundState.PLANNED, RoundState.OPEN):
        raise WrongState("Đợt khen thưởng đã đóng, không sửa được nữa.")
    fixed = {} if round_.state == RoundState.PLANNED else _FIXED
    changed = [
        label for name, label in fixed.items() if name in values and values[name] != getattr(round_, name)
    ]
    if changed:
        raise NotReady("Đợt đã mở: không đổi loại đợt, hình thức, ngày mở và ngày áp dụng quy định.", changed)
    names = ("opens_on", "closes_on", "counts_from", "counts_to")
    _check_dates(*(values.get(name, getattr(round_, name)) for name in names))
    _check_form(values.get("award_form", round_.award_form), values.get("rule_date") or round_.rule_date)
    if "kind" in values:
        _check_kind(values["kind"], values.get("rule_date") or round_.rule_date)
    for name in FIELDS:
        if name in values:
            setattr(round_, name, values[name])
    db.session.flush()
    audit.record("award_round:edited", actor=actor, obj=round_, data={"title": round_.title})


def _check_kind(kind: RoundKind, day: dt.date) -> None:
    known = award_forms.kinds_on(day)
    if known and kind.value not in known:
        raise NotReady(
            f"Quy định của ngày {short_date(day)} không có loại khen thưởng này.",
            ["Loại đợt", *known.values()],
        )


def _check_form(form: str, day: dt.date) -> None:
    if form not in award_forms.forms_on(day):
        raise NotReady(
            "Ngày áp dụng quy định của đợt chưa có hình thức, danh hiệu này trong thẩm quyền của xã.",
            ["Hình thức, danh hiệu"],
        )


def _check_dates(
    opens_on: dt.date, closes_on: dt.date, counts_from: dt.date | None, counts_to: dt.date | None
) -> None:
    if closes_on < opens_on:
        raise NotReady("Hạn nhận hồ sơ phải từ ngày mở trở đi.", ["Hạn nhận hồ sơ"])
    if counts_from is not None and counts_to is not None and counts_to < counts_from:
        raise NotReady(
            "Thời gian tính thành tích phải kết thúc sau khi bắt đầu.", ["Thành tích tính đến ngày"]
        )


def open_round(round_: AwardRound, *, actor: Account) -> None:
    """Take nominations; the unit heads are told with the deadline."""
    rules.require(rules.may_run_rounds(actor), _ONLY_STANDING)
    if round_.closes_on < clock.today():
        raise NotReady("Hạn nhận hồ sơ đã qua. Hãy sửa hạn trước khi mở đợt.", ["Hạn nhận hồ sơ"])
    text = f"Nhận hồ sơ đến hết {weekday_date(round_.closes_on)}."
    take_round_step(
        round_,
        RoundStep.OPEN,
        actor=actor,
        title=f"Mời đề nghị khen thưởng: {round_.title}",
        text=text,
        act=True,
    )


def close(round_: AwardRound, *, actor: Account) -> None:
    """Take no more nominations. NotReady while files wait for the check of the standing body."""
    rules.require(rules.may_run_rounds(actor), _ONLY_STANDING)
    waiting = db.session.scalars(
        sa.select(Nomination.name).where(
            Nomination.round_id == round_.id, Nomination.state.in_([State.SUBMITTED, State.RETURNED])
        )
    ).all()
    if waiting:
        raise NotReady("Còn hồ sơ chưa kiểm tra xong hoặc đang trả lại.", list(waiting))
    take_round_step(round_, RoundStep.CLOSE, actor=actor)


def reopen(round_: AwardRound, *, actor: Account, reason: str) -> None:
    """Take nominations again, for a reason that the unit heads read."""
    rules.require(rules.may_run_rounds(actor), _ONLY_STANDING)
    take_round_step(
        round_, RoundStep.REOPEN, actor=actor, reason=reason, title=f"Mở lại đợt: {round_.title}", text=reason
    )


def cancel(round_: AwardRound, *, actor: Account, reason: str) -> None:
    """Call the round off; the unit heads are told why. NotReady while a file is before the council or has passed it."""
    rules.require(rules.may_run_rounds(actor), _ONLY_STANDING)
    alive = (State.ON_AGENDA, State.PASSED, State.APPROVED)
    living = db.session.scalars(
        sa.select(Nomination.name).where(Nomination.round_id == round_.id, Nomination.state.in_(alive))
    ).all()
    if living:
        raise NotReady("Còn hồ sơ đang được Hội đồng hoặc Chủ tịch xem xét.", list(living))
    take_round_step(
        round_, RoundStep.CANCEL, actor=actor, reason=reason, title=f"Hủy đợt: {round_.title}", text=reason
    )


def end_without_award(round_: AwardRound, *, actor: Actor, reason: str) -> None:
    """Called when the chairman declines the Decision of the round: it ends with his reason."""
    take_round_step(
        round_,
        RoundStep.CANCEL,
        actor=actor,
        reason=reason,
        title=f"Đợt kết thúc, không khen thưởng: {round_.title}",
        text=reason,
    )


def put_to_council(round_: AwardRound, *, actor: Actor) -> None:
    """The council has the round's files."""
    take_round_step(round_, RoundStep.PUT_TO_COUNCIL, actor=actor)


def decide(round_: AwardRound, *, actor: Actor) -> None:
    """The chairman has approved the Decision of the round."""
    take_round_step(round_, RoundStep.DECIDE, actor=actor)


def issue(round_: AwardRound, *, actor: Actor) -> None:
    """The Decision has its number; the unit heads are told."""
    take_round_step(round_, RoundStep.ISSUE, actor=actor, title=f"Đã ban hành quyết định: {round_.title}")


def hand_over(round_: AwardRound, *, actor: Account) -> None:
    """The certificates were handed over."""
    rules.require(rules.may_run_rounds(actor), _ONLY_STANDING)
    take_round_step(round_, RoundStep.HAND_OVER, actor=actor)


def take_round_step(
    round_: AwardRound,
    step: RoundStep,
    *,
    actor: Actor,
    reason: str = "",
    title: str = "",
    text: str = "",
    act: bool = False,
) -> None:
    """Move the state of a round, then tell the unit heads when the workflow table names them for this step."""
    perform(ROUND_WORKFLOW, round_, step, actor=actor, reason=reason)
    if ROUND_WORKFLOW.by_step[step].notify != NOBODY:
        heads = [account.id for account in accounts_with(P.NOMINATIONS_WRITE)]
        tell(heads, title, text=text, url=f"/khen-thuong/dot/{round_.id}", act_needed=act)
