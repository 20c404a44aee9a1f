"""Fill the application for recognition (TT 18/2013/TT-BKHCN, Phụ lục I) from the stored initiative."""

import datetime as dt

from ..core.text import format_number, short_date
from ..documents.kinds import initiative_application as document
from ..documents.parts import PlaceDate
from ..people.queries import organisation
from .models import Initiative, InitiativeAuthor
from .phrases import LABELS, WORDS

_IN_ORDER = ("before", "content", "novelty", "conditions", "replication", "confidential", "benefit")


def application(initiative: Initiative, *, on: dt.date) -> bytes:
    """Return the application as .docx, dated `on`; what is still empty stands as dots to fill by hand."""
    commune = organisation()
    data = document.ApplicationPaper(
        addressee=f"Hội đồng Sáng kiến {commune.commune}",
        authors=tuple(_author(author) for author in initiative.authors),
        name=initiative.title or "....................",
        answers=tuple(_answers(initiative)),
        place_date=PlaceDate(commune.place_name, on),
        signatures=tuple(author.person.full_name for author in initiative.authors),
    )
    return document.render(data)


def _author(author: InitiativeAuthor) -> document.Author:
    person = author.person
    return document.Author(
        name=person.full_name,
        born=short_date(person.born_on) if person.born_on else "",
        workplace=person.unit.name if person.unit else person.address,
        title=person.position or person.title,
        qualification=person.qualification,
        share=str(author.share),
    )


def _answers(initiative: Initiative) -> list[tuple[str, str]]:
    """Return the labelled answers in the order of the form."""
    first = initiative.first_applied_on
    day = short_date(first) if first else "...................."
    place = f", tại {initiative.first_applied_at}" if initiative.first_applied_at else ""
    kind = WORDS[f"SolutionKind.{initiative.kind.value}"] if initiative.kind else "...................."
    theme = initiative.theme.title if initiative.theme else "...................."
    found = [
        ("Chủ đầu tư tạo ra sáng kiến", initiative.unit.name),
        ("Lĩnh vực áp dụng sáng kiến", f"{theme} ({kind.lower()})"),
        ("Ngày sáng kiến được áp dụng lần đầu hoặc áp dụng thử", day + place),
    ]
    for name in _IN_ORDER:
        text = getattr(initiative, name) or ""
        if text or name not in ("replication", "confidential"):
            found.append((LABELS[name], text or "...................."))
    for name in ("benefit_money", "benefit_hours", "benefit_people"):
        number = getattr(initiative, name)
        if number is not None:
            found.append((LABELS[name], format_number(number)))
    return found
