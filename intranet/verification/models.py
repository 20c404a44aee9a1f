"""Table: guesses on the public page, kept for minutes to throttle them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Moment


class CodeGuess(Base):
    """A look-up that found nothing, by address (of IPv6 its network); old rows are removed."""

    __tablename__ = "code_guess"
    address: Mapped[str] = mapped_column(sa.String(60), index=True)
    at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
