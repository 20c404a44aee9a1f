"""Read notices: each account only its own."""

from typing import Any

import sqlalchemy as sa

from ..core.db import db
from ..core.errors import NotThere
from .models import Notice


def own(account_id: int) -> sa.Select[Any]:
    """Return the query of an account's notices."""
    return sa.select(Notice).where(Notice.account_id == account_id)


def get_own(account_id: int, notice_id: int) -> Notice:
    """Return one of the account's notices; NotThere for a foreign or unknown one."""
    found = db.session.scalar(own(account_id).where(Notice.id == notice_id))
    if found is None:
        raise NotThere("Không tìm thấy thông báo này.")
    return found
