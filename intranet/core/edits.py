"""Editing of settled rows: what changed (for the log), what two people typed at once (for the 409 page)."""

import datetime as dt
import difflib
import enum
import re
from collections.abc import Collection, Mapping
from typing import Any

from .text import clean_line, short_date


def apply(obj: Any, values: Mapping[str, Any], *, private: Collection[str] = ()) -> dict[str, list[str]]:
    """Set the attributes of a row; return attribute -> [before, after] as text for those that changed.

    Of `private` attributes only the fact is kept (an empty list): the log is never thinned out.
    """
    changes: dict[str, list[str]] = {}
    for name, value in values.items():
        before = getattr(obj, name)
        if before == value:
            continue
        setattr(obj, name, value)
        changes[name] = [] if name in private else [_plain(before), _plain(value)]
    return changes


def _plain(value: Any) -> str:
    return "" if value is None else str(value.value if isinstance(value, enum.Enum) else value)


def shown(field: Any, value: Any) -> str:
    """Return a form field's value in the words of its page."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.date):
        return short_date(value)
    if hasattr(field, "iter_choices"):
        labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        return labels.get(_plain(value), "")
    return _plain(value)


def is_stale(form: Any, obj: Any) -> bool:
    """Return whether the row was changed after this form was opened (its hidden `version` is old)."""
    return str(form.version.data or "") != str(obj.version)


def differences(form: Any, stored: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (label, what stands now, what was typed) of fields that differ; `stored` is by field name."""
    rows = []
    for name, value in stored.items():
        theirs, mine = shown(form[name], value), shown(form[name], form[name].data)
        if clean_line(theirs) != clean_line(mine):
            rows.append((form[name].label.text, theirs, mine))
    return rows


def word_changes(old: str, new: str) -> list[tuple[str, str]]:
    """Return (kind, words) of two texts compared word by word: kind "same", "gone" or "new".

    White space stays with the word before it.
    """
    before, after = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    keys = ([w.rstrip() for w in before], [w.rstrip() for w in after])
    parts: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(after[c:d])))
            continue
        if b > a:
            parts.append(("gone", "".join(before[a:b])))
        if d > c:
            parts.append(("new", "".join(after[c:d])))
    return parts
