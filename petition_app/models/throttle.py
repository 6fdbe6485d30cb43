"""Counted tries: a keyed hash of who, the window, how many."""

from __future__ import annotations

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.models.base import UNORDERED, Base


class Hit(Base):
    __tablename__ = "hit"
    __table_args__ = (UNORDERED,)

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    window: Mapped[int] = mapped_column("window_start", BigInteger, primary_key=True)
    count: Mapped[int] = mapped_column("hits")
    ends_at: Mapped[int] = mapped_column(BigInteger)
