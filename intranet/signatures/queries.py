"""Read signed files."""

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import NotThere
from ..core.text import fold
from ..decisions import papers
from ..decisions.models import Decision
from .models import SignedFile

KEYS = (
    "quyet-dinh",
    "cong-van",
    "to-trinh",
)  # papers that somebody signs; the stack of certificates is not one file


def papers_to_sign(decision: Decision) -> list[papers.Paper]:
    """Return the papers of a Decision that have a signed form; the first is the Decision (or letter) itself."""
    return [one for key, one in papers.papers_of(decision).items() if key in KEYS]


def files_of(decision: Decision) -> list[SignedFile]:
    """Return all signed files of a Decision, the newest first."""
    query = sa.select(SignedFile).where(SignedFile.decision_id == decision.id)
    return list(db.session.scalars(query.order_by(SignedFile.id.desc())))


def current(decision: Decision) -> dict[str, SignedFile]:
    """Return paper -> the newest file that counts."""
    found: dict[str, SignedFile] = {}
    for one in files_of(decision):
        if one.counts:
            found.setdefault(one.paper, one)
    return found


def waits(row: SignedFile, used: dict[str, SignedFile]) -> bool:
    """Return whether a file still waits to be confirmed: none that came after it counts already (see `current`)."""
    newest = used.get(row.paper)
    return not row.counts and (newest is None or newest.id < row.id)


def get(decision: Decision, signed_id: int) -> SignedFile:
    """Return a signed file of this Decision; NotThere otherwise."""
    found = db.session.get(SignedFile, signed_id)
    if found is None or found.decision_id != decision.id:
        raise NotThere("Không tìm thấy tệp này.")
    return found


def numbered(number: int, symbol: str, year: int | None, *, submission: bool) -> Decision | None:
    """Return the Decision (or that of the submission) with this number, symbol (any capitals) and year, or None."""
    if submission:
        query = sa.select(Decision).where(Decision.submission_number == number)
        if year is not None:
            query = query.where(sa.extract("year", Decision.submission_on) == year)
        return db.session.scalar(query.order_by(Decision.id.desc()).limit(1))
    query = sa.select(Decision).where(Decision.number == number)
    if year is not None:
        query = query.where(Decision.year == year)
    found = db.session.scalars(query.order_by(Decision.id.desc()))
    return next((one for one in found if fold(one.symbol) == fold(symbol)), None)
