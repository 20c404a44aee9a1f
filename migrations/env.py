"""Alembic environment: runs on the connection that `intranet.core.schema` hands over."""

from typing import Any

from alembic import context

from intranet.core.db import Base, Line, Moment, Prose


def render_item(kind: str, obj: Any, _context: Any) -> str | bool:
    """Write our column types as plain ones: a migration must not change when the program does."""
    if kind == "type" and isinstance(obj, Line):
        return f"sa.String(length={obj.impl.length})"
    if kind == "type" and isinstance(obj, Prose):
        return "sa.Text()"
    if kind == "type" and isinstance(obj, Moment):
        return "sa.DateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
