"""Giấy chứng nhận sáng kiến (NĐ 13/2012/NĐ-CP Điều 7): one per author, naming the co-authors."""

from collections.abc import Sequence
from dataclasses import dataclass

from .. import landscape
from ..certificate_form import RED, CertificateForm, Line
from ..parts import PlaceDate, Signer

FIELDS = (
    "awarder", "name", "detail", "role", "initiative", "co_authors", "summary", "benefit", "decision", "register",
)  # fmt: skip
CHUNG_NHAN = CertificateForm(
    lines=(
        Line("{awarder}", (18, 16, 14), 2, bold=True, color=RED, space=2, capitals=True),
        Line("GIẤY CHỨNG NHẬN SÁNG KIẾN", (34, 30), bold=True, color=RED),
        Line("Chứng nhận", (15,), space=2),
        Line("{name}", (26, 24, 22, 20, 18), 2, bold=True),
        Line("{detail}", (15, 14, 13), 2),
        Line("{role} của sáng kiến “{initiative}”", (17, 16, 15, 14, 13), 3, bold=True, space=3),
        Line("Cùng tác giả: {co_authors}", (14, 13, 12), 2, italic=True, space=1),
        Line("{summary}", (14, 13, 12), 2, space=1),
        Line("{benefit}", (14, 13, 12), 2, space=1),
    )
)


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
    code: bytes | None = None  # a PNG to stand bottom left


def page(data: InitiativeCertificatePaper, form: CertificateForm = CHUNG_NHAN) -> landscape.Page:
    """Return the lines of one certificate."""
    values = {
        "awarder": data.awarder,
        "name": data.name,
        "detail": data.detail,
        "role": f"Đồng tác giả ({data.share})" if data.co_authors else "Tác giả",
        "initiative": data.initiative,
        "co_authors": ", ".join(data.co_authors),
        "summary": data.summary,
        "benefit": data.benefit,
        "decision": "\n".join(data.decision_lines),
        "register": data.register_line,
    }
    return landscape.Page(
        form.filled(values), form.left_lines(values), data.place_date, data.signer, form, data.code
    )


def overflowing(data: InitiativeCertificatePaper, form: CertificateForm = CHUNG_NHAN) -> list[str]:
    """Return the texts that do not fit even at their smallest size."""
    return landscape.overflowing(page(data, form))


def render(
    batch: Sequence[InitiativeCertificatePaper],
    *,
    emblem: bytes | None = None,
    form: CertificateForm = CHUNG_NHAN,
) -> bytes:
    """Return the batch as one .docx, in the given order."""
    return landscape.render(
        (page(one, form) for one in batch), title="Giấy chứng nhận sáng kiến", emblem=emblem
    )
