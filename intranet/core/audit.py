"""The log of all acts: append-only, each line chained to the one before by SHA-256.

A line cannot be changed or removed unnoticed as long as a later hash is known elsewhere (a printed minute, a
Decision). The chain alone does not stop somebody who can rewrite the whole table: that is why papers carry it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import clock
from .db import Base, Line, Moment, Prose, db
from .text import clean_line, clean_prose


class Actor(Protocol):
    """Who acts: an account, or SYSTEM."""

    @property
    def id(self) -> int | None:
        """Number of the account; None for the program itself."""

    @property
    def display_name(self) -> str:
        """Name for the log, kept as text: the log outlives the person's row."""


class _System:
    id = None
    display_name = "Hệ thống"


SYSTEM: Actor = _System()

# Event name -> its exact keys. Features declare theirs at import; a forgotten or foreign key fails at once.
EVENTS: dict[str, frozenset[str]] = {}


def declare(feature: str, **events: tuple[str, ...]) -> None:
    """Declare a feature's events, each with the exact keys of its data."""
    for name, keys in events.items():
        EVENTS[f"{feature}:{name}"] = frozenset(keys)


class AuditEvent(Base):
    """One act. `id` is the place in the chain, without gaps."""

    __tablename__ = "audit_event"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(Line(200))
    event: Mapped[str] = mapped_column(sa.String(80), index=True)
    object_kind: Mapped[str] = mapped_column(sa.String(40))
    object_id: Mapped[int | None]
    from_state: Mapped[str] = mapped_column(sa.String(32), default="")
    to_state: Mapped[str] = mapped_column(sa.String(32), default="")
    reason: Mapped[str] = mapped_column(Prose, default="")
    data: Mapped[str] = mapped_column(sa.Text, default="{}")
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
    __table_args__ = (sa.Index("ix_audit_event_object", "object_kind", "object_id"),)

    def details(self) -> dict[str, Any]:
        """Return the data that the event carried."""
        return dict(json.loads(self.data))


class AuditHead(Base):
    """The last link: one row, locked by whoever writes next."""

    __tablename__ = "audit_head"
    last_id: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(sa.String(64), default="0" * 64)


def _canonical(row: AuditEvent) -> str:
    return json.dumps(
        [row.id, row.at.isoformat(), row.actor_id, row.actor_name, row.event, row.object_kind, row.object_id,
         row.from_state, row.to_state, row.reason, row.data, row.previous_hash],
        ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip


def record(
    event: str,
    *,
    actor: Actor,
    obj: Base | None = None,
    reason: str = "",
    from_state: str = "",
    to_state: str = "",
    at: dt.datetime | None = None,
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one event in the running transaction and return it.

    `obj` must have been flushed. KeyError when the event is not declared, ValueError when its keys differ.
    """
    given = dict(data or {})
    if frozenset(given) != EVENTS[event]:
        raise ValueError(f"{event} carries {sorted(EVENTS[event])}, not {sorted(given)}")
    if obj is not None and obj.id is None:
        db.session.flush()
    head = db.session.scalar(sa.select(AuditHead).where(AuditHead.id == 1).with_for_update())
    if head is None:
        head = AuditHead(id=1, last_id=0, last_hash="0" * 64)
        db.session.add(head)
    # the hash is over what is stored, so text is cleaned before hashing
    row = AuditEvent(
        id=head.last_id + 1,
        at=at or clock.now(),
        actor_id=actor.id,
        actor_name=clean_line(actor.display_name),
        event=event,
        object_kind=obj.__tablename__ if obj is not None else "",
        object_id=obj.id if obj is not None else None,
        from_state=from_state,
        to_state=to_state,
        reason=clean_prose(reason),
        data=json.dumps(given, ensure_ascii=False, sort_keys=True, default=str),
        previous_hash=head.last_hash,
    )
    row.hash = hashlib.sha256(_canonical(row).encode()).hexdigest()
    head.last_id, head.last_hash = row.id, row.hash
    db.session.add(row)
    db.session.flush()
    return row


def timeline(obj: Base) -> list[AuditEvent]:
    """Return the events of one object, oldest first."""
    query = sa.select(AuditEvent).where(
        AuditEvent.object_kind == obj.__tablename__, AuditEvent.object_id == obj.id
    )
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


def verify(session: Session | None = None) -> int | None:
    """Check the whole chain; return the number of the first wrong line, or None when all is well.

    `session`: another database than the running one (a backup).
    """
    source = session or db.session
    previous, expected = "0" * 64, 1
    query = sa.select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    with closing(source.scalars(query)) as rows:  # PostgreSQL keeps a cursor open until told otherwise
        for row in rows:
            wrong = row.id != expected or row.previous_hash != previous
            if wrong or row.hash != hashlib.sha256(_canonical(row).encode()).hexdigest():
                return expected
            previous, expected = row.hash, expected + 1
    head = source.get(AuditHead, 1)
    if head is not None and (head.last_id != expected - 1 or head.last_hash != previous):
        return expected
    return None
