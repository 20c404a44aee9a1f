"""Read text out of finished .docx files again, for checks."""

import io

from docx import Document


def paragraphs(content: bytes) -> list[str]:
    """Return the text of all paragraphs in order, those in tables too; empty ones are left out."""
    document = Document(io.BytesIO(content))
    found = []
    for node in document.element.body.iter("{*}p"):
        text = "".join(piece.text or "" if piece.tag.endswith("}t") else "\n" for piece in node.iter("{*}t", "{*}br"))
        if text.strip():
            found.append(text.replace("\u00a0", " "))
    return found


def tables(content: bytes) -> list[list[list[str]]]:
    """Return every table as rows of cell texts (merged cells once)."""
    document = Document(io.BytesIO(content))
    found = []
    for table in document.element.body.iter("{*}tbl"):
        rows = []
        for row in table.iterchildren("{*}tr"):
            cells = row.iterchildren("{*}tc")
            rows.append(["\n".join(_text(p) for p in cell.iter("{*}p")).replace("\u00a0", " ") for cell in cells])
        found.append(rows)
    return found


def _text(node: object) -> str:
    return "".join(piece.text or "" for piece in node.iter("{*}t"))  # type: ignore[attr-defined]  # an lxml element
