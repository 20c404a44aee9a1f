"""Where passages of the plan ask different things of one indicator: the office's choice is a dated rule (`indicators.line`).

Undecided ("chặt hơn") the stricter passage judges; a choice names the passage. A choice never touches what was judged before
its first day.
"""

import datetime as dt
from typing import Any

from ..core.errors import NotReady
from ..core.permissions import Permission as P
from ..core.text import fold
from ..parameters import actions as parameters
from ..parameters.models import Parameter
from ..people.models import Account
from . import queries, rules
from .models import Indicator

KEY = "indicators.line"


def passages(indicator: Indicator) -> list[str]:
    """Return the passages of the plan that speak of an indicator, in the order of the plan."""
    return list(dict.fromkeys(one.passage for one in indicator.targets))


def check(value: Any) -> None:
    """NotReady when the rule names an indicator or a passage that the plan does not have."""
    known = {one.code: passages(one) for one in queries.indicators()}
    wrong = []
    for code, passage in value.items():
        if code not in known:
            wrong.append(f"Không có chỉ tiêu {code}")
            continue
        allowed = [queries.STRICTER, *known[code]]
        if fold(passage) not in [fold(one) for one in allowed]:
            wrong.append(f"{code}: “{passage}” không phải “{'”, “'.join(allowed)}”")
    if wrong:
        raise NotReady("Dòng được chọn không có trong Kế hoạch.", wrong)


parameters.CHECKS[KEY] = check


def history(indicator: Indicator) -> list[tuple[Parameter, str]]:
    """Return the rules that settle an indicator with what each says of it, newest first; none: the plan is of one mind."""
    return [
        (row, row.value[indicator.code]) for row in parameters.history(KEY) if indicator.code in row.value
    ]


def choose(
    indicator: Indicator,
    passage: str,
    *,
    actor: Account,
    effective_from: dt.date,
    source: str,
    note: str = "",
) -> Parameter:
    """Settle by which passage an indicator is judged from a day on; the other indicators stay as they were.

    NotReady when the plan is of one mind, the passage is not its own, or a rule with that start or a later one is there.
    """
    rules.require(actor.has(P.PARAMETERS_WRITE), "Chỉ cơ quan thường trực chốt được dòng dùng để xét.")
    kept = history(indicator)
    if not kept:
        raise NotReady("Kế hoạch chỉ có một mức cho chỉ tiêu này nên không có gì phải chọn.")
    value = dict(kept[0][0].value) | {indicator.code: passage}
    return parameters.add_parameter(
        KEY, value, actor=actor, effective_from=effective_from, source=source, note=note
    )
