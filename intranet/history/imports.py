"""Import of past awards: compare a file with what is known, then write all of it or nothing."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock, files, sheet_uploads
from ..core.db import db
from ..core.errors import NotReady
from ..core.sheet_uploads import SheetUpload
from ..core.sheets import Sheet
from ..core.text import format_number
from ..people.models import Account
from . import matching, queries, rules, sheet
from .models import PastAward, RecipientKind, Source, keys
from .sheet import Line

PURPOSE = "history"
_BESIDE = (
    "honorific",
    "issuer",
    "achievement",
    "amount",
)  # what a second import of the same award may complete
_SAME = ("kind", "name", "detail", "number", "form", "awarded_on", "year")  # what makes two rows one award
_BATCH = 500


@dataclass
class Plan:
    """What an import will do: the sheet with its problems, and its good lines by what becomes of them."""

    sheet: Sheet
    new: list[Line] = field(default_factory=list)
    updated: list[tuple[int, Line, dict[str, Any]]] = field(default_factory=list)  # row id, line, changes
    same: list[Line] = field(default_factory=list)  # known already, nothing to add
    copies: list[Line] = field(default_factory=list)  # stand twice in the file
    linked: int = 0
    doubtful: int = 0  # name stands in our lists, but who it is has to be said by somebody

    @property
    def ready(self) -> bool:
        """Return whether the file may be imported: no line is wrong, and something is left to do."""
        return not self.sheet.wrong and bool(self.new or self.updated)


def plan(upload: SheetUpload) -> Plan:
    """Read a kept file anew and compare it with the table."""
    found, lines = sheet.read(
        upload.name, files.get(upload.sha256), days=upload.days, old_font=upload.old_font
    )
    made = Plan(found)
    known = _known()
    people, units = queries.known_people(), queries.known_units()
    for line in lines:
        if line.copy_of is not None:
            made.copies.append(line)
            continue
        there = known.get(line.values["identity"])
        if there is None:
            _link(line, people, units, made)
            made.new.append(line)
            continue
        changes = {
            key: line.values[key]
            for key in _BESIDE
            if line.values[key] not in (None, "") and line.values[key] != getattr(there, key)
        }
        if changes and there.edited_at is None and there.source != Source.DECISION:
            made.updated.append((there.id, line, changes))
        else:
            made.same.append(line)
    return made


def _known() -> dict[str, Any]:
    """Return identity -> row of all that is known; rows of our Decisions count too."""
    columns = [getattr(PastAward, key) for key in ("id", "identity", "source", "edited_at", *_SAME, *_BESIDE)]
    found = {}
    for row in db.session.execute(sa.select(*columns).where(PastAward.withdrawn_at.is_(None))):
        identity = row.identity or str(keys({key: getattr(row, key) for key in _SAME})["identity"])
        found[identity] = row
    return found


def _link(
    line: Line, people: dict[str, list[matching.Known]], units: dict[str, set[int]], made: Plan
) -> None:
    values = line.values
    values["person_id"] = values["unit_id"] = None
    if values["kind"] == RecipientKind.PERSON:
        named = people.get(values["name_fold"], [])
        values["person_id"] = matching.certain(values["name"], values["detail"], values["honorific"], named)
        made.doubtful += bool(named) and values["person_id"] is None
    elif values["kind"] == RecipientKind.COLLECTIVE:
        values["unit_id"] = matching.unit_named(values["name"], units)
    made.linked += values["person_id"] is not None or values["unit_id"] is not None


def apply(upload: SheetUpload, *, actor: Account) -> Plan:
    """Write the whole file in the running transaction, once. NotReady while a line is wrong, WrongState the second time."""
    rules.require(rules.may_write(actor), "Bạn không có quyền nhập lịch sử khen thưởng.")
    sheet_uploads.begin(upload, actor=actor)
    made = plan(upload)
    if made.sheet.wrong:
        raise NotReady(
            f"Còn {format_number(len(made.sheet.wrong))} dòng phải sửa. Chưa nhập dòng nào.",
            [f"Dòng {row.number}: {row.problems[0].label}" for row in made.sheet.wrong[:20]],
        )
    now = clock.now()
    common = {"source": Source.IMPORT, "upload_id": upload.id, "created_at": now, "version": 1}
    rows = [line.values | common | {"line": line.number} for line in made.new]
    for start in range(0, len(rows), _BATCH):
        db.session.execute(sa.insert(PastAward), rows[start : start + _BATCH])
    for row_id, _line, changes in made.updated:
        award = db.session.get_one(PastAward, row_id)
        for key, value in changes.items():
            setattr(award, key, value)
    upload.summary = summary(made)
    data = {
        "file": upload.name, "sha256": upload.sha256, "new": len(made.new), "updated": len(made.updated),
        "same": len(made.same) + len(made.copies), "linked": made.linked,
    }  # fmt: skip
    audit.record("past_award:imported", actor=actor, obj=upload, data=data)
    return made


def summary(made: Plan) -> str:
    """Return in words what the import does."""
    parts = [f"{format_number(len(made.new))} dòng mới"]
    if made.updated:
        parts.append(f"{format_number(len(made.updated))} dòng bổ sung")
    if already := len(made.same) + len(made.copies):
        parts.append(f"{format_number(already)} dòng đã có hoặc trùng trong tệp, bỏ qua")
    parts.append(f"{format_number(made.linked)} dòng nối được với người, đơn vị trong danh sách")
    return "; ".join(parts) + "."
