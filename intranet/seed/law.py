"""Dated legal parameters and holidays of a first start, from `law.json`: each with source and how sure we are.

How a value was found is told in `docs/law.md`; the office confirms or replaces it on the screen "Tham số".
"""

import datetime as dt
import json
from pathlib import Path

from ..core.db import db
from ..parameters.models import Confidence, Holiday, Parameter

DATA = Path(__file__).parent / "law.json"


def load_law() -> None:
    """Add the parameters and holidays to the running transaction."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    for row in data["parameters"]:
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
    for day, name in data["holidays"].items():
        db.session.add(Holiday(day=dt.date.fromisoformat(day), name=name))
