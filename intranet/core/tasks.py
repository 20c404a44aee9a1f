"""What waits for a person: each feature offers its tasks, the home page shows them together."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Task:
    """One thing that waits for somebody, with the one button that opens it."""

    title: str
    detail: str
    url: str
    action: str
    due: dt.date | None = None
    waiting_for: str = ""  # filled: it waits for somebody else, the person only sees it

    def overdue(self, today: dt.date) -> bool:
        """Return whether the deadline has passed."""
        return self.due is not None and self.due < today


PROVIDERS: list[Callable[[Any], list[Task]]] = []


def provider(function: Callable[[Any], list[Task]]) -> Callable[[Any], list[Task]]:
    """Register a feature's function (account) -> its tasks."""
    PROVIDERS.append(function)
    return function


def tasks_for(account: Any) -> list[Task]:
    """Return all tasks of an account, the most urgent first, those without deadline last."""
    found = [task for offer in PROVIDERS for task in offer(account)]
    return sorted(found, key=lambda task: (task.due is None, task.due or dt.date.max))
