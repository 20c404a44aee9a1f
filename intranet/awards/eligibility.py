"""What the law says about a nomination: pure functions from facts to findings. Gathering: `eligibility_facts.py`.

Each check is one function; its article, its text and how hard it is stand in the dated parameter
`eligibility.checks`, so a new law is a new row, not new code. A bar is never overridden; a warning is, with a
reason, by the standing body.
"""

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from ..core import similar
from ..core.text import fold, short_date

R = TypeVar("R")
K = TypeVar("K")
LADDER = frozenset({"ldtt", "cstdcs"})  # CSTĐ cơ sở asks for LĐTT: the same year's work stands behind both
MOST_NAMES = 5  # of a finding that names many


# ("person", id), ("collective", id), or ("household", name and address without accents)
Subject = tuple[str, int | str]


class Severity(enum.StrEnum):
    """How hard a finding is; the words are those of the parameter."""

    BAR = "Cấm"
    WARNING = "Cảnh báo"
    INFO = "Lưu ý"


class HoldKind(enum.StrEnum):
    """Why somebody is not rewarded for a time (NĐ 152/2025 Điều 4.3 and 4.4)."""

    DISCIPLINE = "discipline"  # from the first step of it to the end of its period
    INSPECTION = "inspection"
    COMPLAINT = "complaint"


@dataclass(frozen=True)
class Check:
    """One line of `eligibility.checks` as in force on the dossier's day."""

    code: str
    text: str
    article: str
    severity: Severity


@dataclass(frozen=True)
class Fact:
    """Something that a check read, with the page that shows it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Finding:
    """What a check found. `key` stays the same while the facts do: an override belongs to it."""

    key: str
    check: Check
    text: str
    facts: tuple[Fact, ...] = ()
    overridden: str = ""  # the reason, when the standing body overrode it

    @property
    def cited(self) -> str:
        """Return what was found with its article in brackets, as one part of a sentence."""
        return f"{self.text.rstrip('.')} ({self.check.article})"

    @property
    def stops(self) -> bool:
        """Return whether the nomination cannot go on as it is."""
        return self.check.severity == Severity.BAR or (
            self.check.severity == Severity.WARNING and not self.overridden
        )


@dataclass(frozen=True)
class Past:
    """An award that was given and not revoked."""

    id: int
    subject: Subject
    form: str
    round_kind: str
    achievement: str
    initiative_id: int | None
    awarded_on: dt.date
    counts_from: dt.date
    counts_to: dt.date
    label: str
    url: str = ""


@dataclass(frozen=True)
class Hold:
    """A time in which a person or collective is not rewarded; `to_on` is its last day, None while it lasts."""

    id: int
    subject: Subject
    kind: HoldKind
    from_on: dt.date
    to_on: dt.date | None
    label: str

    def on(self, day: dt.date) -> bool:
        """Return whether it holds on a day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True)
class Candidate:
    """What the checks read of a nomination."""

    id: int
    subject: Subject | None
    kind: str
    name: str
    form: str
    round_id: int
    round_kind: str
    counts_from: dt.date
    counts_to: dt.date
    achievement: str
    report: str
    initiative_id: int | None
    has_unit: bool = True
    woman: bool = False
    women_share: Fraction | None = None  # of a collective
    members: tuple[int, int] | None = None  # of a collective: its people, those with LĐTT for the same time
    disciplined: tuple[str, ...] = ()  # of a collective: who was disciplined in the time
    dissolved_on: dt.date | None = None  # of a collective
    url: str = ""

    @cached_property
    def words(self) -> str:
        """Return the achievement without accents, as texts are compared."""
        return fold(self.achievement)

    @cached_property
    def name_words(self) -> str:
        """Return the name without accents."""
        return fold(self.name)


@dataclass(frozen=True)
class World:
    """All facts beside the candidate; lists may hold those of others too."""

    today: dt.date
    past: tuple[Past, ...] = ()
    holds: tuple[Hold, ...] = ()
    peers: tuple[Candidate, ...] = ()  # living nominations, also of other rounds
    merit_kinds: frozenset[str] = frozenset({"yearly", "period", "midterm"})  # khen thưởng công trạng
    event_kinds: frozenset[str] = frozenset({"sudden", "thematic", "movement"})
    above_commune: frozenset[str] = frozenset()
    likeness: Fraction = Fraction(3, 5)  # from which share on two reports are shown side by side
    women_preferred_from: Fraction = Fraction(7, 10)
    initiative_required: bool = False  # for CSTĐ cơ sở
    ldtt_share: Fraction = Fraction(7, 10)  # of a unit's people, for Tập thể lao động tiên tiến
    compare_reports: bool = True  # off for long lists

    # each list is asked about every peer: looked up, not searched
    @cached_property
    def past_of(self) -> dict[Subject, list[Past]]:
        """Return the past awards by whom they rewarded."""
        return _by(self.past, lambda p: p.subject)

    @cached_property
    def by_name(self) -> dict[tuple[int, str, str], list[Candidate]]:
        """Return the peers of a round by kind and name."""
        return _by(self.peers, lambda p: (p.round_id, p.kind, p.name_words))

    @cached_property
    def by_words(self) -> dict[tuple[int, str], list[Candidate]]:
        """Return the peers of a round by their achievement."""
        return _by(self.peers, lambda p: (p.round_id, p.words))

    @cached_property
    def by_subject(self) -> dict[Subject | None, list[Candidate]]:
        """Return the peers of all rounds by whom they are about."""
        return _by(self.peers, lambda p: p.subject)


def _by(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    found: dict[K, list[R]] = {}
    for one in rows:
        found.setdefault(key(one), []).append(one)
    return found


@dataclass(frozen=True)
class Found:
    """What one check says: the rest of its key, its words, its facts."""

    key: str
    text: str
    facts: tuple[Fact, ...] = field(default=())


def _own(candidate: Candidate, world: World) -> list[Past]:
    return world.past_of.get(candidate.subject, []) if candidate.subject is not None else []


def overlap(a_from: dt.date, a_to: dt.date, b_from: dt.date, b_to: dt.date) -> bool:
    """Return whether two times, first and last day each, have a day in common."""
    return a_from <= b_to and b_from <= a_to


def _award(past: Past) -> Fact:
    return Fact(f"{past.label}, ngày {short_date(past.awarded_on)}", past.url)


def initiative_used(one: Candidate, world: World) -> list[Found]:
    """One initiative, one use (Công văn 5007/BNV-TĐKT năm 2023, III.5.c)."""
    if one.initiative_id is None:
        return []
    used = [past for past in world.past if past.initiative_id == one.initiative_id and past.id != one.id]
    using = [p for p in world.peers if p.id != one.id and p.initiative_id == one.initiative_id]
    facts = [_award(past) for past in used] + [Fact(f"Hồ sơ của {p.name}", p.url) for p in using]
    return [Found("", "Sáng kiến làm căn cứ đã dùng cho hồ sơ khác.", tuple(facts))] if facts else []


def _ladder(one: str, other: str) -> bool:
    return one != other and {one, other} == LADDER


def same_achievement(one: Candidate, world: World) -> list[Found]:
    """No two rewards for one achievement (Luật TĐKT Điều 5.2): the same words for the same nominee."""
    words = one.words
    rewarded = [
        Found(str(past.id), "Thành tích này đã được khen thưởng.", (_award(past),))
        for past in _own(one, world)
        if words and fold(past.achievement) == words and not _ladder(one.form, past.form)
    ]
    elsewhere = [
        Found(f"round:{p.id}", "Thành tích này đang được đề nghị ở đợt khác.", (Fact(p.name, p.url),))
        for p in (world.by_subject.get(one.subject, []) if one.subject is not None and words else [])
        if p.round_id != one.round_id and p.words == words and not _ladder(one.form, p.form)
    ]
    return rewarded + elsewhere


def same_period(one: Candidate, world: World) -> list[Found]:
    """The same form for the same counting period (Luật TĐKT Điều 5.2), within the same sort of merit."""
    found = []
    for past in _own(one, world):
        sudden = {one.round_kind, past.round_kind} & world.event_kinds
        if past.form != one.form or (sudden and past.round_kind != one.round_kind):
            continue
        if overlap(one.counts_from, one.counts_to, past.counts_from, past.counts_to) and not sudden:
            found.append(
                Found(str(past.id), "Đã được khen cùng hình thức cho cùng thời gian.", (_award(past),))
            )
    return found


def not_a_ground(one: Candidate, world: World) -> list[Found]:
    """Results of đột xuất and chuyên đề rewards are no ground for công trạng (NĐ 152/2025 Điều 4.2)."""
    if one.round_kind not in world.merit_kinds:
        return []
    events = [p for p in _own(one, world) if p.round_kind in world.event_kinds]
    events = [p for p in events if overlap(one.counts_from, one.counts_to, p.counts_from, p.counts_to)]
    words = "Khen thưởng đột xuất, chuyên đề không dùng làm căn cứ cho khen thưởng công trạng."
    return [Found("", words, tuple(_award(p) for p in events))] if events else []


def hold(one: Candidate, world: World) -> list[Found]:
    """Nobody is rewarded while discipline, inspection or a complaint is under way (NĐ 152/2025 Điều 4.3)."""
    mine = [h for h in world.holds if one.subject is not None and h.subject == one.subject]
    return [
        Found(str(h.id), "Đang trong thời gian chưa được xét khen thưởng.", (Fact(h.label),))
        for h in mine
        if h.on(world.today)
    ]


def after_discipline(one: Candidate, world: World) -> list[Found]:
    """After discipline an achievement counts only from its end on (NĐ 152/2025 Điều 4.4)."""
    found = []
    for h in world.holds:
        mine = one.subject is not None and h.subject == one.subject and h.kind == HoldKind.DISCIPLINE
        if mine and h.to_on is not None and h.to_on < world.today and one.counts_from <= h.to_on:
            words = f"Thành tích chỉ được tính sau ngày {short_date(h.to_on)} (hết thời hạn kỷ luật)."
            found.append(Found(str(h.id), words, (Fact(h.label),)))
    return found


def dissolved(one: Candidate, world: World) -> list[Found]:
    """No reward for units dissolved by restructuring (Thông tư 15/2025/TT-BNV)."""
    if one.dissolved_on is None or one.dissolved_on > world.today:
        return []
    return [Found("", f"Tập thể đã giải thể, sáp nhập từ ngày {short_date(one.dissolved_on)}.")]


def namesake(one: Candidate, world: World) -> list[Found]:
    """Two nominees of one round with the same name: the same person entered twice, or namesakes."""
    same = [p for p in world.by_name.get((one.round_id, one.kind, one.name_words), []) if p.id != one.id]
    return [
        Found(
            str(p.id),
            "Có người trùng tên trong đợt: hãy phân biệt hoặc bỏ hồ sơ trùng.",
            (Fact(p.name, p.url),),
        )
        for p in same
    ]


def same_text(one: Candidate, world: World) -> list[Found]:
    """The same achievement under two names in one round."""
    words = one.words
    if len(words.split()) < similar.SHORTEST_PASSAGE:
        return []
    same = [p for p in world.by_words.get((one.round_id, words), []) if p.id != one.id]
    if not same:
        return []
    facts = [Fact(p.name, p.url) for p in same[:MOST_NAMES]]
    if len(same) > MOST_NAMES:
        facts.append(Fact(f"và {len(same) - MOST_NAMES} hồ sơ khác"))
    return [Found("", f"Cùng câu thành tích với {len(same)} hồ sơ khác trong đợt.", tuple(facts))]


def similar_report(one: Candidate, world: World) -> list[Found]:
    """Each nominee writes an own report: passages that stand in another one are shown, people decide."""
    if not world.compare_reports or not one.report:
        return []
    found = []
    for peer in world.peers:
        again = one.subject is not None and peer.subject == one.subject  # the own report of another round
        if peer.id == one.id or not peer.report or again:
            continue
        if similar.share(one.report, peer.report) >= world.likeness:
            likeness = similar.compare(one.report, peer.report)
            if not likeness.passages:
                continue
            percent = int(100 * likeness.share)
            facts = (Fact(peer.name, peer.url), *(Fact(f"“{words}”") for words in likeness.passages))
            found.append(Found(str(peer.id), f"Báo cáo giống {percent} % báo cáo của {peer.name}.", facts))
    return found


def upward(one: Candidate, world: World) -> list[Found]:
    """A form above the power of the commune leaves as a proposal to the city."""
    if one.form not in world.above_commune:
        return []
    return [Found("", "Hình thức này do cấp trên quyết định: xã chỉ trình đề nghị.")]


def no_unit(one: Candidate, _world: World) -> list[Found]:
    """A person without a unit: nobody confirms the file."""
    if one.kind != "person" or one.has_unit:
        return []
    return [Found("", "Người được đề nghị chưa thuộc đơn vị nào trong danh sách cán bộ.")]


def prefer(one: Candidate, world: World) -> list[Found]:
    """Among equals a woman, or a collective with enough women, comes first (NĐ 152/2025 Điều 4.6)."""
    share = one.women_share
    if one.woman or (share is not None and share >= world.women_preferred_from):
        return [Found("", "Được ưu tiên khi nhiều trường hợp đủ điều kiện như nhau.")]
    return []


CHECKS: dict[str, Callable[[Candidate, World], list[Found]]] = {  # and those of `eligibility_titles.py`
    function.__name__: function
    for function in (
        initiative_used,
        hold,
        dissolved,
        same_achievement,
        same_period,
        after_discipline,
        same_text,
        similar_report,
        upward,
        no_unit,
        namesake,
        not_a_ground,
        prefer,
    )
}


def findings(
    one: Candidate, world: World, checks: Mapping[str, Check], overrides: Mapping[str, str] | None = None
) -> list[Finding]:
    """Return all findings, the hardest first; checks that are not in force on the dossier's day say nothing."""
    order = list(Severity)
    found = [
        Finding(":".join(part for part in (code, hit.key) if part), checks[code], hit.text, hit.facts)
        for code, function in CHECKS.items()
        if code in checks
        for hit in function(one, world)
    ]
    reasons = overrides or {}
    found = [
        replace(f, overridden=reasons.get(f.key, "")) if f.check.severity == Severity.WARNING else f
        for f in found
    ]
    return sorted(found, key=lambda f: order.index(f.check.severity))
