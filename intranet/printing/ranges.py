"""Ranges of sheets as people write them: "57-200", "1, 3, 5-9"."""

import re
from collections.abc import Iterable

from ..core.errors import NotReady
from ..core.text import clean_line, format_number

HIGHEST = 9999  # no list of a commune is longer; a slip of the key must not become a million numbers
_PART = re.compile(r"(\d{1,9})(?:\s*[-–—]\s*(\d{1,9}))?", re.ASCII)


def parse(text: str | None) -> list[int]:
    """Return the numbers named, ascending, each once; an empty list for empty text.

    NotReady, quoting the part that is wrong, for words, 0, "5-2" and numbers above HIGHEST.
    """
    numbers: set[int] = set()
    # a space separates too, but not around a dash
    joined = re.sub(r"\s*([-–—])\s*", r"\1", clean_line(text))
    for part in re.split(r"[\s,;]+", joined.strip(" ,;.")):
        if part:
            numbers.update(_numbers(part))
    return sorted(numbers)


def _numbers(part: str) -> range:
    found = _PART.fullmatch(part)
    if found is None:
        raise NotReady(f"Không đọc được “{part[:40]}”. Hãy ghi như 57-200 hoặc 1, 3, 5-9.")
    first, last = int(found[1]), int(found[2] or found[1])
    if first < 1:
        raise NotReady(f"“{part}” không đúng: số tờ bắt đầu từ 1.")
    if last < first:
        raise NotReady(f"“{part}” không đúng: số đầu lớn hơn số cuối. Có phải {last}-{first}?")
    if last > HIGHEST:
        raise NotReady(f"“{part}” không đúng: số tờ không quá {format_number(HIGHEST)}.")
    return range(first, last + 1)


def shown(numbers: Iterable[int]) -> str:
    """Return numbers as people write them: "1, 3, 5-9"; two neighbours stay "5, 6"."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    words = []
    for part in parts:
        words += [f"{part[0]}-{part[-1]}"] if len(part) > 2 else [str(n) for n in part]
    return ", ".join(words)
