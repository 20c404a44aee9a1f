"""Who must not see the votes and scores of which cases: the council says so, the features below it ask here."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from .audit import AuditEvent

HIDDEN = "ẩn do xung đột"

# person, kind of case (table name), numbers of cases -> those about which the person declared a conflict
_DECLARED: list[Callable[[int, str, Collection[int]], set[int]]] = []


def declared_from(source: Callable[[int, str, Collection[int]], set[int]]) -> None:
    """Register who knows the declared conflicts."""
    _DECLARED.append(source)


def declared(person_id: int | None, kind: str, ids: Collection[int]) -> set[int]:
    """Return the cases about which a person declared a conflict (or had one noted) in any meeting."""
    if person_id is None or not ids:
        return set()
    return {one for source in _DECLARED for one in source(person_id, kind, ids)}


@dataclass(frozen=True)
class Told:
    """An event of the log as a reader may see it."""

    at: dt.datetime
    actor_name: str
    event: str
    reason: str
    object_kind: str
    from_state: str
    to_state: str


def without_votes(events: Iterable[AuditEvent], names: Collection[str]) -> list[Told]:
    """Return events for a reader in conflict: those in `names` without the words that tell of votes."""
    return [
        Told(
            one.at, one.actor_name, one.event, HIDDEN if one.event in names else one.reason, one.object_kind,
            one.from_state, one.to_state,
        )
        for one in events
    ]  # fmt: skip
