"""Tài liệu họp: no statutory form exists. One page per case: what it is, file, history, warnings; long texts are cut."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, metrics, package
from ..parts import Issuer, Letterhead
from ..xml import one_line, paragraph, run, text_paragraph

SIZE = 12
_LINES = 44  # lines of 12 pt on an A4 page below the head of a case, with spaces between paragraphs
_MORE = "… (xem tiếp trong hồ sơ)"


@dataclass(frozen=True)
class PackGroup:
    """Lines of (label, value) under one heading; a warning is printed with its own word."""

    title: str
    lines: tuple[tuple[str, str], ...]
    warning: bool = False


@dataclass(frozen=True)
class PackCase:
    """One case: its name, who, how it is voted, and the groups of facts."""

    title: str
    detail: str
    form: str
    groups: tuple[PackGroup, ...]


@dataclass(frozen=True)
class ReadingPackPaper:
    """The pack of a meeting."""

    issuer: Issuer
    subject: str
    meeting: str
    cases: tuple[PackCase, ...]


def _height(text: str) -> int:
    """Return how many lines a text takes at the size of the pack."""
    return len(metrics.wrap(text, SIZE, blocks.TEXT_WIDTH - 2))


def _cut(text: str, lines: int) -> str:
    """Return text that takes at most so many lines, cut at a word."""
    broken = metrics.wrap(text, SIZE, blocks.TEXT_WIDTH - 2)
    if len(broken) <= lines:
        return text
    return " ".join(broken[: max(lines - 1, 1)]) + _MORE


def _fitted(case: PackCase, room: int) -> list[tuple[PackGroup, list[tuple[str, str]]]]:
    """Return the groups with their long values cut: each value may take an equal share of what is left."""
    values = [f"{label}: {one_line(value)}" for group in case.groups for label, value in group.lines]
    left = room - 2 * len(case.groups)
    allowed = left
    while allowed > 1 and sum(min(_height(value), allowed) for value in values) > left:
        allowed -= 1
    return [
        (group, [(label, _cut(f"{label}: {one_line(value)}", allowed)) for label, value in group.lines])
        for group in case.groups
    ]


def _case(case: PackCase, number: int, room: int, *, first: bool) -> list[Any]:
    head = text_paragraph(
        f"{number}. {one_line(case.title)}",
        14,
        bold=True,
        before=6,
        page_break_before=not first,
        keep_next=True,
    )
    shown: list[Any] = [head]
    shown += [
        text_paragraph(blocks.glued(one_line(line)), SIZE, italic=True, before=2)
        for line in (case.detail, case.form)
        if line
    ]
    for group, lines in _fitted(case, room):
        title = f"CẢNH BÁO: {group.title}" if group.warning else group.title
        shown.append(text_paragraph(one_line(title), SIZE, bold=True, before=6, keep_next=True))
        for label, text in lines:
            shown.append(
                paragraph(
                    run(f"{label}:", SIZE, bold=True),
                    run(blocks.glued(text.removeprefix(f"{label}:")), SIZE),
                    align="both",
                    before=1,
                )
            )
    return shown


def render(data: ReadingPackPaper) -> bytes:
    """Return the pack as .docx: the first case stands below the head, each other one on a page of its own."""
    content = blocks.letterhead(Letterhead(data.issuer, None, None))
    content += blocks.title("TÀI LIỆU HỌP", data.subject)
    content.append(text_paragraph(blocks.glued(one_line(data.meeting)), 13, italic=True, align="center"))
    for number, case in enumerate(data.cases, start=1):
        room = _LINES - (14 if number == 1 else 0) - 2 * len(metrics.wrap(case.title, 14, blocks.TEXT_WIDTH))
        room -= _height(case.detail) if case.detail else 0
        content += _case(case, number, room, first=number == 1)
    return package.build(content, package.section(), title=f"Tài liệu họp {one_line(data.subject)}")
