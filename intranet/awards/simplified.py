"""The simplified procedure of a sudden award: no council, straight to the chairman, with a compulsory reason.

Source: Luật TĐKT Điều 85 (thủ tục đơn giản); which rounds may take it is a dated rule (`award.simplified.<kind>`).
Opinions of the members in writing are the other way: `council/written.py`.
"""

from ..core.errors import NotReady, WrongState
from ..parameters import award_forms
from ..parameters.queries import rule
from ..people.models import Account
from . import queries, rules
from .actions import take_step
from .eligibility_actions import require_settled
from .models import AwardRound, Nomination, RoundKind
from .round_actions import take_round_step
from .states import RoundState, RoundStep, State, Step

NOTE = "Thủ tục đơn giản, không họp Hội đồng"


def allowed(round_: AwardRound) -> bool:
    """Return whether the rules of the round's day let it go without the council."""
    return round_.kind == RoundKind.SUDDEN and bool(rule("award.simplified.sudden", round_.rule_date).value)


def offered(round_: AwardRound) -> bool:
    """Return whether the act can be taken now (for the page)."""
    return round_.state == RoundState.CLOSED and allowed(round_)


def skip_council(round_: AwardRound, *, actor: Account, reason: str) -> list[Nomination]:
    """Take all eligible files of a closed round to the chairman without the council; return them.

    The reason is kept on the round, and printed in the submission and the register. NotReady when the rules do not
    let this kind of round, or this form (a ballot is required), go without the council, without a file that is
    eligible, or while a bar or an open warning stands against one.
    """
    rules.require(rules.may_run_rounds(actor), "Chỉ cơ quan thường trực làm được việc này.")
    if round_.state != RoundState.CLOSED:
        raise WrongState(
            "Hãy đóng nhận hồ sơ của đợt trước; đợt đã ra Hội đồng thì theo kết quả của Hội đồng."
        )
    if not allowed(round_):
        raise NotReady("Quy định không cho đợt này đi theo thủ tục đơn giản; hãy đưa ra Hội đồng.")
    if not reason.strip():
        raise NotReady("Hãy ghi lý do không họp Hội đồng.", ["Lý do"])
    waiting = queries.in_round(round_, State.ELIGIBLE)
    if not waiting:
        raise NotReady("Đợt này chưa có hồ sơ nào đủ điều kiện.")
    day = round_.rule_date
    forms = sorted({one.award_form for one in waiting})
    balloted = [form for form in forms if rule(f"council.award.ballot_required.{form}", day).value]
    if balloted:
        names = [award_forms.bare_name(form, day) for form in balloted]
        raise NotReady("Hình thức phải bỏ phiếu ở Hội đồng.", names)
    for one in waiting:
        rules.require(
            not rules.barred_own_file(actor, one),
            f"{one.printed_name}: hồ sơ của bạn hoặc do bạn nộp, nên người khác trình.",
        )
        require_settled(one)
    take_round_step(round_, RoundStep.SKIP_COUNCIL, actor=actor, reason=reason)
    round_.simplified_reason = reason.strip()
    for one in waiting:
        one.vote_note = NOTE
        take_step(
            one,
            Step.SKIP_COUNCIL,
            actor=actor,
            reason=f"{NOTE}; lý do: {reason.strip()}",
            title=f"Trình Chủ tịch theo thủ tục đơn giản: {one.printed_name}",
        )
    return waiting
