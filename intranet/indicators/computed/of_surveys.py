"""I06 and I13 from closed survey waves; beside the typed I12 and I19 what the same waves let one estimate."""

from collections.abc import Callable, Mapping
from functools import partial

import sqlalchemy as sa

from ...core.db import db
from ...core.text import short_date
from ...surveys import counts
from ...surveys.models import SurveyReply, SurveyWave
from ...surveys.states import WaveState
from .. import queries
from ..models import IndicatorQuarter
from ..sources import ESTIMATES, Record, Source, every_unit, register

Figures = dict[int, tuple[int, int]]


def i06(quarter: IndicatorQuarter) -> Figures:
    """Return unit -> satisfied answers / answers, of the waves closed in the quarter."""
    return counts.satisfaction(quarter.starts_on, quarter.ends_on)


def i13(quarter: IndicatorQuarter) -> Figures:
    """Return the commune -> waves closed in the quarter / 1."""
    closed = counts.waves_closed(quarter.starts_on, quarter.ends_on)
    return {queries.commune().id: (closed, 1)} if closed else {}


def wave_records(quarter: IndicatorQuarter, _unit_id: int | None) -> list[Record]:
    """Return the closed waves; single replies are never shown."""
    query = (
        sa.select(SurveyWave)
        .where(SurveyWave.state == WaveState.CLOSED)
        .where(SurveyWave.closed_on.between(quarter.starts_on, quarter.ends_on))
        .order_by(SurveyWave.closed_on, SurveyWave.id)
    )
    return [
        Record(
            one.title,
            f"Đóng ngày {short_date(one.closed_on)}, {one.counted or 0} phiếu được tính",
            f"/hai-long/dot/{one.id}",
        )
        for one in db.session.scalars(query)
        if one.closed_on is not None
    ]


def _estimate(
    count: Callable[..., Mapping[int, tuple[int, int]]], words: str, quarter: IndicatorQuarter
) -> tuple[str, int, int] | None:
    rows = list(count(quarter.starts_on, quarter.ends_on).values())
    return (words, sum(met for met, _ in rows), sum(asked for _, asked in rows)) if rows else None


register(
    Source(
        code="I06",
        formula="Câu trả lời “hài lòng” hoặc “rất hài lòng” / câu trả lời về mức hài lòng, của các đợt đóng trong quý; "
        "phiếu bị loại (trùng, gửi dồn dập) không tính.",
        counts=i06,
        records=wave_records,
        # a reply of a wave that is still open changes nothing; one that is set aside may
        watches={SurveyWave: every_unit, SurveyReply: lambda one: None if one.set_aside else set()},
    )
)
register(
    Source(
        code="I13",
        formula="Đếm đợt khảo sát đã đóng trong quý.",
        counts=i13,
        records=wave_records,
        watches={SurveyWave: every_unit},
    )
)
ESTIMATES["I12"] = partial(
    _estimate, counts.trips, "Người trả lời khảo sát phải đi lại từ hai lần thêm trở lên"
)
ESTIMATES["I19"] = partial(
    _estimate, counts.know_how, "Người trả lời khảo sát biết sử dụng dịch vụ công trực tuyến"
)
