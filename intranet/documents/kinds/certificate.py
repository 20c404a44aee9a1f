"""Giấy khen (NĐ 98/2023/NĐ-CP Điều 104): one page per recipient, one file for the batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from .. import landscape
from ..landscape import BLACK, RED, Line
from ..parts import PlaceDate, Signer


@dataclass(frozen=True)
class CertificatePaper:
    """One Giấy khen. `decision_lines` and `register_line` stand bottom left in bold italics."""

    awarder: str  # CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH
    name: str  # Bà Nguyễn Thị Lan Anh
    detail: str  # position and unit, or address
    achievement: str
    decision_lines: tuple[str, ...]
    register_line: str  # Số sổ vàng: 01
    place_date: PlaceDate
    signer: Signer
    verb: str = "TẶNG"
    title: str = "GIẤY KHEN"


def page(data: CertificatePaper) -> landscape.Page:
    """Return the lines of one certificate in the order of Điều 104."""
    lines = [
        Line(data.awarder.upper(), (20, 18, 16, 14), 2, bold=True, color=RED, space=2),
        Line(data.verb.upper(), (18,), bold=True, color=BLACK, space=2),
        Line(data.title.upper(), (44, 38, 32, 26), bold=True, color=RED),
        Line(data.name, (28, 26, 24, 22, 20, 18), 2, bold=True, space=2),
    ]
    if data.detail.strip():
        lines.append(Line(data.detail, (16, 15, 14, 13), 2, space=2))
    if data.achievement.strip():
        lines.append(
            Line(
                data.achievement.strip()[:1].upper() + data.achievement.strip()[1:],
                (17, 16, 15, 14, 13),
                3,
                space=3,
            )
        )
    left = (*data.decision_lines, data.register_line)
    return landscape.Page(tuple(lines), left, data.place_date, data.signer)


def overflowing(data: CertificatePaper) -> list[str]:
    """Return the texts that do not fit on the certificate even at their smallest size."""
    return landscape.overflowing(page(data))


def render(batch: Sequence[CertificatePaper], *, emblem: bytes | None = None) -> bytes:
    """Return the batch as one .docx, in the given order."""
    return landscape.render((page(one) for one in batch), title="Giấy khen", emblem=emblem)
