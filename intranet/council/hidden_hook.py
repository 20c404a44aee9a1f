"""Tell the features below and above which cases are hidden from whom, because of a declared conflict."""

from collections.abc import Collection

import sqlalchemy as sa

from ..core import conflicts
from ..core.db import db
from .models import AgendaItem, Conflict, MeetingMember


def _declared(person_id: int, kind: str, ids: Collection[int]) -> set[int]:
    query = (
        sa.select(AgendaItem.subject_id)
        .join(Conflict, Conflict.item_id == AgendaItem.id)
        .join(MeetingMember, MeetingMember.id == Conflict.member_id)
        .where(MeetingMember.person_id == person_id, AgendaItem.subject_kind == kind)
    )
    return set(db.session.scalars(query)).intersection(ids)


conflicts.declared_from(_declared)
