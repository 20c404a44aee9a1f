"""Vietnamese words for states, steps and events, collected from the features' `phrases.py`."""

from collections.abc import Iterable
from typing import Any

from .awards import phrases as awards
from .ballots import phrases as ballots
from .campaign import phrases as campaign
from .community import phrases as community
from .core.audit import AuditEvent
from .core.words import WORDS, event_words
from .corrections import phrases as corrections
from .council import phrases as council
from .decisions import phrases as decisions
from .history import phrases as history
from .indicators import phrases as indicators
from .initiatives import phrases as initiatives
from .parameters import phrases as parameters
from .people import phrases as people
from .previews import phrases as previews
from .printing import phrases as printing
from .procedures import phrases as procedures
from .publishing import phrases as publishing
from .registers import phrases as registers
from .registrations import phrases as registrations
from .reports import phrases as reports
from .scoring import phrases as scoring
from .signatures import phrases as signatures
from .surveys import phrases as surveys
from .training import phrases as training
from .upward import phrases as upward
from .verification import phrases as verification

_MODULES = (
    people,
    parameters,
    registers,
    printing,
    campaign,
    initiatives,
    training,
    history,
    community,
    procedures,
    surveys,
    registrations,
    indicators,
    scoring,
    ballots,
    council,
    awards,
    decisions,
    upward,
    reports,
    corrections,
    previews,
    signatures,
    verification,
    publishing,
)

# "initiative.draft" -> "Bản nháp"; "initiative:submit" -> "Nộp"; each feature gives WORDS of that form
WORDS |= {"file:attached": "Thêm tệp", "file:detached": "Bỏ tệp"}
# "initiative.draft" -> "neutral" | "waiting" | "good" | "bad"
TONES: dict[str, str] = {}
for _module in _MODULES:
    WORDS |= _module.WORDS
    TONES |= _module.TONES


def phrase(value: Any, kind: str = "") -> str:
    """Return the Vietnamese words of a state, choice or event; `kind` is the table name of a state.

    An enum member is looked up as "<kind>.<value>"; with no kind, as "<EnumClass>.<value>". KeyError when
    nobody wrote the words: a page must not show code.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str) and ":" in value:
        return WORDS[value]
    key = f"{kind or type(value).__name__}.{getattr(value, 'value', value)}"
    return WORDS[key]


def as_timeline(events: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    """Return audit events as the timeline component shows them: words instead of names of states and steps."""
    return [
        {
            "at": event.at,
            "who": event.actor_name,
            "label": event_words(event),
            "reason": event.reason,
            "from_label": WORDS.get(f"{event.object_kind}.{event.from_state}", ""),
            "to_label": WORDS.get(f"{event.object_kind}.{event.to_state}", ""),
        }
        for event in events
    ]


def tone(value: Any, kind: str) -> str:
    """Return the tone in which a state is shown: neutral, waiting, good or bad."""
    return TONES.get(f"{kind}.{getattr(value, 'value', value)}", "neutral")
