"""Ways in and out for programs: tokens of the organiser API and what they asked for, webhooks and what they were
sent."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from petition_app.domain.webhook import Happened
from petition_app.models.base import Base, UtcDateTime, at_most, word


class AccessToken(Base):
    """A token is shown once; only its hash is here. `scopes` are words with spaces between. Revoked, the row goes."""

    __tablename__ = "access_token"
    __table_args__ = (at_most("name", 80), at_most("scopes", 200))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scopes: Mapped[str] = mapped_column(String(200))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("organiser.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_on: Mapped[date | None]


class AskedOnce(Base):
    """A request with an Idempotency-Key, and what was answered: asked again within a day, it is answered the same."""

    __tablename__ = "asked_once"
    __table_args__ = (at_most("answer", 2_000),)

    token_id: Mapped[UUID] = mapped_column(ForeignKey("access_token.id", ondelete="CASCADE"), primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    answer: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Webhook(Base):
    """An address that is told what happened; `events` are words with spaces between. `seen_line` is the last line of
    the audit log that was looked at for it. After days without an answer it is off: `disabled_at` says since when."""

    __tablename__ = "webhook"
    __table_args__ = (at_most("url", 500), at_most("events", 300))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"), index=True)
    url: Mapped[str] = mapped_column(String(500))
    events: Mapped[str] = mapped_column(String(300))
    secret_wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_line: Mapped[int]
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebhookDelivery(Base):
    """One message to one webhook. `due_at` is empty once it was taken or given up. Of what was answered, the status
    alone is kept, or one word for why there was none."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_webhook_id_created_at", "webhook_id", "created_at"),
        at_most("body", 2_000),
        at_most("reason", 24),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    event: Mapped[Happened] = mapped_column(word(Happened, "event"))
    body: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(24), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
