"""One engine for all workflows: a table of transitions per object kind, one function that moves a state.

`perform` is guard > change > audit; the feature's action adds its own guard (rules) before and its notices after.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from . import audit
from .audit import Actor, AuditEvent
from .db import db
from .errors import NotReady, WrongState
from .text import clean_prose

NOBODY = ""  # a notice decision: nobody is told of this step, on purpose


@dataclass(frozen=True)
class Transition:
    """One row of a workflow table."""

    step: enum.StrEnum
    sources: tuple[enum.StrEnum, ...]
    targets: tuple[enum.StrEnum, ...]  # several: the action says which
    notify: str  # who is told: a name that the feature's notices know, or NOBODY
    reason: bool = False  # a reason is compulsory and shown to the author
    facts: tuple[
        tuple[str, str], ...
    ] = ()  # (attribute, Vietnamese name) that must be filled before the step


@dataclass(frozen=True)
class Workflow:
    """The transitions of one kind of object; registered in WORKFLOWS under the name of its table."""

    kind: str
    states: type[enum.StrEnum]
    initial: enum.StrEnum
    transitions: tuple[Transition, ...]
    by_step: dict[enum.StrEnum, Transition] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for transition in self.transitions:
            if transition.step in self.by_step:
                raise ValueError(f"{self.kind}: {transition.step} stands twice")
            self.by_step[transition.step] = transition
            audit.declare(self.kind, **{transition.step.value: ("details",)})
        WORKFLOWS[self.kind] = self

    def allows(self, state: enum.StrEnum, step: enum.StrEnum) -> bool:
        """Return whether the step may be taken from the state."""
        return state in self.by_step[step].sources

    def steps_from(self, state: enum.StrEnum) -> list[enum.StrEnum]:
        """Return the steps that the table allows from the state, in its order."""
        return [t.step for t in self.transitions if state in t.sources]


WORKFLOWS: dict[str, Workflow] = {}


def perform(
    workflow: Workflow,
    obj: Any,
    step: enum.StrEnum,
    *,
    actor: Actor,
    reason: str = "",
    to: enum.StrEnum | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Move `obj.state` by one step of its table and log it; the only place where a state changes.

    WrongState when the table does not allow the step from here; NotReady when the reason or a required fact
    is missing. `to` names the target where the table leaves a choice. Returns the audit event.
    """
    transition = workflow.by_step[step]
    if obj.state not in transition.sources:
        raise WrongState("Việc này không còn làm được: hồ sơ đã chuyển sang bước khác. Hãy tải lại trang.")
    if transition.reason and not clean_prose(reason):
        raise NotReady("Cần ghi lý do để người liên quan biết phải làm gì tiếp.", ["Lý do"])
    empty = [label for fact, label in transition.facts if getattr(obj, fact) in (None, "")]
    if empty:
        raise NotReady(f"Chưa đủ thông tin để thực hiện: {', '.join(empty)}.", empty)
    target = to if to is not None else transition.targets[0]
    if target not in transition.targets or (to is None and len(transition.targets) > 1):
        raise ValueError(f"{step} does not lead to {target}")
    before, obj.state = obj.state, target
    db.session.flush()
    return audit.record(
        f"{workflow.kind}:{step.value}",
        actor=actor,
        obj=obj,
        reason=reason,
        from_state=before.value,
        to_state=target.value,
        data={"details": details or {}},
    )


def reachable(workflow: Workflow, start: Iterable[enum.StrEnum]) -> set[enum.StrEnum]:
    """Return all states that can be reached from the given ones (for tests and drawings)."""
    seen = set(start)
    while True:
        more = {t for tr in workflow.transitions if seen.intersection(tr.sources) for t in tr.targets} - seen
        if not more:
            return seen
        seen |= more
