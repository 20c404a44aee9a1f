"""The count of one case becomes its result; the same for votes by name, on paper and in envelopes."""

from ..core import audit, clock
from ..core.workflow import perform
from . import rules
from .models import AgendaItem, Choice
from .queries import case_of
from .states import VOTE_WORKFLOW, VoteState, VoteStep


def settle(
    item: AgendaItem, votes: dict[Choice, int], *, actor: audit.Actor, details: dict[str, object]
) -> None:
    """Write down the count of a case and its outcome; equal votes wait for the chair where the rule says so."""
    members = rules.denominator(item, case_of(item).involved)
    yes, no = votes[Choice.YES], votes[Choice.NO]
    item.yes, item.no, item.blank = yes, no, votes[Choice.BLANK]
    item.members, item.closed_at = members, clock.now()
    tied = rules.needs_deciding_vote(item, yes, no)
    item.outcome = None if tied else rules.outcome_of(item, yes, members)
    details = details | {"members": members, "outcome": item.outcome.value if item.outcome else "tied"}
    target = VoteState.TIED if tied else VoteState.CLOSED
    perform(VOTE_WORKFLOW, item, VoteStep.CLOSE_VOTE, actor=actor, to=target, details=details)
