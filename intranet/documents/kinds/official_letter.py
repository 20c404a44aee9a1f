"""Công văn (NĐ 30/2020, Mẫu 1.5): number without a name of kind, "V/v" under it, Kính gửi."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, metrics, package
from ..parts import Annex, Letterhead, Signer
from ..xml import cell, one_line, row, text_paragraph
from .submission import addressee_lines


@dataclass(frozen=True)
class OfficialLetterPaper:
    """A letter: `subject` without "V/v"; addressees after "Kính gửi:"; paragraphs; a list as annex."""

    letterhead: Letterhead
    subject: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: Signer
    annex: Annex | None = None


def _letterhead(data: OfficialLetterPaper) -> list[Any]:
    """The subject stands 6 points below the number, in the same column (NĐ 30/2020, II.5b)."""
    content = blocks.letterhead(data.letterhead)
    lines = metrics.balanced(blocks.glued(f"V/v {one_line(data.subject)}"), 12, blocks.LEFT - 4)
    shown = [text_paragraph(line, 12, align="center", before=0 if n else 6) for n, line in enumerate(lines)]
    content[0].append(row(cell(blocks.LEFT, *shown), cell(blocks.RIGHT, text_paragraph("", 12))))
    return content


def render(data: OfficialLetterPaper) -> bytes:
    """Return the letter as .docx; the last paragraph ends with "./." and stays with the signature."""
    content = _letterhead(data)
    content.append(text_paragraph("", 6))
    content += addressee_lines(data.addressees)
    lines = [line for line in data.paragraphs if line.strip()]
    if lines:
        lines[-1] = lines[-1].rstrip(" ./;") + "./."
    content += blocks.keep_with_signature([part for line in lines for part in blocks.body(line)])
    content += blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))
    whole, last = blocks.with_annex(content, data.annex)
    return package.build(whole, last, title=data.subject)
