"""Small groups: whose figures are not shown because so few people answered that one could tell who said what."""

from collections.abc import Iterable, Mapping, Sequence

from ..surveys.rules import SMALLEST_SHOWN


def hidden(people: Mapping[int, int]) -> frozenset[int]:
    """Return the units to hide, of unit -> how many people answered there.

    Units with fewer than five; and, because the whole minus the shown ones would tell them, as many of the next
    smallest until at least five people stand behind what is hidden.
    """
    order: Sequence[int] = sorted((one for one in people if people[one]), key=lambda one: (people[one], one))
    found: list[int] = []
    for unit_id in order:
        behind = sum(people[one] for one in found)
        if people[unit_id] >= SMALLEST_SHOWN and (not found or behind >= SMALLEST_SHOWN):
            break
        found.append(unit_id)
    return frozenset(found)


def hidden_in_any(waves: Iterable[Mapping[int, int]]) -> frozenset[int]:
    """Return the units to hide where several waves are added up: those hidden in any of them.

    Else the sum minus the other waves, which are public by themselves, would tell the few.
    """
    return frozenset[int]().union(*(hidden(people) for people in waves))
