"""The steps of a round with their deadlines in working days, and a round made after last year's."""

import datetime as dt
from dataclasses import dataclass

from ..parameters.queries import deadline, years_without_holidays
from .models import AwardRound, RoundKind
from .states import RoundState

# step -> words, and the states in which it is done
STEPS: tuple[tuple[str, str, tuple[RoundState, ...]], ...] = (
    ("check", "Thường trực kiểm tra xong hồ sơ", (RoundState.CLOSED, RoundState.IN_COUNCIL)),
    ("council", "Hội đồng họp, biểu quyết", (RoundState.DECIDED,)),
    ("decide", "Ban hành quyết định", (RoundState.ISSUED,)),
    ("hand_over", "Trao khen thưởng", (RoundState.HANDED_OVER,)),
)
_ORDER = list(RoundState)


@dataclass(frozen=True)
class PlannedStep:
    """One step of a round; `due` None where the office has set no term."""

    label: str
    due: dt.date | None
    done: bool

    def late(self, today: dt.date) -> bool:
        """Return whether it should be done by now."""
        return not self.done and self.due is not None and self.due < today


def plan(round_: AwardRound) -> list[PlannedStep]:
    """Return the steps of a round in their order; each term begins with the end of the one before."""
    reached = _ORDER.index(round_.state)
    found = [PlannedStep("Nhận hồ sơ", round_.closes_on, reached > _ORDER.index(RoundState.OPEN))]
    day = round_.closes_on
    for name, label, states in STEPS:
        key = "sudden" if round_.kind == RoundKind.SUDDEN else name
        due = deadline(f"deadline.round.{key}", day)
        day = due or day
        found.append(PlannedStep(label, due, reached >= _ORDER.index(states[0])))
    return found


def unreliable_years(steps: list[PlannedStep]) -> list[int]:
    """Return the years of these deadlines for which no holiday (Tết) was entered."""
    days = [step.due for step in steps if step.due is not None]
    return years_without_holidays(min(days), max(days)) if days else []


def next_step(round_: AwardRound) -> PlannedStep | None:
    """Return the step that is to be done now; None when the round is over or not begun."""
    if round_.state in (RoundState.PLANNED, RoundState.CANCELLED):
        return None
    return next((step for step in plan(round_) if not step.done), None)


def a_year_later(day: dt.date | None) -> dt.date | None:
    """Return the same day of the next year (29 February: the 28th)."""
    if day is None:
        return None
    return (
        day.replace(year=day.year + 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year + 1)
    )


def copied(round_: AwardRound) -> dict[str, object]:
    """Return what the form of a new round shows when it is made after an earlier one: all days a year later."""
    years = {str(year): str(year + 1) for year in (round_.opens_on.year, round_.closes_on.year)}
    found: dict[str, object] = {"kind": round_.kind.value, "award_form": round_.award_form}
    for name in ("title", "achievement", "guidance"):
        text = getattr(round_, name)
        for old in sorted(years, reverse=True):
            text = text.replace(old, years[old])
        found[name] = text
    for name in ("opens_on", "closes_on", "counts_from", "counts_to"):
        found[name] = a_year_later(getattr(round_, name))
    return found
