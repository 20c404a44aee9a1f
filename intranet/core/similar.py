"""How much two Vietnamese texts say the same, and where: shared pairs of syllables, without accents, offline.

It tells passages, never a verdict: people read both and decide.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise

from .text import fold

SHORTEST_PASSAGE = 6  # syllables in a row
FEWEST_PAIRS = 20  # a text of one sentence says too little to be compared


@dataclass(frozen=True)
class Likeness:
    """The share of pairs that both have (0 to 1, exact) and the longest shared passages, in the words of the first."""

    share: Fraction
    passages: tuple[str, ...]


@lru_cache(maxsize=2048)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(_syllables(text)))


def _syllables(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


@lru_cache(maxsize=16384)
def _bare(word: str) -> str:
    return "".join(_syllables(word))


def share(first: str, second: str) -> Fraction:
    """Return the shared pairs of syllables over those of the shorter text; 0 when one is too short to be compared."""
    one, other = _pairs(first), _pairs(second)
    fewest = min(len(one), len(other))
    return Fraction(len(one & other), fewest) if fewest >= FEWEST_PAIRS else Fraction(0)


def compare(first: str, second: str, *, most: int = 3) -> Likeness:
    """Return the share and at most `most` passages of six syllables or more that stand in both, longest first."""
    words, theirs = first.split(), _syllables(second)
    ours = [_bare(word) for word in words]
    grams: set[tuple[str, ...]] = {
        tuple(theirs[at : at + SHORTEST_PASSAGE]) for at in range(len(theirs) - SHORTEST_PASSAGE + 1)
    }
    runs: list[tuple[int, int]] = []
    for at in range(len(ours) - SHORTEST_PASSAGE + 1):
        if tuple(ours[at : at + SHORTEST_PASSAGE]) not in grams:
            continue
        if runs and at <= runs[-1][1]:
            runs[-1] = (runs[-1][0], at + SHORTEST_PASSAGE)
        else:
            runs.append((at, at + SHORTEST_PASSAGE))
    longest = sorted(runs, key=lambda run: (run[0] - run[1], run[0]))[:most]
    return Likeness(share(first, second), tuple(" ".join(words[start:end]) for start, end in longest))


def alike(texts: Sequence[str], limit: Fraction) -> list[tuple[int, int, Fraction]]:
    """Return (place, place, share) of all pairs of texts whose `share` reaches the limit, the most alike first.

    The same answer as `share` for each pair; sets of pairs are numbers whose bits are counted, so that some hundred
    reports are compared while a page is waited for.
    """
    places: dict[tuple[str, str], int] = {}
    marks: list[tuple[int, int, int]] = []  # place of the text, its bits, how many
    for at, text in enumerate(texts):
        found = _pairs(text)
        if len(found) < FEWEST_PAIRS:
            continue
        bits = bytearray(len(places) // 8 + len(found) // 8 + 2)
        for pair in found:
            bit = places.setdefault(pair, len(places))
            bits[bit // 8] |= 1 << bit % 8
        marks.append((at, int.from_bytes(bits, "little"), len(found)))
    likes = []
    for (one, mine, many), (other, theirs, more) in combinations(marks, 2):
        both, fewest = (mine & theirs).bit_count(), min(many, more)
        if both * limit.denominator >= limit.numerator * fewest:
            likes.append((one, other, Fraction(both, fewest)))
    return sorted(likes, key=lambda like: (-like[2], like[0], like[1]))
