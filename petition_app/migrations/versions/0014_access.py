"""Tokens of the organiser API, and webhooks."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _access_token()
    _asked_once()
    _webhook()
    _webhook_delivery()


def _access_token() -> None:
    op.create_table(
        "access_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_access_token_name_length")),
        sa.CheckConstraint("length(scopes) <= 200", name=op.f("ck_access_token_scopes_length")),
        sa.ForeignKeyConstraint(["made_by"], ["organiser.id"], name=op.f("fk_access_token_made_by")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_access_token_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_access_token_secret_hash")),
    )
    op.create_index("ix_access_token_petition_id", "access_token", ["petition_id"], unique=False)


def _asked_once() -> None:
    op.create_table(
        "asked_once",
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(answer) <= 2000", name=op.f("ck_asked_once_answer_length")),
        sa.ForeignKeyConstraint(
            ["token_id"], ["access_token.id"], name=op.f("fk_asked_once_token_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_id", "key_hash", name=op.f("pk_asked_once")),
    )
    op.create_index("ix_asked_once_asked_at", "asked_once", ["asked_at"], unique=False)


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("events", sa.String(length=300), nullable=False),
        sa.Column("secret_wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_line", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(url) <= 500", name=op.f("ck_webhook_url_length")),
        sa.CheckConstraint("length(events) <= 300", name=op.f("ck_webhook_events_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_webhook_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index("ix_webhook_petition_id", "webhook", ["petition_id"], unique=False)


def _webhook_delivery() -> None:
    events = (
        "release.published", "petition.opened", "petition.launched", "petition.paused", "petition.closed",
        "petition.delivered", "update.published", "response.changed", "handover.recorded", "ping",
    )  # fmt: skip
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event", word("event", *events), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(body) <= 2000", name=op.f("ck_webhook_delivery_body_length")),
        sa.CheckConstraint("length(reason) <= 24", name=op.f("ck_webhook_delivery_reason_length")),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
    )
    key = ["webhook_id", "created_at"]
    op.create_index("ix_webhook_delivery_webhook_id_created_at", "webhook_delivery", key, unique=False)
    op.create_index("ix_webhook_delivery_due_at", "webhook_delivery", ["due_at"], unique=False)
