"""Table: notices to accounts."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Line, Moment, Prose


class Notice(Base):
    """One line in somebody's bell. `account_id` is a plain number: accounts live in a package above."""

    __tablename__ = "notice"
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    title: Mapped[str] = mapped_column(Line(300))
    text: Mapped[str] = mapped_column(Prose, default="")
    url: Mapped[str] = mapped_column(sa.String(300), default="")
    act_needed: Mapped[bool] = mapped_column(default=False)  # "cần xử lý" differs from "để biết"
    at: Mapped[dt.datetime] = mapped_column(Moment)
    read_at: Mapped[dt.datetime | None] = mapped_column(Moment)
