"""Acts on the office's choice about public codes. Nothing commits."""

from ..core import audit
from ..core.audit import Actor
from ..core.db import db
from ..core.edits import apply
from ..decisions.codes import PublicCheck, setting

audit.declare("public_check", changed=("changes",))


def choose(*, wanted: bool, address: str, actor: Actor) -> PublicCheck:
    """Say whether new certificates get codes and where the public page is; codes already given stay and are answered."""
    row = setting()
    if row is None:
        row = PublicCheck(id=1, wanted=False, address="")
        db.session.add(row)
    if changes := apply(row, {"wanted": wanted, "address": address}):
        db.session.flush()
        audit.record("public_check:changed", actor=actor, obj=row, data={"changes": changes})
    return row
