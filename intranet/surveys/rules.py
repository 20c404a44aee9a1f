"""What may be done to waves, replies and batches."""

import datetime as dt

from ..core.errors import Barred, NotReady, WrongState
from .models import PaperBatch, SurveyWave
from .states import BatchState, WaveState

SMALLEST_SHOWN = 5  # replies of a unit below which its figures are hidden


def require(allowed: bool, message: str) -> None:
    """Raise Barred with the message unless allowed."""
    if not allowed:
        raise Barred(message)


def takes_replies(wave: SurveyWave, day: dt.date) -> bool:
    """Return whether citizens may answer on a day."""
    return wave.state == WaveState.OPEN and wave.starts_on <= day <= wave.ends_on


def require_open(wave: SurveyWave) -> None:
    """WrongState unless the wave is open: a closed one is final."""
    if wave.state != WaveState.OPEN:
        raise WrongState("Đợt khảo sát này không mở, nên không thay đổi được phiếu.")


def require_typing(batch: PaperBatch) -> None:
    """WrongState unless forms of the batch are still typed in."""
    require_open(batch.wave)
    if batch.state != BatchState.TYPING:
        raise WrongState("Tập phiếu này đã đối chiếu hoặc đã bỏ.")


def require_days(starts_on: dt.date, ends_on: dt.date) -> None:
    """NotReady when the last day comes first."""
    if ends_on < starts_on:
        raise NotReady("Ngày kết thúc phải từ ngày bắt đầu trở đi.", ["Đến hết ngày"])
