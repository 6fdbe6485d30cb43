"""The life of a petition."""

import sqlalchemy as sa
from alembic import op

from petition_app.migrations.columns import word

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "petition_address",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(slug) <= 80", name=op.f("ck_petition_address_slug_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_petition_address_petition_id")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_petition_address")),
    )
    op.create_index(op.f("ix_petition_address_petition_id"), "petition_address", ["petition_id"], unique=False)
    op.create_table(
        "review_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", word("kind", "submitted", "looks good", "note"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(actor) <= 80", name=op.f("ck_review_note_actor_length")),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_review_note_text_length")),
        sa.ForeignKeyConstraint(["petition_id"], ["petition.id"], name=op.f("fk_review_note_petition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_note")),
    )
    op.create_index(op.f("ix_review_note_petition_id"), "review_note", ["petition_id"], unique=False)
