"""Dated legal parameters and holidays of a first start, from `law.json`: each with source and how sure we are.

How a value was found is told in `docs/law.md`; the office confirms or replaces it on the screen "Tham số".
"""

import datetime as dt
import json
from pathlib import Path

import sqlalchemy as sa

from ..core.db import db
from ..parameters.models import Confidence, Holiday, Parameter

DATA = Path(__file__).parent / "law.json"


def load_law() -> bool:
    """Add the parameters of all keys that have none yet, and at first the holidays; return whether any was new.

    A new version of the program brings new rules: what the office set is not touched.
    """
    data = json.loads(DATA.read_text(encoding="utf-8"))
    known = set(db.session.scalars(sa.select(Parameter.key).distinct()))
    missing = [row for row in data["parameters"] if row["key"] not in known]
    for row in missing:
        until = row.get("to")
        db.session.add(
            Parameter(
                key=row["key"],
                value=row["value"],
                effective_from=dt.date.fromisoformat(row["from"]),
                effective_to=dt.date.fromisoformat(until) if until else None,
                source=row["source"],
                confidence=Confidence(row["confidence"]).value,
                note=row.get("note", ""),
            )
        )
    if not known:
        for day, name in data["holidays"].items():
            db.session.add(Holiday(day=dt.date.fromisoformat(day), name=name))
    return bool(missing)
