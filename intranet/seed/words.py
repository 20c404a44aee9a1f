"""First wording of all document kinds, from `words.json`; the office edits it on a screen, versions are kept.

Placeholders in braces are told in `docs/wording.md`.
"""

import datetime as dt
import json
from pathlib import Path

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from ..parameters.models import Wording

DATA = Path(__file__).parent / "words.json"
SINCE = dt.date(2026, 1, 1)


def load_wording() -> bool:
    """Add the first versions of all kinds that have none yet to the running transaction; return whether there were any.

    A new version of the program brings new kinds of papers: what the office wrote is not touched.
    """
    known = set(db.session.scalars(sa.select(Wording.document_kind).distinct()))
    missing = {k: v for k, v in json.loads(DATA.read_text(encoding="utf-8")).items() if k not in known}
    for kind, slots in missing.items():
        for slot, lines in slots.items():
            db.session.add(
                Wording(
                    document_kind=kind,
                    slot=slot,
                    text="\n".join(lines),
                    effective_from=SINCE,
                    version=1,
                    author="Bản đầu theo phần mềm",
                    created_at=clock.now(),
                )
            )
    return bool(missing)
