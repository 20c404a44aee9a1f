"""Documents on issued Decisions, made by the real acts, in any state up to SIGNED."""

from collections.abc import Mapping

from intranet.core.db import db
from intranet.corrections import queries
from intranet.decisions import actions, amending
from intranet.decisions.models import Certificate, Decision, DecisionKind
from intranet.decisions.stack import stack
from intranet.decisions.states import State
from tests.factories import decisions as make


def in_force(base: Decision, ordinal: int) -> Certificate:
    """Return the certificate in force with an ordinal."""
    db.session.flush()
    db.session.expire(base, ["certificates"])
    return next(one.certificate for one in stack(base) if one.certificate.ordinal == ordinal)


def change(
    base: Decision, kind: DecisionKind, texts: Mapping[int, Mapping[str, str]], **more: str
) -> amending.Change:
    """Return a change by ordinals; a revocation takes the first ground of the law, a re-issue a lost paper."""
    lines = {in_force(base, ordinal).id: given for ordinal, given in texts.items()}
    if kind == DecisionKind.REVOCATION:
        ground = queries.grounds(base).value[0]
        named = {"ground": ground["code"], "ground_text": ground["text"], "ground_article": ground["article"]}
        more = named | {"reason": "Kết luận thanh tra số 05/KL-TTr"} | more
    elif kind == DecisionKind.REISSUE:
        more = {"ground": "lost", "ground_text": "Giấy đã cấp bị mất"} | more
    return amending.Change(lines=lines, **({"reason": "Ghi nhầm tên khi nhập danh sách"} | more))


def later(
    base: Decision,
    kind: DecisionKind,
    texts: Mapping[int, Mapping[str, str]],
    state: State = State.DRAFT,
    **more: str,
) -> Decision:
    """Return a document of a kind on the recipients with the given ordinals, in a state up to SIGNED."""
    asked = change(base, kind, texts, **more)
    made = actions.draft_later(
        base, kind, asked, actor=make.account("thuongtruc"), signer_id=make.signer().id
    )
    return make._along(made, state, None)
