"""Acts on the commune's own row and on its signers."""

import datetime as dt
from typing import Any

from ..core import audit, files
from ..core.audit import Actor
from ..core.db import db
from ..core.edits import apply
from ..core.errors import BadFile, NotReady, WrongState
from ..core.text import clean_prose, short_date
from ..documents import pictures
from .models import Organisation, Person, Purpose, Signer

audit.declare(
    "people",
    organisation_changed=("changes",),
    signer_given=("person_id", "purpose", "lines", "starts_on", "ends_on"),
    signer_ended=("ends_on",),
)

SMALLEST_EMBLEM = 240  # dots: 20 mm at 300 dpi
MAX_LINES = 4  # KT. CHỦ TỊCH / PHÓ CHỦ TỊCH; more would not fit above a name (NĐ 30/2020, Phụ lục I)


def save_organisation(
    organisation: Organisation | None, values: dict[str, Any], *, actor: Actor
) -> Organisation:
    """Write the commune's row, or make it on a fresh install; papers already issued keep their text."""
    if organisation is None:
        organisation = Organisation(id=1, **dict.fromkeys(values, ""))
        db.session.add(organisation)
    if changes := apply(organisation, values):
        db.session.flush()
        audit.record("people:organisation_changed", actor=actor, obj=organisation, data={"changes": changes})
    return organisation


def set_emblem(organisation: Organisation, picture: bytes | None, *, actor: Actor) -> None:
    """Keep the picture that certificates carry from now on, or none; papers already numbered keep theirs.

    BadFile, with the reason in words, when it is no PNG that can be printed.
    """
    if picture is not None:
        try:
            found = pictures.read(picture)
        except pictures.BadPicture:
            raise BadFile(
                "Ảnh không dùng được. Hãy chọn ảnh PNG còn nguyên vẹn, tối đa 4 MB và 25 triệu điểm ảnh."
            ) from None
        if min(found.wide, found.high) < SMALLEST_EMBLEM:
            raise BadFile(f"Ảnh nhỏ quá, in ra sẽ mờ. Hãy chọn ảnh từ {SMALLEST_EMBLEM} điểm ảnh mỗi cạnh.")
    before, organisation.emblem = organisation.emblem, files.put(picture) if picture is not None else None
    if before != organisation.emblem:
        db.session.flush()
        changes = {"emblem": [before or "", organisation.emblem or ""]}
        audit.record("people:organisation_changed", actor=actor, obj=organisation, data={"changes": changes})


def give_signer(
    person: Person,
    purpose: Purpose,
    lines: str,
    *,
    actor: Actor,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> Signer:
    """Let a person sign papers of a purpose from a day on, under the given lines of the signature block.

    NotReady when the dates are reversed, there are too many lines, or the person has left before.
    """
    rows = [line for line in clean_prose(lines).split("\n") if line]
    if ends_on is not None and ends_on < starts_on:
        raise NotReady("Ngày kết thúc phải sau ngày bắt đầu.", ["Đến hết ngày"])
    if len(rows) > MAX_LINES:
        raise NotReady(f"Khối chữ ký có nhiều nhất {MAX_LINES} dòng.", ["Các dòng in trên chữ ký"])
    if person.left_on is not None and person.left_on <= starts_on:
        raise NotReady(f"{person.full_name} đã nghỉ từ {short_date(person.left_on)}.", ["Người ký"])
    signer = Signer(
        person=person, purpose=purpose.value, lines="\n".join(rows), starts_on=starts_on, ends_on=ends_on
    )
    db.session.add(signer)
    db.session.flush()
    data = {
        "person_id": person.id, "purpose": purpose.value, "lines": signer.lines,
        "starts_on": starts_on, "ends_on": ends_on,
    }  # fmt: skip
    audit.record("people:signer_given", actor=actor, obj=signer, data=data)
    return signer


def end_signer(signer: Signer, ends_on: dt.date, *, actor: Actor) -> None:
    """End a signer with the last day. NotReady before the first day, WrongState when it has ended already."""
    if signer.ends_on is not None:
        raise WrongState("Người ký này đã có ngày kết thúc.")
    if ends_on < signer.starts_on:
        raise NotReady("Ngày kết thúc phải sau ngày bắt đầu.", ["Đến hết ngày"])
    signer.ends_on = ends_on
    audit.record("people:signer_ended", actor=actor, obj=signer, data={"ends_on": ends_on})
