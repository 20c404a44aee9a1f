"""Survey waves, replies, batches and remarks for tests, made by the real acts."""

import datetime as dt
from typing import Any

from intranet.core import clock
from intranet.people.models import Unit
from intranet.surveys import actions, questions, remark_actions
from intranet.surveys.models import CitizenRemark, PaperBatch, SurveyReply, SurveyWave
from tests.factories.people import account, unit

CODE = "DOTKHAOSAT"  # of the wave that `everything` leaves open
POINT = "Điểm phục vụ hành chính công"
GOOD = {"q1": "5", "q2": "4", "q3": "4", "q4": "5", "q5": "0", "q6": "1", "q7": "0"}
POOR = {"q1": "2", "q2": "3", "q5": "2", "q6": "0"}


def point() -> Unit:
    """Return the service point."""
    return unit(POINT)


def draft(*units: Unit, **changes: Any) -> SurveyWave:
    """Return a wave over the service point and Phòng Kinh tế, or the given units."""
    desk, today = account("thuongtruc"), clock.today()
    given = {
        "title": "Khảo sát quý IV",
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=10),
        "open_link": True,
    } | changes
    kept = actions.keep_set("Bộ câu hỏi", list(questions.DEFAULT), today, actor=desk)
    chosen = [one.id for one in units] or [point().id, unit().id]
    return actions.create_wave(given, chosen, kept, actor=desk)


def opened(*units: Unit, **changes: Any) -> SurveyWave:
    """Return an open wave."""
    made = draft(*units, **changes)
    actions.open_wave(made, actor=account("thuongtruc"))
    return made


def reply(wave: SurveyWave, number: int = 1, to: Unit | None = None, **answers: str) -> SurveyReply:
    """Return an answer from an address of its own."""
    here = (to or point()).id
    given = GOOD | answers
    return actions.reply(wave, given, unit_id=here, address=f"10.0.{number // 250}.{number % 250}")


def batch(wave: SurveyWave, sheets: int = 2, control_sum: int = 7) -> PaperBatch:
    """Return a batch in which nothing is typed yet."""
    clerk = account("vanthu")
    return actions.new_batch(wave, actor=clerk, unit_id=point().id, sheets=sheets, control_sum=control_sum)


def closed(replies: int = 6) -> SurveyWave:
    """Return a closed wave with some replies at the service point."""
    wave = opened()
    for number in range(replies):
        reply(wave, number)
    actions.close_wave(wave, actor=account("thuongtruc"))
    return wave


def remark(body: str = "Xin thêm ghế ngồi chờ.") -> CitizenRemark:
    """Return a remark that waits."""
    return remark_actions.receive(about="Đăng ký khai sinh", body=body, address="10.9.9.9")


def everything() -> None:
    """Make one of each: a draft, a closed wave, an open one with replies and a batch, a remark."""
    draft()
    closed()
    wave = opened()
    wave.code = CODE
    reply(wave, 1)
    actions.type_form(batch(wave), GOOD, actor=account("vanthu"))
    remark()
