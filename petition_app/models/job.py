"""What takes too long for one request: how far it is, and what it is about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.job import JobKind, JobState
from petition_app.models.base import Base, UtcDateTime, at_most, word


class Job(Base):
    """`subject` is the key of the import, change or mailing it carries out, which its kind names. `due_at` is when the
    next batch may be done. `note` says in words for organisers why it was paused or failed."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_due_at", "state", "due_at"),
        Index("ix_job_petition_id_subject", "petition_id", "subject"),
        at_most("actor", 80),
        at_most("note", 300),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    kind: Mapped[JobKind] = mapped_column(word(JobKind, "kind"))
    subject: Mapped[UUID]
    state: Mapped[JobState] = mapped_column(word(JobState, "state"))
    actor: Mapped[str] = mapped_column(String(80))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(String(300))
