"""What the owner of a kind of poll tells this package: it knows people and envelopes, but no meetings."""

from collections.abc import Callable
from dataclasses import dataclass

from ..core.audit import Actor
from ..people.models import Account
from .models import Poll


@dataclass(frozen=True)
class Tally:
    """Counts of opened ballots."""

    yes: int
    no: int
    blank: int


@dataclass(frozen=True)
class Guide:
    """The owner's side of a kind of poll; `int` is the subject's number."""

    path: Callable[[int], str]  # the page that a poll belongs to
    is_chair: Callable[[int, Account], bool]
    is_desk: Callable[[int, Account], bool]
    watchers: Callable[[int], set[int]]  # accounts of chair and desk
    may_vote: Callable[[int], str]  # why not now (the session is not open ...), or ""
    may_close: Callable[[int], None]  # NotReady below the quorum
    closed: Callable[[Poll, Tally, Actor], None]  # in the same transaction as the opening of the envelopes
    voided: Callable[[Poll, Actor], None]


GUIDES: dict[str, Guide] = {}


def register(kind: str, guide: Guide) -> None:
    """Make a kind of poll known."""
    GUIDES[kind] = guide


def guide_of(poll: Poll) -> Guide:
    """Return what the owner of this poll said."""
    return GUIDES[poll.kind]
