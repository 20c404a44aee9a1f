"""Quyết định cá biệt (NĐ 30/2020, Mẫu 1.2) with an annexed list: awards, recognition of initiatives."""

from dataclasses import dataclass

from .. import blocks, package
from ..parts import Annex, Letterhead, Signer


@dataclass(frozen=True)
class DecisionPaper:
    """A Decision: `authority` is who decides; articles start with "Điều n."; recipients line by line."""

    letterhead: Letterhead
    subject: str
    authority: str
    bases: tuple[str, ...]
    articles: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: Signer
    annex: Annex | None = None


def render(data: DecisionPaper) -> bytes:
    """Return the Decision as .docx; the last article ends with "./." and stays with the signature."""
    content = blocks.letterhead(data.letterhead)
    content += blocks.title("QUYẾT ĐỊNH", data.subject)
    content.append(blocks.centred(data.authority.upper(), before=0))
    content += blocks.bases(data.bases)
    content.append(blocks.centred("QUYẾT ĐỊNH:", before=8))
    articles = [article.strip() for article in data.articles if article.strip()]
    if articles:
        articles[-1] = articles[-1].rstrip(" ./;") + "./."
    text = [part for article in articles for part in blocks.body(article)]
    content += blocks.keep_with_signature(text)
    content += blocks.signature(blocks.recipients(data.recipients), blocks.signature_lines(data.signer))
    whole, last = blocks.with_annex(content, data.annex)
    return package.build(whole, last, title=data.subject)
