"""Thông báo (NĐ 30/2020, Mẫu 1.4), here of the result of a round."""

from dataclasses import dataclass

from .. import blocks, package
from ..parts import Annex, Letterhead, Signer


@dataclass(frozen=True)
class NoticePaper:
    """A notice: paragraphs, nơi nhận, signer; a list as annex when there is one."""

    letterhead: Letterhead
    subject: str
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: Signer
    annex: Annex | None = None


def render(data: NoticePaper) -> bytes:
    """Return the notice as .docx; the last paragraph ends with "./." and stays with the signature."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("THÔNG BÁO", data.subject)
    content += blocks.keep_with_signature(blocks.lines(blocks.closed(data.paragraphs)))
    content += blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))
    whole, last = blocks.with_annex(content, data.annex)
    return package.build(whole, last, title=data.subject)
