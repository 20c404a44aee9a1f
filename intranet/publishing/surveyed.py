"""The results of a closed survey wave for everybody: exact counts, units with few replies hidden, no remarks."""

from typing import Any

from ..core.errors import NotReady
from ..core.text import short_date
from ..indicators import words
from ..indicators.engine import Value
from ..surveys import queries
from ..surveys.models import SurveyWave
from ..surveys.rules import SMALLEST_SHOWN
from ..surveys.states import WaveState
from . import small


def slug(wave: SurveyWave) -> str:
    """Return the public address of a wave's results."""
    return f"khao-sat-{wave.id}"


def compose(wave: SurveyWave) -> dict[str, Any]:
    """Return the public results of a wave; NotReady unless it is closed and five people answered."""
    if wave.state != WaveState.CLOSED:
        raise NotReady("Chỉ công bố kết quả khi đợt khảo sát đã kết thúc.")
    counted = queries.numbers(wave)["counted"]
    if counted < SMALLEST_SHOWN:
        raise NotReady(
            f"Đợt này có dưới {SMALLEST_SHOWN} phiếu được tính nên không công bố, để không lộ ý kiến từng người."
        )
    results = queries.by_unit(wave)
    few = small.hidden({one.unit.id: one.replies for one in results}) | {
        one.unit.id for one in results if one.hidden
    }
    return {
        "kind": "survey",
        "title": f"Kết quả khảo sát: {wave.title}",
        "starts_on": short_date(wave.starts_on),
        "closed_on": short_date(wave.closed_on) if wave.closed_on else "",
        "counted": counted,
        "smallest": SMALLEST_SHOWN,
        "questions": [
            {
                "text": one.text,
                "asked": one.asked,
                "satisfied": [one.met, one.asked] if one.kind.value == "satisfaction" else None,
                "satisfied_text": _share(one.met, one.asked) if one.kind.value == "satisfaction" else "",
                "answers": [
                    {"words": said, "number": number, "text": _share(number, one.asked)}
                    for said, number in one.answers
                ],
            }
            for one in queries.by_question(wave)
        ],
        "units": [
            {
                "unit": one.unit.name,
                "hidden": one.unit.id in few,
                "replies": None if one.unit.id in few else one.replies,
                "value": None if one.unit.id in few else [one.met, one.asked],
                "text": "" if one.unit.id in few else _share(one.met, one.asked),
            }
            for one in results
        ],
    }


def _share(part: int, whole: int) -> str:
    return words.amount(Value(part, whole), ratio=True)
