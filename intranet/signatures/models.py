"""Table: the signed PDFs of a Decision's papers; what was found in each is frozen with it."""

import datetime as dt
import enum
import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, choice
from ..decisions.models import Decision


class Match(enum.StrEnum):
    """Whether the text of a PDF is the text of the paper that was issued."""

    SAME = "same"
    DIFFERENT = "different"
    NO_TEXT = "no_text"  # a scan


class SignedFile(Base):
    """One uploaded PDF: original bytes in the store, what was read in it. Never changed, never deleted.

    A file that is not plainly the paper counts only once somebody has confirmed it with a reason.
    """

    __tablename__ = "signed_file"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"), index=True)
    paper: Mapped[str] = mapped_column(sa.String(40))  # key of decisions.papers.PAPERS
    name: Mapped[str] = mapped_column(Line(200))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    match: Mapped[Match] = mapped_column(choice(Match))
    findings: Mapped[str] = mapped_column(sa.Text)  # JSON: differences, pages, signatures
    added_by: Mapped[str] = mapped_column(Line(120))
    added_at: Mapped[dt.datetime] = mapped_column(Moment)
    confirmed_by: Mapped[str | None] = mapped_column(Line(120))
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Prose, default="")
    decision: Mapped[Decision] = relationship()
    __table_args__ = (
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (reason = '')",
            name="confirmed_with_reason",
        ),
    )

    @property
    def counts(self) -> bool:
        """Return whether it stands for the signed paper."""
        return self.match == Match.SAME or self.confirmed_at is not None

    @property
    def found(self) -> dict[str, Any]:
        """Return what was read: "pages", "differences", "signatures", "signature_problem"."""
        return dict(json.loads(self.findings))
