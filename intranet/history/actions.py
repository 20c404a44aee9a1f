"""Acts on past awards: enter, correct, withdraw, link to a person; rows of our own Decisions. Nothing commits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.edits import apply
from ..core.errors import NotReady, WrongState
from ..core.text import clean_line, fold
from ..people.models import Account, Person
from . import queries, rules
from .matching import split_honorific, unit_named
from .models import PastAward, RecipientKind, Source, keys

_NO = "Bạn không có quyền ghi lịch sử khen thưởng."
FIELDS = (
    "kind",
    "honorific",
    "name",
    "detail",
    "form",
    "number",
    "awarded_on",
    "year",
    "issuer",
    "achievement",
    "amount",
)

audit.declare(
    "past_award",
    entered=("name", "number"),
    edited=("changes",),
    withdrawn=(),
    linked=("person_id",),
    left_alone=(),
    imported=("file", "sha256", "new", "updated", "same", "linked"),
)


def enter(values: dict[str, Any], *, actor: Account) -> PastAward:
    """Enter one award by hand from the fields by name (FIELDS). NotReady when it is there already or has no year."""
    rules.require(rules.may_write(actor), _NO)
    given = _checked(values)
    _require_new(given, None)
    award = PastAward(**given, source=Source.MANUAL, created_at=clock.now())
    _link_unit(award)
    db.session.add(award)
    db.session.flush()
    data = {"name": award.name, "number": award.number}
    audit.record("past_award:entered", actor=actor, obj=award, data=data)
    return award


def edit(award: PastAward, values: dict[str, Any], *, actor: Account, reason: str) -> None:
    """Correct a row; before and after stay in the log. Barred for rows of our Decisions, WrongState when withdrawn."""
    _require_changeable(award, actor)
    given = _checked(values)
    _require_new(given, award)
    renamed = fold(given["name"]) != award.name_fold or given["kind"] != award.kind
    derived = ("name_fold", "name_key", "detail_fold", "search_text", "identity")
    if renamed:
        award.person_id = award.decided_at = None
        award.unit_id = None
    changes = apply(award, {key: value for key, value in given.items() if key not in derived})
    if not changes:
        raise NotReady("Chưa có nội dung nào thay đổi.")
    for key in derived:
        setattr(award, key, given[key])
    if renamed:
        _link_unit(award)
    award.edited_at = clock.now()
    audit.record("past_award:edited", actor=actor, obj=award, reason=reason, data={"changes": changes})


def withdraw(award: PastAward, *, actor: Account, reason: str) -> None:
    """Take a wrong row out of every list and history; it stays stored with the reason, and may be entered anew."""
    _require_changeable(award, actor)
    award.withdrawn_at, award.withdrawn_reason, award.identity = clock.now(), reason, None
    audit.record("past_award:withdrawn", actor=actor, obj=award, reason=reason)


def link(award: PastAward, person: Person | None, *, actor: Account) -> None:
    """Say which person of our lists was rewarded, or (None) that it is none of them.

    NotReady when the person has another name, accents aside: then the row or the person has to be corrected first.
    """
    rules.require(rules.may_link(actor, award), "Không nối được dòng này với một người.")
    if person is not None and person.name_fold != award.name_fold:
        raise NotReady(f"Tên in trên quyết định là “{award.name}”, khác “{person.full_name}”.")
    award.person_id, award.decided_at = person.id if person else None, clock.now()
    if person is not None:
        audit.record("past_award:linked", actor=actor, obj=award, data={"person_id": person.id})
    else:
        audit.record("past_award:left_alone", actor=actor, obj=award)


def _require_changeable(award: PastAward, actor: Account) -> None:
    rules.require(rules.may_write(actor), _NO)
    if award.source == Source.DECISION:
        raise WrongState(
            "Dòng này do quyết định trong hệ thống ghi; chỉ văn bản sửa đổi, hủy bỏ thay đổi được."
        )
    if award.withdrawn_at is not None:
        raise WrongState("Dòng này đã được rút.")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    given = {key: values.get(key) for key in FIELDS}
    for key in ("name", "form", "detail", "number", "issuer", "achievement"):
        given[key] = clean_line(given[key])
    if given["awarded_on"] is not None:
        given["year"] = given["awarded_on"].year
    if given["year"] is None:
        raise NotReady("Cần ghi ngày quyết định, hoặc ít nhất là năm.", ["Ngày quyết định"])
    today = clock.today()
    if (given["awarded_on"] or today) > today or given["year"] > today.year:
        raise NotReady("Ngày quyết định không được ở tương lai.", ["Ngày quyết định"])
    if given["kind"] == RecipientKind.COLLECTIVE:
        given["honorific"] = None
    return given | keys(given)


def _require_new(given: dict[str, Any], award: PastAward | None) -> None:
    query = sa.select(PastAward.id).where(PastAward.identity == given["identity"])
    if award is not None:
        query = query.where(PastAward.id != award.id)
    if db.session.scalar(query) is not None:
        raise NotReady(
            "Khen thưởng này đã có: cùng tên, chức vụ hoặc địa chỉ, hình thức, số và ngày quyết định."
        )


def _link_unit(award: PastAward) -> None:
    if award.kind == RecipientKind.COLLECTIVE:
        award.unit_id = unit_named(award.name, queries.known_units())


def write_decision(
    decision_id: int,
    rows: list[dict[str, Any]],
    *,
    number: str,
    day: dt.date,
    issuer: str,
    form: str = "Giấy khen",
) -> None:
    """Write the recipients of a Decision that was just issued; called by `decisions` at numbering.

    Each row: ordinal, kind, name and detail as printed, achievement, amount, person_id, unit_id, form (optional).
    """
    for row in rows:
        award = PastAward(
            source=Source.DECISION, decision_id=decision_id, ordinal=row["ordinal"], number=number, awarded_on=day,
            year=day.year, issuer=issuer, created_at=clock.now(), form=row.get("form") or form,
            person_id=row["person_id"] if row["kind"] == "person" else None,
            unit_id=row["unit_id"] if row["kind"] == "collective" else None, kind=RecipientKind(row["kind"]),
        )  # fmt: skip
        _print(award, row)
        db.session.add(award)


def _print(award: PastAward, row: dict[str, Any]) -> None:
    """Put the printed texts of a Decision's row into its award."""
    plain = award.kind == RecipientKind.COLLECTIVE
    award.honorific, award.name = (None, row["name"]) if plain else split_honorific(row["name"])
    award.detail, award.amount = row["detail"], row["amount"]
    award.achievement = " ".join(str(row.get("achievement") or "").split())[:1000]
    given = keys({key: getattr(award, key) for key in FIELDS}) | {"identity": None}
    for key, value in given.items():
        setattr(award, key, value)


def _of_decision(decision_id: int, ordinals: set[int]) -> list[PastAward]:
    query = sa.select(PastAward).where(PastAward.decision_id == decision_id, PastAward.ordinal.in_(ordinals))
    return list(db.session.scalars(query))


def amend_decision(decision_id: int, rows: dict[int, dict[str, Any]], document: str) -> None:
    """Put the texts of an amending or correcting document (by ordinal) into the rows of the earlier Decision."""
    for award in _of_decision(decision_id, set(rows)):
        _print(award, rows[award.ordinal or 0])
        award.amended = document


def revoke_decision(decision_id: int, ordinals: set[int], document: str) -> None:
    """Mark the awards that a document revoked; they stay visible as revoked and count nowhere."""
    for award in _of_decision(decision_id, ordinals):
        award.revoked = document
