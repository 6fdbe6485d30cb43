"""Passkeys of organisers."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("blocked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_passkey_name_length")),
        sa.ForeignKeyConstraint(["organiser_id"], ["organiser.id"], name=op.f("fk_passkey_organiser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index("ix_passkey_organiser_id", "passkey", ["organiser_id"], unique=False)
    op.create_table(
        "passkey_challenge",
        sa.Column("bound_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ceremony", word("ceremony", "add", "confirm", "sign in"), nullable=False),
        sa.Column("challenge_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bound_hash", "ceremony", name=op.f("pk_passkey_challenge")),
    )
