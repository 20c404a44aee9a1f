"""What stands twice in a round: people, achievements, initiatives, reports; and files of the same in other rounds (TT7).

It shows, people decide: a file goes out of the round only by an act with a reason.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..core import clock, similar
from ..core.db import db
from ..core.text import fold
from ..parameters.queries import rule
from .eligibility_facts import DEAD, subject_of
from .models import AwardRound, Nomination
from .states import State

MOST = 50  # pairs of reports that are shown: who mends these finds the next


@dataclass(frozen=True)
class Group:
    """Files that have something in common: what in words, and the passages that they share."""

    words: str
    files: tuple[Nomination, ...]
    passages: tuple[str, ...] = ()


@dataclass
class Found:
    """All that stands twice, by kind, in the order in which it is looked through."""

    same_name: list[Group] = field(default_factory=list)
    other_round: list[Group] = field(default_factory=list)
    same_initiative: list[Group] = field(default_factory=list)
    same_text: list[Group] = field(default_factory=list)
    alike: list[Group] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return how many groups there are."""
        lists = (self.same_name, self.other_round, self.same_initiative, self.same_text, self.alike)
        return sum(len(one) for one in lists)


def in_round(round_: AwardRound) -> Found:
    """Compare all living files of a round with each other and with the living files of other rounds; two statements."""
    living = (
        sa.select(Nomination)
        .where(Nomination.state.not_in((*DEAD, State.AWARDED)))
        .options(joinedload(Nomination.unit), joinedload(Nomination.round), joinedload(Nomination.initiative))
        .order_by(Nomination.name_key, Nomination.id)
    )
    files = list(db.session.scalars(living.where(Nomination.round_id == round_.id)))
    others = list(
        db.session.scalars(living.where(Nomination.round_id != round_.id, Nomination.state != State.DRAFT))
    )
    found = Found()
    found.same_name = [
        Group(f"{group[0].name}: {len(group)} hồ sơ cùng tên", group)
        for group in _groups((_name(one), one) for one in files)
    ]
    found.other_round = _elsewhere(files, others)
    found.same_initiative = [
        Group(f"Sáng kiến “{group[0].initiative.title if group[0].initiative else ''}”", group)
        for group in _groups((one.initiative_id, one) for one in files if one.initiative_id)
    ]
    found.same_text = [
        Group(f"“{group[0].achievement}”", group)
        for group in _groups((fold(one.achievement), one) for one in files if _says_something(one))
    ]
    found.alike = _alike(files)
    return found


def _name(one: Nomination) -> tuple[str, str]:
    return one.subject_kind.value, fold(one.name)


def _says_something(one: Nomination) -> bool:
    return len(fold(one.achievement).split()) >= similar.SHORTEST_PASSAGE


def _groups(keyed: Iterable[tuple[Hashable, Nomination]]) -> list[tuple[Nomination, ...]]:
    """Return the files that share a key with another one."""
    by_key: dict[Hashable, list[Nomination]] = defaultdict(list)
    for key, one in keyed:
        by_key[key].append(one)
    return [tuple(group) for group in by_key.values() if len(group) > 1]


def _elsewhere(files: list[Nomination], others: list[Nomination]) -> list[Group]:
    theirs: dict[Hashable, list[Nomination]] = defaultdict(list)
    for other in others:
        if (subject := subject_of(other)) is not None:
            theirs[subject].append(other)
    return [
        Group(f"{one.printed_name}: cũng đang được đề nghị ở đợt khác", (one, *theirs[subject]))
        for one in files
        if (subject := subject_of(one)) in theirs
    ]


def _alike(files: list[Nomination]) -> list[Group]:
    """Return the pairs of reports that say the same, the most alike first, at most MOST of them."""
    limit: Fraction = rule("eligibility.likeness", clock.today()).fraction
    written = [one for one in files if one.report]
    found: list[Group] = []
    for at, other, share in similar.alike([one.report for one in written], limit):
        pair = (written[at], written[other])
        passages = similar.compare(pair[0].report, pair[1].report).passages
        if passages:
            found.append(Group(f"Báo cáo giống nhau {int(100 * share)} %", pair, passages))
        if len(found) == MOST:
            break
    return found
