"""Who may print, and what calibrations are believed."""

from ..core.permissions import Permission as P
from ..people.models import Account

OFFSET_LIMIT = 20.0  # mm; more than that is a slip of the ruler or the wrong paper
SCALE_LIMITS = (0.95, 1.05)


def may_print(account: Account) -> bool:
    """Keep stock, printers and runs: the clerk and the standing body (as `decisions.rules.may_print`)."""
    return account.has(P.DECISIONS_NUMBER) or account.has(P.DECISIONS_DRAFT)


def implausible(dx: float, dy: float, scale_x: float, scale_y: float) -> list[str]:
    """Return what speaks against a calibration, in words; empty when it is believable."""
    found = []
    for words, value in (("sang ngang", dx), ("theo chiều dọc", dy)):
        if abs(value) > OFFSET_LIMIT:
            found.append(
                f"Lệch {words} {millimetres(value)} mm, quá {OFFSET_LIMIT:.0f} mm. "
                "Có thể đo nhầm dấu, hoặc giấy đặt sai chiều."
            )
    low, high = SCALE_LIMITS
    for words, value in (("ngang", scale_x), ("dọc", scale_y)):
        if not low <= value <= high:
            found.append(
                f"Tỷ lệ chiều {words} {percent(value)} %, ngoài khoảng {percent(low)}-{percent(high)} %. "
                "Hãy tắt “vừa trang giấy” (fit to page) khi in, rồi in và đo lại."
            )
    return found


def millimetres(value: float) -> str:
    """Return a length as typed here: "12,5"; no ",0"."""
    return f"{round(value, 2):g}".replace(".", ",") if round(value, 2) else "0"


def percent(scale: float) -> str:
    """Return 0.998 as "99,8"."""
    return millimetres(scale * 100)
