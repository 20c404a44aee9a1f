"""X3 and X4: what was published in a quarter, from the publication log, counted for the commune as a whole.

The day of the publication decides: the figures of one quarter are published in the next, and a quarter that is
locked does not wait for what comes after it.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ...core.db import db
from ...core.text import short_date
from ...people.models import Unit, UnitKind
from ..models import IndicatorQuarter, Publication, Subject
from ..sources import RECORDS_SHOWN, Record, Source, in_quarter, register


def _subjects(subject: Subject) -> tuple[Subject, ...]:
    """Return what satisfies a subject: the whole board shows the rates of all offices and the survey as well."""
    return (subject, Subject.BOARD)


def _figures(subject: Subject) -> Callable[[set[int] | None], Any]:
    def figures(_units: set[int] | None) -> Any:
        """Return per quarter, for the commune as a whole: publications / 1."""
        return (
            sa.select(
                IndicatorQuarter.id,
                Unit.id.label("unit_id"),
                sa.func.count(Publication.id).label("numerator"),
                sa.literal(1).label("denominator"),
            )
            .select_from(Publication)
            .join(IndicatorQuarter, in_quarter(Publication.published_on))
            .join(Unit, sa.and_(Unit.kind == UnitKind.COMMUNE, Unit.parent_id.is_(None)))
            .where(Publication.subject.in_(_subjects(subject)))
            .group_by(IndicatorQuarter.id, Unit.id)
        )

    return figures


def _records(subject: Subject) -> Callable[[IndicatorQuarter, int | None], list[Record]]:
    def records(quarter: IndicatorQuarter, _unit_id: int | None) -> list[Record]:
        """Return the publications of a quarter."""
        query = (
            sa.select(Publication)
            .where(Publication.published_on.between(quarter.starts_on, quarter.ends_on))
            .where(Publication.subject.in_(_subjects(subject)))
            .options(joinedload(Publication.quarter))
            .order_by(Publication.published_on, Publication.id)
            .limit(RECORDS_SHOWN + 1)
        )
        return [
            Record(
                row.place,
                f"Ngày {short_date(row.published_on)}, số liệu {row.quarter.name}, {row.logged_by} ghi",
                f"/chi-tieu/quy/{row.quarter_id}#cong-bo",
            )
            for row in db.session.scalars(query)
        ]

    return records


for _code, _subject, _what in (
    ("X3", Subject.ON_TIME, "tỷ lệ đúng hạn và trước hạn của từng bộ phận"),
    ("X4", Subject.SURVEY, "kết quả khảo sát sự hài lòng"),
):
    register(
        Source(
            code=_code,
            formula=f"Đếm các lần công bố {_what} (hoặc toàn bộ bảng chỉ tiêu) có ngày công bố trong quý, theo nhật ký công bố; "
            "cả năm là số quý có công bố.",
            figures=_figures(_subject),
            records=_records(_subject),
            watches={Publication: lambda _one: None},
        )
    )
