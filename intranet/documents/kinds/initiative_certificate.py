"""Giấy chứng nhận sáng kiến (NĐ 13/2012/NĐ-CP Điều 7): one per author, naming the co-authors."""

from collections.abc import Sequence
from dataclasses import dataclass

from .. import landscape
from ..landscape import RED, Line
from ..parts import PlaceDate, Signer


@dataclass(frozen=True)
class InitiativeCertificatePaper:
    """One author's certificate. `co_authors` empty for a single author; `share` as "60 %"."""

    awarder: str
    name: str
    detail: str
    initiative: str
    share: str
    co_authors: tuple[str, ...]
    summary: str
    benefit: str
    decision_lines: tuple[str, ...]
    register_line: str
    place_date: PlaceDate
    signer: Signer


def page(data: InitiativeCertificatePaper) -> landscape.Page:
    """Return the lines of one certificate."""
    role = f"Đồng tác giả ({data.share})" if data.co_authors else "Tác giả"
    lines = [
        Line(data.awarder.upper(), (18, 16, 14), 2, bold=True, color=RED, space=2),
        Line("GIẤY CHỨNG NHẬN SÁNG KIẾN", (34, 30), bold=True, color=RED),
        Line("Chứng nhận", (15,), space=2),
        Line(data.name, (26, 24, 22, 20, 18), 2, bold=True),
        Line(data.detail, (15, 14, 13), 2),
        Line(f"{role} của sáng kiến “{data.initiative}”", (17, 16, 15, 14, 13), 3, bold=True, space=3),
    ]
    if data.co_authors:
        others = f"Cùng tác giả: {', '.join(data.co_authors)}"
        lines.append(Line(others, (14, 13, 12), 2, italic=True, space=1))
    lines += [Line(text, (14, 13, 12), 2, space=1) for text in (data.summary, data.benefit) if text.strip()]
    left = (*data.decision_lines, data.register_line)
    return landscape.Page(tuple(lines), left, data.place_date, data.signer)


def overflowing(data: InitiativeCertificatePaper) -> list[str]:
    """Return the texts that do not fit even at their smallest size."""
    return landscape.overflowing(page(data))


def render(batch: Sequence[InitiativeCertificatePaper], *, emblem: bytes | None = None) -> bytes:
    """Return the batch as one .docx, in the given order."""
    return landscape.render((page(one) for one in batch), title="Giấy chứng nhận sáng kiến", emblem=emblem)
