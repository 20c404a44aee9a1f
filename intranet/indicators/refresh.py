"""The cache of computed figures: made anew by one SQL statement per indicator, whole or for what a record touches.

A flush that changes a watched record notes which units of which indicators are stale; just before the commit these
are counted again, in the same transaction: a figure and its record become visible together. The rows of the
indicators are locked first, so that two changes at once do not count each other away (PostgreSQL).
"""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from ..core import clock
from ..core.db import db
from .models import Indicator, IndicatorQuarter, Measurement, Origin
from .sources import SOURCES, WATCHERS, Source
from .states import QuarterState

_STALE = "indicators_stale"  # in session.info: (model object, units that it left)
BY = "Hệ thống tính từ hồ sơ"
COLUMNS = (
    "indicator_id", "quarter_id", "unit_id", "numerator", "denominator", "origin", "note", "explanation",
    "entered_by", "entered_at", "sealed",
)  # fmt: skip


def open_quarters() -> list[int]:
    """Return the quarters that have begun and are not locked."""
    return list(
        db.session.scalars(
            sa.select(IndicatorQuarter.id).where(
                IndicatorQuarter.state == QuarterState.OPEN, IndicatorQuarter.starts_on <= clock.today()
            )
        )
    )


def refresh(
    codes: Collection[str] | None = None,
    *,
    quarters: Collection[int] | None = None,
    units: set[int] | None = None,
) -> int:
    """Count computed figures again; return how many rows there are now. Locked quarters are never touched.

    Without arguments everything of the quarters that have begun. The caller commits.
    """
    wanted = sorted(SOURCES if codes is None else set(codes) & set(SOURCES))
    ids = open_quarters() if quarters is None else list(quarters)
    if not wanted or not ids:
        return 0
    locked = db.session.execute(
        sa.select(Indicator.code, Indicator.id)
        .where(Indicator.code.in_(wanted), Indicator.origin == Origin.COMPUTED)
        .order_by(Indicator.id)
        .with_for_update()
    )
    return sum(_count(code, indicator_id, ids, units) for code, indicator_id in locked.all())


def _count(code: str, indicator_id: int, quarters: list[int], units: set[int] | None) -> int:
    stale = sa.delete(Measurement).where(
        Measurement.indicator_id == indicator_id,
        Measurement.quarter_id.in_(quarters),
        Measurement.sealed.is_(False),
    )
    source = SOURCES[code]
    if units is not None and source.figures is not None:
        stale = stale.where(Measurement.unit_id.in_(units))
    db.session.execute(stale, execution_options={"synchronize_session": False})
    if source.figures is None:
        return _insert_counts(source, indicator_id, quarters)
    return _insert_selected(source.figures(units), indicator_id, quarters)


def _insert_selected(figures: Any, indicator_id: int, quarters: list[int]) -> int:
    wanted = figures.where(IndicatorQuarter.id.in_(quarters), IndicatorQuarter.state == QuarterState.OPEN)
    fixed = [sa.literal(value) for value in (Origin.COMPUTED.value, "", "", BY)]
    at = sa.literal(clock.now().replace(tzinfo=None), sa.DateTime)
    rows = sa.select(sa.literal(indicator_id), *wanted.subquery().c, *fixed, at, sa.false())
    made = db.session.execute(sa.insert(Measurement).from_select(COLUMNS, rows, include_defaults=False))
    return int(getattr(made, "rowcount", 0))


def _insert_counts(source: Source, indicator_id: int, quarters: list[int]) -> int:
    rows = [
        dict(
            zip(
                COLUMNS,
                (indicator_id, quarter.id, unit_id, *value, Origin.COMPUTED, "", "", BY, clock.now(), False),
                strict=True,
            )
        )
        for quarter in db.session.scalars(
            sa.select(IndicatorQuarter).where(
                IndicatorQuarter.id.in_(quarters), IndicatorQuarter.state == QuarterState.OPEN
            )
        )
        for unit_id, value in counted(source, quarter).items()
    ]
    if rows:
        db.session.execute(sa.insert(Measurement), rows)
    return len(rows)


def counted(source: Source, quarter: IndicatorQuarter) -> Mapping[int, tuple[int, int]]:
    """Return unit -> figure of one quarter as counted now."""
    if source.counts is not None:
        return source.counts(quarter)
    if source.figures is None:
        return {}
    rows = db.session.execute(source.figures(None).where(IndicatorQuarter.id == quarter.id))
    return {unit_id: (int(numerator), int(denominator)) for _, unit_id, numerator, denominator in rows}


def _note(session: Session, _flush: Any) -> None:
    """Keep what a flush changed, with the units that it left (a person who moves touches two units)."""
    noted = session.info.setdefault(_STALE, [])
    for row in [*session.new, *session.dirty, *session.deleted]:
        if type(row) not in WATCHERS:
            continue
        state = sa.inspect(row)
        left = set(state.attrs.unit_id.history.deleted) if "unit_id" in state.attrs else set()
        noted.append((row, {unit for unit in left if unit is not None}))


def _settle(session: Session) -> None:
    """Count again what the transaction made stale, before it commits."""
    session.flush()
    noted = session.info.pop(_STALE, [])
    if not noted:
        return
    stale: dict[str, set[int] | None] = {}
    for row, left in noted:
        for source in WATCHERS[type(row)]:
            gone = sa.inspect(row).session_id is None or sa.inspect(row).deleted  # relations cannot be read
            touched = None if gone else source.watches[type(row)](row)
            before = stale.setdefault(source.code, set())
            now = None if touched is None or before is None else before | {u for u in touched | left if u}
            stale[source.code] = now
    ids = open_quarters()
    for code in sorted(code for code, units in stale.items() if units != set()):
        refresh([code], quarters=ids, units=stale[code])


def _forget(session: Session, *_rest: Any) -> None:
    session.info.pop(_STALE, None)


def watch() -> None:
    """Listen to the session of the program; called once when the application is made."""
    target = db.session
    if not event.contains(target, "after_flush", _note):
        event.listen(target, "after_flush", _note)
        event.listen(target, "before_commit", _settle)
        event.listen(target, "after_rollback", _forget)
