"""Versions of an initiative: a plain snapshot at each submission, and what changed between two of them."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ..core import clock, files
from ..core.audit import Actor
from ..core.db import db
from ..core.edits import word_changes
from ..core.text import format_number, short_date
from . import queries
from .models import Initiative, InitiativeVersion
from .phrases import LABELS, WORDS

_NUMBERS = ("benefit_money", "benefit_hours", "benefit_people")


def snapshot(initiative: Initiative) -> dict[str, Any]:
    """Return the whole content as plain JSON values: what was read is what was decided on."""
    content: dict[str, Any] = {
        name: getattr(initiative, name) for name in LABELS if hasattr(initiative, name)
    }
    day = initiative.first_applied_on
    content |= {
        "theme": initiative.theme.title if initiative.theme else "",
        "kind": WORDS[f"SolutionKind.{initiative.kind.value}"] if initiative.kind else "",
        "unit": initiative.unit.name,
        "first_applied_on": short_date(day) if day else "",
        "authors": [
            {
                "person_id": author.person_id,
                "name": author.person.full_name,
                "job": author.person.job,
                "share": author.share,
                "confirmed_at": author.confirmed_at.isoformat() if author.confirmed_at else None,
            }
            for author in initiative.authors
        ],
        "files": [{"name": row.name, "sha256": row.sha256, "size": row.size} for row in files.of(initiative)],
    }
    return content


def keep(initiative: Initiative, *, actor: Actor) -> InitiativeVersion:
    """Add the next version of the initiative; it is never changed afterwards."""
    content = snapshot(initiative)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    earlier = queries.versions(initiative)
    row = InitiativeVersion(
        initiative_id=initiative.id,
        number=len(earlier) + 1,
        content=content,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        submitted_by=actor.display_name,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


@dataclass(frozen=True)
class Change:
    """One field of two versions: `parts` are (kind, words) with kind "same", "gone" or "new"."""

    name: str
    label: str
    parts: list[tuple[str, str]]

    @property
    def changed(self) -> bool:
        """Return whether the field differs."""
        return any(kind != "same" for kind, _ in self.parts)


def shown(content: dict[str, Any], name: str) -> str:
    """Return one field of a snapshot as text."""
    value = content.get(name)
    if name == "authors":
        return "\n".join(f"{a['name']} ({a['job']}): {a['share']} %" for a in value or [])
    if name == "files":
        return "\n".join(f"{f['name']} ({f['sha256'][:8]})" for f in value or [])
    if name in _NUMBERS:
        return "" if value is None else format_number(value)
    return str(value or "")


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Return every field of two snapshots with its changes marked word by word."""
    return [
        Change(name, label, word_changes(shown(old, name), shown(new, name)))
        for name, label in LABELS.items()
    ]
