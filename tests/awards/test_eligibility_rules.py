"""The checks of eligibility against a slow, plain reference on random histories; each rule by hand."""

import datetime as dt
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from intranet.awards.eligibility import (
    CHECKS,
    Candidate,
    Check,
    Hold,
    HoldKind,
    Past,
    Severity,
    World,
    findings,
)
from intranet.core import similar

TODAY = dt.date(2026, 11, 23)
ALL = {code: Check(code, code, "Điều 1", Severity.WARNING) for code in CHECKS}
TEXTS = (
    "",
    "Đã có thành tích xuất sắc năm 2026",
    "đã có  thành tích xuất sắc năm 2026",
    "Cứu người trong mưa lũ",
)
REPORTS = (
    "",
    " ".join(f"tiếng{n}" for n in range(40)),
    " ".join(f"tiếng{n}" for n in range(30))
    + " và thêm mười hai tiếng nữa khác hẳn bản kia một chút thôi nhé",
    " ".join(f"khác{n}" for n in range(40)),
)


def day(chance: random.Random) -> dt.date:
    return dt.date(2024, 1, 1) + dt.timedelta(days=chance.randrange(1200))


def period(chance: random.Random) -> tuple[dt.date, dt.date]:
    start = day(chance)
    return start, start + dt.timedelta(days=chance.choice([0, 30, 364]))


def subject(chance: random.Random, kind: str) -> tuple[str, int | str] | None:
    if kind == "household":
        return chance.choice(
            [None, ("household", "le van tam, thon dong"), ("household", "ngo thi na, thon doai")]
        )
    return kind, chance.randrange(1, 4)


def candidate(chance: random.Random, number: int) -> Candidate:
    kind = chance.choice(["person", "collective", "household"])
    start, end = period(chance)
    return Candidate(
        id=number,
        subject=subject(chance, kind),
        kind=kind,
        name=chance.choice(["Ông Nguyễn Văn An", "Bà Lê Thị Bình", "ông nguyen van an"]),
        form=chance.choice(["giay_khen", "bang_khen_tp", "ldtt", "cstdcs", "ttldtt"]),
        members=(9, chance.choice([5, 6, 7, 9])) if kind == "collective" and chance.random() < 0.7 else None,
        disciplined=chance.choice([(), ("Lê Văn Tám",)]),
        round_id=chance.randrange(1, 3),
        round_kind=chance.choice(["yearly", "sudden", "thematic", "period"]),
        counts_from=start,
        counts_to=end,
        achievement=chance.choice(TEXTS),
        report=chance.choice(REPORTS),
        initiative_id=chance.choice([None, None, 1, 2]),
        has_unit=chance.random() < 0.8,
        woman=kind == "person" and chance.random() < 0.5,
        women_share=chance.choice([None, Fraction(7, 10), Fraction(69, 100)])
        if kind == "collective"
        else None,
        dissolved_on=chance.choice([None, None, day(chance)]) if kind == "collective" else None,
    )


def world(chance: random.Random) -> World:
    past, holds = [], []
    for number in range(chance.randrange(6)):
        start, end = period(chance)
        past.append(
            Past(
                id=1000 + number,
                subject=subject(chance, chance.choice(["person", "collective", "household"]))
                or ("person", 1),
                form=chance.choice(["giay_khen", "bang_khen_tp", "ldtt", "cstdcs"]),
                round_kind=chance.choice(["yearly", "sudden", "thematic", "period"]),
                achievement=chance.choice(TEXTS),
                initiative_id=chance.choice([None, 1, 2]),
                awarded_on=day(chance),
                counts_from=start,
                counts_to=end,
                label=f"Quyết định {number}",
            )
        )
    for number in range(chance.randrange(4)):
        start, end = period(chance)
        holds.append(
            Hold(
                id=number,
                subject=subject(chance, chance.choice(["person", "collective"])) or ("person", 1),
                kind=chance.choice(list(HoldKind)),
                from_on=start,
                to_on=chance.choice([None, end]),
                label=f"Tạm dừng {number}",
            )
        )
    peers = tuple(candidate(chance, 500 + n) for n in range(chance.randrange(4)))
    return World(
        today=TODAY,
        past=tuple(past),
        holds=tuple(holds),
        peers=peers,
        above_commune=frozenset({"bang_khen_tp"}),
    )


def plain(text: str) -> str:
    """Fold by hand: small letters without accents, single spaces."""
    import unicodedata

    flat = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).split())


def days(start: dt.date, end: dt.date) -> set[dt.date]:
    return {start + dt.timedelta(days=n) for n in range((end - start).days + 1)}


def reference(one: Candidate, w: World) -> set[str]:
    """Return the keys that must be found, by the sentences of the law, day by day."""
    keys = set()
    mine = [p for p in w.past if one.subject is not None and p.subject == one.subject]
    events, merit = ("sudden", "thematic"), ("yearly", "period", "midterm")
    if one.initiative_id is not None and (
        any(p.initiative_id == one.initiative_id for p in w.past)
        or any(p.initiative_id == one.initiative_id and p.id != one.id for p in w.peers)
    ):
        keys.add("initiative_used")
    counted = days(one.counts_from, one.counts_to)
    for p in mine:
        two_steps = sorted((one.form, p.form)) == ["cstdcs", "ldtt"]
        if one.achievement and plain(p.achievement) == plain(one.achievement) and not two_steps:
            keys.add(f"same_achievement:{p.id}")
        both = one.round_kind not in events and p.round_kind not in events
        if p.form == one.form and both and counted & days(p.counts_from, p.counts_to):
            keys.add(f"same_period:{p.id}")
        if one.round_kind in merit and p.round_kind in events and counted & days(p.counts_from, p.counts_to):
            keys.add("not_a_ground")
    for h in w.holds:
        if one.subject is None or h.subject != one.subject:
            continue
        last = h.to_on or dt.date(2100, 1, 1)
        if h.from_on <= TODAY <= last:
            keys.add(f"hold:{h.id}")
        if h.kind == HoldKind.DISCIPLINE and last < TODAY and one.counts_from <= last:
            keys.add(f"after_discipline:{h.id}")
    if one.dissolved_on is not None and one.dissolved_on <= TODAY:
        keys.add("dissolved")
    for p in w.peers:
        if p.id == one.id:
            continue
        here = p.round_id == one.round_id
        if here and p.kind == one.kind and plain(p.name) == plain(one.name):
            keys.add(f"namesake:{p.id}")
        if here and len(one.achievement.split()) >= 6 and plain(p.achievement) == plain(one.achievement):
            keys.add("same_text")
        own = one.subject is not None and p.subject == one.subject
        two_steps = sorted((one.form, p.form)) == ["cstdcs", "ldtt"]
        same = one.achievement and plain(p.achievement) == plain(one.achievement)
        if own and not here and same and not two_steps:
            keys.add(f"same_achievement:round:{p.id}")
        if one.report and p.report and not own and alike(one.report, p.report):
            keys.add(f"similar_report:{p.id}")
    if one.form == "bang_khen_tp":
        keys.add("upward")
    if one.form == "cstdcs":
        lower = [*mine, *(p for p in w.peers if one.subject is not None and p.subject == one.subject)]
        if not any(p.form == "ldtt" and counted & days(p.counts_from, p.counts_to) for p in lower):
            keys.add("cstdcs_ground:ldtt")
        if one.initiative_id is None:
            keys.add("cstdcs_ground:initiative")
    if one.form == "ttldtt" and one.members is not None:
        if one.members[1] * 100 < one.members[0] * 70:
            keys.add("ttldtt_ground:share")
        if one.disciplined:
            keys.add("ttldtt_ground:discipline")
    if one.kind == "person" and not one.has_unit:
        keys.add("no_unit")
    if one.woman or (one.women_share is not None and one.women_share * 10 >= 7):
        keys.add("prefer")
    return keys


def alike(a: str, b: str) -> bool:
    """Two reports share three fifths of the pairs of the shorter one."""
    one, two = ({(x[i], x[i + 1]) for i in range(len(x) - 1)} for x in (plain(a).split(), plain(b).split()))
    return 5 * len(one & two) >= 3 * min(len(one), len(two))


def test_the_answer_equals_the_reference_on_random_histories():
    chance, seen = random.Random(5), set()
    for number in range(600):
        one, w = candidate(chance, number), world(chance)
        found = {f.key for f in findings(one, w, ALL)}
        assert found == reference(one, w), (number, one, w)
        seen |= {key.split(":")[0] for key in found}
    assert seen == set(CHECKS), "every check was met"


def test_only_the_checks_in_force_speak_and_the_hardest_comes_first():
    chance = random.Random(8)
    one = replace(candidate(chance, 1), kind="person", subject=("person", 1), woman=True, form="bang_khen_tp")
    w = replace(world(chance), holds=(Hold(1, ("person", 1), HoldKind.COMPLAINT, TODAY, None, "Đơn số 3"),))
    checks = {
        "prefer": Check("prefer", "", "", Severity.INFO),
        "hold": Check("hold", "", "", Severity.BAR),
        "upward": Check("upward", "", "", Severity.WARNING),
    }
    found = findings(one, w, checks, {"upward": "Thành phố đã đồng ý", "hold:1": "không có tác dụng"})
    assert [f.key for f in found] == ["hold:1", "upward", "prefer"]
    assert [f.stops for f in found] == [True, False, False]
    assert [f.overridden for f in found] == ["", "Thành phố đã đồng ý", ""], "a bar is never overridden"


@pytest.mark.parametrize(
    ("a", "b", "share", "passages"),
    [
        ("", "", 0, ()),
        ("Hoàn thành xuất sắc nhiệm vụ.", "Hoàn thành xuất sắc nhiệm vụ.", 0, ()),
        (REPORTS[1], REPORTS[3], 0, ()),
        (REPORTS[1], REPORTS[1].upper(), 1, (REPORTS[1],)),
    ],
)
def test_passages_are_shown_and_short_texts_are_not_compared(a, b, share, passages):
    found = similar.compare(a, b)
    assert found.share == share
    if share or not a:
        assert found.passages == passages


def test_all_pairs_at_once_are_those_of_each_pair_alone():
    chance = random.Random(3)
    words = ["rà", "soát", "hồ", "sơ", "tồn", "đọng", "hướng", "dẫn"]
    texts = [" ".join(chance.choice(words) for _ in range(chance.choice([5, 15, 40, 90]))) for _ in range(30)]
    texts += [texts[-1].upper(), ""]
    limit, found = Fraction(2, 5), {}
    for one, other, share in similar.alike(texts, limit):
        found[one, other] = share
    each = {(a, b): similar.share(texts[a], texts[b]) for b in range(len(texts)) for a in range(b)}
    assert found == {pair: share for pair, share in each.items() if share >= limit}
    assert 10 < len(found) < len(each) and list(found.values()) == sorted(found.values(), reverse=True)
