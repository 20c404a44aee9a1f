"""The log: every tampering is found, the database refuses it in the first place, events carry exact keys."""

import random

import pytest
import sqlalchemy as sa

from intranet.core import audit
from intranet.core.audit import SYSTEM, AuditEvent, AuditHead
from intranet.core.db import db


@pytest.fixture(autouse=True)
def _event(monkeypatch):
    """An event of the test's own, gone afterwards: whole-site tests read the list of events."""
    monkeypatch.setitem(audit.EVENTS, "log_test:noted", frozenset({"what"}))


@pytest.fixture
def chain(app) -> int:
    """A log of 30 more events; returns the number of the last one."""
    for number in range(30):
        audit.record(
            "log_test:noted", actor=SYSTEM, reason=f"Dòng {number}\x0bhai", data={"what": f"việc {number}"}
        )
    db.session.commit()
    assert audit.verify() is None
    return db.session.get_one(AuditHead, 1).last_id


def without_guard(*statements: str) -> None:
    """Run SQL as somebody who can switch the triggers off."""
    db.session.rollback()  # a session that has read holds the lock
    with db.engine.begin() as connection:
        sqlite = connection.dialect.name == "sqlite"
        for event in ("update", "delete"):
            of = "" if sqlite else " ON audit_event"
            connection.exec_driver_sql(f"DROP TRIGGER audit_event_no_{event}{of}")
        for statement in statements:
            connection.exec_driver_sql(statement)
    db.session.expire_all()


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET reason = 'khác'", "DELETE FROM audit_event"])
def test_database_refuses_to_change_the_log(chain, statement):
    with pytest.raises(sa.exc.DBAPIError, match="is final"):
        db.session.execute(sa.text(statement))
    db.session.rollback()
    assert audit.verify() is None


EDITS = {
    "reason": "'đổi'",
    "actor_name": "'Người khác'",
    "actor_id": "4711",
    "event": "'log_test:other'",
    "object_kind": "'khac'",
    "object_id": "4711",
    "from_state": "'x'",
    "to_state": "'x'",
    "data": "'{}'",
    "at": "'2020-01-01 00:00:00'",
    "hash": "'" + "0" * 64 + "'",
    "previous_hash": "'" + "1" * 64 + "'",
}


@pytest.mark.parametrize("column", EDITS)
def test_edited_line_is_found(chain, column):
    line = random.Random(column).randint(2, chain)
    without_guard(f"UPDATE audit_event SET {column} = {EDITS[column]} WHERE id = {line}")
    assert audit.verify() == line


@pytest.mark.parametrize("seed", range(3))
def test_removed_line_is_found(chain, seed):
    line = random.Random(seed).randint(1, chain - 1)
    without_guard(f"DELETE FROM audit_event WHERE id = {line}")
    assert audit.verify() == line


def test_removed_line_is_found_when_the_numbers_are_closed_up(chain):
    without_guard(
        f"DELETE FROM audit_event WHERE id = {chain - 1}",
        f"UPDATE audit_event SET id = {chain - 1} WHERE id = {chain}",
        f"UPDATE audit_head SET last_id = {chain - 1}",
    )
    assert audit.verify() == chain - 1


def test_cut_tail_is_found(chain):
    without_guard(f"DELETE FROM audit_event WHERE id > {chain - 5}")
    assert audit.verify() == chain - 4


def test_swapped_lines_are_found(chain):
    one, other = chain - 9, chain - 4
    without_guard(
        f"UPDATE audit_event SET id = -1 WHERE id = {one}",
        f"UPDATE audit_event SET id = {one} WHERE id = {other}",
        f"UPDATE audit_event SET id = {other} WHERE id = -1",
    )
    assert audit.verify() == one


def test_line_put_in_at_the_end_is_found(chain):
    row = sa.insert(AuditEvent).values(
        id=chain + 1, at=db.session.get_one(AuditEvent, chain).at, actor_name="Ai đó", event="log_test:noted",
        object_kind="", reason="", from_state="", to_state="", data="{}", previous_hash="0" * 64, hash="0" * 64,
    )  # fmt: skip
    db.session.execute(row)
    assert audit.verify() == chain + 1


def test_event_carries_exactly_its_keys(app):
    for data in ({}, {"what": "a", "more": "b"}, {"more": "b"}):
        with pytest.raises(ValueError, match="carries"):
            audit.record("log_test:noted", actor=SYSTEM, data=data)
    with pytest.raises(KeyError):
        audit.record("log_test:unknown", actor=SYSTEM)


def test_numbers_have_no_gap_after_a_rollback(chain):
    audit.record("log_test:noted", actor=SYSTEM, data={"what": "bỏ"})
    db.session.rollback()
    kept = audit.record("log_test:noted", actor=SYSTEM, data={"what": "giữ"})
    assert kept.id == chain + 1
    assert audit.verify() is None


def test_event_tells_what_who_and_when(app, account):
    actor = account("nhanvien")
    row = audit.record("log_test:noted", actor=actor, obj=actor, reason=" Vì  thế ", data={"what": "việc"})
    assert (row.actor_id, row.actor_name, row.object_kind, row.object_id) == (
        actor.id, "Nguyễn Thị Lan Anh", "account", actor.id,
    )  # fmt: skip
    assert (row.reason, row.details()) == ("Vì thế", {"what": "việc"})
    assert audit.timeline(actor)[-1] is row
