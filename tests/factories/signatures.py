"""Signed PDFs of numbered Decisions: text as the issued .docx has it, read by the real reader."""

from intranet.core.db import db
from intranet.decisions import papers
from intranet.decisions.models import Decision
from intranet.decisions.states import State
from intranet.documents import read_back
from intranet.signatures import actions, reading
from intranet.signatures.models import SignedFile
from tests.factories import decisions as make
from tests.signatures import pdf


def lines(decision: Decision, key: str = "quyet-dinh", width: int = 90) -> list[str]:
    """Return the text of a paper in lines as long as on a page, broken between words."""
    found: list[str] = []
    for paragraph in read_back.paragraphs(papers.file_of(decision, key)[1]):
        for part in paragraph.split("\n"):
            line = ""
            for word in part.split():
                if len(line) + len(word) >= width:
                    found.append(line)
                    line = ""
                line = f"{line} {word}".strip()
            found.append(line)
    return found


def printed(decision: Decision, key: str = "quyet-dinh") -> bytes:
    """Return a paper as PDF with text."""
    return pdf.written(lines(decision, key))


def numbered(*whom: str) -> Decision:
    """Return a numbered award Decision whose files are kept."""
    made = make.award(State.NUMBERED, *whom)
    papers.keep_all(made)
    db.session.flush()
    return made


def upload(
    decision: Decision, content: bytes, name: str = "da-ky.pdf", paper: str = "quyet-dinh"
) -> SignedFile:
    """Have the clerk add a PDF, read in the child process as on the site."""
    found = reading.read(name, content)
    return actions.add(decision, paper, name, content, found, actor=make.account("vanthu"))
