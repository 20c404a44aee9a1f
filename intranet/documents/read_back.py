"""Read text out of finished .docx files again, for checks."""

import io
from typing import Any

from docx import Document

_SIGNS = {"br": "\n", "noBreakHyphen": "-"}


def paragraphs(content: bytes) -> list[str]:
    """Return the text of all paragraphs in order, those in tables too; empty ones are left out."""
    document = Document(io.BytesIO(content))
    found = [_text(node) for node in document.element.body.iter("{*}p")]
    return [text for text in found if text.strip()]


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
