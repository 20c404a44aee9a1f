"""A complete row of any table, filled by the types of its columns: for tests of what holds for all tables."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from intranet.core.db import Base, Moment, db

# where several columns of a row must agree (CHECK constraints)
AGREEING: dict[str, dict[str, Any]] = {
    "nomination": {"collective_id": None},
    "indicator_quarter": {"year": 2099, "quarter": 2, "ends_on": dt.date(2099, 6, 30)},
    "registration_line": {"collective_id": None},
    "movement_report": {"quarter": 3},
    "hold": {"collective_id": None, "to_on": None},
    "printer_profile": {"rotation": 90},
    "public_release": {"decision_id": None, "wave_id": None},
    "poll": {"voted": 9, "yes": 7, "no": 1, "blank": 1},
    "outgoing_mail": {"sent_at": None},
    "past_award": {"unit_id": None, "decision_id": None, "source": "manual"},
    "unit_change": {"successor_id": None},
    "agenda_item": {"members": 9, "yes": 7, "no": 1, "blank": 1},
}


def make(model: type[Base], **values: Any) -> Base:
    """Add a row with every column filled (foreign keys: the first row there is, made when there is none)."""
    table: sa.Table = model.__table__
    values = AGREEING.get(table.name, {}) | values
    given: dict[str, Any] = {}
    for column in table.columns:
        name = model.__mapper__.get_property_by_column(column).key
        if column.primary_key or name in values or name == "version":
            continue
        given[name] = _value(column, model)
    row = model(**(given | values))
    db.session.add(row)
    db.session.flush()
    return row


def _value(column: sa.Column[Any], model: type[Base]) -> Any:
    for key in column.foreign_keys:
        target = next(m.class_ for m in Base.registry.mappers if m.local_table is key.column.table)
        if target is model:
            return None
        found = db.session.scalars(sa.select(target.id).order_by(target.id)).first()
        return found if found is not None else make(target).id
    kind = column.type
    if isinstance(kind, sa.Enum):
        return next(iter(kind.enum_class))
    if isinstance(kind, Moment):
        return dt.datetime(2026, 11, 2, 3, 0, tzinfo=dt.UTC)
    if isinstance(kind, sa.Date):
        return dt.date(2026, 11, 2)
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer):
        return 7
    if isinstance(kind, sa.LargeBinary):
        return b"01"
    if isinstance(kind, sa.Float):
        return 7.5
    return "01/QĐ"[: getattr(kind, "length", None) or 5]
