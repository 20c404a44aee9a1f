"""SQLite cannot alter a constraint: a table is made anew."""

import sqlalchemy as sa


def rebuild_sqlite_table(connection: sa.Connection, table: str, changes: dict[str, str]) -> None:
    """Make a SQLite table anew from its own CREATE text with parts of it replaced; rows, indexes, triggers stay.

    SQLite cannot alter a constraint. `changes` maps each old part to its new one; ValueError when a part is not
    found exactly once. Columns of the old table that the new one has too keep their values.
    """
    (text,) = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).one()
    others = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
        (table,),
    ).scalars()
    attached = list(others)
    for old, new in changes.items():
        if text.count(old) != 1:
            raise ValueError(f"{table}: {old!r} stands {text.count(old)} times")
        text = text.replace(old, new)
    fresh = f"new_{table}"
    connection.exec_driver_sql(f"CREATE TABLE {fresh} ({text.split('(', 1)[1]}")
    columns = [
        [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")]
        for name in (table, fresh)
    ]
    shared = ", ".join(name for name in columns[0] if name in columns[1])
    connection.exec_driver_sql(f"INSERT INTO {fresh} ({shared}) SELECT {shared} FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {fresh} RENAME TO {table}")
    for one in attached:
        connection.exec_driver_sql(one)
