"""One table: past awards as they were printed then. Nothing is deleted; wrong rows are withdrawn with a reason."""

import datetime as dt
import enum
import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.sheet_uploads import SheetUpload
from ..core.text import clean_line, fold, name_sort_key, short_date, sort_key
from ..people.models import Honorific, Person, Unit


class RecipientKind(enum.StrEnum):
    """Who was rewarded."""

    PERSON = "person"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"


class Source(enum.StrEnum):
    """Where a row comes from."""

    MANUAL = "manual"
    IMPORT = "import"
    DECISION = "decision"


class PastAward(Versioned, Base):
    """One award of one recipient. Names, position and unit are text as of the award date; links are optional.

    `year` is always known, the day perhaps not. `identity` keeps one award from being entered twice; rows of our own
    Decisions have none (two namesakes of one list are two awards) but `decision_id` and `ordinal`, no foreign key:
    Decisions stand above this package.
    """

    __tablename__ = "past_award"
    kind: Mapped[RecipientKind] = mapped_column(choice(RecipientKind))
    honorific: Mapped[Honorific | None] = mapped_column(choice(Honorific))  # person, or head of the household
    name: Mapped[str] = mapped_column(Line(500))
    detail: Mapped[str] = mapped_column(Line(500), default="")  # position and unit, or address
    form: Mapped[str] = mapped_column(Line(200))  # Giấy khen, Bằng khen, Chiến sĩ thi đua cơ sở ...
    number: Mapped[str] = mapped_column(Line(60), default="")
    awarded_on: Mapped[dt.date | None] = mapped_column(index=True)
    year: Mapped[int] = mapped_column(index=True)
    issuer: Mapped[str] = mapped_column(Line(200), default="")
    achievement: Mapped[str] = mapped_column(Line(1000), default="")
    amount: Mapped[int | None]  # đồng
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    decided_at: Mapped[dt.datetime | None] = mapped_column(
        Moment
    )  # somebody chose the person, or that it is nobody
    source: Mapped[Source] = mapped_column(choice(Source))
    upload_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sheet_upload.id"), index=True)
    line: Mapped[int | None]  # row in the imported file
    decision_id: Mapped[int | None]
    ordinal: Mapped[int | None]
    amended: Mapped[str] = mapped_column(Line(300), default="")  # by which document
    revoked: Mapped[str] = mapped_column(Line(300), default="")  # by which document
    edited_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    withdrawn_reason: Mapped[str] = mapped_column(Prose, default="")
    name_fold: Mapped[str] = mapped_column(sa.Text, default="", index=True)
    name_key: Mapped[str] = mapped_column(sa.Text, default="", index=True)
    detail_fold: Mapped[str] = mapped_column(sa.Text, default="")
    search_text: Mapped[str] = mapped_column(sa.Text, default="")
    identity: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    person: Mapped[Person | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    upload: Mapped[SheetUpload | None] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("decision_id", "ordinal", name="uq_past_award_decision_id_ordinal"),
        sa.CheckConstraint(
            "(source = 'decision') = (decision_id IS NOT NULL)", name="decision_has_its_number"
        ),
        sa.CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason != ''", name="withdrawn_with_reason"),
        sa.CheckConstraint("person_id IS NULL OR kind = 'person'", name="person_is_a_person"),
        sa.CheckConstraint("unit_id IS NULL OR kind = 'collective'", name="unit_is_a_collective"),
    )

    @property
    def printed_name(self) -> str:
        """Return the name as printed, with honorific where there is one."""
        name = f"{self.honorific.value} {self.name}" if self.honorific else self.name
        if self.kind == RecipientKind.HOUSEHOLD:
            return f"Hộ gia đình {name[:1].lower()}{name[1:]}" if self.honorific else f"Hộ gia đình {name}"
        return name

    @property
    def when(self) -> str:
        """Return the day of the award, or its year."""
        return short_date(self.awarded_on) if self.awarded_on else str(self.year)

    @property
    def in_words(self) -> str:
        """Return "Giấy khen, Quyết định số 07/QĐ-UBND, ngày 05/02/2019, UBND xã" as reports and papers say it."""
        number = f"Quyết định số {self.number}" if self.number else ""
        when = f"ngày {self.when}" if self.awarded_on else f"năm {self.year}"
        return ", ".join(part for part in (self.form, number, when, self.issuer) if part)

    @property
    def in_force(self) -> bool:
        """Return whether it counts as an award of the recipient."""
        return self.withdrawn_at is None and not self.revoked


def keys(values: dict[str, object]) -> dict[str, object]:
    """Return the derived columns of a row from its texts (also for rows that are inserted in bulk)."""
    kind, name = values["kind"], clean_line(str(values["name"]))
    detail, number, form = (clean_line(str(values.get(key) or "")) for key in ("detail", "number", "form"))
    day = values.get("awarded_on") or values["year"]
    same = "|".join([str(kind), fold(name), fold(number), str(day), fold(form), fold(detail)])
    return {
        "name_fold": fold(name),
        "name_key": sort_key(name) if kind == RecipientKind.COLLECTIVE else name_sort_key(name),
        "detail_fold": fold(detail),
        "search_text": fold(f"{name} {detail} {number} {values['year']}"),
        "identity": hashlib.sha256(same.encode()).hexdigest(),
    }
