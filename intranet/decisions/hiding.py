"""A Decision's contents as a reader in conflict may have them: no votes of that case, no total that tells them."""

import re
from typing import Any

from ..core import conflicts
from ..people.models import Account
from .models import DecisionKind

# what `council.invitation.result_words` says, however the office words the sentence around it
_TOTAL = re.compile(r"(xét \d+ nội dung, thông qua )\d+( nội dung)")


def hidden_rows(content: dict[str, Any], viewer: Account | None) -> frozenset[int]:
    """Return the ordinals of the rows whose votes this reader must not see; `viewer` None is the office itself.

    The own case too, as in the minutes that members get.
    """
    if viewer is None:
        return frozenset()
    rows = [row for row in content["rows"] if row.get("subject_id")]
    kind = content.get("base_kind", content["kind"])
    table = "nomination" if kind == DecisionKind.AWARD.value else "initiative"
    away = conflicts.declared(viewer.person_id, table, {row["subject_id"] for row in rows})
    away |= {row["subject_id"] for row in rows if row.get("person_id") == viewer.person_id}
    return frozenset(row["ordinal"] for row in rows if row["subject_id"] in away)


def shown_to(
    content: dict[str, Any], viewer: Account | None, *, meeting_hides: bool = False
) -> dict[str, Any]:
    """Return the contents for a reader; the very same object where nothing is hidden.

    `meeting_hides`: the meeting has a case that is hidden from the reader and not on the list (it failed).
    """
    hidden = hidden_rows(content, viewer)
    if not hidden and not meeting_hides:
        return content
    found: dict[str, Any] = _without_totals(content)
    told = found.get("dossier", {}).get("summaries", [])
    for one in told:
        if one["ordinal"] in hidden:
            one["vote"] = conflicts.HIDDEN
    return found


def _without_totals(value: Any) -> Any:
    """Return a deep copy in which no text tells how many cases passed."""
    if isinstance(value, dict):
        return {key: _without_totals(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_totals(one) for one in value]
    return _TOTAL.sub(rf"\1({conflicts.HIDDEN})\2", value) if isinstance(value, str) else value
