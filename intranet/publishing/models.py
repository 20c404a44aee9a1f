"""Table of releases: one edition of one thing made public, with its frozen contents."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from .states import State


class ReleaseKind(enum.StrEnum):
    """What is made public."""

    BOARD = "board"  # the indicators of a locked quarter
    INITIATIVES = "initiatives"  # what a Decision recognised
    REWARDED = "rewarded"  # the people of a Decision, before or after it
    SURVEY = "survey"  # results of a closed wave


class Release(Versioned, Base):
    """One edition. `content` is plain JSON, frozen when it is proposed: the chairman releases exactly what he read."""

    __tablename__ = "public_release"
    kind: Mapped[ReleaseKind] = mapped_column(choice(ReleaseKind))
    state: Mapped[State] = mapped_column(choice(State), default=State.PROPOSED, index=True)
    slug: Mapped[str] = mapped_column(sa.String(60))  # its public address, the same for all editions
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(Line(300))
    quarter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("indicator_quarter.id"))
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"))
    wave_id: Mapped[int | None] = mapped_column(sa.ForeignKey("survey_wave.id"))
    content: Mapped[str] = mapped_column(sa.Text)  # canonical JSON
    content_sha256: Mapped[str] = mapped_column(sa.String(64))
    basis: Mapped[str] = mapped_column(
        sa.String(64)
    )  # print of the records behind it: another one, they changed
    note: Mapped[str] = mapped_column(Prose, default="")  # of the standing body to the chairman
    proposed_by: Mapped[str] = mapped_column(Line(120))
    proposed_at: Mapped[dt.datetime] = mapped_column(Moment)
    released_by: Mapped[str] = mapped_column(Line(120), default="")
    released_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str] = mapped_column(Line(120), default="")
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    notice: Mapped[str] = mapped_column(Prose, default="")  # why it was withdrawn, as everybody reads it
    __table_args__ = (
        sa.UniqueConstraint("slug", "edition"),
        sa.CheckConstraint(
            "(CASE WHEN quarter_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN wave_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_subject",
        ),
        sa.CheckConstraint(
            "state NOT IN ('released', 'superseded', 'withdrawn') OR released_at IS NOT NULL",
            name="released_has_date",
        ),
        sa.CheckConstraint(
            "state != 'withdrawn' OR (withdrawn_at IS NOT NULL AND notice != '')", name="withdrawn_has_notice"
        ),
    )
