"""Tables: rounds of scores with their frozen rubric, one sheet per marker, one mark per criterion.

Points are kept as whole numbers of half points: exact, and whole or half points are all that a rubric may ask for.
"""

import datetime as dt
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..initiatives.models import Initiative
from ..people.models import Person
from .states import State


class ScoreRound(Versioned, Base):
    """One round of scores of one initiative; an earlier round is never changed, a new one says why."""

    __tablename__ = "score_round"
    initiative_id: Mapped[int] = mapped_column(sa.ForeignKey("initiative.id"), index=True)
    number: Mapped[int]
    state: Mapped[State] = mapped_column(choice(State), default=State.MARKING)
    reason: Mapped[str] = mapped_column(Prose, default="")  # why once more
    rubric: Mapped[Any] = mapped_column(sa.JSON)  # frozen: what the parameters said on the day of the opening
    content: Mapped[Any] = mapped_column(sa.JSON)  # frozen: the texts of the initiative that are scored
    needed: Mapped[int]  # how many sheets must be in
    third_asked: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[dt.date | None]
    opened_at: Mapped[dt.datetime] = mapped_column(Moment)
    opened_by: Mapped[str] = mapped_column(Line(120))
    finished_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    result_numerator: Mapped[int | None] = mapped_column(sa.BigInteger)
    result_denominator: Mapped[int | None] = mapped_column(sa.BigInteger)
    passed: Mapped[bool | None]
    initiative: Mapped[Initiative] = relationship()
    sheets: Mapped[list["ScoreSheet"]] = relationship(
        back_populates="round", order_by="ScoreSheet.position", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.UniqueConstraint("initiative_id", "number"),
        sa.CheckConstraint("number > 0 AND needed >= 2", name="counted"),
        sa.CheckConstraint(
            "state != 'finished' OR (result_numerator IS NOT NULL AND result_denominator > 0"
            " AND passed IS NOT NULL)",
            name="finished_has_result",
        ),
    )

    @property
    def result(self) -> Fraction | None:
        """Return the result in points, exactly; None while the round is sealed."""
        if self.result_numerator is None or self.result_denominator is None:
            return None
        return Fraction(self.result_numerator, self.result_denominator)

    @property
    def active(self) -> list["ScoreSheet"]:
        """Return the sheets that count: their markers have neither declared a conflict nor been released."""
        return [sheet for sheet in self.sheets if sheet.left_at is None]

    @property
    def places_free(self) -> int:
        """Return how many markers the desk still has to name."""
        return self.needed - len(self.active)


class ScoreSheet(Versioned, Base):
    """One marker's sheet in one round; final once handed in."""

    __tablename__ = "score_sheet"
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("score_round.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Line(140))  # with honorific, as on the day
    assigned_at: Mapped[dt.datetime] = mapped_column(Moment)
    saved_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    handed_in_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    left_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    conflict: Mapped[bool] = mapped_column(
        default=False
    )  # left because of a conflict that he or she declared
    left_reason: Mapped[str] = mapped_column(Prose, default="")
    round: Mapped[ScoreRound] = relationship(back_populates="sheets")
    person: Mapped[Person] = relationship()
    marks: Mapped[list["ScoreMark"]] = relationship(
        back_populates="sheet", order_by="ScoreMark.position", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.UniqueConstraint("round_id", "person_id"),
        sa.CheckConstraint("left_at IS NULL OR handed_in_at IS NULL", name="left_or_handed_in"),
    )


class ScoreMark(Base):
    """The points of one criterion on one sheet, with the marker's words and the passages that they rest on."""

    __tablename__ = "score_mark"
    sheet_id: Mapped[int] = mapped_column(sa.ForeignKey("score_sheet.id"))
    position: Mapped[int]
    criterion: Mapped[str] = mapped_column(sa.String(40))
    halves: Mapped[int | None]  # half points; None while nothing is typed
    maximum_halves: Mapped[int]
    comment: Mapped[str] = mapped_column(Prose, default="")
    passages: Mapped[str] = mapped_column(Prose, default="")  # one quote a line
    sealed: Mapped[bool] = mapped_column(default=False)  # handed in
    sheet: Mapped[ScoreSheet] = relationship(back_populates="marks")
    __table_args__ = (
        sa.UniqueConstraint("sheet_id", "criterion"),
        sa.CheckConstraint("halves IS NULL OR halves BETWEEN 0 AND maximum_halves", name="points_in_range"),
        sa.CheckConstraint("NOT sealed OR halves IS NOT NULL", name="sealed_has_points"),
    )

    @property
    def points(self) -> Fraction | None:
        """Return the points; None while nothing is typed."""
        return None if self.halves is None else Fraction(self.halves, 2)
