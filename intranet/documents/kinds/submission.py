"""Tờ trình (NĐ 30/2020, Mẫu 1.4)."""

from dataclasses import dataclass
from typing import Any

from .. import blocks, metrics, package
from ..parts import Annex, Letterhead, Signer
from ..xml import one_line, text_paragraph

EXCEPTIONS = "Các trường hợp có cảnh báo theo quy định đã được xem xét và ghi lý do:"


@dataclass(frozen=True)
class SubmissionPaper:
    """A submission: addressees after "Kính gửi:", paragraphs (legal bases in italics), a list as annex.

    `exceptions`: what was decided against the usual rule, told right after the legal bases.
    """

    letterhead: Letterhead
    subject: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: Signer
    annex: Annex | None = None
    exceptions: tuple[str, ...] = ()


def addressee_lines(names: tuple[str, ...]) -> list[Any]:
    """One addressee on the line of "Kính gửi:", several below it with dashes (NĐ 30/2020, II.9a)."""
    clean = [one_line(name).rstrip(" ;.") for name in names if name.strip()]
    if not clean:
        return []
    if len(clean) == 1:
        return [text_paragraph(f"Kính gửi: {clean[0]}", blocks.BODY, align="center", before=4, after=8)]
    indent, dash = 30.0, metrics.width("- ", blocks.BODY)
    colon = indent + metrics.width("Kính gửi", blocks.BODY)
    shown = [text_paragraph("Kính gửi:", blocks.BODY, left=indent, before=4)]
    lines = blocks.ended(clean)
    return shown + [
        text_paragraph(blocks.glued(f"- {line}"), blocks.BODY, left=colon + dash, first=-dash)
        for line in lines
    ]


def _exception_lines(exceptions: tuple[str, ...]) -> list[str]:
    clean = [one_line(line).rstrip(" ;.") for line in exceptions if line.strip()]
    if not clean:
        return []
    ends = [";"] * (len(clean) - 1) + ["."]
    return [EXCEPTIONS] + [f"- {line}{end}" for line, end in zip(clean, ends, strict=True)]


def body(data: SubmissionPaper) -> list[Any]:
    """Return what stands before the annex, signature included."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("TỜ TRÌNH", data.subject)
    content += addressee_lines(data.addressees)
    lines = [line for line in data.paragraphs if line.strip()]
    if lines:
        lines[-1] = lines[-1].rstrip(" ./;") + "./."
    bases = 0
    while bases < len(lines) and lines[bases].lstrip().startswith("Căn cứ "):
        bases += 1
    lines[bases:bases] = _exception_lines(data.exceptions)
    text = [part for line in lines for part in blocks.body(line, italic=line.lstrip().startswith("Căn cứ "))]
    content += blocks.keep_with_signature(text)
    return content + blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))


def render(data: SubmissionPaper) -> bytes:
    """Return the submission as .docx."""
    whole, last = blocks.with_annex(body(data), data.annex)
    return package.build(whole, last, title=data.subject)
