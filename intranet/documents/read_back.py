"""Read text out of finished .docx files again, for checks."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn

_SIGNS = {"br": "\n", "noBreakHyphen": "-"}
_BREAK_BEFORE, _SECTION, _BREAK, _TYPE = qn("w:pageBreakBefore"), qn("w:sectPr"), qn("w:br"), qn("w:type")


def paragraphs(content: bytes) -> list[str]:
    """Return the text of all paragraphs in order, those in tables too; empty ones are left out."""
    return [text for page in pages(content) for text in page]


def pages(content: bytes) -> list[list[str]]:
    """Return the paragraphs of each page as the file itself breaks them (page breaks, sections); empty pages are left out.

    A text that flows over the end of a page stays on one: only breaks that are written in the file count.
    """
    found: list[list[str]] = [[]]
    for node in Document(io.BytesIO(content)).element.body.iter("{*}p"):
        if node.find(f"{{*}}pPr/{_BREAK_BEFORE}") is not None:
            found.append([])
        text = _text(node)
        if text.strip():
            found[-1].append(text)
        if (
            any(one.get(_TYPE) == "page" for one in node.iter(_BREAK))
            or next(node.iter(_SECTION), None) is not None
        ):
            found.append([])
    return [page for page in found if page]


def tables(content: bytes) -> list[list[list[str]]]:
    """Return every table as rows of cell texts (merged cells once)."""
    document = Document(io.BytesIO(content))
    return [
        [
            ["\n".join(_text(p) for p in cell.iter("{*}p")) for cell in row.iterchildren("{*}tc")]
            for row in table.iterchildren("{*}tr")
        ]
        for table in document.element.body.iter("{*}tbl")
    ]


def _text(node: Any) -> str:
    parts = [
        piece.text or "" if piece.tag.endswith("}t") else _SIGNS[piece.tag.split("}")[1]]
        for piece in node.iter("{*}t", "{*}br", "{*}noBreakHyphen")
    ]
    return "".join(parts).replace("\u00a0", " ")
