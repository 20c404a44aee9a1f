"""Giấy khen (NĐ 98/2023/NĐ-CP Điều 104): one page per recipient, one file for the batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from .. import landscape
from ..certificate_form import RED, CertificateForm, Line
from ..parts import PlaceDate, Signer

FIELDS = ("awarder", "verb", "title", "name", "detail", "achievement", "decision", "register")
GIAY_KHEN = CertificateForm(
    lines=(
        Line("{awarder}", (20, 18, 16, 14), 2, bold=True, color=RED, space=2, capitals=True),
        Line("{verb}", (18,), bold=True, space=2, capitals=True),
        Line("{title}", (44, 38, 32, 26), bold=True, color=RED, capitals=True),
        Line("{name}", (28, 26, 24, 22, 20, 18), 2, bold=True, space=2),
        Line("{detail}", (16, 15, 14, 13), 2, space=2),
        Line("{achievement}", (17, 16, 15, 14, 13), 3, space=3),
    )
)


@dataclass(frozen=True)
class CertificatePaper:
    """One Giấy khen. `decision_lines` and `register_line` stand bottom left in bold italics.

    `code`: a PNG, of the code under which the certificate can be looked up, to stand beside them.
    """

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
    code: bytes | None = None


def page(data: CertificatePaper, form: CertificateForm = GIAY_KHEN) -> landscape.Page:
    """Return the lines of one certificate in the order of the form; the default one is that of Điều 104."""
    achievement = data.achievement.strip()
    values = {
        "awarder": data.awarder,
        "verb": data.verb,
        "title": data.title,
        "name": data.name,
        "detail": data.detail,
        "achievement": achievement[:1].upper() + achievement[1:],
        "decision": "\n".join(data.decision_lines),
        "register": data.register_line,
    }
    return landscape.Page(
        form.filled(values), form.left_lines(values), data.place_date, data.signer, form, data.code
    )


def overflowing(data: CertificatePaper, form: CertificateForm = GIAY_KHEN) -> list[str]:
    """Return the texts that do not fit on the certificate even at their smallest size."""
    return landscape.overflowing(page(data, form))


def render(
    batch: Sequence[CertificatePaper], *, emblem: bytes | None = None, form: CertificateForm = GIAY_KHEN
) -> bytes:
    """Return the batch as one .docx, in the given order."""
    return landscape.render((page(one, form) for one in batch), title="Giấy khen", emblem=emblem)
