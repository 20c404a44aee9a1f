"""What the sheets of a run print, and whether they can be: from the frozen snapshot only."""

import re
from collections.abc import Sequence
from typing import Any

from ..core.errors import NotReady
from ..core.text import printable
from ..decisions import codes, papers
from ..decisions.models import Decision, DecisionKind
from ..decisions.stack import Sheet
from ..documents import overlay
from ..documents.blocks import place_date_text
from ..documents.kinds.certificate import CertificatePaper
from ..documents.kinds.initiative_certificate import InitiativeCertificatePaper
from . import profiles
from .models import PrinterProfile, StockField, StockProfile
from .phrases import WORDS

_HONORED = re.compile(r"(Hộ gia đình )?(Ông|Bà) \S", re.IGNORECASE)
F = StockField


def content_of(decision: Decision, chosen: Sequence[Sheet], *, marks: bool = True) -> dict[str, Any]:
    """Return the frozen content with exactly the rows of these sheets, in their order.

    With `marks` each row carries what the public check needs, where its certificate has a code.
    """
    rows = [sheet.row | (_mark(sheet) if marks else {}) for sheet in chosen]
    return papers.content_of(decision) | {"rows": rows}


def _mark(sheet: Sheet) -> dict[str, Any]:
    return {"mark": codes.mark(sheet.certificate)} if sheet.certificate.code else {}


def require_honorifics(chosen: Sequence[Sheet]) -> None:
    """NotReady, naming them, when a person or household stands without Ông or Bà."""
    nameless = [
        sheet.row["name"]
        for sheet in chosen
        if sheet.row["group"] != "collective" and not _HONORED.match(sheet.row["name"])
    ]
    if nameless:
        raise NotReady("Còn người chưa có danh xưng Ông hoặc Bà nên chưa in được.", nameless)


def values(content: dict[str, Any]) -> list[dict[str, str]]:
    """Return the texts of each sheet by field of a stock, in the order of the content's rows."""
    if content["kind"] == DecisionKind.RECOGNITION.value:
        return [_initiative(paper) for paper in papers.initiative_papers(content)]
    return [_award(paper) for paper in papers.award_papers(content)]


def _award(paper: CertificatePaper) -> dict[str, str]:
    achievement = paper.achievement.strip()
    return _common(paper) | {
        F.TITLE.value: paper.title.upper(),
        F.ACHIEVEMENT.value: achievement[:1].upper() + achievement[1:],
    }


def _initiative(paper: InitiativeCertificatePaper) -> dict[str, str]:
    role = f"Đồng tác giả ({paper.share})" if paper.co_authors else "Tác giả"
    return _common(paper) | {
        F.TITLE.value: "GIẤY CHỨNG NHẬN SÁNG KIẾN",
        F.ACHIEVEMENT.value: f"{role} của sáng kiến “{paper.initiative}”",
    }


def _common(paper: CertificatePaper | InitiativeCertificatePaper) -> dict[str, str]:
    return {
        F.AWARDER.value: paper.awarder.upper(),
        F.NAME.value: paper.name,
        F.DETAIL.value: paper.detail,
        F.DECISION.value: "\n".join(paper.decision_lines),
        F.REGISTER.value: paper.register_line,
        F.PLACE_DATE.value: printable(place_date_text(paper.place_date)),
        F.SIGNER_TITLE.value: "\n".join(line.upper() for line in paper.signer.lines),
        F.SIGNER_NAME.value: paper.signer.name,
    }


def whole_file(decision: Decision, chosen: Sequence[Sheet]) -> bytes:
    """Return whole certificates of these sheets as .docx. NotReady, naming recipients, when a text does not fit."""
    require_honorifics(chosen)
    rows = [sheet.row | {"mark": codes.mark(sheet.certificate)} for sheet in chosen]
    return papers.certificates_file(content_of(decision, chosen) | {"rows": rows})


def overlay_file(
    decision: Decision, chosen: Sequence[Sheet], stock: StockProfile, printer: PrinterProfile
) -> bytes:
    """Return only the texts, placed for this stock and printer. NotReady, naming recipient and field, on overflow."""
    require_honorifics(chosen)
    shape = profiles.as_stock(stock)
    # the code stands below the register number, on stock whose box has a second line for it
    marks = any(box.field == F.REGISTER.value and box.lines > 1 for box in shape.boxes)
    texts = values(content_of(decision, chosen, marks=marks))
    problems = []
    for sheet, text in zip(chosen, texts, strict=True):
        over = overlay.overflowing(shape, text)
        if over:
            words = ", ".join(field_words(StockField(one)) for one in over)
            problems.append(f"{sheet.row['name']} (tờ số {sheet.row['ordinal']}): {words}")
    if problems:
        raise NotReady(
            "Có nội dung không vừa khung chữ của phôi, kể cả ở cỡ chữ nhỏ nhất. Hãy nới khung, thêm cỡ chữ nhỏ hơn "
            "trong mẫu phôi, hoặc in cả giấy.",
            problems,
        )
    return overlay.render(shape, texts, printer=profiles.as_printer(printer))


def field_words(field: StockField) -> str:
    """Return the words of a field inside a sentence."""
    words = WORDS[f"StockField.{field.value}"]
    return words[:1].lower() + words[1:]
