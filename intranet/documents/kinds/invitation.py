"""Giấy mời (NĐ 30/2020, Mẫu 1.7: number, place and date, whom, to what, chair, time, place), agenda as annex."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, package
from ..parts import Annex, Letterhead, Signer
from ..xml import one_line, text_paragraph


@dataclass(frozen=True)
class InvitationPaper:
    """An invitation: the sentence that invites, the people by name, what, when and where, what to bear in mind."""

    letterhead: Letterhead
    subject: str
    lead: tuple[str, ...]
    people: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]  # ("Thời gian", "08 giờ 30 phút, ngày ...")
    closing: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: Signer
    agenda: Annex | None = None


def _people(names: tuple[str, ...]) -> list[Any]:
    return [
        text_paragraph(
            blocks.glued(f"{n}. {line}"), blocks.BODY, align="both", before=2, left=blocks.FIRST_LINE
        )
        for n, line in enumerate(filter(None, map(one_line, names)), start=1)
    ]


def render(data: InvitationPaper) -> bytes:
    """Return the invitation as .docx; the last sentence ends with "./." and stays with the signature."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("GIẤY MỜI", data.subject)
    content += blocks.lines(data.lead) + _people(data.people)
    content += blocks.lines(f"{label}: {one_line(text).rstrip(' .;')}." for label, text in data.facts if text)
    content += blocks.keep_with_signature(blocks.lines(blocks.closed(data.closing)))
    content += blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))
    whole, last = blocks.with_annex(content, data.agenda)
    return package.build(whole, last, title=data.subject)
